"""The case of the chair's absence (Đ4): who stands in, who is told, and what nobody decides."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from models.cases import Case
from models.steps import StepState
from tasks.acts import change_holder
from tasks.answering import NOBODY_DECIDES
from tasks.office import meeting_of
from tasks.questions import Unacceptable
from tasks.who import COMMITTEE, Role, nobody_presides, roster
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, HEALTH, LEAVE, STANDING, YES, Office, keys, sound
from tests.office.happenings import FRIDAY, TODAY, away, back, followed, told


def committee(office: Office) -> set[str]:
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        return {people.holders[seat.id] for seat in people.by_role(*COMMITTEE, Role.SECRETARY)}


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
    absence = away(office, CHAIR)
    office.walk(followed(absence))
    with office.bureau.desk() as desk:
        change_holder(desk, "chair", "P05", date(2019, 8, 27))
    office.move_to(date(2019, 8, 27))
    office.sweep()
    assert office.walk(followed(absence)).waiting is None


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


def test_an_invitation_is_answered_even_while_nobody_presides(office: Office) -> None:
    """A deputy presides this meeting, so the chair is invited like anybody; that he cannot come is no decision."""
    case_id = office.open()
    with office.bureau.desk() as desk:
        meeting_of(desk, desk.case(case_id)).presider_seat = "deputy_chair_1"
    office.play_to(case_id, "rsvp")
    for officer in (DEPUTY_1, DEPUTY_2, CHAIR):
        away(office, officer)
    office.answer(office.step(case_id, "rsvp/chair"), LEAVE)
    assert office.step(case_id, "rsvp/chair").state == StepState.ANSWERED


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
