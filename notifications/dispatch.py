"""From a row of the outbox to the message that leaves: always the same bytes for the same row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.access import code_of, token_of
from models.clock import OFFICE_ZONE
from models.letters import Letter
from notifications.address import Party
from notifications.invitation import Meeting, Method, ics
from notifications.message import Attachment, Envelope, compose
from notifications.outgoing import Outgoing
from notifications.parcel import Parcel
from notifications.words import Words, render, render_together


@dataclass(frozen=True)
class Counter:
    """The counter letters are handed over at: who sends them, the house's key for links, and where enclosed files are read."""

    sender: Party
    key: bytes
    portal_url: str
    read_file: Callable[[str], bytes]  # SHA-256 → content

    @property
    def host(self) -> str:
        """The right half of our Message-IDs."""
        return self.sender.address.rpartition("@")[2]


def words_of(letter: Letter | Outgoing, counter: Counter) -> Words:
    """The letter's words; several together where it carries others."""
    if isinstance(letter, Outgoing) and letter.carries:
        return render_together([(one.kind, context_of(one, counter)) for one in letter.carries])
    return render(letter.kind, context_of(letter, counter))


def context_of(letter: Letter | Outgoing, counter: Counter) -> dict[str, Any]:
    """What one letter's words are made of. Its link, or its sign-in code, is derived from the house's key here and stands nowhere else."""
    words: dict[str, Any] = letter.context["words"] | {"link": link_of(letter, counter)}
    if "code_id" in letter.context:
        words["extra"] = words["extra"] | {"code": code_of(counter.key, UUID(letter.context["code_id"]))}
    return words


def link_of(letter: Letter | Outgoing, counter: Counter) -> str | None:
    """Where the letter's button leads: its own one-purpose link, or a page of the portal."""
    if letter.link_id is not None:
        return f"{counter.portal_url}/t/{token_of(counter.key, letter.link_id)}"
    page = letter.context.get("page")
    return f"{counter.portal_url}{page}" if page else None


def message_of(letter: Letter | Outgoing, counter: Counter) -> Parcel:
    """The message; raises ``BadAddress`` for a letter without a usable address, ``Refused`` for a missing or damaged file."""
    named = letter.carries[0] if isinstance(letter, Outgoing) and letter.carries else letter
    to = Party(named.context["words"]["recipient_name"], letter.address or "")
    words = words_of(letter, counter)
    meeting = letter.context.get("calendar")
    return compose(
        Envelope(
            message_id=message_id(letter.id, counter.host),
            date=letter.queued_at,
            sender=counter.sender,
            to=to,
            subject=words.subject,
            text=words.text,
            html=words.html,
            thread=(message_id(letter.case_id, counter.host),) if letter.case_id else (),
            invite=ics(_meeting(letter, counter, to), Method(meeting.get("method", Method.REQUEST))) if meeting else None,
            attachments=tuple(Attachment(one["name"], counter.read_file(one["sha256"])) for one in letter.context.get("attachments", ())),
        )
    )


def alert_of(letter: Letter | Outgoing) -> tuple[str, str]:
    """Title and text of an alert. It says when it was raised, for it may come late."""
    words, at = letter.context["words"], letter.queued_at.astimezone(OFFICE_ZONE)
    return f"{words['committee']} – {words['title']}", f"{words['what']}\n(ghi nhận lúc {at:%H:%M ngày %d/%m/%Y})"


def message_id(thing: UUID, host: str) -> str:
    """The Message-ID of a letter; of a case, the root that its letters' thread hangs on."""
    return f"<{thing}@{host}>"


def _meeting(letter: Letter | Outgoing, counter: Counter, to: Party) -> Meeting:
    """What the reader's calendar keeps. It leads to the case's page, never to the letter's own link: calendars are shared."""
    facts, page = letter.context["calendar"], letter.context.get("page")
    return Meeting(
        uid=facts["uid"],
        sequence=facts["sequence"],
        start=datetime.fromisoformat(facts["start"]),
        end=datetime.fromisoformat(facts["end"]),
        stamp=datetime.fromisoformat(facts["stamp"]),
        summary=facts["summary"],
        location=facts["location"],
        organizer=counter.sender,
        attendee=to,
        description=f"Tài liệu, trả lời: {counter.portal_url}{page}" if page else "",
    )
