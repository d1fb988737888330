"""Headers in Vietnamese, written so that every mail program reads back what was put in.

Python's own folding drops the space between two encoded words of a long subject ("quý III năm" arrives as "quý IIInăm"), and lenient
readers put a space where a word was cut in two. So an encoded word here ends with a whole word and carries its space with it.
"""

from base64 import b64encode
from email.headerregistry import Address
from email.policy import EmailPolicy
from typing import Any

ROOM = 39  # bytes in one encoded word: 52 in base64, 12 around them, and "Subject: " before, stay under 76 (RFC 2047 §2)


class VietnamesePolicy(EmailPolicy):
    """The SMTP policy with From, To and Subject encoded word by word."""

    def fold(self, name: str, value: Any) -> str:
        """The header as it stands in the message, line end included."""
        folded = self._fold_vietnamese(name, value)
        return super().fold(name, value) if folded is None else folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same, as bytes."""
        folded = self._fold_vietnamese(name, value)
        return super().fold_binary(name, value) if folded is None else folded.encode("ascii")

    def _fold_vietnamese(self, name: str, value: Any) -> str | None:
        if str(value).isascii():
            return None
        newline = f"{self.linesep} "
        if name.lower() == "subject":
            return f"{name}: {newline.join(encoded_words(str(value)))}{self.linesep}"
        addresses: tuple[Address, ...] = getattr(value, "addresses", ())
        if not addresses:
            return None
        rows = [newline.join([*encoded_words(a.display_name), f"<{a.addr_spec}>"]) for a in addresses]
        return f"{name}: {f',{newline}'.join(rows)}{self.linesep}"


ON_THE_WIRE = VietnamesePolicy(linesep="\r\n", cte_type="7bit")


def encoded_words(text: str) -> list[str]:
    """The text as RFC 2047 encoded words, cut between words; a word longer than one is cut between letters."""
    pieces: list[str] = []
    for word in text.split(" "):
        for piece in _cut(f"{word} "):
            if pieces and len((pieces[-1] + piece).encode()) <= ROOM:
                pieces[-1] += piece
            else:
                pieces.append(piece)
    if pieces:
        pieces[-1] = pieces[-1].removesuffix(" ")
    return [f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces if piece]


def _cut(word: str) -> list[str]:
    pieces = [""]
    for letter in word:
        if len((pieces[-1] + letter).encode()) > ROOM:
            pieces.append("")
        pieces[-1] += letter
    return pieces
