"""The scorecard's figures of quarterly reports and of attendance, each at its edge."""

from datetime import date, time

from sqlmodel import select

from models.clock import at
from models.meetings import Meeting, Presence
from models.scorecard import Kind
from regulation.calendar import Quarter
from tasks.report_corrections import correct
from tasks.report_forms import CorrectionForm
from tasks.scorecard_rows import Measure, Row
from tests.office.cast import Office
from tests.office.reorganisations import into, on, reorganised
from tests.office.reports import BOOKS, DUE, LATE, asked, lines, sent
from tests.office.scorecards import Q3, Q4, held, rows


def report_of(office: Office, agency: str, quarter: Quarter = Q3) -> Row:
    return next(row for row in rows(office, quarter, Kind.REPORTS) if row.agency == agency)


def test_a_report_is_on_time_on_its_day_late_after_it_and_silent_while_nothing_came(office: Office) -> None:
    case_id = asked(office)
    office.move_to(DUE, time(23, 59))
    sent(office, case_id, "head_syt")
    assert report_of(office, "STC").measure == Measure.REPORT_AWAITED
    office.move_to(LATE, time(0))
    assert report_of(office, "STC").measure == Measure.REPORT_SILENT
    sent(office, case_id, "head_snv")
    found = [report_of(office, code).measure for code in ("SYT", "SNV", "STC")]
    assert found == [Measure.REPORT_ON_TIME, Measure.REPORT_LATE, Measure.REPORT_SILENT]
    assert len(rows(office, Q3, Kind.REPORTS)) == 37
    assert rows(office, Q4, Kind.REPORTS) == []
    assert report_of(office, "SYT").case_id == case_id


def test_corrected_after_the_books_a_report_stays_on_time_and_the_correction_is_told(office: Office) -> None:
    case_id = asked(office)
    sent(office, case_id, "head_syt")
    office.move_to(BOOKS, time(9))
    office.sweep()
    office.walk(case_id)
    step = office.step(case_id, "figures/head_syt")
    form = CorrectionForm.read({"choice": "submit", "figures": lines(step), "reason": "Cộng thiếu"})
    assert isinstance(form, CorrectionForm)
    with office.bureau.desk() as desk:
        correct(desk, case_id, "SYT", form, step.officer_id or "")
    row = report_of(office, "SYT")
    assert (row.measure, row.note) == (Measure.REPORT_ON_TIME, "Điều chỉnh 1 lần, lần cuối ngày 20/9/2019")


def test_what_first_comes_after_the_books_is_late_in_its_own_quarter(office: Office) -> None:
    case_id = asked(office)
    office.move_to(BOOKS, time(9))
    office.sweep()
    office.walk(case_id)
    sent(office, case_id, "head_syt")
    row = report_of(office, "SYT")
    assert row.measure == Measure.REPORT_LATE
    assert "đưa vào báo cáo kỳ 2019-Q4" in row.note


def test_a_report_asked_of_an_agency_that_was_merged_later_stays_with_it(office: Office) -> None:
    asked(office)
    reorganised(office, into("HGT", "HKL", LATE))
    on(office, LATE)
    assert report_of(office, "HGT").measure == Measure.REPORT_SILENT


def attendance(office: Office, quarter: Quarter = Q3) -> list[tuple[str, Measure]]:
    return [(row.agency, row.measure) for row in rows(office, quarter, Kind.ATTENDANCE)]


def test_each_presence_counts_as_what_it_is_and_a_substitute_as_a_substitute(office: Office) -> None:
    case_id = held(
        office,
        {
            "chair": Presence.STOOD_IN_FOR,
            "deputy_chair_1": Presence.PRESENT,
            "member_yt": Presence.PROXY,
            "member_tc": Presence.CONSENTED,
            "member_gd": Presence.UNCONSENTED,
        },
    )
    assert attendance(office) == [
        ("UBND", Measure.EXCUSED),
        ("UBND", Measure.PRESENT),
        ("STC", Measure.EXCUSED),
        ("SYT", Measure.SUBSTITUTE),
        ("SGDĐT", Measure.UNEXCUSED),
    ]
    found = next(row for row in rows(office, Q3, Kind.ATTENDANCE) if row.agency == "SYT")
    assert (found.case_id, found.note) == (case_id, "Người dự thay: Lê Văn A")


def test_at_the_working_group_a_reason_told_is_enough(office: Office) -> None:
    held(office, {"group_leader": Presence.PRESENT, "group_finance": Presence.REPORTED, "group_security": Presence.UNREPORTED}, group=True)
    assert attendance(office) == [("STTTT", Measure.PRESENT), ("STC", Measure.EXCUSED), ("CAT", Measure.UNEXCUSED)]


def test_a_meeting_belongs_to_the_quarter_of_its_day(office: Office) -> None:
    held(office, {"member_yt": Presence.PRESENT}, date(2019, 10, 1))
    office.move_to(date(2019, 10, 2))
    assert (attendance(office), attendance(office, Q4)) == ([], [("SYT", Measure.PRESENT)])


def test_the_seat_of_a_merged_agency_counts_from_that_day_for_who_took_over(office: Office) -> None:
    reorganised(office, into("HPQ", "HKL", date(2019, 9, 28)))
    held(office, {"member_pq": Presence.PRESENT}, date(2019, 9, 27))
    office.move_to(date(2019, 9, 30))
    assert attendance(office) == [("HPQ", Measure.PRESENT)]
    with office.bureau.desk() as desk:
        meeting = desk.session.exec(select(Meeting)).one()
        meeting.starts_at = at(date(2019, 9, 28), time(8))
        desk.session.add(meeting)
    assert attendance(office) == [("HKL", Measure.PRESENT)]
