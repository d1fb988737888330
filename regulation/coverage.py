"""Which steps of which process serve each duty, and for the others the reason why not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulation.duties import DutyId
from regulation.errors import LawError
from regulation.lawfile import Frozen, LawModel

if TYPE_CHECKING:  # the law holds the reasons that this module reads
    from regulation.law import Law


class ReasonFile(LawModel):
    """``coverage.yaml``: by duty id, one Vietnamese sentence on why nothing serves it yet."""

    reasons: Frozen[DutyId, str]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One duty: the ``steps`` that serve it, or the ``reason`` why none does yet. Never both."""

    id: str
    duty: str
    steps: tuple[str, ...]
    reason: str | None


def coverage(law: "Law", served: Mapping[str, Sequence[str]]) -> list[CoverageRow]:
    """One row a duty, in the order of the articles.

    ``served`` maps a citation to the names of the steps that cite it. A duty id ("Đ8.1c") serves that duty; a clause id
    ("Đ8.1") is valid and serves only a duty of exactly that id, so a step names the duty where its clause holds several.
    Raises ``LawError`` for a citation of nothing, and for a duty with neither a step nor a reason.
    """
    for citation, steps in served.items():
        if citation not in law.duties and citation not in law.clauses:
            raise LawError(f"Bước {', '.join(steps)} dẫn “{citation}”, không có điều, khoản hay nghĩa vụ nào như vậy trong Quy chế")
    return [_row(law, duty_id, tuple(dict.fromkeys(served.get(duty_id, ())))) for duty_id in law.duties]


def stale_reasons(law: "Law", served: Mapping[str, Sequence[str]]) -> list[str]:
    """The duties that are served by now and still carry a reason why not: lines to strike from ``coverage.yaml``."""
    return [duty_id for duty_id in law.reasons if served.get(duty_id)]


def coverage_table(rows: Sequence[CoverageRow]) -> str:
    """The rows as a Markdown table, ending in a newline."""
    lines = ["| Nghĩa vụ | Nội dung | Bước thực hiện, hoặc lý do chưa thực hiện |", "|---|---|---|"]
    for row in rows:
        content = ", ".join(row.steps) if row.steps else f"*{row.reason}*"
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in (row.id, row.duty, content)) + " |")
    return "\n".join(lines) + "\n"


def _row(law: "Law", duty_id: str, steps: tuple[str, ...]) -> CoverageRow:
    duty = law.duties[duty_id]
    reason = None if steps else law.reasons.get(duty_id)
    if not steps and reason is None:
        raise LawError(f"Nghĩa vụ {duty_id} ({duty.duty}) chưa có bước nào thực hiện; hãy ghi lý do vào coverage.yaml")
    return CoverageRow(duty_id, f"{duty.actor}: {duty.duty}", steps, reason)
