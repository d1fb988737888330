"""Đ7.7: the quarter's figures are asked for by a signed, numbered letter, in time and with the whole term left to the agencies."""

from datetime import date, timedelta
from uuid import UUID

from models.papers import PaperState
from regulation import load
from regulation.calendar import Quarter
from regulation.timetable import day_in_quarter
from tests.office.cast import RETURNED, SECRETARY, STANDING, TAKEN, YES, Office, sound
from tests.office.duties import GIANG_THANH
from tests.office.planning import papers_of
from tests.office.reorganisations import on
from tests.office.reports import AGENCIES, ASKED, CALLED, DUE, OPENS

LAW = load()


def opened(office: Office) -> UUID:
    office.move_to(OPENS)
    return office.open("quarterly_report", "2019-Q3")


def test_the_letter_is_drafted_signed_and_out_before_any_agency_is_asked(office: Office) -> None:
    case_id = opened(office)
    days = {}
    for key, who in (("data-call", SECRETARY), ("data-call-sign", STANDING), ("data-call-release", SECRETARY)):
        office.walk(case_id)
        [step] = office.asked(case_id)
        assert (step.question, step.officer_id) == (key, who)
        days[key] = step.due
        office.play_to(case_id, {"data-call": "data-call-sign", "data-call-sign": "data-call-release"}.get(key, "figures"), CALLED)
    assert days == {"data-call": date(2019, 8, 28), "data-call-sign": date(2019, 8, 29), "data-call-release": ASKED}
    steps = office.asked(case_id)
    assert (len(steps), {step.due for step in steps}) == (AGENCIES, {DUE})
    sound(office)


def test_the_letter_names_the_indicators_the_cut_off_and_the_day(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "figures", CALLED)
    [letter] = papers_of(office, case_id)
    assert (letter.notation, letter.state, letter.matrix) == ("01/BCĐ-TCT", PaperState.ISSUED, "data_call")
    facts = letter.facts
    assert facts["purpose"] == "phục vụ báo cáo quý III năm 2019"
    assert (facts["cutoff"], facts["reply_by"]) == ("2019-09-14", DUE.isoformat())
    assert facts["focus"] == ["Rà soát trước khi gửi."]
    assert len(facts["indicators"]) == 11  # the house's own is asked of nobody
    assert facts["signature"]["authority"] == ["TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC"]


def test_a_letter_that_is_returned_is_drafted_anew_and_one_paper_goes_out(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "figures", CALLED | {"data-call-sign": [RETURNED, YES, YES], "data-call-release": [TAKEN, RETURNED, TAKEN]})
    assert [(paper.key, paper.state) for paper in papers_of(office, case_id)] == [
        ("data_call/1", PaperState.RETURNED),
        ("data_call/2", PaperState.RETURNED),
        ("data_call/3", PaperState.ISSUED),
    ]
    assert office.step(case_id, "data-call/2").about["returned"] == RETURNED["reason"]
    sound(office)


def test_nobody_is_asked_while_the_letter_lies_unsigned_and_its_signer_is_chased(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "data-call-sign", CALLED)
    on(office, ASKED + timedelta(days=3))
    assert {step.question for step in office.asked(case_id)} == {"data-call-sign"}
    assert [letter.kind for letter in office.letters(case_id) if "/data-call-sign/" in letter.key and letter.kind != "ask"] != []
    office.play_to(case_id, "figures", CALLED)
    assert office.step(case_id, "figures/head_hgt").due == DUE  # the day the law leaves stands


def test_the_question_encloses_the_signed_letter_and_a_reminder_does_not(office: Office) -> None:
    case_id = opened(office)
    office.play_to(case_id, "figures", CALLED)
    on(office, DUE - timedelta(days=1))
    his = [letter for letter in office.letters(case_id) if letter.officer_id == GIANG_THANH]
    assert [(letter.kind, len(letter.context.get("attachments", []))) for letter in his] == [("ask", 1), ("remind", 0)]


def test_every_quarter_leaves_the_agencies_at_least_the_days_they_had() -> None:
    for number in (1, 2, 3, 4):
        quarter = Quarter(2027, number)
        opens, call, cutoff = (day_in_quarter(LAW, quarter, rule) for rule in ("data_call_opens", "data_call", "data_cutoff"))
        assert LAW.calendar.count(call, opens) == -3
        assert LAW.calendar.count(cutoff, call) == -10
