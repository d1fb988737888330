"""What the pages of a meeting's questions begin with, warn of and keep."""

from collections.abc import Callable
from datetime import date, time, timedelta

from flows.process.walk import open_period
from models.clock import at
from tests.office.cast import Handed
from tests.portal.reading import text_of
from tests.portal.visit import PDF, Browser, House

SignedIn = Callable[[str], Browser]


def test_the_conclusions_page_begins_with_what_was_prepared_and_keeps_who_is_accountable(house: House, signed_in: SignedIn) -> None:
    line = {"text": "Rà soát 30 thủ tục.", "lead": "VPUBND", "accountable": "member_vp", "due": "2019-11-15", "product": "Tờ trình"}
    house.scripted["prepared-conclusions"] = {"choice": "submit", "conclusions": [line]}
    step = house.reach("conclusions")
    secretary = signed_in("secretary")
    fields = secretary.fields(f"/viec/{step.id}")
    assert {name: fields[f"conclusions.0.{name}"] for name in line} == {name: [value] for name, value in line.items()}
    assert secretary.send(f"/viec/{step.id}").status_code == 303
    house.clock.move(house.clock.at + timedelta(hours=1))
    minutes = house.reach("minutes")
    assert "Người chịu trách nhiệm: Ủy viên – Chánh Văn phòng UBND tỉnh" in text_of(secretary.get(f"/viec/{minutes.id}").text)


def test_the_minutes_begin_with_the_agenda_and_with_the_opinions_that_came_in_writing(house: House, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    by_word = {"choice": "proxy", "reason": "Họp", "proxy_name": "A", "proxy_office": "B", "words": "Nhất trí, đề nghị bố trí kinh phí."}
    by_file = {"choice": "proxy", "reason": "Họp", "proxy_name": "C", "proxy_office": "D", "opinion": Handed("y-kien.pdf", content=PDF)}
    house.say(house.step("rsvp", "member_yt"), by_word)
    house.say(house.step("rsvp", "member_gd"), by_file)
    step = house.reach("minutes")
    secretary = signed_in("secretary")
    page, fields = secretary.get(f"/viec/{step.id}"), secretary.fields(f"/viec/{step.id}")
    assert fields["matters.1.item"] == [house.scripted["agenda"]["items"][1]["item"]]
    speakers = {fields[f"remarks.{n}.speaker"][0]: fields[f"remarks.{n}.words"][0] for n in (0, 1)}
    assert speakers == {"Ủy viên – Giám đốc Sở Y tế": by_word["words"], "Ủy viên – Giám đốc Sở Giáo dục và Đào tạo": ""}
    assert "đã gửi ý kiến bằng văn bản" in text_of(page.text)
    assert "chưa gửi ý kiến bằng văn bản" not in text_of(page.text)
    assert f"/ho-so/{house.case_id}/tep/" in page.text


def test_the_agenda_begins_with_what_was_proposed_and_warns_of_the_days_that_clash(house: House, signed_in: SignedIn) -> None:
    house.reach("conclusions")  # the last meeting sat somewhere
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "board_meeting", "2019-Q4")[0].id
    house.clock.move(at(date(2019, 12, 6), time(8)))
    house.reach("propose")
    wanted = {"choice": "propose", "item": "Ký số tại cấp xã", "minutes": 15, "reason": "12 xã chưa có thiết bị"}
    reply = signed_in("member_yt").send(f"/viec/{house.step('propose', 'member_yt').id}", wanted)
    assert reply.status_code == 303, text_of(reply.text)
    step = house.reach("agenda")
    secretary = signed_in("secretary")
    page, fields = text_of(secretary.get(f"/viec/{step.id}").text), secretary.fields(f"/viec/{step.id}")
    assert {name: fields[f"items.0.{name}"] for name in ("item", "minutes", "owner")} == {
        "item": ["Ký số tại cấp xã"],
        "minutes": ["15"],
        "owner": ["member_yt"],
    }
    assert fields["place"] == [house.scripted["agenda"]["place"]]
    assert "12 xã chưa có thiết bị" in page
    days = page.partition("Ngày họp gợi ý:")[2].partition(" Nội dung được đăng ký")[0]
    assert "27/12/2019" in days
    assert "26/12/2019" not in days or "trùng: Phiên họp UBND tỉnh thường kỳ tháng 12" in days


def test_the_proposed_day_that_clashes_is_warned_of_and_never_refused(house: House, signed_in: SignedIn) -> None:
    step, secretary = house.step("agenda"), signed_in("secretary")
    assert "26/9/2019 trùng: Phiên họp UBND tỉnh thường kỳ tháng 9" in text_of(secretary.get(f"/viec/{step.id}").text)
    house.scripted["agenda"]["day"] = "2019-09-26"
    convene = house.reach("convene")
    assert "Trùng: Phiên họp UBND tỉnh" in text_of(signed_in("chair").get(f"/viec/{convene.id}").text)


def test_the_presider_puts_the_meeting_off_with_his_handwriting(house: House, signed_in: SignedIn) -> None:
    step, chair = house.reach("convene"), signed_in("chair")
    path = f"/viec/{step.id}"
    said = {"choice": "postpone", "reason": "Trưởng ban họp Chính phủ", "remark": "Lùi một tuần", "scan_confirmed": "yes"}
    scan = {"scan": ("bút phê.pdf", PDF)}
    unsaid = chair.send(path, said, files=scan)
    assert unsaid.status_code == 422
    for kept in ("ngày họp mới dự kiến", "Lùi một tuần", "Đã nhận tệp bút phê.pdf"):
        assert kept in text_of(unsaid.text)
    assert chair.send(path, said | {"until": "2019-10-04"}, files=scan).status_code == 303
    house.walk()
    again, secretary = house.step("agenda"), signed_in("secretary")
    page = text_of(secretary.get(f"/viec/{again.id}").text)
    assert "Trưởng ban họp Chính phủ" in page
    fields = secretary.fields(f"/viec/{again.id}")
    assert (fields["day"], fields["items.1.item"]) == (["2019-10-04"], [house.scripted["agenda"]["items"][1]["item"]])
    case = secretary.get(f"/ho-so/{house.case_id}").text
    assert "Lùi một tuần" in case
    assert "bút phê.pdf" in case
