"""Whatever happens to a meeting, in whatever order: the same things always hold."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import col, select

from deployments.postgres import Cluster
from models.clock import FixedClock, at
from models.errors import Refused
from models.people import Absence
from models.steps import Step, StepKind, StepState
from models.store import Store
from regulation import load
from tasks.absences import end_absence, record_absence
from tasks.acts import change_holder
from tasks.answering import AlreadyAnswered, NoLongerAsked, NotTheOneAsked
from tasks.attendees import change_attendees, follow_the_roster
from tasks.bureau import Bureau
from tasks.casework import cancel_case
from tasks.meeting_acts import new_time
from tasks.morning import morning
from tasks.questions import Unacceptable
from tests.office.cast import (
    CHAIR,
    CONCLUSION,
    DEPUTY_1,
    DEPUTY_2,
    LEAVE,
    PROMPT,
    PROXY,
    RETURNED,
    STANDING,
    YES,
    Office,
    keys,
    reply_to,
    sound,
)
from tests.office.conftest import recorded
from tests.office.gatherings import GUEST, OTHER_GUEST, WITH_PAPERS, guests_changed
from tests.office.guest_book import guests_are_sound, some_change

_numbers = count(1)
QUICK = settings(
    deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None, max_examples=8, stateful_step_count=25
)
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "rsvp": [{"choice": "attend"}, LEAVE, PROXY],
    "leave-consent": [{"choice": "consent"}, {"choice": "refuse", "reason": "Phải dự họp"}],
    "proxy-opinion": [],  # a member who never hands his opinion in
    "guest-consent": [{"choice": "consent"}, {"choice": "refuse", "reason": "Đủ khách rồi"}],
    "late-item": [{"choice": "keep"}, {"choice": "withdraw", "reason": "Chưa có tài liệu"}],
}
SCRIPT = PROMPT | {"agenda": WITH_PAPERS}
INVITABLE = ["member_nv", "member_kh", "member_yt", "member_gd", "member_tc", "deputy_chair_1"]


@contextmanager
def house(cluster: Cluster, template: str, files: Path) -> Iterator[Office]:
    """A house on a database of its own."""
    name = f"nhip_order_{next(_numbers)}"
    cluster.create_database(name, "nhip_owner", template=template)
    clock = FixedClock(at(date(2019, 8, 26), time(8)))
    store = Store(cluster.url("nhip_app", name), clock)
    try:
        yield Office(Bureau(store, load(), files, b"k" * 32, "http://nhip.example", typist=recorded), clock)
    finally:
        store.close()
        cluster.drop_database(name)


class Meeting(RuleBasedStateMachine):
    """One meeting, and everything that people, time and accidents do to it."""

    open_house: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.office: Office = self._stack.enter_context(type(self).open_house())

    def teardown(self) -> None:
        self._stack.close()

    @initialize(stage=st.sampled_from(["agenda", "convene", "rsvp", "late-item", "meeting-day", "minutes-sign", "notice-content"]))
    def opens(self, stage: str) -> None:
        self.case_id: UUID = self.office.open()
        self.office.play_to(self.case_id, stage, SCRIPT | {"rsvp/member_yt": LEAVE, "rsvp/member_gd": None, "paper/2": None})

    def some(self, pick: int, *states: StepState) -> Step | None:
        found = [step for step in self.office.steps(self.case_id) if step.kind == StepKind.ASK and step.state in states]
        return found[pick % len(found)] if found else None

    def reply(self, step: Step, variant: int) -> dict[str, Any] | None:
        prompt = reply_to(step, SCRIPT)
        said = VARIANTS.get(step.question, [dict(prompt)] if prompt is not None else [])
        if step.question == "agenda":
            ahead = self.office.bureau.law.calendar.add(self.office.clock.at.date(), 5 + variant)
            return dict(prompt or {}) | {"day": ahead.isoformat()}
        if step.question == "conclusions":
            return {"choice": "submit", "conclusions": [CONCLUSION | {"due": None}]}
        if prompt == YES and step.about.get("round", 1) < 3:
            said = [YES, YES, RETURNED]
        return said[variant % len(said)] if said else None

    @rule(pick=st.integers(0, 9), variant=st.integers(0, 5), walked=st.booleans())
    def somebody_answers(self, pick: int, variant: int, walked: bool) -> None:
        step = self.some(pick, StepState.OPEN, StepState.OPEN, StepState.LAPSED)
        data = self.reply(step, variant) if step is not None else None
        if step is not None and data is not None:
            with suppress(Unacceptable, NoLongerAsked):  # a day that has become too near; a late answer after the end
                self.office.answer(step, data)
        if walked:
            self.office.walk(self.case_id)

    @rule()
    def everybody_answers(self) -> None:
        for step in self.office.asked(self.case_id):
            data = self.reply(step, 0)
            if data is not None:
                with suppress(Unacceptable):
                    self.office.answer(step, data)
        self.office.walk(self.case_id)

    @rule(pick=st.integers(0, 30))
    def somebody_clicks_again(self, pick: int) -> None:
        step = self.some(pick, StepState.ANSWERED)
        if step is not None:
            self.refused(step, step.officer_id or "", AlreadyAnswered)

    @rule(pick=st.integers(0, 30))
    def somebody_opens_a_withdrawn_question(self, pick: int) -> None:
        step = self.some(pick, StepState.WITHDRAWN)
        if step is not None:
            self.refused(step, step.officer_id or "", NoLongerAsked)

    @rule(pick=st.integers(0, 30))
    def a_stranger_answers(self, pick: int) -> None:
        step = self.some(pick, StepState.OPEN, StepState.ANSWERED)
        if step is not None:
            self.refused(step, "P25", NotTheOneAsked)

    def refused(self, step: Step, officer: str, kind: type[Refused]) -> None:
        try:
            self.office.answer(step, self.reply(step, 0) or {"choice": "attend"}, officer)
        except kind:
            return
        raise AssertionError(f"{step.key} took an answer")

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=days))
        self.office.sweep()

    @rule()
    def walking_once_more_changes_nothing(self) -> None:
        self.office.walk(self.case_id)
        before = keys(self.office, self.case_id), len(self.office.letters())
        self.office.walk(self.case_id)
        assert (keys(self.office, self.case_id), len(self.office.letters())) == before
        assert self.office.case(self.case_id).walked == self.office.case(self.case_id).stirred

    @rule()
    def the_post_goes(self) -> None:
        self.office.post_all()

    @rule(officer=st.sampled_from([CHAIR, DEPUTY_1, DEPUTY_2]), days=st.integers(0, 9))
    def a_leader_goes_away(self, officer: str, days: int) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:  # he may be away already
            record_absence(desk, officer_id=officer, since=desk.today, until=desk.today + timedelta(days=days), reason="Đi công tác")

    @rule()
    def a_leader_comes_back(self) -> None:
        with self.office.bureau.desk() as desk:
            absence = desk.session.exec(select(Absence).where(col(Absence.ended_at).is_(None))).first()
            if absence is not None:
                end_absence(desk, absence)

    @rule(days=st.integers(1, 30))
    def the_meeting_is_moved(self, days: int) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            day = desk.law.calendar.roll_forward(desk.today + timedelta(days=days))
            new_time(desk, desk.case(self.case_id), at(day, time(14)), "Hội trường", reason="Bão", officer_id=STANDING)

    @rule(seats_in=st.sets(st.sampled_from(INVITABLE), max_size=2), seats_out=st.sets(st.sampled_from(INVITABLE), max_size=2))
    def attendees_change(self, seats_in: set[str], seats_out: set[str]) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            change_attendees(
                desk, desk.case(self.case_id), sorted(seats_in), sorted(seats_out), reason="Theo ý kiến Trưởng ban", officer_id=STANDING
            )

    @rule(line=st.sampled_from([GUEST, OTHER_GUEST]), pick=st.integers(0, 5), by=st.sampled_from([CHAIR, STANDING]))
    def guests_change(self, line: dict[str, str], pick: int, by: str) -> None:
        with suppress(Refused):
            guests_changed(self.office, self.case_id, by=by, **some_change(self.office, line, pick))

    @rule(seat=st.sampled_from(INVITABLE), officer=st.sampled_from(["P19", "P20", "P21"]))
    def a_seat_changes_hands(self, seat: str, officer: str) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            change_holder(desk, seat, officer, desk.today)

    @rule()
    def a_morning_comes(self) -> None:
        with self.office.bureau.desk() as desk:
            morning(desk)
        with self.office.bureau.desk() as desk:
            assert follow_the_roster(desk) == 0

    @precondition(lambda self: self.office.clock.at.date() > date(2019, 10, 10))
    @rule()
    def it_is_cancelled(self) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            cancel_case(desk, self.case_id, "Quý này không họp")

    @invariant()
    def it_is_sound(self) -> None:
        sound(self.office)

    @invariant()
    def guests_are_where_they_are_invited(self) -> None:
        guests_are_sound(self.office)

    @invariant()
    def nobody_is_asked_twice_whether_he_comes(self) -> None:
        open_ones = [step for step in self.office.asked(self.case_id) if step.question in ("rsvp", "leave-consent", "paper")]
        about = [(step.question, step.about.get("item", step.about.get("seat"))) for step in open_ones]
        assert len(about) == len(set(about))


def test_a_meeting_is_sound_whatever_happens_to_it(cluster: Cluster, committee: str, tmp_path: Path) -> None:
    class Here(Meeting):
        open_house = staticmethod(lambda: house(cluster, committee, tmp_path))

    run_state_machine_as_test(Here, settings=QUICK)
