"""Directives at the door: entered by the standing office, answered by heads, changed by who ordered them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from flows.process.walk import walk
from models.cases import Case
from models.directives import Directive, Ending
from models.steps import Step
from tasks.directives import give
from tests.office.duties import order
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]
ORDER: dict[str, Any] = {
    "source": "province",
    "issuer": "ubnd_vice_chair_1",
    "source_text": "Thông báo kết luận của Phó Chủ tịch UBND tỉnh",
    "source_number": "88/TB-VP",
    "source_date": "2019-08-20",
    "text": "Rà soát việc ký số văn bản.",
    "lead": "HGT",
    "coordinating": ["STTTT", "HGT"],
    "due": "2019-11-15",
    "product": "Báo cáo",
}


@pytest.fixture
def duty(house: House) -> UUID:
    with house.bureau.desk() as desk:
        case_id = give(desk, order()).id
    walk(house.bureau, case_id)
    return case_id


def directives(house: House) -> list[Directive]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Directive).order_by(col(Directive.id))))


def entered(browser: Browser, **changes: Any) -> Any:
    return browser.send("/nhiem-vu/moi", ORDER | changes)


def test_the_secretary_enters_what_the_ubnd_ordered(house: House, signed_in: SignedIn) -> None:
    reply = entered(signed_in("secretary"))
    found = directives(house)[0]
    assert reply.status_code == 303
    assert (found.source, found.source_number, found.issuer_seat, found.lead_seat) == (
        "province",
        "88/TB-VP",
        "ubnd_vice_chair_1",
        "head_hgt",
    )
    assert (str(found.due), found.coordinating) == ("2019-11-15", ["STTTT"])
    assert "Rà soát việc ký số văn bản." in text_of(signed_in("secretary").get(reply.headers["location"]).text)


def test_a_form_sent_twice_enters_it_once(house: House, signed_in: SignedIn) -> None:
    browser = signed_in("secretary")
    fields = browser.fields("/nhiem-vu/moi") | {name: value if isinstance(value, list) else [value] for name, value in ORDER.items()}
    assert [browser.post("/nhiem-vu/moi", fields).status_code for _ in range(2)] == [303, 303]
    assert len(directives(house)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issuer": "chair"}, "không phù hợp với nguồn"),
        ({"source_date": "2019-12-01"}, "chưa đến"),
        ({"source_date": "hôm qua"}, "Không có ngày này"),
        ({"due": ""}, "Không có ngày này"),
        ({"due": "2019-08-01"}, "phải sau hôm nay"),
        ({"due": "2019-11-15", "standing": "yes"}, "hãy bỏ một trong hai"),
        ({"text": ""}, "Xin ghi nội dung"),
        ({"lead": "XXX"}, "Không có cơ quan mã XXX"),
        ({"source": "conclusion"}, "chọn nguồn trong danh sách"),
    ],
)
def test_what_the_paper_cannot_have_said_is_sent_back_with_what_was_typed(
    house: House, signed_in: SignedIn, changes: dict[str, Any], sentence: str
) -> None:
    reply = entered(signed_in("standing_member"), **changes)
    assert reply.status_code == 422
    assert sentence in text_of(reply.text)
    assert "Thông báo kết luận của Phó Chủ tịch" in reply.text
    assert directives(house) == []


def test_a_standing_duty_has_no_day(house: House, signed_in: SignedIn) -> None:
    assert entered(signed_in("secretary"), due="", standing="yes").status_code == 303
    assert directives(house)[0].is_standing


def test_the_head_takes_it_on_by_the_link_alone_and_reports_signed_in(house: House, duty: UUID, signed_in: SignedIn) -> None:
    head = signed_in("head_hgt")
    steps = asked(house, duty)
    assert "Sở Thông tin và Truyền thông" in text_of(head.get(f"/viec/{steps['acknowledge'].id}").text)
    assert head.send(f"/viec/{steps['acknowledge'].id}", {"choice": "accept", "doer": "Ông A"}).status_code == 303
    walk(house.bureau, duty)
    report = asked(house, duty)["report/1"]
    wrong = head.send(f"/viec/{report.id}", {"choice": "submit", "done": "Xong", "new_due": "2019-12-01"})
    assert (wrong.status_code, "phải kèm minh chứng" in text_of(wrong.text)) == (422, True)
    assert head.send(f"/viec/{report.id}", {"choice": "submit", "done": "Xong", "product_number": "15/BC"}).status_code == 303
    walk(house.bureau, duty)
    shown = text_of(head.get(f"/ho-so/{duty}").text)
    assert "15/BC" in shown
    assert "Ông A" in shown
    confirm = signed_in("standing_member").get(f"/viec/{asked(house, duty)['confirm/1'].id}")
    assert "15/BC" in text_of(confirm.text)


def asked(house: House, case_id: UUID) -> dict[str, Step]:
    with house.bureau.reading_desk() as desk:
        return {step.key: step for step in desk.session.exec(select(Step).where(col(Step.case_id) == case_id))}


@pytest.mark.parametrize("seat", ["standing_member", "secretary", "deputy_chair_1", "head_hgt", "member_yt"])
def test_only_who_ordered_it_finds_the_page_that_changes_it(house: House, duty: UUID, signed_in: SignedIn, seat: str) -> None:
    browser = signed_in(seat)
    assert browser.get(f"/ho-so/{duty}/dieu-chinh").status_code == 404
    assert "Điều chỉnh, dừng, tách" not in browser.get(f"/ho-so/{duty}").text


def test_the_chair_changes_hands_over_splits_and_stops(house: House, duty: UUID, signed_in: SignedIn) -> None:
    chair, page = signed_in("chair"), f"/ho-so/{duty}/dieu-chinh"
    assert "Điều chỉnh, dừng, tách" in chair.get(f"/ho-so/{duty}").text
    changed = {"choice": "change", "text": "Nội dung mới", "due": "2019-12-13", "coordinating": ["STTTT"], "reason": "Bổ sung"}
    chair.send(page, changed)
    chair.send(page, {"choice": "lead", "lead": "SNV", "reason": "Đúng chức năng"})
    found = directives(house)[0]
    assert (found.text, str(found.due), str(found.due_original), found.lead_agency) == ("Nội dung mới", "2019-12-13", "2019-11-15", "SNV")
    parts = {"part.0.text": "Một", "part.0.lead": "SNV", "part.0.due": "2019-11-15"}
    one = chair.send(page, {"choice": "split", "reason": "Tách"} | parts)
    assert (one.status_code, "ít nhất hai" in text_of(one.text)) == (422, True)
    chair.send(page, {"choice": "split", "reason": "Tách", "part.2.text": "Hai", "part.2.lead": "STC", "part.2.due": "2019-11-15"} | parts)
    whole, first, second = directives(house)
    assert (whole.ending, first.parent_id, second.lead_agency) == (Ending.SPLIT, whole.id, "STC")
    assert (first.coordinating, second.coordinating) == (["STTTT"], ["STTTT"])
    with house.bureau.reading_desk() as desk:
        third = desk.session.exec(select(Case.id).where(col(Case.id) == first.case_id)).one()
    chair.send(f"/ho-so/{third}/dieu-chinh", {"choice": "stop", "reason": "Không còn cần"})
    assert directives(house)[1].ending == Ending.STOPPED


def test_no_reason_no_act(house: House, duty: UUID, signed_in: SignedIn) -> None:
    reply = signed_in("chair").send(f"/ho-so/{duty}/dieu-chinh", {"choice": "stop", "reason": " "})
    assert (reply.status_code, directives(house)[0].ending) == (422, None)


def test_who_heads_a_coordinating_agency_is_told_and_reads_the_case_but_not_the_answers(
    house: House, duty: UUID, signed_in: SignedIn
) -> None:
    with house.bureau.desk() as desk:
        helped = give(desk, order(coordinating=("SXD", "STTTT"))).id
    walk(house.bureau, helped)
    told = {letter.officer_id for letter in house.letters("told") if letter.case_id == helped}
    assert told == {house.holder("head_sxd"), house.holder("head_stttt")}
    head = signed_in("head_sxd")
    assert head.get(f"/ho-so/{helped}").status_code == 200
    assert head.get(f"/ho-so/{duty}").status_code == 404
    listed = head.get("/ho-so").text
    assert (str(helped) in listed, str(duty) in listed) == (True, False)
