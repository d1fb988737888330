"""Acts in general, a cancellation, and acts among answers, walks and sweeps."""

import threading
from typing import Any
from uuid import UUID

import pytest

from models.errors import Refused
from models.letters import LetterState
from models.people import Absence
from tasks.absences import end_absence
from tasks.acts import NEW_TIME, CaseEnded, Doing, act
from tasks.casework import cancel_case
from tests.office.cast import (
    CHAIR,
    DEPUTY_1,
    LEAVE,
    SECRETARY,
    STANDING,
    Office,
    sound,
    together,
)
from tests.office.happenings import away, calendar_of, ics_of, living_links, meeting, moved


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
    assert {letter.officer_id for letter in office.queued(invited) if "calendar" not in letter.context} == {CHAIR, SECRETARY}
    assert meeting(office, invited).cancelled_at is not None
    assert office.walk(invited).cancelled
    sound(office)


def test_who_never_got_the_letter_is_not_told_that_it_is_withdrawn(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "propose")
    asked = len(office.queued(case_id))
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Mở nhầm")
    assert [letter.state for letter in office.letters(case_id)] == [LetterState.WITHDRAWN] * asked


def test_an_ended_case_is_not_moved(office: Office) -> None:
    case_id = office.open()
    office.play(case_id)
    with pytest.raises(CaseEnded):
        moved(office, case_id)


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
