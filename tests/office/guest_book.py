"""Guests who come in, drop out and change items in tests, and what is then looked at."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.access import Link
from models.letters import Letter
from tests.office.cast import PROMPT, Office
from tests.office.gatherings import EXTENDED, WITH_PAPERS, guests

SCRIPT = PROMPT | {"agenda": EXTENDED, "convene-extended": {"choice": "approve"}}
THIRD = {"name": "Võ Thêm", "office": "Viện trưởng Viện Công nghệ số", "email": "them@vien.example", "items": "3"}
FOURTH = {"name": "Đỗ Bổ Sung", "office": "Chuyên gia", "email": "bosung@vien.example", "items": "1, 2"}
CONSENTS = {"choice": "consent"}
LEAVE = date(2019, 9, 5), date(2019, 9, 20)  # the invitation leaves on the first of these days
REFUSES = {"choice": "refuse", "reason": "Đủ chuyên gia rồi"}


def with_guests(office: Office) -> UUID:
    """Two guests are invited, and their letters have left."""
    case_id = office.open()
    office.play_to(case_id, "rsvp", SCRIPT)
    office.post_all()
    return case_id


def without_guests(office: Office) -> UUID:
    """Only seats are invited."""
    case_id = office.open()
    office.play_to(case_id, "rsvp", PROMPT | {"agenda": WITH_PAPERS})
    office.post_all()
    return case_id


def ids(office: Office) -> dict[str, str]:
    return {email: str(guest.id) for email, guest in guests(office).items()}


def kept(office: Office, email: str, items: str) -> dict[str, Any]:
    """The row of an invited guest in the form."""
    return {"guest": ids(office)[email], "items": items}


def post(office: Office, case_id: UUID) -> dict[str, Letter]:
    """Whom the newest queued letters go to: a guest's address, or an officer."""
    return {letter.officer_id or letter.address or "": letter for letter in office.queued(case_id)}


def links(office: Office) -> dict[str, int]:
    """Address → how many links of that guest open."""
    with office.bureau.reading_desk() as desk:
        rows = desk.session.exec(select(Link.guest_id).where(col(Link.guest_id).is_not(None), col(Link.revoked_at).is_(None))).all()
    return {email: rows.count(guest.id) for email, guest in guests(office).items()}


def items(office: Office, email: str) -> list[int]:
    return guests(office)[email].items


def some_change(office: Office, line: dict[str, str], pick: int) -> dict[str, Any]:
    """A form that brings this guest in, where he is none, or else drops him or invites him to another item."""
    there = guests(office).get(line["email"])
    if there is None or not there.items:
        return {"guests": [line]}
    return {"guests_out": [str(there.id)]} if pick % 2 else {"kept": [{"guest": str(there.id), "items": str(1 + pick // 2)}]}


def guests_are_sound(office: Office) -> None:
    """Nobody's link opens who is invited to nothing, nobody has two; each calendar entry is newer than the one before."""
    living = links(office)
    letters = [letter for letter in office.letters() if letter.officer_id is None]
    for email, guest in guests(office).items():
        assert living[email] <= bool(guest.items), email
        entries = [letter.context["calendar"]["sequence"] for letter in letters if letter.address == email]
        assert entries == sorted(set(entries)), email
