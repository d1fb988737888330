"""Agencies merged while money is asked for: who takes over answers, and the papers name it."""

import pytest
from sqlmodel import col, select

from models.papers import Paper
from tests.office.cast import Office, sound
from tests.office.money import BEYOND, CONSENT, asked_for, assign, decision, stops
from tests.office.reorganisations import DAY, head, into, on, reorganised


def test_the_finance_agency_is_merged_while_it_is_asked(office: Office) -> None:
    assign(office)
    case_id = asked_for(office)
    office.play_to(case_id, "funding-opinion", CONSENT)
    due = office.step(case_id, "funding-opinion/1.1").due
    reorganised(office, into("STC", "SKHĐT"))
    on(office, DAY)
    step = office.step(case_id, "funding-opinion/1.1")
    assert (step.seats, step.officer_id, step.due) == (["head_skhdt"], head(office, "SKHĐT"), due)
    office.play(case_id, CONSENT)
    assert decision(office, case_id) is not None
    assert stops(office, case_id) == []
    sound(office)


@pytest.mark.parametrize("until", ["funding-norms", "funding-submission-sign"])
def test_the_standing_office_is_merged_while_money_is_asked_for(office: Office, until: str) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, until, BEYOND)
    reorganised(office, into("STTTT", "SKHCN"))
    on(office, DAY)
    office.play(case_id, BEYOND)
    assert decision(office, case_id) is not None
    assert office.step(case_id, "funding-submission-sign/1.1").seats == ["head_skhcn"]
    with office.bureau.reading_desk() as desk:
        mine = (col(Paper.case_id) == case_id, col(Paper.matrix) == "province_decision")
        ruled = desk.session.exec(select(Paper).where(*mine)).one()
    assert ruled.facts["proposed_by"].startswith("Giám đốc Sở Khoa học và Công nghệ")
    sound(office)
