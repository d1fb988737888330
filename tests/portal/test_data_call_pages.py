"""Figures that the UBND asks for at the door: begun by the group, answered by the heads, put together, its annex downloaded."""

from collections.abc import Callable
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page
from sqlmodel import col, select

from models.cases import Case
from models.clock import at
from models.reports import AgencyReport
from tests.office.calls import PROMPT
from tests.office.cast import Handed
from tests.portal.reading import text_of
from tests.portal.test_browser import chromium, fits, phone, sign_in
from tests.portal.visit import PDF, Browser, House, payload

__all__ = ["chromium", "phone"]
SignedIn = Callable[[str], Browser]
PATH = "/so-lieu/yeu-cau"
SIGNED = {"choice": "take", "signed": Handed("da-ky.pdf", content=PDF)}
WANTED: dict[str, Any] = {
    "document": "Công văn",
    "number": "1234/UBND-KGVX",
    "issued_on": "2019-08-26",
    "about": "về dịch vụ công trực tuyến",
    "as_of": "2019-08-31",
    "due": "2019-09-12",
    "indicators": ["I01", "I02"],
    "agencies": ["SYT", "HGT"],
}


def calls(house: House) -> list[Case]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Case).where(col(Case.process) == "data_call")))


@pytest.fixture
def collecting(house: House, signed_in: SignedIn) -> House:
    """A call that the secretary has begun, and what everybody says where a test is about somebody else."""
    house.clock.move(at(date(2019, 8, 29), time(8)))
    assert signed_in("secretary").send(PATH, WANTED).status_code == 303
    [case] = calls(house)
    house.case_id = case.id
    house.scripted = PROMPT | {"province-data-call-release": SIGNED, "province-report-release": SIGNED}
    del house.scripted["province-figures"]
    return house


def test_the_group_finds_the_page_and_others_do_not_and_two_clicks_are_one(house: House, signed_in: SignedIn) -> None:
    house.clock.move(at(date(2019, 8, 29), time(8)))
    secretary = signed_in("secretary")
    assert PATH in secretary.get("/ho-so").text
    for seat in ("chair", "member_yt"):
        assert PATH not in signed_in(seat).get("/ho-so").text
        assert signed_in(seat).get(PATH).status_code == 404
    assert "Ít nhất 05 ngày làm việc" in text_of(secretary.get(PATH).text)
    fields = secretary.fields(PATH)
    assert len(fields["indicators"]) == 11  # everything is chosen to begin with
    assert len(fields["agencies"]) == 37
    once = {"entry": fields["entry"][0]} | WANTED
    assert [secretary.send(PATH, once).status_code for _ in range(2)] == [303, 303]
    assert len(calls(house)) == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_still_there(house: House, signed_in: SignedIn) -> None:
    house.clock.move(at(date(2019, 8, 29), time(8)))
    reply = signed_in("secretary").send(PATH, WANTED | {"due": "2019-09-03", "number": ""})
    assert reply.status_code == 422
    assert "sớm nhất là ngày" in text_of(reply.text)
    assert "Xin ghi số, ký hiệu văn bản" in text_of(reply.text)
    assert 'value="về dịch vụ công trực tuyến"' in reply.text
    assert calls(house) == []


def test_a_head_answers_on_the_quarters_page_or_by_its_excel_file_and_the_report_has_its_annex(
    collecting: House, signed_in: SignedIn
) -> None:
    step = collecting.reach("province-figures")
    step = collecting.step("province-figures", "head_syt")
    head = collecting.browser().sign_in(step.officer_id or "")
    page = text_of(head.get(f"/viec/{step.id}").text)
    for words in ("Tải biểu mẫu Excel", "theo yêu cầu của UBND tỉnh", "I01"):
        assert words in page or words == "I01", words
    file = head.get(f"/viec/{step.id}/bieu-mau")
    assert file.headers["content-disposition"].count("2019-Q3-") >= 1
    told: dict[str, Any] = {"choice": "submit"}
    for n, code in enumerate(("I01", "I02")):
        told |= {f"figures.{n}.indicator": code, f"figures.{n}.numerator": "80", f"figures.{n}.denominator": "100"}
    assert head.send(f"/viec/{step.id}", told).status_code < 400
    with collecting.bureau.reading_desk() as desk:
        assert [row.agency_id for row in desk.session.exec(select(AgencyReport))] == ["SYT"]
    draft = collecting.reach("province-report")
    secretary = collecting.browser().sign_in(draft.officer_id or "")
    shown = text_of(secretary.get(f"/viec/{draft.id}").text)
    assert "1/2 cơ quan, địa phương đã gửi báo cáo" in shown
    assert "Chưa gửi: Ủy ban nhân dân huyện Giang Thành" in shown
    assert secretary.send(f"/viec/{draft.id}", {"choice": "submit", "remarks": "Tăng so với quý trước."}).status_code < 400
    assert payload(collecting, draft)["remarks"] == "Tăng so với quý trước."
    release = collecting.reach("province-report-release")
    collecting.say(release, SIGNED)
    collecting.walk()
    case = secretary.get(f"/ho-so/{collecting.case_id}")
    annexed = next(line for line in case.text.split('"') if line.endswith("/phu-luc"))
    book = load_workbook(BytesIO(secretary.get(annexed).content))
    assert "Tổng hợp" in book.sheetnames


def test_the_page_fits_a_phone(house: House, phone: Page) -> None:
    house.clock.move(at(date(2019, 8, 29), time(8)))
    sign_in(house, phone, house.holder("secretary"))
    phone.goto(f"{house.door.url}{PATH}")
    assert fits(phone)
