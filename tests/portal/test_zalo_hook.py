"""Zalo's reports at the portal's door: only its own count, and they are short work; and the page where an officer ties his account."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from models.people import Officer
from models.steps import StepState, Via
from models.zalo import Delivery
from models.zalo_account import ZaloAccount
from notifications.address import Party
from notifications.channels.receipt import Outcome
from notifications.channels.zalo.oauth import Pair
from notifications.channels.zalo.sending import ZaloService, send
from notifications.channels.zalo.webhook import MOST_BYTES, tracking_id
from notifications.dispatch import Counter
from notifications.zalo_keys import ZaloKeys, keep
from notifications.zalo_letters import template_of
from tests.fake_zalo import APP, OA_SECRET, SECRET, FakeZalo, answering
from tests.portal.reading import text_of
from tests.portal.visit import KEY, Browser, House
from tests.zalo_told import delivered, event, followed, post, pressed, wrote

ACCOUNT = ZaloAccount(APP, SECRET, OA_SECRET)
SignedIn = Callable[[str], Browser]


@pytest.fixture
def hooked(house: House) -> House:
    """Invitations are out, and the house has its Zalo account."""
    house.reach("rsvp")
    house.open_door(replace(house.bureau, zalo=ACCOUNT))
    return house


def letter(house: House) -> Any:
    step = house.step("rsvp", "member_yt")
    return next(one for one in house.letters("invitation") if one.step_id == step.id)


def tell(house: House, told: dict[str, Any], **how: Any) -> httpx.Response:
    return post(f"{house.door.url}/zalo/su-kien", event(ACCOUNT, told, **how))


def written(house: House) -> dict[str, int]:
    """What an event could have written."""
    with house.bureau.reading_desk() as desk:
        count = "SELECT (SELECT count(*) FROM {0})"
        return {
            table: desk.session.execute(text(count.format(table))).scalar_one() for table in ("delivery", "answer", "wrongcode", "journal")
        }


def test_a_delivery_and_a_press_that_zalo_signed_are_taken_however_often_they_come(hooked: House) -> None:
    about = letter(hooked)
    for _ in range(3):
        assert tell(hooked, delivered(tracking_id(about.id, 1))).status_code == 200
        assert tell(hooked, pressed(tracking_id(about.id, 1), "Dự họp")).status_code == 200
    with hooked.bureau.reading_desk() as desk:
        [found] = desk.session.exec(select(Delivery))
    assert (found.letter_id, found.delivered_at.isoformat()) == (about.id, "2021-07-22T10:59:10+07:00")
    with hooked.bureau.reading_desk() as desk:
        answers = desk.session.execute(text("SELECT via, choice FROM answer WHERE via = 'zalo'")).all()
    assert [tuple(one) for one in answers] == [(Via.ZALO, "attend")]


def test_a_letters_journey_by_zalo_and_back(hooked: House) -> None:
    about, step = letter(hooked), hooked.step("rsvp", "member_yt")
    counter = Counter(Party("Ban Chỉ đạo", "nhip@x.example"), KEY, hooked.door.url, lambda _: b"")
    with answering(FakeZalo()) as zalo:
        account = zalo.account()
        with hooked.bureau.store.transaction() as session:
            keep(session, account, KEY, Pair(zalo.access, "RT-1", timedelta(hours=25)))
        service = ZaloService(account, ZaloKeys(hooked.bureau.store, account, KEY))
        receipt = send(service, template_of(about, counter, "0912 345 678", 1, {"meeting": "303"}))
        service.close()
        [arrived] = zalo.messages
    assert receipt.outcome is Outcome.ACCEPTED
    opened = hooked.browser().get("/" + arrived["template_data"]["link"])  # what the button opens
    assert opened.status_code == 200
    assert "Xác nhận dự họp" in text_of(opened.text)
    assert tell(hooked, delivered(arrived["tracking_id"], receipt.queue_id or "")).status_code == 200
    assert tell(hooked, pressed(arrived["tracking_id"], "Dự họp", receipt.queue_id or "")).status_code == 200
    with hooked.bureau.reading_desk() as desk:
        [found] = desk.session.exec(select(Delivery))
    assert (found.letter_id, found.msg_id) == (about.id, receipt.queue_id)
    assert hooked.again(step).state == StepState.ANSWERED
    assert "qua nút trong tin nhắn Zalo" in text_of(hooked.browser().sign_in(step.officer_id or "").get(f"/viec/{step.id}").text)


def forged() -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
    """Events that are not Zalo's, made of one that is."""

    def header(name: str, value: str | bytes) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda posted: posted | {"headers": posted["headers"] | {name: value}}

    def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda posted: posted | {"headers": {key: value for key, value in posted["headers"].items() if key != name}}

    return {
        "unsigned": without("X-ZEvent-Signature"),
        "no timestamp": without("X-ZEvent-Timestamp"),
        "another time": header("X-ZEvent-Timestamp", "1"),
        "no mac": header("X-ZEvent-Signature", "mac="),
        "nonsense": header("X-ZEvent-Signature", "mac=é".encode()),
        "changed": lambda posted: posted | {"content": posted["content"].replace(b"a4d0", b"a4d1")},
        "as a form": lambda posted: posted | {"headers": posted["headers"] | {"Content-Type": "application/x-www-form-urlencoded"}},
        "as many parts": lambda posted: posted | {"headers": posted["headers"] | {"Content-Type": "multipart/form-data; boundary=x"}},
    }


