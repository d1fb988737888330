"""Layout numbers of official papers, read from ``nd30.yaml`` (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measure(_Frozen):
    """A number of ours (``use``) inside the range that the decree allows."""

    allowed: tuple[float, float]
    use: float

    @model_validator(mode="after")
    def _inside(self) -> Self:
        low, high = self.allowed
        if not low <= self.use <= high:
            raise ValueError(f"{self.use} nằm ngoài khoảng {low}–{high} mà Nghị định 30/2020/NĐ-CP cho phép")
        return self


class Box(Measure):
    """Lettering of one box (ô số) of the decree's page plan; ``use`` is the size in points."""

    bold: bool = False
    italic: bool = False


class Margins(_Frozen):
    """Page margins, millimetres."""

    top: Measure
    bottom: Measure
    left: Measure
    right: Measure


class Columns(_Frozen):
    """Widths of the two borderless columns, millimetres."""

    head: tuple[float, float]
    foot: tuple[float, float]


class Body(_Frozen):
    """Paragraphs of the content (ô số 6)."""

    indent_cm: Measure
    gap_pt: Measure
    line: Measure


class Layout(_Frozen):
    """Everything a form or a made document needs to know about the page."""

    font: str
    page_mm: tuple[float, float]
    margin_mm: Margins
    columns_mm: Columns
    boxes: dict[str, Box]
    matter_gap_pt: float
    body: Body
    rule_share: Measure
    signature_space_mm: float
    urgency_mm: dict[str, tuple[float, float]]
    urgency_color: str

    @property
    def text_width_mm(self) -> float:
        """Width between the side margins."""
        return self.page_mm[0] - self.margin_mm.left.use - self.margin_mm.right.use


@cache
def layout() -> Layout:
    """The packaged layout; ``pydantic.ValidationError`` when a number lies outside what the decree allows."""
    return Layout.model_validate(yaml.safe_load(Path(__file__).with_name("nd30.yaml").read_text(encoding="utf-8")))
