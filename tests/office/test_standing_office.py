"""What the standing office is told of the house itself, and which periods open by the calendar."""

from datetime import date, time, timedelta

from sqlalchemy import text
from sqlmodel import col, select

from flows.process.periods import open_missed
from models.cases import Case
from models.clock import at
from models.journal import verify
from models.letters import Letter
from notifications.words import render
from tasks.bureau import Desk
from tasks.progress import progress, steps_of
from tasks.standing_office import Matter, clock_in_trouble, letters_in_trouble, report_of_the_day, tell_standing_office
from tests.office.cast import SECRETARY, Office


def letters(desk: Desk, kind: str = "told") -> list[Letter]:
    return list(desk.session.exec(select(Letter).where(col(Letter.kind) == kind).order_by(col(Letter.id))))


def test_the_days_letter_carries_the_hash_of_the_journals_head_once(office: Office) -> None:
    office.open()
    for _ in range(2):
        with office.bureau.desk() as desk:
            report_of_the_day(desk)
    with office.bureau.reading_desk() as desk:
        verdict = verify(desk.session)
        [letter] = letters(desk)
    assert letter.officer_id == SECRETARY
    words = render(letter.kind, letter.context["words"] | {"link": None})
    assert f"{verdict.lines} dòng, mã dòng cuối {verdict.head}" in words.text


def test_a_matter_is_told_once_a_day_and_again_the_next(office: Office) -> None:
    for days in (0, 0, 1):
        office.clock.move(office.clock.at + timedelta(days=days))
        with office.bureau.desk() as desk:
            tell_standing_office(desk, Matter("held/1", "Lượt chạy đang bị giữ lại."))
    with office.bureau.reading_desk() as desk:
        assert len(letters(desk)) == 2


def test_letters_in_doubt_are_counted_with_the_way_out(office: Office) -> None:
    case = office.open()
    office.play_to(case, "agenda")
    with office.bureau.desk() as desk:
        assert letters_in_trouble(desk) == []
        desk.session.execute(text("UPDATE letter SET state = 'doubt' WHERE step_id IN (SELECT id FROM step WHERE key = 'agenda/1')"))
        [matter] = letters_in_trouble(desk)
    assert matter.key == "letter/doubt"
    assert matter.what.startswith("Có 1 thư chưa rõ đã đến hay chưa. Hãy ")


def test_sheets_that_wait_and_channels_that_rest_are_told_of_with_page_and_command(office: Office) -> None:
    case = office.open()
    office.play_to(case, "agenda")
    with office.bureau.desk() as desk:
        one = "WHERE id = (SELECT min(id::text)::uuid FROM letter)"
        desk.session.execute(text(f"UPDATE letter SET state = 'accepted', channel = 'paper' {one}"))
        desk.session.execute(
            text(
                "INSERT INTO channelstate (channel, enabled, paused_until, reason)"
                " VALUES ('mail', true, now() + interval '1 h', 'sai mật khẩu.')"
            )
        )
        sheets, rests = letters_in_trouble(desk)
        assert sheets.what.startswith("Có 1 phiếu giấy chờ in, giao tận tay.")
        assert "/thu?kenh=paper" in sheets.what
        assert (rests.key, rests.what.partition("sai")[0]) == ("letter/rest/mail", "Kênh thư điện tử đang nghỉ: ")
        desk.session.execute(text(f"UPDATE letter SET delivered_at = now() {one}"))
        desk.session.execute(text("UPDATE channelstate SET paused_until = now() - interval '1 s'"))
        assert letters_in_trouble(desk) == []
        desk.session.execute(text(f"UPDATE letter SET state = 'parked' {one}"))
        [parked] = letters_in_trouble(desk)
    assert "«./nhip letters list --state parked»" in parked.what
    assert "/thu?tinh-trang=parked" in parked.what


def test_a_clock_that_parted_from_the_databases_is_trouble_except_in_a_demo(office: Office) -> None:
    with office.bureau.reading_desk() as desk:  # it stands in 2019
        assert [matter.key for matter in clock_in_trouble(desk, movable=False)] == ["clock"]
        assert clock_in_trouble(desk, movable=True) == []


def test_a_period_opens_on_its_day_once_and_not_before(office: Office) -> None:
    opened = []
    for day in (date(2019, 8, 26), date(2019, 8, 29), date(2019, 8, 30)):
        office.clock.move(at(day, time(8)))
        with office.bureau.desk() as desk:
            opened.append(sorted((case.process, case.period) for case in open_missed(desk)))
    assert [found for day in opened for found in day] == [("board_meeting", "2019-Q3"), ("quarterly_report", "2019-Q3")]


def test_a_quarter_that_is_over_is_not_opened_any_more(office: Office) -> None:
    office.clock.move(at(date(2019, 10, 2), time(8)))
    with office.bureau.desk() as desk:
        assert open_missed(desk) == []
        assert desk.session.exec(select(Case)).all() == []


def test_progress_names_the_seat_the_clause_the_deadline_and_what_is_late(office: Office) -> None:
    case = office.open()
    office.play_to(case, "agenda")
    with office.bureau.reading_desk() as desk:
        row = progress(desk, steps_of(desk, case))[-1]
        due = steps_of(desk, case)[-1].due
    assert due is not None
    assert row == {
        "Điều khoản": "khoản 4 Điều 5 Quy chế",
        "Việc": "Lập dự thảo chương trình, thành phần cuộc họp",
        "Người thực hiện": "Thư ký Tổ công tác",
        "Hạn": f"{due:%d/%m/%Y}",
        "Tình trạng": "Đang chờ",
    }
    office.clock.move(at(due + timedelta(days=1)))
    with office.bureau.reading_desk() as desk:
        assert progress(desk, steps_of(desk, case))[-1]["Tình trạng"] == "Quá hạn"
