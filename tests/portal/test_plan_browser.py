"""In a real browser with scripts switched off: the draft plan edited on a phone and on a desk, and nothing sticks out sideways."""

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.portal.test_browser import chromium, fits, phone, sign_in
from tests.portal.test_plan_pages import LINE, UNIT, base, drafter, planning, there
from tests.portal.visit import House

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "planning"]  # fixtures

DESK = {"width": 1280, "height": 900}


@pytest.fixture
def desk(chromium: Chromium) -> Page:
    return chromium.new_context(viewport=DESK, java_script_enabled=False, locale="vi-VN").new_page()


def test_a_line_is_added_and_moved_on_a_phone(planning: House, phone: Page) -> None:
    sign_in(planning, phone, "P18")
    phone.goto(f"{planning.door.url}{base(planning)}")
    assert fits(phone)
    phone.locator("#work_plan >> text=Thêm dòng").tap()
    phone.select_option("#f-section", LINE["section"])
    phone.fill("#f-text", LINE["text"])
    phone.select_option("#f-lead", LINE["lead"])
    phone.fill("#f-product", LINE["product"])
    phone.fill("#f-due", "2020-07-31")
    assert fits(phone)
    phone.tap("button:has-text('Ghi vào dự thảo')")
    expect(phone.locator("#work_plan")).to_contain_text(LINE["text"])
    drafter(planning).send(f"{base(planning)}/dong", LINE | {"text": "Việc thứ hai."})
    phone.reload()
    phone.locator("#work_plan li", has_text="Việc thứ hai.").get_by_text("Lên", exact=True).tap()
    expect(phone.locator("#work_plan li").first).to_contain_text("Việc thứ hai.")
    assert [line.text for line in there(planning)[0] if line.section == "security"] == ["Việc thứ hai.", LINE["text"]]
    assert fits(phone)


def test_the_draft_is_read_and_put_forward_on_a_desk(planning: House, desk: Page) -> None:
    secretary = drafter(planning)
    secretary.send(f"{base(planning)}/dong", LINE | {"due": "2020-04-30"})
    secretary.send(f"{base(planning)}/kiem-tra", UNIT)
    sign_in_on_a_desk(planning, desk)
    desk.goto(f"{planning.door.url}/viec/{planning.step('plan-draft').id}")
    expect(desk.locator(".note.wrong")).to_contain_text("30/04/2020 là ngày nghỉ")
    expect(desk.locator(".note.warn")).to_contain_text("Thanh tra công tác cấp phép xây dựng")
    assert fits(desk, DESK["width"])
    desk.click("text=Mở trang soạn dự thảo")
    desk.click(f"text={LINE['text']}")
    desk.fill("#f-due", "2020-04-29")
    desk.click("button:has-text('Ghi vào dự thảo')")
    expect(desk.locator("main")).not_to_contain_text("là ngày nghỉ")
    assert fits(desk, DESK["width"])
    desk.goto(f"{planning.door.url}/viec/{planning.step('plan-draft').id}")
    desk.click("p.go button:has-text('Trình dự thảo')")
    planning.walk()
    assert planning.steps("plan-opinions-sign") != []


def sign_in_on_a_desk(house: House, page: Page) -> None:
    page.goto(f"{house.door.url}/dang-nhap")
    page.fill("#email", house.email("P18"))
    page.click("text=Gửi mã đăng nhập")
    page.wait_for_url("**/dang-nhap/ma*")
    page.fill("#code", house.browser().code("P18", page.url.partition("lan=")[2]))
    page.click("button:has-text('Đăng nhập')")
