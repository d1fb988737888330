"""What stands in somebody's own calendar: his meetings, what he is asked, the committee's days that concern his seats.

A calendar program keeps a copy on somebody else's server: titles, days and pages only, no answer link, nobody else's name.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func
from sqlmodel import col, select

from documents.diary import Entry
from documents.feed import Appointment, Standing, feed
from models.letters import Letter, LetterState
from models.meetings import Meeting, MeetingKind
from models.steps import Step, StepKind, StepState
from regulation.calendar import Quarter
from regulation.year_calendar import EventKind, YearEvent, year_events
from tasks.bureau import Desk
from tasks.plan_prefill import event_text
from tasks.presiding import presider_of
from tasks.who import COMMITTEE, Role, roster
from tasks.withdrawal import CANCEL

HELD = timedelta(days=60)  # a meeting that was held is seen this long
CALLED_OFF = timedelta(days=30)  # a cancelled one, from its cancellation
GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)
CONCERNS: dict[EventKind, tuple[Role, ...]] = {
    "board_meeting": (*COMMITTEE, Role.SECRETARY),  # Đ8.1
    "group_meeting": GROUP,  # Đ8.3
    "report": (Role.STANDING_MEMBER, *GROUP),  # Đ7.9
    "session": (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, *GROUP),  # Đ9.2
}
KINDS: dict[str, EventKind] = {MeetingKind.REGULAR: "board_meeting", MeetingKind.GROUP: "group_meeting"}
BY_RULE = "Ngày tính từ Quy chế; giấy mời, văn bản ghi ngày chính thức."


def calendar_of(desk: Desk, officer_id: str) -> bytes:
    """His calendar; the same bytes until something in it changes."""
    entries = [*_deadlines(desk, officer_id), *_days_of_the_committee(desk, officer_id)]
    name = f"Lịch công tác – {desk.law.committee.identity.short_name}"
    return feed(name, list(_meetings(desk, officer_id)), entries, datetime(desk.today.year, 1, 1, tzinfo=UTC))


def _page(desk: Desk, case_id: UUID) -> str:
    return f"{desk.bureau.portal_url}/ho-so/{case_id}"


def _meetings(desk: Desk, officer_id: str) -> Iterator[Appointment]:
    """Those he is or was invited to, and those he presides."""
    entries = _invitations(desk, officer_id)
    recent = select(Meeting).where(col(Meeting.starts_at) > desk.now - HELD)
    for meeting in desk.session.exec(recent):
        entry = entries.get(meeting.case_id)
        if entry is None and (not meeting.whereabouts or presider_of(desk, meeting).officer_id != officer_id):
            continue
        standing, since = _standing(desk, meeting, entry)
        if standing is Standing.CANCELLED and since < desk.now - CALLED_OFF:
            continue
        yield Appointment(
            uid=meeting.uid,
            sequence=max(meeting.sequence, entry["sequence"] if entry else 0),
            start=meeting.starts_at,
            end=meeting.starts_at + timedelta(minutes=meeting.minutes),
            stamp=since,
            summary=meeting.title,
            location=meeting.whereabouts,
            link=_page(desk, meeting.case_id),
            standing=standing,
        )


def _standing(desk: Desk, meeting: Meeting, entry: dict[str, Any] | None) -> tuple[Standing, datetime]:
    """How the meeting stands for him, and since when; who presides holds no invitation."""
    stamp = datetime.fromisoformat(entry["stamp"]) if entry else desk.case(meeting.case_id).opened_at
    if meeting.cancelled_at is not None:
        return Standing.CANCELLED, meeting.cancelled_at
    if entry is None:
        return Standing.CONFIRMED, stamp
    if entry.get("method") == CANCEL:
        return Standing.CANCELLED, stamp
    as_invited = (datetime.fromisoformat(entry["start"]), entry["location"]) == (meeting.starts_at, meeting.whereabouts)
    return (Standing.CONFIRMED if as_invited else Standing.TENTATIVE), stamp


def _invitations(desk: Desk, officer_id: str) -> dict[UUID, dict[str, Any]]:
    """Case → the facts of the last calendar entry he was sent."""
    sent = select(Letter).where(
        col(Letter.officer_id) == officer_id,
        col(Letter.state) != LetterState.WITHDRAWN,
        func.jsonb_exists(Letter.context, "calendar"),
    )
    return {letter.case_id: letter.context["calendar"] for letter in desk.session.exec(sent.order_by(col(Letter.id))) if letter.case_id}


def _deadlines(desk: Desk, officer_id: str) -> Iterator[Entry]:
    """What he is asked now, on the day it is due."""
    asked = select(Step).where(
        col(Step.officer_id) == officer_id, col(Step.kind) == StepKind.ASK, col(Step.state) == StepState.OPEN, col(Step.due).is_not(None)
    )
    for step in desk.session.exec(asked):
        assert step.due is not None
        page = _page(desk, step.case_id)
        yield Entry(f"{step.id}@nhip", step.due, f"Hạn: {step.title}", page, "Thời hạn", page, step.opened_at, step.revision)


def _days_of_the_committee(desk: Desk, officer_id: str) -> Iterator[Entry]:
    """The days the regulation puts on this year's and the next one's calendar; a meeting that has its own day stands there."""
    roles = {seat.role for seat in roster(desk).seats_of(officer_id)}
    settled = {(KINDS.get(meeting.kind), meeting.period) for meeting in desk.session.exec(select(Meeting)) if _is_settled(meeting)}
    for year in (desk.today.year, desk.today.year + 1):
        for event in year_events(desk.law, year):
            about = (event.kind, str(Quarter(year, event.number)) if event.kind in KINDS.values() else None)
            if event.day >= desk.today and roles.intersection(CONCERNS[event.kind]) and about not in settled:
                yield _computed(desk, event, year)


def _is_settled(meeting: Meeting) -> bool:
    return meeting.cancelled_at is not None or bool(meeting.whereabouts)


def _computed(desk: Desk, event: YearEvent, year: int) -> Entry:
    uid = uuid5(NAMESPACE_URL, f"nhip/{desk.law.committee.identity.code}/{event.kind}/{year}/{event.number}")
    waits = "".join(f" Còn có thể đổi: {found.reason}." for found in event.provisional)
    text = f"{event_text(event, year)} (dự kiến)"
    return Entry(f"{uid}@nhip", event.day, text, f"{BY_RULE}{waits}", "Lịch của Ban", stamp=datetime(year, 1, 1, tzinfo=UTC))
