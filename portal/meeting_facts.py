"""A meeting as pages show it: when, where, who presides, its timetable; and on its case's page guests, papers, what was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.meetings import AgendaItem, Meeting
from models.papers import Upload
from models.steps import Answer, Step
from tasks.bureau import Desk
from tasks.guests import guests_of
from tasks.meeting_checks import clashes
from tasks.meeting_papers import papers_of
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.presiding import presider_of
from tasks.who import roster


@dataclass(frozen=True)
class Slot:
    """A line of an agenda with the clock time it begins at."""

    begins: time
    minutes: int
    item: str
    by: str


@dataclass(frozen=True)
class Remark:
    """What the presider wrote on the slip (bút phê), as text or as a scan."""

    words: str
    scan: Upload | None
    who: str
    at: datetime


def slots(meeting: Meeting, lines: Sequence[tuple[int, str, str]]) -> list[Slot]:
    """An agenda as a timetable from the meeting's start; lines are (minutes, item, who)."""
    begins, found = meeting.starts_at.astimezone(OFFICE_ZONE), []
    for minutes, item, by in lines:
        found.append(Slot(begins.time(), minutes, item, by))
        begins += timedelta(minutes=minutes)
    return found


def meeting_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """The meeting as decided so far."""
    meeting, people = meeting_of(desk, case), roster(desk)
    presider = presider_of(desk, meeting)
    title = ", ".join(people.title(seat) for seat in presider.seats)
    return {
        "meeting": meeting,
        "presider": f"{people.name(presider.officer_id)}, {title if not presider.standing_in else f'thay {title}'}",
        "clashes": clashes(desk, meeting.day),
        "slots": slots(meeting, [(line.minutes, line.item, line.by) for line in agenda_of(desk, meeting)]),
    }


def case_facts(desk: Desk, case: Case, *, sees_answers: bool) -> dict[str, Any]:
    """What the case's page shows of its meeting besides; the presider's remark only to who reads answers."""
    meeting = meeting_of(desk, case)
    gone = select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.withdrawn).is_not(None))
    return {
        "guests": guests_of(desk, meeting),
        "withdrawn": desk.session.exec(gone.order_by(col(AgendaItem.seq))).all(),
        "papers": papers_of(desk, case),
        "remark": _remark(desk, case) if sees_answers else None,
    }


def _remark(desk: Desk, case: Case) -> Remark | None:
    """The newest, of whatever verdict it went with."""
    wanted = (
        select(Answer)
        .join(Step, col(Step.id) == col(Answer.step_id))
        .where(col(Step.case_id) == case.id, col(Step.question).in_(("convene", "convene-extended")))
    )
    for said in desk.session.exec(wanted.order_by(col(Answer.at).desc())):
        words, scan = said.payload.get("remark", ""), said.payload.get("scan")
        if words or scan:
            return Remark(words, desk.session.get(Upload, UUID(scan)) if scan else None, roster(desk).name(said.officer_id), said.at)
    return None
