"""The address of somebody's calendar: shown once, revoked, and what a calendar program gets."""

import re
from collections.abc import Callable

from icalendar import Calendar

from models.access import CalendarFeed, digest
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]


def new_address(browser: Browser) -> str:
    """Press the button; the path of the new address."""
    page = browser.send("/lich")
    assert page.status_code == 200
    found = re.search(r"http://[^ <]+(/lich/[A-Za-z0-9_-]{43}\.ics)", page.text)
    assert found is not None
    return found.group(1)


def test_an_address_is_shown_once_and_only_its_hash_is_kept(house: House, signed_in: SignedIn) -> None:
    member = signed_in("member_yt")
    assert "chưa có địa chỉ lịch" in text_of(member.get("/lich").text)
    path = new_address(member)
    token = path.removeprefix("/lich/").removesuffix(".ics")
    again = member.get("/lich").text
    assert token not in again
    assert "Đang dùng" in text_of(again)
    with house.bureau.reading_desk() as desk:
        feed = desk.session.get(CalendarFeed, digest(token))
        assert feed is not None
        assert (feed.officer_id, feed.revoked_at) == (house.holder("member_yt"), None)


def test_a_calendar_program_reads_it_without_signing_in_and_asks_again_cheaply(house: House, anybody: Browser, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    path = new_address(signed_in("member_yt"))
    reply = anybody.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert reply.headers["cache-control"] == "private, max-age=900"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in reply.headers
    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(reply.content).events if "UID" in one and "LOCATION" in one] != []
    tag = reply.headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}'):
        again = anybody.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert anybody.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert anybody.get(path).content == reply.content


def test_revoked_replaced_and_invented_addresses_are_the_page_of_what_is_missing(
    house: House, anybody: Browser, signed_in: SignedIn
) -> None:
    member = signed_in("member_yt")
    first = new_address(member)
    second = new_address(member)
    assert (anybody.get(first).status_code, anybody.get(second).status_code) == (404, 200)
    assert member.send("/lich/thu-hoi", page="/lich").headers["location"] == "/lich"
    dead = [anybody.get(path) for path in (first, second, f"/lich/{'x' * 43}.ics", "/lich/.ics", "/khong-co")]
    assert len({(reply.status_code, reply.content, reply.headers["cache-control"]) for reply in dead}) == 1
    assert dead[0].status_code == 404


def test_it_is_read_and_nothing_else(house: House, anybody: Browser, signed_in: SignedIn) -> None:
    path = new_address(signed_in("member_yt"))
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        assert anybody.client.request(method, path).status_code == 404
    assert anybody.get(path).status_code == 200


def test_who_asks_too_often_waits_and_an_invented_address_no_less(house: House, anybody: Browser, signed_in: SignedIn) -> None:
    path = new_address(signed_in("member_yt"))
    house.limit(link="3/minute")
    for one in (path, f"/lich/{'y' * 43}.ics"):
        assert [anybody.get(one).status_code == 429 for _ in range(4)] == [False] * 3 + [True]


def test_each_has_his_own(house: House, anybody: Browser, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    his, hers = (anybody.get(new_address(signed_in(seat))).content for seat in ("member_yt", "member_gd"))
    assert his != hers
