"""Guests of an extended meeting (khoản 2 Điều 8): invited by letter, each with a link to the items he is invited to and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col, select

from models import rows
from models.access import Link, digest, token_of
from models.base import new_id
from models.cases import Case
from models.letters import Letter, LetterState
from models.meetings import AgendaItem, Guest, Meeting
from notifications import outbox
from notifications.words import clause_texts
from tasks.bureau import Desk
from tasks.correspondence import FOR_INFORMATION
from tasks.meeting_forms import GuestLine
from tasks.office import Office, meeting_of
from tasks.withdrawal import CANCEL, cancelled

KIND = "guest"  # of letter
LINK_OUTLIVES = timedelta(days=7)  # house rule: a guest may look a week longer, then his link is dead


def guests_of(desk: Desk, meeting: Meeting) -> list[Guest]:
    """The guests that are invited, in the order they were put down; who is invited to nothing any more is none."""
    wanted = select(Guest).where(col(Guest.meeting_id) == meeting.id, func.cardinality(Guest.items) > 0)
    return list(desk.session.exec(wanted.order_by(col(Guest.id))))


def adopt(desk: Desk, meeting: Meeting, lines: Sequence[GuestLine]) -> None:
    """Bring the guests to what the approved draft says. Who drops out keeps his row and is invited to nothing; his link dies."""
    there = {guest.email.lower(): guest for guest in desk.session.exec(select(Guest).where(col(Guest.meeting_id) == meeting.id))}
    for line in lines:
        guest = there.pop(line.email.lower(), None) or Guest(meeting_id=meeting.id, name="", office="", email=line.email)
        guest.name, guest.office, guest.items = line.name, line.office, line.numbers
        desk.session.add(guest)
    for gone in there.values():
        gone.items = []
        desk.session.add(gone)
    desk.session.flush()
    _revoke(desk, [guest.id for guest in there.values()])


def _revoke(desk: Desk, ids: Sequence[UUID]) -> None:
    living = (col(Link.guest_id).in_(ids), col(Link.revoked_at).is_(None))
    desk.session.execute(update(Link).where(*living).values(revoked_at=desk.now))


def invite(office: Office, sent: dict[str, Any]) -> list[str]:
    """Write to every guest, and to who was a guest at an earlier time and is none any more; returns the guests' ids."""
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    guests = guests_of(desk, meeting)
    there = {guest.email.lower() for guest in guests}
    gone = [letter for address, letter in _holding(desk, office.case).items() if address.lower() not in there]
    why = "Thành phần dự họp thay đổi."
    outbox.post(desk.session, [_taken_back(desk, office.case, letter, "Giấy mời họp gửi Ông/Bà được thu hồi.", why) for letter in gone])
    _revoke(desk, [guest.id for guest in guests])  # of an earlier time: the new letter has a new one
    links, letters = [], []
    for guest in guests:
        link_id: UUID = new_id()
        links.append(
            {
                "id": link_id,
                "sha256": digest(token_of(desk.bureau.key, link_id)),
                "guest_id": guest.id,
                "purpose": "guest",
                "expires_at": meeting.starts_at + LINK_OUTLIVES,
            }
        )
        letters.append(_letter(office, guest, link_id, sent))
    if links:
        rows.write(desk.session, Link, links)
        outbox.post(desk.session, letters)
    return [str(guest.id) for guest in guests]


def _letter(office: Office, guest: Guest, link_id: UUID, sent: dict[str, Any]) -> dict[str, Any]:
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    listed = "\n".join(f"- {row.item}" for row in items_of(desk, guest))
    words = {
        "recipient_name": guest.name,
        "recipient_title": guest.office,
        "committee": desk.law.committee.identity.name,
        "case_title": office.case.title,
        "title": meeting.title,
        "what": f"Kính mời Ông/Bà dự các nội dung:\n{listed}",
        "clause_texts": list(clause_texts(("Đ8.2",))),
        "due": None,
        "due_source": None,
        "why": "Ông/Bà có liên quan đến nội dung cuộc họp mở rộng.",
        "silence": FOR_INFORMATION,
        "extra": sent["enclosed"]["words"],
    }
    # Đ8.2: neither the giấy mời nor the programme, which name every item.
    return {
        "key": f"{office.case.id}/guest/{meeting.sequence}/{guest.id}",
        "kind": KIND,
        "case_id": office.case.id,
        "address": guest.email,
        "context": {"words": words, "calendar": sent["enclosed"]["calendar"]},
        "link_id": link_id,
        "queued_at": desk.now,
        "urgent": meeting.is_urgent,
    }


def call_off(desk: Desk, case: Case, why: str) -> None:
    """The meeting does not take place: its guests' calendars hold it no more, their links are dead."""
    letters = _holding(desk, case).values()
    outbox.post(
        desk.session, [_taken_back(desk, case, letter, "Cuộc họp theo giấy mời đã gửi không tổ chức nữa.", why) for letter in letters]
    )
    meeting = desk.session.exec(select(Meeting).where(col(Meeting.case_id) == case.id)).first()
    if meeting is not None:
        _revoke(desk, [guest.id for guest in guests_of(desk, meeting)])


def _holding(desk: Desk, case: Case) -> dict[str, Letter]:
    """Address → the letter whose calendar entry a guest may hold."""
    sent = select(Letter).where(
        col(Letter.case_id) == case.id, col(Letter.officer_id).is_(None), col(Letter.state) != LetterState.WITHDRAWN
    )
    letters = desk.session.exec(sent.order_by(col(Letter.id)))
    last = {letter.address: letter for letter in letters if letter.address and "calendar" in letter.context}
    return {address: letter for address, letter in last.items() if letter.context["calendar"].get("method") != CANCEL}


def _taken_back(desk: Desk, case: Case, letter: Letter, what: str, why: str) -> dict[str, Any]:
    """The letter that takes a guest's invitation back."""
    entry = letter.context["calendar"]
    told = {"title": case.title, "what": what, "why": "Trước đó Ông/Bà đã nhận giấy mời họp.", "extra": {"reason": why}}
    return {
        "key": f"{letter.key}/cancelled",
        "kind": "withdrawn",
        "case_id": case.id,
        "address": letter.address,
        "context": {"words": letter.context["words"] | told, "calendar": cancelled(desk, entry, entry["sequence"] + 1)},
        "queued_at": desk.now,
    }


def items_of(desk: Desk, guest: Guest) -> list[AgendaItem]:
    """The items a guest is invited to, without those that were withdrawn."""
    wanted = select(AgendaItem).where(
        col(AgendaItem.meeting_id) == guest.meeting_id, col(AgendaItem.seq).in_(guest.items), col(AgendaItem.withdrawn).is_(None)
    )
    return list(desk.session.exec(wanted.order_by(col(AgendaItem.seq))))
