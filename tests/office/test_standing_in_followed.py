"""The case of an absence (Đ4): who stands in, what the chair keeps, what waits, and who is told."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from models.cases import Case
from models.errors import Refused
from models.letters import Letter
from models.people import Absence
from models.steps import StepState
from tasks.absences import end_absence, record_absence
from tasks.answering import NOBODY_DECIDES
from tasks.questions import Unacceptable
from tasks.verbs import ask
from tasks.who import COMMITTEE, HIMSELF, Role, nobody_presides, roster
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, HEALTH, SECRETARY, STANDING, YES, Office, keys, sound
from tests.office.trial import Trial, _question

DEPUTY_LEADER = "P16"
TODAY, FRIDAY = date(2019, 8, 26), date(2019, 8, 30)  # a Monday and the Friday of its week
MONDAY = date(2019, 9, 3)  # the working day after that Friday: the 2nd is a holiday


def away(office: Office, officer: str, since: date = TODAY, until: date = FRIDAY, **more: Any) -> Absence:
    with office.bureau.desk() as desk:
        return record_absence(desk, officer_id=officer, since=since, until=until, reason="Đi công tác", by=SECRETARY, **more)


def back(office: Office, absence: Absence) -> None:
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id), by=SECRETARY)


def followed(absence: Absence) -> UUID:
    assert absence.case_id is not None
    return absence.case_id


def row(office: Office, absence: Absence) -> Absence:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Absence, absence.id)


def told(office: Office, absence: Absence, key: str) -> list[Letter]:
    return [letter for letter in office.letters(followed(absence)) if letter.key.split("/", 1)[1].startswith(f"{key}/")]


def committee(office: Office) -> set[str]:
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        return {people.holders[seat.id] for seat in people.by_role(*COMMITTEE, Role.SECRETARY)}


# --- the chair


def test_the_committee_is_told_who_stands_in_and_again_when_the_chair_is_back(office: Office) -> None:
    absence = away(office, CHAIR)
    outcome = office.walk(followed(absence))
    assert outcome.title == "Vắng mặt: Trưởng ban (26/08/2019 – 30/08/2019)"
    assert outcome.waiting == "Chờ đến khi Trưởng ban trở lại · hạn 31/08"
    letters = told(office, absence, "stands-in/0")
    assert {letter.officer_id for letter in letters} == committee(office)
    what = letters[0].context["words"]["what"]
    assert "Phó Trưởng ban – Phó Chủ tịch UBND tỉnh Lê Minh Họa thay mặt Trưởng ban" in what
    assert "KT. TRƯỞNG BAN" in what
    assert "Việc Trưởng ban giữ lại: Phân công nhiệm vụ các thành viên" in what
    assert "Đi công tác" not in what  # the reason is for the record, not for everybody
    back(office, absence)
    assert office.walk(followed(absence)).waiting is None
    assert office.case(followed(absence)).end_reason == "Đã trở lại làm việc"
    assert {letter.officer_id for letter in told(office, absence, "back")} == committee(office)
    assert office.asked(followed(absence)) == []
    sound(office)


def test_an_absence_that_is_to_come_begins_and_ends_by_its_dates(office: Office) -> None:
    absence = away(office, CHAIR, since=date(2019, 8, 28))
    case_id = followed(absence)
    assert office.walk(case_id).waiting == "Chờ đến ngày Trưởng ban vắng mặt · hạn 28/08"
    assert told(office, absence, "stands-in/0") == []
    for day, begun, over in ((27, 0, False), (28, 16, False), (30, 16, False), (31, 16, True)):
        office.move_to(date(2019, 8, day))
        office.sweep()
        ended = office.walk(case_id).waiting is None
        assert (len(told(office, absence, "stands-in/0")), ended) == (begun, over), day
    assert office.case(case_id).end_reason == "Hết thời gian vắng mặt"
    assert len(told(office, absence, "back")) == 16


def test_an_absence_called_off_before_it_began_is_told_to_nobody(office: Office) -> None:
    absence = away(office, CHAIR, since=FRIDAY)
    office.walk(followed(absence))
    back(office, absence)
    assert office.walk(followed(absence)).waiting is None
    assert office.letters(followed(absence)) == []


def test_what_the_deputy_left_unanswered_goes_back_when_the_last_day_is_over(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    absence = away(office, CHAIR, until=TODAY)
    office.walk(followed(absence))
    assert office.step(case_id, "convene/1").officer_id == DEPUTY_1
    office.post_all()
    office.move_to(TODAY + timedelta(days=1))
    office.sweep()
    office.walk(followed(absence))
    assert office.step(case_id, "convene/1").officer_id == CHAIR
    queued = {(letter.officer_id, letter.kind) for letter in office.queued(case_id)}
    assert {(CHAIR, "ask"), (DEPUTY_1, "withdrawn")} <= queued
    assert len(told(office, absence, "back")) == 16
    sound(office)


def test_the_committee_is_told_anew_when_another_deputy_stands_in(office: Office) -> None:
    absence = away(office, CHAIR)
    office.walk(followed(absence))
    first = away(office, DEPUTY_1, until=TODAY)
    office.walk(followed(absence))
    assert "Phạm Hư Cấu thay mặt" in told(office, absence, "stands-in/1")[0].context["words"]["what"]
    second = away(office, DEPUTY_2)
    office.walk(followed(absence))
    assert "cuộc họp chỉ có thể hoãn" in told(office, absence, "stands-in/2")[0].context["words"]["what"]
    assert first.case_id is None
    assert second.case_id is None
    office.move_to(TODAY + timedelta(days=1))
    office.sweep()  # the first deputy is back by date
    office.walk(followed(absence))
    assert "Lê Minh Họa thay mặt" in told(office, absence, "stands-in/3")[0].context["words"]["what"]
    office.sweep()
    office.walk(followed(absence))
    assert told(office, absence, "stands-in/4") == []


def test_the_case_of_who_holds_the_seat_no_more_ends(office: Office) -> None:
    from tasks.acts import change_holder

    absence = away(office, CHAIR)
    office.walk(followed(absence))
    with office.bureau.desk() as desk:
        change_holder(desk, "chair", "P05", date(2019, 8, 27))
    office.move_to(date(2019, 8, 27))
    office.sweep()
    assert office.walk(followed(absence)).waiting is None


# --- reserved powers


@pytest.fixture
def reserved(trial_office: Office, trial: Trial) -> UUID:
    """A question that exercises the power of Đ8.2, asked of the chair."""
    asked = _question("reserved", reserved="Đ8.2")

    def convoke(desktop: Any) -> None:
        ask(desktop, Role.CHAIR, for_=asked)

    case_id = trial_office.open(trial.process(convoke))
    trial_office.walk(case_id)
    trial_office.post_all()
    return case_id


def test_a_reserved_power_waits_for_the_chair_and_the_run_says_so(trial_office: Office, reserved: UUID) -> None:
    away(trial_office, CHAIR)
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in, step.revision) == (CHAIR, False, 0)
    label = trial_office.walk(reserved).waiting or ""
    assert label.startswith("Chờ Trưởng ban (đang vắng mặt, chưa ủy quyền việc này) cho ý kiến")
    assert trial_office.queued(reserved) == []


def test_a_delegation_that_names_it_gives_it_to_the_deputy_until_the_absence_ends(trial_office: Office, reserved: UUID) -> None:
    absence = away(trial_office, CHAIR, reserved=["Đ8.2"], delegation="12/QĐ-BCĐ ngày 23/8/2019")
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in) == (DEPUTY_1, True)
    back(trial_office, absence)
    away(trial_office, CHAIR, reserved=["Đ3.1b"], delegation="13/QĐ-BCĐ")  # the next one names another power
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in) == (CHAIR, False)
    sound(trial_office)


def test_a_power_the_committee_does_not_reserve_any_more_is_the_deputys(trial_office: Office, reserved: UUID) -> None:
    law = trial_office.bureau.law
    lifted = tuple(power.model_copy(update={"enabled": False}) for power in law.committee.reserved_powers)
    object.__setattr__(
        trial_office.bureau, "law", law.model_copy(update={"committee": law.committee.model_copy(update={"reserved_powers": lifted})})
    )
    away(trial_office, CHAIR)
    assert trial_office.step(reserved, "trial-reserved").officer_id == DEPUTY_1


def test_what_only_he_can_say_is_never_anothers(trial_office: Office, trial: Trial) -> None:
    asked = _question("himself", reserved=HIMSELF)

    def line(desktop: Any) -> None:
        ask(desktop, Role.CHAIR, for_=asked)

    away(trial_office, CHAIR, reserved=["Đ8.2"], delegation="12/QĐ-BCĐ")
    case_id = trial_office.open(trial.process(line))
    trial_office.walk(case_id)
    assert trial_office.step(case_id, "trial-himself").officer_id == CHAIR


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"officer_id": CHAIR, "reserved": ["Đ9.9"], "delegation": "1"}, "Không có việc «Đ9.9»"),
        ({"officer_id": CHAIR, "reserved": ["Đ8.2"]}, "số, ngày văn bản ủy quyền"),
        ({"officer_id": CHAIR, "reserved": ["Đ8.2"], "delegation": " ", "by": None}, "số, ngày văn bản ủy quyền"),
        ({"officer_id": DEPUTY_1, "reserved": ["Đ8.2"], "delegation": "1"}, "Chỉ Trưởng ban mới ủy quyền"),
        ({"officer_id": STANDING, "reserved": ["Đ8.2"], "delegation": "1"}, "Chỉ Trưởng ban mới ủy quyền"),
        ({"officer_id": CHAIR, "since": date(2019, 8, 1), "until": date(2019, 8, 23)}, "đã qua từ 23/08/2019"),
        ({"officer_id": DEPUTY_2, "until": date(2019, 9, 9)}, "Đã ghi nhận vắng mặt từ 26/08/2019 đến hết 30/08/2019"),
        ({"officer_id": DEPUTY_2, "since": FRIDAY, "until": FRIDAY}, "hãy|thì ghi «Đã trở lại làm việc»"),
    ],
)
def test_an_absence_or_delegation_that_cannot_be_writes_nothing(office: Office, given: dict[str, Any], sentence: str) -> None:
    away(office, DEPUTY_2)
    asked = {"since": TODAY, "until": FRIDAY, "reason": "Đi công tác", "by": SECRETARY} | given
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        record_absence(desk, **asked)
    with office.bureau.reading_desk() as desk:
        assert [absence.officer_id for absence in desk.session.exec(select(Absence))] == [DEPUTY_2]
        assert desk.session.exec(select(Case)).all() == []


def test_the_chair_delegates_by_his_own_entry_without_a_number(office: Office) -> None:
    with office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=TODAY, until=FRIDAY, reason="Công tác", by=CHAIR, reserved=["Đ8.2"])
        assert "Đ8.2" not in roster(desk).withheld
        assert "Đ3.1b" in roster(desk).withheld
        assert "Đ3.1" in roster(desk).withheld


# --- nobody presides


def test_with_the_chair_and_every_deputy_away_nothing_is_decided(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene")
    absences = [away(office, officer) for officer in (DEPUTY_1, DEPUTY_2, CHAIR)]
    with office.bureau.reading_desk() as desk:
        assert nobody_presides(desk)
        assert nobody_presides(desk, FRIDAY)
        assert not nobody_presides(desk, date(2019, 8, 31))
    assert "Chờ Trưởng ban (đang vắng mặt, các Phó Trưởng ban cũng vắng mặt) phê duyệt" in (office.walk(case_id).waiting or "")
    step = office.step(case_id, "convene/1")
    with pytest.raises(Unacceptable) as refused:
        office.answer(step, YES)
    assert refused.value.errors == {"form": NOBODY_DECIDES}
    assert office.step(case_id, "convene/1").state == StepState.OPEN
    back(office, absences[1])
    assert office.step(case_id, "convene/1").officer_id == DEPUTY_2
    office.answer(office.step(case_id, "convene/1"), YES)
    sound(office)


def test_an_invitation_is_answered_even_while_nobody_presides(office: Office, invited: UUID) -> None:
    for officer in (DEPUTY_1, DEPUTY_2, CHAIR):
        away(office, officer)
    office.answer(office.step(invited, "rsvp/deputy_chair_1"), {"choice": "leave", "reason": "Đi công tác"})
    assert office.step(invited, "rsvp/deputy_chair_1").state == StepState.ANSWERED


def test_a_meeting_on_a_day_nobody_presides_is_told_once_to_who_prepares_it(office: Office, invited: UUID) -> None:
    day = date(2019, 9, 27)

    def letters() -> list[str | None]:
        return [letter.officer_id for letter in office.letters(invited) if f"/nobody-presides/{day}/" in letter.key]

    away(office, CHAIR, since=day, until=day)
    away(office, DEPUTY_1, since=day, until=day)
    assert letters() == []
    away(office, DEPUTY_2, since=day, until=day)
    assert letters() == [STANDING]
    office.move_to(TODAY + timedelta(days=1))
    office.sweep()
    assert letters() == [STANDING]


# --- the standing member


@pytest.fixture
def reviewing(office: Office) -> UUID:
    """A meeting whose draft is with the standing member."""
    case_id = office.open()
    office.play_to(case_id, "agenda-review")
    office.post_all()
    return case_id


def test_what_waits_for_the_standing_member_waits_until_the_chair_has_decided(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    assert office.walk(case_id).title == "Vắng mặt: Ủy viên thường trực (26/08/2019 – 30/08/2019)"
    decision = office.step(case_id, "standing-in-decision")
    assert (decision.officer_id, decision.due) == (CHAIR, date(2019, 8, 27))
    assert [(letter.officer_id, letter.kind) for letter in office.queued(case_id)] == [(CHAIR, "ask")]
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert "Ủy viên thường trực (đang vắng mặt, chưa có người ký thay) rà soát" in (office.walk(reviewing).waiting or "")
    office.answer(decision, {"choice": "assign", "seat": "deputy_group_leader_1"})
    assert office.walk(case_id).waiting == "Chờ đến khi Ủy viên thường trực trở lại · hạn 31/08"
    step = office.step(reviewing, "agenda-review/1")
    assert (step.officer_id, step.standing_in, step.seats) == (DEPUTY_LEADER, True, ["standing_member"])
    why = next(letter for letter in office.queued(reviewing) if letter.officer_id == DEPUTY_LEADER).context["words"]["why"]
    assert why == "Ông/Bà được hỏi với tư cách Ủy viên thường trực, ký, xác nhận thay theo quyết định của Trưởng ban."
    assert {letter.officer_id for letter in told(office, absence, "entrust/0")} == {STANDING, DEPUTY_LEADER, SECRETARY}
    assert "Chờ Tổ phó thường trực (thay Ủy viên thường trực) rà soát" in (office.walk(reviewing).waiting or "")
    back(office, absence)
    assert office.walk(case_id).waiting is None
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert {letter.officer_id for letter in told(office, absence, "back")} == {STANDING, DEPUTY_LEADER, SECRETARY}
    sound(office)


def test_the_chair_may_let_it_wait(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    office.walk(followed(absence))
    office.answer(office.step(followed(absence), "standing-in-decision"), {"choice": "wait"})
    office.walk(followed(absence))
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    assert row(office, absence).acting_seat is None


def test_undecided_it_ends_with_the_absence_and_the_question_is_withdrawn(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    office.walk(case_id)
    office.post_all()
    office.move_to(date(2019, 8, 31))
    office.sweep()
    assert office.walk(case_id).waiting is None
    assert office.step(case_id, "standing-in-decision").state == StepState.WITHDRAWN
    assert (CHAIR, "withdrawn") in {(letter.officer_id, letter.kind) for letter in office.letters(case_id)}
    sound(office)


def test_who_was_to_act_goes_away_himself_and_the_chair_is_asked_again(office: Office, reviewing: UUID) -> None:
    absence = away(office, STANDING)
    case_id = followed(absence)
    office.walk(case_id)
    office.answer(office.step(case_id, "standing-in-decision"), {"choice": "assign", "seat": "deputy_group_leader_1"})
    office.walk(case_id)
    away(office, DEPUTY_LEADER)
    office.walk(case_id)
    assert office.step(reviewing, "agenda-review/1").officer_id == STANDING
    again = office.step(case_id, "standing-in-decision@1")
    assert (again.officer_id, again.state) == (CHAIR, StepState.OPEN)
    office.answer(again, {"choice": "assign", "seat": "chair"})
    office.walk(case_id)
    assert office.step(reviewing, "agenda-review/1").officer_id == CHAIR
    away(office, CHAIR)  # what the chair kept for himself, Đ4 gives to the deputy
    assert office.step(reviewing, "agenda-review/1").officer_id == DEPUTY_1
    sound(office)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"choice": "assign"}, "Xin chọn người ký"),
        ({"choice": "assign", "seat": "member_yt"}, "không có trong danh sách"),
        ({"choice": "assign", "seat": "standing_member"}, "không có trong danh sách"),
        ({"choice": "assign", "seat": "deputy_group_leader_2"}, "đang vắng mặt"),
        ({"choice": "approve"}, "Chưa chọn trả lời"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(office: Office, data: dict[str, str], sentence: str) -> None:
    away(office, "P17")
    absence = away(office, STANDING)
    office.walk(followed(absence))
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(followed(absence), "standing-in-decision"), data)
    assert row(office, absence).acting_seat is None


def test_who_acts_does_not_decide_his_own(office: Office) -> None:
    """The deputy group leader is chosen; what is about his seat stays with the standing member."""
    absence = away(office, STANDING)
    office.walk(followed(absence))
    office.answer(office.step(followed(absence), "standing-in-decision"), {"choice": "assign", "seat": "deputy_group_leader_1"})
    office.walk(followed(absence))
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        assert people.answerer("standing_member", about={"seat": "member_yt"}).officer_id == DEPUTY_LEADER
        assert people.answerer("standing_member", about={"seat": "deputy_group_leader_1"}).officer_id == STANDING
        assert people.answerer("group_leader").officer_id == DEPUTY_LEADER
        assert people.answerer("head_stttt").officer_id == STANDING  # the Sở's own matter


def test_the_chair_being_away_the_deputy_decides_who_acts(office: Office) -> None:
    away(office, CHAIR)
    absence = away(office, STANDING)
    office.walk(followed(absence))
    assert office.step(followed(absence), "standing-in-decision").officer_id == DEPUTY_1


def test_other_members_absences_are_only_recorded(office: Office) -> None:
    assert away(office, HEALTH).case_id is None
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Case)).all() == []


def test_the_keys_of_an_absence_are_those_of_its_version(office: Office) -> None:
    """A change here wants a new version of flows.absence."""
    chair, standing = away(office, CHAIR), away(office, STANDING)
    for absence in (chair, standing):
        office.walk(followed(absence))
    office.answer(office.step(followed(standing), "standing-in-decision"), {"choice": "wait"})
    office.move_to(date(2019, 8, 31))
    for absence in (chair, standing):
        office.walk(followed(absence))
    assert keys(office, followed(chair)) == ["absence-recorded", "absence-begins", "stands-in", "absence-ends", "back"]
    assert keys(office, followed(standing)) == ["absence-recorded", "standing-in-decision", "entrust", "absence-ends", "back"]
