"""An agenda before it is adopted: who is asked for items, what is offered to its drafter."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from models.directives import Directive
from models.meetings import AgendaItem, Meeting, MeetingKind
from models.steps import Answer, Step
from regulation.calendar import Quarter
from tasks.bureau import Desk
from tasks.meeting_checks import clashes
from tasks.office import Office
from tasks.reporting import reporting
from tasks.who import COMMITTEE, HEADS, Role, roster


@dataclass(frozen=True)
class Offered:
    """Something that could stand on the agenda: what, how long, who would present it, why."""

    item: str
    minutes: int | None
    by: str
    seat: str
    why: str


def asked_for_items(office: Office) -> list[str]:
    """Đ5.4: the seats asked what to put on the agenda: members, and the heads of reporting agencies; a person once, whatever he holds."""
    people, heads = roster(office.desk), {agency.seat for agency in reporting(office.desk)}
    chair = {people.holders.get(seat.id) for seat in people.by_role(Role.CHAIR)}
    found: dict[str, str] = {}
    for seat in people.by_role(*COMMITTEE, *HEADS):
        holder = people.holders.get(seat.id)
        if holder is not None and holder not in chair and (seat.role in COMMITTEE or seat.id in heads):
            found.setdefault(holder, seat.id)
    return list(found.values())


def offered(desk: Desk, meeting: Meeting) -> list[Offered]:
    """What the drafter is offered: items proposed for this meeting, then what the last one left over."""
    people = roster(desk)
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Step.case_id) == meeting.case_id, col(Step.question) == "propose", col(Answer.choice) == "propose")
        .order_by(col(Answer.at))
    )
    proposed = [
        Offered(
            said.payload["item"], said.payload.get("minutes"), people.called(step.seats[0]), step.seats[0], said.payload.get("reason", "")
        )
        for step, said in rows
    ]
    return proposed + _left_over(desk, meeting)


def _left_over(desk: Desk, meeting: Meeting) -> list[Offered]:
    """Withdrawn from the last regular meeting, or from one called out of turn since."""
    theirs = (col(Meeting.id) != meeting.id, col(Meeting.kind) != MeetingKind.GROUP)
    before = (col(Meeting.starts_at) < meeting.starts_at, col(Meeting.cancelled_at).is_(None), *theirs)
    regular = select(func.max(Meeting.starts_at)).where(*before, col(Meeting.kind) == MeetingKind.REGULAR)
    since = desk.session.exec(regular).one()
    left = (
        select(AgendaItem)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(*before, col(AgendaItem.withdrawn).is_not(None))
    )
    if since is not None:
        left = left.where(col(Meeting.starts_at) >= since)
    return [
        Offered(row.item, row.minutes, row.by, row.owner_seat or "", f"Rút khỏi cuộc họp trước: {row.withdrawn}")
        for row in desk.session.exec(left.order_by(col(Meeting.starts_at), col(AgendaItem.seq)))
    ]


def open_directives(desk: Desk) -> list[Directive]:
    """What is still owed, the most overdue first: the meeting may want to hear of it."""
    wanted = select(Directive).where(col(Directive.ending).is_(None)).order_by(col(Directive.due).nulls_last(), col(Directive.id))
    return list(desk.session.exec(wanted.limit(100)))


def suggested_days(desk: Desk, meeting: Meeting) -> list[tuple[date, list[str]]]:
    """The default day and those before it, each with the sessions it clashes with; days without a clash first."""
    wanted, regular = desk.law.thresholds["agenda_date_choices"].value, meeting.kind == MeetingKind.REGULAR
    last = Quarter.of(meeting.day).day_after if regular else meeting.day + timedelta(days=1)
    default = desk.law.rules["meeting_default_day"].date_from(last, desk.law.calendar) if regular else meeting.day
    days = [default, *(desk.law.calendar.add(default, -n) for n in range(1, wanted + 2))]
    told = [(day, clashes(desk, day)) for day in days if day > desk.today]
    return sorted(told, key=lambda one: (bool(one[1]), -one[0].toordinal()))[:wanted]
