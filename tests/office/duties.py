"""Directives for tests: ordered by hand, or born of a meeting, and officers who answer for them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from models.cases import Case
from models.directives import Directive, Extension, Progress, Source
from models.letters import Letter
from tasks.directives import NewDirective, give
from tests.office.cast import Office

GIANG_THANH, HEALTH_HEAD, VICE_CHAIR = "P44", "P11", "P02"
DUE = date(2019, 11, 15)  # a Friday
ACCEPT = {"choice": "accept", "doer": "Trưởng phòng Văn hóa và Thông tin"}
PROGRESS = {"choice": "progress", "done": "Đã rà soát 12/30 thủ tục."}
SUBMIT = {"choice": "submit", "done": "Đã hoàn thành.", "product_number": "15/BC-UBND"}
EXTEND = {"choice": "extend", "new_due": "2019-11-29", "reason": "Chờ hướng dẫn của Bộ."}
CONFIRMED = {"choice": "approve"}
RETURNED = {"choice": "return", "reason": "Thiếu số liệu của 2 xã."}
DONE: dict[str, Any] = {"acknowledge": ACCEPT, "report": SUBMIT, "confirm": CONFIRMED, "extension": {"choice": "grant"}}


def order(**changes: Any) -> NewDirective:
    """What the chair concluded for Giang Thành, or as changed."""
    given: dict[str, Any] = {
        "source": Source.CONCLUSION,
        "source_text": "Kết luận họp Ban Chỉ đạo quý III năm 2019",
        "source_date": date(2019, 8, 23),
        "issuer_seat": "chair",
        "text": "Báo cáo giải trình nguyên nhân chậm ký số và cam kết thời hạn khắc phục.",
        "lead_agency": "HGT",
        "coordinating": ("STTTT",),
        "due": DUE,
        "product": "Báo cáo",
    }
    return NewDirective(**(given | changes))


def given(office: Office, **changes: Any) -> UUID:
    """A directive whose lead agency has been asked to take it on."""
    with office.bureau.desk() as desk:
        case_id = give(desk, order(entry_id=uuid4(), **changes)).id
    office.walk(case_id)
    return case_id


def taken_on(office: Office, **changes: Any) -> UUID:
    """A directive that has been acknowledged and is waited for."""
    case_id = given(office, **changes)
    office.answer(office.step(case_id, "acknowledge"), ACCEPT)
    office.walk(case_id)
    return case_id


def said(office: Office, case_id: UUID, key: str, data: dict[str, Any]) -> None:
    """The one asked answers, and the case is walked."""
    office.answer(office.step(case_id, key), data)
    office.walk(case_id)


def record(office: Office, case_id: UUID) -> Directive:
    with office.bureau.reading_desk() as desk:
        return desk.session.exec(select(Directive).where(col(Directive.case_id) == case_id)).one()


def reports(office: Office, case_id: UUID) -> list[Progress]:
    with office.bureau.reading_desk() as desk:
        wanted = select(Progress).where(col(Progress.directive_id) == record(office, case_id).id)
        return list(desk.session.exec(wanted.order_by(col(Progress.reported_at), col(Progress.step_id))))


def extensions(office: Office, case_id: UUID) -> list[Extension]:
    with office.bureau.reading_desk() as desk:
        wanted = select(Extension).where(col(Extension.directive_id) == record(office, case_id).id)
        return list(desk.session.exec(wanted.order_by(col(Extension.n))))


def children(office: Office, parent: UUID) -> list[Case]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Case).where(col(Case.parent_id) == parent).order_by(col(Case.birth_key))))


def rung_letters(office: Office, case_id: UUID) -> list[tuple[str, str | None]]:
    """(rung, to whom) of the letters of the report's ladder, in order."""
    found: list[Letter] = [letter for letter in office.letters(case_id) if letter.key.split("/")[1] == "report"]
    return [(letter.key.split("/")[-2], letter.officer_id) for letter in found if letter.key.split("/")[-2] != "ask"]
