"""Spending that no norm covers (Đ10.2): each way it can go, and that money never moves without its decision."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from models.funding import FundingEnding, Route
from models.papers import Paper
from models.steps import Step
from tasks.questions import Unacceptable
from tests.office.cast import SECRETARY, YES, Office, keys, sound
from tests.office.money import (
    ALL_NORMS,
    BACK,
    BEYOND,
    CONSENT,
    FINANCE_HEAD,
    NO_NORM,
    ONE_NORM,
    OTHER_SOURCE,
    PROVINCE,
    REGIME,
    SUBMIT,
    TOTAL,
    asked_for,
    assign,
    by_round,
    by_turn,
    decision,
    given,
    items,
    put_before_council,
    record,
    replied,
)

DISAGREES = CONSENT | {"funding-opinion": replied("disagree")}


def played(office: Office, script: dict[str, Any]) -> UUID:
    case_id = asked_for(office)
    office.play(case_id, script)
    sound(office)
    return case_id


def papers(office: Office, case_id: UUID) -> dict[str, Paper]:
    """By the key's first part; the last one of each."""
    with office.bureau.reading_desk() as desk:
        rows = desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id).order_by(col(Paper.id)))
        return {str(row.key).partition("/")[0]: row for row in rows}


def asked_of(office: Office, case_id: UUID, question: str) -> list[Step]:
    return [step for step in office.steps(case_id) if step.question == question]


def test_with_consent_and_within_the_estimate_the_director_decides(office: Office) -> None:
    assign(office)
    case_id = played(office, CONSENT)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert (ruled.route, ruled.amount, ruled.notation.partition("/")[2]) == (Route.OFFICE, TOTAL, "QĐ-STTTT")
    assert record(office, case_id).ending == FundingEnding.APPROVED
    assert not asked_of(office, case_id, "funding-province")
    told = {letter.officer_id for letter in office.letters(case_id) if "/ended/" in letter.key}
    assert {SECRETARY, FINANCE_HEAD} <= told


def test_the_papers_are_the_standing_offices_and_the_letter_goes_to_the_finance_agency_with_its_signed_file(office: Office) -> None:
    assign(office)
    case_id = played(office, CONSENT)
    made = papers(office, case_id)
    letter, ruled = made["type-funding-letter"], made["type-funding-decision"]
    assert (letter.matrix, letter.series, letter.facts["addressees"]) == ("finance_letter", "standing_office", ["Sở Tài chính"])
    assert (ruled.matrix, ruled.facts["authority"]) == ("spending_decision", "Giám đốc Sở Thông tin và Truyền thông")
    assert letter.facts["letterhead"]["issuer"] == "Sở Thông tin và Truyền thông"
    asked = next(sent for sent in office.letters(case_id) if sent.key.startswith(f"{case_id}/funding-opinion/"))
    assert asked.officer_id == FINANCE_HEAD
    assert asked.context["attachments"][0]["sha256"] == letter.signed_sha256
    assert "47.500.000 đồng" in asked.context["words"]["what"]


def test_what_has_a_norm_leaves_by_the_ordinary_way_and_only_the_rest_is_put_before_anybody(office: Office) -> None:
    assign(office)
    case_id = played(office, CONSENT | {"funding-norms": ONE_NORM})
    assert [item.norm for item in items(office, case_id)] == ["", "Thông tư số 01/2019/TT-BTC"]
    assert [line["content"] for line in papers(office, case_id)["type-funding-letter"].facts["items"]] == ["Thù lao chuyên gia độc lập"]
    ruled = decision(office, case_id)
    assert ruled is not None
    assert ruled.amount == 22_500_000
    told = next(letter for letter in office.letters(case_id) if "/norms/" in letter.key)
    assert "2. Giải thưởng sáng kiến: Thông tư số 01/2019/TT-BTC" in told.context["words"]["what"]


def test_where_everything_has_a_norm_nobody_else_is_asked(office: Office) -> None:
    case_id = played(office, CONSENT | {"funding-norms": ALL_NORMS})
    assert record(office, case_id).ending == FundingEnding.ORDINARY
    assert decision(office, case_id) is None
    assert not asked_of(office, case_id, "funding-letter-sign")


