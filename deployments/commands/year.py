"""``year``: a whole year rehearsed on a throwaway database."""

from typing import Annotated

import typer

from deployments.commands.shown import machine, table


def year(
    number: Annotated[int, typer.Argument(metavar="NĂM", help="Năm diễn tập, ví dụ 2027.")],
    seed: Annotated[int, typer.Option("--seed", metavar="SỐ", help="Cùng một số thì các thành viên trả lời như nhau.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")] = False,
) -> None:
    """Diễn tập cả năm: đi qua từng ngày làm việc bằng quy trình thật, người trả lời theo kịch bản, trên cơ sở dữ liệu tạm."""
    import tempfile
    from pathlib import Path

    from deployments.postgres import Cluster
    from flows.rehearsal import rehearse
    from flows.year_report import HEADS, cells, remarks
    from models.schema import migrate
    from models.settings import read
    from regulation import load

    law = load(read().regulation)
    with tempfile.TemporaryDirectory(prefix="nhip-year-") as home, Cluster(Path(home), durable=False) as cluster:
        migrate(cluster.url("nhip_owner"))
        report = rehearse(number, cluster.url("nhip_app"), seed=seed, law=law)
    if as_json:
        machine(report.as_json())
    else:
        table(HEADS, [cells(row) for row in report.rows])
        for remark in remarks(report):
            typer.echo(remark)
    if report.left_open or not report.journal_clean:
        raise typer.Exit(1)
