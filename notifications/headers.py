"""Headers in Vietnamese, written so that every mail program reads back what was put in.

Python's own folding drops the space between two encoded words of a long subject ("quý III năm" arrives as "quý IIInăm"), and lenient
readers put a space where a word was cut in two. So an encoded word here ends with a whole word and carries its space with it.
"""

from base64 import b64encode
from collections.abc import Sequence
from email.headerregistry import Address
from email.policy import EmailPolicy

from notifications.address import Party
from notifications.plain import one_line

ROOM = 39  # bytes in one encoded word: 52 in base64, 12 around them, and "Subject: " before, stay under 76 (RFC 2047 §2)
FOLD = "\r\n "
LINE = 78  # characters in one line of a header, where it can be helped (RFC 5322 §2.1.1)
ON_THE_WIRE = EmailPolicy(linesep="\r\n", cte_type="7bit", max_line_length=LINE)


def text_header(name: str, text: str) -> str:
    """A header of any text, put on one line first; with its line end, as every header here."""
    text = one_line(text)
    return ON_THE_WIRE.fold(name, text) if _is_plain(text) else f"{name}: {FOLD.join(encoded_words(text))}\r\n"


def party_header(name: str, party: Party) -> str:
    """A header that names one person. Plain only where one line holds it: folding may lose the quotes that a comma stands in."""
    shown = one_line(party.name)
    if _is_plain(shown) and len(line := f"{name}: {Address(shown, addr_spec=party.address)}") <= LINE:
        return f"{line}\r\n"
    return f"{name}: {FOLD.join([*encoded_words(shown), f'<{party.address}>'])}\r\n"


def identifiers_header(name: str, identifiers: Sequence[str]) -> str:
    """A header of Message-IDs, at least one: folded between them, never inside one, where no mail program would put it together again."""
    lines = [f"{name}: {identifiers[0]}"]
    for identifier in identifiers[1:]:
        if len(lines[-1]) + 1 + len(identifier) <= LINE:
            lines[-1] += f" {identifier}"
        else:
            lines.append(identifier)
    return f"{FOLD.join(lines)}\r\n"


def _is_plain(text: str) -> bool:
    """Whether it may stand as it is: what looks like an encoded word would be read as one."""
    return text.isascii() and "=?" not in text


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
    if len(word.encode()) <= ROOM:  # as nearly every word is
        return [word]
    pieces = [""]
    for letter in word:
        if len((pieces[-1] + letter).encode()) > ROOM:
            pieces.append("")
        pieces[-1] += letter
    return pieces
