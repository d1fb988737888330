"""The draft plan's Excel annex: taken away, brought back, its differences shown before anything is written."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from documents import dossier
from documents.uploads import MAX_BYTES
from documents.workbook_reader import Fault
from models.errors import Refused
from portal.door import Form, bureau_of, same, stamp, visitor_of
from portal.downloads import download
from portal.pages import page, see
from portal.plan_forms import BASE, plan_in
from tasks.plan_editing import edited
from tasks.plan_workbook import differences, read_annex, state_of, take_in, write_annex

router = APIRouter()
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGED = "Dự thảo đã thay đổi sau khi đọc tệp; xin xem lại các chỗ khác nhau rồi ghi."


@router.get(BASE + "/excel")
def annex(request: Request, case_id: UUID) -> Response:
    """The plan as a workbook."""
    with bureau_of(request).reading_desk() as desk:
        plan = plan_in(desk, case_id)
        return download(f"Phụ lục kế hoạch năm {plan.year}.xlsx", EXCEL, write_annex(desk, plan))


@router.get(BASE + "/nhap")
def bring_page(request: Request, case_id: UUID) -> Response:
    """Ask for the filled-in workbook."""
    return _form(request, case_id)


@router.post(BASE + "/nhap")
def bring(request: Request, case_id: UUID, form: Form) -> Response:
    """Read it: every fault at once, or what it would change; nothing is written yet."""
    handed = form.files.get("annex")
    if handed is None:
        return _form(request, case_id, "Xin chọn tệp Excel đã điền.")
    if handed.too_large:
        return _form(request, case_id, f"Tệp vượt quá {MAX_BYTES // 1024 // 1024} MB cho phép.")
    return _shown(request, case_id, handed.data)


@router.post(BASE + "/nhan")
def take(request: Request, case_id: UUID, form: Form) -> Response:
    """Write what was shown, if the draft still stands as it was when it was shown."""
    sha256, seen = form.one("file"), form.one("seen")
    if not same(form.one("seal"), _seal(request, case_id, sha256)):
        return _form(request, case_id, "Trang này mở đã lâu; xin chọn lại tệp.")
    with dossier.open(bureau_of(request).files, sha256) as file:
        data = file.read()
    try:
        with bureau_of(request).desk() as desk:
            plan = edited(desk, case_id, visitor_of(request).officer_id)
            found = read_annex(desk, plan, data)
            fresh = state_of(desk, plan) == seen and not found.faults
            if fresh:
                take_in(desk, plan, found)
    except Refused as refused:
        return _form(request, case_id, str(refused))
    return see(f"/ho-so/{case_id}/ke-hoach") if fresh else _shown(request, case_id, data, CHANGED)


def _shown(request: Request, case_id: UUID, data: bytes, told: str = "") -> Response:
    with bureau_of(request).reading_desk() as desk:
        plan = plan_in(desk, case_id)
        try:
            found = read_annex(desk, plan, data)
        except Refused as refused:
            return _form(request, case_id, str(refused))
        if found.faults:
            return _form(request, case_id, "", found.faults)
        changes, seen = differences(desk, plan, found), state_of(desk, plan)
        sha256 = dossier.put(bureau_of(request).files, data)
        seal = _seal(request, case_id, sha256)
        case = desk.case(case_id)
        return page(request, "plan_differences", case=case, changes=changes, file=sha256, seal=seal, seen=seen, told=told)


def _form(request: Request, case_id: UUID, wrong: str = "", faults: list[Fault] | None = None) -> Response:
    with bureau_of(request).reading_desk() as desk:
        plan_in(desk, case_id)
        status = 422 if wrong or faults else 200
        return page(request, "plan_annex", status, case=desk.case(case_id), wrong=wrong, faults=faults or [])


def _seal(request: Request, case_id: UUID, sha256: str) -> str:
    return stamp(request, "annex", f"{case_id}/{visitor_of(request).officer_id}/{sha256}")
