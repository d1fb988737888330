"""Numbers as people write them in Vietnamese: ``1.234,5``."""

import re
from decimal import Decimal
from typing import Any

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,4})?")
_PLAIN = re.compile(r"\d{1,15}(,\d{1,4})?")
_LARGEST = Decimal(10) ** 15

NOT_A_NUMBER = "Hãy ghi một số không âm, dấu chấm ngăn hàng nghìn, dấu phẩy trước phần thập phân (nhiều nhất bốn chữ số), ví dụ 1.234,5."


def read_number(value: Any) -> Decimal | None:
    """The number of a field or a cell, ``None`` where it is blank; ``ValueError`` with the sentence that mends it."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(NOT_A_NUMBER)
    text = value.strip() if isinstance(value, str) else f"{Decimal(str(value)):f}".replace(".", ",")
    text = re.sub(r"\s", "", text)
    if not text:
        return None
    if text.endswith(",0"):
        text = text.removesuffix(",0")
    if not (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        raise ValueError(NOT_A_NUMBER)
    number = Decimal(text.replace(".", "").replace(",", "."))
    if number >= _LARGEST:
        raise ValueError(NOT_A_NUMBER)
    return number
