"""``schedule`` and ``coverage``: what the regulation asks for, and when."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.shown import machine, table

if TYPE_CHECKING:
    from regulation import Law

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]


def schedule(
    period: Annotated[str, typer.Argument(metavar="QUÝ", help="Quý, ví dụ 2026-Q4.")],
    as_json: Json = False,
) -> None:
    """Mọi ngày của một quý, kèm căn cứ và độ tin cậy."""
    from regulation.calendar import Quarter
    from regulation.rules import SOURCE_TITLES
    from regulation.timetable import quarter_dates

    dates = quarter_dates(_law(), Quarter.parse(period))
    if as_json:
        machine(
            [
                {
                    "name": planned.name,
                    "title": planned.title,
                    "date": planned.date,
                    "rule": planned.rule,
                    "source": planned.source,
                    "confidence": planned.confidence,
                    "clause": planned.clause,
                    "provisional": [{"date": day.date, "reason": day.reason} for day in planned.provisional],
                }
                for planned in dates
            ]
        )
        return
    rows = [
        (
            f"{planned.date:%d/%m/%Y}" + (" *" if planned.provisional else ""),
            planned.title,
            planned.rule,
            SOURCE_TITLES[planned.source] + (f" ({planned.clause})" if planned.clause else ""),
            "đã kiểm chứng" if planned.confidence == "V" else "cần xác nhận",
        )
        for planned in dates
    ]
    table(("Ngày", "Việc", "Cách tính", "Căn cứ", "Độ tin cậy"), rows)
    for day in dict.fromkeys(day for planned in dates for day in planned.provisional):
        typer.echo(f"* Ngày còn tạm tính vì {day.date:%d/%m/%Y}: {day.reason}.")


def coverage(
    as_json: Json = False,
    write: Annotated[bool, typer.Option("--write", help="Ghi bảng vào README.md.")] = False,
) -> None:
    """Từng nghĩa vụ của quy chế: bước nào thực hiện, hoặc vì sao chưa."""
    from flows.served import served
    from regulation.coverage import coverage as rows_of

    rows = rows_of(_law(), served())
    if write:
        README.write_text(with_coverage(README.read_text(encoding="utf-8")), encoding="utf-8")
        return
    if as_json:
        machine([{"id": row.id, "duty": row.duty, "steps": row.steps, "reason": row.reason} for row in rows])
        return
    table(
        ("Nghĩa vụ", "Nội dung", "Bước thực hiện, hoặc lý do chưa"), [(r.id, r.duty, ", ".join(r.steps) or f"({r.reason})") for r in rows]
    )
    done = sum(bool(row.steps) for row in rows)
    typer.echo(f"Đã có bước thực hiện: {done} trên {len(rows)} nghĩa vụ.")


README = Path(__file__).parents[2] / "README.md"
_MARKS = ("<!-- coverage -->\n", "<!-- /coverage -->")


def with_coverage(readme: str) -> str:
    """The README with its table of duties made anew, between its two marks."""
    from flows.served import served
    from regulation import load
    from regulation.coverage import coverage as rows_of
    from regulation.coverage import coverage_table

    before, rest = readme.split(_MARKS[0])
    after = rest.partition(_MARKS[1])[2]
    return before + _MARKS[0] + coverage_table(rows_of(load(), served())) + _MARKS[1] + after


def _law() -> "Law":
    from models.settings import read
    from regulation import load

    return load(read().regulation)
