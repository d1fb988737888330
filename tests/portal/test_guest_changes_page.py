"""The attendees' page: guests come in, drop out, are invited to other items; the chair's page about those proposed to him."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from models.cases import Act
from models.meetings import Guest
from tests.portal.reading import text_of
from tests.portal.visit import GUEST, Browser, House

SignedIn = Callable[[str], Browser]
NEW = {"name": "Trần Thêm", "office": "Giám đốc Viễn thông", "email": "them@vt.example", "items": "2"}


@pytest.fixture
def page(house: House) -> str:
    """Where attendees change, of a meeting with one guest whose invitation has left."""
    house.scripted["agenda"]["guests"] = [GUEST | {"items": "3"}]
    house.reach("rsvp")
    return f"/ho-so/{house.case_id}/thanh-phan"


def row(n: int, **line: str) -> dict[str, str]:
    return {f"guests.{n}.{name}": value for name, value in line.items()}


def items(house: House) -> dict[str, list[int]]:
    with house.bureau.reading_desk() as desk:
        return {guest.email: guest.items for guest in desk.session.exec(select(Guest))}


def acts(house: House) -> int:
    with house.bureau.reading_desk() as desk:
        return len(desk.session.exec(select(Act)).all())


def test_the_standing_member_proposes_and_the_chair_consents_on_his_page(house: House, signed_in: SignedIn, page: str) -> None:
    standing, chair = signed_in("standing_member"), signed_in("chair")
    assert "sau khi Trưởng ban đồng ý" in text_of(standing.get(page).text)
    assert standing.send(page, row(0, **NEW) | {"reason": "Bàn về hạ tầng"}).status_code == 303
    assert "Trần Thêm, Giám đốc Viễn thông (nội dung 2)" in text_of(standing.get(page).text)
    step = house.step("guest-consent")
    asked = text_of(chair.get(f"/viec/{step.id}").text)
    for shown in ("Nguyễn Mô Phỏng, Ủy viên thường trực", "Bàn về hạ tầng", NEW["email"], house.scripted["agenda"]["items"][1]["item"]):
        assert shown in asked
    assert "ghi lý do để người đề nghị biết" in text_of(chair.send(f"/viec/{step.id}", {"choice": "refuse"}).text)
    assert chair.send(f"/viec/{step.id}", {"choice": "consent"}).status_code == 303
    assert items(house) == {GUEST["email"]: [3], NEW["email"]: [2]}
    assert house.browser().get(f"/t/{house.guest_token()}").status_code == 200
    assert NEW["name"] in text_of(standing.get(f"/ho-so/{house.case_id}").text)


def test_the_chair_changes_guests_at_once_with_seats(house: House, signed_in: SignedIn, page: str) -> None:
    chair, token = signed_in("chair"), house.guest_token()
    assert "sau khi Trưởng ban đồng ý" not in text_of(chair.get(page).text)
    assert chair.send(page, row(0, **NEW) | {"kept.0.items": "1, 2", "out": ["member_yt"], "reason": "Bàn thêm"}).status_code == 303
    assert items(house) == {GUEST["email"]: [1, 2], NEW["email"]: [2]}
    assert house.browser().get(f"/t/{token}").status_code == 404
    with house.bureau.reading_desk() as desk:
        first = next(str(guest.id) for guest in desk.session.exec(select(Guest)) if guest.email == GUEST["email"])
    assert chair.send(page, {"guests_out": [first], "reason": "Bận việc khác"}).status_code == 303
    assert items(house) == {GUEST["email"]: [], NEW["email"]: [2]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"guests.0.name": ""}, "Mục này còn thiếu"),
        ({"guests.0.email": "them"}, "Địa chỉ thư điện tử chưa đúng"),
        ({"guests.0.items": "99"}, "chương trình không có nội dung 99"),
        ({"guests.0.email": GUEST["email"]}, "Đã có khách mời dùng địa chỉ"),
        ({"kept.0.items": ""}, "đánh dấu «Thôi mời»"),
        ({"reason": ""}, "Xin ghi lý do"),
    ],
)
def test_a_wrong_line_is_sent_back_with_all_that_was_typed(
    house: House, signed_in: SignedIn, page: str, wrong: dict[str, str], sentence: str
) -> None:
    typed = row(0, **NEW) | {"kept.0.items": "1, 2", "reason": "Bàn về hạ tầng"}
    standing = signed_in("standing_member")
    letters = len(house.letters())
    reply = standing.send(page, typed | wrong | {"out": ["member_yt"]})
    assert (reply.status_code, sentence in text_of(reply.text)) == (422, True)
    for name, value in (typed | wrong).items():
        assert value in reply.text, name
    assert 'name="out" value="member_yt" checked' in reply.text
    assert (acts(house), items(house)) == (0, {GUEST["email"]: [3]})
    assert len(house.letters()) == letters


def test_more_rows_change_nothing_and_keep_what_was_typed(house: House, signed_in: SignedIn, page: str) -> None:
    reply = signed_in("standing_member").send(page, row(0, **NEW) | {"add_rows": "guests", "reason": "Bàn thêm", "in": ["member_yt"]})
    assert reply.status_code == 200
    assert f'value="{NEW["name"]}"' in reply.text
    assert 'name="guests.3.name"' in reply.text
    assert acts(house) == 0
