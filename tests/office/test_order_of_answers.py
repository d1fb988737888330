"""The order of answers, and how often the case is walked between them, does not matter."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from deployments.postgres import Cluster
from models.meetings import Attendance
from tests.office.cast import LEAVE, PROMPT, PROXY, Office, reply_to, sound
from tests.office.test_any_order import QUICK, house

ANSWERS: dict[str, Any] = PROMPT | {
    "rsvp/member_yt": LEAVE,
    "rsvp/member_gd": PROXY,
    "rsvp/deputy_chair_1": LEAVE,
    "leave-consent/deputy_chair_1": {"choice": "refuse", "reason": "Phải dự họp"},
}


def end_of(office: Office, order: list[int], walks: list[bool]) -> tuple[Any, ...]:
    """Play the meeting: at every turn the next officer in ``order`` answers, and the case is walked between or not."""
    case_id = office.open()
    turn = 0
    for _ in range(200):
        outcome = office.walk(case_id)
        if outcome.waiting is None:
            break
        willing = [step for step in sorted(office.asked(case_id), key=lambda step: step.key) if reply_to(step, ANSWERS) is not None]
        if not willing:
            office.wait(case_id)
        while willing:
            step = willing.pop(order[turn % len(order)] % len(willing))
            office.answer(step, reply_to(step, ANSWERS) or {})
            turn += 1
            if walks[turn % len(walks)]:
                break
    sound(office)
    with office.bureau.reading_desk() as desk:
        came = sorted((row.seat_id, row.presence) for row in desk.session.exec(select(Attendance)))
    states = sorted((step.key, step.state) for step in office.steps(case_id))
    letters = sorted(letter.key.partition("/")[2] for letter in office.letters(case_id) if letter.kind != "remind")
    return states, came, letters


def test_the_order_of_answers_and_walks_does_not_matter(cluster: Cluster, committee: str, tmp_path: Path) -> None:
    with house(cluster, committee, tmp_path) as office:
        expected = end_of(office, [0], [True])

    @settings(QUICK, max_examples=3)
    @given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.lists(st.booleans(), min_size=1, max_size=6))
    def same(order: list[int], walks: list[bool]) -> None:
        with house(cluster, committee, tmp_path) as office:
            assert end_of(office, order, walks) == expected

    same()
