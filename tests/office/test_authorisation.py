"""More time granted by whom the issuer authorised in writing: that power only, never to the one who owes it, taken back at any moment."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from models.directives import Source
from models.errors import Refused
from models.people import Holding
from models.steps import StepState
from tasks.acts import CaseEnded, change_holder
from tasks.authorisation import ACT_TITLES, authorise, take_back
from tasks.directive_acts import NotTheIssuer, split, stop
from tasks.directive_questions import AUTHORISED
from tasks.directives import enter
from tasks.succession import follow_roster
from tasks.who import roster
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, SECRETARY, STANDING, Office, sound
from tests.office.duties import ACCEPT, EXTEND, GIANG_THANH, HEALTH_HEAD, children, order, record, said, taken_on
from tests.office.reorganisations import DAY, into, on, reorganised
from tests.office.test_directive_acts import PARTS, done

DOCUMENT = "Công văn số 12/UBND-VX ngày 03/10/2019"
LATER_DOCUMENT = "Công văn số 15/UBND-VX ngày 10/10/2019"
BY_DEPUTY = {"granter_seat": "deputy_chair_1", "granter_document": DOCUMENT}


def authorised(office: Office, case_id: UUID, seat: str = "deputy_chair_1", document: str = DOCUMENT, by: str | None = CHAIR) -> None:
    with office.bureau.desk() as desk:
        authorise(desk, desk.case(case_id), seat, document, officer_id=by)
    office.walk(case_id)


def taken_back(office: Office, case_id: UUID, by: str | None = CHAIR) -> None:
    with office.bureau.desk() as desk:
        take_back(desk, desk.case(case_id), reason="Trưởng ban trực tiếp quyết định", officer_id=by)
    office.walk(case_id)


def test_who_is_authorised_is_asked_by_the_document_and_grants(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").officer_id == DEPUTY_1
    letter = next(letter for letter in office.queued(case_id) if letter.officer_id == DEPUTY_1)
    assert letter.context["words"]["why"] == f"Ông/Bà được hỏi với tư cách Phó Trưởng ban, theo ủy quyền tại {DOCUMENT}."
    said(office, case_id, "extension/1", {"choice": "grant"})
    assert record(office, case_id).due == date(2019, 11, 29)
    sound(office)


def test_who_set_the_day_himself_is_asked_by_no_document(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    letter = next(letter for letter in office.queued(case_id) if letter.officer_id == CHAIR)
    assert letter.context["words"]["why"] == "Ông/Bà được hỏi với tư cách Trưởng ban."


def test_every_other_power_stays_with_the_issuer(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    with pytest.raises(NotTheIssuer), office.bureau.desk() as desk:
        stop(desk, desk.case(case_id), reason="Không cần", officer_id=DEPUTY_1)
    province = taken_on(office, source=Source.PROVINCE, issuer_seat="ubnd_chair", **BY_DEPUTY)
    said(office, province, "report/1", {"choice": "submit", "done": "Đã xong.", "product_number": "1/BC"})
    assert office.step(province, "confirm/1").seats == ["ubnd_chair"]
    done(office, case_id, "stop", by=CHAIR)


@pytest.mark.parametrize(
    ("changes", "seat", "granter"),
    [
        ({"lead_agency": "STTTT"}, "standing_member", CHAIR),  # its director is the standing member
        ({"lead_agency": "UBND"}, "ubnd_chair", DEPUTY_1),  # the issuer's own agency as well: the next in order
        ({"lead_agency": "SYT", "issuer_seat": "deputy_chair_2"}, "member_yt", DEPUTY_2),
        ({"lead_agency": "SYT", "issuer_seat": "deputy_chair_2"}, "standing_member", STANDING),
    ],
)
def test_nobody_extends_his_own_by_a_document_either(office: Office, changes: dict[str, Any], seat: str, granter: str) -> None:
    case_id = taken_on(office, **changes, granter_seat=seat, granter_document=DOCUMENT)
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").officer_id == granter


def test_a_request_that_waits_moves_there_and_back(office: Office) -> None:
    case_id = taken_on(office)
    said(office, case_id, "report/1", EXTEND)
    office.post_all()
    authorised(office, case_id)
    step = office.step(case_id, "extension/1")
    assert (step.officer_id, step.seats, step.state) == (DEPUTY_1, ["deputy_chair_1"], StepState.OPEN)
    letters = {letter.officer_id: letter for letter in office.queued(case_id)}
    assert {officer: letter.kind for officer, letter in letters.items()} == {CHAIR: "withdrawn", DEPUTY_1: "ask", GIANG_THANH: "told"}
    assert DOCUMENT in letters[DEPUTY_1].context["words"]["why"]
    assert (
        f"Phó Trưởng ban {name(office, DEPUTY_1)} quyết định gia hạn, theo ủy quyền tại {DOCUMENT}"
        in letters[CHAIR].context["words"]["extra"]["reason"]
    )
    authorised(office, case_id, "deputy_chair_2", LATER_DOCUMENT)
    assert office.step(case_id, "extension/1").officer_id == DEPUTY_2
    taken_back(office, case_id)
    assert office.step(case_id, "extension/1").officer_id == CHAIR
    assert (record(office, case_id).granter_seat, record(office, case_id).granter_document) == (None, "")
    said(office, case_id, "extension/1", {"choice": "grant"})
    assert record(office, case_id).due == date(2019, 11, 29)
    sound(office)


def name(office: Office, officer: str) -> str:
    with office.bureau.reading_desk() as desk:
        return roster(desk).name(officer)


def test_the_same_authorised_by_another_document_asks_the_same_officer_no_second_time(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    said(office, case_id, "report/1", EXTEND)
    office.post_all()
    authorised(office, case_id, document=LATER_DOCUMENT)
    assert [letter.kind for letter in office.queued(case_id) if letter.officer_id == DEPUTY_1] == ["told"]
    assert office.step(case_id, "extension/1").revision == 0


def test_nothing_else_is_asked_anew(office: Office) -> None:
    case_id = taken_on(office)
    before = [(step.key, step.state) for step in office.steps(case_id)]
    authorised(office, case_id)
    taken_back(office, case_id)
    assert [(step.key, step.state) for step in office.steps(case_id)] == before


def test_the_standing_office_takes_down_the_issuers_document_and_he_is_told(office: Office) -> None:
    for by in (SECRETARY, STANDING):
        case_id = taken_on(office)
        office.post_all()
        authorised(office, case_id, by=by)
        told = {letter.officer_id for letter in office.queued(case_id) if letter.kind == "told"}
        assert told == {CHAIR, DEPUTY_1, GIANG_THANH}
        taken_back(office, case_id, by=by)


@pytest.mark.parametrize("by", [DEPUTY_1, DEPUTY_2, GIANG_THANH, HEALTH_HEAD, None])
def test_nobody_else_does(office: Office, by: str | None) -> None:
    case_id = taken_on(office)
    with pytest.raises(NotTheIssuer, match="theo văn bản của người giao"):
        authorised(office, case_id, by=by)
    assert record(office, case_id).granter_seat is None


def test_who_owes_it_takes_down_nothing_although_he_keeps_the_files(office: Office) -> None:
    case_id = taken_on(office, lead_agency="STTTT")
    with pytest.raises(NotTheIssuer, match="không tự ghi nhận cho việc của mình"):
        authorised(office, case_id, by=STANDING)
    authorised(office, case_id, by=SECRETARY)


ODD = [
    ("deputy_chair_1", " ", "ghi lý do|văn bản ủy quyền"),
    ("", DOCUMENT, "ghi cả người được ủy quyền và văn bản"),
    ("nobody", DOCUMENT, "Không có chức danh mã «nobody»"),
    ("chair", DOCUMENT, "là người giao nhiệm vụ"),
    ("group_security", DOCUMENT, "Chức danh Thành viên Tổ công tác không có người giữ"),
]


@pytest.mark.parametrize(("seat", "document", "why"), ODD)
def test_odd_authorisations_are_refused(office: Office, seat: str, document: str, why: str) -> None:
    case_id = taken_on(office)
    vacate(office, "group_security")
    with pytest.raises(Refused, match=why):
        authorised(office, case_id, seat, document)
    assert record(office, case_id).granter_seat is None


def vacate(office: Office, seat: str) -> None:
    with office.bureau.desk() as desk:
        for holding in desk.session.exec(select(Holding).where(col(Holding.seat_id) == seat)):
            holding.until = desk.today
            desk.session.add(holding)


@pytest.mark.parametrize(("seat", "document", "why"), ODD[1:])
def test_odd_authorisations_are_refused_when_it_is_entered(office: Office, seat: str, document: str, why: str) -> None:
    vacate(office, "group_security")
    new = order(source=Source.COMMITTEE, granter_seat=seat or None, granter_document=document, entry_id=uuid4())
    with pytest.raises(Refused, match=why), office.bureau.desk() as desk:
        enter(desk, new, by=SECRETARY)


def test_a_seat_without_its_document_is_refused_when_it_is_entered(office: Office) -> None:
    with pytest.raises(Refused, match="hãy ghi đủ, hoặc bỏ trống cả hai"), office.bureau.desk() as desk:
        enter(desk, order(source=Source.COMMITTEE, granter_seat="deputy_chair_1", entry_id=uuid4()), by=SECRETARY)


def test_the_same_again_and_what_is_not_there_are_said(office: Office) -> None:
    case_id = taken_on(office)
    with pytest.raises(Refused, match="không có gì để thôi"):
        taken_back(office, case_id)
    authorised(office, case_id)
    with pytest.raises(Refused, match="đã được ghi nhận"):
        authorised(office, case_id)
    done(office, case_id, "stop")
    with pytest.raises(CaseEnded):
        taken_back(office, case_id)


def test_a_seat_that_falls_vacant_gives_the_power_back(office: Office) -> None:
    case_id = taken_on(office, granter_seat="group_security", granter_document=DOCUMENT)
    vacate(office, "group_security")
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").officer_id == CHAIR


def followed(office: Office) -> None:
    with office.bureau.desk() as desk:
        follow_roster(desk)


def test_a_request_that_waits_at_a_seat_that_falls_vacant_goes_back_and_comes_again(office: Office) -> None:
    case_id = taken_on(office, granter_seat="group_security", granter_document=DOCUMENT)
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").seats == ["group_security"]
    vacate(office, "group_security")
    followed(office)
    assert office.step(case_id, "extension/1").officer_id == CHAIR
    with office.bureau.desk() as desk:
        change_holder(desk, "group_security", DEPUTY_2, desk.today + timedelta(days=1))
    office.move_to(date(2019, 8, 27))
    followed(office)
    assert office.step(case_id, "extension/1").officer_id == DEPUTY_2
    sound(office)


def test_the_head_who_owes_it_and_comes_into_the_authorised_seat_is_not_asked(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    said(office, case_id, "report/1", EXTEND)
    with office.bureau.desk() as desk:
        change_holder(desk, "deputy_chair_1", GIANG_THANH, desk.today)
        follow_roster(desk)
    assert office.step(case_id, "extension/1").officer_id == CHAIR


def test_an_agency_that_is_no_more_leaves_nobody_its_authorisation(office: Office) -> None:
    case_id = taken_on(office, granter_seat="head_ham", granter_document=DOCUMENT)
    said(office, case_id, "report/1", EXTEND)
    assert office.step(case_id, "extension/1").seats == ["head_ham"]
    reorganised(office, into("HAM", "HKL"))
    on(office, DAY)
    assert office.step(case_id, "extension/1").officer_id == CHAIR
    with pytest.raises(Refused, match="cơ quan đã được sắp xếp lại"):
        authorised(office, case_id, "head_ham", LATER_DOCUMENT)
    sound(office)


def test_who_comes_after_in_the_seat_grants(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    said(office, case_id, "report/1", EXTEND)
    with office.bureau.desk() as desk:
        change_holder(desk, "deputy_chair_1", HEALTH_HEAD, desk.today)
    assert office.step(case_id, "extension/1").officer_id == HEALTH_HEAD


@pytest.mark.parametrize("act", ["change", "new lead"])
def test_it_outlives_a_change_and_another_lead(office: Office, act: str) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    done(office, case_id, act)
    said(office, case_id, "acknowledge@1", ACCEPT)
    said(office, case_id, "report/1@1", EXTEND | {"new_due": "2019-12-27"})
    assert office.step(case_id, "extension/1@1").officer_id == DEPUTY_1


def test_what_it_is_split_into_inherits_it(office: Office) -> None:
    case_id = taken_on(office, **BY_DEPUTY)
    with office.bureau.desk() as desk:
        split(desk, desk.case(case_id), PARTS, reason="Hai việc", officer_id=CHAIR)
    for child in children(office, case_id):
        assert (record(office, child.id).granter_seat, record(office, child.id).granter_document) == ("deputy_chair_1", DOCUMENT)


def test_the_act_is_titled_for_people() -> None:
    assert ACT_TITLES[AUTHORISED] == "Ủy quyền quyết định gia hạn nhiệm vụ"
