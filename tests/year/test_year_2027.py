"""The year 2027, rehearsed: every working day walked with the real flows, on the days that the calendar's vectors name."""

import json
import subprocess
import sys
from datetime import date

import pytest

from deployments.postgres import Cluster
from flows.rehearsal import rehearse
from flows.rehearsed_officers import Manner
from flows.year_report import HEADS, DirectiveFigures, FundingFigures, ReportFigures, YearReport, cells, remarks
from models.errors import Refused
from regulation import load
from tests.year.walked import SEED, rehearsed

POSTPONED = 39  # with this seed the council puts the request for money off to its session of the year after

PERIODS = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
OPENS = (date(2027, 3, 1), date(2027, 5, 31), date(2027, 8, 27), date(2027, 12, 1))  # 20 working days before the meeting
MEETS = (date(2027, 3, 29), date(2027, 6, 28), date(2027, 9, 28), date(2027, 12, 29))  # third-last working day of the quarter
INVITES_BY = (date(2027, 3, 24), date(2027, 6, 23), date(2027, 9, 23), date(2027, 12, 24))  # three working days before
NOTICE_BY = (date(2027, 4, 5), date(2027, 7, 5), date(2027, 10, 5), date(2028, 1, 6))  # five working days after


def test_four_meetings_open_and_meet_on_the_days_of_the_calendar(year: YearReport) -> None:
    assert tuple(row.period for row in year.rows) == PERIODS
    assert tuple(row.opened for row in year.rows) == OPENS
    assert tuple(row.meeting_day for row in year.rows) == MEETS


def test_every_invitation_leaves_three_working_days(year: YearReport) -> None:
    assert all(row.invitation is not None and row.invitation <= by for row, by in zip(year.rows, INVITES_BY, strict=True))


def test_every_notice_is_out_within_five_working_days(year: YearReport) -> None:
    assert tuple(row.notice_due for row in year.rows) == NOTICE_BY
    assert all(row.on_time and row.notice is not None and row.notice >= row.meeting_day for row in year.rows)


def test_nothing_is_left_open_and_the_journal_holds(year: YearReport) -> None:
    assert {row.state for row in year.rows} == {"Đã hoàn thành"}
    assert year.left_open == ()
    assert year.journal_clean
    assert year.journal_lines > 200


def test_the_years_two_written_consultations_are_decided_though_some_stay_silent(year: YearReport) -> None:
    asked = year.opinions
    assert (asked.begun, asked.decided, asked.asked) == (2, 2, 28)  # fourteen members each: all but who decides
    assert 0 < asked.silent < 28
    assert f"Lấy ý kiến bằng văn bản: 2 lần, đã quyết định 2; hỏi 28 lượt, chưa trả lời {asked.silent}." in remarks(year)


def test_the_working_group_meets_each_quarter_and_its_tasks_are_confirmed(year: YearReport) -> None:
    assert (year.group.held, year.group.breaches) == (4, 0)
    assert year.group.given == year.group.confirmed == 4
    assert "Tổ công tác: họp 4 lần, quý không họp 0; giao 4 việc, xác nhận hoàn thành 4." in remarks(year)


def test_the_officers_are_not_all_prompt(year: YearReport) -> None:
    assert sum(row.late for row in year.rows) > 0
    assert sum(row.returned for row in year.rows) > 0
    assert sum(row.rungs for row in year.rows) > 0


def test_every_conclusion_of_the_year_is_followed_until_it_is_confirmed(year: YearReport) -> None:
    duties = year.directives
    assert (duties.given, duties.confirmed) == (36, 36)
    assert 0 < duties.on_time < 36
    assert duties.extended > 0
    assert duties.follow_ups > 0
    assert any(remark.startswith("Nhiệm vụ: giao 36, xác nhận hoàn thành 36") for remark in remarks(year))


def test_the_years_plans_are_issued_before_it_begins_and_their_lines_are_duties(year: YearReport) -> None:
    assert year.directives.given == 32 + 4  # eight conclusions a meeting, and what four agencies proposed
    assert "Chương trình, kế hoạch năm 2027 của Ban Chỉ đạo" not in year.left_open


