"""``attendance``: who came to a year's meetings."""

from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.shown import machine, table

if TYPE_CHECKING:
    from tasks.attendance import Figures

Json = Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")]


def attendance(
    year: Annotated[int, typer.Argument(metavar="NĂM", min=2000, max=2999, help="Năm, ví dụ 2019.")],
    as_json: Json = False,
) -> None:
    """Số liệu dự họp trong năm của từng chức danh (khoản 5 Điều 6 Quy chế), không xếp hạng."""
    from dataclasses import asdict

    from deployments.commands.at_home import bureau_here
    from tasks.attendance import year_of
    from tasks.who import roster

    with bureau_here() as bureau, bureau.reading_desk() as desk:
        found, people = year_of(desk, year), roster(desk)
    if as_json:
        seats = [{"seat": seat, "title": people.title(seat)} | asdict(one) | {"rate": one.rate} for seat, one in found.seats]
        machine({"year": year, "meetings": found.meetings, "seats": seats, "total": asdict(found.total) | {"rate": found.total.rate}})
        return
    typer.echo(f"Năm {year}: {found.meetings} cuộc họp đã ghi nhận thành phần dự họp.\n")
    rows = [(people.title(seat), people.name(people.holders.get(seat)), *_cells(one)) for seat, one in found.seats]
    table(HEADS, [*rows, ("Tổng cộng", "", *_cells(found.total))])


HEADS = ("Chức danh", "Người giữ hiện nay", "Cuộc họp", "Có mặt", "Dự thay", "Vắng, được đồng ý", "Vắng chưa được đồng ý", "Tỷ lệ có mặt")


def _cells(one: "Figures") -> tuple[str, ...]:
    counted = (one.held, one.present, one.proxy, one.consented, one.unconsented)
    return (*map(str, counted), "" if one.rate is None else f"{one.rate}%")
