"""The log of the letters at the door: the list, one letter's story, what an operator does with it, the table, the sheet."""

import csv
import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.access import Link
from models.letters import Letter, LetterState
from tasks.standing_office import Matter, alert_operators
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

NOBODYS = UUID(int=85)  # the same in every process, as names of tests have to be
SignedIn = Callable[[str], Browser]


@pytest.fixture
def posted(house: House) -> House:
    """Invitations are out: every letter was taken, but one is in doubt."""
    house.reach("rsvp")
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'accepted', channel = 'mail', attempts = 1"))
    put(house, about(house).id, state="doubt", detail="mất liên lạc")
    return house


def about(house: House, seat: str = "member_yt") -> Letter:
    """The invitation of a seat's holder."""
    step = house.step("rsvp", seat)
    return next(one for one in house.letters() if one.step_id == step.id)


def put(house: House, letter_id: UUID, **values: Any) -> None:
    with house.bureau.desk() as desk:
        letter = desk.session.get_one(Letter, letter_id)
        for name, value in values.items():
            setattr(letter, name, value)


def again(house: House, letter_id: UUID) -> Letter:
    with house.bureau.reading_desk() as desk:
        return desk.session.get_one(Letter, letter_id)


def titles(page: str) -> list[str]:
    return re.findall(r'<b class="break">(.*?)</b>', page)


def test_the_list_counts_by_state_and_shows_what_waits_first_and_marked(posted: House, signed_in: SignedIn) -> None:
    page = signed_in("secretary").get("/thu").text
    assert "Chưa rõ đã đến hay chưa: 1" in text_of(page)
    first = page.partition('<ul class="list">')[2].partition("</li>")[0]
    assert 'class="late"' in first
    assert f"/thu/{about(posted).id}" in first
    assert "mất liên lạc" in first


