"""What commands write and read: tables for people, JSON for machines, files that people fill in."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, the last one free."""
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads))]
    for row in (heads, *rows):
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def machine(facts: Any) -> None:
    """One JSON document; dates as ISO text."""
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=1, default=str))


def filled_in(file: Path) -> bytes:
    """The file's bytes, or ``Refused`` with the sentence; one byte more than a reader takes tells it that the file is too large."""
    from documents.workbook_reader import MAX_BYTES
    from models.errors import Refused

    try:
        with file.open("rb") as given:
            return given.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"Không đọc được tệp «{file}»: {error.strerror}. Hãy kiểm tra tên và nơi để tệp.") from None
