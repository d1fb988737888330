"""The working group's meeting and tasks at the door."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from flows.process.walk import open_period
from models.cases import Case
from models.meetings import Meeting
from models.steps import StepState
from tasks.group_forms import MANDATORY
from tests.office.cast import Handed
from tests.office.groups import GROUP_AGENDA, GROUP_MINUTES, MEET
from tests.portal.reading import text_of
from tests.portal.test_browser import chromium, fits, phone, sign_in
from tests.portal.visit import PDF, Browser, House, payload

__all__ = ["chromium", "phone"]
SignedIn = Callable[[str], Browser]
WANTED: dict[str, Any] = {"day": "2019-09-19", "hour": "09:00", "about": "Biên tập dự thảo Kiến trúc"}
SIGNED = {"choice": "take", "signed": Handed("da-ky.pdf", content=PDF)}


@pytest.fixture
def group(house: House) -> House:
    """The quarter's meeting of the working group, and what everybody says where a test is about somebody else."""
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "group_meeting", "2019-Q3")[0].id
    house.scripted = {question: SIGNED if question.endswith("-release") else said for question, said in MEET.items()}
    house.scripted["task-report"] = {"choice": "submit", "done": "Đã rà soát."}
    return house


def test_a_leader_calls_a_meeting_and_two_clicks_are_one(house: House, signed_in: SignedIn) -> None:
    leader = signed_in("deputy_group_leader_1")
    assert "/hop-to" in leader.get("/ho-so").text
    assert "/hop-to" not in signed_in("group_finance").get("/ho-so").text
    fields = leader.fields("/hop-to") | {name: [value] for name, value in WANTED.items()}
    assert [leader.post("/hop-to", fields).status_code for _ in range(2)] == [303, 303]
    with house.bureau.reading_desk() as desk:
        found = desk.session.exec(
            select(Meeting).join(Case, col(Case.id) == col(Meeting.case_id)).where(col(Case.process) == "group_meeting")
        )
        (meeting,) = found.all()
    assert (meeting.kind, meeting.presider_seat) == ("group", "deputy_group_leader_1")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2019-02-30"}, "Không có ngày này"),
        ({"hour": ""}, "Không có giờ này"),
        ({"about": " "}, "bàn về việc gì"),
        ({"day": "2019-09-21"}, "đã qua hoặc là ngày nghỉ"),
    ],
)
def test_a_wrong_call_is_sent_back_with_what_was_typed(house: House, signed_in: SignedIn, changes: dict[str, str], sentence: str) -> None:
    reply = signed_in("standing_member").send("/hop-to", WANTED | changes)
    assert (reply.status_code, sentence in text_of(reply.text)) == (422, True)
    assert "about" in changes or WANTED["about"] in reply.text


def test_the_agenda_begins_with_the_mandatory_items_and_the_minutes_with_who_comes(group: House, signed_in: SignedIn) -> None:
    step, secretary = group.reach("group-agenda"), signed_in("secretary")
    fields = secretary.fields(f"/viec/{step.id}")
    assert [fields[f"items.{n}.item"] for n in range(3)] == [[item] for item in MANDATORY]
    assert fields["presider"] == ["group_leader"]
    gone = secretary.send(f"/viec/{step.id}", {"items.0.item": "Việc khác", "place": "Phòng 1"})
    assert (gone.status_code, "nội dung bắt buộc" in text_of(gone.text)) == (422, True)
    assert secretary.send(f"/viec/{step.id}", {"place": "Phòng 1", "day": "2019-09-19", "items.0.item": MANDATORY[0]}).status_code == 303
    group.reach("group-rsvp")
    group.say(group.step("group-rsvp", "group_finance"), {"choice": "leave", "reason": "Đi công tác"})
    minutes = group.reach("group-minutes")
    page, fields = secretary.get(f"/viec/{minutes.id}"), secretary.fields(f"/viec/{minutes.id}")
    assert "group_leader" in fields["present"]
    assert "group_finance" not in fields["present"]
    assert "đã báo cáo vắng mặt" in text_of(page.text)
    filled = {"ended": "16:00"} | {f"matters.{n}.discussed": "Đã bàn." for n in range(3)}
    task = {"tasks.0.text": "Rà soát.", "tasks.0.seat": "group_finance", "tasks.0.due": "2019-10-15"}
    assert secretary.send(f"/viec/{minutes.id}", filled | task).status_code == 303
    notice = group.reach("group-notice")
    fields = secretary.fields(f"/viec/{notice.id}")
    assert {name: fields[name] for name in task} == {name: [value] for name, value in task.items()}


