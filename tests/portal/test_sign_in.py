"""Signing in by a mailed code, and what a session may and may not do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.access import code_of, token_of
from models.base import new_id
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tests.opened import words_in
from tests.portal.reading import text_of
from tests.portal.visit import KEY, Browser, House, eventually, lan

SignedIn = Callable[[str], Browser]


def asked_code(browser: Browser, officer_id: str) -> tuple[str, str]:
    """The address where a code is typed, and the code."""
    page = browser.send("/dang-nhap", {"email": browser.house.email(officer_id)}).headers["location"]
    return page, browser.code(officer_id, lan(page))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_mailed_code_opens_the_list_of_my_work(house: House, signed_in: SignedIn) -> None:
    page = signed_in("secretary").get("/")
    assert "Lập dự thảo chương trình, thành phần cuộc họp" in text_of(page.text)
    assert "Lý Thị Thư Ký" in text_of(page.text)
    assert "no-store" in page.headers["cache-control"]


def test_the_code_stands_in_the_letter_and_nowhere_in_the_records(house: House, anybody: Browser) -> None:
    _, code = asked_code(anybody, "P18")
    letter = house.letters("code")[-1]
    parcel = message_of(letter, Counter(Party("Ban Chỉ đạo", "nhip@example.vn"), KEY, house.bureau.portal_url, lambda _: b""))
    assert code in words_in(parcel)
    with house.bureau.reading_desk() as desk:
        for table in ("letter", "onetimecode", "portalsession", "journal"):
            rows = desk.session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
            assert not [row for row in rows if f'"{code}"' in row or f",{code}," in row]


def test_an_unknown_address_gets_the_same_reply_and_no_letter(house: House, anybody: Browser) -> None:
    known = anybody.send("/dang-nhap", {"email": house.email("P18")})
    eventually(lambda: house.letters("code"), "the known address's code")
    unknown = anybody.send("/dang-nhap", {"email": "nobody@elsewhere.example"})
    assert known.status_code == unknown.status_code == 303
    pages = [anybody.get(reply.headers["location"]) for reply in (known, unknown)]
    attempts = [lan(reply.headers["location"]) for reply in (known, unknown)]
    assert pages[0].text.replace(attempts[0], "") == pages[1].text.replace(attempts[1], "")
    tries = [anybody.send("/dang-nhap/ma", {"code": "000000"}, page=reply.headers["location"]) for reply in (known, unknown)]
    assert tries[0].status_code == tries[1].status_code == 422
    assert tries[0].text.replace(attempts[0], "") == tries[1].text.replace(attempts[1], "")
    assert len(house.letters("code")) == 1


def test_capital_letters_and_spaces_in_an_address_do_not_matter(house: House, anybody: Browser) -> None:
    reply = anybody.send("/dang-nhap", {"email": f"  {house.email('P18').upper()} "})
    assert anybody.code("P18", lan(reply.headers["location"]))


def test_five_wrong_tries_spend_a_code(house: House, anybody: Browser) -> None:
    page, code = asked_code(anybody, "P18")
    for _ in range(5):
        assert anybody.send("/dang-nhap/ma", {"code": wrong(code)}, page=page).status_code == 422
    assert anybody.send("/dang-nhap/ma", {"code": code}, page=page).status_code == 422
    assert anybody.get("/").status_code == 303


def test_a_code_is_good_once(house: House, anybody: Browser) -> None:
    page, code = asked_code(anybody, "P18")
    assert anybody.send("/dang-nhap/ma", {"code": f" {code[:3]} {code[3:]} "}, page=page).status_code == 303
    assert house.browser().send("/dang-nhap/ma", {"code": code}, page=page).status_code == 422


def test_a_code_of_one_attempt_is_no_good_for_another(house: House, anybody: Browser) -> None:
    _, code = asked_code(anybody, "P18")
    other, _ = asked_code(anybody, "P01")
    assert anybody.send("/dang-nhap/ma", {"code": code}, page=other).status_code == 422
    assert anybody.send("/dang-nhap/ma", {"code": code, "lan": "no uuid"}, page=other).status_code == 422


def test_codes_and_sessions_end_by_the_databases_clock_and_not_by_office_time(house: House, anybody: Browser) -> None:
    page, code = asked_code(anybody, "P18")
    house.clock.move(house.clock.at + timedelta(days=30))
    assert anybody.send("/dang-nhap/ma", {"code": code}, page=page).status_code == 303
    house.clock.move(house.clock.at + timedelta(days=30))
    assert anybody.get("/").status_code == 200
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE portalsession SET expires_at = now()"))
    assert anybody.get("/").status_code == 303
    page, code = asked_code(anybody, "P18")
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE onetimecode SET expires_at = now()"))
    assert anybody.send("/dang-nhap/ma", {"code": code}, page=page).status_code == 422


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_lines(house: House, https: bool) -> None:
    if https:
        from dataclasses import replace

        house.open_door(replace(house.bureau, portal_url="https://portal.example"))
    browser = house.browser()
    asked = browser.get("/dang-nhap")
    mark = asked.headers["set-cookie"]
    name, _, value = mark.partition(";")[0].partition("=")
    browser.client.cookies.clear()
    browser.client.headers["Cookie"] = f"{name}={value}"  # a real browser sends a Secure cookie over https only; here the line is plain
    reply = browser.send("/dang-nhap", {"email": house.email("P18")})
    page = reply.headers["location"]
    done = browser.send("/dang-nhap/ma", {"code": browser.code("P18", lan(page))}, page=page)
    cookie = done.headers["set-cookie"].lower()
    for told in (cookie, mark.lower()):
        assert "httponly" in told
        assert "samesite=lax" in told
        assert "path=/" in told
        assert ("secure" in told) == https
        assert told.startswith("__host-") == https
    assert ("strict-transport-security" in done.headers) == https


def test_the_sessions_token_is_stored_as_a_hash_only(house: House, signed_in: SignedIn) -> None:
    token = signed_in("secretary").client.cookies["nhip"]
    with house.bureau.reading_desk() as desk:
        assert token not in str(desk.session.execute(text("SELECT * FROM portalsession")).all())


def test_signing_out_ends_this_session_and_everywhere_ends_them_all(house: House, signed_in: SignedIn) -> None:
    first, second, third = (signed_in("secretary") for _ in range(3))
    kept = first.client.cookies["nhip"]
    assert first.send("/dang-xuat", page="/").status_code == 303
    stolen = house.browser()
    stolen.client.cookies.set("nhip", kept)
    assert stolen.get("/").status_code == 303  # ended in the house, not only forgotten by the browser
    assert second.get("/").status_code == 200
    assert second.send("/dang-xuat/tat-ca", page="/").status_code == 303
    assert third.get("/").status_code == 303


def test_signing_in_goes_on_to_our_own_pages_only(house: House) -> None:
    case = f"/ho-so/{house.case_id}"
    gone_on = ((case, case), ("/kinh-phi/de-nghi", "/kinh-phi/de-nghi"), ("/dang-xuat", "/"), ("/ho-so?x=//evil.example", "/"))
    for wanted, reached in (*gone_on, ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/")):
        browser = house.browser()
        on = browser.send("/dang-nhap", {"email": house.email("P18"), "tiep": wanted}).headers["location"]
        done = browser.send("/dang-nhap/ma", {"code": browser.code("P18", lan(on))}, page=on)
        assert done.headers["location"] == reached
    assert house.browser().get(case).headers["location"].startswith("/dang-nhap?tiep=")


def test_codes_asked_over_and_over_are_slowed_down_for_known_and_unknown_alike(house: House, anybody: Browser) -> None:
    house.limit(account="2/minute")
    for address in (house.email("P18"), "nobody@elsewhere.example"):
        assert [anybody.send("/dang-nhap", {"email": address}).status_code for _ in range(3)] == [303, 303, 429]


def test_codes_are_six_digits_and_no_two_purposes_share_a_secret() -> None:
    ids = [new_id() for _ in range(200)]
    codes = [code_of(KEY, one) for one in ids]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(set(codes)) > 190
    assert code_of(KEY, ids[0]) == codes[0] != code_of(b"other", ids[0])
    assert codes[0] not in token_of(KEY, ids[0])
