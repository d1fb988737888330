"""The log of the letters on a phone without scripts: found, read, sent again."""

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import text

from models.letters import Attempt
from notifications.previews import kinds, preview
from notifications.samples import SAMPLES
from notifications.words import render
from tests.portal.test_browser import chromium, fits, phone, sign_in  # noqa: F401 - fixtures
from tests.portal.visit import House

pytestmark = pytest.mark.browser


def test_an_operator_finds_a_letter_in_doubt_and_sends_it_again_on_a_phone(house: House, phone: Page) -> None:  # noqa: F811
    step = house.reach("rsvp")
    letter = next(one for one in house.letters() if one.step_id == step.id)
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'accepted', channel = 'mail', ended_at = now()"))
        desk.session.execute(text("UPDATE letter SET state = 'doubt', attempts = 1 WHERE id = :id"), {"id": letter.id})
        began = desk.session.execute(text("SELECT now()")).scalar_one()
        lost = "Mất liên lạc với máy chủ thư sau khi đã chuyển nội dung"
        desk.session.add(Attempt(letter_id=letter.id, n=1, started_at=began, ended_at=began, outcome="unknown", code=None, reply=lost))
    sign_in(house, phone, house.holder("secretary"))
    phone.goto(f"{house.door.url}/ho-so")
    phone.tap("a[href='/thu']")
    expect(phone.locator("h1")).to_have_text("Thư")
    assert fits(phone)
    phone.tap("a:has-text('Chưa rõ đã đến hay chưa')")
    expect(phone.locator(".list > li")).to_have_count(1)
    assert fits(phone)
    phone.tap(".list > li a")
    expect(phone.locator("h2").first).to_have_text("Diễn biến")
    expect(phone.locator(".time")).to_contain_text(lost)
    phone.tap("text=Xem toàn văn")
    assert fits(phone)
    phone.fill("#f-reason", "Đã gọi điện, chưa nhận được")
    phone.tap("button:has-text('Gửi lại')")
    expect(phone.locator(".facts")).to_contain_text("Đã gửi lại 1 lần")
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET channel = 'paper', state = 'accepted' WHERE id = :id"), {"id": letter.id})
    phone.reload()
    phone.tap("text=Mở phiếu để in")
    expect(phone.locator(".slip")).to_contain_text("PHIẾU CHUYỂN THƯ")
    assert fits(phone)


def test_every_letter_fits_an_old_phone_even_with_a_word_wider_than_it(chromium: Chromium) -> None:  # noqa: F811
    letters = {kind: preview(kind, "Ban Chỉ đạo", "http://nhip.example").words.html for kind in kinds()}
    letters["a long word"] = render("told", SAMPLES["told"] | {"what": "3" * 64, "title": "e" * 64}).html
    context = chromium.new_context(viewport={"width": 320, "height": 640}, is_mobile=True)
    page = context.new_page()
    wide = {}
    for kind, html in letters.items():
        page.set_content(html)
        wide[kind] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {kind: width for kind, width in wide.items() if width > 320} == {}
