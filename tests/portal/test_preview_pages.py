"""The words of the letters with sample data, on pages of the portal that let a letter wear its own styles and nothing more."""

import re
from collections.abc import Callable

import pytest

from notifications.previews import kinds, preview
from notifications.samples import TOGETHER
from notifications.words import KINDS
from portal.preview_pages import TITLES
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]


def test_every_kind_of_letter_has_its_page_and_its_name(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    assert set(kinds()) == TITLES.keys() == KINDS.keys() | TOGETHER.keys()
    listed = re.findall(r'href="/mau-thu/([^"]+)"', secretary.get("/mau-thu").text)
    assert sorted(listed) == sorted(TITLES)
    for kind in kinds():
        shown = preview(kind, house.bureau.law.committee.identity.name, house.bureau.portal_url)
        page = secretary.get(f"/mau-thu/{kind}")
        assert page.status_code == 200
        assert shown.words.subject in text_of(page.text)
        assert secretary.get(f"/mau-thu/{kind}/thu").text == shown.words.html
        assert secretary.get(f"/mau-thu/{kind}/phieu").text == shown.sheet


def test_a_page_shows_the_zalo_message_or_says_why_there_is_none(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    page = text_of(secretary.get("/mau-thu/invitation").text)
    assert "Ông/Bà có giấy mời, đề nghị trả lời: Họp Ban Chỉ đạo quý III năm 2019." in page
    assert "Mở trang trả lời; Dự họp" in page
    assert "03 việc đang chờ trả lời" in text_of(secretary.get("/mau-thu/many-remind").text)
    assert "Không gửi qua Zalo: Thư loại «code»" in text_of(secretary.get("/mau-thu/code").text)


def test_the_letter_is_framed_by_us_alone_and_runs_nothing(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    page, letter = secretary.get("/mau-thu/ask"), secretary.get("/mau-thu/ask/thu")
    assert page.headers["content-security-policy"].endswith("frame-src 'self'")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    policy = letter.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert letter.headers["x-frame-options"] == "SAMEORIGIN"
    assert secretary.get("/mau-thu").headers["content-security-policy"].count("frame-src") == 0


def test_there_is_no_page_of_a_kind_that_is_none(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    for path in ("/mau-thu/strange", "/mau-thu/strange/thu", "/mau-thu/bundle", "/mau-thu/%2e%2e/phieu"):
        assert secretary.get(path).status_code == 404


@pytest.mark.parametrize("kind", kinds())
def test_the_text_reads_without_a_page(kind: str) -> None:
    text = preview(kind, "Ban Chỉ đạo", "https://nhip.example").words.text
    assert not re.search(r"</?[a-z]|&[a-z]+;|&#\d+;|\*\*|\t", text)
    for line in text.splitlines():
        assert "://" not in line or re.fullmatch(r"\s*https?://\S+", line), "a link stands on a line of its own"
