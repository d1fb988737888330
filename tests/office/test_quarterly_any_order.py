"""A quarter's report is sound whatever happens to it, and the order of answers does not matter."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlmodel import select

from deployments.postgres import Cluster
from models.errors import Refused
from models.reports import AgencyReport
from models.steps import Step, StepKind, StepState
from tasks.acts import change_holder
from tasks.answering import NoLongerAsked
from tasks.casework import cancel_case
from tasks.questions import Unacceptable
from tasks.report_corrections import correct
from tasks.report_forms import CorrectionForm
from tests.office.cast import RETURNED, YES, Office, keys, reply_to, sound
from tests.office.reorganisations import into, reorganised
from tests.office.reports import ASKED, PATCHY, PROMPT, figures, lines
from tests.office.test_any_order import QUICK, house

FEW = ("SYT", "STC", "HGT", "HKL", "STTTT")
NOUGHT = {"numerator": "0", "denominator": "0", "note": "Không có."}
VARIANTS: list[dict[str, Any]] = [{}, {"I01": {}}, {"I11": {"numerator": "1"}}, {"I01": NOUGHT}]


def with_few(office: Office) -> Office:
    """A province of five reporting agencies: what matters here does not depend on how many there are."""
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE agency SET reports = id = ANY(:few)"), {"few": list(FEW)})
    office.move_to(ASKED)
    return office


class Quarter(RuleBasedStateMachine):
    """One quarter's report, and everything that people, time and accidents do to it."""

    open_house: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.office: Office = with_few(self._stack.enter_context(type(self).open_house()))

    def teardown(self) -> None:
        self._stack.close()

    @initialize(stage=st.sampled_from(["figures", "quarterly-draft", "quarterly-sign"]))
    def opens(self, stage: str) -> None:
        self.case_id: UUID = self.office.open("quarterly_report")
        self.office.play_to(self.case_id, stage, PATCHY | {"explain/head_syt/1": None})

    def some(self, pick: int, *states: StepState) -> Step | None:
        found = [step for step in self.office.steps(self.case_id) if step.kind == StepKind.ASK and step.state in states]
        return found[pick % len(found)] if found else None

    @rule(pick=st.integers(0, 12), variant=st.integers(0, 3), walked=st.booleans())
    def somebody_answers(self, pick: int, variant: int, walked: bool) -> None:
        step = self.some(pick, StepState.OPEN, StepState.LAPSED)
        if step is not None:
            data = figures(step, **VARIANTS[variant]) if step.question == "figures" else reply_to(step, PROMPT)
            if data == YES and variant == 3 and step.about.get("round", 1) < 3:
                data = RETURNED
            with suppress(Unacceptable, NoLongerAsked):
                self.office.answer(step, data or {})
        if walked:
            self.office.walk(self.case_id)

    @rule(agency=st.sampled_from(FEW), variant=st.integers(0, 3))
    def an_agency_corrects(self, agency: str, variant: int) -> None:
        step = self.office.step(self.case_id, f"figures/head_{agency.lower()}")
        form = CorrectionForm.read({"choice": "submit", "figures": lines(step, **VARIANTS[variant]), "reason": "Cộng thiếu"})
        assert isinstance(form, CorrectionForm)
        with suppress(Refused), self.office.bureau.desk() as desk:
            correct(desk, self.case_id, agency, form, step.officer_id or "")

    @rule(days=st.integers(1, 6))
    def days_pass(self, days: int) -> None:
        self.office.clock.move(self.office.clock.at + timedelta(days=days))
        self.office.sweep()

    @rule()
    def walking_once_more_changes_nothing(self) -> None:
        self.office.walk(self.case_id)
        before = keys(self.office, self.case_id), len(self.office.letters())
        self.office.walk(self.case_id)
        assert (keys(self.office, self.case_id), len(self.office.letters())) == before

    @rule()
    def the_post_goes(self) -> None:
        self.office.post_all()

    @rule(seat=st.sampled_from(["head_syt", "head_hgt", "secretary", "standing_member"]), officer=st.sampled_from(["P19", "P20", "P21"]))
    def a_seat_changes_hands(self, seat: str, officer: str) -> None:
        with suppress(Refused), self.office.bureau.desk() as desk:
            change_holder(desk, seat, officer, desk.today)

    @rule(days=st.integers(1, 9))
    def an_agency_is_merged(self, days: int) -> None:
        with suppress(Refused, AssertionError):
            reorganised(self.office, into("HGT", "HKL", self.office.clock.at.date() + timedelta(days=days)))

    @rule()
    def it_is_cancelled(self) -> None:
        if self.office.clock.at.date() > date(2019, 10, 1):
            with suppress(Refused), self.office.bureau.desk() as desk:
                cancel_case(desk, self.case_id, "Kỳ này không báo cáo")

    @invariant()
    def it_is_sound(self) -> None:
        sound(self.office)

    @invariant()
    def versions_have_no_gaps_and_one_question_at_a_time_asks_about_them(self) -> None:
        with self.office.bureau.reading_desk() as desk:
            rows = list(desk.session.exec(select(AgencyReport)))
        for agency in FEW:
            numbers = sorted(row.version for row in rows if row.agency_id == agency)
            assert numbers == list(range(1, len(numbers) + 1))
        asked = [step.about["agency"] for step in self.office.asked(self.case_id) if step.question == "explain"]
        assert len(asked) == len(set(asked))


def test_a_report_is_sound_whatever_happens_to_it(cluster: Cluster, committee: str, tmp_path: Path) -> None:
    class Here(Quarter):
        open_house = staticmethod(lambda: house(cluster, committee, tmp_path))

    run_state_machine_as_test(Here, settings=QUICK)


def end_of(office: Office, order: list[int], walks: list[bool]) -> tuple[Any, ...]:
    """Play the quarter: at every turn the next officer in ``order`` answers, and the case is walked between or not."""
    case_id = with_few(office).open("quarterly_report")
    turn = 0
    for _ in range(200):
        if office.walk(case_id).waiting is None:
            break
        willing = [step for step in sorted(office.asked(case_id), key=lambda step: step.key) if reply_to(step, PATCHY) is not None]
        if not willing:
            office.wait(case_id)
        while willing:
            step = willing.pop(order[turn % len(order)] % len(willing))
            office.answer(step, reply_to(step, PATCHY) or {})
            turn += 1
            if walks[turn % len(walks)]:
                break
    sound(office)
    with office.bureau.reading_desk() as desk:
        reported = sorted((row.agency_id, row.version, row.counted_in) for row in desk.session.exec(select(AgencyReport)))
    states = sorted((step.key, step.state) for step in office.steps(case_id))
    letters = sorted(letter.key.partition("/")[2] for letter in office.letters(case_id) if letter.kind != "remind")
    return states, reported, letters


def test_the_order_of_answers_and_walks_does_not_matter(cluster: Cluster, committee: str, tmp_path: Path) -> None:
    with house(cluster, committee, tmp_path) as office:
        expected = end_of(office, [0], [True])

    @settings(QUICK, max_examples=3)
    @given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.lists(st.booleans(), min_size=1, max_size=6))
    def same(order: list[int], walks: list[bool]) -> None:
        with house(cluster, committee, tmp_path) as office:
            assert end_of(office, order, walks) == expected

    same()