def test_what_is_beyond_the_offices_power_is_the_ubnds_to_decide(office: Office) -> None:
    assign(office)
    case_id = played(office, BEYOND)
    ruled, made = decision(office, case_id), papers(office, case_id)
    assert ruled is not None
    assert (ruled.route, ruled.notation.partition("/")[2]) == (Route.PROVINCE, "QĐ-UBND")
    assert [step.officer_id for step in asked_of(office, case_id, "funding-province")] == [PROVINCE]
    assert made["type-funding-submission"].facts["addressees"] == ["Chủ tịch Ủy ban nhân dân tỉnh"]
    assert (made["type-funding-province"].series, made["type-funding-province"].facts["authority"]) == (
        "province",
        "Chủ tịch Ủy ban nhân dân tỉnh",
    )
    said = made["type-funding-submission"].facts["sections"][0]["paragraphs"][0]
    assert said.startswith("Văn bản số 120/STC-HCSN ngày ")


def test_what_is_over_the_estimate_goes_to_the_ubnd_although_the_finance_agency_agrees(office: Office) -> None:
    assign(office, TOTAL - 1)
    case_id = played(office, CONSENT)
    ruled, made = decision(office, case_id), papers(office, case_id)
    assert ruled is not None
    assert ruled.route == Route.PROVINCE
    assert "vượt dự toán còn lại" in made["type-funding-submission"].facts["sections"][1]["paragraphs"][0]
    assert "47.499.999 đồng" in made["type-funding-submission"].facts["sections"][1]["paragraphs"][0]


def test_a_new_regime_is_put_before_the_peoples_council_whose_resolution_says_how_much(office: Office) -> None:
    assign(office)
    case_id = played(office, REGIME)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert (ruled.route, ruled.amount, ruled.notation) == (Route.COUNCIL, 40_000_000, "25/NQ-HĐND")
    assert ruled.upload_id is not None
    assert not asked_of(office, case_id, "funding-province")
    assert asked_of(office, case_id, "funding-resolution")[0].due == date(2019, 12, 20)  # ten working days after the session of 6 December


def test_a_resolution_put_off_is_asked_for_again_and_one_rejected_ends_it(office: Office) -> None:
    later = {"choice": "postponed", "reason": "Chuyển kỳ họp giữa năm"}
    never = {"choice": "rejected", "reason": "Chưa cân đối được nguồn"}
    case_id = played(office, REGIME | {"funding-resolution": by_turn(later, never)})
    assert [step.key for step in asked_of(office, case_id, "funding-resolution")] == ["funding-resolution/1.1", "funding-resolution/1.2"]
    assert record(office, case_id).ending == FundingEnding.REFUSED
    assert decision(office, case_id) is None


def test_disagreement_submitted_shows_both_opinions_word_for_word(office: Office) -> None:
    case_id = played(office, DISAGREES)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert ruled.route == Route.PROVINCE
    sections = {one["title"]: one["paragraphs"] for one in papers(office, case_id)["type-funding-submission"].facts["sections"]}
    assert "Đề nghị gửi kèm báo giá." in sections["Ý kiến của Sở Tài chính"]
    assert sections["Ý kiến của Sở Thông tin và Truyền thông"] == ["Mức chi theo báo giá thị trường."]


def test_disagreement_may_drop_it(office: Office) -> None:
    case_id = played(office, DISAGREES | {"funding-disagreed": {"choice": "drop", "reason": "Chưa cần thiết"}})
    assert record(office, case_id).ending == FundingEnding.WITHDRAWN
    assert decision(office, case_id) is None


