"""Money in whole đồng: read from what was typed, written in figures and in words."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

MOST = 10**15  # đồng; a larger sum is a slip of the keyboard
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 10**9
SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_FIGURES = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*|\d+")


def figures(amount: int) -> str:
    """``174.500.000``."""
    return f"{amount:,}".replace(",", ".")


def in_figures(amount: int) -> str:
    """``174.500.000 đồng``."""
    return f"{figures(amount)} đồng"


def in_words(amount: int) -> str:
    """ "Một trăm bảy mươi bốn triệu năm trăm nghìn đồng", as papers write it behind the figures; ``ValueError`` below nought."""
    spelled = spell(amount)
    return f"{spelled[0].upper()}{spelled[1:]} đồng"


def spell(number: int) -> str:
    """A whole number in words: what follows the first group of three is read in full ("một nghìn không trăm linh năm")."""
    if number < 0:
        raise ValueError("a sum of money is not below nought")
    return " ".join(_words(number, inside=False)) or DIGITS[0]


def _words(number: int, *, inside: bool) -> list[str]:
    """``inside``: something stands before it, so that its first group is read with its noughts."""
    billions, rest = divmod(number, BILLION)
    found = [*_words(billions, inside=inside), "tỷ"] if billions else []
    for size, scale in SCALES:
        group = rest // size % 1000
        if group:
            found += [*_group(group, inside=inside or bool(found)), *([scale] if scale else [])]
    return found


def _group(group: int, *, inside: bool) -> list[str]:
    """Three digits; ``inside``: also the noughts before them ("không trăm linh năm")."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    found = [DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens == 0:
        return found + (["linh"] if found and ones else []) + ([DIGITS[ones]] if ones else [])
    found += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if ones == 5:
        return [*found, "lăm"]
    if ones == 1 and tens > 1:
        return [*found, "mốt"]
    return found + ([DIGITS[ones]] if ones else [])


def read(typed: Any) -> int:
    """The whole đồng of ``1.500.000``, ``1,500,000``, ``1 500 000 đ`` or ``1500000``; ``ValueError`` names what it cannot be."""
    if isinstance(typed, int) and not isinstance(typed, bool):
        return typed
    text = re.sub(r"\s*(đồng|đ|vnđ|vnd)\.?$", "", str(typed).strip(), flags=re.IGNORECASE)
    if _FIGURES.fullmatch(text) is None:
        raise ValueError(f"«{typed}» không phải là số tiền; hãy ghi số nguyên đồng, ví dụ 1.500.000.")
    return int(re.sub(r"\D", "", text))


Dong = Annotated[int, BeforeValidator(read), Field(gt=0, le=MOST)]  # a sum that somebody types
