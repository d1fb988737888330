"""The yearbook's pages over records built by hand: what clashes, what breaks a rule, what a wall and a calendar hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

import flows  # noqa: F401 - the questions declare themselves
from documents.wall_calendar import LINES, WIDTH, fit, html
from flows.yearbook.breaches import breaches
from flows.yearbook.clashes import Clashing, clashes
from flows.yearbook.compliance import compliance
from flows.yearbook.marks import Mark, MarkKind, marks
from flows.yearbook.records import Records, Said, YearStep
from flows.yearbook.sheets import ics, wall
from flows.yearbook.story import Happening, story
from models.base import new_id
from models.cases import Case
from models.clock import at
from models.meetings import Attendance, Meeting, Presence
from models.people import OfficerRow, SeatRow
from models.steps import StepState, new_step
from regulation import load
from tasks.questions import question
from tasks.who import Role, Roster

LAW = load()
SECRETARY = SeatRow(id="secretary", role=Role.SECRETARY, title="Thư ký")
CHAIR = SeatRow(id="chair", role=Role.CHAIR, title="Trưởng ban")
PEOPLE = Roster(
    seats={seat.id: seat for seat in (SECRETARY, CHAIR)},
    holders={"secretary": "P18", "chair": "P01"},
    away=frozenset(),
    officers={officer.id: officer for officer in (OfficerRow(id="P18", name="Lý Thị Thư Ký"), OfficerRow(id="P01", name="Trần Giả Định"))},
)
WEDNESDAY = date(2027, 3, 24)


def case(title: str = "Hồ sơ", period: str | None = None, process: str = "directive") -> Case:
    return Case(id=new_id(), process=process, title=title, regulation="", period=period, opened_at=at(date(2027, 3, 1)))


def step(of: Case, asked: str, due: date, key: str = "", **facts: Any) -> YearStep:
    """A question of the catalogue, put to the secretary a week before it is due."""
    known = question(asked)
    made: dict[str, Any] = {
        "case_id": of.id,
        "key": key or asked,
        "question": asked,
        "title": known.title,
        "clauses": list(known.clauses),
        "seats": ["secretary"],
        "officer_id": "P18",
        "due": due,
        "due_rule": known.due,
        "opened_at": at(due - timedelta(days=7)),
        "closed_at": None,
    }
    row = new_step(**made | facts)
    return YearStep(*(row[name] for name in YearStep._fields))


def records(
    cases: Sequence[Case] = (),
    steps: Sequence[YearStep] = (),
    answered: dict[UUID, date] | None = None,
    *,
    year: int = 2027,
    meetings: Sequence[Meeting] = (),
    attendance: Sequence[Attendance] = (),
) -> Records:
    answers = {one: Said("submit", at(day)) for one, day in (answered or {}).items()}
    return Records(
        law=LAW,
        year=year,
        today=date(year, 12, 31),
        roster=PEOPLE,
        agencies={},
        cases=tuple(cases),
        steps=tuple(steps),
        answers=answers,
        letters=(),
        papers=(),
        meetings=tuple(meetings),
        attendance=tuple(attendance),
        directives=(),
        acts=(),
        absences=(),
        holdings=(),
    )


def meeting(of: Case, day: date) -> Meeting:
    starts = datetime.combine(day, datetime.min.time(), at(day).tzinfo).replace(hour=8)
    return Meeting(id=new_id(), case_id=of.id, period=of.period, title=of.title, starts_at=starts, place="Phòng họp số 1", uid="x")


def test_two_duties_of_one_person_on_one_day_clash() -> None:
    one, other = case("Hồ sơ thứ nhất"), case("Hồ sơ thứ hai")
    asked = [step(one, "agenda", WEDNESDAY), step(other, "minutes", WEDNESDAY), step(other, "conclusions", date(2027, 3, 25))]
    (clash,) = clashes(records([one, other], asked))
    assert (clash.kind, clash.day, clash.of) == (Clashing.DUTIES, WEDNESDAY, "Lý Thị Thư Ký")
    assert "«Hồ sơ thứ nhất»" in clash.words
    assert "«Hồ sơ thứ hai»" in clash.words


def test_the_same_question_asked_again_and_a_withdrawn_one_clash_with_nothing() -> None:
    one = case()
    again = [step(one, "agenda", WEDNESDAY, "agenda/1"), step(one, "agenda", WEDNESDAY, "agenda/2")]
    assert clashes(records([one], [*again, step(one, "minutes", WEDNESDAY, state=StepState.WITHDRAWN)])) == ()


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2027, 3, 28), Clashing.DAY_OFF),  # a Sunday
        (date(2027, 2, 8), Clashing.DAY_OFF),  # Tết
        (date(2026, 8, 22), Clashing.MAKEUP),  # a Saturday worked for 31/8
        (date(2026, 11, 23), Clashing.UNSURE),
        (WEDNESDAY, None),
    ],
)
def test_what_is_due_on_a_day_off_a_makeup_day_or_an_unconfirmed_day_clashes(day: date, kind: Clashing | None) -> None:
    one = case()
    found = clashes(records([one], [step(one, "agenda", day)], year=day.year))
    assert [clash.kind for clash in found] == ([kind] if kind else [])


def test_a_meeting_on_the_day_of_a_session_and_two_meetings_on_one_day_clash() -> None:
    one, other = case("Họp thứ nhất"), case("Họp thứ hai")
    session = date(2027, 3, 30)
    found = clashes(records([one, other], meetings=[meeting(one, session), meeting(other, session)]))
    assert {clash.kind for clash in found} == {Clashing.SESSION, Clashing.MEETINGS}


def test_late_against_a_law_is_a_breach_and_against_a_day_of_our_own_a_rule_missed() -> None:
    one = case()
    law, own = step(one, "notice-sign", WEDNESDAY), step(one, "notice-draft", WEDNESDAY)
    made = records([one], [law, own], {law.id: date(2027, 3, 29), own.id: date(2027, 3, 25)})
    grave, missed = [breach for breach in breaches(made) if breach.who != "—"]
    assert (grave.source, grave.late, grave.grave) == ("L", 3, True)
    assert "khoản 4 Điều 5 Quy chế; Quyết định số 45/2018/QĐ-TTg" in grave.words
    assert "hạn 24/03/2027, trả lời 29/03/2027, chậm 3 ngày làm việc" in grave.why
    assert (missed.source, missed.late, missed.grave) == ("D", 1, False)


def test_what_came_late_because_another_kept_it_waiting_says_so() -> None:
    one = case()
    first = step(one, "notice-draft", WEDNESDAY)
    after = step(one, "notice-sign", WEDNESDAY, opened_at=at(date(2027, 3, 26)))
    made = records([one], [first, after], {first.id: date(2027, 3, 26), after.id: date(2027, 3, 26)})
    (grave,) = [breach for breach in breaches(made) if breach.source == "L"]
    assert "vì Thư ký chậm «Dự thảo thông báo kết luận cuộc họp» 2 ngày làm việc" in grave.why


def test_silence_that_says_none_and_what_was_withdrawn_or_in_time_break_nothing() -> None:
    one = case()
    silent = step(one, "propose", WEDNESDAY, state=StepState.LAPSED, closed_at=at(WEDNESDAY))
    withdrawn = step(one, "notice-sign", WEDNESDAY, state=StepState.WITHDRAWN)
    in_time = step(one, "notice-draft", WEDNESDAY)
    made = records([one], [silent, withdrawn, in_time], {in_time.id: WEDNESDAY})
    assert [breach for breach in breaches(made) if breach.who != "—"] == []


def test_a_reply_that_never_came_is_not_done_though_its_gather_closed_on_the_day() -> None:
    one = case()
    silent = step(one, "rsvp", WEDNESDAY, state=StepState.LAPSED, closed_at=at(WEDNESDAY))
    made = records([one], [silent])
    (missed,) = [breach for breach in breaches(made) if breach.who != "—"]
    assert (missed.done, missed.why) == (None, "hỏi 17/03/2027, hạn 24/03/2027, không trả lời.")
    row = next(row for row in compliance(made, breaches(made)) if row.clause == "Đ6.5")
    assert (row.on_time, row.late, row.not_done) == (0, 0, 1)


def test_a_quarter_without_its_meeting_breaks_the_first_clause_of_article_8() -> None:
    held = [case(f"Họp quý {n}", f"2027-Q{n}", "board_meeting") for n in (1, 2, 3)]
    met = [meeting(one, date(2027, 3 * n, 24)) for n, one in enumerate(held, 1)]
    there = [Attendance(meeting_id=one.id, seat_id="chair", presence=Presence.PRESENT) for one in met]
    found = [breach for breach in breaches(records(held, meetings=met, attendance=there[:2])) if "Đ8.1a" in breach.duties]
    assert [(breach.source, breach.case, breach.basis) for breach in found] == [("S", "quý III năm 2027", "khoản 1 Điều 8 Quy chế")]


def test_who_was_away_without_consent_broke_the_fifth_clause_of_article_6() -> None:
    one = case("Họp quý I", "2027-Q1", "board_meeting")
    held = meeting(one, WEDNESDAY)
    away = Attendance(meeting_id=held.id, seat_id="secretary", presence=Presence.UNCONSENTED)
    (breach,) = [found for found in breaches(records([one], meetings=[held], attendance=[away])) if found.who == "Thư ký"]
    assert (breach.source, breach.basis, breach.due) == ("S", "khoản 5 Điều 6 Quy chế", WEDNESDAY)


def test_the_table_counts_a_step_in_each_clause_it_serves() -> None:
    one = case()
    done, late = step(one, "convene", WEDNESDAY, "convene/1"), step(one, "convene", WEDNESDAY, "convene/2")
    made = records([one], [done, late], {done.id: WEDNESDAY, late.id: date(2027, 3, 25)})
    rows = {row.clause: row for row in compliance(made, ())}
    assert (rows["Đ3.3"].on_time, rows["Đ3.3"].late, rows["Đ3.3"].words) == (1, 1, "có việc chậm")
    assert (rows["Đ8.1"].on_time, rows["Đ8.1"].late) == (1, 1), "it cites two duties of this clause and is one step"
    assert rows["Đ12.1"].words == "không phát sinh"


def test_a_breach_of_two_duties_of_one_clause_is_one_breach_of_it() -> None:
    one = case("Họp quý I", "2027-Q1", "board_meeting")
    held = meeting(one, WEDNESDAY)
    away = Attendance(meeting_id=held.id, seat_id="secretary", presence=Presence.UNCONSENTED)
    (breach,) = [found for found in breaches(records([one], meetings=[held], attendance=[away])) if found.who == "Thư ký"]
    both = replace(breach, duties=("Đ6.5a", "Đ6.5b"))
    assert next(row.breaches for row in compliance(records(), (both,)) if row.clause == "Đ6.5") == 1


def test_a_case_of_a_process_nobody_knows_is_told_like_any_other() -> None:
    one = case("Hồ sơ lạ", process="unheard_of")
    asked = step(one, "agenda", WEDNESDAY, question="unheard-of", due_rule="agenda_draft")
    told = [(day.day, event) for day in story(records([one], [asked], {asked.id: date(2027, 3, 25)})) for event in day.events]
    kinds = [(day, event.kind) for day, event in told]
    assert kinds == [
        (date(2027, 3, 1), Happening.OPENED),
        (date(2027, 3, 17), Happening.ASKED),
        (date(2027, 3, 25), Happening.LATE),
        (date(2027, 3, 25), Happening.ANSWERED),
    ]
    assert told[-1][1].text == "Thư ký – Lập dự thảo chương trình, thành phần cuộc họp: submit, chậm 1 ngày làm việc"


def test_a_day_of_the_wall_shows_its_first_entries_and_counts_the_rest() -> None:
    lines = fit([("meeting", "Họp"), ("issue", "Ban hành 01/TB-BCĐ"), ("deadline", "Ký"), ("deadline", "Gửi")])
    assert [line.text for line in lines] == ["Họp", "Ban hành 01/TB-BCĐ", "+2 việc khác"]
    named = fit([("meeting", "Họp Tổ công tác giúp việc Ban Chỉ đạo quý III"), ("deadline", "Ký"), ("deadline", "Gửi")])
    assert [line.text for line in named] == ["Họp Tổ công tác giúp việc", "Ban Chỉ đạo quý III", "+2 việc khác"]
    held_twice = fit([("meeting", "Họp buổi sáng"), ("meeting", "Họp buổi chiều"), ("deadline", "Ký")])
    assert [line.text for line in held_twice] == ["Họp buổi sáng", "Họp buổi chiều", "Ký"]
    long = fit([("deadline", "Phê duyệt ngày họp, chương trình, thành phần cuộc họp")])
    assert len(long) == LINES - 1
    assert [line.sign for line in long] == ["deadline", None]
    crowded = fit([("deadline", "chữ " * 40)] * 3)
    assert len(crowded) == LINES
    assert all(len(line.text) <= WIDTH and line.sign for line in crowded)


def test_the_wall_tells_days_off_makeup_days_and_unconfirmed_days_apart() -> None:
    sheet = wall(LAW, 2026, 1, ())
    days = {day.day: day for month in sheet.months for day in month}
    assert len(days) == 365
    assert (days[date(2026, 8, 22)].makeup, days[date(2026, 8, 22)].off) == (True, False)
    assert (days[date(2026, 8, 31)].off, days[date(2026, 11, 23)].unsure) == (True, True)
    page = html(sheet)
    assert page.count(' makeup"><div') == 2
    assert "src=" not in page
    assert "href=" not in page, "the page needs nothing else"


def test_an_event_keeps_its_name_in_others_calendars_when_its_day_moves() -> None:
    one = case("Họp quý I năm 2027", "2027-Q1", "board_meeting")
    names = []
    for day in (WEDNESDAY, date(2027, 3, 29)):
        found = marks(records([one], meetings=[meeting(one, day)]))
        (event,) = Calendar.from_ical(ics(LAW, 2027, 2, found)).walk("VEVENT")
        assert event["dtstart"].dt == day
        names.append(event["uid"])
    assert names[0] == names[1]
    (other,) = Calendar.from_ical(ics(LAW, 2027, 3, found)).walk("VEVENT")
    assert other["uid"] != names[0], "another rehearsal is another year"


def test_markup_in_a_title_is_shown_and_not_obeyed() -> None:
    page = html(wall(LAW, 2027, 1, (Mark(MarkKind.MEETING, WEDNESDAY, "<script>", "", "x"),)))
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
