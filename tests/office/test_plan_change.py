"""A plan changed in mid-year: a new document over the old one, which is kept; its duties move, are born, or are stopped."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from models.cases import Act
from models.errors import Refused
from models.papers import Paper
from models.plans import PlanLine, PlanPaper
from tasks.plans import plan_in_force, want_change
from tests.office.cast import RETURNED, STANDING, YES, Office
from tests.office.duties import ACCEPT, said
from tests.office.planning import PLANNING, add, drafting, duties, edit, inspect, lines, notations, papers_of, plan

CHANGED = date(2020, 5, 4)


@pytest.fixture
def in_force(office: Office) -> UUID:
    """A year's plans with two duties of its own, in the May of that year."""
    case_id = drafting(office)
    add(office, case_id, "Nâng cấp cổng dịch vụ công.", due=date(2020, 9, 30))
    office.play(case_id, PLANNING)
    for duty in duties(office):
        office.walk(duty.case_id)
        said(office, duty.case_id, "acknowledge", ACCEPT)
    office.move_to(CHANGED)
    return case_id


def wanted(office: Office, case_id: UUID, reason: str = "Tỉnh bổ sung nhiệm vụ.") -> UUID:
    """A change that the standing member wants, its draft asked for."""
    with office.bureau.desk() as desk:
        changed = want_change(desk, plan(office, case_id).id, reason, by=STANDING).id
    office.play_to(changed, "plan-change-final", PLANNING)
    return changed


def line_called(office: Office, case_id: UUID, words: str) -> PlanLine:
    return next(line for line in lines(office, case_id) if line.text.startswith(words))


def test_a_change_is_a_new_version_beside_the_old_one(office: Office, in_force: UUID) -> None:
    changed = wanted(office, in_force)
    now = plan(office, changed)
    assert (now.year, now.version, now.replaces_id) == (2020, 2, plan(office, in_force).id)
    assert [line.text for line in lines(office, changed)] == [line.text for line in lines(office, in_force)]
    assert office.case(changed).title == "Điều chỉnh chương trình, kế hoạch năm 2020 (lần 1)"
    step = office.step(changed, "plan-change-final/1")
    assert step.due == date(2020, 5, 11)


def test_its_duties_move_are_born_and_are_stopped(office: Office, in_force: UUID) -> None:
    before = {duty.text: duty.case_id for duty in duties(office)}
    changed = wanted(office, in_force)
    edit(office, line_called(office, changed, "Nâng cấp").id, due=date(2020, 10, 30))
    add(office, changed, "Kiểm thử an toàn trục liên thông.", section="security", due=date(2020, 8, 31))
    with office.bureau.desk() as desk:
        desk.session.delete(desk.session.get_one(PlanLine, line_called(office, changed, "Số hóa").id))
    office.play(changed, PLANNING)
    after = {duty.text: duty for duty in duties(office)}
    moved, stopped, born = (
        after["Nâng cấp cổng dịch vụ công."],
        after["Số hóa hồ sơ bệnh án tại các bệnh viện tuyến tỉnh."],
        after["Kiểm thử an toàn trục liên thông."],
    )
    assert (moved.due, moved.due_original, moved.case_id) == (date(2020, 10, 30), date(2020, 9, 30), before[moved.text])
    assert stopped.ending == "stopped"
    assert (born.source_number, born.due) == ("01/KH-BCĐ", date(2020, 8, 31))
    with office.bureau.reading_desk() as desk:
        kinds = {act.kind for act in desk.session.exec(select(Act).where(col(Act.case_id) == moved.case_id))}
    assert kinds == {"directive-changed"}
    with office.bureau.reading_desk() as desk:
        in_force_now = plan_in_force(desk, 2020)
    assert in_force_now is not None
    assert in_force_now.version == 2


def test_only_what_changed_is_issued_and_it_takes_the_place_of_the_old_paper(office: Office, in_force: UUID) -> None:
    changed = wanted(office, in_force)
    edit(office, line_called(office, changed, "Nâng cấp").id, due=date(2020, 10, 30))
    office.play(changed, PLANNING)
    assert notations(office, changed)[-1] == "01/KH-BCĐ"
    assert office.case(changed).end_reason == "Đã ban hành: 01/KH-BCĐ"
    new = next(paper for paper in papers_of(office, changed) if paper.notation == "01/KH-BCĐ")
    with office.bureau.reading_desk() as desk:
        old = desk.session.get_one(Paper, new.replaces_id)
    assert (new.year, old.year) == (2020, 2019)  # each year's numbers begin anew
    assert (old.notation, old.matrix) == ("01/KH-BCĐ", PlanPaper.WORK_PLAN)
    assert new.facts["replaces"].startswith("Kế hoạch công tác số 01/KH-BCĐ ngày")
    assert new.facts["reason"] == "Tỉnh bổ sung nhiệm vụ."


def test_a_change_that_changes_nothing_is_not_put_forward(office: Office, in_force: UUID) -> None:
    changed = wanted(office, in_force)
    with pytest.raises(Refused, match="chưa thay đổi gì"):
        office.answer(office.step(changed, "plan-change-final/1"), PLANNING["plan-change-final"])


def test_the_chair_returns_a_change_as_he_returns_the_plan(office: Office, in_force: UUID) -> None:
    changed = wanted(office, in_force)
    inspect(office, changed, "SXD", quarter=3)
    office.play(changed, PLANNING | {"plan-change-sign": [RETURNED, YES]})
    assert office.case(changed).end_reason == "Đã ban hành: 01/KH-BCĐ"
    assert office.step(changed, "plan-change-final/2").about["returned"] == RETURNED["reason"]


def test_one_change_at_a_time_of_what_is_in_force_with_a_reason(office: Office, in_force: UUID) -> None:
    with pytest.raises(Refused, match="phải ghi lý do"):
        wanted(office, in_force, " ")
    wanted(office, in_force)
    with pytest.raises(Refused, match="đã có bản điều chỉnh"):
        wanted(office, in_force)


def test_a_plan_not_yet_issued_is_not_changed_but_drafted(office: Office) -> None:
    case_id = drafting(office)
    with pytest.raises(Refused, match="chưa ban hành"):
        wanted(office, case_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan SET reason = 'x'",
        "DELETE FROM inspectionline",
        "UPDATE planline SET text = 'x'",
        "INSERT INTO plantarget SELECT gen_random_uuid(), plan_id, 9, name, unit, before, target, lead_agency FROM plantarget LIMIT 1",
    ],
)
def test_the_database_keeps_what_was_issued(office: Office, in_force: UUID, statement: str) -> None:
    with pytest.raises(DBAPIError, match="kept as it is"), office.bureau.desk() as desk:
        desk.session.execute(text(statement))
    assert plan(office, in_force).reason == ""
