"""The page that moves a meeting: rooms, ways in and further places together, and the sessions to keep clear of."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from models.meetings import Meeting
from tests.portal.reading import forms_of, text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]
POINTS = ["UBND huyện An Biên", "UBND huyện Kiên Hải"]
NEW = {"day": "2019-09-30", "hour": "14:00", "reason": "Trưởng ban họp Chính phủ"}


def meeting(house: House) -> Meeting:
    with house.bureau.reading_desk() as desk:
        return desk.session.exec(select(Meeting)).one()


@pytest.fixture
def path(house: House) -> str:
    """The page of a meeting held at a place, at two further ones and online."""
    house.scripted["agenda"] |= {"online": "hop.example/cu", "points": [{"point": point} for point in POINTS]}
    house.reach("rsvp")
    return f"/ho-so/{house.case_id}/doi-lich"


def test_the_page_is_filled_with_what_stands_now_and_keeps_it_where_nobody_changes_it(house: House, signed_in: SignedIn, path: str) -> None:
    chair, before = signed_in("chair"), meeting(house)
    fields = chair.fields(path)
    assert (fields["place"], fields["online"], fields["points"]) == ([before.place], ["hop.example/cu"], ["\n".join(POINTS)])
    assert chair.send(path, NEW).status_code == 303
    after = meeting(house)
    assert (after.place, after.online, after.points, after.sequence) == (before.place, "hop.example/cu", POINTS, 1)


def test_a_meeting_goes_online_only_and_loses_its_further_places(house: House, signed_in: SignedIn, path: str) -> None:
    chair = signed_in("chair")
    reply = chair.send(path, NEW | {"place": "", "online": "hop.example/moi", "points": " \r\n\r\n UBND huyện Hòn Đất \r\n"})
    assert reply.status_code == 303, text_of(reply.text)
    after = meeting(house)
    assert (after.place, after.online, after.points) == ("", "hop.example/moi", ["UBND huyện Hòn Đất"])
    assert "họp trực tuyến: hop.example/moi" in text_of(chair.get(path).text)


def test_neither_a_place_nor_a_way_in_is_refused_and_what_was_typed_stays(house: House, signed_in: SignedIn, path: str) -> None:
    chair = signed_in("chair")
    for wrong, sentence in (
        ({"place": "", "online": " "}, "Xin ghi địa điểm họp, hoặc cách tham gia nếu họp trực tuyến."),
        ({"online": "x" * 3000}, "Nội dung quá dài"),
        ({"points": "\n".join(["Một điểm cầu"] * 61)}, "Nội dung quá dài"),
        ({"online": None, "points": None, "place": None}, "Xin ghi địa điểm họp"),
    ):
        reply = chair.send(path, NEW | wrong)
        assert reply.status_code == 422, wrong
        assert sentence in text_of(reply.text)
        typed = dict(next(one["fields"] for one in forms_of(reply.text) if one["action"] == path))
        assert typed["points"] == (wrong.get("points", "\n".join(POINTS)) or "")
        assert typed["reason"] == NEW["reason"]
    assert meeting(house).sequence == 0


def test_the_page_names_the_sessions_to_come_and_warns_of_a_clash_without_a_block(house: House, signed_in: SignedIn, path: str) -> None:
    chair = signed_in("chair")
    page = text_of(chair.get(path).text)
    assert "Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019)" in page
    assert "Kỳ họp thường lệ cuối năm" not in page  # in December: too far to matter
    assert "Ngày đang ghi" not in page
    house.clock.move(house.clock.at.replace(month=9, day=16))
    again = text_of(chair.send(path, NEW | {"day": "2019-09-26", "reason": ""}).text)
    assert "Ngày đang ghi 26/9/2019 trùng: Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019). Trùng lịch chỉ là lưu ý" in again
    assert chair.send(path, NEW | {"day": "2019-09-26"}).status_code == 303
    assert meeting(house).day.day == 26
