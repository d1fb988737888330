"""A written consultation at the door: begun, its form drafted, opinions given, taken up or explained, decided."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from models.cases import Case
from models.consultations import Consultation
from models.steps import StepState
from tests.office.cast import Handed
from tests.office.polls import AGREE, FORM, PROPOSAL
from tests.portal.reading import text_of
from tests.portal.test_browser import chromium, fits, phone, sign_in
from tests.portal.visit import PDF, Browser, House, payload

__all__ = ["chromium", "phone"]
SignedIn = Callable[[str], Browser]
WANTED: dict[str, Any] = {"matter": "dự thảo Quy chế vận hành Trục liên thông", "reason": "Cần ban hành trong quý", "decider": "chair"}
SIGNED = {"choice": "take", "signed": Handed("da-ky.pdf", content=PDF)}
YES = {"choice": "approve"}
NO = {"n": 1, "stance": "disagree", "words": "Chưa đủ căn cứ!\nĐề nghị lấy ý kiến Sở Tư pháp."}
DISSENT = {"choice": "send", "opinions": [NO, {"n": 2, "stance": "agree"}]}


@pytest.fixture
def polled(house: House, signed_in: SignedIn) -> House:
    """A consultation that the secretary has begun, and what everybody says where a test is about somebody else."""
    assert signed_in("secretary").send("/lay-y-kien", WANTED).status_code == 303
    with house.bureau.reading_desk() as desk:
        house.case_id = desk.session.exec(select(Case.id).where(col(Case.process) == "written_consultation")).one()
    house.scripted = {
        "consultation-form": FORM | {"paper": Handed("du-thao.pdf", content=PDF)},
        "consultation-sign": YES,
        "consultation-release": SIGNED,
        "opinion": AGREE,
        "opinion-summary": PROPOSAL,
        "summary-sign": YES,
        "consultation-decision": YES,
        "summary-release": SIGNED,
    }
    return house


def polls(house: House) -> list[Consultation]:
    with house.bureau.reading_desk() as desk:
        return list(desk.session.exec(select(Consultation)))


def test_who_may_begin_one_finds_the_button_and_two_clicks_are_one(house: House, signed_in: SignedIn) -> None:
    chair = signed_in("chair")
    assert "/lay-y-kien" in chair.get("/ho-so").text
    assert "/lay-y-kien" not in signed_in("member_yt").get("/ho-so").text
    assert signed_in("member_yt").get("/lay-y-kien").status_code == 404
    page = text_of(chair.get("/lay-y-kien").text)
    assert "không thay cuộc họp định kỳ hằng quý" in page
    assert "05 ngày làm việc, việc khẩn 02 ngày làm việc" in page
    fields = chair.fields("/lay-y-kien") | {name: [value] for name, value in WANTED.items()} | {"urgent": ["yes"]}
    assert [chair.post("/lay-y-kien", fields).status_code for _ in range(2)] == [303, 303]
    (poll,) = polls(house)
    assert (poll.matter, poll.urgent, poll.decider_seat) == (WANTED["matter"], True, "chair")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"matter": " "}, "Xin ghi nội dung cần lấy ý kiến"),
        ({"reason": "x" * 3000}, "quá dài"),
        ({"decider": "member_yt"}, "Xin chọn người quyết định"),
    ],
)
def test_what_is_wrong_is_sent_back_with_what_was_typed(house: House, signed_in: SignedIn, changes: dict[str, str], sentence: str) -> None:
    secretary = signed_in("secretary")
    assert "thay mặt Ủy viên thường trực" in text_of(secretary.get("/lay-y-kien").text)
    reply = secretary.send("/lay-y-kien", WANTED | changes)
    assert (reply.status_code, sentence in text_of(reply.text)) == (422, True)
    assert WANTED["reason"] in reply.text or "reason" in changes
    assert polls(house) == []


def test_the_form_begins_with_the_whole_committee_but_who_decides(polled: House, signed_in: SignedIn) -> None:
    step, secretary = polled.reach("consultation-form"), signed_in("secretary")
    path = f"/viec/{step.id}"
    fields = secretary.fields(path)
    assert "chair" not in fields["consulted"]
    assert len(fields["consulted"]) == 14
    assert "không trả lời thì coi là đồng ý" not in text_of(secretary.get(path).text)  # the setting does not let a form say so
    filled = {"background": "Cần thống nhất.", "questions.0.question": "Đồng ý không?", "questions.1.question": ""}
    unsaid = secretary.send(path, filled)
    assert (unsaid.status_code, "còn thiếu" in text_of(unsaid.text)) == (422, True)  # whether it is about money
    smuggled = secretary.send(path, filled | {"money": "no", "silence": "yes"})
    assert "chưa cho phép coi không trả lời là đồng ý" in text_of(smuggled.text)
    assert secretary.send(path, filled | {"money": "no"}).status_code == 303
    assert payload(polled, step)["questions"] == [{"question": "Đồng ý không?"}]


def test_a_member_answers_question_by_question_and_reads_what_goes_with_it(polled: House, signed_in: SignedIn) -> None:
    polled.reach("opinion")
    step, member = polled.step("opinion", "member_yt"), signed_in("member_yt")
    path = f"/viec/{step.id}"
    page = member.get(path)
    file = next(part.split('"')[0] for part in page.text.split('href="') if "/tai-lieu/" in part)
    assert member.get(file).content == PDF
    assert signed_in("head_sxd").get(file).status_code == 404
    assert "Không trả lời được ghi là chưa trả lời" in text_of(page.text)
    wrong = member.send(path, {"opinions.0.stance": "disagree", "opinions.1.stance": "agree"})
    assert "Nội dung 1: «Không đồng ý» thì xin ghi rõ ý kiến" in text_of(wrong.text)
    assert 'value="disagree" checked' in wrong.text
    half = member.send(path, {"opinions.0.stance": "agree"})
    assert (half.status_code, polled.again(step).state) == (422, StepState.OPEN)
    words = "Chưa đủ căn cứ!\r\nĐề nghị lấy ý kiến Sở Tư pháp."
    done = member.send(path, {"opinions.0.stance": "disagree", "opinions.0.words": words, "opinions.1.stance": "agree"})
    assert done.status_code == 303, text_of(done.text)
    receipt = text_of(member.get(path).text)
    assert "Không đồng ý" in receipt
    assert "Đề nghị lấy ý kiến Sở Tư pháp." in receipt


def test_the_secretary_takes_up_each_comment_and_who_decides_sees_them_to_the_letter(polled: House, signed_in: SignedIn) -> None:
    polled.reach("opinion")
    polled.say(polled.step("opinion", "member_gd"), DISSENT)
    step, secretary = polled.reach("opinion-summary"), signed_in("secretary")
    path = f"/viec/{step.id}"
    page = secretary.get(path)
    assert "Chưa đủ căn cứ!" in page.text
    assert secretary.fields(path)["handled.0.of"] == ["member_gd/1"]
    undone = secretary.send(path, {"proposal": "Ban hành."})
    assert undone.status_code == 422
    done = secretary.send(path, {"handled.0.handling": "explained", "handled.0.note": "Đã có ý kiến Sở Tư pháp.", "proposal": "Ban hành."})
    assert done.status_code == 303, text_of(done.text)
    decide, chair = polled.reach("consultation-decision"), signed_in("chair")
    shown = text_of(chair.get(f"/viec/{decide.id}").text)
    for words in (
        "Chưa đủ căn cứ! Đề nghị lấy ý kiến Sở Tư pháp.",
        "Giải trình, chưa tiếp thu : Đã có ý kiến Sở Tư pháp.",
        "không đồng ý: 01",
    ):
        assert words in shown, words
    back = chair.send(f"/viec/{decide.id}", {"choice": "return", "reason": "Làm rõ hơn"})
    assert back.status_code == 303
    again = polled.reach("opinion-summary")
    fields = secretary.fields(f"/viec/{again.id}")
    assert (fields["handled.0.handling"], fields["handled.0.note"]) == (["explained"], ["Đã có ý kiến Sở Tư pháp."])


def test_the_case_page_shows_numbers_to_the_leadership_and_the_decision_to_everybody(polled: House, signed_in: SignedIn) -> None:
    polled.reach("opinion")
    polled.say(polled.step("opinion", "member_gd"), AGREE)
    case = f"/ho-so/{polled.case_id}"
    assert "Đồng ý: 01" in text_of(signed_in("chair").get(case).text)
    assert "Đồng ý: 01" not in text_of(signed_in("member_yt").get(case).text)
    polled.reach("summary-release")
    polled.say(polled.step("summary-release"), SIGNED)
    polled.walk()
    assert "Quyết định Đồng ý với kiến nghị" in text_of(signed_in("member_yt").get(case).text)


@pytest.mark.browser
def test_a_member_disagrees_on_a_phone(polled: House, phone: Page) -> None:
    polled.reach("opinion")
    step = polled.step("opinion", "member_yt")
    sign_in(polled, phone, step.officer_id or "")
    phone.goto(f"{polled.door.url}/viec/{step.id}")
    assert fits(phone)
    phone.tap("[id='f-opinions.0'] >> text=Không đồng ý")
    phone.fill("[name='opinions.0.words']", "Chưa đủ căn cứ!")
    phone.tap("[id='f-opinions.1'] >> text=Đồng ý >> nth=0")
    phone.tap("#tra-loi .go button")
    expect(phone.locator(".note.done")).to_contain_text("Đã ghi nhận: Gửi ý kiến")
    assert polled.again(step).state == StepState.ANSWERED


@pytest.mark.browser
def test_the_pages_of_a_consultation_fit_a_phone(polled: House, phone: Page) -> None:
    polled.reach("opinion")
    polled.say(polled.step("opinion", "member_gd"), DISSENT)
    sign_in(polled, phone, polled.holder("secretary"))
    summary = polled.reach("opinion-summary")
    for path in ("/lay-y-kien", f"/ho-so/{polled.case_id}", f"/viec/{summary.id}"):
        phone.goto(f"{polled.door.url}{path}")
        expect(phone.locator("h1")).to_be_visible()
        assert fits(phone), path
