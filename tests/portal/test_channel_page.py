"""An officer's own page of channels: what is in force in words, what he chooses, and back."""

from collections.abc import Callable

from models.letters import ChannelState
from models.people import Officer
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]
PAGE, CHOOSE = "/kenh-nhan-tin", "/kenh-nhan-tin/chon"


def with_zalo(house: House) -> None:
    with house.bureau.desk() as desk:
        desk.session.get_one(Officer, house.holder("member_yt")).phone = "+84912345678"
        desk.session.add(ChannelState(channel="zalo"))


def said(browser: Browser) -> str:
    return text_of(browser.get(PAGE).text)


def test_the_page_says_in_words_what_is_in_force(house: House, signed_in: SignedIn) -> None:
    with_zalo(house)
    member = signed_in("member_yt")
    assert "Giấy mời, việc cần trả lời, văn bản Thư điện tử, không được thì Zalo, sau cùng là phiếu giấy." in said(member)
    assert "không tắt được" in said(member)
    assert "Từ 21 giờ 00 đến 06 giờ 30" in said(member)
    assert "Trở về mặc định" not in said(member)


def test_what_he_chooses_is_in_force_and_he_goes_back(house: House, signed_in: SignedIn) -> None:
    with_zalo(house)
    member = signed_in("member_yt")
    wanted = {
        "first_official": "zalo",
        "when_information": "digest",
        "when_receipts": "never",
        "weekday": "0",
        "at": "08:00",
        "quiet": "no",
    }
    assert member.send(CHOOSE, wanted, page=PAGE).status_code == 303
    page = said(member)
    assert "Giấy mời, việc cần trả lời, văn bản Zalo, không được thì thư điện tử, sau cùng là phiếu giấy." in page
    assert "gộp thành một thư vào 08 giờ 00 thứ Hai hằng tuần" in page
    assert "Xác nhận đã nhận trả lời Không gửi." in page
    assert "Giờ yên tĩnh Không có" in page
    fields = member.fields(PAGE, CHOOSE)
    assert {name: fields[name] for name in wanted} == {name: [value] for name, value in wanted.items()}
    assert "Trở về mặc định" not in said(signed_in("member_gd")), "another's page knows nothing of it"
    assert member.send("/kenh-nhan-tin/mac-dinh", page=PAGE).status_code == 303
    assert "văn bản Thư điện tử, không được thì Zalo" in said(member)


def test_a_channel_that_does_not_reach_him_is_not_offered_nor_taken(house: House, signed_in: SignedIn) -> None:
    member = signed_in("member_yt")
    assert "Zalo" not in said(member)
    reply = member.send(CHOOSE, {"first_official": "zalo"}, page=PAGE)
    assert reply.status_code == 422
    assert "không đến được Ông/Bà" in text_of(reply.text)


def test_what_was_typed_wrong_stays_with_its_sentence(house: House, signed_in: SignedIn) -> None:
    member = signed_in("member_yt")
    reply = member.send(CHOOSE, {"since": "25:00", "when_receipts": "never"}, page=PAGE)
    assert reply.status_code == 422
    assert "Xin ghi giờ và phút" in text_of(reply.text)
    assert 'value="25:00"' in reply.text
    assert "Không gửi" not in said(member)
