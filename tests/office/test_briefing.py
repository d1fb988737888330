"""The phiếu trình of a meeting: on one page, whatever the agenda; a whole role named as one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from documents.render import read_back, render
from models.papers import Paper
from tasks.who import roster
from tests.office.cast import AGENDA, CHAIR, DEPUTY_1, DEPUTY_2, PROMPT, Office
from tests.printed import Sheet, missing, print_all

LONG = "Báo cáo tình hình, kết quả thực hiện các nhiệm vụ được giao tại cuộc họp trước và nhiệm vụ trọng tâm quý sau"


def slip(office: Office, items: int, *, away: int = 0, guests: int = 0) -> Paper:
    """The slip of an agenda of that many long items, each of another member's, so many members left out and so many guests invited."""
    with office.bureau.reading_desk() as desk:
        members = [seat.id for seat in desk.law.committee.members()]
    lines = [{"minutes": 10, "item": f"{LONG} ({n})", "by": "Ủy viên thường trực", "owner": members[n % 12 + 1]} for n in range(items)]
    invited = [
        {"name": f"Ông Khách Mời {n}", "office": "Viện Nghiên cứu Chính phủ số và Kinh tế số", "email": f"g{n}@a.example", "items": "1"}
        for n in range(guests)
    ]
    agenda: dict[str, Any] = AGENDA | {"items": lines, "attendees": [*members[: len(members) - away], "deputy_group_leader_1"]}
    case_id = office.convene()
    office.play_to(
        case_id, "convene-extended" if guests else "convene", PROMPT | {"agenda": agenda | ({"guests": invited} if guests else {})}
    )
    letter = next(letter for letter in office.queued(case_id) if letter.officer_id == CHAIR)
    with office.bureau.reading_desk() as desk:
        found = desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id, col(Paper.form) == "phieu_trinh")).one()
    assert [one["sha256"] for one in letter.context["attachments"]] == [found.sha256]
    return found


def test_who_is_invited_is_summed_up_by_roles(office: Office) -> None:
    everybody = ["Trưởng ban", "các Phó Trưởng ban (02 đồng chí)", "Ủy viên thường trực", "các Ủy viên Ban Chỉ đạo (11 đồng chí)"]
    assert slip(office, 2).facts["attendees"] == [*everybody, "Tổ phó thường trực"]


def test_two_seats_of_one_title_are_told_apart_by_who_holds_them(office: Office) -> None:
    with office.bureau.reading_desk() as desk:
        people = roster(desk)
        assert people.title("deputy_chair_1") == people.title("deputy_chair_2") == "Phó Trưởng ban"
        deputies = [f"Phó Trưởng ban {people.name(officer)}" for officer in (DEPUTY_1, DEPUTY_2)]
        assert [people.called(seat) for seat in ("deputy_chair_1", "deputy_chair_2")] == deputies
        assert [people.called(seat) for seat in ("chair", "member_yt")] == ["Trưởng ban", "Ủy viên – Giám đốc Sở Y tế"]
        left_alone = replace(people, holders={seat: who for seat, who in people.holders.items() if seat != "deputy_chair_2"})
        assert [left_alone.called(seat) for seat in ("deputy_chair_1", "deputy_chair_2")] == ["Phó Trưởng ban"] * 2
    lines = [{"minutes": 10, "item": LONG, "by": "", "owner": f"deputy_chair_{n}"} for n in (1, 2)]
    case_id = office.convene()
    office.play_to(case_id, "invitation-sign", PROMPT | {"agenda": AGENDA | {"items": lines, "attendees": ["chair", "deputy_chair_2"]}})
    with office.bureau.reading_desk() as desk:
        papers = {paper.form: paper.facts for paper in desk.session.exec(select(Paper).where(col(Paper.case_id) == case_id))}
    assert papers["phieu_trinh"]["documents"] == [f"{deputies[0]}: nội dung 1", f"{deputies[1]}: nội dung 2"]
    assert papers["phieu_trinh"]["attendees"] == ["Trưởng ban", deputies[1]]
    assert papers["giay_moi"]["attendees"] == [deputies[1]]


def test_what_a_page_cannot_hold_is_counted(office: Office) -> None:
    facts = slip(office, 40, away=1, guests=5).facts
    assert facts["agenda"][-1] == f"… và {41 - len(facts['agenda'])} nội dung khác (xem đủ tại trang trả lời)"
    assert len(facts["agenda"]) > 10
    assert "10 trong 11 Ủy viên Ban Chỉ đạo" in facts["attendees"]
    assert (facts["attendees"][-1], facts["documents"][-1]) == ("và 3 khách mời", "và 10 đầu mối khác")


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.parametrize(("items", "guests"), [(3, 0), (5, 5), (8, 0), (13, 2), (40, 5)])
def test_the_slip_is_one_page(office: Office, tmp_path: Path, items: int, guests: int) -> None:
    found = slip(office, items, away=1, guests=guests)
    data = render("phieu_trinh", read_back("phieu_trinh", found.facts))
    assert len(Sheet(print_all({"slip": data}, tmp_path)["slip"]).sizes) == 1
