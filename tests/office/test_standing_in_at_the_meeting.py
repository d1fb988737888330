"""Đ4 on the day of the meeting: the chair does not appear and a deputy presides, or nobody can and it is postponed; how who acts signs."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.cases import Act
from models.clock import at
from models.directives import Directive
from models.errors import Refused
from models.steps import StepState
from regulation import load
from tasks.absence_questions import SUDDEN
from tasks.absences import record_absence
from tasks.acts import CaseEnded
from tasks.casework import cancel_case
from tasks.meeting_acts import NotAtThisPoint
from tasks.papers import signature
from tasks.questions import Unacceptable
from tasks.standing_in import SomebodyPresides, deputy_presides, postpone
from tasks.who import roster
from tests.office.cast import AGENDA, CHAIR, DEPUTY_1, DEPUTY_2, LEAVE, PROMPT, SECRETARY, STANDING, YES, Office, sound
from tests.office.happenings import away, meeting

DAY = date(2019, 9, 27)
EVERYBODY = AGENDA | {"attendees": ["chair", "deputy_chair_1", "deputy_chair_2", "standing_member", "member_yt", "member_gd", "member_tc"]}
CONFIRMED, NOT_CONFIRMED = {"choice": "confirm"}, {"choice": "refuse", "reason": "Tôi đã giao Phó Trưởng ban Phạm Hư Cấu."}


@pytest.fixture
def held(office: Office) -> UUID:
    """The morning of the meeting: one member's absence still waits for the presider's word."""
    case_id = office.open()
    script = PROMPT | {"agenda": EVERYBODY, "rsvp/member_yt": LEAVE, "leave-consent/member_yt": None}
    office.play_to(case_id, "minutes", script)
    assert office.clock.at.date() == DAY
    office.move_to(DAY)
    office.post_all()
    return case_id


def taken_over(office: Office, case_id: UUID, reason: str = "Trưởng ban báo đi chống bão") -> Act:
    with office.bureau.desk() as desk:
        return deputy_presides(desk, desk.case(case_id), reason=reason, officer_id=SECRETARY)


def test_the_deputy_presides_at_once_and_the_chair_confirms_it_within_a_working_day(office: Office, held: UUID) -> None:
    taken_over(office, held)
    assert meeting(office, held).presider_seat == "deputy_chair_1"
    step = office.step(held, "acting-confirmation/1")
    assert (step.officer_id, step.seats, step.due) == (CHAIR, ["chair"], date(2019, 9, 30))  # a Friday, so the Monday
    assert {letter.officer_id for letter in office.letters(held) if "/act/1/" in letter.key} == {DEPUTY_1, STANDING}
    office.answer(step, CONFIRMED)
    office.play(held, PROMPT)
    assert office.step(held, "notice-content/1").seats == ["deputy_chair_1"]
    assert office.step(held, "notice-content/1").officer_id == DEPUTY_1
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(col(Directive.issuer_seat))).all() == ["deputy_chair_1"]  # his to extend
    assert office.case(held).end_reason == "Đã hoàn thành"
    sound(office)


def test_what_the_presider_was_asked_before_is_asked_of_the_deputy(office: Office, held: UUID) -> None:
    before = office.step(held, "leave-consent/member_yt")
    assert (before.officer_id, before.state) == (CHAIR, StepState.LAPSED)
    taken_over(office, held)
    step = office.step(held, "leave-consent/member_yt")
    assert (step.officer_id, step.seats, step.standing_in) == (DEPUTY_1, ["deputy_chair_1"], False)
    office.answer(step, {"choice": "consent"})
    sound(office)


def test_a_deputy_who_said_he_does_not_come_or_is_away_is_passed_over(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "minutes", PROMPT | {"agenda": EVERYBODY, "rsvp/deputy_chair_1": LEAVE})
    taken_over(office, case_id)
    assert meeting(office, case_id).presider_seat == "deputy_chair_2"


def test_who_is_asked_to_confirm_is_the_chair_however_long_he_is_away(office: Office, held: UUID) -> None:
    taken_over(office, held)
    away(office, CHAIR, DAY, DAY + timedelta(days=5))
    assert office.step(held, "acting-confirmation/1").officer_id == CHAIR
    sound(office)


def test_the_chairs_silence_is_reminded_of_and_told_to_the_secretary(office: Office, held: UUID) -> None:
    taken_over(office, held)
    rung = {}
    for day in (date(2019, 10, 1), date(2019, 10, 2)):
        office.move_to(day)
        office.sweep()
        rung[day.day] = [(one.key.split("/")[-2], one.officer_id) for one in office.letters(held) if "acting-confirmation" in one.key][1:]
    assert rung == {1: [("overdue", CHAIR)], 2: [("overdue", CHAIR), ("call", SECRETARY)]}


def test_a_refusal_is_recorded_with_its_reason_and_undoes_nothing(office: Office, held: UUID) -> None:
    taken_over(office, held)
    with pytest.raises(Unacceptable, match="ghi lý do"):
        office.answer(office.step(held, "acting-confirmation/1"), {"choice": "refuse"})
    office.answer(office.step(held, "acting-confirmation/1"), NOT_CONFIRMED)
    letters = [letter for letter in office.letters(held) if letter.key.split("/")[3] == "refused"]
    assert {letter.officer_id for letter in letters} == {STANDING, SECRETARY}
    what = letters[0].context["words"]["what"]
    assert "Tôi đã giao Phó Trưởng ban Phạm Hư Cấu." in what
    assert "không bị hủy" in what
    assert meeting(office, held).presider_seat == "deputy_chair_1"
    office.play(held, PROMPT)
    assert office.case(held).end_reason == "Đã hoàn thành"


def test_with_no_deputy_there_it_is_said_that_the_meeting_can_only_be_postponed(office: Office, held: UUID) -> None:
    away(office, DEPUTY_1, DAY, DAY)
    away(office, DEPUTY_2, DAY, DAY)
    with pytest.raises(NotAtThisPoint, match="chỉ có thể hoãn"):
        taken_over(office, held)
    assert meeting(office, held).presider_seat is None


def test_it_is_recorded_once_and_only_at_the_meeting(office: Office, held: UUID) -> None:
    def refused(sentence: str) -> None:
        with pytest.raises(Refused, match=sentence):
            taken_over(office, held)

    with pytest.raises(Refused, match="phải ghi lý do"):
        taken_over(office, held, reason="  ")
    office.move_to(DAY - timedelta(days=1))
    refused("trong ngày họp 27/09/2019")
    office.move_to(DAY)
    taken_over(office, held)
    refused("đang do Phó Trưởng ban chủ trì")
    with office.bureau.reading_desk() as desk:
        assert len(desk.session.exec(select(Act).where(col(Act.kind) == SUDDEN)).all()) == 1


def test_on_record_as_away_the_chair_is_not_suddenly_absent(office: Office, held: UUID) -> None:
    away(office, CHAIR, DAY, DAY)
    with pytest.raises(NotAtThisPoint, match="đã được ghi nhận vắng mặt hôm nay"):
        taken_over(office, held)


def test_a_meeting_that_is_over_uninvited_or_called_off_is_not_taken_over(office: Office, held: UUID) -> None:
    script = PROMPT | {"conclusions": None}
    office.play(held, script, until=lambda outcome: "ghi từng kết luận" in (outcome.waiting or ""))
    office.move_to(DAY)
    with pytest.raises(NotAtThisPoint, match="Đã ghi nhận thành phần"):
        taken_over(office, held)
    other = office.open(period="2019-Q4")
    office.walk(other)
    office.move_to(meeting(office, other).day)
    with pytest.raises(NotAtThisPoint, match="chưa gửi giấy mời"):
        taken_over(office, other)
    with office.bureau.desk() as desk:
        cancel_case(desk, other, "Không họp")
    with pytest.raises(CaseEnded):
        taken_over(office, other)


# --- nobody presides: only postponing


LATER = datetime.combine(date(2019, 10, 8), time(14), at(date(2019, 10, 8)).tzinfo)


def postponed(office: Office, case_id: UUID, to: datetime = LATER) -> Act:
    with office.bureau.desk() as desk:
        return postpone(desk, desk.case(case_id), to, "Hội trường", reason="Không có người chủ trì", officer_id=STANDING)


def test_the_standing_member_postpones_only_what_nobody_presides(office: Office, invited: UUID) -> None:
    with pytest.raises(SomebodyPresides):
        postponed(office, invited)
    today = office.clock.at.date()
    for officer in (CHAIR, DEPUTY_1):
        away(office, officer, today, DAY)
    with pytest.raises(SomebodyPresides):
        postponed(office, invited)
    away(office, DEPUTY_2, today, DAY)
    postponed(office, invited)
    assert meeting(office, invited).starts_at == LATER
    letters = [letter for letter in office.letters(invited) if "/postponed/1/" in letter.key]
    assert {letter.officer_id for letter in letters} == {CHAIR, DEPUTY_1, DEPUTY_2}
    assert "14:00 ngày 08/10/2019" in letters[0].context["words"]["what"]
    sound(office)


def test_postponing_keeps_every_other_rule_of_a_new_time(office: Office, invited: UUID) -> None:
    for officer in (CHAIR, DEPUTY_1, DEPUTY_2):
        away(office, officer, office.clock.at.date(), DAY)
    with pytest.raises(Refused, match="ngày nghỉ"):
        postponed(office, invited, LATER + timedelta(days=4))
    assert meeting(office, invited).day == DAY


# --- how who acts signs


def entrusted(office: Office, seat: str) -> None:
    with office.bureau.desk() as desk:
        absence = record_absence(desk, officer_id=STANDING, since=desk.today, until=desk.today, reason="Công tác", by=SECRETARY)
    assert absence.case_id is not None
    office.walk(absence.case_id)
    office.answer(office.step(absence.case_id, "standing-in-decision"), {"choice": "assign", "seat": seat})
    office.walk(absence.case_id)


def signed(office: Office, kind: str, seat: str) -> tuple[tuple[str, ...], str | None, str]:
    with office.bureau.reading_desk() as desk:
        block = signature(desk, roster(desk), kind, seat)
        return block.authority, block.office, block.name


TUQ = (("TUQ. TRƯỞNG BAN", "TỔ PHÓ"), "Phó Giám đốc Sở Thông tin và Truyền thông", "Tạ Mẫu Bảy")
KT = (("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), "Phó Chủ tịch UBND tỉnh", "Lê Minh Họa")
OWN = (("TRƯỞNG BAN",), "Chủ tịch UBND tỉnh", "Trần Giả Định")


@pytest.mark.parametrize(("seat", "block"), [("deputy_group_leader_1", TUQ), ("deputy_chair_1", KT), ("chair", OWN)])
@pytest.mark.parametrize("kind", ["invitation", "minutes", "conclusion_notice", "data_call", "directive_report"])
def test_who_acts_for_the_standing_member_signs_by_his_own_right(office: Office, seat: str, block: Any, kind: str) -> None:
    entrusted(office, seat)
    assert signed(office, kind, "standing_member") == block


def test_the_invitation_is_issued_under_the_name_of_who_acts(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "invitation-sign")
    entrusted(office, "deputy_group_leader_1")
    step = office.step(case_id, "invitation-sign/1")
    assert step.officer_id == "P16"
    office.answer(step, YES)
    office.walk(case_id)
    assert [one.key for one in office.steps(case_id) if one.question == "issue-invitation"] == ["issue-invitation"]


def test_whoever_the_chair_may_choose_can_sign_whatever_the_standing_member_signs() -> None:
    from tasks.absence_checks import MAY_ACT

    committee = load().committee
    for absent in ("standing_member", "group_leader"):
        kinds = [name for name in committee.papers if any(form.role == absent for form in committee.signers_of(name))]
        assert kinds
        for kind in kinds:
            assert [committee.signature(kind, role, in_place_of=absent).role for role in MAY_ACT] == list(MAY_ACT)
        assert committee.stand_in_signers[absent].needs_confirming
