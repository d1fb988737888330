"""``backup`` and ``restore``: the house in one file, and back."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from deployments.commands.shown import machine

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]


def backup(
    target: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp sẽ tạo; không bao giờ ghi đè tệp đã có.")],
    without_key: Annotated[bool, typer.Option("--without-key", help="Không kèm khóa sinh liên kết; phải giữ khóa ở nơi khác.")] = False,
    as_json: Json = False,
) -> None:
    """Sao lưu cả nhà vào một tệp: hai cơ sở dữ liệu, văn bản và tệp nộp, mẫu riêng, khóa.

    Chạy được khi nhà đang mở cửa hay đóng cửa. Tệp có quyền 0600 và mở được mọi liên kết: giữ kín như chính ngôi nhà. Mã thoát 1 khi đã sao
    lưu xong nhưng có tệp bị thiếu, bị hỏng hoặc nhật ký bị đứt."""
    from deployments.backup import back_up
    from models.settings import read

    made = back_up(read(), target, with_key=not without_key, say=Progress())
    well = not made.manifest.faults and made.manifest.journal["broken_at"] is None
    if as_json:
        machine(_facts(made.manifest) | {"file": target.absolute(), "bytes": made.bytes, "seconds": made.seconds, "well": well})
    else:
        counts = made.manifest.counts
        typer.echo(
            f"Đã sao lưu vào {target.absolute()}: {made.bytes / 1e6:.1f} MB, {counts['cases']} hồ sơ ({counts['open_cases']} đang mở), "
            f"{counts['files']} tệp, {counts['letters_waiting']} thư đang chờ gửi; {made.seconds} giây."
        )
        _complain(made.manifest)
    raise typer.Exit(0 if well else 1)


def restore(
    source: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp do «nhip backup» tạo.")],
    new_key: Annotated[bool, typer.Option("--new-key", help="Khóa cũ đã mất: lập khóa mới, liên kết đã gửi hết hiệu lực.")] = False,
    as_json: Json = False,
) -> None:
    """Khôi phục một bản sao lưu vào NHIP_HOME còn trống: cả nhà, hoặc không gì cả.

    Mọi mã băm được kiểm tra trước khi ghi. Thư đang chờ gửi lúc sao lưu không tự gửi lại, ai đang đăng nhập phải đăng nhập lại, hồ sơ
    đang mở đi tiếp khi nhà mở cửa. Bị dừng giữa chừng thì chạy lại cùng lệnh."""
    from deployments.restore import restore as bring_back
    from models.settings import read

    settings = read()
    done = bring_back(settings, source, new_key=new_key, say=Progress())
    well = not done.manifest.faults and done.manifest.journal["broken_at"] is None
    if as_json:
        changed = {"letters_in_doubt": done.changed.doubtful, "new_links": done.changed.new_links, "other_regulation": done.other_law}
        machine(_facts(done.manifest) | changed | {"home": settings.home.absolute(), "seconds": done.seconds, "well": well})
    else:
        counts = done.manifest.counts
        typer.echo(
            f"Đã khôi phục vào {settings.home.absolute()}: {counts['cases']} hồ sơ ({counts['open_cases']} đang mở), "
            f"{counts['files']} tệp; {done.seconds} giây. {done.changed.doubtful} thư chưa rõ đã gửi hay chưa, không tự gửi lại. "
            "Chạy «./nhip up» để mở cửa."
        )
        if done.other_law:
            typer.echo("Quy chế đang dùng khác quy chế lúc sao lưu: kiểm tra NHIP_REGULATION trước khi mở cửa.", err=True)
        _complain(done.manifest)
    raise typer.Exit(0 if well else 1)


class Progress:
    """Says on stderr what is being done, with the seconds since the start; of what repeats itself, once in two seconds."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def __call__(self, what: str) -> None:
        """Say it."""
        now = time.monotonic()
        if not what.startswith("Đã") or now - self._last > 2:
            self._last = now
            typer.echo(f"{now - self._began:6.1f} s  {what}…", err=True)


def _facts(manifest: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(manifest).items() if name not in ("parts", "key")}


def _complain(manifest: Any) -> None:
    if manifest.faults:
        typer.echo(
            f"{len(manifest.faults)} tệp đã thiếu hoặc hỏng từ trước nên không có trong bản sao lưu: {', '.join(manifest.faults[:3])}. "
            "Tìm chúng trong các bản sao lưu cũ hơn.",
            err=True,
        )
    if manifest.journal["broken_at"] is not None:
        typer.echo(f"Nhật ký đã bị đứt ở dòng {manifest.journal['broken_at']} từ trước khi sao lưu. Báo người phụ trách.", err=True)
