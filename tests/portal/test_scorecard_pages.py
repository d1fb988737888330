"""The scorecard on the portal: figures that open their rows, charts, the workbook, an agency's own row and its reasons."""

import re
from datetime import date, time
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from flows.process.walk import open_period
from models.clock import at
from models.meetings import Attendance, Meeting, Presence
from models.scorecard import ScorecardReason
from tasks.directives import give
from tasks.scorecard_book import NO_RANK
from tests.office.cast import TAKEN, Handed
from tests.office.duties import order
from tests.office.reports import ASKED, CALLED, LATE, figures
from tests.portal.reading import text_of
from tests.portal.test_headers import guarded
from tests.portal.visit import PDF, Browser, House

CARD, ROWS = "/bang-theo-doi?quy=2019-Q3", "/bang-theo-doi/so-lieu?quy=2019-Q3"
WORDS = "Hệ thống một cửa nâng cấp trong tháng 8."


@pytest.fixture
def counted(house: House) -> House:
    """The third quarter's end: two duties, one of them overdue; one report is in, the others are not; one meeting was held."""
    with house.bureau.desk() as desk:
        for agency, due in (("SYT", date(2019, 9, 10)), ("HGT", date(2019, 11, 15))):
            give(desk, order(lead_agency=agency, due=due, text=f"Nhiệm vụ của {agency}.", coordinating=(), entry_id=uuid4()))
        meeting = desk.session.exec(select(Meeting).where(col(Meeting.case_id) == house.case_id)).one()
        meeting.starts_at = at(date(2019, 9, 2), time(8))
        desk.session.add(meeting)
        for seat, presence in (("member_yt", Presence.PROXY), ("member_ca", Presence.UNCONSENTED)):
            desk.session.add(Attendance(meeting_id=meeting.id, seat_id=seat, officer_id=house.holder(seat), presence=presence))
    house.clock.move(at(ASKED, time(8)))
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "quarterly_report", "2019-Q3")[0].id
    house.scripted |= {**CALLED, "data-call-release": TAKEN | {"signed": Handed("da-ky.pdf", content=PDF)}}
    house.reach("figures")
    step = house.step("figures", "head_syt")
    house.say(step, figures(step))
    house.clock.move(at(LATE, time(8)))
    return house


@pytest.fixture
def secretary(counted: House) -> Browser:
    return counted.browser().sign_in("P18")


@pytest.fixture
def health(counted: House) -> Browser:
    """Heads Sở Y tế, and is a member of the committee."""
    return counted.browser().sign_in("P11")


@pytest.fixture
def police(counted: House) -> Browser:
    """Heads Công an tỉnh and nothing else."""
    return counted.browser().sign_in(counted.holder("head_cat"))


def cells(page: str, agency: str) -> list[str]:
    """The figures of an agency's row."""
    row = re.search(rf"<tr[^>]*><td><a [^>]*>{agency}</a>.*?</tr>", page, re.S)
    assert row is not None
    return [text_of(cell).strip() for cell in re.findall(r'<td class="num.*?</td>', row[0])]


def reasons(house: House) -> list[tuple[int, str]]:
    with house.bureau.reading_desk() as desk:
        return [(one.version, one.words) for one in desk.session.exec(select(ScorecardReason).order_by(col(ScorecardReason.version)))]


def said(browser: Browser, words: str, agency: str = "SYT", page: str = f"{ROWS}&co_quan=SYT", **changes: str) -> Any:
    """Send a reason about the directives."""
    fields = browser.fields(page, "/bang-theo-doi/ly-do") | {"co_quan": [agency], "words": [words]}
    return browser.post("/bang-theo-doi/ly-do", fields | changes)


