"""From words, calendar and papers to one MIME message; the same inputs give the same bytes.

A letter in doubt is sent again, and what arrives twice must be the identical letter: nothing here asks for the time, a random
number or the machine's name.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import PurePosixPath

from models.clock import OFFICE_ZONE
from notifications.address import Party
from notifications.headers import ON_THE_WIRE
from notifications.plain import one_line

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
ICS_NAME = "moi-hop.ics"
# Longer ones would be folded inside the identifier, where no mail program puts them together again.
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,60}@[A-Za-z0-9.-]{1,60}>\Z")
_UNFIT_FOR_FILES = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the letter; its media type follows from the name's ending (else application/octet-stream)."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Invite:
    """An iCalendar object as :func:`notifications.invitation.ics` makes it. ``method`` is REQUEST or CANCEL."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """Everything a message is made of.

    ``message_id`` is ``<local@host>``, given once per letter and kept for every resending; ``date`` is aware. ``thread`` holds the
    Message-IDs of the case's earlier letters, oldest first: In-Reply-To is the last, References all.
    """

    message_id: str
    date: datetime
    sender: Party
    to: Party
    subject: str
    text: str
    html: str
    thread: tuple[str, ...] = ()
    invite: Invite | None = None
    attachments: tuple[Attachment, ...] = ()


def compose(envelope: Envelope) -> EmailMessage:
    """``mixed[ alternative[ plain, html, text/calendar (last) ], application/ics, files ]``, without levels that hold one part.

    ``ValueError`` for a naive date or a malformed Message-ID. Line breaks in subject, names and file names become spaces.
    """
    message = EmailMessage(policy=ON_THE_WIRE)
    _head(message, envelope)
    message.set_content(envelope.text, cte="quoted-printable")
    message.add_alternative(envelope.html, subtype="html", cte="quoted-printable")
    if envelope.invite is not None:
        _add_calendar(message, envelope.invite)
    for attachment in envelope.attachments:
        name = file_name(attachment.name)
        kind = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
        main, sub = kind.split("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)
    _fix_boundaries(message, envelope.message_id)
    return message


def _head(message: EmailMessage, envelope: Envelope) -> None:
    if envelope.date.tzinfo is None:
        raise ValueError("a letter's date must be aware")
    for identifier in (envelope.message_id, *envelope.thread):
        if _MESSAGE_ID.match(identifier) is None:
            raise ValueError(f"not a Message-ID of ours: {identifier!r}")
    message["Message-ID"] = envelope.message_id
    message["Date"] = format_datetime(envelope.date.astimezone(OFFICE_ZONE))  # a database gives the same moment in any zone
    message["From"] = envelope.sender.header
    message["To"] = envelope.to.header
    message["Subject"] = one_line(envelope.subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office replies stay away
    if envelope.thread:
        message["In-Reply-To"] = envelope.thread[-1]
        message["References"] = " ".join(envelope.thread)


def _add_calendar(message: EmailMessage, invite: Invite) -> None:
    # base64: the calendar's own line folding must arrive untouched. Last in alternative: Outlook shows the last part it knows.
    params = {"method": invite.method, "charset": "utf-8"}
    message.add_alternative(invite.content, maintype="text", subtype="calendar", params=params, cte="base64")
    # Outlook takes the file's name from here, others from the disposition.
    message.add_attachment(invite.content, maintype="application", subtype="ics", filename=ICS_NAME, params={"name": ICS_NAME})


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries from the Message-ID. ``=_`` can stand in neither quoted-printable nor base64, so no part can hold one."""
    seed = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(_multiparts(message)):
        part.set_boundary(f"=_{seed}_{number}")


def _multiparts(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if part.is_multipart() and isinstance(part, EmailMessage))


def file_name(name: str) -> str:
    """A name every file system takes: on one line, no separators, never empty, ≤ 120 characters with its ending kept."""
    name = _UNFIT_FOR_FILES.sub("-", one_line(name)).strip(". ") or "tep"
    if len(name) > 120:
        suffix = PurePosixPath(name).suffix[:10]
        name = name[: 120 - len(suffix)] + suffix
    return name
