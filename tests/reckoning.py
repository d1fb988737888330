"""The few formulas of the annex worked out again, as Excel does, from what stands in the cells."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_BEYOND = {">=0": lambda value: value >= 0, ">0": lambda value: value > 0}
_REFERENCES = (
    (r"([A-Z]{1,2}\d+):([A-Z]{1,2}\d+)", r"span(«\1», «\2»)"),
    (r"'([^']+)'!([A-Z]{1,2}\d+)", r"other(«\1», «\2»)"),
    (r"(?<![«\w])([A-Z]{1,2}\d+)(?![»\w])", r"cell(«\1»)"),
    (r"(?<![<>=])=", "=="),
)


class Nothing:
    """What a guarded formula comes to where there is nothing: it equals an empty text and may be reckoned with."""

    def __eq__(self, other: object) -> bool:
        return other == "" or isinstance(other, Nothing)

    __hash__ = None  # type: ignore[assignment]

    def _same(self, other: object) -> "Nothing":
        return self

    __truediv__ = __mul__ = _same

    def _never(self, other: object) -> bool:
        return False

    __ge__ = __le__ = _never


def reckoned(sheet: Any, place: str) -> Any:
    """What the formula or the number at ``place`` comes to: a ``Decimal``, a text, or ``Nothing``."""
    value = sheet[place].value
    if sheet[place].data_type != "f":
        return Nothing() if value is None else Decimal(str(value)) if isinstance(value, int | float) else value
    pieces = re.split(r'("[^"]*")', value.removeprefix("="))
    for at in range(0, len(pieces), 2):
        for found, python in _REFERENCES:
            pieces[at] = re.sub(found, python, pieces[at])
    names = {
        "cell": lambda at: reckoned(sheet, at),
        "other": lambda name, at: reckoned(sheet.parent[name], at),
        "span": lambda first, last: [one.value for (one,) in sheet[f"{first}:{last}"]],
        **{name.upper(): known for name, known in _FUNCTIONS.items()},
    }
    came = eval("".join(pieces).replace("«", "'").replace("»", "'"), names)
    return Nothing() if came == "" else came


def _numbers(cells: list[Any]) -> list[Decimal]:
    return [Decimal(str(value)) for value in cells if isinstance(value, int | float)]


def _all(pairs: tuple[Any, ...]) -> list[bool]:
    """Which lines meet every condition; an empty cell meets none."""
    checks = [(pairs[at], _BEYOND[pairs[at + 1]]) for at in range(0, len(pairs), 2)]
    return [all(isinstance(cells[at], int | float) and holds(cells[at]) for cells, holds in checks) for at in range(len(pairs[0]))]


_FUNCTIONS: dict[str, Any] = {
    "if": lambda holds, then, otherwise: then if holds else otherwise,
    "or": lambda *holds: any(holds),
    "count": lambda cells: len(_numbers(cells)),
    "sum": lambda cells: sum(_numbers(cells), Decimal()),
    "countifs": lambda *pairs: sum(_all(pairs)),
    "sumifs": lambda cells, *pairs: sum(_numbers([cell for cell, meets in zip(cells, _all(pairs), strict=True) if meets]), Decimal()),
    "round": lambda value, places: value if isinstance(value, Nothing) else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP),
}
