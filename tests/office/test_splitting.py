"""Agencies split, made anew and merged again: who has the remainder, and who heads what the regulation does not know."""

from datetime import timedelta

import pytest

from models.errors import Refused
from models.steps import StepState
from tasks.agencies import current
from tasks.directive_acts import new_lead
from tasks.directives import check_order
from tasks.succession import SUCCEEDED
from tasks.who import roster
from tests.office.cast import CHAIR, Office, sound
from tests.office.duties import record, taken_on
from tests.office.reorganisations import DAY, MADE, SPLIT, acts, head, into, of_step, on, reorganised, told
from tests.office.rosters import NEW, add, export, holding, take
from tests.workbooks import with_rows


def test_of_a_split_agency_the_one_with_the_remainder_takes_over_and_the_issuer_may_choose_another(office: Office, kien_luong: str) -> None:
    case_id = taken_on(office)
    office.post_all()
    done = reorganised(office, *SPLIT)
    assert [change.words.split(", ")[-1] for change in done.changes] == ["nhận việc còn lại", "nhận việc được chỉ định"]
    assert take(office, export(office)).changes == []
    on(office, DAY)
    assert record(office, case_id).lead_agency == "HKL"
    letters = told(office, case_id)
    assert [letter.officer_id for letter in letters] == [CHAIR]
    assert "được tách thành Ủy ban nhân dân huyện An Biên và Ủy ban nhân dân huyện Kiên Lương" in letters[0].context["words"]["what"]
    assert "Giao cơ quan khác chủ trì" in letters[0].context["words"]["what"]
    with office.bureau.desk() as desk:
        new_lead(desk, desk.case(case_id), "HAB", reason="Việc thuộc địa bàn An Biên", officer_id=CHAIR)
    office.walk(case_id)
    on(office, DAY + timedelta(days=1))
    assert record(office, case_id).lead_agency == "HAB"
    assert of_step(office, case_id, "acknowledge@1")[:2] == (["head_hab"], head(office, "HAB"))
    assert acts(office, case_id) == [SUCCEEDED, "directive-new-lead"]
    assert kien_luong not in {step.officer_id for step in office.asked(case_id)}
    sound(office)


def test_an_agency_that_merges_again_later_is_followed_to_the_end(office: Office) -> None:
    case_id = taken_on(office)
    reorganised(office, into("HGT", "HKL"), into("HKL", "HAB", DAY + timedelta(days=7)))
    on(office, DAY)
    assert record(office, case_id).lead_agency == "HKL"
    late = taken_on(office, lead_agency="HAM")
    reorganised(office, into("HAM", "HKL", DAY))
    assert record(office, late).lead_agency == "HKL"
    on(office, DAY + timedelta(days=7))
    assert [record(office, one).lead_agency for one in (case_id, late)] == ["HAB", "HAB"]
    sound(office)


def test_a_new_agency_comes_with_its_heads_seat_and_takes_over_from_its_first_day(office: Office) -> None:
    case_id = taken_on(office)
    made = MADE | {"Hoạt động từ ngày": DAY, "Chức vụ người đứng đầu": "Giám đốc Sở Chuyển đổi số"}
    data = with_rows(
        export(office),
        Cán_bộ=[NEW],
        Giữ_chức_danh=[holding("head_scds", "P90", DAY)],
        Cơ_quan=[made],
        Sắp_xếp_cơ_quan=[into("HGT", "SCĐS")],
    )
    done = take(office, data)
    assert [change.act for change in done.changes] == ["officer.add", "holder", "agency.add", "seat.add", "agency.succeed"]
    assert take(office, data).changes == []
    assert take(office, export(office)).changes == []
    with office.bureau.reading_desk() as desk:
        assert "SCĐS" not in current(desk)
        with pytest.raises(Refused, match="Sở Chuyển đổi số chưa đến ngày hoạt động"):
            check_order(desk, "Việc", "SCĐS", (), None)
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_scds"], "P90", StepState.OPEN)
    with office.bureau.reading_desk() as desk:
        assert roster(desk).title("head_scds") == "Giám đốc Sở Chuyển đổi số"
        assert roster(desk).seats["head_scds"].title == "Giám đốc"
        assert "SCĐS" in current(desk)
        assert "HGT" not in current(desk)
        with pytest.raises(Refused, match="huyện Giang Thành đã được sắp xếp lại, Sở Chuyển đổi số kế thừa"):
            check_order(desk, "Việc", "HGT", (), None)
    sound(office)


def test_a_successor_whose_head_is_not_named_yet_leaves_it_waiting_for_him(office: Office) -> None:
    case_id = taken_on(office)
    made = MADE | {"Chức vụ người đứng đầu": "Giám đốc Sở Chuyển đổi số"}
    add(office, Cơ_quan=[made], Sắp_xếp_cơ_quan=[into("HGT", "SCĐS")])
    on(office, DAY)
    assert of_step(office, case_id, "report/1") == (["head_scds"], None, StepState.OPEN)
    done = add(office, Cán_bộ=[NEW], Giữ_chức_danh=[holding("head_scds", "P90", DAY)])
    assert done.moved == 1
    assert office.step(case_id, "report/1").officer_id == "P90"
    sound(office)
