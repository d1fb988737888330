"""An agency's figures on the portal: entered, kept as a draft, sent as an Excel file, explained, corrected."""

from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from deployments.demo import figures as demo
from flows.process.walk import open_period
from models.clock import at
from models.reports import AgencyReport, FormDraft
from models.steps import Step, StepState
from tests.office.cast import TAKEN, YES, Handed
from tests.office.reports import ASKED, BOOKS, CALLED, DRAFTED, figures
from tests.portal.reading import text_of
from tests.portal.test_headers import guarded
from tests.portal.visit import PDF, Browser, House, payload


@pytest.fixture
def reporting(house: House) -> House:
    """The house while agencies are asked for the third quarter's figures."""
    house.clock.move(at(ASKED, time(8)))
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "quarterly_report", "2019-Q3")[0].id
    house.scripted |= {
        **CALLED,
        "data-call-release": TAKEN | {"signed": Handed("da-ky.pdf", content=PDF)},
        "quarterly-draft": DRAFTED,
        "quarterly-review": YES,
        "quarterly-sign": YES,
        "quarterly-release": TAKEN | {"signed": Handed("da-ky.pdf", content=PDF)},
    }
    house.reach("figures")
    return house


@pytest.fixture
def step(reporting: House) -> Step:
    return reporting.step("figures", "head_syt")


@pytest.fixture
def head(reporting: House, step: Step) -> Browser:
    assert step.officer_id is not None
    return reporting.browser().sign_in(step.officer_id)


def typed(step: Step, **changes: Any) -> dict[str, Any]:
    """The page as it is filled in."""
    told: dict[str, Any] = {"choice": "submit"}
    for n, line in enumerate(figures(step)["figures"]):
        told |= {f"figures.{n}.{name}": value for name, value in line.items()}
    return told | changes


def reports(house: House) -> list[AgencyReport]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(AgencyReport).order_by(AgencyReport.version)))  # type: ignore[arg-type]


def drafts(house: House) -> list[FormDraft]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(FormDraft)))


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_is_still_there(head: Browser, reporting: House, step: Step) -> None:
    reply = head.send(f"/viec/{step.id}", typed(step, **{"figures.0.numerator": "tám", "obstacles": "Thiếu máy"}))
    assert reply.status_code == 422
    assert 'id="w-figures.0.numerator"' in reply.text
    assert 'value="tám"' in reply.text
    assert "Thiếu máy" in reply.text
    assert "Hãy ghi một số không âm" in text_of(reply.text)
    assert reports(reporting) == []
    assert head.send(f"/viec/{step.id}", typed(step)).status_code == 303
    assert [(one.agency_id, one.version) for one in reports(reporting)] == [("SYT", 1)]


def test_last_quarters_figures_targets_and_open_duties_stand_beside_the_fields(head: Browser, step: Step) -> None:
    page = text_of(head.get(f"/viec/{step.id}").text)
    assert "Quý II năm 2019: – · Mục tiêu: ≥ 20%" in page
    assert "Nhiệm vụ cơ quan đang thực hiện (0)" in page


def test_a_draft_is_kept_at_the_press_of_a_button_and_is_no_answer(head: Browser, reporting: House, step: Step) -> None:
    kept = head.send(f"/viec/{step.id}", {"figures.0.numerator": "12", "save_draft": "1"})
    assert kept.status_code == 200
    assert "Đã lưu bản nháp" in kept.text
    assert reporting.again(step).state == StepState.OPEN
    again = head.get(f"/viec/{step.id}")
    assert 'value="12"' in again.text
    assert "Bản nháp lưu lúc" in again.text
    head.send(f"/viec/{step.id}", typed(step))
    assert drafts(reporting) == []


def test_the_script_saves_what_is_typed_and_a_stranger_saves_nothing(head: Browser, reporting: House, step: Step) -> None:
    csrf = head.fields(f"/viec/{step.id}")["csrf"]
    reply = head.post(f"/viec/{step.id}/nhap", {"csrf": csrf, "figures.0.indicator": "I01", "figures.0.numerator": "7"})
    assert reply.text.startswith("Đã lưu bản nháp lúc 08 giờ 00")
    assert head.post(f"/viec/{step.id}/nhap", {"csrf": "x", "figures.0.numerator": "8"}).status_code == 403
    other = reporting.browser().sign_in("P18")
    assert other.post(f"/viec/{step.id}/nhap", {"csrf": csrf}).status_code == 404
    (draft,) = drafts(reporting)
    assert draft.typed["figures"][0]["numerator"] == "7"
    head.send(f"/viec/{step.id}", typed(step))
    assert head.post(f"/viec/{step.id}/nhap", {"csrf": csrf, "figures.0.numerator": "9"}).status_code in (404, 409)


def test_only_the_pages_with_a_long_form_let_our_own_script_run(head: Browser, step: Step) -> None:
    page = head.get(f"/viec/{step.id}")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert page.text.count("<script") == 1
    guarded(head.get("/"))
    guarded(head.get("/nhip.js"))


