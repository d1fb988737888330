"""The rules of the walk: a flow branches only on what its verbs returned, and walking twice changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from flows.process.walk import walk_at
from models.clock import at
from models.people import Absence, Holding
from models.steps import Step
from regulation import Law
from regulation.calendar import WorkingCalendar
from tasks.bureau import Desk
from tasks.office import Office as Desktop
from tasks.questions import CATALOGUE, Deed
from tasks.verbs import ask, fix
from tasks.who import Role
from tests.office import calls, reports
from tests.office.cast import CHAIR, LEAVE, PROMPT, PROXY, RETURNED, TAKEN, YES, Office, keys, reply_to
from tests.office.gatherings import EXTENDED, URGENT, WITH_PAPERS, called
from tests.office.groups import ABSENT, DONE, MEET, given_task, on_demand, quarterly
from tests.office.planning import HARD as PLANNED_HARD
from tests.office.planning import PLANNING, changing, planned
from tests.office.polls import COMMENT, DECLINED, DISAGREE, POLL, begun, handled
from tests.office.trial import Trial

GOLDEN = Path(__file__).parent / "golden"

SENT_BACK = {"choice": "return", "reason": "Chữ ký chưa đúng"}

# Everybody returns once, one member is away, one sends a proxy, one keeps silent; a paper is late and its item is taken off.
HARD: dict[str, Any] = PROMPT | {
    "agenda": WITH_PAPERS,
    "agenda-review": [RETURNED, YES],
    "convene": [YES, RETURNED, YES],
    "invitation-sign": [YES, YES, RETURNED, YES],
    "invitation-release": [TAKEN, TAKEN, TAKEN, SENT_BACK, TAKEN],
    "paper/1": None,
    "late-item": {"choice": "withdraw", "reason": "Chưa có tài liệu"},
    "minutes-sign": [RETURNED, YES],
    "minutes-release": [TAKEN, SENT_BACK, TAKEN],
    "notice-review": [RETURNED, YES],
    "notice-content": [YES, RETURNED, YES],
    "notice-sign": [YES, RETURNED, YES],
    "notice-release": [TAKEN, TAKEN, SENT_BACK, TAKEN],
    "rsvp/member_yt": LEAVE,
    "rsvp/member_gd": PROXY,
    "rsvp/member_tc": None,
    "propose/member_yt": None,
}
CALLED = PROMPT | {"call": {"choice": "convene"}, "agenda": URGENT}
# Everybody returns once, one member is silent, two have comments; the standing member decides in one, the chair declines in the other.
POLLED = POLL | {
    "consultation-sign": [RETURNED, YES],
    "consultation-release": [TAKEN, SENT_BACK, TAKEN],
    "opinion/member_yt": COMMENT,
    "opinion/member_gd": DISAGREE,
    "opinion/member_tc": None,
    "opinion-summary": handled("member_yt/1", "member_gd/1", "member_gd/2"),
    "summary-review": [RETURNED, YES],
    "summary-sign": [RETURNED, YES],
    "consultation-decision": [YES, RETURNED, YES],
    "summary-release": [TAKEN, TAKEN, SENT_BACK, TAKEN],
}
GATHERED = MEET | {
    "group-convene": [RETURNED, YES],
    "group-convocation-release": [TAKEN, SENT_BACK, TAKEN],
    "group-rsvp/group_planning": ABSENT,
    "group-rsvp/group_reform": None,
    "group-minutes-sign": [RETURNED, YES],
    "group-minutes-release": [TAKEN, SENT_BACK, TAKEN],
    "group-notice-sign": [RETURNED, YES],
    "group-notice-release": [TAKEN, SENT_BACK, TAKEN],
}
AFTERNOON = at(date(2019, 9, 19), time(14))
MORE_TIME = {"choice": "extend", "new_due": "2019-10-31", "reason": "Chờ số liệu"}


def by_time_of_report(step: Step) -> dict[str, Any]:
    """First more time is asked for, then it is done, returned, and done again."""
    return MORE_TIME if step.key == "task-report/1" else {"choice": "submit", "done": "Đã rà soát."}


def by_time_of_verdict(step: Step) -> dict[str, Any]:
    return RETURNED if step.key == "task-confirm/2" else YES


OWED = DONE | {"task-report": by_time_of_report, "task-confirm": by_time_of_verdict}
UNMET = {"no-meeting-reason": {"choice": "submit", "reason": "Trùng kỳ họp"}, "no-meeting-confirm": [RETURNED, YES]}

# Process → how its case comes about, and the scripts it is played by.
FLOWS: dict[str, tuple[Callable[[Office], UUID], dict[str, dict[str, Any]]]] = {
    "board_meeting": (
        Office.open,
        {"prompt": PROMPT, "hard": HARD, "extended": PROMPT | {"agenda": EXTENDED, "convene-extended": [RETURNED, YES]}},
    ),
    "extraordinary_meeting": (called, {"called": CALLED, "refused": {"call": {"choice": "refuse", "reason": "Chưa cần thiết"}}}),
    "quarter_meeting": (lambda office: office.open("quarter_meeting"), {"not met": UNMET}),
    "group_meeting": (quarterly, {"hard": GATHERED}),
    "group_meeting, on demand": (lambda office: on_demand(office, starts_at=AFTERNOON), {"prompt": MEET}),
    "group_task": (given_task, {"hard": OWED}),
    "group_quarter": (
        lambda office: office.open("group_quarter"),
        {"breach": {}, "excused": {"group-no-meeting-reason": {"choice": "submit", "reason": "Bão"}}},
    ),
    "written_consultation": (
        lambda office: begun(office, urgent=True),
        {"prompt": POLL | {"opinion-urgent/member_tc": None}, "declined": POLL | {"consultation-decision": DECLINED}},
    ),
    "written_consultation, of the standing member": (lambda office: begun(office, decider="standing_member"), {"hard": POLLED}),
    "written_consultation, of the chair": (begun, {"hard": POLLED}),
    "quarterly_report": (lambda office: office.open("quarterly_report"), {"reported": reports.PROMPT, "patchy": reports.PATCHY}),
    "data_call": (calls.called, {"hard": calls.HARD}),
    "annual_plan": (planned, {"prompt": PLANNING, "hard": PLANNED_HARD}),
    "plan_change": (changing, {"hard": PLANNED_HARD}),
}
PLAYS = [(process, script) for process, (_, scripts) in FLOWS.items() for script in scripts]


class Undone(Exception):
    """The walk was only tried."""


def world_without_anybody(desk: Desk) -> None:
    desk.session.execute(text("DELETE FROM holding"))


def world_turned_round(desk: Desk) -> None:
    """Every seat with another holder, the chair away, the meeting's record as it was."""
    holdings = list(desk.session.exec(select(Holding).order_by(col(Holding.seat_id))))
    officers = [one.officer_id for one in holdings]
    for one, officer in zip(holdings, officers[3:] + officers[:3], strict=True):
        one.officer_id = officer
        desk.session.add(one)
    desk.session.add(Absence(officer_id=CHAIR, since=desk.today, until=desk.today, reason="ốm", recorded_at=desk.now))
    desk.session.flush()


