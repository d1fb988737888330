"""The case page, its papers, and the acts done from it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select

from flows.process.walk import open_period
from models.cases import Case
from models.clock import at
from models.meetings import Meeting
from models.people import Absence
from models.steps import StepState
from tasks.sweep import close_cutoffs
from tests.portal.reading import text_of
from tests.portal.visit import Browser, House

SignedIn = Callable[[str], Browser]


def meeting(house: House) -> Meeting:
    with house.bureau.reading_desk() as desk:
        return desk.session.exec(select(Meeting)).one()


def test_the_case_page_tells_every_step_with_clause_seat_deadline_and_state(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    page = text_of(signed_in("secretary").get(f"/ho-so/{house.case_id}").text)
    assert "khoản 4 Điều 5 Quy chế" in page
    assert "Chỉ đạo việc chuẩn bị các cuộc họp của Ban Chỉ đạo" in page
    assert "Đã trả lời: Trình dự thảo" in page
    assert "Đã trả lời 0/14" in page
    assert "hạn 25/9/2019" in page
    assert "Ủy viên – Giám đốc Sở Y tế" in page
    assert "Chờ gửi" in page  # letters' state, for staff
    titles = ["Lập dự thảo chương trình", "Rà soát dự thảo", "Phê duyệt ngày họp", "Ký giấy mời họp", "Xác nhận dự họp"]
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_what_is_late_is_marked_from_the_day_after(house: House, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary")
    due = house.step("agenda").due
    assert due is not None
    house.clock.move(house.clock.at + (due - house.clock.at.date()))
    assert "Quá hạn" not in text_of(secretary.get("/").text)
    house.clock.move(house.clock.at + timedelta(days=1))
    assert "Quá hạn" in text_of(secretary.get("/").text)
    assert "Quá hạn" in text_of(secretary.get(f"/ho-so/{house.case_id}").text)


def test_silence_that_says_something_is_neither_late_nor_an_answer(house: House, signed_in: SignedIn) -> None:
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "board_meeting", "2019-Q4")[0].id
    house.clock.move(at(date(2019, 12, 6), time(8)))
    house.say(house.reach("propose"), {"choice": "none"})
    house.clock.move(at(date(2019, 12, 12), time(8)))
    with house.bureau.desk() as desk:
        close_cutoffs(desk)
    house.walk()
    lapsed = house.steps("propose", StepState.LAPSED)
    told = signed_in("secretary").get(f"/ho-so/{house.case_id}").text
    page = text_of(told)
    assert page.count("Không trả lời: không đăng ký nội dung") == len(lapsed) > 1
    assert f"Đã trả lời 1/{len(lapsed) + 1}" in page
    assert "Hết hạn, chưa trả lời" not in page
    assert '<li class="late">' not in told
    reply = signed_in("member_yt").get(f"/ho-so/{house.case_id}").text
    assert f"/viec/{house.step('propose', 'member_yt', StepState.LAPSED).id}" in reply  # it is still taken, and kept as late


def test_papers_are_downloaded_and_never_shown_inside_our_pages(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    secretary = signed_in("secretary")
    with house.bureau.reading_desk() as desk:
        paper = desk.session.execute(text("SELECT id FROM paper WHERE matrix = 'invitation'")).scalar_one()
    reply = secretary.get(f"/ho-so/{house.case_id}/van-ban/{paper}")
    assert reply.content == b"giay moi"
    assert reply.headers["content-disposition"].startswith('attachment; filename="01-GM-BC')
    assert secretary.get(f"/ho-so/{house.case_id}/van-ban/{uuid4()}").status_code == 404
    assert secretary.get(f"/ho-so/{house.case_id}/tep/{paper}").status_code == 404


def test_the_presider_moves_the_meeting_and_everybody_is_asked_anew(house: House, signed_in: SignedIn) -> None:
    step = house.reach("rsvp")
    chair = signed_in("chair")
    path = f"/ho-so/{house.case_id}/doi-lich"
    assert chair.fields(path)["day"] == ["2019-09-27"]
    reply = chair.send(path, {"day": "2019-09-30", "hour": "14:00", "place": "Phòng 2", "reason": "Trưởng ban họp Chính phủ"})
    assert reply.status_code == 303, text_of(reply.text)
    moved = meeting(house)
    assert (moved.place, moved.sequence) == ("Phòng 2", 1)
    assert house.again(step).state == StepState.WITHDRAWN
    assert house.browser().get(f"/t/{house.token(step)}").status_code == 404
    case = text_of(chair.get(f"/ho-so/{house.case_id}").text)
    assert "Trưởng ban họp Chính phủ" in case
    assert "14 giờ 00, ngày 30/9/2019" in case
    gone = house.browser().sign_in(step.officer_id or "").get(f"/viec/{step.id}")
    assert gone.status_code == 410
    assert "không còn được hỏi" in text_of(gone.text)


def test_a_move_that_cannot_be_is_refused_and_nothing_typed_is_lost(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    chair = signed_in("chair")
    path = f"/ho-so/{house.case_id}/doi-lich"
    good = {"day": "2019-09-30", "hour": "14:00", "place": "Phòng 2", "reason": "<b>Trùng lịch</b>"}
    for wrong, sentence in (
        ({"day": "2019-02-30"}, "Không có ngày này"),
        ({"hour": "25:00"}, "Không có giờ này"),
        ({"reason": " "}, "Xin ghi lý do"),
        ({"place": ""}, "Xin ghi địa điểm"),
        ({"day": "2019-09-29"}, "ngày nghỉ"),
        ({"day": "2018-09-28"}, "đã qua"),
        ({"reason": "x" * 3000}, "quá dài"),
    ):
        reply = chair.send(path, good | wrong)
        assert reply.status_code == 422, wrong
        assert sentence in text_of(reply.text), wrong
        assert "<b>Trùng" not in reply.text
        assert "Phòng 2" in reply.text or "place" in wrong
    assert meeting(house).sequence == 0


def test_the_chair_calls_a_case_off_with_a_reason_and_only_once(house: House, signed_in: SignedIn) -> None:
    step = house.reach("rsvp")
    chair = signed_in("chair")
    path = f"/ho-so/{house.case_id}/huy"
    assert chair.send(path, {"reason": "Quý này không họp"}).status_code == 422  # not confirmed
    assert chair.send(path, {"sure": "yes"}).status_code == 422  # no reason
    fields = chair.fields(path) | {"reason": ["Quý này không họp"], "sure": ["yes"]}
    assert chair.post(path, fields).status_code == 303
    assert chair.post(path, fields).status_code == 409
    assert chair.get(path).status_code == 409
    with house.bureau.reading_desk() as desk:
        assert desk.session.get_one(Case, house.case_id).end_reason == "Quý này không họp"
    assert house.browser().get(f"/t/{house.token(step)}").status_code == 404
    assert "Đã hủy" in text_of(chair.get(f"/ho-so/{house.case_id}").text)


def test_an_absence_moves_the_chairs_steps_to_the_deputy_and_back(house: House, signed_in: SignedIn) -> None:
    step = house.reach("convene")
    secretary = signed_in("secretary")
    today = house.clock.at.date().isoformat()
    assert secretary.send("/vang-mat", {"officer": "P01", "since": today, "until": today, "reason": "Công tác"}).status_code == 303
    assert house.again(step).officer_id == "P02"
    deputy = signed_in("deputy_chair_1")
    assert "thay mặt theo Điều 4 Quy chế" in text_of(deputy.get(f"/viec/{step.id}").text)
    with house.bureau.reading_desk() as desk:
        absence = desk.session.exec(select(Absence)).one()
    assert secretary.send(f"/vang-mat/{absence.id}/ket-thuc", page="/vang-mat").status_code == 303
    assert house.again(step).officer_id == "P01"
    assert deputy.get(f"/viec/{step.id}").status_code == 404


def test_a_deputy_records_his_own_absence_and_nobody_elses(house: House, signed_in: SignedIn) -> None:
    deputy = signed_in("deputy_chair_1")
    today = house.clock.at.date().isoformat()
    spoken = {"since": today, "until": today, "reason": "Công tác"}
    refused = deputy.send("/vang-mat", spoken | {"officer": "P01"})
    assert refused.status_code == 422
    assert "trong danh sách" in text_of(refused.text)
    backwards = deputy.send("/vang-mat", spoken | {"officer": "P02", "until": "2019-01-01"})
    assert backwards.status_code == 422
    assert "trước ngày bắt đầu" in text_of(backwards.text)
    assert deputy.send("/vang-mat", spoken | {"officer": "P02"}).status_code == 303
    with house.bureau.reading_desk() as desk:
        other = desk.session.exec(select(Absence)).one()
        assert other.officer_id == "P02"
    second = signed_in("deputy_chair_2")
    csrf = second.fields("/vang-mat")["csrf"]
    assert second.post(f"/vang-mat/{other.id}/ket-thuc", {"csrf": csrf}).status_code == 404


def test_acts_want_the_token_of_our_own_page(house: House, signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    for path in (
        f"/ho-so/{house.case_id}/huy",
        f"/ho-so/{house.case_id}/doi-lich",
        "/vang-mat",
        f"/vang-mat/{uuid4()}/ket-thuc",
        "/dang-xuat",
    ):
        for token in ({}, {"csrf": "forged"}, {"csrf": signed_in("deputy_chair_1").fields("/", "/dang-xuat")["csrf"][0]}):
            reply = chair.post(path, {"reason": "x", "sure": "yes"} | token)
            assert reply.status_code == 403, path
    assert chair.get("/").status_code == 200
    with house.bureau.reading_desk() as desk:
        assert desk.session.get_one(Case, house.case_id).is_open
