"""The document exchange at the door: ticked as sent, receipts entered and imported, what is not taken in shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.agencies import Agency
from models.exchange import Dispatch
from models.steps import Step
from tasks.paper_acts import take_outside
from tests.portal.reading import text_of
from tests.portal.test_paper_pages import issued, secretary, step
from tests.portal.visit import PDF, Browser, House

__all__ = ["issued", "secretary", "step"]  # fixtures

SignedIn = Callable[[str], Browser]
LIST = "/lien-thong"
HEADS = "Mã định danh;Số ký hiệu;Trạng thái;Thời điểm;Lý do"


@pytest.fixture
def page(house: House, issued: Step) -> str:
    """The page of an issued paper; two agencies are on the exchange."""
    with house.bureau.desk() as desk:
        desk.session.get_one(Agency, "SYT").exchange_code = "H33.07"
        desk.session.get_one(Agency, "STC").exchange_code = "000.00.05.H33"
    return f"/ho-so/{house.case_id}/van-ban/{issued.about['paper']}/lien-thong"


def rows(house: House) -> list[Dispatch]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Dispatch).order_by(col(Dispatch.agency_id))))


def receipts(house: House, *lines: str) -> dict[str, Any]:
    at = house.clock.at - timedelta(minutes=1)
    return {"file": ("trang-thai.csv", "\n".join((HEADS, *(line.format(at=f"{at:%d/%m/%Y %H:%M:%S}") for line in lines))).encode())}


def test_the_secretary_ticks_where_it_was_sent(house: House, page: str, secretary: Browser) -> None:
    assert "Gửi qua trục liên thông" in text_of(secretary.get(f"/ho-so/{house.case_id}").text)
    shown = text_of(secretary.get(page).text)
    assert "Sở Y tế (H33.07)" in shown
    assert "Sở Tài chính (000.00.05.H33)" in shown
    assert secretary.send(page, {"agencies": ["SYT", "STC"], "number": "LT-77"}).status_code == 303
    shown = text_of(secretary.get(page).text)
    assert "Đã gửi, chưa có phản hồi" in shown
    assert "LT-77" in shown
    assert "Không còn cơ quan nào" in shown
    assert [(row.agency_id, row.sent_by) for row in rows(house)] == [("STC", house.holder("secretary")), ("SYT", house.holder("secretary"))]


def test_nothing_ticked_or_an_agency_without_a_code_is_said(house: House, page: str, secretary: Browser) -> None:
    for agencies, sentence in ((None, "đánh dấu ít nhất một"), (["SNV"], "chưa có mã định danh")):
        reply = secretary.send(page, {"agencies": agencies, "number": "LT-77"})
        assert reply.status_code == 422
        assert sentence in text_of(reply.text)
        assert 'value="LT-77"' in reply.text
    assert rows(house) == []


def test_a_receipt_with_its_file_is_entered_and_can_be_read(house: House, page: str, secretary: Browser) -> None:
    secretary.send(page, {"agencies": ["SYT"]})
    path = f"{page}/{rows(house)[0].id}"
    refused = secretary.send(path, {"choice": "refused"}, page=page, files={"": ("", b"")})
    assert refused.status_code == 422
    assert "phải ghi lý do" in text_of(refused.text)
    said = {"choice": "refused", "reason": "Thiếu phụ lục"}
    unsure = secretary.send(path, said, page=page, files={"receipt": ("tra lai.pdf", PDF)})
    assert "không chứa bí mật nhà nước" in text_of(unsure.text)
    assert secretary.get(path).status_code == 404
    done = secretary.send(path, said | {"receipt_confirmed": "yes"}, page=page, files={"receipt": ("tra lai.pdf", PDF)})
    assert done.status_code == 303
    shown = text_of(secretary.get(page).text)
    assert "Bị từ chối" in shown
    assert "Thiếu phụ lục" in shown
    assert "Sở Y tế (H33.07)" in shown, "it can be sent again"
    assert secretary.get(path).content == PDF


def test_what_went_another_way_is_entered_with_who_took_it(house: House, page: str, secretary: Browser) -> None:
    assert secretary.send(page, {"agencies": ["SYT"], "number": "LT-77", "otherwise": "Trao tay, bà Cúc nhận"}).status_code == 303
    secretary.send(page, {"agencies": ["STC"]})
    path = f"{page}/{rows(house)[0].id}"
    unsaid = secretary.send(path, {"choice": "otherwise"}, page=page, files={"": ("", b"")})
    assert "bằng cách nào, ai nhận" in text_of(unsaid.text)
    said = {"choice": "otherwise", "reason": "Bưu điện, mã EE123"}
    assert secretary.send(path, said, page=page, files={"": ("", b"")}).status_code == 303
    shown = text_of(secretary.get(page).text)
    assert "Cách chuyển, người nhận: Trao tay, bà Cúc nhận" in shown
    assert "Bưu điện, mã EE123" in shown
    assert {str(row.state) for row in rows(house)} == {"otherwise"}
    assert "Không có văn bản nào" in text_of(secretary.get(LIST).text)


def test_what_was_entered_by_mistake_is_struck_out_with_the_reason(house: House, page: str, secretary: Browser) -> None:
    secretary.send(page, {"agencies": ["SYT"]})
    path = f"{page}/{rows(house)[0].id}"
    secretary.send(path, {"choice": "received"}, page=page, files={"": ("", b"")})
    assert secretary.get(f"{path}/bo").status_code == 404
    unsaid = secretary.send(f"{path}/bo", {"why": ""}, page=page)
    assert (unsaid.status_code, "vì sao bỏ" in text_of(unsaid.text)) == (422, True)
    for why, left in (("Nhầm công văn", "Đã gửi, chưa có phản hồi"), ("Chưa gửi", "Sở Y tế (H33.07)")):
        assert secretary.send(f"{path}/bo", {"why": why}, page=page).status_code == 303
        shown = text_of(secretary.get(page).text)
        assert left in shown
        assert why in shown
    assert "Đã ghi nhầm và bỏ (2)" in shown
    assert secretary.get(path).status_code == 404


def test_the_exchanges_list_is_taken_whole_or_not_at_all(house: House, page: str, secretary: Browser) -> None:
    secretary.send(page, {"agencies": ["SYT", "STC"]})
    good, bad = "H33.07;01/TTr-BCĐ;Đã tiếp nhận;{at};", "000.00.05.H33;01/TTr-BCĐ;Đã đọc;{at};"
    wrong = secretary.send(LIST, files=receipts(house, good, bad))
    assert wrong.status_code == 422
    assert "Dòng 3: trạng thái «Đã đọc»" in text_of(wrong.text)
    assert {str(row.state) for row in rows(house)} == {"sent"}
    done = secretary.send(LIST, files=receipts(house, good))
    assert "Đã nạp 1 dòng, 1 phản hồi mới" in text_of(done.text)
    left = text_of(secretary.get(LIST).text)
    assert "Sở Tài chính" in left
    assert "Sở Y tế" not in left
    for files, sentence in (({"": ("", b"")}, "Xin chọn tệp"), ({"file": ("a.pdf", PDF)}, "Dòng 1 phải có")):
        assert sentence in text_of(secretary.send(LIST, files=files).text)


def test_what_is_late_is_marked(house: House, page: str, secretary: Browser) -> None:
    secretary.send(page, {"agencies": ["SYT"]})
    assert "Quá hạn" not in text_of(secretary.get(LIST).text)
    house.clock.move(house.clock.at + timedelta(days=5))
    assert "Quá hạn" in text_of(house.browser().sign_in(house.holder("secretary")).get(LIST).text)


def test_a_dispatch_is_found_on_its_own_papers_page_only(house: House, page: str, secretary: Browser, signed_in: SignedIn) -> None:
    secretary.send(page, {"agencies": ["SYT"]})
    one = rows(house)[0].id
    assert secretary.get(f"{page}/{UUID(int=1)}").status_code == 404
    assert secretary.get(f"/ho-so/{house.case_id}/van-ban/{UUID(int=1)}/lien-thong/{one}").status_code == 404
    said = {"csrf": secretary.fields(page)["csrf"][0], "why": "Nhầm", "choice": "received"}
    with house.bureau.desk() as desk:
        desk.session.get_one(Dispatch, one).paper_id = take_outside(desk, "official_letter", "Việc khác", "Soạn ngoài hệ thống").id
    for path in (f"{page}/{UUID(int=1)}/bo", f"{page}/{one}/bo", f"{page}/{one}"):
        assert secretary.post(path, said).status_code == 404
    for path in (page, LIST):
        assert signed_in("member_yt").get(path).status_code == 404
