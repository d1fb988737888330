"""The document exchange, and the sample sheet of paper, on a phone without scripts."""

# ruff: noqa: F811 - a fixture asked for by name is not defined anew

import pytest
from playwright.sync_api import Page, expect

from models.exchange import DispatchState
from tests.portal.test_browser import chromium, fits, phone, sign_in  # noqa: F401 - fixtures
from tests.portal.test_exchange_pages import LIST, issued, page, rows, secretary, step  # noqa: F401 - fixtures
from tests.portal.visit import House

pytestmark = pytest.mark.browser

MARGIN = 8  # pixels between the frame and the words in it


def test_a_paper_is_ticked_as_sent_brought_by_hand_and_struck_out_on_a_phone(house: House, page: str, phone: Page) -> None:
    sign_in(house, phone, house.holder("secretary"))
    phone.goto(f"{house.door.url}{page}")
    assert fits(phone)
    phone.tap("text=Sở Y tế (H33.07)")
    phone.tap("button:has-text('Ghi là đã gửi')")
    expect(phone.locator(".list > li")).to_contain_text("Đã gửi, chưa có phản hồi")
    phone.tap("summary:has-text('Ghi phản hồi')")
    phone.tap("text=Đã chuyển bằng cách khác")
    phone.fill(".list textarea[name=reason]", "Trao tay, bà Cúc nhận")
    phone.tap("button:has-text('Ghi phản hồi')")
    expect(phone.locator(".list > li")).to_contain_text("Cách chuyển, người nhận: Trao tay, bà Cúc nhận")
    phone.tap("summary:has-text('Ghi nhầm')")
    assert fits(phone)
    phone.fill("textarea[name=why]", "Nhầm nơi nhận")
    phone.tap("button:has-text('Bỏ phản hồi này')")
    expect(phone.locator("main")).to_contain_text("Đã ghi nhầm và bỏ (1)")
    assert rows(house)[0].state == DispatchState.SENT
    phone.goto(f"{house.door.url}{LIST}")
    expect(phone.locator(".list > li")).to_have_count(1)
    assert fits(phone)


def test_the_sample_sheet_is_seen_whole_in_its_frame(house: House, phone: Page) -> None:
    sign_in(house, phone, house.holder("secretary"))
    phone.goto(f"{house.door.url}/mau-thu/ask")
    frame = phone.locator("iframe[src$='/phieu']")
    frame.scroll_into_view_if_needed()
    words = phone.frame_locator("iframe[src$='/phieu']").locator(".words")
    expect(words).to_contain_text("Kính gửi")
    outer, inner = frame.bounding_box(), words.bounding_box()
    assert outer is not None
    assert inner is not None
    assert inner["x"] >= outer["x"] + MARGIN
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] - MARGIN
