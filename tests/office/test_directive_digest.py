"""The monthly digest: on the 25th or the working day before, once, to the leadership, with the first days in every figure."""

from datetime import date, time

import pytest

from models.letters import Letter
from tasks.directive_digest import send_digest
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, STANDING, Office
from tests.office.duties import CONFIRMED, EXTEND, SUBMIT, given, said, taken_on


def digests(office: Office, day: date, when: time = time(8)) -> list[Letter]:
    """What is queued by then."""
    office.move_to(day, when)
    with office.bureau.desk() as desk:
        send_digest(desk)
    return [letter for letter in office.letters() if letter.kind == "digest"]


@pytest.mark.parametrize(
    ("day", "when", "sent"),
    [
        (date(2019, 11, 22), time(8), 0),
        (date(2019, 11, 25), time(7), 0),
        (date(2019, 11, 25), time(8), 4),
        (date(2019, 11, 28), time(8), 4),  # the house was down on the day
        (date(2019, 8, 23), time(8), 4),  # the 25th is a Sunday
        (date(2019, 9, 2), time(8), 0),
    ],
)
def test_it_comes_on_the_25th_or_the_working_day_before(office: Office, day: date, when: time, sent: int) -> None:
    office.move_to(date(2019, 8, 20))
    given(office)
    assert len(digests(office, day, when)) == sent


def test_it_goes_once_to_the_chair_the_deputies_and_the_standing_member(office: Office) -> None:
    given(office)
    for day in (25, 26, 27):
        found = digests(office, date(2019, 11, day))
    assert [letter.officer_id for letter in found] == [CHAIR, DEPUTY_1, DEPUTY_2, STANDING]
    assert len(digests(office, date(2019, 12, 25))) == 8


def test_it_tells_what_is_owed_done_and_late_by_the_first_day(office: Office) -> None:
    late = taken_on(office, text="Việc được gia hạn.")
    said(office, late, "report/1", EXTEND)
    said(office, late, "extension/1", {"choice": "grant"})
    taken_on(office, due=date(2019, 12, 31), text="Việc còn hạn.")
    taken_on(office, due=None, text="Việc thường xuyên.")
    office.move_to(date(2019, 11, 4))
    done = taken_on(office, text="Việc đã xong.")
    said(office, done, "report/1", SUBMIT)
    said(office, done, "confirm/1", CONFIRMED)
    words = digests(office, date(2019, 11, 25))[0].context["words"]
    assert words["extra"] == {"owed": "3", "given": "1", "confirmed": "1", "late": "1", "undecided": "0"}
    assert words["what"].splitlines() == [
        "Nhiệm vụ quá hạn giao ban đầu:",
        "- Ủy ban nhân dân huyện Giang Thành: Việc được gia hạn. Hạn 15/11/2019, quá 6 ngày làm việc.",
    ]


def test_a_house_without_directives_tells_nothing(office: Office) -> None:
    assert digests(office, date(2019, 11, 25)) == []