def test_a_quarter_stands_in_a_table_that_ranks_nobody(secretary: Browser) -> None:
    reply = secretary.get(CARD)
    guarded(reply)
    assert cells(reply.text, "Sở Y tế") == ["0", "0", "0", "1", "1", "0", "0", "0", "0", "1", "0", "0"]
    assert cells(reply.text, "Sở Tài chính") == ["0", "0", "0", "0", "0", "0", "0", "1", "0", "0", "0", "0"]
    assert cells(reply.text, "Công an tỉnh")[-1] == "1"
    assert NO_RANK in text_of(reply.text)
    assert 'style="' not in reply.text  # the policy would not let it work
    assert 'href="/bang-theo-doi"' in secretary.get("/ho-so").text


def test_every_figure_opens_its_rows_and_their_cases(secretary: Browser) -> None:
    page = secretary.get(CARD).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'<td class="num[^>]*><a href="([^"]+)">\d', page)]
    assert len(links) == 2 + 37 + 2 + 6  # duties, reports, seats, and the sums
    for link in links:
        assert secretary.get(link).status_code == 200
    overdue = secretary.get(f"{ROWS}&co_quan=SYT&muc=nhiem-vu-qua-han").text
    assert "Nhiệm vụ của SYT." in text_of(overdue)
    case = re.search(r'href="(/ho-so/[^"]+)">Nhiệm vụ của SYT', overdue)
    assert case is not None
    assert secretary.get(case[1]).status_code == 200
    every = text_of(secretary.get(f"{ROWS}&muc=bao-cao-chua-gui").text)
    assert "Báo cáo quý (36)" in every
    assert "Sở Tài chính" in every


def test_a_case_that_a_reader_may_not_open_is_named_without_a_link(health: Browser) -> None:
    page = health.get(f"{ROWS}&muc=nhiem-vu-trong-han").text
    assert "Nhiệm vụ của HGT." in page
    assert "/ho-so/" not in page.split("<main")[1]
    assert 'href="/ho-so/' in health.get(f"{ROWS}&co_quan=SYT&muc=bao-cao-dung-han").text


