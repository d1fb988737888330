"""Agencies renamed, merged and split on a date: what is owed goes to who takes over, what was written keeps its names."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.access import Link
from models.agencies import Agency, Naming, Succession
from models.cases import Act
from models.errors import Refused
from models.letters import Letter
from models.papers import Paper
from models.steps import StepState
from tasks.agencies import current, names
from tasks.casework import cancel_case
from tasks.directive_acts import new_lead
from tasks.directives import check_order
from tasks.follow_up import FIRST
from tasks.roster import RosterRefused
from tasks.succession import SUCCEEDED, SUCCEEDED_TITLE
from tasks.who import roster, roster_on
from tests.office.cast import CHAIR, DEPUTY_1, STANDING, Office, sound
from tests.office.duties import ACCEPT, CONFIRMED, DUE, EXTEND, GIANG_THANH, SUBMIT, extensions, given, record, said, taken_on
from tests.office.rosters import NEW, add, export, holding, take
from tests.workbooks import edited, put, shown, with_rows

TODAY, DAY = date(2019, 8, 26), date(2019, 9, 3)  # a Tuesday after the national day
NQ = "Nghị quyết số 12/NQ-HĐND ngày 20/8/2019 (hư cấu)"


def into(before: str, after: str, day: date | None = DAY, **more: Any) -> dict[str, Any]:
    """A row of the sheet: one agency goes into another."""
    return {"Từ ngày": day, "Mã cơ quan": before, "Nhập vào, tách thành": after, "Văn bản quyết định": NQ} | more


def called(code: str, name: str, day: date | None = DAY, **more: Any) -> dict[str, Any]:
    """A row of the sheet: an agency gets another name."""
    return {"Từ ngày": day, "Mã cơ quan": code, "Đổi tên thành": name, "Văn bản quyết định": NQ} | more


def reorganised(office: Office, *rows: dict[str, Any]) -> Any:
    return add(office, Sắp_xếp_cơ_quan=rows)


def head(office: Office, agency: str) -> str:
    with office.bureau.reading_desk() as desk:
        seat = roster(desk).head_of(agency)
        assert seat is not None
        return roster(desk).holders[seat.id]


def on(office: Office, day: date) -> None:
    office.move_to(day)
    office.sweep()
    while office.ring():
        pass


def of_step(office: Office, case_id: UUID, key: str) -> tuple[list[str], str | None, StepState]:
    step = office.step(case_id, key)
    return step.seats, step.officer_id, step.state


def told(office: Office, case_id: UUID) -> list[Letter]:
    return [letter for letter in office.queued(case_id) if letter.kind == "told" and letter.context["words"]["title"] == SUCCEEDED_TITLE]


@pytest.fixture
def kien_luong(office: Office) -> str:
    """Who heads Kiên Lương."""
    return head(office, "HKL")


def test_before_its_day_a_merger_moves_nothing_and_on_it_everything_open(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    office.post_all()
    done = reorganised(office, into("HGT", "HKL"))
    assert ([change.act for change in done.changes], done.moved, done.letters) == (["agency.succeed"], 0, 0)
    on(office, DAY - timedelta(days=1))
    assert of_step(office, case_id, "report/1") == (["head_hgt"], GIANG_THANH, StepState.OPEN)
    before = office.step(case_id, "report/1")
    on(office, DAY)
    after = office.step(case_id, "report/1")
    assert of_step(office, case_id, "report/1") == (["head_hkl"], kien_luong, StepState.OPEN)
    assert (after.due, after.rung, after.rings_at, after.revision) == (before.due, before.rung, before.rings_at, before.revision + 1)
    duty = record(office, case_id)
    assert (duty.lead_agency, duty.lead_seat, duty.doer, duty.due, duty.assigned_on) == ("HKL", "head_hkl", "", DUE, TODAY)
    sent = {(letter.officer_id, letter.kind) for letter in office.queued(case_id)}
    assert sent == {(GIANG_THANH, "withdrawn"), (kien_luong, "duty")}
    letters = {letter.kind: letter.context["words"] for letter in office.queued(case_id)}
    assert (
        letters["duty"]["why"] == f"Ông/Bà được hỏi với tư cách Chủ tịch UBND huyện Kiên Lương. {letters['withdrawn']['extra']['reason']}"
    )
    assert letters["withdrawn"]["extra"]["reason"] == (
        "Từ 03/09/2019 Ủy ban nhân dân huyện Giang Thành nhập vào Ủy ban nhân dân huyện Kiên Lương "
        f"({NQ}); Ủy ban nhân dân huyện Kiên Lương kế thừa việc này."
    )
    assert [(link.officer_id, link.revoked_at is None) for link in links(office, after.id)] == [(GIANG_THANH, False), (kien_luong, True)]
    assert office.walk(case_id).waiting == "Chờ Chủ tịch UBND huyện Kiên Lương báo cáo tiến độ, kết quả thực hiện nhiệm vụ · hạn 15/11"
    sound(office)


def links(office: Office, step_id: UUID) -> list[Link]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Link).where(col(Link.step_id) == step_id).order_by(col(Link.id))))


def test_a_merger_is_carried_out_once(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    once = (len(office.letters()), [step.revision for step in office.steps(case_id)], acts(office, case_id))
    on(office, DAY)
    on(office, DAY + timedelta(days=1))
    assert (len(office.letters()), [step.revision for step in office.steps(case_id)], acts(office, case_id)) == once
    assert once[2] == [SUCCEEDED]


def acts(office: Office, case_id: UUID) -> list[str]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(col(Act.kind)).where(col(Act.case_id) == case_id).order_by(col(Act.n))))


def test_who_took_over_reports_it_and_it_is_confirmed(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    said(office, case_id, "report/1", SUBMIT)
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).closed_at is not None
    sound(office)


def test_one_who_heads_both_agencies_is_not_written_to(office: Office) -> None:
    case_id = taken_on(office)
    add(office, Giữ_chức_danh=[holding("head_hkl", GIANG_THANH, TODAY)])
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_hkl"], GIANG_THANH, StepState.OPEN)
    assert [letter.kind for letter in office.queued(case_id)] == ["told"]
    assert [link.revoked_at for link in links(office, office.step(case_id, "report/1").id)] == [None]


def test_what_waits_to_be_confirmed_stays_so_and_the_new_head_is_told(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "confirm/1") == (["standing_member"], STANDING, StepState.OPEN)
    assert office.step(case_id, "confirm/1").about["seat"] == "head_hkl"
    assert [letter.officer_id for letter in told(office, case_id)] == [kien_luong]
    said(office, case_id, "confirm/1", CONFIRMED)
    assert office.case(case_id).closed_at is not None


def test_nobody_comes_to_confirm_or_extend_his_own_by_taking_over(office: Office) -> None:
    """The standing member heads Sở TT&TT, which takes over: what he was to confirm goes to who issued it."""
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    other = taken_on(office, issuer_seat="deputy_chair_1", lead_agency="HGT")
    said(office, other, "report/1", EXTEND)
    reorganised(office, into("HGT", "STTTT"))
    on(office, DAY)
    assert of_step(office, case_id, "confirm/1") == (["chair"], CHAIR, StepState.OPEN)
    assert of_step(office, other, "extension/1") == (["deputy_chair_1"], DEPUTY_1, StepState.OPEN)
    assert extensions(office, other)[0].decided_at is None
    sound(office)


def test_a_chasing_letter_is_not_signed_by_who_takes_over(office: Office) -> None:
    case_id = taken_on(office)
    on(office, date(2019, 11, 19))
    step = next(step for step in office.asked(case_id) if step.question == FIRST)
    assert step.officer_id == STANDING
    reorganised(office, into("HGT", "STTTT", date(2019, 11, 20)))
    on(office, date(2019, 11, 20))
    assert of_step(office, case_id, step.key) == (["chair"], CHAIR, StepState.OPEN)


def test_what_lapsed_may_still_be_answered_late_by_who_took_over_and_by_nobody_else(office: Office, kien_luong: str) -> None:
    case_id = given(office)
    office.move_to(date(2019, 8, 30))
    office.sweep()
    office.walk(case_id)
    assert office.step(case_id, "acknowledge").state == StepState.LAPSED
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert of_step(office, case_id, "acknowledge") == (["head_hkl"], kien_luong, StepState.LAPSED)
    assert all(link.revoked_at is not None for link in links(office, office.step(case_id, "acknowledge").id))
    assert {(letter.officer_id, letter.kind) for letter in office.queued(case_id)} == {(GIANG_THANH, "withdrawn"), (kien_luong, "duty")}
    said(office, case_id, "acknowledge", ACCEPT)
    assert record(office, case_id).doer == ACCEPT["doer"]
    sound(office)


def test_a_helping_agency_is_followed_too_and_its_new_head_told(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office, lead_agency="SYT", coordinating=("HGT", "STC"))
    office.post_all()
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert record(office, case_id).coordinating == ["HKL", "STC"]
    assert [letter.officer_id for letter in told(office, case_id)] == [kien_luong]
    lead = taken_on(office, lead_agency="HKL", coordinating=("HAB",))
    reorganised(office, into("HAB", "HKL", DAY + timedelta(days=1)))
    on(office, DAY + timedelta(days=1))
    assert (record(office, lead).lead_agency, record(office, lead).coordinating) == ("HKL", [])
    sound(office)


def test_what_has_ended_keeps_the_agency_that_owed_it(office: Office) -> None:
    closed, called_off = taken_on(office), taken_on(office)
    said(office, closed, "report/1", SUBMIT)
    said(office, closed, "confirm/1", CONFIRMED)
    with office.bureau.desk() as desk:
        cancel_case(desk, called_off, "Nhập nhầm")
    reorganised(office, into("HGT", "HKL"))
    on(office, DAY)
    assert [record(office, case_id).lead_agency for case_id in (closed, called_off)] == ["HGT", "HGT"]


SPLIT = (into("HGT", "HKL", **{"Nhận việc còn lại": "có"}), into("HGT", "HAB", **{"Nhận việc còn lại": "không"}))


def test_of_a_split_agency_the_one_with_the_remainder_takes_over_and_the_issuer_may_choose_another(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    office.post_all()
    done = reorganised(office, *SPLIT)
    assert [change.words.split(", ")[-1] for change in done.changes] == ["nhận việc còn lại", "nhận việc được chỉ định"]
    assert take(office, export(office)).changes == []
    on(office, DAY)
    assert record(office, case_id).lead_agency == "HKL"
    letters = told(office, case_id)
    assert [letter.officer_id for letter in letters] == [CHAIR]
    assert "được tách thành Ủy ban nhân dân huyện An Biên và Ủy ban nhân dân huyện Kiên Lương" in letters[0].context["words"]["what"]
    assert "Giao cơ quan khác chủ trì" in letters[0].context["words"]["what"]
    with office.bureau.desk() as desk:
        new_lead(desk, desk.case(case_id), "HAB", reason="Việc thuộc địa bàn An Biên", officer_id=CHAIR)
    office.walk(case_id)
    on(office, DAY + timedelta(days=1))
    assert record(office, case_id).lead_agency == "HAB"
    assert of_step(office, case_id, "acknowledge@1")[:2] == (["head_hab"], head(office, "HAB"))
    assert acts(office, case_id) == [SUCCEEDED, "directive-new-lead"]
    assert kien_luong not in {step.officer_id for step in office.asked(case_id)}
    sound(office)


def test_an_agency_that_merges_again_later_is_followed_to_the_end(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"), into("HKL", "HAB", DAY + timedelta(days=7)))
    on(office, DAY)
    assert record(office, case_id).lead_agency == "HKL"
    late = taken_on(office, lead_agency="HAM")
    reorganised(office, into("HAM", "HKL", DAY))
    assert record(office, late).lead_agency == "HKL"
    on(office, DAY + timedelta(days=7))
    assert [record(office, one).lead_agency for one in (case_id, late)] == ["HAB", "HAB"]
    sound(office)


MADE = {
    "Mã cơ quan": "SCĐS",
    "Tên cơ quan": "Sở Chuyển đổi số",
    "Loại": "Sở, ban, ngành",
    "Báo cáo hằng quý": "có",
    "Cơ quan cấp trên": "UBND",
}


def test_a_new_agency_comes_with_its_heads_seat_and_takes_over_from_its_first_day(office: Office) -> None:
    case_id = taken_on(office)
    made = MADE | {"Hoạt động từ ngày": DAY, "Chức vụ người đứng đầu": "Giám đốc Sở Chuyển đổi số"}
    data = with_rows(
        export(office),
        Cán_bộ=[NEW],
        Giữ_chức_danh=[holding("head_scds", "P90", DAY)],
        Cơ_quan=[made],
        Sắp_xếp_cơ_quan=[into("HGT", "SCĐS")],
    )
    done = take(office, data)
    assert [change.act for change in done.changes] == ["officer.add", "holder", "agency.add", "seat.add", "agency.succeed"]
    assert take(office, data).changes == []
    assert take(office, export(office)).changes == []
    with office.bureau.reading_desk() as desk:
        assert "SCĐS" not in current(desk)
        with pytest.raises(Refused, match="Sở Chuyển đổi số chưa đến ngày hoạt động"):
            check_order(desk, "Việc", "SCĐS", (), None)
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_scds"], "P90", StepState.OPEN)
    with office.bureau.reading_desk() as desk:
        assert roster(desk).title("head_scds") == "Giám đốc Sở Chuyển đổi số"
        assert roster(desk).seats["head_scds"].title == "Giám đốc"
        assert "SCĐS" in current(desk)
        assert "HGT" not in current(desk)
        with pytest.raises(Refused, match="huyện Giang Thành đã được sắp xếp lại, Sở Chuyển đổi số kế thừa"):
            check_order(desk, "Việc", "HGT", (), None)
    sound(office)


def test_a_successor_whose_head_is_not_named_yet_leaves_it_waiting_for_him(office: Office) -> None:
    case_id = taken_on(office)
    made = MADE | {"Chức vụ người đứng đầu": "Giám đốc Sở Chuyển đổi số"}
    add(office, Cơ_quan=[made], Sắp_xếp_cơ_quan=[into("HGT", "SCĐS")])
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_scds"], None, StepState.OPEN)
    done = add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("head_scds", "P90", DAY)])
    assert done.moved == 1
    assert office.step(case_id, "report/1").officer_id == "P90"
    sound(office)


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


@pytest.mark.parametrize(
    ("rows", "column", "mend"),
    [
        ([into("XXX", "HKL")], "Mã cơ quan", "Không có cơ quan nào mang mã này"),
        ([into("HGT", "XXX")], "Nhập vào, tách thành", "Không có cơ quan nào mang mã này"),
        ([into("HGT", "HKL", **{"Tên cơ quan": "Sở Y tế"})], "Tên cơ quan", "Mã HGT là Ủy ban nhân dân huyện Giang Thành"),
        ([into("HGT", "HKL", **{"Tên cơ quan nhận": "Sở Y tế"})], "Tên cơ quan nhận", "Mã HKL là"),
        ([into("HGT", "HKL", **{"Đổi tên thành": "Huyện"})], "Đổi tên thành", "không ghi cả hai"),
        ([into("HGT", "")], "Đổi tên thành", "không để trống cả hai"),
        ([into("HGT", "HGT")], "Nhập vào, tách thành", "Cơ quan còn hoạt động thì không ghi ở đây"),
        ([into("HGT", "UBND")], "Nhập vào, tách thành", "chưa có chức danh người đứng đầu"),
        ([into("HGT", "HKL"), into("HKL", "HGT")], "Nhập vào, tách thành", "thành một vòng"),
        ([into("HKL", "HAB"), into("HGT", "HKL")], "Nhập vào, tách thành", "đã được sắp xếp sang HAB"),
        ([into("HGT", "HKL"), into("HGT", "HAB")], "Nhận việc còn lại", "ở đúng một cơ quan"),
        ([SPLIT[0], SPLIT[0] | {"Nhập vào, tách thành": "HAB"}], "Nhận việc còn lại", "ở đúng một cơ quan"),
        ([into("HGT", "HKL", **{"Nhận việc còn lại": "không"})], "Nhận việc còn lại", "Chỉ có một cơ quan nhận"),
        ([SPLIT[0], SPLIT[1] | {"Từ ngày": date(2019, 10, 1)}], "Từ ngày", "cùng một ngày"),
        ([into("HGT", "HKL"), into("HGT", "HKL")], "Mã cơ quan", "Trùng với dòng 2"),
        ([called("SYT", "A"), called("SYT", "B")], "Mã cơ quan", "Trùng với dòng 2"),
        ([into("HGT", "HKL", None)], "Từ ngày", "không được để trống"),
        ([into("HGT", "HKL", **{"Văn bản quyết định": None})], "Văn bản quyết định", "không được để trống"),
    ],
)
def test_an_odd_reorganisation_is_refused_by_row_and_column(office: Office, rows: list[dict[str, Any]], column: str, mend: str) -> None:
    with pytest.raises(RosterRefused) as refused:
        reorganised(office, *rows)
    assert {fault.sheet for fault in refused.value.faults} == {"Sắp xếp cơ quan"}
    assert [fault.column for fault in refused.value.faults if mend in fault.expected] != []
    assert {fault.column for fault in refused.value.faults} == {column}
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Succession)).all() == []


HEADED = MADE | {"Chức vụ người đứng đầu": "Giám đốc"}


@pytest.mark.parametrize(
    ("rows", "column", "mend"),
    [
        ([HEADED, HEADED | {"Mã cơ quan": "SCDS"}], "Mã cơ quan", "head_scds đã có cơ quan khác dùng"),
        ([MADE | {"Mã cơ quan": "SYT"}], "Mã cơ quan", "Trùng với dòng"),
        ([MADE | {"Cơ quan cấp trên": "SCĐS"}], "Cơ quan cấp trên", "cấp trên của chính mình"),
        ([MADE | {"Cơ quan cấp trên": "A1"}, MADE | {"Mã cơ quan": "A1", "Cơ quan cấp trên": "SCĐS"}], "Cơ quan cấp trên", "chính mình"),
        ([MADE | {"Loại": "Sở"}], "Loại", "Hãy chọn một trong"),
    ],
)
def test_an_odd_agency_is_refused(office: Office, rows: list[dict[str, Any]], column: str, mend: str) -> None:
    with pytest.raises(RosterRefused) as refused:
        add(office, Cơ_quan=rows)
    assert {fault.column for fault in refused.value.faults} == {column}
    assert all(mend in fault.expected for fault in refused.value.faults)


def test_an_agency_may_come_without_a_heads_seat_and_then_gets_no_duty(office: Office) -> None:
    assert [change.act for change in add(office, Cơ_quan=[MADE, HEADED | {"Mã cơ quan": "SCDS"}]).changes] == ["agency.add"] * 2 + [
        "seat.add"
    ]
    with office.bureau.reading_desk() as desk, pytest.raises(Refused, match="chưa có người đứng đầu"):
        check_order(desk, "Việc", "SCĐS", (), None)


def test_new_agencies_may_stand_below_each_other_in_any_order(office: Office) -> None:
    below = MADE | {"Mã cơ quan": "A1", "Cơ quan cấp trên": "A2"}
    add(office, Cơ_quan=[below, MADE | {"Mã cơ quan": "A2", "Cơ quan cấp trên": "SCĐS", "Báo cáo hằng quý": "không"}, MADE])
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Agency, "A1").parent_id == "A2"


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


def test_an_open_duty_of_an_agency_already_merged_when_the_workbook_comes_moves_at_once(office: Office) -> None:
    case_id = taken_on(office)
    done = reorganised(office, into("HGT", "HKL", TODAY - timedelta(days=3)))
    assert done.moved == 1
    assert record(office, case_id).lead_agency == "HKL"
    sound(office)
