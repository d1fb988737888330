"""The working group's meeting (Đ8.3, Đ9.4): each quarter and on demand, called and signed by its leaders; what follows from it."""

from datetime import date
from typing import Any

import pytest

from models.errors import Refused
from models.meetings import Presence
from models.papers import PaperState
from models.steps import StepState
from tasks.attendance import year_of
from tasks.casework import cancel_case
from tasks.directive_digest import standing
from tasks.group_meetings import NotYours
from tasks.meeting_acts import NotAtThisPoint, new_time
from tasks.morning import morning
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, RETURNED, SECRETARY, TAKEN, YES, Office, keys, sound
from tests.office.gatherings import papers, presence, told, value, what
from tests.office.groups import (
    ABSENT,
    DEPUTY_LEADER,
    FINANCE,
    GROUP_AGENDA,
    GROUP_MINUTES,
    ITEMS,
    LEADER,
    MEET,
    OTHER_DEPUTY,
    OTHER_TASK,
    PLANNING,
    TASK,
    moment,
    on_demand,
    quarterly,
    tasks_of,
)
from tests.office.trial import hand_over

BACK = {"choice": "return", "reason": "Bổ sung nội dung"}


def test_it_is_held_by_default_on_the_day_the_quarters_report_is_drafted(office: Office) -> None:
    case_id = quarterly(office)
    office.walk(case_id)
    agenda = office.step(case_id, "group-agenda/1")
    assert (agenda.officer_id, agenda.due) == (SECRETARY, date(2019, 9, 13))  # five working days before the 20th
    assert office.case(case_id).title == "Họp Tổ công tác giúp việc Ban Chỉ đạo quý III năm 2019"


def test_members_are_called_by_their_leaders_letter_whatever_their_agencies_say(office: Office) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-rsvp", MEET)
    asked = [step for step in office.steps(case_id) if step.question == "group-rsvp"]
    assert len(asked) == 10  # everybody of the group but who presides
    assert {step.due for step in asked} == {date(2019, 9, 18)}
    letter = next(letter for letter in office.letters(case_id) if letter.kind == "convocation")
    assert letter.context["attachments"][0]["name"] == "01-TCT.pdf"
    assert letter.context["calendar"]["start"].startswith("2019-09-19T14:00")
    convocation = papers(office, case_id, "cong_van_trieu_tap")[0]
    assert (convocation.series, convocation.facts["signature"]["authority"]) == ("group", ["TỔ TRƯỞNG"])
    assert "leave-consent" not in {step.question for step in office.steps(case_id)}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"items": ITEMS[1:]}, "còn thiếu nội dung bắt buộc: Nhiệm vụ quá hạn"),
        ({"presider": "group_finance"}, "Tổ trưởng hoặc một Tổ phó"),
        ({"day": "2019-09-21"}, "là ngày nghỉ"),
        ({"day": "2019-08-23"}, "đã qua"),
        ({"day": "2019-10-03"}, "Ngày họp phải trong quý III"),
    ],
)
def test_a_draft_that_cannot_be_is_sent_back(office: Office, changes: dict[str, Any], sentence: str) -> None:
    case_id = quarterly(office)
    office.walk(case_id)
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(case_id, "group-agenda/1"), GROUP_AGENDA | changes)


def test_a_deputy_leader_presides_and_signs_in_the_leaders_place(office: Office) -> None:
    case_id = quarterly(office)
    office.play(case_id, MEET | {"group-agenda": GROUP_AGENDA | {"presider": "deputy_group_leader_1"}})
    for form in ("cong_van_trieu_tap", "bien_ban_hop_to", "thong_bao_hop_to"):
        paper = papers(office, case_id, form)[0]
        assert (paper.signer_id, paper.facts["signature"]["authority"]) == (DEPUTY_LEADER, ["KT. TỔ TRƯỞNG", "TỔ PHÓ"])
    assert office.step(case_id, "group-rsvp/group_leader").officer_id == LEADER
    assert {task.given_by for task in tasks_of(office, case_id)} == {"deputy_group_leader_1"}