def book(head: Browser, step: Step, fill: dict[str, Any]) -> bytes:
    """The agency's Excel file, filled in: 80 of 100 everywhere, and these cells of the figures' sheet."""
    reply = head.get(f"/viec/{step.id}/bieu-mau")
    assert reply.status_code == 200
    opened = load_workbook(BytesIO(reply.content))
    page = opened["Số liệu"]
    for row in range(2, page.max_row + 1):
        page.cell(row, 5).value = 80 if page.cell(row, 6).value != "không có" else 60
        page.cell(row, 7).value = 100 if page.cell(row, 6).value != "không có" else None
    opened["Ý kiến"]["B2"].value = "Thiếu cán bộ"
    for place, value in fill.items():
        page[place].value = value
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def uploaded(head: Browser, step: Step, data: bytes) -> Any:
    fields = {name: values for name, values in head.fields(f"/viec/{step.id}").items() if not name.startswith("figures")}
    fields |= {"choice": ["workbook"], "workbook_confirmed": ["yes"]}
    return head.client.post(f"/viec/{step.id}", data=fields, files={"workbook": ("so-lieu.xlsx", data)})


def test_the_excel_file_has_its_headings_and_given_cells_locked(head: Browser, step: Step) -> None:
    page = load_workbook(BytesIO(book(head, step, {})))["Số liệu"]
    assert page.protection.sheet
    assert page["A1"].protection.locked
    assert page["B2"].protection.locked
    assert not page["E2"].protection.locked
    assert page.protection.insertRows  # True: forbidden


def test_an_agency_sends_its_excel_file(head: Browser, reporting: House, step: Step) -> None:
    assert uploaded(head, step, book(head, step, {})).status_code == 303
    (report,) = reports(reporting)
    assert report.workbook is not None
    assert report.obstacles == "Thiếu cán bộ"


@pytest.mark.parametrize(
    ("fill", "named"),
    [
        ({"E3": "nhiều"}, "Trang «Số liệu», dòng 3, ô E3 (Tử số (hoặc số lượng)): «nhiều». Hãy ghi một số không âm"),
        ({"G4": None}, "Trang «Số liệu», dòng 4, ô G4 (Mẫu số): «(trống)». Mục này còn trống"),
        ({"E5": 101}, "Trang «Số liệu», dòng 5, ô E5 (Tử số (hoặc số lượng)): «101»."),
        ({"A6": "I99"}, "Trang «Số liệu», dòng 6, ô A6 (Mã): «I99». Chỉ tiêu này không có trong biểu mẫu"),
        ({"E1": "Số"}, "Trang «Số liệu»: dòng 1 phải có đúng một lần các đề mục: «Tử số (hoặc số lượng)»"),
        ({"E7": "=1+1"}, "ô E7"),
    ],
)
def test_a_wrong_excel_file_is_refused_cell_by_cell_and_nothing_is_taken(
    head: Browser, reporting: House, step: Step, fill: dict[str, Any], named: str
) -> None:
    reply = uploaded(head, step, book(head, step, fill))
    assert reply.status_code == 422
    page = text_of(reply.text)
    assert "Tệp chưa được nhận, không có số liệu nào được lấy" in page
    assert named in page
    assert reports(reporting) == []
    assert reporting.again(step).state == StepState.OPEN


def test_the_file_of_another_agency_is_refused(head: Browser, reporting: House, step: Step) -> None:
    other = reporting.step("figures", "head_stc")
    assert other.officer_id is not None
    theirs = book(reporting.browser().sign_in(other.officer_id), other, {})
    page = text_of(uploaded(head, step, theirs).text)
    assert "Trang «Kỳ báo cáo», dòng 2, ô A2 (Mã cơ quan): «STC». Đây không phải tệp của cơ quan mã SYT." in page


def test_the_excel_file_is_for_who_is_asked_and_for_figures_only(reporting: House, step: Step) -> None:
    assert reporting.browser().sign_in("P18").get(f"/viec/{step.id}/bieu-mau").status_code == 404


def test_a_question_to_explain_shows_what_is_odd_and_takes_the_answer(head: Browser, reporting: House, step: Step) -> None:
    head.send(f"/viec/{step.id}", typed(step, **{"figures.0.numerator": "", "figures.0.denominator": ""}))
    again = reporting.step("explain")
    page = head.get(f"/viec/{again.id}")
    assert "Chưa có số liệu «Tỷ lệ hồ sơ thủ tục hành chính" in text_of(page.text)
    assert head.send(f"/viec/{again.id}", {}).status_code == 422
    assert head.send(f"/viec/{again.id}", {"figures.0.words": "Phần mềm đang nâng cấp"}).status_code == 303


