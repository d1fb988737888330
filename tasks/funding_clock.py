"""The clock of Sở Tài chính's opinion: it stops when it asks for more, and what is left of it runs again when that has come.

What was used is counted once, on the day it stops, and kept: a calendar that changes while it stands changes nothing of it. When the
supplement comes, the term counts from as many working days before that day as were used. A new draft has the whole term.
"""

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models.funding import ClockStop, FundingRequest
from models.steps import AskedStep
from regulation.calendar import WorkingCalendar

if TYPE_CHECKING:
    from tasks.bureau import Desk

COUNCIL = "HĐND tỉnh"  # as sessions.yaml names it


def stops_of(desk: "Desk", request: FundingRequest) -> list[ClockStop]:
    """The stops of the clock on the draft that counts, in order."""
    mine = (col(ClockStop.request_id) == request.id, col(ClockStop.round) == request.round)
    return list(desk.session.exec(select(ClockStop).where(*mine).order_by(col(ClockStop.n))))


def stop_clock(desk: "Desk", request: FundingRequest, step: AskedStep) -> ClockStop:
    """Sở Tài chính has asked for more: what its term has used until today is kept. The answer's own transaction."""
    before = stops_of(desk, request)
    runs_since = (before[-1].resumed_on if before else None) or step.opened_at.astimezone(desk.now.tzinfo).date()
    used = (before[-1].used if before else 0) + desk.law.calendar.count(runs_since, desk.today)
    stop = ClockStop(step_id=step.id, request_id=request.id, round=request.round, n=len(before) + 1, stopped_on=desk.today, used=used)
    desk.session.add(stop)
    desk.session.flush()
    desk.record("funding.clock", step.case_id, stopped=stop.stopped_on, used=used)
    return stop


def resume_clock(desk: "Desk", request: FundingRequest) -> None:
    """The supplement has come: the rest of the term runs from today."""
    stop = stops_of(desk, request)[-1]
    stop.resumed_on = desk.today
    desk.session.add(stop)
    desk.session.flush()
    desk.record("funding.clock", request.case_id, resumed=stop.resumed_on, used=stop.used)


def clock_start(desk: "Desk", request: FundingRequest) -> date:
    """The day the term counts from: the day of asking; after a stop, the day it ran again, put back by what was used."""
    stops = stops_of(desk, request)
    if not stops:
        return desk.today
    return put_back(desk.law.calendar, stops[-1].resumed_on or desk.today, stops[-1].used)


def put_back(calendar: WorkingCalendar, day: date, used: int) -> date:
    """As many working days before ``day``; a day off has used nothing of its own."""
    return calendar.add(calendar.roll_back(day), -used) if used else day


def council_session(desk: "Desk") -> date:
    """The last day of the people's council's next known session; where none is known, the day by which it decides the estimate."""
    known = [session.last for session in desk.law.sessions if session.body == COUNCIL and session.last >= desk.today]
    rule = desk.law.rules["estimate_council"]
    yearly = (rule.date_from(date(desk.today.year + later, 1, 1), desk.law.calendar) for later in (0, 1))
    return min(known, default=next(day for day in yearly if day >= desk.today))