def test_a_draft_that_waited_past_its_hour_is_only_returned(office: Office) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-convene", MEET)
    office.move_to(date(2019, 9, 20))
    with pytest.raises(Unacceptable, match="đã qua"):
        office.answer(office.step(case_id, "group-convene/1"), YES)
    office.answer(office.step(case_id, "group-convene/1"), BACK)
    office.play(case_id, MEET | {"group-agenda": GROUP_AGENDA | {"day": "2019-09-26"}})
    assert office.case(case_id).closed_at is not None


def test_who_came_is_on_record_and_whose_absence_was_reported_stands_apart(office: Office) -> None:
    case_id = quarterly(office)
    office.play(case_id, MEET | {"group-rsvp/group_planning": ABSENT, "group-rsvp/group_reform": None})
    came = presence(office)
    assert (came["group_leader"], came["group_finance"]) == (Presence.PRESENT, Presence.PRESENT)
    assert (came["group_planning"], came["group_reform"]) == (Presence.REPORTED, Presence.UNREPORTED)
    facts = papers(office, case_id, "bien_ban_hop_to")[0].facts
    assert [one["reason"] for one in facts["excused"]] == ["Đi công tác"]
    assert facts["members"] == 11
    with office.bureau.reading_desk() as desk:
        assert year_of(desk, 2019).meetings == 0  # it is no meeting of the committee
    office.move_to(date(2019, 10, 7))
    with office.bureau.desk() as desk:
        morning(desk)
    assert told(office, case_id, "chưa được người chủ trì đồng ý") == []  # nor is anybody's consent missing


def away_twice(office: Office, *, meanwhile: str = "") -> Any:
    """Two quarters without planning and reform; returns what the second deed says."""
    script = MEET | {"group-rsvp/group_planning": ABSENT}
    office.play(quarterly(office), script)
    if meanwhile:
        hand_over(office, "group_planning", meanwhile)
    later = quarterly(office, "2019-Q4")
    dated = {name: script[name] | {"tasks": [TASK | {"due": "2020-01-15"}]} for name in ("group-minutes", "group-notice")}
    office.play(later, script | dated | {"group-agenda": GROUP_AGENDA | {"day": "2019-12-19"}})
    return later


def test_two_absences_in_a_row_are_named_to_the_leaders_and_nothing_follows_by_itself(office: Office) -> None:
    later = away_twice(office)
    assert "group_planning" in value(office, later, "group-attendance")["again"]
    letters = told(office, later, "vắng họp liên tiếp")
    assert {letter.officer_id for letter in letters} == {LEADER, DEPUTY_LEADER, OTHER_DEPUTY, SECRETARY}
    assert "Châu Mẫu Đề Án (Trưởng phòng Tổng hợp Sở Kế hoạch và Đầu tư)" in what(letters[0])
    assert "Quách Thị Định Mức" not in what(letters[0])


def test_who_took_the_seat_over_has_not_been_away_twice(office: Office) -> None:
    office.move_to(date(2019, 9, 2))
    later = away_twice(office, meanwhile="P25")
    assert "group_planning" not in value(office, later, "group-attendance")["again"]


