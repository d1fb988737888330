"""At the door: whom the issuer authorised to grant more time, set down by him or by the standing office, and taken back."""

from uuid import UUID

import pytest

from flows.process.walk import walk
from models.directives import Directive
from tasks.directives import give
from tests.office.duties import EXTEND, order
from tests.portal.reading import text_of
from tests.portal.test_directive_pages import SignedIn, asked, directives, duty, entered  # noqa: F401 - a fixture
from tests.portal.visit import House

DOCUMENT = "Công văn số 12/UBND-VX ngày 03/10/2019"
SAID = {"choice": "authorise", "granter": "deputy_chair_1", "granter_document": DOCUMENT}


def address(case_id: UUID) -> str:
    return f"/ho-so/{case_id}/uy-quyen-gia-han"


def of(house: House) -> Directive:
    return directives(house)[0]


def test_it_is_entered_with_the_order(house: House, signed_in: SignedIn) -> None:
    reply = entered(signed_in("secretary"), granter="deputy_chair_1", granter_document=DOCUMENT)
    assert reply.status_code == 303
    assert (of(house).granter_seat, of(house).granter_document) == ("deputy_chair_1", DOCUMENT)
    assert f"theo ủy quyền tại {DOCUMENT}" in text_of(signed_in("secretary").get(reply.headers["location"]).text)


def test_half_of_it_is_sent_back_with_what_was_typed(house: House, signed_in: SignedIn) -> None:
    for half in ({"granter": "deputy_chair_1"}, {"granter_document": DOCUMENT}):
        reply = entered(signed_in("secretary"), **half)
        assert (reply.status_code, "hãy ghi đủ, hoặc bỏ trống cả hai" in text_of(reply.text)) == (422, True)
    assert DOCUMENT in reply.text
    assert directives(house) == []


@pytest.mark.parametrize("seat", ["chair", "secretary", "standing_member"])
def test_the_issuer_or_the_standing_office_sets_it_down_and_takes_it_back(
    house: House,
    duty: UUID,  # noqa: F811
    signed_in: SignedIn,
    seat: str,
) -> None:
    browser = signed_in(seat)
    assert address(duty) in browser.get(f"/ho-so/{duty}").text
    assert browser.send(address(duty), SAID).status_code == 303
    shown = text_of(browser.get(f"/ho-so/{duty}").text)
    assert f"theo ủy quyền tại {DOCUMENT}" in shown
    assert "Ủy quyền quyết định gia hạn nhiệm vụ" in shown
    assert DOCUMENT in text_of(browser.get(address(duty)).text)
    unsaid = browser.send(address(duty), {"choice": "take-back", "reason": " "})
    assert (unsaid.status_code, "Xin ghi lý do" in text_of(unsaid.text)) == (422, True)
    assert browser.send(address(duty), {"choice": "take-back", "reason": "Tự quyết định"}).status_code == 303
    assert of(house).granter_seat is None


@pytest.mark.parametrize("seat", ["deputy_chair_1", "head_hgt", "member_yt"])
def test_nobody_else_finds_the_page(house: House, duty: UUID, signed_in: SignedIn, seat: str) -> None:  # noqa: F811
    browser = signed_in(seat)
    assert browser.get(address(duty)).status_code == 404
    assert address(duty) not in browser.get(f"/ho-so/{duty}").text
    assert of(house).granter_seat is None


def test_who_owes_it_does_not_find_the_page_either(house: House, signed_in: SignedIn) -> None:
    with house.bureau.desk() as desk:
        own = give(desk, order(lead_agency="STTTT")).id
    walk(house.bureau, own)
    assert signed_in("standing_member").get(address(own)).status_code == 404
    assert signed_in("secretary").get(address(own)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"choice": ""}, "Xin chọn một trong các ý kiến"),
        ({"granter": ""}, "Xin chọn người được ủy quyền"),
        ({"granter_document": " "}, "Xin ghi văn bản ủy quyền"),
        ({"granter": "nobody"}, "Không có chức danh mã «nobody»"),
        ({"granter": "chair"}, "là người giao nhiệm vụ"),
        ({"granter_document": "x" * 2001}, "quá dài"),
        ({"choice": "take-back", "reason": "Thôi"}, "không có gì để thôi"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    house: House,
    duty: UUID,  # noqa: F811
    signed_in: SignedIn,
    changes: dict[str, str],
    sentence: str,
) -> None:
    reply = signed_in("chair").send(address(duty), SAID | changes)
    assert (reply.status_code, sentence in text_of(reply.text)) == (422, True)
    assert of(house).granter_seat is None


def test_who_is_authorised_reads_why_it_is_his_to_decide(house: House, duty: UUID, signed_in: SignedIn) -> None:  # noqa: F811
    signed_in("chair").send(address(duty), SAID)
    head = signed_in("head_hgt")
    head.send(f"/viec/{asked(house, duty)['acknowledge'].id}", {"choice": "accept"})
    walk(house.bureau, duty)
    assert head.send(f"/viec/{asked(house, duty)['report/1'].id}", EXTEND).status_code == 303
    walk(house.bureau, duty)
    step = asked(house, duty)["extension/1"]
    deputy = signed_in("deputy_chair_1")
    assert f"theo ủy quyền tại {DOCUMENT}" in text_of(deputy.get(f"/viec/{step.id}").text)
    assert deputy.send(f"/viec/{step.id}", {"choice": "grant"}).status_code == 303
    assert str(of(house).due) == "2019-11-29"
