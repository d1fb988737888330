"""How long a line of bold Times New Roman is, so that rules and line breaks fit the words above them."""

import math
import unicodedata
from collections.abc import Callable
from functools import cache

_MM_PER_POINT = 25.4 / 72

# Advance widths of Times New Roman Bold in thousandths of the size. An accent adds no width; the horn of Ơ and Ư does.
_WIDTHS = {
    250: " \u00a0.,",
    278: "il/'",
    333: "fjt;:-()",
    389: "Is",
    444: "cerz",
    500: "Jagovxy0123456789–“”",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYĐw",
    778: "GHKOQƠ",
    796: "Ư",
    833: "m&",
    944: "M",
    1000: "W%",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNLISTED = 667
_HORN = "\u031b"
_LINKS = frozenset({"và", "tại", "của", "về", "do", "cho"})
_PLACES = frozenset({"tỉnh", "huyện", "xã", "phường"})


def width_mm(text: str, points: float) -> float:
    """Length in millimetres of ``text`` set in Times New Roman Bold of ``points`` points."""
    return sum(_WIDTH_OF.get(_base(letter), _UNLISTED) for letter in text) / 1000 * points * _MM_PER_POINT


def wrap(text: str, limit_mm: float, points: float, shown: Callable[[str], str] = str) -> tuple[str, ...]:
    """``text`` in as few lines of at most ``limit_mm`` as it takes: even lines, broken where a reader would pause.

    ``shown`` turns a line into what is printed, for example ``str.upper``: breaks follow the small letters, which tell names apart.
    A single word longer than the limit stands on a line of its own.
    """
    words = tuple(text.split())
    fewest = math.ceil(width_mm(shown(text), points) / limit_mm)
    for count in range(max(1, min(fewest, len(words))), len(words) + 1):
        best = _best(words, count, lambda line: width_mm(shown(line), points) / limit_mm)
        if best:
            return tuple(shown(line) for line in best)
    return words


def _best(words: tuple[str, ...], count: int, share: Callable[[str], float]) -> tuple[str, ...] | None:
    """The best way to set ``words`` in exactly ``count`` lines, each taking a ``share`` of the room up to 1; None if they do not fit."""
    even = share(" ".join(words)) / count

    @cache
    def from_word(first: int, left: int) -> tuple[float, tuple[str, ...]] | None:
        ways = []
        for end in range(first + 1, len(words) + 1) if left > 1 else (len(words),):
            line = " ".join(words[first:end])
            if share(line) > 1 and end > first + 1:
                break
            uneven = (share(line) - even) ** 2
            if left == 1:
                return uneven, (line,)
            rest = from_word(end, left - 1) if end < len(words) else None
            if rest:
                ways.append((uneven + _tear(words[end - 1], words[end]) + rest[0], (line, *rest[1])))
        return min(ways, default=None)

    found = from_word(0, count)
    return found[1] if found else None


def _tear(before: str, after: str) -> float:
    """How badly a line break between two words reads: worst inside a name such as "Ban Chỉ | đạo"."""
    if before[-1] in ",;:" or after.lower() in _LINKS:
        return 0.0
    if after[0].isupper() and not after.isupper():
        return 0.5 if before in _PLACES else 0.05
    return 0.5 if before[0].isupper() and not before.isupper() else 0.15


def _base(letter: str) -> str:
    """The letter without its tone and hat; the horn stays, because it is wider."""
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", parts[0] + (_HORN if _HORN in parts else ""))
