"""Guests of an extended meeting (khoản 2 Điều 8): invited by letter, each with a link to the items he is invited to and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from models import rows
from models.access import Link, digest, token_of
from models.base import new_id
from models.cases import Case
from models.letters import Letter, LetterState
from models.meetings import AgendaItem, Guest, Meeting
from models.statements import Records
from models.steps import Step
from notifications import outbox
from notifications.words import clause_texts
from tasks.bureau import Desk
from tasks.correspondence import FOR_INFORMATION
from tasks.meeting_forms import GuestLine
from tasks.office import Office, meeting_of
from tasks.withdrawal import CANCEL, cancelled, open_steps_of, tell_withdrawn, withdraw_steps

KIND = "guest"  # of letter
CONSENT = "guest-consent"  # what the chair is asked about further guests
REPLACES = "Giấy mời này thay giấy mời đã gửi trước đây."
TAKEN_BACK = "Giấy mời họp gửi Ông/Bà được thu hồi."
LINK_OUTLIVES = timedelta(days=7)  # house rule: a guest may look a week longer, then his link is dead

INVITED = Records(
    select(Guest).where(col(Guest.meeting_id) == bindparam("meeting"), func.cardinality(Guest.items) > 0).order_by(col(Guest.id))
)


def guests_of(desk: Desk, meeting: Meeting) -> list[Guest]:
    """The guests that are invited, in the order they were put down; who is invited to nothing any more is none."""
    return INVITED.all(desk.session, meeting=meeting.id)


def adopt(desk: Desk, meeting: Meeting, lines: Sequence[GuestLine]) -> None:
    """Bring the guests to what the approved draft says. Who drops out keeps his row and is invited to nothing; his link dies.

    Whom somebody wanted to invite besides an earlier draft is asked about no more: what the new one says, the chair has decided.
    """
    there = {guest.id for guest in put(desk, meeting, lines)}
    dropped = [guest for guest in guests_of(desk, meeting) if guest.id not in there]
    for gone in dropped:
        gone.items = []
        desk.session.add(gone)
    desk.session.flush()
    _revoke(desk, [guest.id for guest in dropped])
    case, why = desk.case(meeting.case_id), "Chương trình họp đã thay đổi."
    asked = proposals(desk, case)
    withdraw_steps(desk, asked, why)
    tell_withdrawn(desk, case, asked, why)


def put(desk: Desk, meeting: Meeting, lines: Sequence[GuestLine]) -> list[Guest]:
    """Write these guests down, each with his items; who was one before keeps his row, whatever he was invited to."""
    known = {guest.email.lower(): guest for guest in desk.session.exec(select(Guest).where(col(Guest.meeting_id) == meeting.id))}
    found = []
    for line in lines:
        guest = known.get(line.email.lower()) or Guest(meeting_id=meeting.id, name="", office="", email=line.email)
        guest.name, guest.office, guest.items = line.name, line.office, line.numbers
        desk.session.add(guest)
        found.append(guest)
    desk.session.flush()
    return found


def proposals(desk: Desk, case: Case) -> list[Step]:
    """What the chair has been asked about further guests and not answered."""
    return [step for step in open_steps_of(desk, case.id) if step.question == CONSENT]


def _revoke(desk: Desk, ids: Sequence[UUID]) -> None:
    living = (col(Link.guest_id).in_(ids), col(Link.revoked_at).is_(None))
    desk.session.execute(update(Link).where(*living).values(revoked_at=desk.now))


def invite(office: Office, sent: dict[str, Any]) -> list[str]:
    """Write to every guest, and to who was a guest at an earlier time and is none any more; returns the guests' ids."""
    desk, case = office.desk, office.case
    desk.locked_case(case.id)  # the chair may be letting one in at this moment: either he is seen here, or is written to there
    guests = guests_of(desk, meeting_of(desk, case))
    there = {guest.email.lower() for guest in guests}
    gone = [letter for address, letter in _holding(desk, case).items() if address.lower() not in there]
    why = "Thành phần dự họp thay đổi."
    outbox.post(desk.session, [_taken_back(desk, case, letter, TAKEN_BACK, why) for letter in gone])
    write_to(desk, case, guests, sent["enclosed"])
    return [str(guest.id) for guest in guests]


def write_to(desk: Desk, case: Case, guests: Sequence[Guest], enclosed: dict[str, Any]) -> None:
    """The invitation to each of these guests, with a new link; an earlier one that has not left goes out no more."""
    meeting = meeting_of(desk, case)
    _revoke(desk, [guest.id for guest in guests])
    _keep_back(desk, case, guests)
    holding = _holding(desk, case)
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
        letters.append(_letter(desk, case, guest, link_id, enclosed, REPLACES if guest.email in holding else ""))
    if links:
        rows.write(desk.session, rows.New(Link, links))
        outbox.post(desk.session, letters)


def drop(desk: Desk, case: Case, guests: Sequence[Guest], why: str) -> None:
    """These are invited to nothing any more: their links die, and whose calendar holds the meeting has it taken off."""
    for guest in guests:
        guest.items = []
        desk.session.add(guest)
    desk.session.flush()
    _revoke(desk, [guest.id for guest in guests])
    _keep_back(desk, case, guests)
    holding = _holding(desk, case)
    letters = [holding[guest.email] for guest in guests if guest.email in holding]
    outbox.post(desk.session, [_taken_back(desk, case, letter, TAKEN_BACK, why) for letter in letters])


def _keep_back(desk: Desk, case: Case, guests: Sequence[Guest]) -> None:
    """What was written to these guests and has not left is not sent: its link is dead."""
    waiting = (col(Letter.case_id) == case.id, col(Letter.kind) == KIND, col(Letter.state) == LetterState.QUEUED)
    theirs = col(Letter.address).in_([guest.email for guest in guests])
    desk.session.execute(update(Letter).where(*waiting, theirs).values(state=LetterState.WITHDRAWN, detail="giấy mời đã thay đổi"))


def _letter(desk: Desk, case: Case, guest: Guest, link_id: UUID, enclosed: dict[str, Any], because: str) -> dict[str, Any]:
    meeting = meeting_of(desk, case)
    listed = "\n".join(f"- {row.item}" for row in items_of(desk, guest))
    words = {
        "recipient_name": guest.name,
        "recipient_title": guest.office,
        "committee": desk.law.committee.identity.name,
        "case_title": case.title,
        "title": meeting.title,
        "what": f"Kính mời Ông/Bà dự các nội dung:\n{listed}",
        "clause_texts": list(clause_texts(("Đ8.2",))),
        "due": None,
        "due_source": None,
        "why": f"Ông/Bà có liên quan đến nội dung cuộc họp mở rộng. {because}".strip(),
        "silence": FOR_INFORMATION,
        "extra": enclosed["words"],
    }
    # Đ8.2: neither the giấy mời nor the programme, which name every item.
    return {
        "key": f"{case.id}/guest/{meeting.sequence}/{guest.id}",
        "kind": KIND,
        "case_id": case.id,
        "address": guest.email,
        "context": {"words": words, "calendar": enclosed["calendar"]},
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
