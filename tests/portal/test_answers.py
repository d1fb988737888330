"""The answer pages: every question of a meeting through the portal, and everything that can be wrong with what is typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from models.steps import Answer, StepState, Via
from portal import answering
from tasks.questions import CATALOGUE, Question
from tests.office.cast import Handed
from tests.portal.reading import text_of
from tests.portal.visit import PDF, Browser, House, payload

SignedIn = Callable[[str], Browser]
NASTY = "<script>alert(1)</script>{{7*7}}{% raise %}${7*7}\"'<img src=x onerror=1>"


def flat(data: dict[str, Any]) -> dict[str, Any]:
    """Answers as form fields: rows by number."""
    fields: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for n, row in enumerate(value):
                fields |= {f"{name}.{n}.{column}": cell for column, cell in row.items()}
        else:
            fields[name] = value
    return fields


def test_a_whole_meeting_is_walked_through_the_portals_own_pages(house: House) -> None:
    browsers: dict[str, Browser] = {}
    answered: set[str] = set()
    house.scripted["paper"] = {"choice": "send", "paper": Handed("tài liệu.pdf", content=PDF), "annex": Handed("phụ lục.pdf", content=PDF)}
    house.scripted["minutes"]["remarks"] = [{"speaker": "Ủy viên – Giám đốc Sở Giáo dục và Đào tạo", "words": "Theo tệp kèm theo."}]
    for _ in range(80):
        if house.walk() is None:
            break
        steps = house.steps()
        for step in steps:
            assert step.officer_id is not None
            browser = browsers.get(step.officer_id) or browsers.setdefault(step.officer_id, house.browser().sign_in(step.officer_id))
            data = flat(house.scripted[step.question])
            if step.question == "rsvp" and step.seats == ["member_gd"]:
                data = {"choice": "proxy", "reason": "Họp Bộ", "proxy_name": "Ông Thay", "proxy_office": "Phó Giám đốc Sở"}
            files = {name: (value.name, value.content) for name, value in data.items() if isinstance(value, Handed)}
            data = {name: value for name, value in data.items() if name not in files} | {f"{name}_confirmed": "yes" for name in files}
            reply = browser.send(f"/viec/{step.id}", data, **({"files": files} if files else {}))
            assert reply.status_code == 303, (step.question, text_of(reply.text)[:1500])
            receipt = browser.get(f"/viec/{step.id}")
            assert "Đã ghi nhận" in text_of(receipt.text)
            answered.add(step.question)
        if not steps:
            house.tomorrow()
    else:
        raise AssertionError("the meeting never ended")
    asked = {key for key, item in CATALOGUE.items() if isinstance(item, Question) and key in house.scripted}
    assert answered == asked - {"propose", "late-item", "convene-extended"}
    case = text_of(browsers["P18"].get(f"/ho-so/{house.case_id}").text)
    assert "Đã hoàn thành" in case
    assert "01/GM-BCĐ" in case
    assert "Đã trả lời 14/14" in case
    assert "phụ lục.pdf" in case


def test_a_judge_reads_the_whole_draft_who_drafted_it_and_the_clause(house: House, signed_in: SignedIn) -> None:
    step = house.reach("convene")
    page = text_of(signed_in("chair").get(f"/viec/{step.id}").text)
    for line in house.scripted["agenda"]["items"]:
        assert line["item"] in page
    assert house.scripted["agenda"]["place"] in page
    assert "08 giờ 00, ngày 27/9/2019" in page
    assert "Ủy viên – Giám đốc Sở Y tế" in page
    assert "Thư ký Tổ công tác (Lý Thị Thư Ký)" in page
    assert "Đồng ý : Ủy viên thường trực" in page
    assert "khoản 3 Điều 3 Quy chế" in page
    assert "Triệu tập và chủ trì các cuộc họp định kỳ hoặc đột xuất của Ban Chỉ đạo." in page


def test_a_returned_draft_comes_back_with_the_reason_and_everything_that_was_typed(house: House, signed_in: SignedIn) -> None:
    step = house.reach("convene")
    chair = signed_in("chair")
    unsaid = chair.send(f"/viec/{step.id}", {"choice": "return"})
    assert unsaid.status_code == 422
    assert "Trả lại phải ghi lý do" in text_of(unsaid.text)
    assert chair.send(f"/viec/{step.id}", {"choice": "return", "reason": "Thêm mục an toàn thông tin"}).status_code == 303
    house.walk()
    again = house.step("agenda")
    secretary = signed_in("secretary")
    page = secretary.get(f"/viec/{again.id}")
    assert "Thêm mục an toàn thông tin" in page.text
    assert "bị trả lại bởi Trưởng ban" in text_of(page.text)
    fields = secretary.fields(f"/viec/{again.id}")
    first = house.scripted["agenda"]
    assert fields["day"] == [first["day"]]
    assert fields["hour"] == ["08:00"]
    assert fields["items.7.item"] == [first["items"][7]["item"]]
    assert sorted(fields["attendees"]) == sorted(first["attendees"])
    assert secretary.send(f"/viec/{again.id}").status_code == 303  # sent back untouched, it is the same draft
    assert payload(house, again)["items"] == payload(house, house.steps("agenda", "answered")[0])["items"]


def test_more_rows_are_given_without_losing_or_answering_anything(house: House, signed_in: SignedIn) -> None:
    step = house.step("agenda")
    secretary = signed_in("secretary")
    path = f"/viec/{step.id}"
    shown = len([name for name in secretary.fields(path) if name.endswith(".item")])
    typed = {"place": "Phòng 2", "items.0.item": "Khai mạc", "items.3.item": "Bế mạc", "items.3.minutes": "mười"}
    more = secretary.send(path, typed | {"add_rows": "items"})
    assert more.status_code == 200
    assert 'value="Phòng 2"' in more.text
    assert more.text.index("Khai mạc") < more.text.index("Bế mạc")
    rows = re.findall(r'name="items\.(\d+)\.item"', more.text)
    assert len(rows) > shown
    assert re.search(r'name="items\.1\.item"[^>]*>\s*Bế mạc', more.text)
    assert 'value="mười"' in more.text  # the two rows typed stand together, the blank ones after them
    assert house.again(step).state == StepState.OPEN


def test_what_was_typed_stays_and_each_mistake_stands_beside_its_field(house: House, signed_in: SignedIn) -> None:
    step = house.step("agenda")
    secretary = signed_in("secretary")
    typed = {"day": "2019-02-31", "hour": "25:99", "items.0.item": "Khai mạc", "items.0.minutes": "mười", "attendees": None}
    reply = secretary.send(f"/viec/{step.id}", typed)
    assert reply.status_code == 422
    for place in ("day", "hour", "items.0.minutes", "attendees"):
        assert f'id="w-{place}"' in reply.text, place
    assert "Không có ngày, giờ này" in text_of(reply.text)
    assert "Nội dung chương trình 1, Số phút: Hãy nhập một số nguyên." in text_of(reply.text)
    assert "Khai mạc" in reply.text
    assert 'value="mười"' in reply.text
    assert house.again(step).state == StepState.OPEN


def test_a_meeting_that_is_nowhere_is_refused_with_everything_kept(house: House, signed_in: SignedIn) -> None:
    step = house.step("agenda")
    agenda = flat(house.scripted["agenda"]) | {"place": "", "points.0.point": "UBND huyện Phú Quốc"}
    reply = signed_in("secretary").send(f"/viec/{step.id}", agenda)
    assert reply.status_code == 422
    assert "Xin ghi địa điểm họp, hoặc cách tham gia" in text_of(reply.text)
    assert "UBND huyện Phú Quốc" in reply.text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("31/02/2019", "Không có ngày, giờ này"),
        ("2019-13-01", "Không có ngày, giờ này"),
        ("0000-00-00", "Không có ngày, giờ này"),
        ("99999-01-01", "Không có ngày, giờ này"),
        ("hôm nay", "Không có ngày, giờ này"),
        ("2019-09-02", "là ngày nghỉ"),
        ("2019-08-27", "quá gần"),
    ],
)
def test_impossible_dates_are_refused_with_a_sentence(house: House, signed_in: SignedIn, day: str, sentence: str) -> None:
    step = house.step("agenda")
    reply = signed_in("secretary").send(f"/viec/{step.id}", flat(house.scripted["agenda"]) | {"day": day})
    assert reply.status_code == 422
    assert sentence in text_of(reply.text)


def test_a_date_as_vietnamese_write_it_is_understood(house: House, signed_in: SignedIn) -> None:
    step = house.step("agenda")
    reply = signed_in("secretary").send(f"/viec/{step.id}", flat(house.scripted["agenda"]) | {"day": "27/9/2019"})
    assert reply.status_code == 303
    assert payload(house, step)["day"] == "2019-09-27"


def test_text_in_every_field_stays_text_on_every_page(house: House, signed_in: SignedIn) -> None:
    for question in ("agenda", "rsvp", "minutes", "conclusions", "notice-draft"):
        house.scripted[question] = dirty(house.scripted[question])
    del house.scripted["proxy-opinion"]  # or the minutes would have to hold fourteen opinions
    house.scripted["rsvp"] = {"choice": "proxy", "reason": NASTY, "proxy_name": NASTY, "proxy_office": NASTY}
    seen = []
    for question in ("agenda-review", "rsvp", "leave-consent", "conclusions", "minutes", "minutes-sign", "notice-draft", "notice-review"):
        step = house.reach(question)
        browser = house.browser().sign_in(step.officer_id or "")
        seen += [browser.get(f"/viec/{step.id}"), browser.get("/"), browser.send(f"/viec/{step.id}", {"reason": NASTY, "choice": NASTY})]
    secretary = signed_in("secretary")
    seen += [secretary.get(f"/viec/{step.id}") for step in house.steps("agenda", "answered")]
    seen += [secretary.get(f"/ho-so/{house.case_id}")]
    for page in seen:
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "{{49}}" not in page.text
        assert "$49" not in page.text
    assert sum("{{7*7}}" in page.text for page in seen) > 10
    assert sum("&lt;script&gt;" in page.text for page in seen) > 10


def dirty(data: Any) -> Any:
    """Every free text of an answer made nasty; codes and dates as they are."""
    free = {
        "place",
        "online",
        "point",
        "item",
        "by",
        "discussed",
        "speaker",
        "words",
        "text",
        "product",
        "attendance",
        "opening",
        "closing",
    }
    if isinstance(data, dict):
        return {name: NASTY if name in free else dirty(value) for name, value in data.items()}
    return [dirty(one) for one in data] if isinstance(data, list) else data


def test_fields_that_nobody_asked_for_and_control_characters_do_no_harm(house: House, signed_in: SignedIn) -> None:
    step = house.step("agenda")
    data = flat(house.scripted["agenda"]) | {"place": "Phòng\x00 1\u202e", "officer_id": "P01", "starts_at": "x", "items.99999.item": "x"}
    assert signed_in("secretary").send(f"/viec/{step.id}", data).status_code == 303
    assert payload(house, step)["place"] == "Phòng 1"


def test_what_belongs_to_a_branch_not_chosen_is_not_recorded(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    reply = anybody.send(f"/t/{house.token(step)}", {"choice": "attend", "reason": "gõ nhầm", "proxy_name": "Ông A"})
    assert reply.status_code == 200
    assert payload(house, step) == {"reason": "", "proxy_name": "", "proxy_office": "", "opinion": None, "words": ""}


def test_two_hands_on_one_decision_record_one(house: House, signed_in: SignedIn) -> None:
    step = house.reach("convene")
    chair = signed_in("chair")
    path = f"/viec/{step.id}"
    fields = chair.fields(path)
    assert chair.post(path, fields | {"choice": ["approve"]}).status_code == 303
    assert chair.post(path, fields | {"choice": ["return"], "reason": ["Muộn"]}).status_code == 303
    assert "Đã ghi nhận: Đồng ý" in text_of(chair.get(path).text)
    with house.bureau.reading_desk() as desk:
        assert desk.session.get_one(Answer, step.id).via == Via.SIGNED_IN


def test_a_question_without_a_page_of_its_own_gets_one_from_its_form(
    house: House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "draft_template", lambda _: "drafts/any.html.j2")
    step = house.step("agenda")
    secretary = signed_in("secretary")
    fields = secretary.fields(f"/viec/{step.id}")
    assert {"day", "hour", "place", "items.0.item", "items.2.minutes", "attendees"} <= set(fields)
    assert secretary.send(f"/viec/{step.id}", flat(house.scripted["agenda"])).status_code == 303
    house.walk()
    assert house.scripted["agenda"]["place"] in signed_in("standing_member").get(f"/viec/{house.step('agenda-review').id}").text