def test_four_reports_go_out_and_name_who_is_missing(year: YearReport) -> None:
    told = year.reports
    assert (told.issued, told.asked) == (4, 4 * 37)
    assert told.on_time >= 3
    assert 0 < told.missing < 20
    assert 0 < told.explained < told.asked_again
    assert any(remark.startswith("Báo cáo quý: phát hành 4, đúng hạn ") for remark in remarks(year))


def test_prompt_officers_breach_nothing(cluster: Cluster) -> None:
    year = rehearsed(cluster, SEED, "nhip_year_prompt", Manner.PROMPT)
    assert year.directives == DirectiveFigures(given=36, confirmed=36, on_time=36, extended=0, follow_ups=0, to_chair=0, to_ubnd=0)
    assert [(row.late, row.returned, row.on_time) for row in year.rows] == [(0, 0, True)] * 4
    assert year.funding == FundingFigures(asked=1, approved=1, allowed=174_500_000)
    assert year.reports == ReportFigures(issued=4, on_time=4, asked=4 * 37, missing=0, asked_again=0, explained=0)
    assert year.left_open == ()
    assert year.book is not None
    assert year.book.breaches == ()
    assert {row.words for row in year.book.compliance} == {"đúng hạn", "không phát sinh", "chưa có bước thực hiện"}


def test_silent_heads_get_exactly_the_ladders_letters(cluster: Cluster) -> None:
    """Each of the 36 duties climbs every rung once: two letters, one report to the chair, one to the chairman of the UBND."""
    year = rehearsed(cluster, SEED, "nhip_year_silent", Manner.SILENT)
    assert year.directives == DirectiveFigures(given=36, confirmed=0, on_time=0, extended=0, follow_ups=72, to_chair=36, to_ubnd=36)
    assert len(year.left_open) == 37  # and the money that Sở Tài chính says nothing about
    assert year.funding == FundingFigures(asked=1, approved=0, allowed=0)  # silence approves nothing
    assert all(row.on_time for row in year.rows)


def test_days_that_wait_for_confirmation_are_marked(year: YearReport) -> None:
    marked = {row.period: row.provisional for row in year.rows if row.provisional}
    assert list(marked) == ["2027-Q3"]
    assert marked["2027-Q3"][0].startswith("03/09/2027 (")
    lines = [cells(row) for row in year.rows]
    assert [line[HEADS.index("Ngày họp")] for line in lines] == ["29/03/2027", "28/06/2027", "28/09/2027 (dự kiến)", "29/12/2027"]
    assert any(remark.startswith("Dự kiến: 03/09/2027") for remark in remarks(year))


def test_the_year_goes_to_json_whole(year: YearReport) -> None:
    facts = json.loads(json.dumps(year.as_json(), default=str))
    assert [row["on_time"] for row in facts["rows"]] == [True] * 4
    assert facts["rows"][0]["meeting_day"] == "2027-03-29"


def test_the_same_seed_gives_the_same_year_and_another_seed_another(cluster: Cluster, year: YearReport) -> None:
    other = rehearsed(cluster, POSTPONED, "nhip_year_other")
    assert other.left_open == ()
    [waits] = other.later
    assert waits.startswith("Chi đặc thù: ")
    assert waits.endswith("(hạn 22/12/2028)")
    assert f"Chờ kỳ sau: {waits}." in remarks(other)
    assert year.later == ()
    assert other.rows != year.rows
    assert rehearsed(cluster, SEED, "nhip_year_again") == year


def test_a_committee_without_sample_people_is_told_so() -> None:
    with pytest.raises(Refused, match="sample/"):
        rehearse(2027, "postgresql://nowhere.invalid/x", law=load().model_copy(update={"sample": None}))


def test_a_rehearsal_loads_no_prefect_and_speaks_no_smtp() -> None:
    program = "import sys, flows.rehearsal; print([name for name in ('prefect', 'apprise', 'smtplib', 'fastapi') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=".")
    assert found.stdout.strip() == "[]"
