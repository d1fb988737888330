"""Agencies renamed and merged, on the pages: what is over keeps the names it was done under, lists offer who is there today."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from flows.process.walk import walk
from models.clock import at
from models.steps import Step, Via
from tasks.answering import Reply, answer
from tasks.directives import give
from tasks.roster import import_roster
from tasks.roster_known import exported
from tasks.succession import follow_roster
from tests.office.duties import ACCEPT, CONFIRMED, SUBMIT, order
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House
from tests.workbooks import with_rows

SignedIn = Callable[[str], Browser]
DAY = date(2019, 9, 10)
DECISION = "Nghị quyết số 12/NQ-HĐND ngày 20/8/2019 (hư cấu)"


@pytest.fixture
def health(house: House) -> UUID:
    """A directive that Sở Y tế has carried out, and that is confirmed."""
    with house.bureau.desk() as desk:
        case_id = give(desk, order(lead_agency="SYT", coordinating=("HGT",))).id
    for key, said in (("acknowledge", ACCEPT), ("report/1", SUBMIT), ("confirm/1", CONFIRMED)):
        walk(house.bureau, case_id)
        with house.bureau.desk() as desk:
            step = desk.session.exec(select(Step).where(col(Step.case_id) == case_id, col(Step.key) == key)).one()
            answer(desk, step.id, Reply(said, step.officer_id or "", Via.SCRIPT))
    walk(house.bureau, case_id)
    return case_id


@pytest.fixture
def owed(house: House) -> UUID:
    """A directive that Sở Y tế still owes."""
    with house.bureau.desk() as desk:
        case_id = give(desk, order(lead_agency="SYT", text="Việc còn làm.")).id
    walk(house.bureau, case_id)
    return case_id


def reorganised(house: House, **row: Any) -> None:
    with house.bureau.desk() as desk:
        import_roster(desk, with_rows(exported(desk), Sắp_xếp_cơ_quan=[{"Từ ngày": DAY, "Văn bản quyết định": DECISION} | row]))
    house.clock.move(at(DAY, time(8)))
    with house.bureau.desk() as desk:
        follow_roster(desk)


def test_what_is_over_is_shown_under_the_old_name_and_what_goes_on_under_the_new(
    house: House, signed_in: SignedIn, health: UUID, owed: UUID
) -> None:
    reorganised(house, **{"Mã cơ quan": "SYT", "Đổi tên thành": "Sở Sức khỏe"})
    reader = signed_in("standing_member")
    over, going_on = (text_of(reader.get(f"/ho-so/{case_id}").text) for case_id in (health, owed))
    assert "Sở Y tế" in over
    assert "Sở Sức khỏe" not in over
    assert "Sở Sức khỏe" in going_on
    assert "Sở Y tế" not in going_on


def test_who_reported_is_named_as_on_the_day_he_did(house: House, signed_in: SignedIn, owed: UUID) -> None:
    for key, said in (("acknowledge", ACCEPT), ("report/1", SUBMIT)):
        with house.bureau.desk() as desk:
            step = desk.session.exec(select(Step).where(col(Step.case_id) == owed, col(Step.key) == key)).one()
            answer(desk, step.id, Reply(said, step.officer_id or "", Via.SCRIPT))
        walk(house.bureau, owed)
    reorganised(house, **{"Mã cơ quan": "SYT", "Đổi tên thành": "Sở Sức khỏe"})
    with house.bureau.reading_desk() as desk:
        confirm = desk.session.exec(select(Step).where(col(Step.case_id) == owed, col(Step.key) == "confirm/1")).one()
    shown = text_of(signed_in("standing_member").get(f"/viec/{confirm.id}").text)
    assert "Giám đốc Sở Y tế (Trương Thị Mẫu Hai)" in shown
    assert "Sở Sức khỏe" in shown


def test_a_merged_agency_is_no_longer_offered_and_is_told_of_on_the_page(
    house: House, signed_in: SignedIn, health: UUID, owed: UUID
) -> None:
    form = signed_in("secretary").get("/nhiem-vu/moi").text
    assert 'value="SYT"' in form
    reorganised(house, **{"Mã cơ quan": "SYT", "Nhập vào, tách thành": "SNV"})
    secretary = signed_in("secretary")
    form = secretary.get("/nhiem-vu/moi").text
    assert 'value="SYT"' not in form
    assert 'value="SNV"' in form
    going_on = text_of(secretary.get(f"/ho-so/{owed}").text)
    assert "Chuyển cơ quan chủ trì, phối hợp theo quyết định sắp xếp cơ quan" in going_on
    assert f"Từ 10/9/2019 Sở Y tế nhập vào Sở Nội vụ ({DECISION}); Sở Nội vụ kế thừa việc này." in going_on
    assert "Sở Nội vụ" not in text_of(secretary.get(f"/ho-so/{health}").text)


def test_the_new_head_opens_the_case_and_the_former_one_answers_it_no_more(house: House, signed_in: SignedIn) -> None:
    former, new = signed_in("head_hgt"), signed_in("head_hkl")
    with house.bureau.desk() as desk:
        case_id = give(desk, order()).id
    walk(house.bureau, case_id)
    with house.bureau.reading_desk() as desk:
        step = desk.session.exec(select(Step).where(col(Step.case_id) == case_id, col(Step.key) == "acknowledge")).one()
    assert (former.get(f"/viec/{step.id}").status_code, new.get(f"/viec/{step.id}").status_code) == (200, 404)
    reorganised(house, **{"Mã cơ quan": "HGT", "Nhập vào, tách thành": "HKL"})
    former, new = signed_in("head_hgt"), signed_in("head_hkl")
    assert (former.get(f"/viec/{step.id}").status_code, new.get(f"/viec/{step.id}").status_code) == (404, 200)
    assert new.get(f"/ho-so/{case_id}").status_code == 200
