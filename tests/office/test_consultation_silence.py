"""Who says nothing in a written consultation (Đ2.1, Đ6.3): counted apart, consent only where form and setting say so, never with money."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from models.consultations import Consultation
from models.steps import StepState
from tasks.questions import Unacceptable
from tests.office.cast import Office
from tests.office.polls import FORM, POLL, begun, heard, record, typed


def test_nobody_answers_and_nobody_is_taken_to_agree(office: Office) -> None:
    case_id = begun(office)
    office.play(case_id, POLL | {"opinion": None})
    facts = typed(office, case_id, "bang_tong_hop_y_kien")[0].facts
    assert {polled["counts"] for polled in facts["polled"]} == {"Đồng ý: 00; đồng ý, có ý kiến: 00; không đồng ý: 00; chưa trả lời: 05."}
    assert {voice.stance for voice in heard(office, case_id)} == {None}


def letting(office: Office) -> None:
    """The committee's setting lets a form say that silence is consent."""
    law = office.bureau.law
    policy = law.committee.consultation.model_copy(update={"silence_is_consent": True})
    committee = law.committee.model_copy(update={"consultation": policy})
    office.bureau = replace(office.bureau, law=law.model_copy(update={"committee": committee}))


def test_silence_is_consent_only_where_the_setting_lets_the_form_say_so(office: Office) -> None:
    case_id = begun(office)
    office.walk(case_id)
    with pytest.raises(Unacceptable, match="chưa cho phép coi không trả lời là đồng ý"):
        office.answer(office.step(case_id, "consultation-form/1"), FORM | {"silence": "yes"})
    letting(office)
    script = POLL | {"consultation-form": FORM | {"silence": "yes"}, "opinion/member_tc": None}
    office.play(case_id, script)
    letter = next(letter for letter in office.letters(case_id) if letter.kind == "consultation")
    assert "thì coi là đồng ý" in letter.context["words"]["silence"]
    facts = typed(office, case_id, "bang_tong_hop_y_kien")[0].facts
    assert facts["polled"][0]["counts"].endswith("chưa trả lời: 01. Theo phiếu, 01 người chưa trả lời được coi là đồng ý.")
    tc = [voice for voice in heard(office, case_id) if voice.seats == ("member_tc",)]
    assert {voice.stance for voice in tc} == {None}  # on record it stays silence


def test_with_money_silence_is_never_consent_whatever_the_setting(office: Office) -> None:
    letting(office)
    case_id = begun(office)
    office.walk(case_id)
    with pytest.raises(Unacceptable, match="không bao giờ được coi là đồng ý"):
        office.answer(office.step(case_id, "consultation-form/1"), FORM | {"silence": "yes", "money": "yes"})
    refused = Consultation(case_id=case_id, key="x", matter="Chi", money=True, silence_consents=True)
    with pytest.raises(IntegrityError), office.bureau.desk() as desk:  # the database refuses it too
        desk.session.add(refused)


def test_silence_of_the_decider_decides_nothing(office: Office) -> None:
    case_id = begun(office)
    office.play_to(case_id, "consultation-decision", POLL)
    office.move_to(date(2020, 1, 15))
    office.sweep()
    office.walk(case_id)
    assert office.step(case_id, "consultation-decision/1").state == StepState.OPEN
    assert record(office, case_id).outcome is None
