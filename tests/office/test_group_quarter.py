"""Đ8.3: once in three months. A quarter in which the working group did not meet is a breach on record, whatever the reason."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from regulation.calendar import Quarter
from tasks.casework import cancel_case
from tasks.group_quarters import breach_in
from tests.office.cast import CHAIR, SECRETARY, Office, keys, sound
from tests.office.gatherings import told, value
from tests.office.groups import DEPUTY_LEADER, GROUP_AGENDA, LEADER, MEET, OTHER_DEPUTY, TASK, moment, on_demand, quarterly

WHY = {"group-no-meeting-reason": {"choice": "submit", "reason": "Các thành viên đi chống bão"}}


@pytest.fixture
def watch(office: Office) -> UUID:
    office.move_to(date(2019, 9, 10))
    return office.open("group_quarter")


def end_of(office: Office, watch: UUID, script: dict[str, Any] = WHY) -> str | None:
    office.move_to(date(2019, 10, 1))
    office.play(watch, script)
    sound(office)
    return office.case(watch).end_reason


def breach(office: Office) -> str:
    with office.bureau.reading_desk() as desk:
        return breach_in(desk, Quarter.parse("2019-Q3"))


def test_a_quarter_with_its_meeting_is_no_breach(office: Office, watch: UUID) -> None:
    office.play(quarterly(office), MEET)
    assert end_of(office, watch) == "Tổ công tác đã họp trong quý"
    assert keys(office, watch) == ["warn-no-group-meeting", "group-quarter-over-day", "group-met"]
    assert breach(office) == ""


def test_a_quarter_without_one_is_a_breach_that_the_report_can_name(office: Office, watch: UUID) -> None:
    reason = end_of(office, watch)
    assert reason == "Tổ công tác không họp quý III năm 2019, không đúng khoản 3 Điều 8 Quy chế. Lý do: Các thành viên đi chống bão"
    assert breach(office) == reason
    leaders = {CHAIR, "P02", "P03", LEADER, DEPUTY_LEADER, OTHER_DEPUTY, SECRETARY}
    assert {letter.officer_id for letter in told(office, watch, "Tổ công tác không họp quý III")} == leaders
    assert office.step(watch, "group-no-meeting-reason").officer_id == LEADER


def test_silence_gives_no_reason_and_hides_no_breach(office: Office, watch: UUID) -> None:
    assert end_of(office, watch, {}) == "Tổ công tác không họp quý III năm 2019, không đúng khoản 3 Điều 8 Quy chế. Lý do: chưa báo cáo"


def test_one_on_demand_does_not_stand_in_for_it(office: Office, watch: UUID) -> None:
    case_id = on_demand(office, starts_at=moment(date(2019, 9, 18)))
    day = {"day": "2019-09-18", "presider": "deputy_group_leader_1", "items": [{"minutes": 30, "item": "Sự cố"}]}
    office.play(case_id, MEET | {"group-agenda": GROUP_AGENDA | day})
    assert "không đúng khoản 3 Điều 8" in str(end_of(office, watch))


def test_one_that_was_called_off_or_held_after_the_quarter_does_not_count(office: Office, watch: UUID) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-minutes", MEET)
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Bão số 5")
    assert "không đúng khoản 3 Điều 8" in str(end_of(office, watch))


def test_a_meeting_that_came_too_late_is_held_all_the_same_and_the_breach_stays(office: Office, watch: UUID) -> None:
    office.move_to(date(2019, 10, 1))
    case_id = quarterly(office)
    late = {name: MEET[name] | {"tasks": [TASK | {"due": "2019-11-15"}]} for name in ("group-minutes", "group-notice")}
    office.play(case_id, MEET | late | {"group-agenda": GROUP_AGENDA | {"day": "2019-10-04"}})
    assert office.case(case_id).closed_at is not None
    office.play(watch, WHY)
    assert "không đúng khoản 3 Điều 8" in breach(office)


@pytest.mark.parametrize("prepared", [True, False])
def test_the_warning_comes_only_where_none_is_being_prepared(office: Office, prepared: bool) -> None:
    if prepared:
        quarterly(office)
    office.move_to(date(2019, 9, 10))
    watch = office.open("group_quarter")
    office.walk(watch)
    office.walk(watch)
    letters = told(office, watch, "Tổ công tác chưa có cuộc họp quý III")
    assert {letter.officer_id for letter in letters} == (set() if prepared else {LEADER, DEPUTY_LEADER, OTHER_DEPUTY, SECRETARY})
    assert value(office, watch, "warn-no-group-meeting") is not prepared
