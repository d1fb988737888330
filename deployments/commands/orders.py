"""A directive written down in a YAML file, for ``case open directive --order FILE``."""

from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid5

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from models.directives import Source
from models.errors import Refused
from tasks.directives import NewDirective

_ORDERS = UUID("8b5f3c57-85aa-5d4b-9d1f-2019bcd85000")  # namespace: the same file entered twice is one directive


class Order(BaseModel):
    """The file's fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    source: Literal["committee", "province"]
    issuer: str
    source_text: str
    source_number: str | None = None
    source_date: date
    text: str
    lead: str
    coordinating: tuple[str, ...] = ()
    due: date | None = None
    standing: bool = False
    product: str = ""
    granter: str | None = None
    granter_document: str = ""


def read_order(path: Path | None) -> NewDirective:
    """The directive of the file; ``Refused`` names the file and the field that is wrong."""
    if path is None:
        raise Refused("Xin ghi tệp nhiệm vụ được giao: nhip case open directive --order nhiem-vu.yaml (xem --help).")
    try:
        written = path.read_text(encoding="utf-8")
        order = Order.model_validate(yaml.safe_load(written))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as broken:
        raise Refused(f"Không đọc được tệp {path}: {type(broken).__name__}. Tệp phải là YAML, mã UTF-8.") from None
    except ValidationError as wrong:
        fields = ", ".join(".".join(map(str, error["loc"])) or "tệp" for error in wrong.errors())
        raise Refused(f"Tệp {path}: các mục sau thiếu hoặc không đúng: {fields}. Xem các mục cần ghi bằng --help.") from None
    _one_of_both(path, order)
    return NewDirective(
        source=Source(order.source),
        source_text=order.source_text,
        source_number=order.source_number,
        source_date=order.source_date,
        issuer_seat=order.issuer,
        text=order.text,
        lead_agency=order.lead,
        coordinating=order.coordinating,
        due=order.due,
        product=order.product,
        granter_seat=order.granter,
        granter_document=order.granter_document,
        entry_id=uuid5(_ORDERS, order.model_dump_json(exclude=_unsaid(order))),
    )


def _unsaid(order: Order) -> set[str]:
    """What a file's own number leaves out, so that it stays the number it has been entered under."""
    return {"standing"} if order.granter or order.granter_document else {"standing", "granter", "granter_document"}


def _one_of_both(path: Path, order: Order) -> None:
    """A duty has a day or is a standing one; a day that was forgotten must not make it the latter."""
    if order.due is None and not order.standing:
        raise Refused(
            f"Tệp {path}: chưa có thời hạn. Hãy ghi thời hạn ở mục due, ví dụ «due: 2019-11-15»; "
            "nếu là nhiệm vụ thường xuyên, báo cáo hằng quý thì ghi «standing: true»."
        )
    if order.due is not None and order.standing:
        raise Refused(f"Tệp {path}: nhiệm vụ thường xuyên («standing: true») thì không ghi thời hạn («due»); hãy bỏ một trong hai mục.")