def test_what_is_concluded_is_each_members_task_once_the_notice_is_out(office: Office) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-notice-release", MEET)
    assert tasks_of(office, case_id) == []
    office.play(case_id, MEET)
    first, second = tasks_of(office, case_id)
    assert (first.seat, first.due, first.given_by, first.source_number) == (
        "group_finance",
        date(2019, 10, 15),
        "group_leader",
        "01/TB-TCT",
    )
    assert second.seat == "group_security"
    office.walk(first.case_id)
    assert office.step(first.case_id, "task-report/1").officer_id == FINANCE
    assert {letter.officer_id for letter in told(office, first.case_id, "Phối hợp")} == {PLANNING}
    with office.bureau.reading_desk() as desk:
        assert standing(desk).owed == 0  # it stands in no figure about directives
    sound(office)


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        (TASK | {"seat": "group_leader"}, "không tự giao việc cho mình"),
        (TASK | {"seat": "member_yt"}, "chọn thành viên Tổ công tác"),
        (TASK | {"helpers": ["chair"]}, "chọn thành viên Tổ công tác"),
        (TASK | {"due": "2019-09-19"}, "phải sau ngày họp"),
    ],
)
def test_a_task_that_cannot_be_owed_is_not_written_down(office: Office, task: dict[str, Any], sentence: str) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-minutes", MEET)
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(case_id, "group-minutes/1"), GROUP_MINUTES | {"tasks": [OTHER_TASK, task]})


def test_each_return_is_mended_and_the_paper_of_the_round_before_is_not_issued(office: Office) -> None:
    script = MEET | {
        "group-convene": [RETURNED, YES],
        "group-convocation-release": [TAKEN, BACK, TAKEN],
        "group-minutes-sign": [RETURNED, YES],
        "group-minutes-release": [TAKEN, BACK, TAKEN],
        "group-notice-sign": [RETURNED, YES],
        "group-notice-release": [TAKEN, BACK, TAKEN],
    }
    case_id = quarterly(office)
    office.play(case_id, script)
    for form in ("cong_van_trieu_tap", "bien_ban_hop_to", "thong_bao_hop_to"):
        assert [paper.state for paper in papers(office, case_id, form)] == [PaperState.RETURNED] * 2 + [PaperState.ISSUED], form
    assert len(tasks_of(office, case_id)) == 2
    sound(office)


def test_one_on_demand_needs_no_mandatory_items_and_walks_the_same_line(office: Office) -> None:
    case_id = on_demand(office)
    items = [{"minutes": 30, "item": "Sự cố trục liên thông"}]
    agenda = GROUP_AGENDA | {"day": "2019-09-03", "presider": "deputy_group_leader_1", "items": items}
    office.play(case_id, MEET | {"group-agenda": agenda})
    assert office.case(case_id).title == "Họp Tổ công tác giúp việc Ban Chỉ đạo: Sự cố trục liên thông"
    assert "group-notice-release/1" in keys(office, case_id)
    sound(office)


@pytest.mark.parametrize(
    ("changes", "kind", "sentence"),
    [
        ({"by": SECRETARY}, NotYours, "Chỉ Tổ trưởng, Tổ phó"),
        ({"by": CHAIR}, NotYours, "Chỉ Tổ trưởng, Tổ phó"),
        ({"about": " "}, Refused, "bàn về việc gì"),
        ({"starts_at": moment(date(2019, 8, 31))}, Refused, "đã qua hoặc là ngày nghỉ"),
        ({"starts_at": moment(date(2019, 8, 23))}, Refused, "đã qua hoặc là ngày nghỉ"),
    ],
)
def test_what_cannot_be_called_is_refused(office: Office, changes: dict[str, Any], kind: type[Refused], sentence: str) -> None:
    with pytest.raises(kind, match=sentence):
        on_demand(office, **changes)


def test_it_is_called_off_and_taken_off_the_calendars_but_not_moved_like_the_committees(office: Office) -> None:
    case_id = quarterly(office)
    office.play_to(case_id, "group-rsvp", MEET)
    office.post_all()
    with pytest.raises(NotAtThisPoint), office.bureau.desk() as desk:
        new_time(desk, desk.case(case_id), moment(date(2019, 9, 25)), "Phòng 2", reason="Bận", officer_id=LEADER)
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Tổ trưởng bận")
    gone = [letter for letter in office.letters(case_id) if letter.kind == "withdrawn"]
    assert {letter.context["calendar"]["method"] for letter in gone} == {"CANCEL"}
    assert len(gone) == 10
    assert all(step.state != StepState.OPEN for step in office.steps(case_id))
