"""The command line: ``./nhip``.

Exit codes: 0 done · 1 something was looked at and is not well (check, test, doctor, journal verify) · 2 refused, or a line that
cannot be read · 3 not there, or did not start · 4 an open case whose process version has no code · 130 interrupted.
"""

import gc
import sys
from collections.abc import Sequence

import typer

from deployments.commands import attendance, cases, demo, exchange, house, law, letters, papers, roster, safekeeping, work, year, zalo
from deployments.commands.words import Command, group, told

app = group(
    "Nhịp giữ một ban chỉ đạo đúng nhịp với quy chế làm việc của chính mình.",
    epilog="Mã thoát: 0 xong · 1 có chỗ chưa đạt · 2 bị từ chối hoặc gõ sai · 3 không có hoặc không khởi động được · 4 thiếu mã của một "
    "phiên bản quy trình. Dữ liệu nằm trong NHIP_HOME (mặc định ./var).",
)
for command in (
    demo.demo,
    house.init,
    house.up,
    house.doctor,
    safekeeping.backup,
    safekeeping.restore,
    law.schedule,
    law.coverage,
    year.year,
    papers.register,
    attendance.attendance,
):
    app.command(cls=Command)(command)
app.add_typer(cases.case, name="case")
app.add_typer(cases.journal, name="journal")
app.add_typer(exchange.exchange, name="exchange")
app.add_typer(letters.letters, name="letters")
app.add_typer(papers.number, name="number")
app.add_typer(roster.roster, name="roster")
app.add_typer(zalo.zalo, name="zalo")
app.command(cls=Command, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(work.test)
app.command(cls=Command)(work.check)


def main(line: Sequence[str]) -> int:
    """Run ``line``; refusals become one sentence on stderr, and the exit code."""
    try:
        return app(line, prog_name="nhip", standalone_mode=False) or 0
    except typer.TyperException as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":
            typer.echo(str(fault))
        else:
            typer.echo(told(fault), err=True)
        return 2
    except Exception as error:  # the law's own errors are asked for only now: importing them reads the whole calendar
        from models.errors import Refused
        from regulation.errors import LawError

        if not isinstance(error, Refused | LawError):
            raise
        typer.echo(str(error), err=True)
        return error.exit_code if isinstance(error, Refused) else 2


if __name__ == "__main__":
    code = main(sys.argv[1:])
    gc.freeze()  # what is left goes with the process; looking through it once more took a rehearsed year most of a second
    sys.exit(code)