def test_the_case_of_a_meeting_of_the_group_is_not_moved_like_one_of_the_committee(group: House, signed_in: SignedIn) -> None:
    group.reach("group-rsvp")
    case = f"/ho-so/{group.case_id}"
    page = signed_in("standing_member").get(case).text
    assert f"{case}/doi-lich" not in page
    assert f"{case}/thanh-phan" not in page
    assert f"{case}/huy" in page  # who presides may call it off
    assert "Phòng họp Sở Thông tin và Truyền thông" in text_of(page)


def test_a_member_reports_his_task_and_the_leader_confirms_it(group: House, signed_in: SignedIn) -> None:
    group.reach("group-notice-release")
    group.say(group.step("group-notice-release"), SIGNED)
    group.walk()
    with group.bureau.reading_desk() as desk:
        group.case_id = desk.session.exec(select(Case.id).where(col(Case.birth_key) == "task/1")).one()
    step, member = group.reach("task-report"), signed_in("group_finance")
    page = text_of(member.get(f"/viec/{step.id}").text)
    assert "Rà soát dự toán năm 2020." in page
    assert "Thông báo số 01/TB-TCT" in page
    empty = member.send(f"/viec/{step.id}", {"choice": "submit"})
    assert "Xin ghi kết quả đã thực hiện" in text_of(empty.text)
    assert member.send(f"/viec/{step.id}", {"choice": "extend", "new_due": "2019-10-31", "reason": "Chờ số liệu"}).status_code == 303
    asked, leader = group.reach("task-extension"), signed_in("group_leader")
    assert "đề nghị gia hạn đến 2019-10-31: Chờ số liệu" in text_of(leader.get(f"/viec/{asked.id}").text)
    assert leader.send(f"/viec/{asked.id}", {"choice": "grant"}).status_code == 303
    confirm = group.reach("task-confirm")
    shown = text_of(leader.get(f"/viec/{confirm.id}").text)
    assert "Báo cáo gần nhất Đã rà soát." in shown
    assert leader.send(f"/viec/{confirm.id}", {"choice": "approve"}).status_code == 303
    group.walk()
    assert "Đã xác nhận hoàn thành" in text_of(member.get(f"/ho-so/{group.case_id}").text)
    assert payload(group, confirm)["reason"] == ""


@pytest.mark.browser
def test_a_member_of_the_group_answers_on_a_phone_by_the_link_alone(group: House, phone: Page) -> None:
    group.reach("group-rsvp")
    step = group.step("group-rsvp", "group_planning")
    phone.goto(f"{group.door.url}/t/{group.token(step)}")
    assert fits(phone)
    expect(phone.locator("#f-reason")).to_be_hidden()
    phone.tap("text=Báo cáo vắng mặt")
    phone.fill("#f-reason", "Đi công tác")
    phone.tap("#tra-loi .go button")
    expect(phone.locator(".note.done")).to_contain_text("Đã ghi nhận: Báo cáo vắng mặt")
    assert group.again(step).state == StepState.ANSWERED


@pytest.mark.browser
def test_the_pages_of_the_group_fit_a_phone(group: House, phone: Page) -> None:
    sign_in(group, phone, group.holder("standing_member"))
    phone.goto(f"{group.door.url}/hop-to")
    assert fits(phone)
    group.scripted |= {"group-agenda": GROUP_AGENDA, "group-minutes": GROUP_MINUTES}
    sign = group.reach("group-notice-sign")
    for path in (f"/viec/{sign.id}", f"/ho-so/{group.case_id}"):
        phone.goto(f"{group.door.url}{path}")
        expect(phone.locator("h1")).to_be_visible()
        assert fits(phone), path
