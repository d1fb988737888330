"""Acts: a new time, an absence, another holder, a cancellation; what they withdraw, move, revoke and write."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from documents import dossier
from models.access import Link
from models.cases import Act
from models.clock import at
from models.errors import Refused
from models.letters import Letter, LetterState
from models.meetings import Meeting
from models.people import Absence
from models.steps import StepState
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tasks.acts import NEW_TIME, CaseEnded, Doing, act, change_holder, end_absence, move_steps, record_absence
from tasks.casework import cancel_case
from tasks.meeting_acts import NotAtThisPoint, new_time
from tasks.office import meeting_of
from tests.office.cast import AGENDA, CHAIR, DEPUTY_1, DEPUTY_2, LEAVE, PROMPT, RETURNED, SECRETARY, STANDING, YES, Office, keys, sound
from tests.office.test_walk_rules import together

LATER = datetime.combine(date(2019, 10, 8), time(14), at(date(2019, 10, 8)).tzinfo)


def moved(office: Office, case_id: UUID, to: datetime = LATER, place: str = "Hội trường", reason: str = "Bão số 5") -> Act:
    with office.bureau.desk() as desk:
        return new_time(desk, desk.case(case_id), to, place, reason=reason, officer_id=STANDING)


def meeting(office: Office, case_id: UUID) -> Meeting:
    with office.bureau.reading_desk() as desk:
        return meeting_of(desk, desk.case(case_id))


def away(office: Office, officer: str, since: date, until: date) -> Absence:
    with office.bureau.desk() as desk:
        return record_absence(desk, officer_id=officer, since=since, until=until, reason="Đi công tác", by=SECRETARY)


def living_links(office: Office, case_id: UUID) -> set[str]:
    """Keys of the steps that a link still opens."""
    ids = {step.id: step.key for step in office.steps(case_id)}
    with office.bureau.reading_desk() as desk:
        links = desk.session.exec(select(Link).where(col(Link.revoked_at).is_(None), col(Link.used_at).is_(None)))
        return {ids[link.step_id] for link in links if link.step_id in ids}


def message(office: Office, letter: Letter) -> EmailMessage:
    bureau = office.bureau
    sender = Party("Ban Chỉ đạo", "nhip@nhip.example")
    return message_of(letter, Counter(sender, bureau.key, bureau.portal_url, lambda sha: dossier.path(bureau.files, sha).read_bytes()))


def ics_of(office: Office, letter: Letter) -> str:
    """The calendar object that goes with the letter."""
    parts = message(office, letter).walk()
    return next(part.get_content() for part in parts if part.get_content_type() == "text/calendar")


def calendar_of(letter: Letter) -> tuple[str, int, str]:
    entry = letter.context["calendar"]
    return entry["uid"], entry["sequence"], entry["start"]


@pytest.fixture
def invited(office: Office) -> UUID:
    """A meeting whose invitations have arrived; one member has answered, one reported an absence, the others were not heard."""
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    office.post_all()
    office.answer(office.step(case_id, "rsvp/member_tc"), {"choice": "attend"})
    office.answer(office.step(case_id, "rsvp/member_yt"), LEAVE)
    office.walk(case_id)
    office.post_all()
    return case_id


def test_a_new_time_withdraws_what_asked_about_the_old_one_and_revokes_its_links(office: Office, invited: UUID) -> None:
    waited = {"rsvp/deputy_chair_1", "rsvp/standing_member", "rsvp/member_gd", "leave-consent/member_yt"}
    assert living_links(office, invited) == waited
    done = moved(office, invited)
    assert (done.n, done.kind, done.payload["place"]) == (1, NEW_TIME, "Hội trường")
    assert living_links(office, invited) == set()
    states = {step.key: step.state for step in office.steps(invited)}
    assert {key for key, state in states.items() if state == StepState.WITHDRAWN} == waited | {"rsvp-closed"}
    assert states["rsvp/member_tc"] == StepState.ANSWERED
    sound(office)


def test_a_new_time_is_told_at_once_to_everybody_who_holds_an_invitation(office: Office, invited: UUID) -> None:
    moved(office, invited)
    told = {(letter.officer_id, letter.kind) for letter in office.queued(invited)}
    assert told == {
        (DEPUTY_1, "withdrawn"), (STANDING, "withdrawn"), ("P12", "withdrawn"), (CHAIR, "withdrawn"), ("P07", "told"), ("P11", "told"),
    }  # fmt: skip
    said = next(letter for letter in office.queued(invited) if letter.officer_id == "P07").context["words"]["what"]
    assert "từ 08:00 ngày 27/09/2019 sang 14:00 ngày 08/10/2019, tại Hội trường. Lý do: Bão số 5." in said


def test_a_new_time_asks_anew_with_the_same_uid_and_the_next_sequence(office: Office, invited: UUID) -> None:
    first = [calendar_of(letter) for letter in office.letters(invited) if "calendar" in letter.context]
    moved(office, invited)
    office.play(invited, until=lambda _: any(step.question == "rsvp" for step in office.asked(invited)))
    assert "invitation-sign/1@1" in keys(office, invited)
    anew = [calendar_of(letter) for letter in office.queued(invited) if "calendar" in letter.context]
    assert set(first) == {(meeting(office, invited).uid, 0, "2019-09-27T08:00:00+07:00")}
    assert set(anew) == {(meeting(office, invited).uid, 1, "2019-10-08T14:00:00+07:00")}
    assert len(anew) == 5
    letter = next(letter for letter in office.queued(invited) if "calendar" in letter.context)
    assert "SEQUENCE:1" in ics_of(office, letter)
    assert letter.context["words"]["extra"]["when"].startswith("14 giờ 00")


def test_a_moved_meeting_is_held_and_concluded_at_its_new_time(office: Office, invited: UUID) -> None:
    moved(office, invited)
    office.play(invited)
    assert office.case(invited).closed_at is not None
    assert meeting(office, invited).starts_at == LATER
    assert office.step(invited, "minutes/1@1").opened_at >= at(date(2019, 10, 8))
    sound(office)


def test_a_new_time_while_waiting_for_the_day_waits_for_the_new_day(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day")
    moved(office, case_id)
    assert office.step(case_id, "meeting-day").state == StepState.WITHDRAWN
    office.play_to(case_id, "meeting-day")
    assert office.step(case_id, "meeting-day@1").due == date(2019, 10, 8)


def test_an_act_only_renews_what_depends_on_it(trial_office: Office, trial: Any) -> None:
    from tasks.verbs import ask, open

    def line(desktop: Any) -> None:
        open(desktop, "member_yt", trial.plain, suffix="aside")
        ask(desktop, "secretary", for_=trial.asked)

    case_id = trial_office.open(trial.process(line))
    trial_office.walk(case_id)
    with trial_office.bureau.desk() as desk:
        act(desk, case_id, Doing(NEW_TIME, "Bão", None), why="Bão")
    trial_office.walk(case_id)
    assert [step.key for step in trial_office.asked(case_id)] == ["trial-plain/aside", "trial-asked@1"]


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (datetime(2019, 8, 26, 7, tzinfo=LATER.tzinfo), "đã qua"),
        (datetime(2019, 9, 28, 8, tzinfo=LATER.tzinfo), "ngày nghỉ"),
        (datetime(2019, 8, 28, 8, tzinfo=LATER.tzinfo), "ít nhất 3 ngày làm việc"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_is_written(office: Office, invited: UUID, to: datetime, sentence: str) -> None:
    office.move_to(date(2019, 8, 26), time(9))
    before = keys(office, invited), meeting(office, invited).starts_at, len(office.letters())
    with pytest.raises(Refused, match=sentence):
        moved(office, invited, to)
    assert (keys(office, invited), meeting(office, invited).starts_at, len(office.letters())) == before


def test_an_act_without_a_reason_is_refused(office: Office, invited: UUID) -> None:
    with pytest.raises(Refused, match="phải ghi lý do"):
        moved(office, invited, reason="  ")


def test_the_day_of_a_draft_is_changed_in_the_draft(office: Office) -> None:
    case_id = office.open()
    with pytest.raises(NotAtThisPoint, match="dự thảo"):
        moved(office, case_id)
    office.play_to(case_id, "convene")
    with pytest.raises(NotAtThisPoint, match="dự thảo"):
        moved(office, case_id)


def test_a_meeting_that_took_place_is_not_moved(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions")
    with pytest.raises(NotAtThisPoint, match="đã diễn ra"):
        moved(office, case_id)


def test_a_moved_meeting_whose_new_invitation_is_returned_is_drafted_again_not_taken_from_an_older_draft(office: Office) -> None:
    case_id = office.open()
    script = PROMPT | {"invitation-sign": [RETURNED, YES], "agenda": [AGENDA, AGENDA | {"place": "Phòng họp số 2"}]}
    office.play_to(case_id, "rsvp", script)
    moved(office, case_id)
    office.walk(case_id)
    assert [step.key for step in office.asked(case_id)] == ["invitation-sign/2@1"]
    assert meeting(office, case_id).place == "Hội trường"


@pytest.mark.parametrize("round_", range(3))
def test_two_acts_at_once_are_numbered_one_and_two_and_neither_is_lost(office: Office, invited: UUID, round_: int) -> None:
    other = LATER.replace(hour=8 + round_)
    together(lambda: moved(office, invited, LATER), lambda: moved(office, invited, other))
    with office.bureau.reading_desk() as desk:
        acts = list(desk.session.exec(select(Act).order_by(col(Act.n))))
    assert [one.n for one in acts] == [1, 2]
    found = meeting(office, invited)
    assert found.sequence == 2
    assert acts[1].payload["from"] == acts[0].payload["to"]
    assert found.starts_at == datetime.fromisoformat(acts[1].payload["to"])
    sound(office)


@pytest.mark.parametrize("round_", range(4))
def test_an_answer_and_an_act_at_once_never_leave_a_question_about_the_old_time(office: Office, invited: UUID, round_: int) -> None:
    step = office.step(invited, "rsvp/member_gd")
    outcomes: list[str] = []

    def reply() -> None:
        try:
            office.answer(step, LEAVE)
            outcomes.append("taken")
        except Refused as refused:
            outcomes.append(type(refused).__name__)

    work: list[Callable[[], object]] = [reply, lambda: moved(office, invited), lambda: office.walk(invited)]
    together(*work[round_ % 2 :], *work[: round_ % 2])
    assert outcomes in (["taken"], ["NoLongerAsked"])
    office.walk(invited)
    assert all("@1" in step.key for step in office.asked(invited))
    sound(office)


def test_a_cancellation_withdraws_everything_and_takes_the_meeting_out_of_every_calendar(office: Office, invited: UUID) -> None:
    with office.bureau.desk() as desk:
        cancel_case(desk, invited, "Quý này không họp", officer_id=STANDING)
    assert office.asked(invited) == []
    assert living_links(office, invited) == set()
    cancelled = [letter for letter in office.queued(invited) if "calendar" in letter.context]
    assert {letter.officer_id for letter in cancelled} == {DEPUTY_1, STANDING, "P11", "P12", "P07"}
    assert {calendar_of(letter)[:2] for letter in cancelled} == {(meeting(office, invited).uid, 1)}
    assert "METHOD:CANCEL" in ics_of(office, cancelled[0])
    assert "STATUS:CANCELLED" in ics_of(office, cancelled[0])
    assert {letter.officer_id for letter in office.queued(invited) if "calendar" not in letter.context} == {CHAIR}
    assert meeting(office, invited).cancelled_at is not None
    assert office.walk(invited).cancelled
    sound(office)


def test_who_never_got_the_letter_is_not_told_that_it_is_withdrawn(office: Office) -> None:
    case_id = office.open()
    office.walk(case_id)
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Mở nhầm")
    assert [letter.state for letter in office.letters(case_id)] == [LetterState.WITHDRAWN]


def test_an_ended_case_is_not_moved(office: Office) -> None:
    case_id = office.open()
    office.play(case_id)
    with pytest.raises(CaseEnded):
        moved(office, case_id)


@pytest.fixture
def convening(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "convene")
    office.post_all()
    return case_id


def test_while_the_chair_is_away_his_steps_go_to_the_deputies_in_acting_order(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    away(office, CHAIR, today, today)
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.seats, step.revision) == (DEPUTY_1, True, ["chair"], 1)
    assert {(letter.officer_id, letter.kind) for letter in office.queued(convening)} == {(DEPUTY_1, "ask"), (CHAIR, "withdrawn")}
    assert "thay mặt theo Điều 4 Quy chế" in office.queued(convening)[-1].context["words"]["why"]
    assert (
        office.walk(convening).waiting
        == f"Chờ Phó Trưởng ban (thay Trưởng ban) phê duyệt chương trình, thành phần cuộc họp · hạn {step.due:%d/%m}"
    )
    away(office, DEPUTY_1, today, today)
    assert office.step(convening, "convene/1").officer_id == DEPUTY_2
    sound(office)


def test_with_every_deputy_away_too_the_step_stays_with_the_chair(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    for officer in (DEPUTY_1, DEPUTY_2, CHAIR):
        away(office, officer, today, today)
    assert (office.step(convening, "convene/1").officer_id, office.step(convening, "convene/1").revision) == (CHAIR, 0)


def test_when_the_chair_is_back_what_is_unanswered_goes_back_to_him(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    absence = away(office, CHAIR, today, date(2019, 9, 30))
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id))
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.revision) == (CHAIR, False, 2)
    anew = [letter.key for letter in office.queued(convening) if (letter.officer_id, letter.kind) == (CHAIR, "ask")]
    assert anew == [f"{convening}/convene/1/2/ask/{CHAIR}"]
    sound(office)


def test_an_absence_begins_and_ends_by_its_dates(office: Office, convening: UUID) -> None:
    away(office, CHAIR, date(2019, 8, 28), date(2019, 8, 29))
    holder = {}
    for day in (27, 28, 29, 30):
        office.move_to(date(2019, 8, day))
        office.sweep()
        holder[day] = office.step(convening, "convene/1").officer_id
    assert holder == {27: CHAIR, 28: DEPUTY_1, 29: DEPUTY_1, 30: CHAIR}


def test_what_the_deputy_answered_stays_answered(office: Office, convening: UUID) -> None:
    today = office.clock.at.date()
    absence = away(office, CHAIR, today, today)
    office.answer(office.step(convening, "convene/1"), YES)
    with office.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, absence.id))
    step = office.step(convening, "convene/1")
    assert (step.officer_id, step.standing_in, step.state) == (DEPUTY_1, True, StepState.ANSWERED)


def test_nobody_stands_in_to_consent_to_his_own_absence(office: Office, invited: UUID) -> None:
    today = office.clock.at.date()
    away(office, CHAIR, today, today)
    assert office.step(invited, "leave-consent/member_yt").officer_id == DEPUTY_1
    office.answer(office.step(invited, "rsvp/deputy_chair_1"), LEAVE)
    assert office.step(invited, "leave-consent/deputy_chair_1").officer_id == DEPUTY_2
    with office.bureau.desk() as desk:
        assert move_steps(desk) == 0
    sound(office)


def test_a_seat_that_changes_hands_hands_over_what_is_open_when_the_day_has_come(office: Office, invited: UUID) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P20", date(2019, 8, 28))
    assert office.step(invited, "rsvp/member_gd").officer_id == "P12"
    office.move_to(date(2019, 8, 28))
    office.sweep()
    assert office.step(invited, "rsvp/member_gd").officer_id == "P20"
    anew = next(letter for letter in office.queued(invited) if letter.officer_id == "P20")
    assert (anew.kind, calendar_of(anew)[1]) == ("invitation", 0)
    sound(office)


@pytest.mark.parametrize(
    ("seat", "officer", "since", "sentence"),
    [
        ("member_gd", "P20", date(2018, 12, 26), "đã có người nhận từ 26/12/2018"),
        ("member_xx", "P20", date(2019, 9, 1), "Không có chức danh mã «member_xx»"),
        ("member_gd", "P99", date(2019, 9, 1), "Không có cán bộ mã «P99»"),
    ],
)
def test_a_change_of_holder_that_cannot_be_is_refused(office: Office, seat: str, officer: str, since: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        change_holder(desk, seat, officer, since)


def test_a_seat_changes_hands_before_the_day_its_holder_was_to_leave(office: Office) -> None:
    with office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P20", date(2019, 9, 2))
        change_holder(desk, "member_gd", "P21", date(2019, 9, 3))
    with pytest.raises(Refused, match="đã có người nhận từ 03/09/2019"), office.bureau.desk() as desk:
        change_holder(desk, "member_gd", "P22", date(2019, 9, 1))


@pytest.mark.parametrize(
    ("officer", "until", "reason", "sentence"),
    [
        ("P01", date(2019, 8, 1), "ốm", "trước ngày bắt đầu"),
        ("P01", date(2019, 9, 1), " ", "phải có lý do"),
        ("P99", date(2019, 9, 1), "ốm", "P99"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(office: Office, officer: str, until: date, reason: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        record_absence(desk, officer_id=officer, since=date(2019, 8, 26), until=until, reason=reason)


def test_acts_answers_walks_and_sweeps_at_once_never_wait_for_each_other_in_a_circle(office: Office, invited: UUID) -> None:
    """A deadlock would be an OperationalError in one of the threads."""
    stop = threading.Event()

    def roster() -> None:
        for _ in range(4):
            absence = away(office, CHAIR, office.clock.at.date(), office.clock.at.date())
            with office.bureau.desk() as desk:
                end_absence(desk, desk.session.get_one(Absence, absence.id))
        stop.set()

    def people() -> None:
        while not stop.is_set():
            for step in office.asked(invited):
                try:
                    office.answer(step, LEAVE if step.question == "rsvp" else {"choice": "consent"})
                except Refused:
                    continue

    def house() -> None:
        while not stop.is_set():
            office.walk(invited)
            office.sweep()

    together(roster, people, house, house, lambda: moved(office, invited))
    sound(office)