def test_corrections_are_the_next_version_and_after_the_books_go_to_the_next_period(head: Browser, reporting: House, step: Step) -> None:
    path = f"/ho-so/{reporting.case_id}/so-lieu/SYT"
    head.send(f"/viec/{step.id}", typed(step))
    assert f'href="{path}"' in head.get(f"/viec/{step.id}").text
    assert "Điều chỉnh số liệu của Sở Y tế" in text_of(head.get(f"/ho-so/{reporting.case_id}").text)
    wrong = head.send(path, {"figures.0.numerator": "90"})
    assert wrong.status_code == 422
    assert 'value="90"' in wrong.text
    assert head.send(path, {"figures.0.numerator": "90", "reason": "Cộng thiếu"}).status_code == 303
    reporting.clock.move(at(BOOKS, time(8)))
    assert "được đưa vào báo cáo kỳ sau" in text_of(head.get(path).text)
    assert head.send(path, {"figures.0.numerator": "91", "reason": "Cộng thiếu"}).status_code == 303
    assert [(one.version, one.counted_in, one.reason) for one in reports(reporting)] == [
        (1, None, ""),
        (2, None, "Cộng thiếu"),
        (3, "2019-Q4", "Cộng thiếu"),
    ]


def test_nobody_corrects_another_agencys_figures(head: Browser, reporting: House, step: Step) -> None:
    head.send(f"/viec/{step.id}", typed(step))
    for who in (head, reporting.browser().sign_in("P18"), reporting.browser().sign_in("P01")):
        assert who.get(f"/ho-so/{reporting.case_id}/so-lieu/STC").status_code == 404
    assert head.get(f"/ho-so/{reporting.case_id}/so-lieu/XYZ").status_code == 404


def test_a_correction_waits_for_the_first_report(head: Browser, reporting: House, step: Step) -> None:
    path = f"/ho-so/{reporting.case_id}/so-lieu/SYT"
    reply = head.send(path, typed(step, reason="Sửa"))
    assert reply.status_code == 409
    assert "chưa có gì để điều chỉnh" in text_of(reply.text)


def test_the_report_goes_from_draft_to_issue_through_the_pages(reporting: House) -> None:
    for one in reporting.steps("figures")[:-1]:
        reporting.say(one, figures(one))
    draft = reporting.reach("quarterly-draft")
    secretary = reporting.browser().sign_in("P18")
    page = text_of(secretary.get(f"/viec/{draft.id}").text)
    assert "36/37 cơ quan, địa phương đã gửi báo cáo. Chưa gửi: " in page
    assert "2.880/3.600" in page
    assert secretary.send(f"/viec/{draft.id}", {"group_work": "Đôn đốc"}).status_code == 422
    assert secretary.send(f"/viec/{draft.id}", {"group_work": "Đôn đốc", "group_not_met": "Tổ trưởng đi công tác"}).status_code == 303
    reporting.walk()
    review = reporting.step("quarterly-review")
    assert review.officer_id is not None
    deputy = reporting.browser().sign_in(review.officer_id)
    assert "Đôn đốc" in deputy.get(f"/viec/{review.id}").text
    signing = reporting.reach("quarterly-sign")
    assert signing.officer_id is not None
    standing = reporting.browser().sign_in(signing.officer_id)
    assert "/van-ban/" in standing.get(f"/viec/{signing.id}").text
    assert date(2019, 9, 20) <= reporting.clock.at.date() <= date(2019, 9, 25)


def test_the_demos_officers_know_the_page(head: Browser, reporting: House, step: Step) -> None:
    assert head.send(f"/viec/{step.id}", demo.figures("head_syt")).status_code == 303
    assert [figure["numerator"] for figure in payload(reporting, step)["figures"]] == ["80"] * 9 + ["0", "60"]


def test_the_annex_is_there_for_who_may_open_the_case_once_the_report_is_out(head: Browser, reporting: House) -> None:
    for one in reporting.steps("figures"):
        reporting.say(one, figures(one))
    release = reporting.reach("quarterly-release")
    annex = f"/ho-so/{reporting.case_id}/van-ban/{release.about['paper']}/phu-luc"
    assert head.get(annex).status_code == 404
    reporting.say(release, reporting.scripted["quarterly-release"])
    reporting.walk()
    assert "Tải phụ lục số liệu (Excel) của Báo cáo số 01/BC-BCĐ" in text_of(head.get(f"/ho-so/{reporting.case_id}").text)
    annexed = load_workbook(BytesIO(head.get(annex).content))
    assert annexed.sheetnames[0] == "Tổng hợp"


def test_the_letter_to_the_agencies_is_drafted_on_a_page_that_says_what_it_asks_for(house: House) -> None:
    house.clock.move(at(ASKED, time(8)))
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "quarterly_report", "2019-Q3")[0].id
    draft = house.reach("data-call")
    secretary = house.browser().sign_in(draft.officer_id or "")
    shown = text_of(secretary.get(f"/viec/{draft.id}").text)
    for words in ("phục vụ báo cáo quý III năm 2019", "18/9/2019", "37 cơ quan, địa phương", "11 chỉ tiêu", "Nội dung đề nghị thêm"):
        assert words in shown, words
    assert secretary.send(f"/viec/{draft.id}", {"choice": "submit", "notes": "Rà soát trước khi gửi."}).status_code < 400
    assert payload(house, draft)["notes"] == "Rà soát trước khi gửi."
    signing = house.reach("data-call-sign")
    standing = house.browser().sign_in(signing.officer_id or "")
    assert "Rà soát trước khi gửi." in text_of(standing.get(f"/viec/{signing.id}").text)
