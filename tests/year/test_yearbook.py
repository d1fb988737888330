"""The year told: its story, its calendar, who had how much to do, what clashed and what broke a rule."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from textwrap import wrap

import pytest
from icalendar import Calendar
from sqlalchemy import NullPool, create_engine, text

from documents.wall_calendar import SIGNS, WIDTH
from flows.year_report import YearReport
from flows.yearbook import Yearbook
from flows.yearbook.clashes import Clashing
from flows.yearbook.marks import MarkKind
from flows.yearbook.pages import pages
from flows.yearbook.story import Happening

ANSWERED = text('SELECT "case".title, step.key FROM answer JOIN step ON step.id = answer.step_id JOIN "case" ON "case".id = step.case_id')
TOLD_ONCE = (Happening.ANSWERED, Happening.RETURNED, Happening.DONE, Happening.GATHERED)


@pytest.fixture(scope="module")
def book(year: YearReport) -> Yearbook:
    assert year.book is not None
    return year.book


def kinds(book: Yearbook) -> Counter[Happening]:
    return Counter(event.kind for day in book.story for event in day.events)


def test_the_story_tells_each_case_from_its_opening_to_its_end(year: YearReport, book: Yearbook) -> None:
    happened = kinds(book)
    assert happened[Happening.OPENED] == happened[Happening.CLOSED] > 40
    assert (happened[Happening.BORN], happened[Happening.ENDED]) == (year.directives.given, year.directives.confirmed)


def test_every_answered_step_is_told_exactly_once(walked: tuple[YearReport, str], book: Yearbook) -> None:
    told = [(event.case, event.step) for day in book.story for event in day.events if event.kind in TOLD_ONCE]
    with create_engine(walked[1], poolclass=NullPool).connect() as records:
        answered = records.execute(ANSWERED).tuples().all()
    assert Counter(told) == Counter(tuple(row) for row in answered)
    places = {(event.occasion, event.step) for day in book.story for event in day.events if event.kind in TOLD_ONCE}
    assert len(places) == len(told), "two cases are told as one"


def test_what_is_asked_comes_before_what_is_answered(book: Yearbook) -> None:
    place = {}
    events = [event for day in book.story for event in day.events]
    for n, event in enumerate(events):
        if event.kind == Happening.ASKED:
            place[event.occasion, event.step] = n
    answered = [(n, event) for n, event in enumerate(events) if event.kind in (Happening.ANSWERED, Happening.RETURNED)]
    assert answered
    assert all(place[event.occasion, event.step] < n for n, event in answered)


def test_the_story_counts_the_years_figures(year: YearReport, book: Yearbook) -> None:
    happened = kinds(book)
    meetings = [event for day in book.story for event in day.events if event.process == "Họp Ban Chỉ đạo"]
    assert sum(event.kind == Happening.ASKED for event in meetings) == sum(row.asked for row in year.rows)
    assert sum(event.kind == Happening.RETURNED for event in meetings) == sum(row.returned for row in year.rows)
    assert happened[Happening.LATE] > 0
    assert happened[Happening.RUNG] > 0
    issued = [event.text for day in book.story for event in day.events if event.kind == Happening.ISSUED]
    assert sum("/TB-BCĐ" in text for text in issued) == 4


def test_the_chair_is_away_and_a_seat_changes_hands(book: Yearbook) -> None:
    """Both in a mixed year, on days that follow from the seed."""
    told = [(day.day, event) for day in book.story for event in day.events]
    (absence,) = [event for _, event in told if event.kind == Happening.ABSENCE]
    assert "vắng mặt từ" in absence.text
    taken = {(day, event.text.rpartition(": ")[2]) for day, event in told if event.kind == Happening.HOLDER}
    assert {who for _, who in taken} == {"Tân Mẫu Nhiệm nhận chức danh"}
    ((day, _),) = taken
    assert day.month in (6, 7)
    assert any("thay mặt" in event.who for _, event in told), "nobody stood in for the chair"


def test_a_mixed_year_names_what_it_broke_with_clause_and_reason(year: YearReport, book: Yearbook) -> None:
    grave = [breach for breach in book.breaches if breach.grave]
    missed = [breach for breach in book.breaches if not breach.grave]
    assert grave
    assert missed
    assert all(breach.basis and breach.why and breach.who and breach.duties for breach in book.breaches)
    late = [breach for breach in grave if breach.rule == "Hoàn thành, báo cáo kết quả nhiệm vụ"]
    assert len(late) >= year.directives.given - year.directives.on_time
    assert all("khoản 2 Điều 11 Quy chế" in breach.words and "chậm" in breach.why for breach in late)


def test_the_table_by_clause_has_every_clause_and_says_what_is_not_modelled(book: Yearbook) -> None:
    rows = {row.clause: row for row in book.compliance}
    assert list(rows) == list(book.law.clauses)
    assert sum(row.duties for row in book.compliance) == len(book.law.duties)
    assert (rows["Đ11.2"].words, rows["Đ11.2"].breaches > 0) == ("có vi phạm", True)
    assert rows["Đ5.4"].on_time > 100
    missing = {duty for row in book.compliance for duty, reason in row.unmodelled if reason}
    assert missing == set(book.law.reasons)


def test_load_counts_every_letter_and_every_task_once(year: YearReport, book: Yearbook) -> None:
    asked = kinds(book)[Happening.ASKED]
    posted = sum(count for day in book.story for _, count in day.letters)
    assert sum(load.tasks for load in book.loads) == asked
    assert sum(load.letters for load in book.loads) == posted
    assert all(load.busiest in load.weeks and load.tasks == sum(week.tasks for week in load.weeks) for load in book.loads)


def test_clashes_of_the_year_are_found(book: Yearbook) -> None:
    found = Counter(clash.kind for clash in book.clashes)
    assert found[Clashing.DUTIES] > 0
    assert any(clash.day == date(2027, 5, 2) for clash in book.clashes if clash.kind == Clashing.DAY_OFF), "a directive due on a Sunday"


def test_the_wall_calendar_holds_each_meeting_on_its_day(year: YearReport, book: Yearbook) -> None:
    page = book.html().decode()
    meetings = {mark.day: mark for mark in book.marks if mark.kind == MarkKind.MEETING}
    assert set(meetings) >= {row.meeting_day for row in year.rows}
    for mark in meetings.values():
        first, *others = wrap(mark.short, WIDTH)
        following = "".join(f'<div class="more">{other}</div>' for other in others)
        assert f"{SIGNS['meeting'][0]} <b>{first}</b></div>{following}" in page, mark
    assert page.count("<td class=") - page.count('<td class="none"') == 365
    assert "Tết Nguyên Đán" in page
    assert page.count("unsure") >= 8  # Tết, and one day of September


def test_the_wall_calendar_is_a_picture_too(book: Yearbook) -> None:
    drawn = book.png()
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) > 100_000


def test_others_calendars_can_read_the_year(book: Yearbook) -> None:
    calendar = Calendar.from_ical(book.ics())
    events = list(calendar.walk("VEVENT"))
    assert len({event["uid"] for event in events}) == len(events)
    held = [event for event in events if event["categories"].cats == [SIGNS["meeting"][1]]]
    assert [event["dtstart"].dt for event in held] == [mark.day for mark in book.marks if mark.kind == MarkKind.MEETING]
    assert all((event["dtend"].dt - event["dtstart"].dt).days == 1 for event in events), "all of them are all-day events"


def test_the_whole_book_goes_to_json_and_to_the_screen(year: YearReport, book: Yearbook) -> None:
    facts = json.loads(json.dumps(year.as_json(), default=str))["book"]
    assert [day["day"] for day in facts["story"]] == [day.day.isoformat() for day in book.story]
    assert facts["breaches"][0]["words"] == book.breaches[0].words
    shown = pages(book)
    assert [len(row) == len(page.heads) for page in shown for row in page.rows].count(False) == 0
    assert shown[1].rest.startswith("… và ")


def test_only_the_picture_loads_matplotlib() -> None:
    program = (
        "import sys, flows.rehearsal, flows.yearbook.pages, deployments.commands.year;"
        "print([name for name in ('prefect', 'matplotlib') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=".")
    assert found.stdout.strip() == "[]"
