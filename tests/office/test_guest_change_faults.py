"""Changes of guests that cannot be, or come beside others: a sentence and nothing written; nobody lost, nobody written to twice."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from models.cases import Act
from models.errors import Refused
from models.people import Officer
from models.steps import StepState
from tasks.acts import CaseEnded
from tasks.casework import cancel_case
from tasks.meeting_acts import NotAtThisPoint
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, PROMPT, RETURNED, TAKEN, Office, keys, sound, together
from tests.office.gatherings import EXTENDED, GUEST, OTHER_GUEST, guests, guests_changed, papers, told
from tests.office.guest_book import (
    CONSENTS,
    FOURTH,
    REFUSES,
    SCRIPT,
    THIRD,
    ids,
    kept,
    links,
    post,
    with_guests,
)
from tests.office.happenings import calendar_of, meeting, moved


@pytest.fixture
def extended(office: Office) -> UUID:
    return with_guests(office)


@pytest.mark.parametrize(
    ("line", "place", "sentence"),
    [
        ({"name": ""}, "guests.0.name", "còn trống"),
        ({"office": " "}, "guests.0.office", "còn trống"),
        ({"email": "khach"}, "guests.0.email", "Địa chỉ thư điện tử chưa đúng"),
        ({"items": "9"}, "guests.0.items", "chương trình không có nội dung 9"),
        ({"items": "tất cả"}, "guests.0.items", "ghi số thứ tự nội dung được mời"),
        ({"email": OTHER_GUEST["email"].upper()}, "guests.0.email", "Đã có khách mời dùng địa chỉ"),
    ],
)
def test_a_guest_who_cannot_be_is_named_with_what_is_wrong_and_nothing_is_written(
    office: Office, extended: UUID, line: dict[str, str], place: str, sentence: str
) -> None:
    before = keys(office, extended), len(office.letters()), meeting(office, extended).sequence, links(office)
    with pytest.raises(Unacceptable) as refused:
        guests_changed(office, extended, guests=[THIRD | line], seats_in=["member_nv"])
    assert sentence in refused.value.errors[place]
    assert (keys(office, extended), len(office.letters()), meeting(office, extended).sequence, links(office)) == before


def test_an_address_is_nobodys_but_one_guests(office: Office, extended: UUID) -> None:
    with office.bureau.reading_desk() as desk:
        member, newcomer, chair = (desk.session.get_one(Officer, one).email for one in ("P11", "P06", CHAIR))
    for email, more in ((member, {}), (newcomer, {"seats_in": ["member_nv"]}), (chair, {})):
        with pytest.raises(Unacceptable, match="đã có trong thành phần dự họp"):
            guests_changed(office, extended, guests=[THIRD | {"email": email}], **more)
    with pytest.raises(Unacceptable, match="mỗi người phải có địa chỉ riêng"):
        guests_changed(office, extended, guests=[THIRD, FOURTH | {"email": THIRD["email"]}])
    guests_changed(office, extended, guests=[THIRD])
    with pytest.raises(Unacceptable, match="mỗi người phải có địa chỉ riêng"):  # the chair has not answered yet
        guests_changed(office, extended, guests=[THIRD])
    guests_changed(office, extended, guests=[THIRD | {"email": newcomer}])  # as long as his seat is not invited


def test_items_that_are_not_there_or_were_taken_off_are_refused_of_an_invited_guest_too(office: Office) -> None:
    case_id = office.open()
    late = {"paper/2": None, "late-item": {"choice": "withdraw", "reason": "Chưa có"}}
    office.play_to(case_id, "meeting-day", SCRIPT | late)
    row = kept(office, OTHER_GUEST["email"], "1")
    for number, sentence in (("2", "nội dung 2 đã rút"), ("4", "không có nội dung 4"), ("", "đánh dấu «Thôi mời»")):
        with pytest.raises(Unacceptable, match=sentence):
            guests_changed(office, case_id, kept=[row | {"items": number}])
    with pytest.raises(Refused, match="ghi thay đổi về khách mời"):
        guests_changed(office, case_id, kept=[row])  # what is left of his items is what he is invited to
    with pytest.raises(Unacceptable, match="nội dung 2 đã rút"):
        guests_changed(office, case_id, guests=[FOURTH])


def test_a_page_that_is_out_of_date_is_sent_back(office: Office, extended: UUID) -> None:
    gone = kept(office, GUEST["email"], "2")
    guests_changed(office, extended, guests_out=[gone["guest"]])
    for form in ({"kept": [gone]}, {"guests_out": [gone["guest"]]}, {"kept": [{"guest": "x", "items": "1"}]}):
        with pytest.raises(Unacceptable, match="đã thay đổi từ khi mở trang"):
            guests_changed(office, extended, **form)
    there = kept(office, OTHER_GUEST["email"], "3") | {"was": "1, 2"}
    guests_changed(office, extended, kept=[there | {"items": "2"}])
    with pytest.raises(Unacceptable, match="đã thay đổi từ khi mở trang"):
        guests_changed(office, extended, kept=[there])
    with pytest.raises(Refused, match="ghi thay đổi"):  # a row left as the page showed it says nothing
        guests_changed(office, extended, kept=[there | {"items": "1, 2"}])
    assert guests(office)[OTHER_GUEST["email"]].items == [2]


def test_guests_change_only_between_the_invitation_and_the_conclusions(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene-extended", SCRIPT)
    with pytest.raises(NotAtThisPoint, match="Giấy mời chưa phát hành"):
        guests_changed(office, case_id, guests=[THIRD])
    office.play_to(case_id, "minutes", SCRIPT)
    with pytest.raises(NotAtThisPoint, match="đã diễn ra"):
        guests_changed(office, case_id, guests=[THIRD])
    with office.bureau.desk() as desk:
        cancel_case(desk, case_id, "Không họp")
    with pytest.raises(CaseEnded):
        guests_changed(office, case_id, guests=[THIRD])
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Act)).all() == []


def test_what_the_chair_was_asked_follows_a_new_time_and_who_he_lets_in_meanwhile_is_written_to_with_the_others(
    office: Office, extended: UUID
) -> None:
    guests_changed(office, extended, guests=[THIRD])
    due = office.step(extended, "guest-consent/1").due
    moved(office, extended)
    office.post_all()
    step = office.step(extended, "guest-consent/1")
    assert (step.due, due) == (date(2019, 10, 7), date(2019, 9, 26))
    office.answer(step, CONSENTS)
    assert THIRD["email"] not in post(office, extended)
    office.play(extended, SCRIPT, until=lambda _: any(one.key.startswith("rsvp/") for one in office.asked(extended)))
    mine = [letter for letter in office.letters(extended) if letter.address == THIRD["email"]]
    assert [calendar_of(letter)[1:] for letter in mine] == [(2, "2019-10-08T14:00:00+07:00")]
    assert links(office) == dict.fromkeys((GUEST["email"], OTHER_GUEST["email"], THIRD["email"]), 1)
    sound(office)


def test_a_consent_that_comes_while_the_new_invitation_leaves_is_neither_lost_nor_written_twice(office: Office, extended: UUID) -> None:
    guests_changed(office, extended, guests=[THIRD])
    moved(office, extended)
    office.play_to(extended, "invitation-release", SCRIPT | {"guest-consent": None})
    office.answer(office.step(extended, "invitation-release/1@1"), TAKEN)
    step = office.step(extended, "guest-consent/1")
    together(lambda: office.walk(extended), lambda: office.answer(step, CONSENTS))
    office.walk(extended)
    assert [letter.kind for letter in office.letters(extended) if letter.address == THIRD["email"]] == ["guest"]
    assert links(office)[THIRD["email"]] == 1
    sound(office)


def test_a_later_draft_is_what_the_chair_decides_and_what_he_was_asked_before_is_asked_no_more(office: Office, extended: UUID) -> None:
    guests_changed(office, extended, guests=[THIRD])
    office.post_all()
    moved(office, extended)
    script = SCRIPT | {"agenda": EXTENDED | {"day": "2019-10-08"}, "invitation-sign/1": RETURNED, "guest-consent": None}
    office.play(extended, script, until=lambda _: any(step.question == "rsvp" for step in office.asked(extended)))
    assert office.step(extended, "guest-consent/1").state == StepState.WITHDRAWN
    assert set(guests(office)) == {GUEST["email"], OTHER_GUEST["email"]}


def test_the_chair_lets_nobody_in_to_what_is_over_or_was_taken_off(office: Office) -> None:
    case_id = office.open()
    late = {"paper/2": None, "late-item": None}
    office.play_to(case_id, "late-item", SCRIPT | late)
    guests_changed(office, case_id, guests=[FOURTH])
    guests_changed(office, case_id, guests=[THIRD])
    withdraw = {"choice": "withdraw", "reason": "Chưa có"}
    office.play_to(case_id, "meeting-day", SCRIPT | late | {"late-item": withdraw})
    assert {office.step(case_id, f"guest-consent/{n}").state for n in (1, 2)} == {StepState.LAPSED}  # he was silent
    with pytest.raises(Unacceptable, match="nội dung 2 đã rút"):
        office.answer(office.step(case_id, "guest-consent/1"), CONSENTS)
    office.play_to(case_id, "minutes", SCRIPT)
    with pytest.raises(Unacceptable, match="đã diễn ra"):
        office.answer(office.step(case_id, "guest-consent/2"), CONSENTS)
    office.answer(office.step(case_id, "guest-consent/2"), REFUSES)
    assert told(office, case_id, "không đồng ý mời thêm khách")


def test_the_sign_in_sheet_and_the_minutes_follow(office: Office, extended: UUID) -> None:
    guests_changed(office, extended, guests=[THIRD], guests_out=[ids(office)[GUEST["email"]]], by=CHAIR)
    office.play_to(extended, "minutes", SCRIPT)
    [sheet] = papers(office, extended, "danh_sach_ky_ten")
    named = [row["name"] for row in sheet.facts["people"] if row["note"] == "Khách mời"]
    assert named == [OTHER_GUEST["name"], THIRD["name"]]
    came = {"guests": [ids(office)[THIRD["email"]]]}
    with pytest.raises(Unacceptable, match="khách không còn được mời"):
        office.answer(office.step(extended, "minutes/1"), PROMPT["minutes"] | {"guests": [ids(office)[GUEST["email"]]]})
    office.play(extended, SCRIPT | {"minutes": PROMPT["minutes"] | came})
    [minutes] = papers(office, extended, "bien_ban")
    assert [guest["name"] for guest in minutes.facts["guests"]] == [THIRD["name"]]
    sound(office)
