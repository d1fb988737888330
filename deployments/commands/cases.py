"""``case`` and ``journal``: looking at what is under way, and the few things an operator does to it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.shown import machine, table
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from models.cases import Case

case = group("Xem, mở, hủy hồ sơ.")
journal = group("Nhật ký không sửa được.")

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]
CaseId = Annotated[UUID, typer.Argument(metavar="MÃ", help="Mã hồ sơ, xem «nhip case list».")]


@case.command("list", cls=Command)
def list_cases(
    ended: Annotated[bool, typer.Option("--all", help="Cả hồ sơ đã kết thúc.")] = False,
    as_json: Json = False,
) -> None:
    """Các hồ sơ đang mở."""
    from sqlmodel import col, select

    from models.cases import Case

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        wanted = select(Case).order_by(col(Case.opened_at), col(Case.id))
        if not ended:
            wanted = wanted.where(col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
        cases = desk.session.exec(wanted).all()
    if as_json:
        machine([found.model_dump(exclude={"subject"}) for found in cases])
    elif not cases:
        typer.echo("Không có hồ sơ nào đang mở." if not ended else "Chưa có hồ sơ nào.")
    else:
        table(("Mã", "Hồ sơ", "Kỳ", "Mở ngày", "Tình trạng"), [_row(found) for found in cases])


@case.command(cls=Command)
def show(case_id: CaseId, as_json: Json = False) -> None:
    """Một hồ sơ và từng bước của nó."""
    from sqlmodel import col, select

    from models.cases import Case
    from models.steps import Step
    from tasks.casework import NoSuchCase

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        found = desk.session.get(Case, case_id)
        if found is None:
            raise NoSuchCase(NoSuchCase.__doc__)
        steps = desk.session.exec(select(Step).where(col(Step.case_id) == case_id).order_by(col(Step.opened_at), col(Step.id))).all()
    if as_json:
        machine(found.model_dump() | {"steps": [step.model_dump() for step in steps]})
        return
    typer.echo(f"{found.title}\n{_state(found)}, mở ngày {found.opened_at:%d/%m/%Y}\n")
    rows = [
        (step.title, step.officer_id or "", ", ".join(step.clauses), f"{step.due:%d/%m/%Y}" if step.due else "", _STATES[step.state.value])
        for step in steps
    ]
    table(("Bước", "Ai", "Căn cứ", "Hạn", "Tình trạng"), rows)


@case.command("open", cls=Command)
def open_one(
    process: Annotated[str, typer.Argument(metavar="QUY-TRÌNH", help="Tên quy trình, ví dụ board_meeting, directive.")],
    period: Annotated[str, typer.Argument(metavar="KỲ", help="Kỳ, ví dụ 2026-Q4; nhiệm vụ (directive) không có kỳ.")] = "",
    order: Annotated[Path | None, typer.Option("--order", metavar="TỆP", help="Tệp YAML ghi nhiệm vụ được giao (directive).")] = None,
    as_json: Json = False,
) -> None:
    """Mở hồ sơ của một kỳ, hoặc của một nhiệm vụ được giao; đã có thì không mở thêm.

    Tệp của «--order» ghi: source (committee, province), issuer (mã chức danh), source_text, source_number, source_date, text,
    lead (mã cơ quan), coordinating, due hoặc standing: true (nhiệm vụ thường xuyên), product; nếu người giao đã ủy quyền bằng văn bản
    việc quyết định gia hạn thì ghi thêm granter (mã chức danh) và granter_document (văn bản ủy quyền)."""
    from deployments.commands.orders import read_order
    from flows.process import PROCESSES
    from flows.process.walk import open_period
    from models.errors import Refused
    from tasks.directives import enter

    with bureau_here() as bureau, bureau.desk() as desk:
        known = sorted({name for name, _ in PROCESSES})
        if process not in known:
            raise Refused(f"Không có quy trình «{process}». Các quy trình mở được: {', '.join(known)}.")
        if process == "directive":
            made, new = enter(desk, read_order(order), by=None)
        elif not period:
            raise Refused(f"Xin ghi kỳ, ví dụ: nhip case open {process} 2026-Q4.")
        else:
            made, new = open_period(desk, process, period)
    if as_json:
        machine({"id": made.id, "title": made.title, "new": new})
    else:
        typer.echo(f"{'Đã mở' if new else 'Đã có sẵn'} hồ sơ «{made.title}», mã {made.id}.")


@case.command(cls=Command)
def cancel(
    case_id: CaseId,
    reason: Annotated[str, typer.Option(help="Lý do, được ghi vào nhật ký và báo cho người liên quan.")],
) -> None:
    """Hủy một hồ sơ, có lý do.

    Việc đang chờ được rút, đường liên kết hết hiệu lực, người liên quan được báo."""
    from tasks.casework import cancel_case

    with bureau_here() as bureau, bureau.desk() as desk:
        ended = cancel_case(desk, case_id, reason)
    typer.echo(f"Đã hủy hồ sơ «{ended.title}».")


@journal.command(cls=Command)
def verify(as_json: Json = False) -> None:
    """Kiểm tra chuỗi băm của nhật ký từ dòng đầu; mã thoát 1 khi chuỗi bị đứt."""
    from models.journal import verify as recompute

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        verdict = recompute(desk.session)
    if as_json:
        machine(vars(verdict) | {"clean": verdict.clean})
    elif verdict.clean:
        typer.echo(f"Nhật ký nguyên vẹn: {verdict.lines} dòng, mã đầu chuỗi {verdict.head}.")
    else:
        typer.echo(
            f"Nhật ký bị đứt ở dòng {verdict.broken_at}. Giữ nguyên dữ liệu, đối chiếu bản sao lưu và báo người phụ trách.", err=True
        )
    raise typer.Exit(0 if verdict.clean else 1)


_STATES = {"open": "đang chờ", "answered": "đã xong", "lapsed": "hết hạn nhận", "withdrawn": "đã rút"}


def _row(found: "Case") -> tuple[str, ...]:
    return (str(found.id), found.title, found.period or "", f"{found.opened_at:%d/%m/%Y}", _state(found))


def _state(found: "Case") -> str:
    if found.closed_at is not None:
        return "đã hoàn thành"
    return f"đã hủy: {found.end_reason}" if found.cancelled_at is not None else "đang mở"
