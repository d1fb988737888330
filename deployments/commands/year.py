"""``year``: a whole year rehearsed on a throwaway database."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.shown import machine, table

if TYPE_CHECKING:
    from regulation import Law

File = Path | None


def year(
    number: Annotated[int, typer.Argument(metavar="NĂM", help="Năm diễn tập, ví dụ 2027.")],
    seed: Annotated[int, typer.Option("--seed", metavar="SỐ", help="Cùng một số thì các thành viên trả lời như nhau.")] = 2,
    html: Annotated[File, typer.Option("--html", metavar="TỆP", help="Ghi lịch treo tường (A3 ngang, để in) ra tệp HTML.")] = None,
    png: Annotated[File, typer.Option("--png", metavar="TỆP", help="Ghi lịch treo tường ra tệp ảnh PNG.")] = None,
    ics: Annotated[File, typer.Option("--ics", metavar="TỆP", help="Ghi lịch ra tệp iCalendar để mở bằng phần mềm lịch.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc, kể cả diễn biến từng ngày.")] = False,
) -> None:
    """Diễn tập cả năm: đi qua từng ngày làm việc bằng quy trình thật, người trả lời theo kịch bản, trên cơ sở dữ liệu tạm."""
    import gc
    import tempfile
    from concurrent.futures import ThreadPoolExecutor

    from deployments.new_files import free, write_all
    from deployments.one_core import one_core
    from deployments.postgres import Cluster
    from models.scratch import scratch

    free(path for path in (html, png, ics) if path is not None)
    gc.disable()  # nothing of what is loaded is garbage; looking for it takes a sixth of the loading
    loading = ThreadPoolExecutor(1).submit(_load, number)  # takes as long as PostgreSQL takes to make its files and tables
    with tempfile.TemporaryDirectory(prefix="nhip-year-", dir=scratch()) as home, one_core(), Cluster(Path(home), durable=False) as cluster:
        from models.schema import migrate

        migrate(cluster.url("nhip_owner"))
        law = loading.result()
        gc.enable()
        from flows.rehearsal import rehearse
        from flows.year_report import HEADS, cells, remarks
        from flows.yearbook.pages import pages

        report = rehearse(number, cluster.url("nhip_app"), seed=seed, law=law)
    book = report.book
    assert book is not None
    made = ((html, book.html), (png, book.png), (ics, book.ics))
    write_all({path: content() for path, content in made if path is not None})
    if as_json:
        machine(report.as_json())
    else:
        table(HEADS, [cells(row) for row in report.rows])
        for remark in remarks(report):
            typer.echo(remark)
        for page in pages(book):
            typer.echo(f"\n{page.title}")
            if page.rows:
                table(page.heads, page.rows)
            if page.rest:
                typer.echo(page.rest)
        for path, _ in made:
            if path is not None:
                typer.echo(f"Đã ghi {path}.")
    if report.left_open or not report.journal_clean:
        raise typer.Exit(1)


def _load(number: int) -> "Law":
    """All that a rehearsal runs on: its modules, the law, and the calendar of its year, or :class:`regulation.lawfile.LawError`."""
    import flows.rehearsal  # noqa: F401
    from models.settings import read
    from regulation import load

    law = load(read().regulation)
    law.calendar.is_working_day(date(number, 1, 1))
    return law
