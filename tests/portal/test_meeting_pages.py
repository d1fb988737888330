"""Meetings at the door: called out of turn, attendees changed, papers read, attendance counted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from flows.process.walk import walk
from models.cases import Act, Case
from models.meetings import Attendance, Meeting, Presence
from models.papers import Upload
from models.steps import Step, StepState
from tests.office.cast import Handed
from tests.portal.reading import text_of
from tests.portal.visit import PDF, Browser, House, payload

SignedIn = Callable[[str], Browser]
URGENT: dict[str, Any] = {
    "day": "2019-09-10",
    "hour": "14:00",
    "about": "Khắc phục sự cố an toàn thông tin",
    "reason": "Hệ thống một cửa bị gián đoạn từ sáng nay",
}


def urgent_cases(house: House) -> list[Case]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Case).where(col(Case.process) == "extraordinary_meeting")))


def asked(house: House, case_id: UUID) -> list[Step]:
    walk(house.bureau, case_id)
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Step).where(col(Step.case_id) == case_id, col(Step.kind) == "ask")))


def test_the_chair_calls_a_meeting_out_of_turn_and_two_clicks_are_one(house: House, signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    assert "/hop-dot-xuat" in chair.get("/ho-so").text
    fields = chair.fields("/hop-dot-xuat") | {name: [value] for name, value in URGENT.items()}
    assert "presider" not in fields  # he presides what he calls
    replies = [chair.post("/hop-dot-xuat", fields) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [303, 303]
    (case,) = urgent_cases(house)
    assert {reply.headers["location"] for reply in replies} == {f"/ho-so/{case.id}"}
    assert [step.question for step in asked(house, case.id)] == ["agenda"]
    page = text_of(chair.get(f"/ho-so/{case.id}").text)
    assert "14 giờ 00, ngày 10/9/2019" in page


def test_the_standing_member_proposes_to_whom_he_picks_and_is_answered_with_a_reason(house: House, signed_in: SignedIn) -> None:
    standing = signed_in("standing_member")
    reply = standing.send("/hop-dot-xuat", URGENT)
    assert (reply.status_code, "Xin chọn người được đề nghị" in text_of(reply.text)) == (422, True)
    assert standing.send("/hop-dot-xuat", URGENT | {"presider": "deputy_chair_1"}).status_code == 303
    (case,) = urgent_cases(house)
    (call,) = asked(house, case.id)
    deputy = signed_in("deputy_chair_1")
    assert (call.question, call.officer_id) == ("call", house.holder("deputy_chair_1"))
    assert URGENT["about"] in text_of(deputy.get("/").text)
    page = text_of(deputy.get(f"/viec/{call.id}").text)
    assert URGENT["reason"] in page
    assert "Nguyễn Mô Phỏng, Ủy viên thường trực" in page
    unsaid = deputy.send(f"/viec/{call.id}", {"choice": "refuse"})
    assert "ghi lý do để Ủy viên thường trực biết" in text_of(unsaid.text)
    assert deputy.send(f"/viec/{call.id}", {"choice": "refuse", "reason": "Đã giao xử lý ngay"}).status_code == 303


def test_who_is_only_invited_opens_the_case_and_its_papers(house: House, signed_in: SignedIn) -> None:
    assert signed_in("chair").send("/hop-dot-xuat", URGENT).status_code == 303
    house.case_id = urgent_cases(house)[0].id  # nobody was asked what to put on the agenda of this one
    member, case = signed_in("member_yt"), f"/ho-so/{house.case_id}"
    assert member.get(case).status_code == 404
    house.reach("rsvp")
    step = house.step("paper", "member_ca")
    house.say(step, house.scripted["paper"])
    assert member.get(case).status_code == 200
    assert member.get(f"{case}/tai-lieu/{payload(house, step)['paper']}").status_code == 200
    assert signed_in("head_cat").get(f"{case}/tai-lieu/{payload(house, step)['paper']}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2019-02-30"}, "Không có ngày này"),
        ({"hour": "25:00"}, "Không có giờ này"),
        ({"day": "2019-09-01"}, "quá gần"),
        ({"about": ""}, "bàn về việc gì"),
        ({"reason": " "}, "lý do phải họp đột xuất"),
        ({"reason": "x" * 3000}, "quá dài"),
    ],
)
def test_a_wrong_call_is_sent_back_with_what_was_typed(house: House, signed_in: SignedIn, changes: dict[str, str], sentence: str) -> None:
    reply = signed_in("chair").send("/hop-dot-xuat", URGENT | changes)
    assert reply.status_code == 422
    assert sentence in text_of(reply.text)
    kept = next(value for name, value in URGENT.items() if name not in changes and name in ("about", "reason"))
    assert kept in reply.text
    assert urgent_cases(house) == []


def test_the_presider_takes_a_seat_out_and_invites_another(house: House, signed_in: SignedIn) -> None:
    house.scripted["agenda"]["attendees"] = [seat for seat in house.scripted["agenda"]["attendees"] if seat != "member_pq"]
    gone = house.reach("rsvp")
    chair, path = signed_in("chair"), f"/ho-so/{house.case_id}/thanh-phan"
    assert path in chair.get(f"/ho-so/{house.case_id}").text
    seat = gone.seats[0]
    assert chair.send(path, {"in": ["member_pq"], "out": [seat], "reason": "Bàn về huyện Phú Quốc"}).status_code == 303
    house.walk()
    assert house.again(gone).state == StepState.WITHDRAWN
    assert house.step("rsvp", "member_pq").state == StepState.OPEN
    page = text_of(chair.get(f"/ho-so/{house.case_id}").text)
    assert "Thay đổi thành phần dự họp Bàn về huyện Phú Quốc" in page
    shown = chair.get(path).text
    assert 'name="out" value="member_pq"' in shown
    assert f'name="in" value="{seat}"' in shown
    assert signed_in("member_pq").get(f"/ho-so/{house.case_id}").status_code == 200


def test_a_change_of_attendees_needs_a_seat_a_reason_and_an_invitation(house: House, signed_in: SignedIn) -> None:
    chair, path = signed_in("chair"), f"/ho-so/{house.case_id}/thanh-phan"
    assert "Giấy mời chưa phát hành" in text_of(chair.get(path).text)
    house.reach("rsvp")
    for wrong, sentence in (
        ({"reason": "Đổi ý"}, "Xin chọn chức danh"),
        ({"out": ["member_yt"], "reason": ""}, "Xin ghi lý do"),
        ({"out": ["member_xx"], "reason": "Đổi ý"}, "xin xem lại danh sách"),
        ({"in": ["member_yt"], "reason": "Đổi ý"}, "xin xem lại danh sách"),
    ):
        reply = chair.send(path, wrong)
        assert reply.status_code == 422, wrong
        assert sentence in text_of(reply.text), wrong
        assert not wrong["reason"] or wrong["reason"] in reply.text
    kept = chair.send(path, {"out": ["member_yt"], "reason": ""})
    assert 'name="out" value="member_yt" checked' in kept.text
    with house.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Act)).all() == []


def test_two_papers_are_told_apart_on_the_list_and_on_their_pages(house: House, signed_in: SignedIn) -> None:
    house.reach("paper")
    steps = [step for step in house.steps("paper") if step.seats == ["secretary"]]
    secretary = signed_in("secretary")
    listed = text_of(secretary.get("/").text)
    assert len(steps) == 2
    for step in steps:
        assert step.about["matter"] in listed
        assert step.about["matter"] in text_of(secretary.get(f"/viec/{step.id}").text)


def test_every_member_reads_the_papers_of_the_meeting_and_no_other_file(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    step = house.step("paper", "member_ca")
    house.say(step, {"choice": "send", "paper": Handed("an toàn.pdf", content=PDF)})
    opinion = {"choice": "proxy", "reason": "Họp", "proxy_name": "A", "proxy_office": "B", "opinion": Handed("y-kien.pdf", content=PDF)}
    said = house.step("rsvp", "member_gd")
    house.say(said, opinion)
    member, case = signed_in("member_yt"), f"/ho-so/{house.case_id}"
    page = member.get(case)
    assert "an toàn.pdf" in page.text
    assert "y-kien.pdf" not in page.text
    file = member.get(f"{case}/tai-lieu/{payload(house, step)['paper']}")
    assert (file.status_code, file.content) == (200, PDF)
    assert file.headers["content-disposition"].startswith("attachment")
    with house.bureau.reading_desk() as desk:
        others = [str(row.id) for row in desk.session.exec(select(Upload).where(col(Upload.step_id) != step.id))]
    assert payload(house, said)["opinion"] in others
    for upload in others:  # the signed invitation, somebody's opinion
        assert member.get(f"{case}/tai-lieu/{upload}").status_code == 404
        assert member.get(f"{case}/tep/{upload}").status_code == 404


def test_what_the_presider_wrote_and_took_off_stands_on_the_case(house: House, signed_in: SignedIn) -> None:
    house.scripted["convene"] = {"choice": "approve", "remark": "Rút gọn phần thảo luận"}
    house.scripted["late-item"] = {"choice": "withdraw", "reason": "Chưa đủ số liệu"}
    house.scripted["agenda"]["points"] = [{"point": "UBND huyện Phú Quốc"}]
    house.scripted["agenda"]["online"] = "Phòng họp số 02"
    del house.scripted["paper"]
    house.reach("conclusions")
    case = f"/ho-so/{house.case_id}"
    page, member = text_of(signed_in("secretary").get(case).text), text_of(signed_in("member_yt").get(case).text)
    for shown in (page, member):
        assert "các điểm cầu: UBND huyện Phú Quốc; kết hợp trực tuyến: Phòng họp số 02" in shown
        assert "Lý do: Chưa đủ số liệu" in shown
    assert "Rút gọn phần thảo luận" in page
    assert "Rút gọn phần thảo luận" not in member


def test_attendance_is_counted_seat_by_seat_for_the_year_and_nobody_is_ranked(house: House, signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    assert "chưa có cuộc họp nào" in text_of(chair.get("/du-hop").text)
    came = {"member_yt": Presence.PROXY, "member_gd": Presence.UNCONSENTED, "chair": Presence.PRESENT}
    with house.bureau.desk() as desk:
        meeting = desk.session.exec(select(Meeting)).one()
        desk.session.add_all(Attendance(meeting_id=meeting.id, seat_id=seat, presence=presence) for seat, presence in came.items())
    page = chair.get("/du-hop?nam=2019").text
    rows = [text_of(row) for row in page.split("<tr>")[2:]]
    order = [next(n for n, row in enumerate(rows) if title in row) for title in ("Trưởng ban", "Giám đốc Sở Y tế", "Tổng cộng")]
    assert order == sorted(order)
    assert "Ủy viên – Giám đốc Sở Y tế Trương Thị Mẫu Hai 1 0 1 0 0 0%" in rows[order[1]]
    assert "Tổng cộng 3 1 1 0 1 33%" in rows[order[2]]
    assert "chưa có cuộc họp nào" in text_of(chair.get("/du-hop?nam=2018").text)
    for wrong in ("abc", "99", "0000", "²⁰¹⁹", "20190"):
        assert chair.get("/du-hop", params={"nam": wrong}).status_code == 404


def test_who_comes_already_is_not_offered_again_in_his_other_seat(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    chair, path = signed_in("chair"), f"/ho-so/{house.case_id}/thanh-phan"
    assert house.holder("group_leader") == house.holder("standing_member")
    shown = chair.get(path).text
    assert 'name="in" value="group_centre"' in shown
    assert text_of(shown).count("Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang Cổng công việc") == 1  # the head of every page
    for seat in ("group_leader", "chair"):
        assert f'value="{seat}"' not in shown
        assert chair.send(path, {"in": [seat], "reason": "Mời thêm"}).status_code == 422
