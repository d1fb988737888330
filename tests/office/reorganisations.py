"""Agencies renamed, merged and split, for tests: rows of the sheet, and what came of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.access import Link
from models.cases import Act
from models.letters import Letter
from models.steps import StepState
from tasks.succession import SUCCEEDED_TITLE
from tasks.who import roster
from tests.office.cast import Office
from tests.office.rosters import add

TODAY, DAY = date(2019, 8, 26), date(2019, 9, 3)  # a Tuesday after the national day
NQ = "Nghị quyết số 12/NQ-HĐND ngày 20/8/2019 (hư cấu)"


def into(before: str, after: str, day: date | None = DAY, **more: Any) -> dict[str, Any]:
    """A row of the sheet: one agency goes into another."""
    return {"Từ ngày": day, "Mã cơ quan": before, "Nhập vào, tách thành": after, "Văn bản quyết định": NQ} | more


def called(code: str, name: str, day: date | None = DAY, **more: Any) -> dict[str, Any]:
    """A row of the sheet: an agency gets another name."""
    return {"Từ ngày": day, "Mã cơ quan": code, "Đổi tên thành": name, "Văn bản quyết định": NQ} | more


def reorganised(office: Office, *rows: dict[str, Any]) -> Any:
    return add(office, Sắp_xếp_cơ_quan=rows)


def head(office: Office, agency: str) -> str:
    with office.bureau.reading_desk() as desk:
        seat = roster(desk).head_of(agency)
        assert seat is not None
        return roster(desk).holders[seat.id]


def on(office: Office, day: date) -> None:
    office.move_to(day)
    office.sweep()
    while office.ring():
        pass


def of_step(office: Office, case_id: UUID, key: str) -> tuple[list[str], str | None, StepState]:
    step = office.step(case_id, key)
    return step.seats, step.officer_id, step.state


def told(office: Office, case_id: UUID) -> list[Letter]:
    return [letter for letter in office.queued(case_id) if letter.kind == "told" and letter.context["words"]["title"] == SUCCEEDED_TITLE]


def links(office: Office, step_id: UUID) -> list[Link]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Link).where(col(Link.step_id) == step_id).order_by(col(Link.id))))


def acts(office: Office, case_id: UUID) -> list[str]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(col(Act.kind)).where(col(Act.case_id) == case_id).order_by(col(Act.n))))


SPLIT = (into("HGT", "HKL", **{"Nhận việc còn lại": "có"}), into("HGT", "HAB", **{"Nhận việc còn lại": "không"}))


MADE = {
    "Mã cơ quan": "SCĐS",
    "Tên cơ quan": "Sở Chuyển đổi số",
    "Loại": "Sở và tương đương",
    "Báo cáo hằng quý": "có",
    "Cơ quan cấp trên": "UBND",
}


HEADED = MADE | {"Chức vụ người đứng đầu": "Giám đốc"}
