"""Money at the door: asked for by the group, judged by others, entered in the ledger by the standing office."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook

from flows.process.walk import walk
from models.funding import EntryKind
from models.steps import Step
from tasks.casework import cancel_case
from tests.office.cast import YES, Office
from tests.office.money import BEYOND, CONSENT, ITEMS, REGIME, SOURCE, asked_for, assign, by_turn, decision, items, put, record, replied
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]
REQUEST = {"title": "Diễn tập an toàn thông tin", "purpose": "Bảo đảm an toàn", "source": SOURCE, "year": "2019"}
LINES = {f"items.{n}.{name}": value for n, line in enumerate(ITEMS) for name, value in line.items()}


@pytest.fixture
def office(house: House) -> Office:
    """The same house, played from inside."""
    return Office(house.bureau, house.clock)


def reached(office: Office, question: str, script: dict[str, Any] = CONSENT) -> Step:
    """A request whose officers have answered until this is asked."""
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, question, script)
    return next(step for step in office.asked(case_id) if step.question == question)


def went_on(house: House, case_id: UUID) -> str | None:
    return walk(house.bureau, case_id).waiting


def test_a_request_begins_on_a_page_and_its_lines_are_asked_on_the_next(house: House, office: Office, signed_in: SignedIn) -> None:
    browser = signed_in("secretary")
    reply = browser.send("/kinh-phi/de-nghi", REQUEST)
    assert reply.status_code == 303
    case_id = UUID(reply.headers["location"].rpartition("/")[2])
    went_on(house, case_id)
    step = office.step(case_id, "funding-draft/1")
    page = text_of(browser.get(f"/viec/{step.id}").text)
    assert "Diễn tập an toàn thông tin" in page
    assert "Còn lại chưa cam kết: 0 đồng" in page
    sent = browser.send(f"/viec/{step.id}", LINES | {"choice": "submit", "total": "47.500.000"})
    assert sent.status_code == 303, text_of(sent.text)
    assert [item.amount for item in items(office, case_id)] == [22_500_000, 25_000_000]


def test_a_wrong_total_comes_back_with_what_was_typed(office: Office, signed_in: SignedIn) -> None:
    case_id = asked_for(office)
    step = office.step(case_id, "funding-draft/1")
    reply = signed_in("secretary").send(f"/viec/{step.id}", LINES | {"choice": "submit", "total": "47.000.000"})
    assert reply.status_code == 422
    assert "cộng các dòng là 47.500.000 đồng" in text_of(reply.text)
    assert "Thù lao chuyên gia độc lập" in reply.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"title": ""}, "Xin ghi tên khoản chi"), ({"source": "Quỹ khác"}, "danh mục"), ({"year": "2018"}, "Chỉ đề nghị chi cho năm")],
)
def test_a_request_that_cannot_be_is_sent_back(signed_in: SignedIn, changes: dict[str, str], sentence: str) -> None:
    reply = signed_in("secretary").send("/kinh-phi/de-nghi", REQUEST | changes)
    assert reply.status_code == 422
    assert sentence in text_of(reply.text)


def test_norms_are_named_beside_their_items(house: House, office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-norms")
    browser = signed_in("deputy_group_leader_1")
    assert "2. Giải thưởng sáng kiến" in text_of(browser.get(f"/viec/{step.id}").text)
    reply = browser.send(f"/viec/{step.id}", {"choice": "approve", "norms.1.norm": "Thông tư số 01/2019/TT-BTC"})
    assert reply.status_code == 303, text_of(reply.text)
    assert [item.norm for item in items(office, step.case_id)] == ["", "Thông tư số 01/2019/TT-BTC"]


def test_the_finance_agency_answers_with_its_number_and_asks_for_more(house: House, office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-opinion")
    browser = signed_in("head_stc")
    page = text_of(browser.get(f"/viec/{step.id}").text)
    assert "Bốn mươi bảy triệu năm trăm nghìn đồng" in page
    bare = browser.send(f"/viec/{step.id}", {"choice": "supplement"})
    assert (bare.status_code, "Xin ghi số, ký hiệu và ngày" in text_of(bare.text)) == (422, True)
    said = {"choice": "supplement", "number": "99/STC", "issued_on": step.about["since"], "opinion": "Gửi kèm ba báo giá"}
    assert browser.send(f"/viec/{step.id}", said).status_code == 303
    went_on(house, step.case_id)
    more = office.step(step.case_id, "funding-supplement/1.1")
    drafter = signed_in("secretary")
    assert "Gửi kèm ba báo giá" in text_of(drafter.get(f"/viec/{more.id}").text)
    assert drafter.send(f"/viec/{more.id}", {"words": "Đã kèm báo giá."}).status_code == 303
    went_on(house, step.case_id)
    again = office.step(step.case_id, "funding-opinion/1.2")
    page = text_of(browser.get(f"/viec/{again.id}").text)
    assert "Đã kèm báo giá." in page
    assert "Thời gian tạm dừng chờ bổ sung" in page


def test_a_quotation_is_read_by_who_is_asked_and_by_nobody_else(house: House, office: Office, signed_in: SignedIn) -> None:
    case_id = asked_for(office)
    step = office.step(case_id, "funding-draft/1")
    drafter = signed_in("secretary")
    file = {"quotation": ("bao-gia.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")}
    answers = LINES | {"choice": "submit", "total": "47500000", "quotation_confirmed": "yes"}
    assert drafter.send(f"/viec/{step.id}", answers, files=file).status_code == 303
    office.play_to(case_id, "funding-opinion", CONSENT)
    opinion = office.step(case_id, "funding-opinion/1.1")
    asked = signed_in("head_stc")
    page = asked.get(f"/viec/{opinion.id}").text
    assert "bao-gia.pdf" in page
    link = page.partition(f'href="/ho-so/{case_id}/tai-lieu/')[2].partition('"')[0]
    assert asked.get(f"/ho-so/{case_id}/tai-lieu/{link}").status_code == 200
    assert signed_in("head_syt").get(f"/ho-so/{case_id}/tai-lieu/{link}").status_code == 404
    assert asked.get(f"/ho-so/{case_id}/tai-lieu/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("question", "seat", "script"),
    [
        ("funding-letter-sign", "head_stttt", CONSENT),
        ("funding-letter-release", "group_centre", CONSENT),
        ("funding-disagreed", "head_stttt", CONSENT | {"funding-opinion": replied("disagree")}),
        ("funding-province", "ubnd_chair", BEYOND),
        ("funding-council", "ubnd_chair", REGIME),
        ("funding-resolution", "group_centre", REGIME),
    ],
)
def test_every_question_about_money_has_its_page(office: Office, signed_in: SignedIn, question: str, seat: str, script: Any) -> None:
    step = reached(office, question, script)
    page = signed_in(seat).get(f"/viec/{step.id}")
    assert page.status_code == 200
    assert "Phản biện kiến trúc" in text_of(page.text)
    assert "Im lặng không phải là đồng ý" in text_of(page.text) or question.endswith("release")


def test_the_chairman_of_the_ubnd_decides_at_the_door(house: House, office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-province", BEYOND)
    assert signed_in("ubnd_chair").send(f"/viec/{step.id}", YES).status_code == 303
    assert signed_in("deputy_chair_1").get(f"/viec/{step.id}").status_code == 404
    office.play(step.case_id, BEYOND)
    assert decision(office, step.case_id) is not None


def test_the_case_page_says_that_nothing_may_be_committed_until_it_is_decided(office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-opinion", CONSENT | {"funding-opinion": by_turn(replied("supplement"), replied("agree"))})
    browser = signed_in("chair")
    assert "Chưa có: chưa được cam kết chi" in text_of(browser.get(f"/ho-so/{step.case_id}").text)
    office.play(step.case_id, CONSENT)
    page = text_of(browser.get(f"/ho-so/{step.case_id}").text)
    assert "Đã được phê duyệt, được cam kết chi" in page
    assert "47.500.000 đồng" in page


def test_the_ledger_refuses_what_is_over_the_ceiling_and_keeps_what_was_typed(office: Office, signed_in: SignedIn) -> None:
    assign(office, 10_000_000)
    browser = signed_in("secretary")
    line = {
        "kind": "committed",
        "source": SOURCE,
        "amount": "10.000.001",
        "content": "Thuê máy chủ",
        "document": "HĐ 12",
        "day": str(office.clock.at.date()),
        "norm": "Thông tư số 01",
    }
    over = browser.send("/kinh-phi/ghi-so", line)
    assert over.status_code == 422
    assert "vượt số còn lại 10.000.000 đồng" in text_of(over.text)
    assert "Thuê máy chủ" in over.text
    odd = browser.send("/kinh-phi/ghi-so", line | {"amount": "mười", "day": "hôm nay"})
    assert "không phải là số tiền" in text_of(odd.text)
    assert browser.send("/kinh-phi/ghi-so", line | {"amount": "4.000.000"}).status_code == 303
    page = text_of(browser.get("/kinh-phi?nam=2019").text)
    assert "4.000.000" in page
    assert "6.000.000" in page


def test_items_can_be_chosen_for_a_commitment_only_once_they_are_decided(office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-decision-sign")
    browser = signed_in("secretary")
    assert "Thù lao chuyên gia độc lập" not in browser.get("/kinh-phi/ghi-so?nam=2019").text
    office.play(step.case_id, CONSENT)
    assert "Thù lao chuyên gia độc lập" in browser.get("/kinh-phi/ghi-so?nam=2019").text
    assert record(office, step.case_id).ending == "approved"


def test_a_line_is_taken_back_with_a_reason(office: Office, signed_in: SignedIn) -> None:
    assign(office, 10_000_000)
    one = put(office, EntryKind.COMMITTED, 4_000_000, norm="Thông tư")
    browser = signed_in("standing_member")
    path = f"/kinh-phi/dong/{one}"
    bare = browser.send(path, {"reason": ""}, page="/kinh-phi?nam=2019")
    assert (bare.status_code, "phải nêu lý do" in text_of(bare.text)) == (422, True)
    assert browser.send(path, {"reason": "Nhập nhầm"}, page="/kinh-phi?nam=2019").status_code == 303
    assert "Ghi giảm: Nhập nhầm" in text_of(browser.get("/kinh-phi?nam=2019").text)


def test_the_ledgers_workbook_has_the_sums_and_the_lines(office: Office, signed_in: SignedIn) -> None:
    assign(office, 10_000_000)
    put(office, EntryKind.COMMITTED, 4_000_000, norm="Thông tư", content="=1+1")
    browser = signed_in("chair")
    book = load_workbook(BytesIO(browser.get("/kinh-phi/2019/bang-tinh").content))
    sums = {row[0]: row[1:] for row in book["Tổng hợp"].iter_rows(min_row=3, values_only=True)}
    assert sums["Tổng cộng"] == (0, 10_000_000, 0, 0, 4_000_000, 0, 0, 6_000_000)
    lines = list(book["Chi tiết"].iter_rows(min_row=3))
    assert [line[3].value for line in lines] == ["Ghi sổ", "=1+1"]
    assert lines[1][3].data_type == "s"
    empty = load_workbook(BytesIO(browser.get("/kinh-phi/2019/bang-tinh?quy=1").content))
    assert "quý I năm 2019" in empty["Tổng hợp"]["A1"].value
    assert [row[-1] for row in empty["Tổng hợp"].iter_rows(min_row=3, values_only=True)] == [0, 0, 0]


def test_a_request_that_was_cancelled_is_told_as_such(house: House, office: Office, signed_in: SignedIn) -> None:
    step = reached(office, "funding-norms")
    browser = signed_in("chair")
    assert "Đang xem xét, chưa được cam kết chi" in text_of(browser.get("/kinh-phi?nam=2019").text)
    with house.bureau.desk() as desk:
        cancel_case(desk, step.case_id, "Trùng đề nghị khác")
    assert "Đã hủy" in text_of(browser.get("/kinh-phi?nam=2019").text)


def test_the_ledger_of_a_quarter_shows_what_stood_in_it_by_then(office: Office, signed_in: SignedIn) -> None:
    put(office, EntryKind.ASSIGNED, 7_000_000, day=date(2019, 3, 29))
    put(office, EntryKind.ASSIGNED, 2_000_000, day=date(2019, 4, 1))
    browser = signed_in("group_finance")
    first, whole = (text_of(browser.get(f"/kinh-phi?nam=2019{quarter}").text) for quarter in ("&quy=1", ""))
    assert "Sổ theo dõi kinh phí quý I năm 2019" in first
    assert ("7.000.000" in first, "9.000.000" in first) == (True, False)
    assert "9.000.000" in whole


def test_the_budget_years_days_say_where_they_come_from(signed_in: SignedIn) -> None:
    page = text_of(signed_in("chair").get("/kinh-phi?nam=2027").text)
    assert "HĐND tỉnh quyết định dự toán: 10/12/2026" in page
    assert "cần xác nhận với Sở Tài chính" in page
    assert signed_in("chair").get("/kinh-phi?nam=abc").status_code == 404
    assert signed_in("member_yt").get("/kinh-phi").status_code == 404
