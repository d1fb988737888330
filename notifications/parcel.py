"""A letter wrapped for the wire: where it goes back to, where it goes, and its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    """One message to one recipient: one letter has one receipt.

    ``sender`` and ``recipient`` are plain ASCII addresses, the envelope's (MAIL FROM, RCPT TO); ``body`` is the message with CRLF line
    ends, before dot-stuffing.
    """

    sender: str
    recipient: str
    body: bytes
