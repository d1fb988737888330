"""A letter wrapped for the wire: where it goes back to, where it goes, and its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    """One message to one recipient: one letter has one receipt.

    ``sender`` and ``recipient`` are plain ASCII addresses, the envelope's (MAIL FROM, RCPT TO); ``body`` is the message with CRLF line
    ends, before dot-stuffing. ``ValueError`` for an address that could be read as a command.
    """

    sender: str
    recipient: str
    body: bytes

    def __post_init__(self) -> None:
        if not (self.sender + self.recipient).isprintable():
            raise ValueError("an envelope's address holds a line break or another control character")
