"""``test`` and ``check``: for whoever changes the code."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

CHECKOUT = Path(__file__).parents[2]
CHECKS = (
    ("quy tắc viết mã", ("-m", "ruff", "check")),
    ("trình bày mã", ("-m", "ruff", "format", "--check")),
    ("kiểu dữ liệu", ("-m", "mypy")),
    ("bậc thang giữa các phòng", ("-c", "import sys; from importlinter.cli import lint_imports_command as check; sys.exit(check())")),
)


MOST_AT_ONCE = 8  # processes of tests; each has a PostgreSQL of its own
WHOLE_HOUSES = "engine or crash"  # tests that start the house's parts and time them: they want the machine to themselves


def test(context: typer.Context) -> None:
    """Chạy các bài kiểm thử; tham số thêm được chuyển cho pytest."""
    if context.args:
        raise typer.Exit(_run(("-m", "pytest", *context.args)))
    at_once = str(min(os.cpu_count() or 1, MOST_AT_ONCE))
    small = _run(("-m", "pytest", "-n", at_once, "-m", f"not ({WHOLE_HOUSES})"))
    whole = _run(("-m", "pytest", "-m", WHOLE_HOUSES))
    raise typer.Exit(small or whole)


def check() -> None:
    """Kiểm tra mã: quy tắc, trình bày, kiểu, bậc thang giữa các phòng."""
    failed = []
    for title, arguments in CHECKS:
        typer.echo(f"· {title}")
        if _run(arguments):
            failed.append(title)
    if failed:
        typer.echo(f"Chưa đạt: {', '.join(failed)}.", err=True)
        raise typer.Exit(1)
    typer.echo("Đạt.")


def _run(arguments: Sequence[str]) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=CHECKOUT, check=False).returncode