def test_disagreement_may_have_it_revised_and_then_all_is_asked_anew(office: Office) -> None:
    assign(office)
    cheaper = SUBMIT | {"items": SUBMIT["items"][:1], "total": 22_500_000}
    said = {
        "funding-draft": by_round(SUBMIT, cheaper),
        "funding-opinion": by_round(replied("disagree"), replied("agree", "150/STC-HCSN")),
        "funding-disagreed": {"choice": "revise", "reason": "Bỏ phần giải thưởng"},
    }
    case_id = played(office, CONSENT | said)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert (ruled.round, ruled.amount, record(office, case_id).round) == (2, 22_500_000, 2)
    assert office.step(case_id, "funding-draft/2").about["returned"] == "Bỏ phần giải thưởng"


@pytest.mark.parametrize("question", ["funding-norms", "funding-letter-sign", "funding-submission-sign", "funding-province"])
def test_what_is_returned_comes_back_to_who_drafted_it_with_the_reason(office: Office, question: str) -> None:
    case_id = played(office, BEYOND | {question: by_round(BACK, NO_NORM)})
    assert office.step(case_id, "funding-draft/2").about["returned"] == BACK["reason"]
    ruled = decision(office, case_id)
    assert ruled is not None
    assert ruled.round == 2


def test_a_decision_returned_by_the_director_comes_back_too(office: Office) -> None:
    assign(office)
    case_id = played(office, CONSENT | {"funding-decision-sign": by_round(BACK, YES)})
    assert office.step(case_id, "funding-draft/2").about["returned_by"] == ["head_stttt"]


@pytest.mark.parametrize("release", ["funding-letter-release", "funding-submission-release", "funding-province-release"])
def test_a_signed_paper_that_comes_back_is_typed_and_signed_anew(office: Office, release: str) -> None:
    case_id = played(office, BEYOND | {release: by_turn(BACK, given)})
    asked = release.removesuffix("-release")
    assert f"type-{asked}/1.2" in keys(office, case_id)
    assert [step.key for step in asked_of(office, case_id, release)] == [f"{release}/1.1", f"{release}/1.2"]
    assert len(asked_of(office, case_id, "funding-draft")) == 1


def test_the_ubnd_refuses_by_a_paper_of_its_own(office: Office) -> None:
    case_id = asked_for(office)
    office.play_to(case_id, "funding-province", BEYOND)
    step = office.step(case_id, "funding-province/1.1")
    with pytest.raises(Unacceptable, match="số, ký hiệu và ngày văn bản của UBND tỉnh"):
        office.answer(step, {"choice": "refuse", "reason": "Chưa cần"})
    office.answer(
        step, {"choice": "refuse", "reason": "Chưa cần", "number": "99/UBND-KGVX", "issued_on": office.clock.at.date().isoformat()}
    )
    office.walk(case_id)
    assert record(office, case_id).ending == FundingEnding.REFUSED
    assert decision(office, case_id) is None


@pytest.mark.parametrize("choice", ["refuse", "return"])
def test_the_ubnd_may_decline_to_put_a_regime_before_the_council(office: Office, choice: str) -> None:
    no = {"choice": choice, "reason": "Chưa đủ căn cứ", "number": "99/UBND-KGVX", "issued_on": "2019-07-01"}
    case_id = asked_for(office)
    script = REGIME | {"funding-council": by_round(lambda step: no | {"issued_on": step.about["since"]}, put_before_council)}
    office.play(case_id, script)
    assert record(office, case_id).ending == (FundingEnding.REFUSED if choice == "refuse" else FundingEnding.APPROVED)
    assert (record(office, case_id).round == 2) == (choice == "return")


def test_who_asked_may_ask_no_more(office: Office) -> None:
    case_id = played(office, CONSENT | {"funding-norms": BACK, "funding-draft": by_round(SUBMIT, {"choice": "withdraw", "reason": "Thôi"})})
    assert record(office, case_id).ending == FundingEnding.WITHDRAWN
    assert items(office, case_id)


def test_next_years_money_is_asked_for_from_its_own_account(office: Office) -> None:
    assign(office, source=OTHER_SOURCE, year=2020)
    case_id = asked_for(office, source=OTHER_SOURCE, year=2020)
    office.play(case_id, CONSENT)
    ruled = decision(office, case_id)
    assert ruled is not None
    assert ruled.route == Route.OFFICE
