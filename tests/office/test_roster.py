"""The roster taken in from a workbook: all of it or nothing, twice the same, history kept, open steps with whom they now belong."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import col, select

from models.access import Link
from models.agencies import Agency
from models.journal import Entry
from models.letters import LetterState
from models.people import Absence, Officer
from models.steps import StepState
from tasks.roster import look_at_roster
from tasks.roster_known import template
from tasks.roster_sheets import SHEETS
from tests.office.cast import CHAIR, DEPUTY_1, EDUCATION, HEALTH, Office, sound, together
from tests.office.rosters import NEW, TODAY, absence, add, export, held, holding, officer, take, written
from tests.workbooks import column as place
from tests.workbooks import edited, put, shown, with_rows

LATER = date(2019, 9, 2)


def test_what_was_exported_changes_nothing_when_it_is_taken_in(office: Office, invited: UUID) -> None:
    data, before = export(office), written(office)
    done = take(office, data)
    assert (done.changes, done.moved, done.letters) == ([], 0, 0)
    assert written(office) == before


def test_a_workbook_from_before_the_exchange_codes_leaves_them_as_they_are(office: Office) -> None:
    with office.bureau.desk() as desk:
        desk.session.get_one(Agency, "SYT").exchange_code = "H33.07"

    def older(page: Worksheet) -> None:
        page.delete_cols(place(page, "Mã định danh liên thông"))
        put(page, "SYT", "Báo cáo hằng quý", "không")

    done = take(office, edited(export(office), {"Cơ quan": older}))
    assert [change.words for change in done.changes] == ["SYT Sở Y tế: báo cáo hằng quý «có» → «không»"]
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Agency, "SYT").exchange_code == "H33.07"


def test_the_export_tells_the_whole_history_by_seat_in_the_regulations_order(office: Office) -> None:
    add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_yt", "P90", LATER)])
    rows = [row for row in shown(export(office), "Giữ chức danh") if row["Mã chức danh"] == "member_yt"]
    assert [(row["Mã cán bộ"], row["Đến hết ngày"] and row["Đến hết ngày"].date()) for row in rows] == [
        (HEALTH, date(2019, 9, 1)),
        ("P90", None),
    ]
    seats = [row["Mã chức danh"] for row in shown(export(office), "Giữ chức danh")]
    assert list(dict.fromkeys(seats)) == [seat.id for seat in office.bureau.law.committee.seats]


def test_a_template_taken_in_as_it_is_changes_nothing(office: Office) -> None:
    assert take(office, template(office.bureau.law)).changes == []


def test_a_handing_over_is_taken_in_once_and_the_former_holding_is_kept(office: Office) -> None:
    data = with_rows(export(office), Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)])
    done = take(office, data)
    assert [change.act for change in done.changes] == ["officer.add", "holder.end", "holder"]
    since = held(office, "member_gd")[0][1]
    assert held(office, "member_gd") == [(EDUCATION, since, TODAY), ("P90", TODAY, None)]
    before = written(office)
    again = take(office, data)
    assert (again.changes, again.moved, again.letters) == ([], 0, 0)
    assert written(office) == before
    assert held(office, "member_gd") == [(EDUCATION, since, TODAY), ("P90", TODAY, None)]
    sound(office)


def test_a_holding_that_ends_keeps_its_history_and_leaves_the_seat_empty(office: Office, inviting: UUID) -> None:
    def end(page: Worksheet) -> None:
        put(page, "member_gd", "Đến hết ngày", TODAY - timedelta(days=1))

    done = take(office, edited(export(office), {"Giữ chức danh": end}))
    assert "sau đó chưa có người giữ" in done.changes[0].words
    assert [(who, until) for who, _, until in held(office, "member_gd")] == [(EDUCATION, TODAY)]
    assert office.step(inviting, "rsvp/member_gd").officer_id is None
    assert {letter.state for letter in office.letters(inviting) if letter.officer_id == EDUCATION} == {LetterState.WITHDRAWN}
    sound(office)


def test_open_steps_go_to_the_new_holder_with_letters_and_links_of_their_own(office: Office, inviting: UUID) -> None:
    office.post_all()
    step = office.step(inviting, "rsvp/member_gd")
    done = add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)])
    moved = office.step(inviting, "rsvp/member_gd")
    assert (step.officer_id, moved.officer_id, moved.revision, moved.due) == (EDUCATION, "P90", step.revision + 1, step.due)
    queued = [(letter.officer_id, letter.kind, letter.address) for letter in office.queued(inviting)]
    assert sorted(queued, key=str) == sorted(
        [("P90", "invitation", "tan.nhiem@x.example"), (EDUCATION, "withdrawn", officer(office, EDUCATION).email)], key=str
    )
    assert (done.moved, done.letters) == (1, 2)
    assert [(link.officer_id, link.revoked_at is None) for link in links(office, step.id)] == [(EDUCATION, False), ("P90", True)]
    sound(office)


def links(office: Office, step_id: UUID) -> list[Link]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Link).where(col(Link.step_id) == step_id).order_by(col(Link.id))))


def test_a_handing_over_in_the_future_moves_nothing_before_its_day(office: Office, inviting: UUID) -> None:
    today = office.clock.at.date()
    done = add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", today + timedelta(days=3))])
    assert done.moved == 0
    who = {}
    for days in (1, 2, 3):
        office.move_to(today + timedelta(days=days))
        office.sweep()
        who[days] = office.step(inviting, "rsvp/member_gd").officer_id
    assert who == {1: EDUCATION, 2: EDUCATION, 3: "P90"}
    sound(office)


def test_a_mended_address_gets_the_letters_that_wait_and_the_open_questions_anew(office: Office, inviting: UUID) -> None:
    with office.bureau.desk() as desk:
        desk.session.get_one(Officer, EDUCATION).email_refused = "550 no such user"
    step = office.step(inviting, "rsvp/member_gd")

    def mend(to: str) -> Any:
        return lambda page: put(page, EDUCATION, "Thư điện tử", to)

    take(office, edited(export(office), {"Cán bộ": mend("moi@x.example")}))
    waiting = [letter for letter in office.queued(inviting) if letter.officer_id == EDUCATION]
    assert [(letter.address, letter.kind) for letter in waiting] == [("moi@x.example", "invitation")]
    assert [link.revoked_at for link in links(office, step.id)] == [None]
    assert officer(office, EDUCATION).email_refused is None
    office.post_all()
    take(office, edited(export(office), {"Cán bộ": mend("moi.nua@x.example")}))
    waiting = [letter for letter in office.queued(inviting) if letter.officer_id == EDUCATION]
    assert [letter.address for letter in waiting] == ["moi.nua@x.example"]
    assert [link.revoked_at is None for link in links(office, step.id)] == [False, True]
    sound(office)


def test_two_imports_at_once_take_it_in_once(office: Office) -> None:
    data = with_rows(export(office), Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)])
    done: list[int] = []
    together(*[lambda: done.append(len(take(office, data).changes))] * 3)
    assert sorted(done) == [0, 0, 3]
    sound(office)


def test_what_excel_offers_in_a_column_is_what_is_read_from_it(office: Office) -> None:
    book = load_workbook(BytesIO(export(office)))
    for sheet in SHEETS:
        offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book[sheet.title].data_validations.dataValidation}
        for n, column in enumerate(sheet.columns, start=1):
            if column.choices:
                assert offered[f"{get_column_letter(n)}2"].strip('"').split(",") == list(column.choices)


def test_two_officers_may_change_addresses_with_each_other(office: Office) -> None:
    here, there = officer(office, EDUCATION).email, officer(office, HEALTH).email

    def swap(page: Worksheet) -> None:
        put(page, EDUCATION, "Thư điện tử", there)
        put(page, HEALTH, "Thư điện tử", here)

    take(office, edited(export(office), {"Cán bộ": swap}))
    assert (officer(office, EDUCATION).email, officer(office, HEALTH).email) == (there, here)


def test_an_absence_of_the_chair_moves_his_steps_and_his_early_return_brings_them_back(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    away = absence(CHAIR, TODAY, date(2019, 12, 31))
    data = with_rows(export(office), Vắng_mặt=[away])
    take(office, data)
    assert office.step(case_id, "convene/1").officer_id == DEPUTY_1
    assert take(office, data).changes == []

    def back(page: Worksheet) -> None:
        put(page, CHAIR, "Đã trở lại sớm", "có")

    ended = edited(export(office), {"Vắng mặt": back})
    assert [change.act for change in take(office, ended).changes] == ["absence.end"]
    assert office.step(case_id, "convene/1").officer_id == CHAIR
    assert take(office, ended).changes == []
    assert take(office, export(office)).changes == []
    sound(office)


def test_an_absence_may_get_another_end(office: Office) -> None:
    add(office, Vắng_mặt=[absence(HEALTH, TODAY, LATER)])

    def longer(page: Worksheet) -> None:
        put(page, HEALTH, "Đến hết ngày", date(2019, 9, 30))

    assert [change.act for change in take(office, edited(export(office), {"Vắng mặt": longer})).changes] == ["absence"]
    with office.bureau.reading_desk() as desk:
        assert [one.until for one in desk.session.exec(select(Absence))] == [date(2019, 9, 30)]


def test_a_row_that_is_gone_from_the_workbook_deletes_nobody(office: Office) -> None:
    def fewer(page: Worksheet) -> None:
        page.delete_rows(2, 20)

    shorter = edited(export(office), dict.fromkeys(("Cán bộ", "Giữ chức danh", "Cơ quan"), fewer))
    assert take(office, shorter).changes == []
    assert officer(office, CHAIR).name == "Trần Giả Định"


def test_what_would_change_can_be_looked_at_and_nothing_is_written(office: Office, inviting: UUID) -> None:
    before = written(office)
    seen = look_at_roster(office.bureau, with_rows(export(office), Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)]))
    assert ([change.act for change in seen.changes], seen.moved, seen.letters) == (["officer.add", "holder.end", "holder"], 1, 1)
    assert written(office) == before
    assert office.step(inviting, "rsvp/member_gd").state == StepState.OPEN
    letters = [letter for letter in office.letters(inviting) if (letter.officer_id, letter.kind) == (EDUCATION, "invitation")]
    assert [letter.state for letter in letters] == [LetterState.QUEUED]


def test_the_journal_tells_of_the_import_by_codes_alone(office: Office) -> None:
    add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("member_gd", "P90", TODAY)])
    with office.bureau.reading_desk() as desk:
        told = "\n".join(desk.session.exec(select(col(Entry.body)).order_by(col(Entry.n))))
    for act in ("officer.add", "holder", "holder.end", "roster.import"):
        assert f'"{act}"' in told
    assert "Tân Nhiệm" not in told
    assert "tan.nhiem" not in told
