"""The scorecard in a real browser without scripts, on a phone: read, opened, explained."""

import pytest
from playwright.sync_api import Page, expect

from tests.portal.test_browser import chromium, fits, phone, sign_in
from tests.portal.test_scorecard_pages import CARD, ROWS, WORDS, counted
from tests.portal.visit import House

__all__ = ["chromium", "counted", "phone"]  # fixtures

pytestmark = pytest.mark.browser


def test_a_head_reads_his_agencys_figures_on_a_phone_and_says_why(counted: House, phone: Page) -> None:
    sign_in(counted, phone, "P11")
    phone.goto(f"{counted.door.url}{CARD}")
    assert fits(phone)
    row = phone.locator("tr", has_text="Sở Y tế").first
    expect(row.locator("td.num:visible")).to_have_count(3)  # what is nought is left out
    assert phone.locator("svg").first.bounding_box()["width"] > 280  # type: ignore[index]
    row.locator("text='1'").first.tap()
    expect(phone.locator("h1")).to_have_text("Sở Y tế: Quá hạn chưa hoàn thành")
    assert fits(phone)
    expect(phone.locator("textarea")).to_be_hidden()
    phone.tap("text=Ghi lý do của cơ quan")
    phone.fill("textarea", WORDS)
    phone.tap("button:has-text('Gửi')")
    expect(phone.locator(".note")).to_contain_text(WORDS)
    phone.tap("text=Về bảng theo dõi")
    expect(phone.locator("tr.reasons")).to_contain_text(WORDS)
    assert fits(phone)


def test_the_list_behind_a_sum_fits_a_phone(counted: House, phone: Page) -> None:
    sign_in(counted, phone, "P18")
    phone.goto(f"{counted.door.url}{ROWS}&muc=bao-cao-chua-gui")
    expect(phone.locator("tbody tr")).to_have_count(36)
    assert fits(phone)
