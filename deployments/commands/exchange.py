"""``exchange``: what waits for a receipt of the document exchange, and its own list of receipts taken in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.cases import Json
from deployments.commands.shown import filled_in, machine, table
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from tasks.exchange import Told
    from tasks.exchange_receipts import Taken

exchange = group("Văn bản gửi qua trục liên thông: xem văn bản chưa được tiếp nhận, nạp danh sách trạng thái của trục.")


@exchange.command("list", cls=Command)
def list_waiting(as_json: Json = False) -> None:
    """Các văn bản đã gửi mà bên nhận chưa tiếp nhận hoặc đã từ chối, gửi lâu nhất trước."""
    from tasks.exchange import unfinished

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        found = unfinished(desk)
    if as_json:
        machine([_facts(told) for told in found])
    elif not found:
        typer.echo("Không có văn bản nào đã gửi mà chưa được tiếp nhận.")
    else:
        table(("Số, ký hiệu", "Cơ quan nhận", "Mã định danh", "Gửi lúc", "Hạn", "Tình trạng", "Lý do"), [_row(told) for told in found])


@exchange.command("import", cls=Command)
def take(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .csv hoặc .xlsx kết xuất từ phần mềm quản lý văn bản.")],
    check: Annotated[bool, typer.Option("--check", help="Chỉ xem trước có phản hồi nào mới, không ghi.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp danh sách trạng thái của trục; sai một dòng thì không nạp dòng nào và mọi dòng sai được kể một lượt.

    Dòng 1 có các cột «Mã định danh», «Số ký hiệu», «Trạng thái», «Thời điểm», và «Lý do» nếu có từ chối. Nạp lại cùng một tệp
    không đổi gì. Mã thoát: 0 đã nạp, hoặc không có gì mới · 2 tệp bị từ chối."""
    from tasks.exchange_receipts import WrongList, look_at, take_in

    data = filled_in(file)
    try:
        with bureau_here() as bureau:
            if check:
                taken = look_at(bureau, file.name, data)
            else:
                with bureau.desk() as desk:
                    taken = take_in(desk, file.name, data)
    except WrongList as refused:
        if not as_json:
            raise
        machine({"taken": False, "rows": None, "news": [], "known": 0, "faults": refused.faults})
        raise typer.Exit(refused.exit_code) from None
    known = taken.rows - len(taken.news)
    if as_json:
        told = {"taken": bool(taken.news) and not check, "rows": taken.rows, "news": taken.news, "known": known, "faults": []}
        machine(told)
    else:
        _tell(taken, known, check=check)


def _tell(taken: "Taken", known: int, *, check: bool) -> None:
    for one in taken.news:
        typer.echo(f"  + {one}")
    typer.echo(f"{taken.rows} dòng: {len(taken.news)} phản hồi mới, {known} dòng đã biết từ trước.")
    if taken.news:
        typer.echo("Mới xem trước, chưa ghi gì. Bỏ «--check» để nạp." if check else "Đã nạp.")
    else:
        typer.echo("Không có gì thay đổi.")


def _row(told: "Told") -> tuple[str, ...]:
    said = f"{told.said}, quá hạn" if told.late else told.said
    row = told.row
    return (
        told.paper.notation,
        told.agency,
        row.exchange_code,
        f"{row.sent_at:%d/%m/%Y %H:%M}",
        f"{told.due:%d/%m/%Y}",
        said,
        row.reason,
    )


def _facts(told: "Told") -> dict[str, Any]:
    shown = ("id", "agency_id", "n", "exchange_code", "exchange_number", "sent_at", "state", "state_at", "reason")
    row = {name: getattr(told.row, name) for name in shown}
    return row | {"notation": told.paper.notation, "agency": told.agency, "due": told.due, "late": told.late}
