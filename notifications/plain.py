"""A person's text made safe to print: no control characters, no invisible direction marks, composed letters."""

import unicodedata


def clean(text: str) -> str:
    """The text in NFC with control and format characters removed; line breaks stay, tabs become spaces.

    Format characters (U+202E and kin) can show a reader something else than what is written; Vietnamese needs none.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if text.replace("\n", "").isprintable():  # as nearly all text is; looking at each letter costs a hundred times as much
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))


def one_line(text: str) -> str:
    """Cleaned text on one line: fit for a header, a subject, a title."""
    return " ".join(clean(text).split())