class ShortWeeks(WorkingCalendar):
    """No Wednesdays any more."""

    def _work_out(self, year: int) -> Any:
        plain = super()._work_out(year)
        working = tuple(day for day in plain.working if day.weekday() != 2)
        return replace(plain, working=working, members=frozenset(working))


def other_law(law: Law) -> Law:
    rules = {name: rule.model_copy(update={"days": rule.days + 1}) if rule.unit == "working" else rule for name, rule in law.rules.items()}
    return law.model_copy(update={"rules": rules, "calendar": ShortWeeks(law.calendar._overlay)})


def world_as_it_is(desk: Desk) -> None:
    pass


def tried(office: Office, case_id: UUID, change: Callable[[Desk], None], law: Law, later: timedelta) -> tuple[set[str], bool]:
    """Where a walk in a changed world would come to; nothing of it remains."""
    found: tuple[set[str], bool] = (set(), False)
    office.clock.move(office.clock.at + later)
    try:
        with replace(office.bureau, law=law).desk() as desk:
            change(desk)
            ended = walk_at(desk, case_id, registry=office.registry).waiting is None
            found = set(desk.session.exec(select(Step.key).where(col(Step.case_id) == case_id))), ended
            raise Undone
    except Undone:
        pass
    finally:
        office.clock.move(office.clock.at - later)
    return found


def by_time(step_keys: set[str]) -> bool:
    """Whether a walk that comes to these steps meets a wait for a day, or opens a gather: time itself closes those, by their rows."""
    return any(key.partition("/")[0].partition("@")[0] in WAITS_FOR_TIME for key in step_keys)


