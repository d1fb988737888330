"""Điều 4 at the door: who acts while somebody is away, what the chair delegates, and what nobody can decide."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from flows.process.walk import walk
from models.clock import at
from models.meetings import Meeting
from models.people import Absence
from models.steps import Step, StepState
from tasks.absences import end_absence, record_absence
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]
CHAIR, DEPUTY_1, DEPUTY_2, STANDING = "P01", "P02", "P03", "P04"
DAY = date(2019, 9, 27)


def away(house: House, *officers: str) -> None:
    for officer in officers:
        with house.bureau.desk() as desk:
            record_absence(desk, officer_id=officer, since=desk.today, until=date(2019, 9, 30), reason="Đi công tác", by="P18")


def recorded(house: House) -> list[Absence]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Absence).order_by(col(Absence.recorded_at))))


def spoken(house: House, **more: Any) -> dict[str, Any]:
    today = house.clock.at.date().isoformat()
    return {"officer": CHAIR, "since": today, "until": today, "reason": "Công tác"} | more


def walked(house: House, absence: Absence) -> None:
    assert absence.case_id is not None
    walk(house.bureau, absence.case_id)


def meeting(house: House) -> Meeting:
    with house.bureau.reading_desk() as desk:
        return desk.session.exec(select(Meeting)).one()


def test_the_secretary_enters_the_chairs_written_delegation(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    page = text_of(secretary.get("/vang-mat").text)
    assert "Triệu tập cuộc họp mở rộng" in page
    without = secretary.send("/vang-mat", spoken(house, reserved=["Đ8.2"]))
    assert without.status_code == 422
    assert "số, ngày văn bản ủy quyền" in text_of(without.text)
    assert 'value="Đ8.2" checked' in without.text  # what was ticked stays ticked
    invented = secretary.post("/vang-mat", secretary.fields("/vang-mat") | spoken(house, reserved=["Đ1.1"], delegation="1"))
    assert invented.status_code == 422
    assert recorded(house) == []
    paper = "12/QĐ-BCĐ ngày 26/8/2019"
    assert secretary.send("/vang-mat", spoken(house, reserved=["Đ8.2"], delegation=paper)).status_code == 303
    assert (recorded(house)[0].reserved, recorded(house)[0].delegation) == (["Đ8.2"], paper)
    page = text_of(secretary.get("/vang-mat").text)
    assert f"Được ủy quyền ghi rõ ({paper}): Triệu tập cuộc họp mở rộng." in page
    assert "Phó Trưởng ban Lê Minh Họa thay mặt theo Điều 4 Quy chế." in page


def test_a_deputy_is_not_offered_the_chairs_powers(signed_in: SignedIn) -> None:
    assert "Triệu tập cuộc họp mở rộng" not in text_of(signed_in("deputy_chair_1").get("/vang-mat").text)
    assert "Triệu tập cuộc họp mở rộng" in text_of(signed_in("chair").get("/vang-mat").text)


def test_two_absences_at_once_of_one_officer_are_refused(house: House, signed_in: SignedIn) -> None:
    away(house, CHAIR)
    reply = signed_in("secretary").send("/vang-mat", spoken(house))
    assert reply.status_code == 422
    assert "Đã ghi nhận vắng mặt từ" in text_of(reply.text)
    assert len(recorded(house)) == 1


def test_the_page_says_who_acts_for_the_standing_member_once_the_chair_has_decided(house: House, signed_in: SignedIn) -> None:
    away(house, STANDING)
    secretary = signed_in("secretary")
    assert "Chưa có người ký, xác nhận thay" in text_of(secretary.get("/vang-mat").text)
    absence = recorded(house)[0]
    walked(house, absence)
    chair = signed_in("chair")
    step = _decision(house, absence)
    page = text_of(chair.get(f"/viec/{step.id}").text)
    assert "Nguyễn Mô Phỏng, Ủy viên thường trực vắng mặt từ 05/9/2019 đến hết 30/9/2019" in page
    assert "Quy chế không nêu ai thay Ủy viên thường trực" in page
    assert "Tổ phó thường trực Tạ Mẫu Bảy" in page
    nobody = chair.send(f"/viec/{step.id}", {"choice": "assign"})
    assert nobody.status_code == 422
    assert "Xin chọn người ký, xác nhận thay." in text_of(nobody.text)
    assert chair.send(f"/viec/{step.id}", {"choice": "assign", "seat": "deputy_group_leader_1"}).status_code == 303
    assert "Tổ phó thường trực" in text_of(chair.get(f"/viec/{step.id}").text)  # the receipt names the seat, not its code
    walked(house, absence)
    assert "Tổ phó thường trực Tạ Mẫu Bảy ký, xác nhận thay theo quyết định của Trưởng ban." in text_of(secretary.get("/vang-mat").text)
    acting = signed_in("deputy_group_leader_1")
    assert acting.get("/vang-mat").status_code == 200  # what the standing member may open is open to who acts for him
    assert signed_in("deputy_group_leader_2").get("/vang-mat").status_code == 404


def _decision(house: House, absence: Absence) -> Any:
    with house.bureau.reading_desk() as desk:
        return desk.session.exec(
            select(Step).where(col(Step.case_id) == absence.case_id, col(Step.question) == "standing-in-decision")
        ).one()


def test_a_member_opens_the_case_he_was_told_of_and_no_other(house: House, signed_in: SignedIn) -> None:
    away(house, CHAIR)
    absence = recorded(house)[0]
    member = signed_in("member_pq")
    assert member.get(f"/ho-so/{absence.case_id}").status_code == 404
    walked(house, absence)
    page = member.get(f"/ho-so/{absence.case_id}")
    assert page.status_code == 200
    assert "Thông báo việc thay mặt Trưởng ban" in text_of(page.text)
    assert "Đi công tác" not in page.text
    assert signed_in("group_finance").get(f"/ho-so/{absence.case_id}").status_code == 200  # the files are the group's
    assert signed_in("head_stp").get(f"/ho-so/{absence.case_id}").status_code == 404


def test_what_nobody_can_decide_says_so_instead_of_a_form(house: House, signed_in: SignedIn) -> None:
    step = house.reach("convene")
    chair = signed_in("chair")
    fields = chair.fields(f"/viec/{step.id}")
    away(house, CHAIR, DEPUTY_1, DEPUTY_2)
    page = chair.get(f"/viec/{step.id}")
    assert "cuộc họp chỉ có thể hoãn" in text_of(page.text)
    assert "<form id=" not in page.text
    sent = chair.post(f"/viec/{step.id}", fields | {"choice": ["approve"]})
    assert sent.status_code == 422
    assert "cuộc họp chỉ có thể hoãn" in text_of(sent.text)
    assert house.again(step).state == StepState.OPEN
    assert "đều đang vắng mặt" in text_of(signed_in("secretary").get("/vang-mat").text)


def test_the_standing_member_postpones_only_while_nobody_presides(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    standing, path = signed_in("standing_member"), f"/ho-so/{house.case_id}/doi-lich"
    assert standing.get(path).status_code == 404
    assert "Đổi thời gian, địa điểm" not in text_of(standing.get(f"/ho-so/{house.case_id}").text)
    away(house, CHAIR, DEPUTY_1, DEPUTY_2)
    assert "Đổi thời gian, địa điểm" in text_of(standing.get(f"/ho-so/{house.case_id}").text)
    later = {"day": "2019-10-08", "hour": "14:00", "place": "Hội trường", "reason": "Không có người chủ trì"}
    fields = standing.fields(path)
    assert signed_in("secretary").get(path).status_code == 404
    assert standing.send(path, later).status_code == 303
    assert meeting(house).starts_at == at(date(2019, 10, 8)).replace(hour=14)
    assert any("/postponed/" in letter.key for letter in house.letters("told"))
    with house.bureau.desk() as desk:
        end_absence(desk, desk.session.get_one(Absence, recorded(house)[0].id))
    assert standing.post(path, fields | {name: [value] for name, value in later.items()}).status_code == 404


@pytest.fixture
def at_the_meeting(house: House) -> House:
    house.reach("minutes")
    house.clock.move(at(DAY).replace(hour=8))
    return house


def test_the_secretary_takes_down_that_a_deputy_presides_and_the_chair_confirms(at_the_meeting: House, signed_in: SignedIn) -> None:
    house = at_the_meeting
    secretary, path = signed_in("secretary"), f"/ho-so/{house.case_id}/chu-tri-thay"
    assert "Trưởng ban vắng đột xuất, Phó Trưởng ban chủ trì" in text_of(secretary.get(f"/ho-so/{house.case_id}").text)
    assert signed_in("deputy_chair_1").get(path).status_code == 404
    empty = secretary.send(path, {"reason": " "})
    assert empty.status_code == 422
    assert "Xin ghi lý do" in text_of(empty.text)
    assert secretary.send(path, {"reason": "Trưởng ban đi chống bão"}).status_code == 303
    page = text_of(secretary.get(f"/ho-so/{house.case_id}").text)
    assert "Trưởng ban đi chống bão" in page
    assert "Lê Minh Họa, Phó Trưởng ban" in page
    again = secretary.get(path)
    assert "đang do Phó Trưởng ban chủ trì" in text_of(again.text)
    assert "<button>Ghi nhận" not in again.text
    chair, step = signed_in("chair"), house.step("acting-confirmation")
    assert "Lê Minh Họa, Phó Trưởng ban chủ trì cuộc họp khi Trưởng ban vắng đột xuất" in text_of(chair.get(f"/viec/{step.id}").text)
    assert chair.send(f"/viec/{step.id}", {"choice": "refuse"}).status_code == 422
    assert chair.send(f"/viec/{step.id}", {"choice": "refuse", "reason": "Đã giao người khác"}).status_code == 303
    assert house.again(step).state == StepState.ANSWERED
    assert any("không xác nhận" in letter.context["words"]["title"] for letter in house.letters("told"))


def test_on_another_day_the_page_says_why_nothing_can_be_taken_down(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    secretary, path = signed_in("secretary"), f"/ho-so/{house.case_id}/chu-tri-thay"
    assert "vắng đột xuất" not in text_of(secretary.get(f"/ho-so/{house.case_id}").text)
    assert "trong ngày họp 27/09/2019" in text_of(secretary.get(path).text)
    csrf = secretary.fields("/", "/dang-xuat")["csrf"]
    assert secretary.post(path, {"csrf": csrf, "reason": "x"}).status_code == 422
    assert meeting(house).presider_seat is None
