"""Known sessions of the UBND and the HĐND: data that warns, and that no open case depends on."""

from datetime import date

import pytest
from pydantic import ValidationError

from regulation import load
from regulation.sessions import Session

ONE = {"body": "UBND tỉnh", "title": "Phiên họp UBND tỉnh thường kỳ tháng 9", "source": "Công văn 12"}


def session(first: date, last: date) -> Session:
    return Session(**ONE, first=first, last=last)


def test_a_session_of_one_day_is_named_with_its_day_and_of_several_with_both() -> None:
    assert session(date(2019, 9, 26), date(2019, 9, 26)).words == "Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019)"
    assert session(date(2019, 12, 4), date(2019, 12, 6)).words == "Phiên họp UBND tỉnh thường kỳ tháng 9 (04/12 đến 06/12/2019)"


def test_a_session_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="không được trước ngày đầu"):
        session(date(2019, 9, 27), date(2019, 9, 26))


@pytest.mark.parametrize(("day", "found"), [(date(2019, 12, 3), 0), (date(2019, 12, 4), 1), (date(2019, 12, 6), 1), (date(2019, 12, 7), 0)])
def test_the_law_knows_the_sessions_of_a_day_from_the_first_to_the_last(day: date, found: int) -> None:
    assert len(load().sessions_on(day)) == found


def test_a_session_that_becomes_known_does_not_change_the_law_that_open_cases_were_opened_under() -> None:
    law = load()
    more = law.model_copy(update={"sessions": (*law.sessions, session(date(2019, 9, 27), date(2019, 9, 27)))})
    assert len(more.sessions_on(date(2019, 9, 27))) == 1
    assert more.hash == law.hash