def test_the_filters_stand_in_the_address_and_hold_for_the_table(posted: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    whole, doubtful = secretary.get("/thu").text, secretary.get("/thu?tinh-trang=doubt").text
    assert len(titles(doubtful)) == 1 < len(titles(whole))
    assert 'value="doubt" selected' in doubtful
    export = re.search(r'href="(/thu/xuat\.csv\?[^"]*)"', doubtful)
    assert export is not None
    assert len(list(csv.reader(io.StringIO(secretary.get(export[1].replace("&amp;", "&")).text)))) == 2
    assert "đúng với bộ lọc" in text_of(secretary.get("/thu?tim=khôngcó").text)
    assert len(titles(secretary.get(f"/thu?ho-so={posted.case_id}&nguoi={posted.holder('member_yt')}&tu=2019-01-01&kenh=mail").text)) >= 1


def test_a_filter_that_cannot_be_read_is_a_sentence_and_what_was_typed_stays(posted: House, signed_in: SignedIn) -> None:
    reply = signed_in("secretary").get("/thu?ho-so=abc&tim=giấy+mời")
    assert reply.status_code == 422
    assert "Mã hồ sơ «abc» không đọc được" in text_of(reply.text)
    assert 'value="abc"' in reply.text
    assert 'value="giấy mời"' in reply.text
    assert signed_in("secretary").get("/thu/xuat.csv?tu=hôm+nay").status_code == 422


def test_the_pages_follow_each_other(posted: House, signed_in: SignedIn) -> None:
    with posted.bureau.desk() as desk:
        desk.session.execute(
            text(
                "INSERT INTO letter (id, key, kind, context, further, urgent, queued_at, state, attempts, doubts)"
                " SELECT gen_random_uuid(), 'm/' || n, 'told', '{}', '{}', false, now(), 'accepted', 1, 0 FROM generate_series(1, 60) n"
            )
        )
    secretary = signed_in("secretary")
    first = secretary.get("/thu").text
    following = re.search(r'href="(/thu\?sau=[^"]+)">Thư cũ hơn', first)
    assert following is not None
    second = secretary.get(following[1]).text
    assert len(titles(first)) == 50
    shown = [set(re.findall(r'href="/thu/([0-9a-f-]{36})"', page)) for page in (first, second)]
    assert shown[1]
    assert not shown[0] & shown[1]
    assert secretary.get("/thu?sau=1").status_code == 422


def test_a_letters_page_tells_its_story_and_hides_its_link(posted: House, signed_in: SignedIn, anybody: Browser) -> None:
    letter = about(posted)
    path = f"/t/{posted.token(posted.step('rsvp', 'member_yt'))}"
    anybody.get(path)
    page = signed_in("standing_member").get(f"/thu/{letter.id}").text
    words = text_of(page)
    for told in ("Viết thư, đưa vào hàng chờ", "Liên kết trong thư được mở lần đầu", "Hãy hỏi người nhận trước", "mất liên lạc"):
        assert told in words
    assert path not in page
    assert "/t/********" in page


def test_opening_the_link_is_noted_once_and_does_nothing_else(posted: House, anybody: Browser) -> None:
    letter, step = about(posted), posted.step("rsvp", "member_yt")
    path = f"/t/{posted.token(step)}"

    def link() -> Link:
        with posted.bureau.reading_desk() as desk:
            return desk.session.get_one(Link, letter.link_id)

    assert link().opened_at is None
    anybody.get(path)
    first = link()
    assert first.opened_at == posted.clock.at
    posted.tomorrow()
    anybody.get(path)
    assert link().opened_at == first.opened_at
    assert (link().used_at, link().revoked_at) == (None, None)
    assert posted.again(step).state == "open"


def test_an_operator_sends_it_again_or_takes_it_as_arrived(posted: House, signed_in: SignedIn) -> None:
    secretary, letter = signed_in("secretary"), about(posted)
    path = f"/thu/{letter.id}"
    refused = secretary.send(path, {"choice": "resend", "reason": " "})
    assert refused.status_code == 422
    assert "Phải ghi lý do" in text_of(refused.text)
    assert again(posted, letter.id).state == LetterState.DOUBT
    assert secretary.send(path, {"choice": "resend", "reason": "Gọi điện, chưa nhận được"}).status_code == 303
    assert again(posted, letter.id).state == LetterState.QUEUED
    page = text_of(secretary.get(path).text)
    assert "Gọi điện, chưa nhận được" in page
    assert "Đã gửi lại 1 lần" in page
    put(posted, letter.id, state="parked")
    assert secretary.send(path, {"choice": "settle", "reason": "Đã nhận"}).status_code == 303
    assert again(posted, letter.id).state == LetterState.ACCEPTED
    assert "Xử lý" not in text_of(secretary.get(path).text)


def test_an_alerts_page_names_its_channel_and_what_sending_it_again_means(posted: House, signed_in: SignedIn) -> None:
    with posted.bureau.desk() as desk:
        alert_operators(desk, Matter("clock", "Đồng hồ lệch nhau."), ["json-1a2b3c4d"])
    one = posted.letters("told")[-1]
    secretary = signed_in("secretary")
    for state, sentence in (("doubt", "Hãy xem ở nơi nhận cảnh báo trước"), ("failed", "phải có trong NHIP_ALERT_URLS")):
        put(posted, one.id, state=state)
        shown = text_of(secretary.get(f"/thu/{one.id}").text)
        for words in ("Cảnh báo (NHIP_ALERT_URLS)", "Người vận hành hệ thống", "json-1a2b3c4d", sentence):
            assert words in shown
    assert titles(secretary.get("/thu?kenh=alert").text) == ["Việc cần người vận hành hệ thống xem lại"]


def test_of_many_clicks_one_counts_and_the_others_read_who_did_it(posted: House, signed_in: SignedIn) -> None:
    secretary, letter = signed_in("secretary"), about(posted)
    path = f"/thu/{letter.id}"
    fields = secretary.fields(path) | {"choice": ["settle"], "reason": ["Đã nhận"]}
    with ThreadPoolExecutor(10) as hands:
        replies = list(hands.map(lambda _: secretary.post(path, fields), range(10)))
    assert sorted(reply.status_code for reply in replies) == [303] + [409] * 9
    late = next(reply for reply in replies if reply.status_code == 409)
    assert "Thư này đã được xử lý" in text_of(late.text)


def test_a_sheet_is_printed_without_the_readers_link_and_handed_over(posted: House, signed_in: SignedIn) -> None:
    secretary, letter = signed_in("secretary"), about(posted)
    assert secretary.get(f"/thu/{letter.id}/phieu").status_code == 404  # it went by mail
    put(posted, letter.id, state="accepted", channel="paper")
    sheet = secretary.get(f"/thu/{letter.id}/phieu").text
    assert "PHIẾU CHUYỂN THƯ" in sheet
    assert "/t/" not in sheet
    assert f"mở {posted.bureau.portal_url}, đăng nhập" in text_of(sheet)
    assert "Người nhận, ngày nhận" in text_of(sheet)
    assert "Phiếu giấy chờ giao" in text_of(secretary.get("/thu").text)
    assert secretary.send(f"/thu/{letter.id}", {"choice": "handed-over"}).status_code == 303
    assert again(posted, letter.id).delivered_at == posted.clock.at
    assert "Đã giao tận tay" in text_of(secretary.get(f"/thu/{letter.id}").text)


def test_the_table_opens_in_excel_and_holds_no_formula(posted: House, signed_in: SignedIn) -> None:
    letter = about(posted)
    words = letter.context["words"] | {"title": '=HYPERLINK("http://x")'}
    put(posted, letter.id, context=letter.context | {"words": words}, detail="-1+1")
    reply = signed_in("group_centre").get("/thu/xuat.csv")
    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert reply.headers["content-disposition"].startswith('attachment; filename="thu.csv"')
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert len(rows) == len(posted.letters())
    row = next(one for one in rows if one["Mã"] == str(letter.id))
    assert row["Về việc"] == '\'=HYPERLINK("http://x")'
    assert row["Lời trả lời cuối"] == "'-1+1"
    assert row["Tình trạng"] == "Chưa rõ đã đến hay chưa"
    assert not any(cell[:1] in "=+-@" and cell for one in rows for cell in one.values())


@pytest.mark.parametrize("path", ["/thu/abc", f"/thu/{NOBODYS}", f"/thu/{NOBODYS}/phieu"])
def test_a_letter_that_is_not_there_is_the_page_of_what_is_missing(posted: House, signed_in: SignedIn, path: str) -> None:
    secretary = signed_in("secretary")
    assert secretary.get(path).status_code == 404
    if not path.endswith("phieu"):
        fields = {"csrf": secretary.fields(f"/thu/{about(posted).id}")["csrf"], "choice": "settle", "reason": "x"}
        assert secretary.post(path, fields).status_code == 404
        assert secretary.post(f"/thu/{about(posted).id}", fields | {"choice": "lạ"}).status_code == 404


def test_the_menu_and_the_case_lead_to_the_letters(posted: House, signed_in: SignedIn) -> None:
    secretary, member = signed_in("secretary"), signed_in("member_yt")
    assert 'href="/thu"' in secretary.get("/ho-so").text
    assert 'href="/thu"' not in member.get("/ho-so").text
    case = secretary.get(f"/ho-so/{posted.case_id}").text
    assert f'href="/thu/{about(posted).id}"' in case
    assert f'href="/thu?ho-so={posted.case_id}"' in case


def test_a_bundle_shows_what_it_carries(posted: House, signed_in: SignedIn) -> None:
    letter = about(posted)
    with posted.bureau.desk() as desk:
        whole = Letter(key="b", kind="bundle", officer_id=letter.officer_id, queued_at=desk.now, state=LetterState.ACCEPTED, channel="mail")
        desk.session.add(whole)
        desk.session.flush()
        for one in desk.session.exec(select(Letter).where(col(Letter.officer_id) == letter.officer_id, col(Letter.id) != whole.id)):
            one.carried_by = whole.id
    secretary = signed_in("secretary")
    assert f'href="/thu/{letter.id}"' in secretary.get(f"/thu/{whole.id}").text
    assert "Nhiều việc trong một thư" in text_of(secretary.get("/thu").text)
    assert f'href="/thu/{whole.id}"' in secretary.get(f"/thu/{letter.id}").text


def test_nobody_else_gets_in(posted: House, signed_in: SignedIn) -> None:
    for seat in ("chair", "deputy_chair_1", "member_yt"):
        for path in ("/thu", "/thu/xuat.csv", f"/thu/{about(posted).id}"):
            assert signed_in(seat).get(path).status_code == 404
