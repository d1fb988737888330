"""``roster``: the committee's people, seats, absences and agencies, out to a workbook and in again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.cases import Json
from deployments.commands.shown import filled_in, machine
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from tasks.roster import Imported

roster = group("Danh sách cán bộ, chức danh, vắng mặt, cơ quan: xuất ra và nạp từ tệp Excel.")

Target = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx sẽ được tạo; tệp đã có không bị ghi đè.")]


@roster.command(cls=Command)
def template(file: Target, as_json: Json = False) -> None:
    """Tạo tệp mẫu để điền: có sẵn chức danh và cơ quan của Quy chế."""
    from models.settings import read
    from regulation import load
    from tasks.roster_known import template as made

    _keep(file, made(load(read().regulation)), as_json)


@roster.command(cls=Command)
def export(file: Target, as_json: Json = False) -> None:
    """Xuất danh sách hiện có, kể cả những lần giữ chức danh đã qua."""
    from tasks.roster_known import exported

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        data = exported(desk)
    _keep(file, data, as_json)


@roster.command("import", cls=Command)
def take(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx theo mẫu của «nhip roster template» hoặc «export».")],
    check: Annotated[bool, typer.Option("--check", help="Chỉ xem trước sẽ có gì thay đổi, không ghi.")] = False,
    as_json: Json = False,
) -> None:
    """Nạp danh sách; sai một chỗ thì không nạp gì và mọi lỗi được kể một lượt.

    Nạp lại cùng một tệp không đổi gì. Dòng không có trong tệp thì giữ nguyên. Việc đang mở chuyển sang người mới giữ chức danh,
    kèm thư và liên kết mới. Mã thoát: 0 đã nạp, hoặc không có gì thay đổi · 2 tệp bị từ chối."""
    from tasks.roster import RosterRefused, import_roster, look_at_roster

    data = filled_in(file)
    try:
        with bureau_here() as bureau:
            if check:
                done = look_at_roster(bureau, data)
            else:
                with bureau.desk() as desk:
                    done = import_roster(desk, data)
    except RosterRefused as refused:
        if not as_json:
            raise
        machine({"taken": False, "changes": [], "faults": [vars(fault) for fault in refused.faults]})
        raise typer.Exit(refused.exit_code) from None
    if as_json:
        machine(_facts(done, check=check))
    else:
        _tell(done, check=check)


def _tell(done: "Imported", *, check: bool) -> None:
    if not done.changes:
        typer.echo("Không có gì thay đổi: danh sách đã đúng như tệp.")
        return
    sheet = ""
    for change in done.changes:
        if change.sheet != sheet:
            sheet = change.sheet
            typer.echo(sheet)
        typer.echo(f"  {'+' if change.is_new else '~'} {change.words}")
    typer.echo(f"{len(done.changes)} thay đổi; {done.moved} việc đang mở chuyển người trả lời; {done.letters} thư.")
    typer.echo("Mới xem trước, chưa ghi gì. Bỏ «--check» để nạp." if check else "Đã nạp.")


def _facts(done: "Imported", *, check: bool) -> dict[str, Any]:
    changes = [{"sheet": one.sheet, "row": one.line, "act": one.act, "new": one.is_new, "words": one.words} for one in done.changes]
    return {"taken": bool(changes) and not check, "changes": changes, "moved": done.moved, "letters": done.letters, "faults": []}


def _keep(file: Path, data: bytes, as_json: bool) -> None:
    from models.errors import Refused

    if file.suffix.lower() != ".xlsx":
        raise Refused(f"Tên tệp «{file}» phải có đuôi .xlsx.")
    try:
        with file.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise Refused(f"Đã có tệp «{file}», không ghi đè. Hãy chọn tên khác, hoặc tự xóa tệp ấy.") from None
    except OSError as error:
        raise Refused(f"Không ghi được tệp «{file}»: {error.strerror}. Hãy chọn nơi khác.") from None
    if as_json:
        machine({"file": str(file), "bytes": len(data)})
    else:
        typer.echo(f"Đã ghi «{file}».")