@pytest.mark.parametrize("how", sorted(forged()))
def test_what_zalo_did_not_sign_writes_nothing(hooked: House, how: str) -> None:
    about, before = letter(hooked), written(hooked)
    for told in (delivered(tracking_id(about.id, 1)), pressed(tracking_id(about.id, 1), "Dự họp"), wrote("7", "ABCDEFGH")):
        made = forged()[how](event(ACCOUNT, told))
        if how == "changed":
            made["content"] += b" "
        assert post(f"{hooked.door.url}/zalo/su-kien", made).status_code in (400, 403), told
    assert written(hooked) == before


def test_another_secret_writes_nothing(hooked: House) -> None:
    before = written(hooked)
    assert tell(hooked, delivered(tracking_id(letter(hooked).id, 1)), secret="another").status_code == 403
    assert written(hooked) == before


def test_the_check_of_the_address_is_answered_and_does_nothing(hooked: House) -> None:
    before = written(hooked)
    for body in (b"{}", b" {}\n"):
        assert httpx.post(f"{hooked.door.url}/zalo/su-kien", content=body).status_code == 200
    for body in (b"", b"[]", b'{"event_name":"follow"}', b"\xff"):
        assert httpx.post(f"{hooked.door.url}/zalo/su-kien", content=body).status_code == 403
    assert httpx.get(f"{hooked.door.url}/zalo/su-kien").status_code in (404, 405)
    assert written(hooked) == before


def test_a_body_without_end_is_not_read_to_its_end(hooked: House) -> None:
    posted = event(ACCOUNT, {"event_name": "follow", "x": "y" * MOST_BYTES})
    assert post(f"{hooked.door.url}/zalo/su-kien", posted).status_code == 413


STRANGE: list[Any] = [
    {},
    [],
    "text",
    None,
    {"event_name": "user_received_message"},
    {"event_name": "user_received_message", "tracking_id": 7, "msg_id": "a"},
    {"event_name": "user_received_message", "tracking_id": "n-42-v1", "msg_id": "a"},
    {"event_name": "user_click_response_button", "message": "text"},
    {"event_name": "user_click_response_button", "message": {"data": ["x"], "tracking_id": "n-42-v1"}},
    {"event_name": "user_send_text", "sender": "oa", "message": {"text": "ABCDEFGH"}},
    {"event_name": "user_send_text", "sender": {"id": "\u0000"}, "message": {"text": "ABCDEFGH"}},
    {"event_name": "user_send_text", "sender": {"id": "x" * 500}, "message": {"text": "ABCDEFGH"}},
    {"event_name": ["follow"], "follower": {"id": "1"}},
    {"event_name": "oa_send_text", "sender": {"id": "1"}},
    pressed("n-00000000000000000000000000000000-v1", "Dự họp"),
    delivered("n-00000000000000000000000000000000-v1"),
    followed("1"),
    followed("1", "unfollow"),
]


