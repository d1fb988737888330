"""``zalo``: giving the house leave to speak for the committee's Official Account, and how long that leave lasts."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.shown import machine
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from models.zalo import ZaloToken
    from models.zalo_account import ZaloAccount
    from tasks.bureau import Bureau

zalo = group("Zalo: cấp quyền cho hệ thống gửi tin bằng tài khoản OA của Ban, xem quyền còn đến ngày nào.")

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]


@zalo.command(cls=Command)
def authorise(
    address: Annotated[
        str, typer.Argument(metavar="ĐỊA-CHỈ", help="Địa chỉ trình duyệt được chuyển đến sau khi đồng ý; không ghi thì lệnh hỏi.")
    ] = "",
) -> None:
    """Cấp quyền: in địa chỉ để người quản trị OA mở và đồng ý, rồi nhận địa chỉ Zalo chuyển về.

    Địa chỉ chuyển về chứa mã dùng một lần, có hiệu lực vài phút. Chạy lại lúc nào cũng được: chuỗi mã mới thay chuỗi mã cũ."""
    from models.errors import Refused
    from models.settings import read
    from notifications.channels.zalo import oauth
    from notifications.zalo_keys import keep, open_channels

    settings = read()
    with bureau_here() as bureau:
        account = _account(bureau)
        if not address:
            url = oauth.permission_url(account, bureau.key, settings.zalo_callback_url or f"{settings.portal_url}/giup-do")
            typer.echo("Người quản trị OA mở địa chỉ sau bằng trình duyệt, đăng nhập Zalo và bấm đồng ý:\n")
            typer.echo(f"{url}\n")
            address = typer.prompt("Dán vào đây cả địa chỉ mà trình duyệt được chuyển đến")
        try:
            pair = oauth.exchange(account, bureau.key, address)
        except oauth.NoPair as none:
            raise Refused(f"{none.receipt.reply} Chạy lại «./nhip zalo authorise» để lấy địa chỉ mới.") from None
        with bureau.store.transaction() as session:
            keep(session, account, bureau.key, pair)
            open_channels(session)
        token = _token(bureau, account)
    assert token is not None
    typer.echo(f"Đã cấp quyền. Gửi tin đều thì quyền tự gia hạn; không gửi tin nào thì hết ngày {_day(token.refresh_ends_at)}.")


@zalo.command(cls=Command)
def status(as_json: Json = False) -> None:
    """Quyền gửi tin còn hay mất, đến ngày nào. Mã thoát: 0 dùng được · 1 chưa cấp quyền hoặc mất chuỗi mã."""
    with bureau_here() as bureau:
        account = _account(bureau)
        token = _token(bureau, account)
    well = token is not None and token.lost_at is None
    if as_json:
        shown = {"rotated_at", "access_ends_at", "refresh_ends_at", "lost_at", "lost_why"}
        machine({"app_id": account.app_id, "well": well} | (token.model_dump(include=shown) if token else {}))
    else:
        typer.echo(_told(account, token))
    if not well:
        raise typer.Exit(1)


def _told(account: "ZaloAccount", token: "ZaloToken | None") -> str:
    if token is None:
        return f"Ứng dụng {account.app_id} chưa được cấp quyền. Chạy «./nhip zalo authorise»."
    if token.lost_at is not None:
        return f"Mất chuỗi mã Zalo từ {_moment(token.lost_at)}: {token.lost_why}. Chạy «./nhip zalo authorise»."
    return (
        f"Ứng dụng {account.app_id} gửi được tin. Mã đổi lần gần nhất {_moment(token.rotated_at)}, dùng đến "
        f"{_moment(token.access_ends_at)} rồi tự đổi khi gửi tin; không gửi tin nào thì hết ngày {_day(token.refresh_ends_at)}."
    )


def _account(bureau: "Bureau") -> "ZaloAccount":
    from deployments.blocks import with_blocks
    from models.errors import Refused
    from models.settings import read

    account = with_blocks(read()).zalo if bureau.zalo is not None else None
    if account is None:
        raise Refused("Chưa khai Zalo: đặt NHIP_ZALO_APP_ID, NHIP_ZALO_APP_SECRET, NHIP_ZALO_OA_SECRET (xem docs/operators.vi.md).")
    return account


def _token(bureau: "Bureau", account: "ZaloAccount") -> "ZaloToken | None":
    from models.zalo import ZaloToken

    with bureau.store.reading() as session:
        return session.get(ZaloToken, account.app_id)


def _day(at: datetime) -> str:
    from models.clock import OFFICE_ZONE

    return f"{at.astimezone(OFFICE_ZONE):%d/%m/%Y}"


def _moment(at: datetime) -> str:
    from models.clock import OFFICE_ZONE

    return f"{at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}"
