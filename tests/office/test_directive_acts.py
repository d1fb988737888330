"""The issuer's word: a directive is changed, given to another agency, stopped or split, and nobody else's word does it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models.cases import Case
from models.directives import Ending
from models.errors import Refused
from models.steps import StepState
from tasks.absences import record_absence
from tasks.acts import CaseEnded
from tasks.bureau import Desk
from tasks.directive_acts import NotTheIssuer, Part, change, new_lead, split, stop
from tests.office.cast import CHAIR, DEPUTY_1, SECRETARY, STANDING, Office, keys, sound
from tests.office.duties import (
    ACCEPT,
    CONFIRMED,
    DONE,
    DUE,
    EXTEND,
    GIANG_THANH,
    SUBMIT,
    children,
    extensions,
    record,
    reports,
    said,
    taken_on,
)

LATER = date(2019, 12, 13)
OTHER = Part("Báo cáo giải trình, có số liệu từng xã.", "HGT", LATER, "Báo cáo", ("STTTT", "SNV"))
PARTS = [Part("Giải trình nguyên nhân.", "HGT", DUE), Part("Hỗ trợ ký số.", "STTTT", LATER)]
ACTS: dict[str, Callable[[Desk, Case, str | None], Any]] = {
    "change": lambda desk, case, by: change(desk, case, OTHER, reason="Bổ sung yêu cầu", officer_id=by),
    "new lead": lambda desk, case, by: new_lead(desk, case, "SNV", reason="Đúng chức năng hơn", officer_id=by),
    "stop": lambda desk, case, by: stop(desk, case, reason="Không còn cần thiết", officer_id=by),
    "split": lambda desk, case, by: split(desk, case, PARTS, reason="Hai việc khác nhau", officer_id=by),
}
EVERY_ACT = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def done(office: Office, case_id: UUID, act: str, by: str | None = CHAIR) -> Any:
    with office.bureau.desk() as desk:
        found = ACTS[act](desk, desk.case(case_id), by)
    office.walk(case_id)
    return found


def test_a_changed_duty_is_taken_on_anew_and_keeps_its_first_day(office: Office) -> None:
    case_id = taken_on(office)
    done(office, case_id, "change")
    duty = record(office, case_id)
    assert (duty.text, duty.due, duty.due_original, duty.coordinating) == (OTHER.text, LATER, DUE, ["STTTT", "SNV"])
    assert office.step(case_id, "report/1").state == StepState.WITHDRAWN
    letter = [letter for letter in office.letters(case_id) if letter.kind == "assignment"][-1]
    assert letter.context["words"]["extra"]["term"] == "13/12/2019 (hạn giao ban đầu 15/11/2019)"
    said(office, case_id, "acknowledge@1", ACCEPT)
    assert office.step(case_id, "report/1@1").due == LATER
    office.play(case_id, DONE)
    sound(office)


def test_another_agency_owes_it_and_the_former_one_is_told(office: Office) -> None:
    case_id = taken_on(office)
    office.post_all()
    done(office, case_id, "new lead")
    assert office.step(case_id, "acknowledge@1").seats == ["head_snv"]
    told = [letter.officer_id for letter in office.queued(case_id) if letter.kind in ("withdrawn", "told")]
    assert GIANG_THANH in told
    assert record(office, case_id).doer == ""
    with pytest.raises(Refused):
        office.answer(office.step(case_id, "report/1"), SUBMIT)


def test_the_former_head_is_told_also_while_another_is_asked(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    done(office, case_id, "new lead")
    told = [letter.officer_id for letter in office.letters(case_id) if letter.context["words"]["title"].startswith("Giao cơ quan khác")]
    assert GIANG_THANH in told


def test_a_stopped_duty_ends_as_stopped(office: Office) -> None:
    case_id = taken_on(office)
    done(office, case_id, "stop")
    assert (record(office, case_id).ending, record(office, case_id).completed_on) == (Ending.STOPPED, None)
    assert office.case(case_id).end_reason == "Dừng thực hiện theo ý kiến người giao nhiệm vụ"
    assert office.asked(case_id) == []
    sound(office)


def test_a_standing_duty_is_reported_on_each_quarter_until_it_is_stopped(office: Office) -> None:
    case_id = taken_on(office, due=None)
    assert office.walk(case_id).waiting == "Chờ đến kỳ báo cáo nhiệm vụ thường xuyên · hạn 01/10"
    for quarter, due in ((date(2019, 10, 1), date(2019, 12, 13)), (date(2020, 1, 2), date(2020, 3, 13))):
        passes(office, case_id, quarter)
        step = office.asked(case_id)[-1]
        assert step.due == due
        said(office, case_id, step.key, {"choice": "progress", "done": "Vẫn thực hiện."})
    assert len(reports(office, case_id)) == 2
    done(office, case_id, "stop")
    assert office.case(case_id).closed_at is not None


def test_a_quarter_without_a_report_is_told_and_the_next_is_asked_for_all_the_same(office: Office) -> None:
    case_id = taken_on(office, due=None)
    for day in (date(2019, 10, 1), date(2019, 12, 14), date(2020, 1, 2)):
        passes(office, case_id, day)
    told = [letter.officer_id for letter in office.letters(case_id) if "chưa gửi báo cáo quý" in letter.context["words"]["what"]]
    assert told == [STANDING]
    assert [step.key for step in office.asked(case_id)] == ["standing-report/2"]


def passes(office: Office, case_id: UUID, day: date) -> None:
    office.move_to(day)
    office.sweep()
    office.walk(case_id)


def test_a_standing_duty_may_get_an_end_and_a_dated_one_may_not_lose_it(office: Office) -> None:
    case_id = taken_on(office, due=None)
    done(office, case_id, "change")
    assert (record(office, case_id).due, record(office, case_id).due_original) == (LATER, LATER)
    with pytest.raises(Refused, match="thường xuyên"), office.bureau.desk() as desk:
        change(desk, desk.case(case_id), Part("Việc", "HGT", None), reason="x", officer_id=CHAIR)


def test_a_split_duty_ends_and_its_parts_are_owed_instead(office: Office) -> None:
    case_id = taken_on(office)
    done(office, case_id, "split")
    born = children(office, case_id)
    assert [case.birth_key for case in born] == ["part/1/1", "part/1/2"]
    first, second = (record(office, case.id) for case in born)
    assert (first.parent_id, second.parent_id) == (record(office, case_id).id,) * 2
    assert (first.lead_agency, second.lead_agency, second.due, second.issuer_seat) == ("HGT", "STTTT", LATER, "chair")
    assert record(office, case_id).ending == Ending.SPLIT
    assert office.case(case_id).closed_at is not None
    for case in born:
        assert office.walk(case.id).waiting is not None


@EVERY_ACT
@pytest.mark.parametrize("officer", [STANDING, SECRETARY, DEPUTY_1, GIANG_THANH, None])
def test_nobody_else_decides(office: Office, act: Any, officer: str | None) -> None:
    case_id = taken_on(office)
    before = keys(office, case_id)
    with pytest.raises(NotTheIssuer), office.bureau.desk() as desk:
        act(desk, desk.case(case_id), officer)
    assert keys(office, case_id) == before


def test_the_deputy_who_stands_in_for_the_chair_decides(office: Office) -> None:
    case_id = taken_on(office)
    with office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=desk.today, until=desk.today, reason="Công tác")
    done(office, case_id, "stop", by=DEPUTY_1)
    assert record(office, case_id).ending == Ending.STOPPED


@EVERY_ACT
def test_an_act_needs_a_reason_and_an_open_case(office: Office, act: Any) -> None:
    case_id = taken_on(office)
    done(office, case_id, "stop")
    with pytest.raises(CaseEnded), office.bureau.desk() as desk:
        act(desk, desk.case(case_id), CHAIR)
    with pytest.raises(Refused, match="lý do"), office.bureau.desk() as desk:
        stop(desk, desk.case(taken_on(office)), reason=" ", officer_id=CHAIR)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (PARTS[:1], "ít nhất hai"),
        ([PARTS[0], Part(" ", "HGT", DUE)], "nội dung"),
        ([PARTS[0], Part("Việc", "HGT", None)], "phải ghi thời hạn"),
        ([PARTS[0], Part("Việc", "XXX", DUE)], "Không có cơ quan mã XXX"),
        ([PARTS[0], Part("Việc", "HGT", date(2019, 8, 1))], "phải sau hôm nay"),
    ],
)
def test_odd_parts_are_refused(office: Office, parts: list[Part], why: str) -> None:
    case_id = taken_on(office)
    with pytest.raises(Refused, match=why), office.bureau.desk() as desk:
        split(desk, desk.case(case_id), parts, reason="Tách", officer_id=CHAIR)
    assert record(office, case_id).ending is None


def test_what_was_being_confirmed_when_it_changed_is_asked_anew(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", SUBMIT)
    done(office, case_id, "change")
    assert office.step(case_id, "confirm/1").state == StepState.WITHDRAWN
    with pytest.raises(Refused):
        office.answer(office.step(case_id, "confirm/1"), CONFIRMED)


def test_a_change_answers_an_extension_that_was_asked(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    done(office, case_id, "change")
    asked = extensions(office, case_id)[0]
    assert (asked.granted, asked.note) == (None, "Điều chỉnh nhiệm vụ")
    said(office, case_id, "acknowledge@1", ACCEPT)
    said(office, case_id, "report/1@1", EXTEND | {"new_due": "2019-12-27"})
    assert len(extensions(office, case_id)) == 2
