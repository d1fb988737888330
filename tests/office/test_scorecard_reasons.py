"""What an agency says about its figures: its head alone, version after version, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.journal import Entry
from models.scorecard import Kind, ScorecardReason
from regulation.calendar import Quarter
from tasks.answering import NotTheOneAsked
from tasks.scorecard import scorecard
from tasks.scorecard_reasons import LONGEST, NothingSaid, NotYetBegun, TooLong, answered_for, give_reason, reasons_of
from tests.office.cast import CHAIR, HEALTH, SECRETARY, STANDING, Office, sound, together
from tests.office.reorganisations import DAY, head, into, on, reorganised

Q3, Q4 = Quarter(2019, 3), Quarter(2019, 4)
WORDS = "Hệ thống một cửa nâng cấp trong tháng 8."


def give(office: Office, words: str, agency: str = "SYT", by: str = HEALTH, quarter: Quarter = Q3) -> ScorecardReason:
    with office.bureau.desk() as desk:
        return give_reason(desk, agency, quarter, Kind.REPORTS, words, by=by)


def said(office: Office, agency: str = "SYT") -> list[tuple[int, str]]:
    with office.bureau.reading_desk() as desk:
        return [(one.version, one.words) for one in reasons_of(desk, agency, Q3)[Kind.REPORTS]]


def shown(office: Office, agency: str = "SYT") -> dict[Kind, str]:
    with office.bureau.reading_desk() as desk:
        line = next(one for one in scorecard(desk, Q3).agencies if one.code == agency)
        return {kind: one.words for kind, one in line.reasons.items()}


def test_the_last_version_is_shown_and_every_one_is_kept_with_who_and_when(office: Office) -> None:
    give(office, f"  {WORDS}\r\n")
    office.move_to(date(2019, 8, 28))
    give(office, "Đã khắc phục.")
    assert said(office) == [(1, WORDS), (2, "Đã khắc phục.")]
    assert shown(office) == {Kind.REPORTS: "Đã khắc phục."}
    with office.bureau.reading_desk() as desk:
        rows = reasons_of(desk, "SYT", Q3)[Kind.REPORTS]
        assert [(one.officer_id, one.seat_id, one.written_at.astimezone(desk.now.tzinfo).day) for one in rows] == [
            (HEALTH, "head_syt", 26),
            (HEALTH, "head_syt", 28),
        ]
        entries = [entry.body for entry in desk.session.exec(select(Entry)) if "scorecard.reason" in entry.body]
    assert len(entries) == 2
    assert all(WORDS not in entry and HEALTH in entry for entry in entries)
    sound(office)


def test_without_words_it_is_taken_back_and_can_be_given_again(office: Office) -> None:
    give(office, WORDS)
    give(office, " ")
    assert shown(office) == {}
    with pytest.raises(NothingSaid):
        give(office, "")
    give(office, WORDS)
    assert said(office) == [(1, WORDS), (2, ""), (3, WORDS)]


def test_sent_twice_it_is_one_version(office: Office) -> None:
    assert give(office, WORDS).id == give(office, WORDS).id
    together(lambda: give(office, "Khác."), lambda: give(office, "Khác."))
    assert said(office) == [(1, WORDS), (2, "Khác.")]


@pytest.mark.parametrize("by", [STANDING, SECRETARY, CHAIR, "P12", ""])
def test_nobody_writes_for_another_agency(office: Office, by: str) -> None:
    with pytest.raises(NotTheOneAsked):
        give(office, WORDS, by=by)
    with pytest.raises(NotTheOneAsked):
        give(office, WORDS, agency="XYZ", by=by)
    assert said(office) == []


def test_what_cannot_be_taken_is_refused_with_a_way_out(office: Office) -> None:
    with pytest.raises(NothingSaid, match="Xin ghi lý do"):
        give(office, "\n ")
    with pytest.raises(TooLong, match="xin rút gọn"):
        give(office, "a" * (LONGEST + 1))
    with pytest.raises(NotYetBegun, match="chưa bắt đầu"):
        give(office, WORDS, quarter=Q4)
    give(office, "a" * LONGEST)
    assert len(said(office)) == 1


def test_who_took_an_agency_over_answers_for_its_figures_and_the_former_head_no_more(office: Office) -> None:
    former, heir = head(office, "HGT"), head(office, "HKL")
    reorganised(office, into("HGT", "HKL"))
    give(office, WORDS, "HGT", former)
    on(office, DAY)
    with office.bureau.reading_desk() as desk:
        assert set(answered_for(desk, heir)) == {"HGT", "HKL"}
        assert answered_for(desk, former) == []
    with pytest.raises(NotTheOneAsked):
        give(office, "Khác.", "HGT", former)
    give(office, "Khác.", "HGT", heir)
    assert said(office, "HGT") == [(1, WORDS), (2, "Khác.")]


@pytest.mark.parametrize("statement", ["UPDATE scorecardreason SET words = 'khác'", "DELETE FROM scorecardreason"])
def test_the_database_keeps_every_version(office: Office, statement: str) -> None:
    give(office, WORDS)
    with pytest.raises(IntegrityError), office.bureau.desk() as desk:
        desk.session.execute(text(statement))
    assert said(office) == [(1, WORDS)]
