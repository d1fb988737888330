"""Seats, signatures and recipients of the packaged committee, and a second committee that needs no other code."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from regulation import LawError, load
from regulation.calendar import Quarter
from regulation.committee import Committee
from regulation.timetable import meeting_openings, quarter_dates

COMMITTEE = load().committee


def test_the_committee_has_its_fifteen_seats_and_the_group_its_eleven() -> None:
    assert [seat.role for seat in COMMITTEE.members()][:4] == ["chair", "deputy_chair", "deputy_chair", "standing_member"]
    assert len(COMMITTEE.members()) == 15
    assert len(COMMITTEE.group()) == 11
    assert COMMITTEE.the("secretary").agency == "STTTT"


def test_the_group_leader_and_the_standing_member_are_two_seats() -> None:
    assert COMMITTEE.the("group_leader") != COMMITTEE.the("standing_member")
    assert COMMITTEE.the("group_leader").in_group
    assert not COMMITTEE.the("standing_member").in_group


def test_every_agency_has_one_head_who_is_no_member_for_it() -> None:
    heads = {seat.agency: seat for seat in COMMITTEE.seats_of("agency_head")}
    assert set(heads) == {agency.code for agency in COMMITTEE.agencies} - {"UBND"}
    assert not {seat.id for seat in heads.values()} & {seat.id for seat in (*COMMITTEE.members(), *COMMITTEE.group())}
    assert [seat.id for seat in COMMITTEE.seats_of("province_chair")] == ["ubnd_chair"]


def test_deputies_stand_in_by_their_acting_order() -> None:
    assert [seat.id for seat in COMMITTEE.seats_of("deputy_chair")] == ["deputy_chair_1", "deputy_chair_2"]
    assert [seat.id for seat in COMMITTEE.seats_of("deputy_chair", "chair")] == ["chair", "deputy_chair_1", "deputy_chair_2"]


def test_twenty_two_departments_and_fifteen_districts_report() -> None:
    kinds = [agency.kind for agency in COMMITTEE.reporting_agencies()]
    assert (kinds.count("department"), kinds.count("district_committee"), len(kinds)) == (22, 15, 37)
    assert not COMMITTEE.agency("CAT").reports


@pytest.mark.parametrize(
    ("kind", "role", "form", "lines"),
    [
        ("conclusion_notice", "standing_member", "TL.", ("TL. TRƯỞNG BAN", "ỦY VIÊN THƯỜNG TRỰC")),
        ("conclusion_notice", "deputy_chair", "KT.", ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        ("work_plan", "chair", "none", ("TRƯỞNG BAN",)),
        ("minutes", "standing_member", "none", ("ỦY VIÊN THƯỜNG TRỰC",)),
        ("group_notice", "group_leader", "none", ("TỔ TRƯỞNG",)),
        ("submission", "agency_head", "none", ("GIÁM ĐỐC",)),
    ],
)
def test_a_signature_has_the_form_of_the_matrix(kind: str, role: str, form: str, lines: tuple[str, ...]) -> None:
    found = COMMITTEE.signature(kind, role)
    assert (found.form, found.lines) == (form, lines)


def test_who_may_not_sign_is_refused_in_a_sentence() -> None:
    with pytest.raises(LawError, match="Không có thẩm quyền ký giấy mời cho vai trò “member”"):
        COMMITTEE.signature("invitation", "member")
    with pytest.raises(LawError, match="Không có thẩm quyền ký kế hoạch công tác năm cho vai trò “standing_member”"):
        COMMITTEE.signature("work_plan", "standing_member")


def test_the_standing_member_signs_minutes_and_notices_and_the_presider_approves_a_conclusion_first() -> None:
    for kind in ("minutes", "conclusion_notice", "notice", "session_notice", "invitation"):
        assert COMMITTEE.signers_of(kind)[0].role == "standing_member"
    assert COMMITTEE.paper("conclusion_notice").approver == "presider"
    left = COMMITTEE.paper("minutes").left
    assert left is not None
    assert COMMITTEE.signature_forms[left].role == "secretary"


@pytest.mark.parametrize(
    ("kind", "number", "notation"),
    [
        ("invitation", 5, "05/GM-BCĐ"),
        ("conclusion_notice", 12, "12/TB-BCĐ"),
        ("official_letter", 9, "09/BCĐ-TCT"),
        ("submission", 31, "31/TTr-STTTT"),
    ],
)
def test_a_number_is_written_with_its_notation(kind: str, number: int, notation: str) -> None:
    assert COMMITTEE.notation(kind, number) == notation


def test_papers_of_the_standing_office_are_not_papers_of_the_committee() -> None:
    assert COMMITTEE.series_of("submission").header[1] == "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
    assert COMMITTEE.series_of("invitation").header[1] == "BAN CHỈ ĐẠO CHÍNH QUYỀN ĐIỆN TỬ TỈNH KIÊN GIANG"
    assert COMMITTEE.series_of("province_decision").seal_owner == "UBND"


def test_the_decision_went_to_its_nine_groups_and_the_portal_is_one() -> None:
    recipients = COMMITTEE.recipients("regulation_decision")
    assert len(recipients) == 9
    assert "publication:portal" in recipients[6].to


def test_four_powers_are_reserved_and_each_can_be_switched_off(law_folder: Path) -> None:
    assert [power.duty for power in COMMITTEE.reserved_powers] == ["Đ3.1b", "Đ3.1c", "Đ8.2", "Đ12.2"]
    assert COMMITTEE.needs_explicit_delegation("Đ8.2")
    assert not COMMITTEE.needs_explicit_delegation("Đ8.1")
    _edit(law_folder / "committee.yaml", lambda data: data["reserved_powers"][2].update(enabled=False))
    assert not load(law_folder).committee.needs_explicit_delegation("Đ8.2")


@pytest.mark.parametrize(
    "asked",
    [
        lambda found: found.seat("king"), lambda found: found.agency("XYZ"), lambda found: found.paper("edict"),
        lambda found: found.notation("edict", 1), lambda found: found.recipients("edict"), lambda found: found.the("king"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_refused(asked: Callable[[Committee], object]) -> None:
    with pytest.raises(LawError, match="Không có"):
        asked(COMMITTEE)


@pytest.fixture
def second(law_folder: Path) -> Path:
    """A Party committee of an invented province: communes instead of districts, three deputies, a merged department."""
    _edit(law_folder / "committee.yaml", _found_second)
    rules = law_folder / "house_rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("days: -20,", "days: -25,", 1), encoding="utf-8")
    shutil.rmtree(law_folder / "sample")
    return law_folder


def test_a_second_committee_needs_no_other_code(second: Path) -> None:
    law = load(second)
    assert law.hash != load().hash
    assert law.sample is None
    assert law.committee.identity.regime == "party"
    assert law.committee.notation("invitation", 3) == "03/GM-BCĐCĐS"
    assert law.committee.signature("invitation", "chair").lines == ("T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN")
    assert [seat.id for seat in law.committee.seats_of("deputy_chair")] == ["deputy_chair_2", "deputy_chair_1", "deputy_chair_3"]
    assert [agency.code for agency in law.committee.reporting_agencies()][-2:] == ["XTS", "PHB"]
    assert law.committee.agency("SKHĐT").successors[0].since == date(2025, 3, 1)
    assert law.calendar.count(meeting_openings(law, 2027)[0].opens, meeting_openings(law, 2027)[0].meeting) == 25
    assert len(quarter_dates(law, Quarter(2027, 1))) == len(law.timetable)


def _found_second(data: dict[str, Any]) -> None:
    data["identity"] |= {"code": "BCD-CDS", "name": "Ban Chỉ đạo Chuyển đổi số tỉnh Trường Sơn", "place": "Trường Sơn", "regime": "party"}
    data["series"]["committee"] |= {"header": ["TỈNH ỦY TRƯỜNG SƠN", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"], "suffix": "BCĐCĐS"}
    data["signature_forms"]["chair"] |= {"form": "T/M", "lines": ["T/M BAN CHỈ ĐẠO", "TRƯỞNG BAN"]}
    data["seats"][1]["acting_order"], data["seats"][2]["acting_order"] = 2, 1
    third = data["seats"][1] | {"id": "deputy_chair_3", "acting_order": 3, "field": "Dữ liệu"}
    data["seats"].insert(3, third)
    data["agencies"] = [
        agency for agency in data["agencies"] if agency["kind"] != "district_committee" or agency["code"] in ("TPRG", "HPQ")
    ]
    kept = {agency["code"] for agency in data["agencies"]}
    data["seats"] = [seat for seat in data["seats"] if seat["agency"] in kept]
    data["agencies"] += [
        {"code": "XTS", "name": "Ủy ban nhân dân xã Trường Sơn", "kind": "commune_committee", "reports": True, "parent": "UBND"},
        {"code": "PHB", "name": "Ủy ban nhân dân phường Hòa Bình", "kind": "commune_committee", "reports": True, "parent": "UBND"},
    ]
    merged = next(agency for agency in data["agencies"] if agency["code"] == "SKHĐT")
    merged["successors"] = [{"agency": "STC", "since": "2025-03-01", "decision": "Quyết định sáp nhập (hư cấu)"}]


def _edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    change(data)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(text.replace("False", "false"), encoding="utf-8")
