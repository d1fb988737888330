"""What commands write: tables for people, JSON for machines."""

import json
from collections.abc import Sequence
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
