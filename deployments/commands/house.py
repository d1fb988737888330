"""``init``, ``up`` and ``doctor``: a house and its health."""

from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.shown import machine, table

if TYPE_CHECKING:
    from models.settings import Settings


def init() -> None:
    """Lập nhà mới: cơ sở dữ liệu, quy chế, chức danh, cán bộ.

    Quy chế lấy từ thư mục NHIP_REGULATION; không đặt thì dùng bộ mẫu kèm theo. Chạy lại chỉ thêm phần còn thiếu.
    """
    from sqlmodel import func, select

    from deployments.parts import migrate_all
    from deployments.reach import databases
    from models.loading import load_committee
    from models.people import Officer, Seat
    from models.settings import read
    from models.store import Store
    from regulation import load

    settings = read()
    law = load(settings.regulation)
    with databases(settings, make=True) as found:
        migrate_all(found)
        store = Store(found.app)
        with store.transaction() as session:
            load_committee(session, law)
        with store.reading() as session:
            officers, seats = (session.exec(select(func.count()).select_from(record)).one() for record in (Officer, Seat))
        store.close()
    typer.echo(f"Nhà ở {settings.home.absolute()} đã sẵn sàng: {seats} chức danh, {officers} cán bộ. Chạy «./nhip up» để mở cửa.")


def up() -> None:
    """Mở cửa: chạy mọi bộ phận của nhà, tới khi Ctrl-C.

    PostgreSQL, máy chủ Prefect, cổng công việc, văn thư và các bộ phận nền; phần nào dừng bất thường thì được khởi động lại."""
    from deployments.home import occupy
    from deployments.parts import table as parts_of
    from deployments.parts import with_ports
    from deployments.progress import narrator
    from deployments.reach import refuse_without_home
    from deployments.supervisor import Supervisor
    from documents import dossier
    from models.settings import read

    settings = read()
    refuse_without_home(settings)
    with occupy(settings.home):  # a house that runs already is the better reason than its ports
        settings = with_ports(settings)
        dossier.sweep(settings.home / "files")  # what a kill left half-written; nobody writes now
    parts = parts_of(settings)
    addresses = {"prefect": settings.prefect_url.removesuffix("/api"), "portal": settings.portal_url}

    def open_door() -> None:
        typer.echo(f"Cửa đã mở. Cổng công việc: {addresses['portal']} · Prefect: {addresses['prefect']} · Ctrl-C để đóng cửa.")

    Supervisor(settings.home, parts, narrator(parts), addresses).run(open_door)
    typer.echo("Đã đóng cửa, không còn tiến trình nào chạy.")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")] = False,
    send_test: Annotated[str, typer.Option("--send-test", metavar="ĐỊA-CHỈ", help="Gửi một thư thử tới địa chỉ này, in biên nhận.")] = "",
) -> None:
    """Khám nhà: cấu hình gì, với tới được gì, thiếu gì. Bí mật được che."""
    from deployments.checkup import MARKS, examine
    from models.settings import read

    settings = read()
    if send_test:
        _send_test(settings, send_test)
        return
    findings = examine(settings)
    ill = any(finding.state == "missing" for finding in findings)
    if as_json:
        machine({"settings": _masked(settings), "findings": [vars(finding) for finding in findings], "well": not ill})
    else:
        table(("Cấu hình", "Giá trị"), [(f"NHIP_{name.upper()}", str(value)) for name, value in _masked(settings).items()])
        typer.echo()
        table(("", "Phần", "Tình trạng"), [(MARKS[finding.state], finding.title, finding.words) for finding in findings])
    raise typer.Exit(1 if ill else 0)


def _send_test(settings: "Settings", address: str) -> None:
    """One letter past the outbox, and what the mail server said to it."""
    from deployments.blocks import with_blocks
    from deployments.postman import mail_url_of
    from deployments.trial_letter import trial_letter
    from notifications.channels import mail
    from notifications.channels.receipt import Outcome
    from notifications.message import compose
    from regulation import load

    settings = with_blocks(settings)
    letter = trial_letter(load(settings.regulation).committee.identity.name, settings.mail_from, address)
    receipt = mail.send(mail_url_of(settings), compose(letter))
    mail.close()
    rows = [("Kết quả", OUTCOMES[receipt.outcome]), ("Mã", str(receipt.code or "—")), ("Máy chủ thư trả lời", receipt.reply or "—")]
    table(("Thư thử", address), [*rows, ("Mã hàng đợi", receipt.queue_id or "—"), ("Message-ID", letter.message_id)])
    raise typer.Exit(0 if receipt.outcome is Outcome.ACCEPTED else 1)


OUTCOMES = {
    "accepted": "Máy chủ thư đã nhận",
    "transient": "Chưa nhận, có thể nhận sau; hãy thử lại",
    "permanent": "Địa chỉ này không nhận thư",
    "config": "Máy chủ thư từ chối tài khoản, chứng thư hoặc địa chỉ gửi của nhà; hãy xem lại NHIP_MAIL_URL, NHIP_MAIL_FROM",
    "quota": "Hết hạn mức gửi của tài khoản",
    "parked": "Câu trả lời lạ; hãy hỏi người quản trị máy chủ thư",
    "unknown": "Mất liên lạc khi thư đã đi, chưa rõ đã đến hay chưa",
}


def _masked(settings: "Settings") -> dict[str, object]:
    """The settings; a secret only says that it is set."""
    from pydantic import SecretStr

    values = ((name, getattr(settings, name)) for name in type(settings).model_fields)
    return {name: "(đã đặt, được che)" if isinstance(value, SecretStr) else value if value is not None else "" for name, value in values}