WAITS_FOR_TIME = {
    key for key, item in CATALOGUE.items() if isinstance(item, Deed) and (key.endswith(("-closed", "-day")) or key == "quarter-over")
}
SEES_THE_ROSTER = {"called", "send-consultation", "plan-called", "ask-plan-opinions", "call-members", "reporters", "province-reporters"}
"""Deeds that see who there is: the walk that does one, does it in the world it finds."""
MANY = {
    "propose",
    "comment",
    "plan-proposal",
    "programme-opinion",
    "figures",
    "province-figures",
}  # questions that many are asked: they answer together


@pytest.mark.parametrize(("process", "played"), PLAYS, ids=[f"{process}-{script}" for process, script in PLAYS])
def test_every_prefix_of_a_meeting_leads_to_the_same_keys_whatever_roster_law_and_clock_say(
    office: Office, process: str, played: str
) -> None:
    opening, scripts = FLOWS[process]
    case_id, law, script = opening(office), office.bureau.law, scripts[played]
    strange = other_law(law)
    for _ in range(150):
        before = set(keys(office, case_id))
        plain, _ended = tried(office, case_id, world_as_it_is, law, timedelta(0))
        waiting = {step.key for step in office.steps(case_id) if step.kind == "gather" and step.state == "open"}
        hours = timedelta(0) if by_time(waiting | (plain - before)) else timedelta(days=200)
        days = law if by_time(plain - before) else strange  # a wait that opens counts its day by the law it finds, once
        sees = bool(SEES_THE_ROSTER & (plain - before))
        worlds = [] if sees else [(world_without_anybody, days, -hours), (world_turned_round, law, hours)]
        seen = [tried(office, case_id, *world) for world in worlds]
        outcome = office.walk(case_id)
        now = set(keys(office, case_id)), outcome.waiting is None
        assert seen == [now] * len(worlds)
        assert sees or seen
        if outcome.waiting is None:
            break
        told = [(step, data) for step in office.asked(case_id) if (data := reply_to(step, script)) is not None]
        many = MANY & {step.question for step, _ in told}
        for step, data in told if many else told[:1]:
            office.answer(step, data)
        if not told:
            office.wait(case_id)
    assert office.case(case_id).closed_at is not None


@pytest.mark.parametrize(
    ("process", "played", "version"),
    [
        ("board_meeting", "hard", 2),
        ("extraordinary_meeting", "called", 1),
        ("quarter_meeting", "not met", 1),
        ("written_consultation, of the chair", "hard", 1),
        ("quarterly_report", "patchy", 1),
        ("data_call", "hard", 1),
        ("group_meeting", "hard", 1),
        ("group_task", "hard", 1),
        ("group_quarter", "excused", 1),
        ("annual_plan", "hard", 1),
        ("plan_change", "hard", 1),
    ],
)
def test_the_keys_of_a_meeting_are_those_of_its_version(office: Office, process: str, played: str, version: int) -> None:
    """Fails on a change of the line: declare a new version of the process and keep the old code beside it, then write a new list.

    The first version of the committee's meeting was never released: no house has a case of it, and its code is gone.
    """
    opening, scripts = FLOWS[process]
    case_id = opening(office)
    office.play(case_id, scripts[played])
    name = process.partition(",")[0]
    assert (office.case(case_id).process, office.case(case_id).version) == (name, version)
    assert keys(office, case_id) == (GOLDEN / f"{name}_v{version}.txt").read_text().split()


def test_walking_again_changes_nothing(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    office.walk(case_id)
    before = keys(office, case_id), len(office.letters()), office.walk(case_id)
    for _ in range(3):
        assert (keys(office, case_id), len(office.letters()), office.walk(case_id)) == before


def test_what_a_deed_saw_comes_back_as_json_gives_it_even_to_the_walk_that_saw_it(trial_office: Office, trial: Trial) -> None:
    seen: list[Any] = []

    def line(office: Desktop) -> None:
        seen.append(fix(office, trial.seen, lambda: {"pair": ("a", "b"), 1: None}))
        ask(office, Role.SECRETARY, for_=trial.plain)

    case_id = trial_office.open(trial.process(line))
    trial_office.walk(case_id)
    trial_office.walk(case_id)
    assert seen == [{"pair": ["a", "b"], "1": None}] * 2
