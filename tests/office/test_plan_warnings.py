"""What clashes with what in a draft plan is shown and bars nothing; figures before the drafter and the chair are the same."""

from datetime import date
from uuid import UUID

import pytest

from models.plans import PlanPaper
from regulation.plans import KnownInspection
from regulation.sessions import Session
from tasks.office import plan_of
from tasks.plan_checks import faults, warnings
from tests.office.cast import Office
from tests.office.planning import PLANNING, add, edit, inspect, lines, opened


@pytest.fixture
def case_id(office: Office) -> UUID:
    """A draft of 2020 that may be put forward."""
    made = opened(office)
    office.play_to(made, "plan-draft", PLANNING)
    inspect(office, made)
    return made


def warned(office: Office, case_id: UUID) -> list[str]:
    with office.bureau.reading_desk() as desk:
        plan = plan_of(desk, desk.case(case_id))
        assert faults(desk, plan) == []
        return warnings(desk, plan)


def meeting(office: Office, case_id: UUID, n: int = 0) -> UUID:
    return [line for line in lines(office, case_id) if line.section == "board_meeting"][n].id


def test_the_computed_calendar_clashes_with_nothing_but_tet(office: Office, case_id: UUID) -> None:
    assert warned(office, case_id) == []


def test_a_meeting_on_the_day_of_a_session_is_shown(office: Office, case_id: UUID) -> None:
    session = Session(body="HĐND tỉnh", title="Kỳ họp giữa năm", first=date(2020, 6, 25), last=date(2020, 6, 27), source="Lịch")
    object.__setattr__(office.bureau, "law", office.bureau.law.model_copy(update={"sessions": (session,)}))
    assert warned(office, case_id) == ["«Họp Ban Chỉ đạo quý II năm 2020»: trùng Kỳ họp giữa năm (25/06 đến 27/06/2020)"]


def test_two_meetings_on_a_day_and_one_close_to_tet_are_shown(office: Office, case_id: UUID) -> None:
    edit(office, meeting(office, case_id, 0), due=date(2020, 3, 20))  # the group meets that day
    edit(office, meeting(office, case_id, 1), due=date(2020, 1, 31))  # mùng 1 was 25 January
    said = warned(office, case_id)
    assert "«Họp Ban Chỉ đạo quý I năm 2020»: cùng ngày 20/03/2020 với «Họp Tổ công tác giúp việc quý I năm 2020»" in said
    assert "«Họp Tổ công tác giúp việc quý I năm 2020»: cùng ngày 20/03/2020 với «Họp Ban Chỉ đạo quý I năm 2020»" in said
    assert "«Họp Ban Chỉ đạo quý II năm 2020»: ngày 31/01/2020 sát kỳ nghỉ Tết (mùng 1 Tết: 25/01/2020)" in said


def test_a_unit_inspected_by_others_in_the_same_quarter_is_shown(office: Office, case_id: UUID) -> None:
    known = KnownInspection(agency="STNMT", quarter="2020-Q2", title="Thanh tra đất đai", by="Thanh tra tỉnh", source="Kế hoạch")
    other = known.model_copy(update={"quarter": "2020-Q3"})
    object.__setattr__(office.bureau, "law", office.bureau.law.model_copy(update={"inspections": (known, other)}))
    assert warned(office, case_id) == ["Kiểm tra Sở Tài nguyên và Môi trường: trùng Thanh tra đất đai của Thanh tra tỉnh, quý II năm 2020"]


def test_a_line_that_nobody_would_owe_is_shown(office: Office, case_id: UUID) -> None:
    add(office, case_id, "Chưa rõ sản phẩm.", product="", due=None)
    add(office, case_id, "Việc chung.", lead_agency=None, coordinating=[], product="", due=None)
    assert warned(office, case_id) == ["«Chưa rõ sản phẩm.»: chưa có sản phẩm, thời hạn nên không tách thành nhiệm vụ"]


def test_a_session_of_the_working_group_is_no_matter_of_the_work_plan(office: Office, case_id: UUID) -> None:
    add(office, case_id, "Họp báo.", paper=PlanPaper.WORK_PLAN, due=date(2020, 3, 20))
    assert warned(office, case_id) == []
