"""An agency's figures in a real browser, on a phone: filled in, kept while typed, sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from models.steps import Step, StepState
from tests.office.reports import COUNTS
from tests.portal.test_browser import PHONE, chromium, fits, sign_in
from tests.portal.test_figures_pages import reporting, reports, step
from tests.portal.visit import House

__all__ = ["chromium", "reporting", "step"]  # fixtures

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=getattr(request, "param", True), has_touch=True, is_mobile=True, locale="vi-VN"
    )
    yield context.new_page()
    context.close()


def fill_in(page: Page, step: Step) -> None:
    for n, code in enumerate(step.about["indicators"]):
        page.fill(f"[name='figures.{n}.numerator']", COUNTS.get(code, "80"))
        if code not in COUNTS:
            page.fill(f"[name='figures.{n}.denominator']", "100")


def test_what_is_typed_is_kept_as_it_is_typed(reporting: House, phone: Page, step: Step) -> None:
    sign_in(reporting, phone, step.officer_id or "")
    phone.goto(f"{reporting.door.url}/viec/{step.id}")
    assert fits(phone)
    phone.fill("[name='figures.0.numerator']", "1.234")
    expect(phone.locator("#nhap")).to_contain_text("Đã lưu bản nháp lúc")
    phone.reload()
    expect(phone.locator("[name='figures.0.numerator']")).to_have_value("1.234")
    assert reporting.again(step).state == StepState.OPEN


@pytest.mark.parametrize("phone", [False], indirect=True)
def test_without_scripts_everything_still_works(reporting: House, phone: Page, step: Step) -> None:
    sign_in(reporting, phone, step.officer_id or "")
    phone.goto(f"{reporting.door.url}/viec/{step.id}")
    fill_in(phone, step)
    phone.fill("[name='figures.2.numerator']", "120")
    phone.tap("text=Lưu bản nháp")
    expect(phone.locator("#nhap")).to_contain_text("Đã lưu bản nháp lúc")
    expect(phone.locator("[name='figures.2.numerator']")).to_have_value("120")
    phone.tap("#tra-loi .go button:last-child")
    expect(phone.locator("[id='w-figures.2.numerator']")).to_contain_text("lớn hơn")
    assert fits(phone)
    phone.fill("[name='figures.2.numerator']", "90")
    phone.press("[name='figures.2.numerator']", "Enter")  # Enter answers; it never saves a draft
    expect(phone.locator(".note.done")).to_contain_text("Đã ghi nhận")
    assert [report.agency_id for report in reports(reporting)] == ["SYT"]


def test_the_excel_file_is_chosen_and_its_faults_are_listed(reporting: House, phone: Page, step: Step) -> None:
    sign_in(reporting, phone, step.officer_id or "")
    phone.goto(f"{reporting.door.url}/viec/{step.id}")
    phone.tap("text=gửi bằng tệp Excel theo mẫu")
    expect(phone.locator("[name='figures.0.numerator']")).to_be_hidden()
    with phone.expect_download() as loaded:
        phone.tap("text=Tải biểu mẫu Excel của cơ quan")
    phone.set_input_files("[name=workbook]", loaded.value.path())
    phone.locator("[name=workbook_confirmed]").check()
    phone.tap("#tra-loi .go button:last-child")
    expect(phone.locator("#w-workbook")).to_contain_text("không có số liệu nào được lấy từ tệp này")
    assert fits(phone)
    assert reports(reporting) == []