@pytest.mark.parametrize("told", STRANGE, ids=lambda told: json.dumps(told)[:60])
def test_a_signed_event_of_no_use_to_us_is_taken_and_changes_nothing(hooked: House, told: Any) -> None:
    before = written(hooked)
    assert tell(hooked, told).status_code == 200
    assert written(hooked) == before


def test_a_house_without_zalo_takes_no_event(house: House) -> None:
    assert tell(house, followed("1")).status_code == 403
    assert httpx.post(f"{house.door.url}/zalo/su-kien", content=b"{}").status_code == 200


def test_what_another_transaction_holds_is_not_waited_for_longer_than_zalo_waits(hooked: House) -> None:
    about = letter(hooked)
    with hooked.bureau.desk() as desk:
        desk.session.execute(text('SELECT 1 FROM "case" WHERE id = :id FOR UPDATE'), {"id": hooked.case_id})
        began = time.monotonic()
        reply = tell(hooked, pressed(tracking_id(about.id, 1), "Dự họp"))
        took = time.monotonic() - began
    assert (reply.status_code, took < 10) == (503, True)  # Zalo reports it again
    assert tell(hooked, pressed(tracking_id(about.id, 1), "Dự họp")).status_code == 200
    assert not [one for one in hooked.steps("rsvp") if one.id == about.step_id]


def test_an_officer_ties_his_account_with_the_code_of_his_own_page(hooked: House, signed_in: SignedIn) -> None:
    with hooked.bureau.desk() as desk:
        desk.session.execute(text("UPDATE officer SET phone = '+84912345678' WHERE id = :id"), {"id": hooked.holder("member_yt")})
    member = signed_in("member_yt")
    before = text_of(member.get("/kenh-nhan-tin").text)
    assert "0912 345 678" in before
    assert "Chưa liên kết tài khoản Zalo" in before
    shown = text_of(member.send("/kenh-nhan-tin/ma-zalo", page="/kenh-nhan-tin").text)
    found = re.search(r"Mã của Ông/Bà: (\w{4} \w{4})", shown)
    assert found is not None
    assert found.group(1) not in text_of(member.get("/kenh-nhan-tin").text)  # shown once
    assert tell(hooked, wrote("2468", found.group(1))).status_code == 200
    after = text_of(member.get("/kenh-nhan-tin").text)
    assert "Đã liên kết" in after
    assert "2468" not in after
    with hooked.bureau.reading_desk() as desk:
        assert desk.session.get_one(Officer, hooked.holder("member_yt")).zalo_user_id == "2468"
    assert tell(hooked, followed("2468", "unfollow")).status_code == 200
    assert "Chưa liên kết" in text_of(member.get("/kenh-nhan-tin").text)


def test_codes_are_not_made_without_end(hooked: House, signed_in: SignedIn) -> None:
    hooked.bureau = replace(hooked.bureau, zalo=ACCOUNT)
    member = signed_in("member_yt")
    hooked.limit(account="3/hour")
    replies = [member.send("/kenh-nhan-tin/ma-zalo", page="/kenh-nhan-tin").status_code for _ in range(4)]
    assert replies == [200, 200, 200, 429]


def test_a_house_without_zalo_offers_no_code(house: House, signed_in: SignedIn) -> None:
    member = signed_in("member_yt")
    assert "Zalo" not in text_of(member.get("/kenh-nhan-tin").text)
    csrf = member.fields("/", "/dang-xuat")["csrf"]
    assert "Mã của" not in text_of(member.post("/kenh-nhan-tin/ma-zalo", {"csrf": csrf}).text)
