"""Agencies renamed on a date: what was written keeps its names, and a plan may be changed until its day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.agencies import Agency, Naming, Succession
from models.papers import Paper
from tasks.agencies import names
from tasks.follow_up import FIRST
from tasks.roster import RosterRefused
from tasks.who import roster, roster_on
from tests.office.cast import Office, sound
from tests.office.duties import record, taken_on
from tests.office.reorganisations import DAY, TODAY, called, into, on, reorganised
from tests.office.rosters import export, take
from tests.workbooks import edited, put, shown


def test_a_renamed_agency_is_called_anew_from_its_day_in_seats_and_letters(office: Office) -> None:
    case_id = taken_on(office, lead_agency="SYT")
    office.post_all()
    done = reorganised(office, called("SYT", "Sở Sức khỏe"), called("HGT", "Ủy ban nhân dân huyện Giang Thành Mới"))
    assert [change.act for change in done.changes] == ["agency.rename", "agency.rename"]
    assert take(office, export(office)).changes == []
    titles = {}
    for day in (DAY - timedelta(days=1), DAY):
        on(office, day)
        with office.bureau.reading_desk() as desk:
            people = roster(desk)
            titles[day] = (names(desk)["SYT"], people.title("member_yt"), people.title("head_syt"), people.title("head_hgt"))
    assert titles == {
        DAY - timedelta(days=1): ("Sở Y tế", "Ủy viên – Giám đốc Sở Y tế", "Giám đốc Sở Y tế", "Chủ tịch UBND huyện Giang Thành"),
        DAY: ("Sở Sức khỏe", "Ủy viên – Giám đốc Sở Sức khỏe", "Giám đốc Sở Sức khỏe", "Chủ tịch UBND huyện Giang Thành Mới"),
    }
    assert office.queued(case_id) == []
    assert record(office, case_id).lead_agency == "SYT"
    assert office.walk(case_id).waiting == "Chờ Giám đốc Sở Sức khỏe báo cáo tiến độ, kết quả thực hiện nhiệm vụ · hạn 15/11"
    with office.bureau.reading_desk() as desk:
        assert roster_on(desk, TODAY).title("member_yt") == "Ủy viên – Giám đốc Sở Y tế"
        assert desk.session.get_one(Agency, "SYT").name == "Sở Y tế"
    sound(office)


def test_a_paper_keeps_the_name_it_was_written_under_and_the_next_has_the_new_one(office: Office) -> None:
    typed: list[Any] = []

    def typist(form: str, paper: Any, forms: Any) -> bytes:
        typed.append(paper)
        return repr(paper).encode()

    object.__setattr__(office.bureau, "typist", typist)
    first, second = taken_on(office, lead_agency="SYT"), taken_on(office, lead_agency="SYT", due=date(2019, 11, 22))
    reorganised(office, called("SYT", "Sở Sức khỏe", date(2019, 11, 22)))
    on(office, date(2019, 11, 19))
    sign(office, first)
    before = files(office)
    on(office, date(2019, 11, 26))
    sign(office, second)
    assert [paper.addressees for paper in typed] == [("Sở Y tế",), ("Sở Sức khỏe",)]
    assert before.items() <= files(office).items()


def sign(office: Office, case_id: UUID) -> None:
    step = next(step for step in office.asked(case_id) if step.question == FIRST)
    office.answer(step, {"choice": "approve"})


def files(office: Office) -> dict[str, bytes]:
    """What has been issued, by its hash."""
    with office.bureau.reading_desk() as desk:
        hashes = tuple(desk.session.exec(select(col(Paper.sha256))))
    return {path.name: path.read_bytes() for path in office.bureau.files.rglob("*") if path.name.startswith(hashes)}


def test_a_plan_may_be_dropped_or_moved_until_its_day_and_not_after(office: Office) -> None:
    reorganised(office, into("HGT", "HKL"), called("SYT", "Sở Sức khỏe"))
    later = DAY + timedelta(days=30)

    def put_off(page: Any) -> None:
        put(page, DAY, "Từ ngày", later)

    sheet = {row["Mã cơ quan"]: row for row in shown(export(office), "Sắp xếp cơ quan")}
    assert (sheet["HGT"]["Tên cơ quan nhận"], sheet["SYT"]["Đổi tên thành"]) == ("Ủy ban nhân dân huyện Kiên Lương", "Sở Sức khỏe")

    def other_day(page: Any) -> None:
        for row in page.iter_rows(min_row=2):
            if row[1].value == "HGT":
                row[0].value = later

    assert [change.act for change in take(office, edited(export(office), {"Sắp xếp cơ quan": other_day})).changes] == ["agency.succeed"]

    def drop(page: Any) -> None:
        for row in page.iter_rows(min_row=2):
            row[8].value = "có"

    dropped = edited(export(office), {"Sắp xếp cơ quan": drop})
    assert [change.act for change in take(office, dropped).changes] == ["agency.drop", "agency.drop"]
    assert take(office, dropped).changes == []
    with office.bureau.reading_desk() as desk:
        assert (desk.session.exec(select(Succession)).all(), desk.session.exec(select(Naming)).all()) == ([], [])
    reorganised(office, into("HGT", "HKL"), called("SYT", "Sở Sức khỏe"))
    on(office, DAY)
    for edit in (drop, other_day):
        with pytest.raises(RosterRefused, match="đã có hiệu lực từ 03/09/2019"):
            take(office, edited(export(office), {"Sắp xếp cơ quan": edit}))


def test_a_name_is_not_written_over_and_a_heads_office_may_be(office: Office) -> None:
    def other_name(page: Any) -> None:
        put(page, "SYT", "Tên cơ quan", "Sở Sức khỏe")

    with pytest.raises(RosterRefused, match="đổi tên từ một ngày thì ghi ở trang «Sắp xếp cơ quan»"):
        take(office, edited(export(office), {"Cơ quan": other_name}))

    def office_of_head(to: str | None) -> Any:
        return lambda page: put(page, "TTT", "Chức vụ người đứng đầu", to)

    assert [c.act for c in take(office, edited(export(office), {"Cơ quan": office_of_head("Chánh Thanh tra")})).changes] == ["seat.change"]
    with office.bureau.reading_desk() as desk:
        assert roster(desk).title("head_ttt") == "Chánh Thanh tra"
    with pytest.raises(RosterRefused, match="không để trống được"):
        take(office, edited(export(office), {"Cơ quan": office_of_head(None)}))