def test_who_only_heads_an_agency_sees_that_agency_alone(police: Browser) -> None:
    page = police.get(CARD).text
    assert cells(page, "Công an tỉnh")[-1] == "1"
    assert "Cơ quan của Ông/Bà" in page
    assert "Sở Y tế" not in page
    assert "Vắng chưa được đồng ý" in text_of(police.get(f"{ROWS}&muc=vang-chua-dong-y").text)
    assert "Sở Y tế" not in police.get(f"{ROWS}&muc=du-hop-thay").text
    assert police.get(f"{ROWS}&co_quan=SYT").status_code == 404
    book = load_workbook(BytesIO(police.get("/bang-theo-doi/excel?quy=2019-Q3").content))
    assert [row[1].value for row in book["Tổng hợp"].iter_rows(min_row=6)] == ["Công an tỉnh", "Tổng cộng"]
    assert all("Sở Y tế" not in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_workbook_has_the_figures_their_rows_and_the_reasons(secretary: Browser, health: Browser) -> None:
    said(health, WORDS)
    reply = secretary.get("/bang-theo-doi/excel?quy=2019-Q3")
    assert "2019-Q3.xlsx" in reply.headers["content-disposition"]
    book = load_workbook(BytesIO(reply.content), data_only=True)
    assert book.sheetnames == ["Tổng hợp", "Nhiệm vụ chủ trì", "Báo cáo quý", "Dự họp", "Lý do"]
    rows = {row[1]: row[2:15] for row in book["Tổng hợp"].iter_rows(min_row=6, values_only=True)}
    assert rows["Sở Y tế"] == (0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, f"Nhiệm vụ chủ trì: {WORDS}")
    assert rows["Tổng cộng"][:12] == (0, 0, 1, 1, 1, 0, 0, 36, 0, 1, 0, 1)
    assert [sheet.max_row - 4 for sheet in book.worksheets[1:]] == [2, 37, 2, 1]
    assert [cell.value for cell in book["Nhiệm vụ chủ trì"][5]][1:4] == ["Sở Y tế", "Quá hạn chưa hoàn thành", "Nhiệm vụ của SYT."]


def test_a_reason_stands_beside_the_figure_for_all_who_see_it(secretary: Browser, health: Browser, counted: House) -> None:
    assert said(health, f"{WORDS}\n<b>Đã khắc phục.</b>").status_code == 303
    page = secretary.get(CARD).text
    assert f"Lý do cơ quan nêu về nhiệm vụ chủ trì: {WORDS} <b>Đã khắc phục.</b>" in text_of(page)
    assert "<b>Đã" not in page
    said(health, "Đã hoàn thành.")
    rows = text_of(secretary.get(f"{ROWS}&co_quan=SYT").text)
    assert "Lý do cơ quan nêu: Đã hoàn thành. Giám đốc Sở Y tế" in rows
    assert "Lần 1, 08 giờ 00, ngày 19/9/2019" in rows
    assert "/bang-theo-doi/ly-do" not in secretary.get(f"{ROWS}&co_quan=SYT").text
    said(health, "")
    assert "Lý do cơ quan nêu" not in secretary.get(CARD).text
    assert "rút lại lý do" in secretary.get(f"{ROWS}&co_quan=SYT").text
    assert [version for version, _ in reasons(counted)] == [1, 2, 3]


def test_nobody_writes_for_another_agency(health: Browser, police: Browser, secretary: Browser, counted: House) -> None:
    assert said(health, WORDS, "STC").status_code == 404
    assert said(police, WORDS, page=f"{ROWS}&co_quan=CAT").status_code == 404
    assert secretary.post("/bang-theo-doi/ly-do", {}).status_code == 404
    assert said(health, WORDS, loai="score").status_code == 404
    assert reasons(counted) == []


def test_what_is_not_taken_is_said_beside_its_field_and_what_was_typed_is_still_there(health: Browser, counted: House) -> None:
    long = "Lý do " * 400
    reply = said(health, long)
    assert reply.status_code == 422
    assert "xin rút gọn" in text_of(reply.text)
    assert long in reply.text
    assert "Xin ghi lý do" in text_of(said(health, " ").text)
    assert "chưa bắt đầu" in text_of(said(health, WORDS, quy="2019-Q4").text)
    assert reasons(counted) == []


@pytest.mark.parametrize("quarter", ["2019", "2019-Q5", "quý 3", "0000-Q1", "2000-Q1", "2019-Q3' OR 1"])
def test_a_quarter_that_is_none_is_told_so(secretary: Browser, quarter: str) -> None:
    for path in ("/bang-theo-doi", "/bang-theo-doi/excel", "/bang-theo-doi/so-lieu"):
        reply = secretary.get(path, params={"quy": quarter})
        assert reply.status_code == 422
        assert "xin ghi năm và quý như 2027-Q2" in text_of(reply.text)


def test_a_quarter_to_come_and_a_figure_nobody_counts_have_no_page(secretary: Browser) -> None:
    assert "chưa bắt đầu" in text_of(secretary.get("/bang-theo-doi?quy=2019-Q4").text)
    assert secretary.get(f"{ROWS}&muc=diem").status_code == 404
    assert secretary.get(f"{ROWS}&co_quan=XYZ").status_code == 404
    assert "quý III năm 2019" in secretary.get("/bang-theo-doi").text


def test_the_charts_say_all_they_show_in_the_agencies_own_order(secretary: Browser) -> None:
    page = secretary.get(CARD).text
    drawn = re.findall(r"<svg .*?</svg>", page, re.S)
    assert len(drawn) == 4
    assert all('role="img"' in one and "<title" in one and "<desc" in one for one in drawn)
    assert re.search(
        r"<desc[^>]*>Sở Y tế: Quá hạn chưa hoàn thành 1\. Ủy ban nhân dân huyện Giang Thành: Đang thực hiện trong hạn 1\.", page
    )
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_quarter_in_which_nothing_was_has_its_page(secretary: Browser) -> None:
    reply = secretary.get("/bang-theo-doi?quy=2015-Q1")
    assert reply.status_code == 200
    assert "<svg" not in reply.text
    assert load_workbook(BytesIO(secretary.get("/bang-theo-doi/excel?quy=2015-Q1").content)).sheetnames[0] == "Tổng hợp"
