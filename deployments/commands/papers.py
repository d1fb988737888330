"""``number`` and ``register``: the register of outgoing papers, for who keeps it."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.shown import machine, table
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from models.papers import Paper
    from tasks.outgoing import Line

number = group("Số văn bản đi: lấy số cho văn bản soạn ngoài hệ thống, bỏ số, xem số.")

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]
Year = Annotated[int, typer.Option("--year", metavar="NĂM", help="Năm của sổ; mặc định là năm nay.")]
Notation = Annotated[str, typer.Argument(metavar="SỐ", help="Số, ký hiệu, ví dụ 05/TB-BCĐ.")]
Why = Annotated[str, typer.Option(help="Lý do, ghi vào sổ.")]


@number.command(cls=Command)
def reserve(
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="Loại văn bản trong ma trận ký, ví dụ notice, official_letter.")],
    subject: Annotated[str, typer.Option(help="Trích yếu nội dung của văn bản.")],
    reason: Why,
    as_json: Json = False,
) -> None:
    """Lấy số tiếp theo của sổ cho một văn bản soạn ngoài hệ thống.

    Văn bản phát hành rồi thì ghi ngày bằng «nhip number issued»; không phát hành thì «nhip number void»."""
    from tasks.paper_acts import take_outside

    with bureau_here() as bureau, bureau.desk() as desk:
        _say(take_outside(desk, kind, subject, reason), "Đã lấy số", as_json)


@number.command(cls=Command)
def issued(
    notation: Notation,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Mặc định: hôm nay.")] = None,
    year: Year = 0,
    as_json: Json = False,
) -> None:
    """Ghi ngày ban hành của văn bản soạn ngoài hệ thống đã lấy số."""
    from tasks.paper_acts import issue_outside

    with bureau_here() as bureau, bureau.desk() as desk:
        day: date = on.date() if on else desk.today
        _say(issue_outside(desk, notation, year or desk.today.year, day), "Đã ghi ban hành", as_json)


@number.command(cls=Command)
def void(notation: Notation, reason: Why, year: Year = 0, as_json: Json = False) -> None:
    """Bỏ một số đã lấy mà không phát hành; số bỏ vẫn giữ chỗ trong sổ, kèm lý do."""
    from tasks.paper_acts import void_number

    with bureau_here() as bureau, bureau.desk() as desk:
        _say(void_number(desk, notation, year or desk.today.year, reason), "Đã bỏ số", as_json)


@number.command("list", cls=Command)
def list_numbers(year: Year = 0, as_json: Json = False) -> None:
    """Các số của một năm, cả số bỏ, số đã lấy chưa phát hành và số do nơi khác cấp."""
    from tasks.outgoing import lines

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        wanted = year or desk.today.year
        found = lines(desk, wanted)
    if as_json:
        machine([_facts(line.paper) | {"sort": line.sort, "note": line.note} for line in found])
    elif not found:
        typer.echo(f"Sổ văn bản đi năm {wanted} chưa có số nào.")
    else:
        table(("Số, ký hiệu", "Ngày", "Loại", "Trích yếu", "Ghi chú"), [_row(line) for line in found])


def register(
    year: Annotated[int, typer.Argument(metavar="NĂM", help="Năm của sổ.")],
    file: Annotated[Path | None, typer.Argument(metavar="TỆP", help="Tệp Word sẽ ghi, mặc định so-van-ban-di-NĂM.docx.")] = None,
) -> None:
    """In sổ đăng ký văn bản đi của một năm ra tệp Word (Phụ lục IV Nghị định 30/2020/NĐ-CP)."""
    from models.errors import Refused
    from tasks.outgoing import FORM, register

    path = file or Path(f"so-van-ban-di-{year}.docx")
    with bureau_here() as bureau, bureau.reading_desk() as desk:
        made = register(desk, year)
        data = bureau.typist(FORM, made, bureau.forms)
    if not made.entries:
        raise Refused(f"Sổ văn bản đi năm {year} chưa có số nào để in.")
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise Refused(f"Tệp {path} đã có; hãy chọn tên khác hoặc xóa tệp ấy rồi in lại.") from None
    except OSError as fault:
        raise Refused(f"Không ghi được tệp {path}: {fault.strerror}. Hãy chọn thư mục khác.") from None
    typer.echo(f"Đã ghi sổ văn bản đi năm {year}, {len(made.entries)} số, vào {path}.")


def _say(paper: "Paper", what: str, as_json: bool) -> None:
    if as_json:
        machine(_facts(paper))
    else:
        typer.echo(f"{what} {paper.notation} (năm {paper.year}): {paper.subject}.")


def _facts(paper: "Paper") -> dict[str, object]:
    shown = {"id", "case_id", "notation", "series", "kind", "number", "year", "subject", "elsewhere", "issued_at"}
    return paper.model_dump(include=shown) | {"state": paper.state}


def _row(line: "Line") -> tuple[str, ...]:
    paper = line.paper
    day = f"{paper.issued_at:%d/%m/%Y}" if paper.issued_at else ""
    return (paper.notation, day, line.sort, paper.subject, line.note)
