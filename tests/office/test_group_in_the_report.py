"""Đ7.9, Đ8.3: the quarter's report says when the working group met, and names a quarter in which it did not."""

from datetime import date
from typing import Any
from uuid import UUID

from regulation.calendar import Quarter
from tasks.group_quarters import for_report
from tasks.report_facts import planned_meeting
from tests.office.cast import Office, sound
from tests.office.groups import GROUP_AGENDA, MEET, quarterly
from tests.office.reports import ISSUE, PROMPT, asked, paper_of

Q3, Q4 = Quarter.parse("2019-Q3"), Quarter.parse("2019-Q4")
WHY = {"group-no-meeting-reason": {"choice": "submit", "reason": "Các thành viên\nđi chống bão"}}


def begins(office: Office, quarter: Quarter = Q3) -> dict[str, Any]:
    with office.bureau.reading_desk() as desk:
        return for_report(desk, quarter)


def of_the_group(office: Office, case_id: UUID) -> dict[str, Any]:
    office.play(case_id, PROMPT)
    sound(office)
    return dict(paper_of(office, case_id).facts["group"])


def test_the_draft_begins_with_the_meeting_that_is_to_come_then_with_the_one_that_was_held(office: Office) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-rsvp", MEET)
    assert begins(office) == {"group_meetings": [], "group_not_met": "cuộc họp quý III năm 2019 được chuẩn bị vào ngày 19/9/2019"}
    office.play(case_id, MEET)
    (held,) = begins(office)["group_meetings"]
    assert (held["day"], begins(office)["group_not_met"]) == ("2019-09-19", "")
    assert held["title"].startswith("Họp Tổ công tác")
    assert "Tổ trưởng" in held["presider"]


def test_a_meeting_after_its_own_quarters_report_stands_in_the_next(office: Office) -> None:
    case_id = quarterly(office)
    office.play(case_id, MEET | {"group-agenda": GROUP_AGENDA | {"day": "2019-09-27"}})
    assert [row["day"] for row in begins(office, Q4)["group_meetings"]] == ["2019-09-27"]


def test_nothing_is_said_where_no_meeting_is_prepared(office: Office) -> None:
    assert begins(office) == {"group_meetings": [], "group_not_met": ""}


def test_the_groups_meeting_is_not_the_committees(office: Office) -> None:
    office.play_to(quarterly(office), "group-rsvp", MEET)
    with office.bureau.reading_desk() as desk:
        assert planned_meeting(desk, Q3) == ""


def test_a_quarter_without_a_meeting_is_named_in_the_next_report(office: Office) -> None:
    office.move_to(date(2019, 9, 10))
    watch = office.open("group_quarter")
    office.move_to(date(2019, 10, 1))
    office.play(watch, WHY)
    case_id = asked(office, "2019-Q4", office.bureau.law.calendar.add(ISSUE, 47))
    results = of_the_group(office, case_id)["results"]
    assert "Tổ công tác không họp quý III năm 2019, không đúng khoản 3 Điều 8 Quy chế. Lý do: Các thành viên đi chống bão" in results


def test_a_report_names_no_breach_where_none_is_on_record(office: Office) -> None:
    assert not any("không đúng khoản 3" in line for line in of_the_group(office, asked(office))["results"])
