"""From words, calendar and papers to one MIME message; the same inputs give the same bytes.

A letter in doubt is sent again, and what arrives twice must be the identical letter: nothing here asks for the time, a random
number or the machine's name.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.quoprimime import body_encode
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import Any

from models.clock import OFFICE_ZONE
from notifications.address import Party
from notifications.headers import LINE, ON_THE_WIRE, identifiers_header, party_header, text_header
from notifications.parcel import Parcel
from notifications.plain import one_line

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
ICS_NAME = "moi-hop.ics"
_VERSION = "MIME-Version: 1.0\r\n"
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


def compose(envelope: Envelope) -> Parcel:
    """``mixed[ alternative[ plain, html, text/calendar (last) ], application/ics, files ]``, without levels that hold one part.

    ``ValueError`` for a naive date or a malformed Message-ID. Line breaks in subject, names and file names become spaces. Written
    line by line: the e-mail package reads each header back, and takes several times as long for the same bytes.
    """
    seed = hashlib.sha256(envelope.message_id.encode()).hexdigest()[:24]
    outer, inner = f"=_{seed}_0", f"=_{seed}_1"  # "=_" stands in neither quoted-printable nor base64: no part can hold one
    said = [_text("plain", envelope.text), _text("html", envelope.html, _VERSION)]
    if envelope.invite is not None:
        said.append(_calendar(envelope.invite))
    files = [*([_calendar_file(envelope.invite)] if envelope.invite is not None else []), *map(_file, envelope.attachments)]
    content = _together("mixed", outer, [_together("alternative", inner, said), *files]) if files else _together("alternative", outer, said)
    return Parcel(envelope.sender.address, envelope.to.address, f"{_head(envelope)}{_VERSION}{content}".encode("ascii"))


def _head(envelope: Envelope) -> str:
    if envelope.date.tzinfo is None:
        raise ValueError("a letter's date must be aware")
    for identifier in (envelope.message_id, *envelope.thread):
        if _MESSAGE_ID.match(identifier) is None:
            raise ValueError(f"not a Message-ID of ours: {identifier!r}")
    thread = envelope.thread
    return (
        f"Message-ID: {envelope.message_id}\r\n"
        f"Date: {format_datetime(envelope.date.astimezone(OFFICE_ZONE))}\r\n"  # a database gives the same moment in any zone
        + party_header("From", envelope.sender)
        + party_header("To", envelope.to)
        + text_header("Subject", envelope.subject)
        + "Auto-Submitted: auto-generated\r\n"  # RFC 3834: out-of-office replies stay away
        + (identifiers_header("In-Reply-To", thread[-1:]) + identifiers_header("References", thread) if thread else "")
    )


def _together(kind: str, boundary: str, parts: Sequence[str]) -> str:
    """A multipart: its header and what stands in it."""
    inside = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def _text(kind: str, text: str, version: str = "") -> str:
    lines = b"\n".join(text.encode().splitlines()) + b"\n"
    body = body_encode(lines.decode("latin-1"), LINE, "\r\n")
    return f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n{version}\r\n{body}'


def _calendar(invite: Invite) -> str:
    # base64: the calendar's own line folding must arrive untouched. Last in alternative: Outlook shows the last part it knows.
    return _part(invite.content, "text/calendar", params={"method": invite.method, "charset": "utf-8"}, cte="base64")


def _calendar_file(invite: Invite) -> str:
    # Outlook takes the file's name from here, others from the disposition.
    return _part(invite.content, "application/ics", filename=ICS_NAME, params={"name": ICS_NAME})


def _file(attachment: Attachment) -> str:
    name = file_name(attachment.name)
    return _part(attachment.content, MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream"), filename=name)


def _part(content: bytes, media_type: str, **more: Any) -> str:
    """What few letters have is left to the e-mail package: base64, and file names in Vietnamese (RFC 2231)."""
    part = EmailMessage(policy=ON_THE_WIRE)
    part.set_content(content, *media_type.split("/"), **more)
    return part.as_bytes().decode("ascii")


def file_name(name: str) -> str:
    """A name every file system takes: on one line, no separators, never empty, ≤ 120 characters with its ending kept."""
    name = _UNFIT_FOR_FILES.sub("-", one_line(name)).strip(". ") or "tep"
    if len(name) > 120:
        suffix = PurePosixPath(name).suffix[:10]
        name = name[: 120 - len(suffix)] + suffix
    return name
