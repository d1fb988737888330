"""Đ5.4: items have their papers three working days ahead; of what is late the presider says whether it stays (Đ3.3)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from models.clock import at
from models.steps import StepState
from tasks.meeting_papers import papers_of
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, PROMPT, RETURNED, STANDING, YES, Handed, Office, keys, sound
from tests.office.gatherings import ITEMS, WITH_PAPERS, items, papers, said_in, told, what
from tests.office.happenings import moved

SCRIPT: dict[str, Any] = PROMPT | {"agenda": WITH_PAPERS}
WITHDRAWN = {"choice": "withdraw", "reason": "Chưa thống nhất số liệu"}


@pytest.fixture
def asking(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "paper", SCRIPT)
    return case_id


def test_the_owner_of_each_item_is_asked_for_its_papers_by_name_and_an_item_without_owner_asks_nobody(office: Office, asking: UUID) -> None:
    owed = [(step.key, step.officer_id, step.about["matter"], step.due) for step in office.asked(asking) if step.question == "paper"]
    assert owed == [
        ("paper/1", STANDING, "1. Tình hình quý III", date(2019, 9, 24)),
        ("paper/2", "P07", "2. Cơ chế tài chính", date(2019, 9, 24)),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"choice": "send"}, "chọn tệp tài liệu"),
        ({"choice": "send", "paper": "00000000-0000-7000-8000-000000000000"}, "Chưa nhận được tệp"),
    ],
)
def test_papers_that_did_not_arrive_are_named(office: Office, asking: UUID, wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(asking, "paper/2"), wrong)


def test_an_owner_who_is_no_seat_is_refused_in_the_draft(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "agenda")
    with pytest.raises(Unacceptable, match="Nội dung 1: không có chức danh member_xx"):
        office.answer(office.step(case_id, "agenda/1"), WITH_PAPERS | {"items": [ITEMS[0] | {"owner": "member_xx"}]})


def test_when_all_are_in_every_member_is_told_and_nothing_is_raised(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day", SCRIPT)
    assert not [key for key in keys(office, case_id) if key.startswith("late-item")]
    letters = told(office, case_id, "Tài liệu cuộc họp")
    assert {letter.officer_id for letter in letters} == {"P01", "P02", STANDING, "P07", "P11", "P12"}
    assert "- 2. Cơ chế tài chính: tai-lieu.pdf" in what(letters[0])


def test_an_item_that_says_it_has_no_papers_is_not_late(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day", SCRIPT | {"paper/2": {"choice": "none"}})
    assert not [key for key in keys(office, case_id) if key.startswith("late-item")]


@pytest.mark.parametrize(
    ("said", "stays"), [({"choice": "keep"}, True), (WITHDRAWN, False), (None, True)], ids=["keep", "withdraw", "silence"]
)
def test_of_late_papers_the_presider_says_whether_the_item_stays_and_silence_keeps_it(
    office: Office, said: dict[str, str] | None, stays: bool
) -> None:
    case_id = office.open()
    office.play_to(case_id, "conclusions", SCRIPT | {"paper/2": None, "late-item": said})
    late = office.step(case_id, "late-item/2")
    assert (late.officer_id, late.due, late.opened_at.date() >= date(2019, 9, 24)) == (CHAIR, date(2019, 9, 26), True)
    assert [row.withdrawn is None for row in items(office)] == [True, stays, True]
    script = papers(office, case_id, "kich_ban_dieu_hanh")[-1]
    assert ("Cơ chế tài chính" in [entry["item"] for entry in script.facts["entries"]]) is stays
    told_owner = [(letter.officer_id, "Chưa thống nhất số liệu" in what(letter)) for letter in told(office, case_id, "Nội dung được rút")]
    assert told_owner == ([] if stays else [("P07", True)])
    sound(office)


def test_taking_an_item_off_needs_a_reason(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "late-item", SCRIPT | {"paper/2": None})
    with pytest.raises(Unacceptable, match="ghi lý do để báo cho người trình bày"):
        office.answer(office.step(case_id, "late-item/2"), {"choice": "withdraw"})


def test_an_item_taken_off_before_the_script_is_typed_never_stands_in_it(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "meeting-day", SCRIPT | {"paper/2": None, "late-item": WITHDRAWN})
    [script] = papers(office, case_id, "kich_ban_dieu_hanh")
    assert [entry["item"] for entry in script.facts["entries"]] == ["Tình hình quý III", "Thảo luận"]
    assert script.facts["entries"][1]["at"].startswith("2019-09-27T08:30")  # what follows moves up
    assert not [point for point in script.facts["points"] if "Cơ chế tài chính" in point]


def test_an_item_taken_off_after_the_script_was_sent_has_it_typed_anew(office: Office) -> None:
    case_id = office.open()
    quiet = SCRIPT | {"paper/2": None, "late-item": None}
    office.play(case_id, quiet, until=lambda _: "make-ready" in keys(office, case_id))
    office.answer(office.step(case_id, "late-item/2"), WITHDRAWN)
    office.play_to(case_id, "meeting-day", quiet)
    first, second = papers(office, case_id, "kich_ban_dieu_hanh")
    assert [len(one.facts["entries"]) for one in (first, second)] == [3, 2]
    sent = [letter for letter in office.letters(case_id) if second.sha256 in str(letter.context)]
    assert {letter.officer_id for letter in sent} == {CHAIR, "P18"}


def test_papers_that_come_late_are_kept_and_shown(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "late-item", SCRIPT | {"paper/2": None})
    assert office.step(case_id, "paper/2").state == StepState.LAPSED
    office.answer(office.step(case_id, "paper/2"), {"choice": "send", "paper": Handed("muon.pdf")})
    with office.bureau.reading_desk() as desk:
        found = {item.seq: [file.name for file in files] for item, files in papers_of(desk, desk.case(case_id))}
    assert found == {1: ["tai-lieu.pdf"], 2: ["muon.pdf"]}


def test_a_new_time_gives_papers_a_later_day_and_what_had_been_late_another_chance(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "late-item", SCRIPT | {"paper/2": None})
    office.post_all()
    moved(office, case_id)
    again = office.step(case_id, "paper/2")
    assert (again.state, again.due, again.revision) == (StepState.OPEN, date(2019, 10, 3), 1)
    assert office.step(case_id, "late-item/2").state == StepState.WITHDRAWN
    assert [letter.kind for letter in office.queued(case_id) if letter.step_id == again.id] == ["ask"]
    office.play_to(case_id, "meeting-day", SCRIPT)
    assert "late-item/2@1" not in keys(office, case_id)
    assert said_in(office, case_id, "paper/1").at < at(date(2019, 9, 25))  # what was handed in is not asked for again
    sound(office)


def test_what_a_later_draft_puts_in_an_items_place_asks_for_its_own_papers(office: Office, asking: UUID) -> None:
    """The papers of another item are not taken for its own; the question about the dropped item is withdrawn."""
    office.answer(office.step(asking, "paper/1"), {"choice": "send", "paper": Handed("quy-iii.pdf")})
    office.walk(asking)
    office.post_all()
    moved(office, asking)
    other = [ITEMS[2] | {"item": "Trục liên thông", "owner": "member_yt"}, ITEMS[0]]
    script = SCRIPT | {"agenda": [WITH_PAPERS, WITH_PAPERS | {"day": "2019-10-08", "items": other}], "invitation-sign/1": RETURNED}
    office.play_to(asking, "papers-closed", script | {"paper": None})
    states = {step.key: (step.state, step.about["matter"]) for step in office.steps(asking) if step.question == "paper"}
    assert states == {
        "paper/1": (StepState.ANSWERED, "1. Tình hình quý III"),
        "paper/2": (StepState.WITHDRAWN, "2. Cơ chế tài chính"),
        "paper/1.2": (StepState.OPEN, "1. Trục liên thông"),
        "paper/2.2": (StepState.OPEN, "2. Tình hình quý III"),
    }
    with office.bureau.reading_desk() as desk:
        assert [(item.item, len(files)) for item, files in papers_of(desk, desk.case(asking))] == [
            ("Trục liên thông", 0),
            ("Tình hình quý III", 0),
        ]
    office.play(asking, script | {"invitation-sign": YES})
    sound(office)
