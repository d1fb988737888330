"""``letters``: the log of the letters, and what an operator does with one that nothing moves any more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deployments.commands.at_home import bureau_here
from deployments.commands.shown import machine, table
from deployments.commands.words import Command, group

if TYPE_CHECKING:
    from tasks.letter_filters import Filters
    from tasks.letter_list import Line

letters = group("Xem thư đã gửi, xử lý thư chưa rõ đã đến hay chưa.")

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]
LetterId = Annotated[UUID, typer.Argument(metavar="MÃ", help="Mã thư, xem «nhip letters list».")]
Reason = Annotated[str, typer.Option("--reason", help="Lý do, được lưu cùng thư và ghi vào nhật ký.")]
State = Annotated[str, typer.Option("--state", help="Tình trạng: queued, sending, accepted, failed, doubt, parked, carried, withdrawn.")]
Channel = Annotated[str, typer.Option("--channel", help="Kênh: mail, zalo, zalo-oa, paper, alert.")]
Officer = Annotated[str, typer.Option("--officer", help="Mã người nhận.")]
Group = Annotated[str, typer.Option("--group", help="Nhóm thư: official, reminders, information, receipts.")]
Case = Annotated[str, typer.Option("--case", help="Mã hồ sơ.")]
Since = Annotated[str, typer.Option("--since", help="Từ ngày, ví dụ 2026-11-01.")]
Until = Annotated[str, typer.Option("--until", help="Đến hết ngày.")]
Words = Annotated[str, typer.Option("--words", help="Các chữ trong tên việc.")]

HEADS = ("Mã", "Viết lúc", "Người nhận", "Về việc", "Kênh", "Tình trạng", "Lần gửi")


@letters.command("list", cls=Command)
def list_letters(
    state: State = "",
    channel: Channel = "",
    officer: Officer = "",
    group: Group = "",
    case: Case = "",
    since: Since = "",
    until: Until = "",
    words: Words = "",
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="Nhiều nhất bao nhiêu thư.")] = 50,
    as_json: Json = False,
) -> None:
    """Các thư, thư chờ người vận hành trước, rồi thư mới nhất."""
    from tasks.letter_list import letters as find

    filters = _filters(state, channel, officer, group, case, since, until, words)
    with bureau_here() as bureau, bureau.reading_desk() as desk:
        found = find(desk, filters, size=most)
    if as_json:
        machine([vars(line) | {"waits": line.waits} for line in found.lines])
        return
    if not found.lines:
        typer.echo("Không có thư nào đúng với bộ lọc." if filters.any else "Chưa có thư nào.")
        return
    table(HEADS, [_row(line) for line in found.lines])
    if found.following:
        typer.echo(f"\nCòn thư cũ hơn; lọc hẹp lại hoặc dùng --most (đang là {most}).")


@letters.command(cls=Command)
def show(letter_id: LetterId, as_json: Json = False) -> None:
    """Một thư: đi những đâu, lúc nào, bên nhận nói gì, đã mở và trả lời chưa."""
    from dataclasses import asdict

    from tasks.letter_acts import ACTS
    from tasks.letter_log import story_of
    from tasks.letter_words import channel_called

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        story = story_of(desk, letter_id)
    letter = story.letter
    if as_json:
        told = {name: getattr(letter, name) for name in type(letter).model_fields if name not in ("context", "link_id", "claimed_by")}
        machine(told | {"title": story.title, "reader": story.reader, "events": [asdict(one) for one in story.events]})
        return
    typer.echo(f"{story.title}\n{story.kind_called} gửi {story.reader}, {channel_called(letter.channel)}: {story.state_called}\n")
    table(
        ("Lúc", "Diễn biến", "Chi tiết"),
        [(f"{one.at:%d/%m/%Y %H:%M:%S}" if one.at else "", one.what, f"{one.code or ''} {one.detail}".strip()) for one in story.events],
    )
    if story.remark:
        typer.echo(f"\n{story.remark}")
    if story.carries:
        typer.echo("\nGồm:")
        table(("Mã", "Về việc"), [(str(key), title) for key, title in story.carries])
    if story.open_to:
        typer.echo("\nLàm được: " + ", ".join(f"«{ACTS[act]}»" for act in story.open_to) + ".")


@letters.command(cls=Command)
def resend(letter_id: LetterId, reason: Reason) -> None:
    """Gửi lại đúng thư này, cùng mã thư; chỉ thư chưa rõ đã đến, để riêng hoặc không gửi được."""
    from tasks.letter_acts import resend as again

    with bureau_here() as bureau, bureau.desk() as desk:
        again(desk, letter_id, reason)
    typer.echo("Thư đã vào lại hàng chờ gửi.")


@letters.command(cls=Command)
def settle(letter_id: LetterId, reason: Reason) -> None:
    """Coi như thư đã đến, theo lời người nhận; chỉ thư chưa rõ đã đến, để riêng hoặc không gửi được."""
    from tasks.letter_acts import settle as take

    with bureau_here() as bureau, bureau.desk() as desk:
        take(desk, letter_id, reason)
    typer.echo("Đã ghi nhận: coi như thư đã đến.")


@letters.command("handed-over", cls=Command)
def handed_over(
    letter_id: LetterId,
    reason: Annotated[str, typer.Option("--reason", help="Ai nhận thay, ghi chú (không bắt buộc).")] = "",
) -> None:
    """Ghi nhận phiếu giấy đã giao tận tay."""
    from tasks.letter_acts import hand_over

    with bureau_here() as bureau, bureau.desk() as desk:
        hand_over(desk, letter_id, reason)
    typer.echo("Đã ghi nhận phiếu giấy đã giao.")


@letters.command(cls=Command)
def export(
    path: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp CSV mới; tệp đã có thì không ghi đè.")],
    state: State = "",
    channel: Channel = "",
    officer: Officer = "",
    group: Group = "",
    case: Case = "",
    since: Since = "",
    until: Until = "",
    words: Words = "",
) -> None:
    """Ghi bảng thư ra tệp CSV mở được bằng Excel, mới nhất trước."""
    import csv

    from deployments.new_files import growing
    from tasks.letter_csv import HEADS as COLUMNS
    from tasks.letter_csv import cells
    from tasks.letter_list import every_letter

    filters, count = _filters(state, channel, officer, group, case, since, until, words), 0
    with bureau_here() as bureau, bureau.reading_desk() as desk, growing(path) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for count, line in enumerate(every_letter(desk, filters), 1):  # noqa: B007 - the last number is the count
            writer.writerow(cells(line))
    typer.echo(f"Đã ghi {count} thư vào {path}.")


def _filters(*given: str) -> "Filters":
    from dataclasses import fields

    from tasks.letter_filters import Filters, filters_of

    return filters_of({one.name: text for one, text in zip(fields(Filters), given, strict=True)})


def _row(line: "Line") -> tuple[str, ...]:
    return (
        str(line.id),
        f"{line.queued_at:%d/%m/%Y %H:%M}",
        line.reader,
        line.title,
        line.channel_called,
        line.state_called,
        str(line.attempts),
    )
