"""The ladder of a directive: reminders before its day, letters and reports after it, and nobody chases his own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from documents.letters import FollowUpLetter
from documents.papers import Paper as Typed
from documents.render import render
from documents.submission import SubmissionPaper
from models.papers import Paper, PaperState
from models.steps import StepState
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, SECRETARY, STANDING, TAKEN, Office, sound
from tests.office.duties import DUE, EXTEND, GIANG_THANH, PROGRESS, RETURNED, SUBMIT, record, rung_letters, said, taken_on

SIGN = {"choice": "approve"}
SIGNS = {
    "follow-up-first": SIGN,
    "follow-up-second": SIGN,
    "ubnd-report": SIGN,
    "follow-up-first-release": TAKEN,
    "follow-up-second-release": TAKEN,
    "ubnd-report-release": TAKEN,
}
# DUE is Friday 15/11/2019.
OFFICE = "P05"  # Chánh Văn phòng UBND tỉnh
RUNGS = [
    (date(2019, 11, 1), "first", GIANG_THANH),
    (date(2019, 11, 8), "second", GIANG_THANH),
    (date(2019, 11, 14), "last", GIANG_THANH),
    (date(2019, 11, 29), "chair", CHAIR),
]


@pytest.fixture
def typed(office: Office) -> list[Typed]:
    """What is handed to the typist."""
    papers: list[Typed] = []

    def note(form: str, paper: Typed, forms: Any) -> bytes:
        papers.append(paper)
        return f"{form} {paper.model_dump_json(include={'number', 'date'})}".encode()

    office.bureau = replace(office.bureau, typist=note)
    return papers


def passes(office: Office, case_id: UUID, until: date, script: dict[str, Any] = SIGNS) -> None:
    """Day by day, officers answering by the script."""
    while office.clock.at.date() < until:
        office.move_to(office.clock.at.date() + timedelta(days=1))
        office.sweep()
        for step in office.asked(case_id):
            if step.question in script:
                office.answer(step, script[step.question])
        for step in office.asked(case_id):  # what was signed today is released today
            if step.question.endswith("-release") and step.question in script:
                office.answer(step, script[step.question])
        office.walk(case_id)


def papers(office: Office) -> list[Paper]:
    with office.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Paper).order_by(col(Paper.issued_at), col(Paper.id))))


def test_silence_gets_exactly_the_ladders_letters(office: Office, typed: list[Typed]) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2020, 3, 2))
    assert rung_letters(office, case_id) == [(rung, to) for _, rung, to in RUNGS]
    rang = {letter.key.split("/")[-2]: letter.queued_at.astimezone(office.clock.at.tzinfo).date() for letter in office.letters(case_id)}
    assert [(rang[rung], rung) for _, rung, _ in RUNGS] == [(day, rung) for day, rung, _ in RUNGS]
    issued = [(paper.notation, paper.issued_at.astimezone(office.clock.at.tzinfo).date(), paper.signer_id) for paper in papers(office)]
    assert issued == [
        ("01/TCT", date(2019, 11, 18), STANDING),
        ("01/BCĐ-TCT", date(2019, 11, 22), STANDING),
        ("01/TTr-BCĐ", date(2019, 12, 16), STANDING),
    ]
    chased = [letter for letter in office.letters(case_id) if letter.kind == "follow-up"]
    assert [letter.officer_id for letter in chased] == [GIANG_THANH] * 2
    assert all(letter.context["attachments"] for letter in chased)
    reported = [letter for letter in office.letters(case_id) if letter.context["words"]["title"].startswith("Tờ trình")]
    assert [letter.officer_id for letter in reported] == [CHAIR, OFFICE]  # one person chairs the UBND and the committee; his office
    assert record(office, case_id).ending is None
    sound(office)


def test_the_letters_name_the_duty_its_first_day_and_how_late_it_is(office: Office, typed: list[Typed]) -> None:
    passes(office, taken_on(office), date(2019, 12, 17))
    first, second, report = [paper for paper in typed if paper.date is not None]
    assert isinstance(first, FollowUpLetter)
    assert isinstance(second, FollowUpLetter)
    assert isinstance(report, SubmissionPaper)
    assert (first.round, first.duties[0].due, first.duties[0].late_days, first.reply_by) == (1, DUE, 1, date(2019, 11, 25))
    assert (second.round, second.duties[0].late_days) == (2, 5)
    assert first.addressees == ("Ủy ban nhân dân huyện Giang Thành",)
    assert first.letterhead.issuer == "Tổ công tác giúp việc"
    assert report.addressee_line == "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh"
    assert report.subject == "Về việc Ủy ban nhân dân huyện Giang Thành chậm thực hiện nhiệm vụ được giao"
    assert "Quá hạn 21 ngày làm việc" in report.sections[1].paragraphs[0]
    for form, paper in (("cong_van_don_doc", first), ("cong_van_don_doc", second), ("to_trinh", report)):
        assert render(form, paper).startswith(b"PK")


@pytest.mark.parametrize(("lead", "signers"), [("STTTT", [CHAIR, CHAIR, DEPUTY_1]), ("UBND", [STANDING, STANDING, STANDING])])
def test_nobody_chases_his_own(office: Office, typed: list[Typed], lead: str, signers: list[str]) -> None:
    """The director of Sở TT&TT leads the group and is the standing member: the chair signs, and a deputy what the chair will read."""
    case_id = taken_on(office, lead_agency=lead)
    passes(office, case_id, date(2019, 12, 17))
    assert [paper.signer_id for paper in papers(office)] == signers
    assert STANDING not in {to for rung, to in rung_letters(office, case_id) if rung == "chair"}


def test_a_letter_nobody_signs_is_not_sent_and_keeps_nobody(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 12, 17), script={})
    assert papers(office) == []
    assert office.step(case_id, f"follow-up-first/{DUE}").state == StepState.OPEN
    assert ("chair", CHAIR) in rung_letters(office, case_id)
    office.answer(office.step(case_id, "report/1"), SUBMIT)
    office.walk(case_id)
    assert office.step(case_id, f"follow-up-first/{DUE}").state == StepState.WITHDRAWN
    sound(office)


def test_who_will_not_sign_says_why(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 18), script={})
    step = office.step(case_id, f"follow-up-first/{DUE}")
    with pytest.raises(Unacceptable):
        office.answer(step, {"choice": "decline"})
    office.answer(step, {"choice": "decline", "reason": "Đã làm việc trực tiếp với huyện."})
    assert papers(office) == []


def test_a_progress_report_stops_no_rung(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 11))
    said(office, case_id, "report/1", PROGRESS)
    passes(office, case_id, date(2019, 12, 17))
    assert rung_letters(office, case_id) == [(rung, to) for _, rung, to in RUNGS]
    assert len(papers(office)) == 3


def test_a_report_after_the_day_does_not_give_a_new_one(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 20))
    said(office, case_id, "report/1", PROGRESS)
    assert office.step(case_id, "report/2").due == DUE
    passes(office, case_id, date(2019, 12, 17))
    assert [paper.notation for paper in papers(office)] == ["01/TCT", "01/BCĐ-TCT", "01/TTr-BCĐ"]


def test_an_empty_submission_that_is_returned_saves_no_rung(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 21))
    said(office, case_id, "report/1", SUBMIT)
    passes(office, case_id, date(2019, 12, 2))
    assert ("chair", CHAIR) not in rung_letters(office, case_id)
    said(office, case_id, "confirm/1", RETURNED)
    for _ in range(3):
        office.sweep()
    assert ("chair", CHAIR) in rung_letters(office, case_id)
    assert f"follow-up-second/{DUE}" in [step.key for step in office.steps(case_id)]


def test_a_granted_day_has_its_own_ladder(office: Office) -> None:
    case_id = taken_on(office)
    passes(office, case_id, date(2019, 11, 11))
    said(office, case_id, "report/1", EXTEND)
    said(office, case_id, "extension/1", {"choice": "grant"})
    passes(office, case_id, date(2019, 12, 3))
    assert [rung for rung, _ in rung_letters(office, case_id)] == ["first", "second", "first", "second", "last"]
    assert [paper.issued_at.astimezone(office.clock.at.tzinfo).date() for paper in papers(office)] == [date(2019, 12, 2)]


def test_what_is_put_off_twice_is_reported_to_the_ubnd(office: Office, typed: list[Typed]) -> None:
    case_id = taken_on(office)
    for n, day in ((1, "2019-11-29"), (2, "2019-12-13")):
        said(office, case_id, f"report/{n}", EXTEND | {"new_due": day})
        said(office, case_id, f"extension/{n}", {"choice": "grant"})
    step = office.step(case_id, "ubnd-report/2019-12-13")
    assert step.officer_id == STANDING
    office.answer(step, SIGN)
    office.answer(office.step(case_id, "ubnd-report/2019-12-13/release"), TAKEN)
    report = typed[0]
    assert isinstance(report, SubmissionPaper)
    assert report.sections[1].paragraphs == ("Đã gia hạn 2 lần; chưa có xác nhận hoàn thành.",)
    passes(office, case_id, date(2020, 2, 10))  # more than twenty working days late as well: reported once for that day
    assert [paper.notation for paper in papers(office)].count("01/TTr-BCĐ") == 1
    assert not any(paper.notation.startswith("02/TTr") for paper in papers(office))


def test_a_duty_given_late_is_not_reminded_of_days_that_have_passed(office: Office) -> None:
    case_id = taken_on(office, due=date(2019, 8, 30))
    passes(office, case_id, date(2019, 8, 30))
    assert [rung for rung, _ in rung_letters(office, case_id)] == ["last"]


def signed(office: Office, until: date = date(2019, 11, 18)) -> UUID:
    """The first letter was signed and waits for its release."""
    case_id = taken_on(office)
    passes(office, case_id, until, script={"follow-up-first": SIGN})
    return case_id


def test_a_signed_letter_is_sent_only_when_it_is_released(office: Office) -> None:
    case_id = signed(office)
    step = office.step(case_id, f"follow-up-first/{DUE}/release")
    assert (step.officer_id, step.due) == (SECRETARY, date(2019, 11, 19))
    assert [letter.kind for letter in office.letters(case_id)].count("follow-up") == 0
    office.answer(step, TAKEN)
    assert [letter.officer_id for letter in office.letters(case_id) if letter.kind == "follow-up"] == [GIANG_THANH]
    letter = next(letter for letter in office.letters(case_id) if letter.kind == "follow-up")
    assert letter.context["attachments"][0]["name"] == "01-TCT.pdf"


def test_what_is_reported_before_the_release_is_chased_no_more(office: Office) -> None:
    case_id = signed(office)
    office.answer(office.step(case_id, "report/1"), SUBMIT)
    office.walk(case_id)
    assert office.step(case_id, f"follow-up-first/{DUE}/release").state == StepState.WITHDRAWN
    assert [paper.state for paper in papers(office)] == [PaperState.RETURNED]
    sound(office)


def test_a_letter_returned_before_its_release_is_signed_anew_with_the_reason(office: Office) -> None:
    case_id = signed(office)
    for n in (2, 3):
        before = f"follow-up-first/{DUE}" if n == 2 else f"follow-up-first/{DUE}/{n - 1}"
        office.answer(office.step(case_id, f"{before}/release"), {"choice": "return", "reason": f"Sai tên huyện, lần {n}"})
        again = office.step(case_id, f"follow-up-first/{DUE}/{n}")
        assert (again.officer_id, again.about["returned"], again.about["round"]) == (STANDING, f"Sai tên huyện, lần {n}", n)
        office.answer(again, SIGN)
    office.answer(office.step(case_id, f"follow-up-first/{DUE}/3/release"), TAKEN)
    assert [paper.state for paper in papers(office)] == [PaperState.ISSUED, PaperState.RETURNED, PaperState.RETURNED]
    assert [letter.kind for letter in office.letters(case_id)].count("follow-up") == 1
    sound(office)
