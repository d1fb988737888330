"""Who was away without the presider's consent is reported on the fifth working day after the meeting (Đ6.5b), late notice or not."""

from datetime import date, time
from uuid import UUID

import pytest

from models.clock import at
from tasks.away_reports import TITLE
from tasks.morning import morning
from tests.office.cast import CHAIR, PROMPT, SECRETARY, STANDING, Office, sound
from tests.office.gatherings import told, what

# The meeting is on Friday 27/9/2019: five working days after it is Friday 4/10.


@pytest.fixture
def held(office: Office) -> UUID:
    """Its minutes are out; the notice is not drafted."""
    case_id = office.open()
    office.play_to(case_id, "notice-draft")
    return case_id


def on(office: Office, day: date, when: time = time(8)) -> None:
    office.clock.move(at(day, when))
    with office.bureau.desk() as desk:
        morning(desk)


def test_who_was_away_is_reported_on_the_fifth_working_day_while_the_notice_is_still_late(office: Office, held: UUID) -> None:
    for day in (date(2019, 10, 1), date(2019, 10, 3)):
        on(office, day)
    on(office, date(2019, 10, 4), time(7))  # before the office opens
    assert told(office, held, TITLE) == []
    for day in (date(2019, 10, 4), date(2019, 10, 4), date(2019, 10, 7)):
        on(office, day)
    letters = told(office, held, TITLE)
    assert sorted(letter.officer_id or "" for letter in letters) == sorted([CHAIR, STANDING, SECRETARY])
    assert "- Ủy viên – Giám đốc Sở Y tế" in what(letters[0])
    assert "Giám đốc Sở Tài chính" not in what(letters[0])  # he was there
    sound(office)


def test_a_file_that_closed_early_is_reported_all_the_same(office: Office, held: UUID) -> None:
    office.play(held)
    assert office.case(held).closed_at is not None
    assert told(office, held, TITLE) == []
    on(office, date(2019, 10, 4))
    assert len(told(office, held, TITLE)) == 3


def test_late_minutes_are_reported_on_when_they_have_come(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "minutes")
    on(office, date(2019, 10, 8))
    assert told(office, case_id, TITLE) == []
    office.play_to(case_id, "notice-draft")
    on(office, date(2019, 10, 9))
    assert len(told(office, case_id, TITLE)) == 3


def test_where_everybody_came_nothing_is_reported(office: Office) -> None:
    case_id = office.open()
    with office.bureau.reading_desk() as desk:
        everybody = [seat.id for seat in desk.law.committee.members()]
    office.play(
        case_id,
        PROMPT
        | {"agenda": PROMPT["agenda"] | {"attendees": everybody}, "minutes": PROMPT["minutes"] | {"present": everybody, "proxies": []}},
    )
    on(office, date(2019, 10, 4))
    assert told(office, case_id, TITLE) == []
