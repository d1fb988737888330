"""A letter as its reader's mail program opens it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.parcel import Parcel


def opened(parcel: Parcel) -> EmailMessage:
    """The message in it."""
    message = message_from_bytes(parcel.body, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words_in(parcel: Parcel) -> str:
    """Its text, as it was written: a message's lines end in CRLF."""
    part = opened(parcel).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
