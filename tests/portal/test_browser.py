"""In a real browser with scripts switched off: what officers do on a phone."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from models.funding import EntryKind
from models.steps import StepState
from tests.office.cast import Office
from tests.office.money import CONSENT, asked_for, assign, items, put
from tests.portal.visit import GUEST, House, lan

pytestmark = pytest.mark.browser

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("these tests need Chromium, and CI has to have it")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Chromium) -> Iterator[Page]:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True, locale="vi-VN")
    yield context.new_page()
    context.close()


def sign_in(house: House, page: Page, officer_id: str) -> None:
    page.goto(f"{house.door.url}/dang-nhap")
    page.fill("#email", house.email(officer_id))
    page.tap("text=Gửi mã đăng nhập")
    page.wait_for_url("**/dang-nhap/ma*")
    page.fill("#code", house.browser().code(officer_id, lan(page.url)))
    page.tap("button:has-text('Đăng nhập')")
    expect(page.locator("h1")).to_have_text("Việc của tôi")


def fits(page: Page, width: int = PHONE["width"]) -> bool:
    """Nothing sticks out sideways; measured from outside, since the page itself runs no script."""
    boxes = [box for one in page.locator("body *:visible").all() if (box := one.bounding_box()) and box["x"] >= 0]
    return max(box["x"] + box["width"] for box in boxes) <= width + 1


def test_a_member_answers_on_a_phone_without_scripts(house: House, phone: Page) -> None:
    step = house.reach("rsvp")
    phone.goto(f"{house.door.url}/t/{house.token(step)}")
    assert fits(phone)
    expect(phone.locator("#f-reason")).to_be_hidden()
    phone.tap("text=Báo cáo vắng mặt")
    expect(phone.locator("#f-reason")).to_be_visible()
    expect(phone.locator("#f-proxy_name")).to_be_hidden()
    phone.tap("#tra-loi .go button")
    expect(phone.locator("[role=alert]")).to_contain_text("báo cáo lý do")
    expect(phone.locator("[value=leave]")).to_be_checked()  # what was chosen is still chosen
    phone.fill("#f-reason", "Đi công tác")
    phone.tap("#tra-loi .go button")
    expect(phone.locator("h1 + .note")).to_contain_text("Đã ghi nhận: Báo cáo vắng mặt")
    assert house.again(step).state == StepState.ANSWERED


def test_buttons_and_choices_are_big_enough_for_a_thumb(house: House, phone: Page) -> None:
    step = house.reach("rsvp")
    phone.goto(f"{house.door.url}/t/{house.token(step)}")
    for one in phone.locator("#tra-loi .pick, #tra-loi .go button, summary").all():
        if one.is_visible():
            box = one.bounding_box()
            assert box is not None
            assert box["height"] >= 44


def test_the_secretary_signs_in_with_a_code_and_drafts_an_agenda_with_more_rows(house: House, phone: Page) -> None:
    step = house.step("agenda")
    sign_in(house, phone, "P18")
    phone.tap("text=Lập dự thảo chương trình")
    phone.wait_for_url("**/viec/*")
    assert fits(phone)
    shown = phone.locator("textarea[name$='.item']").count()
    phone.fill("[name=place]", "Phòng họp số 1")
    phone.fill("[name='items.0.item']", "Khai mạc")
    phone.fill("[name='items.0.minutes']", "10")
    phone.tap("text=Thêm dòng nội dung")
    expect(phone.locator(f"textarea[name='items.{shown}.item']")).to_be_attached()
    expect(phone.locator("[name='items.0.item']")).to_have_value("Khai mạc")
    last = phone.locator("textarea[name$='.item']").count() - 1
    phone.fill(f"[name='items.{last}.item']", "Kết luận")
    phone.fill(f"[name='items.{last}.minutes']", "20")
    phone.press("[name='place']", "Enter")  # Enter answers; it never presses «add rows»
    expect(phone.locator("h1 + .note")).to_contain_text("Đã ghi nhận: Trình dự thảo")
    assert house.again(step).state == StepState.ANSWERED


def test_the_case_page_fits_a_phone_and_unfolds_the_clause(house: House, phone: Page) -> None:
    house.reach("rsvp")
    sign_in(house, phone, "P18")
    phone.goto(f"{house.door.url}/ho-so/{house.case_id}")
    assert fits(phone)
    phone.locator("summary", has_text="khoản 4 Điều 5 Quy chế").first.tap()
    expect(phone.locator("blockquote").first).to_be_visible()
    assert fits(phone)


def test_the_pages_of_a_meeting_fit_a_phone(house: House, phone: Page) -> None:
    house.scripted["agenda"]["guests"] = [GUEST | {"items": "2, 3"}]
    house.reach("rsvp")
    house.say(house.step("paper"), house.scripted["paper"])
    sign_in(house, phone, "P04")
    case = f"/ho-so/{house.case_id}"
    for path in (case, f"{case}/thanh-phan", "/hop-dot-xuat", "/ho-so", "/du-hop", f"/t/{house.guest_token()}"):
        phone.goto(f"{house.door.url}{path}")
        expect(phone.locator("h1")).to_be_visible()
        assert fits(phone), path
    phone.goto(f"{house.door.url}{case}")  # what it is about comes before its long story
    about, story = (phone.locator("h2", has_text=heading).bounding_box() for heading in ("Tài liệu họp", "Diễn biến"))
    assert about is not None
    assert story is not None
    assert about["y"] < story["y"]


def test_a_guest_is_added_on_a_phone_and_a_wrong_line_keeps_the_form(house: House, phone: Page) -> None:
    house.scripted["agenda"]["guests"] = [GUEST | {"items": "2, 3"}]
    house.reach("rsvp")
    sign_in(house, phone, "P04")
    phone.goto(f"{house.door.url}/ho-so/{house.case_id}/thanh-phan")
    phone.fill("[name='kept.0.items']", "3")
    phone.tap("summary:has-text('Mời thêm khách')")
    for name, value in {"name": "Trần Thêm", "office": "Giám đốc Viễn thông", "email": "them@vt.example", "items": "99"}.items():
        phone.fill(f"[name='guests.0.{name}']", value)
    phone.fill("[name=reason]", "Bàn về hạ tầng")
    assert fits(phone)
    phone.tap("text=Thêm dòng khách mời")
    expect(phone.locator("[name='guests.0.name']")).to_have_value("Trần Thêm")
    phone.tap("main .go button")
    expect(phone.locator("[role=alert]")).to_contain_text("Khách mời 1, Số thứ tự nội dung được mời")
    expect(phone.locator("[id='w-guests.0.items']")).to_contain_text("chương trình không có nội dung 99")
    expect(phone.locator("[name='guests.0.name']")).to_be_visible()  # what is wrong is not folded away
    expect(phone.locator("[name='guests.0.email']")).to_have_value("them@vt.example")
    expect(phone.locator("[name='kept.0.items']")).to_have_value("3")
    expect(phone.locator("[name=reason]")).to_have_value("Bàn về hạ tầng")
    assert fits(phone)
    phone.fill("[name='guests.0.items']", "1")
    phone.press("[name='guests.0.items']", "Enter")  # Enter sends; it never presses «add rows»
    phone.wait_for_url(f"**/ho-so/{house.case_id}")
    assert house.step("guest-consent").about["matter"] == "Trần Thêm, Giám đốc Viễn thông (nội dung 1)"


def test_a_chair_postpones_on_a_phone_and_what_belongs_to_it_appears(house: House, phone: Page) -> None:
    step = house.reach("convene")
    sign_in(house, phone, "P01")
    phone.goto(f"{house.door.url}/viec/{step.id}")
    assert fits(phone)
    expect(phone.locator("#f-until")).to_be_hidden()
    phone.tap("text=Hoãn họp")
    expect(phone.locator("#f-until")).to_be_visible()
    phone.fill("#f-reason", "Trưởng ban họp Chính phủ")
    phone.fill("#f-until", "2019-10-04")
    phone.tap("#tra-loi .go button")
    expect(phone.locator("h1 + .note")).to_contain_text("Đã ghi nhận: Hoãn họp")
    assert house.again(step).state == StepState.ANSWERED


def test_money_is_asked_for_on_a_phone_and_a_wrong_sum_is_mended(house: House, phone: Page) -> None:
    office = Office(house.bureau, house.clock)
    case_id = asked_for(office)
    step = office.step(case_id, "funding-draft/1")
    sign_in(house, phone, "P18")
    phone.goto(f"{house.door.url}/viec/{step.id}")
    assert fits(phone)
    phone.tap("text=Gửi đề xuất")
    for name, value in {
        "content": "Thuê máy chủ",
        "quantity": "12",
        "unit": "tháng",
        "price": "1.500.000",
        "reason": "Chưa có mức",
    }.items():
        phone.fill(f"[name='items.0.{name}']", value)
    phone.fill("[name=total]", "18.000.001")
    phone.tap("#tra-loi .go button")
    expect(phone.locator("[role=alert]")).to_contain_text("cộng các dòng là 18.000.000 đồng")
    phone.fill("[name=total]", "18 000 000")
    phone.tap("#tra-loi .go button")
    expect(phone.locator("h1 + .note")).to_contain_text("Đã ghi nhận: Gửi đề xuất")
    assert items(office, case_id)[0].amount == 18_000_000


def test_the_pages_of_money_fit_a_phone(house: House, phone: Page) -> None:
    office = Office(house.bureau, house.clock)
    assign(office)
    put(office, EntryKind.COMMITTED, 4_000_000, norm="Thông tư số 40/2017/TT-BTC")
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    sign_in(house, phone, "P18")
    for path in ("/kinh-phi?nam=2019", "/kinh-phi/ghi-so?nam=2019", "/kinh-phi/de-nghi", f"/ho-so/{case_id}"):
        phone.goto(f"{house.door.url}{path}")
        expect(phone.locator("h1")).to_be_visible()
        assert fits(phone), path
    phone.goto(f"{house.door.url}/t/{house.token(office.step(case_id, 'funding-opinion/1.1'))}")
    assert fits(phone)
