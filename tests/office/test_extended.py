"""Đ8.2: an extended meeting is the chair's to convene; a guest gets a letter and a link to his items, and loses both when he drops out."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from models.access import Link
from models.letters import Letter
from tasks.casework import cancel_case
from tasks.guests import items_of
from tasks.questions import Unacceptable
from tasks.who import roster
from tests.office.cast import CHAIR, PROMPT, RETURNED, YES, Office, keys
from tests.office.gatherings import EXTENDED, GUEST, OTHER_GUEST, WITH_PAPERS, guests, papers
from tests.office.happenings import calendar_of, ics_of, meeting, message, moved

SCRIPT = PROMPT | {"agenda": EXTENDED, "convene-extended": YES}
NARROWED = EXTENDED | {"guests": [OTHER_GUEST]}


@pytest.fixture
def extended(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "rsvp", SCRIPT)
    return case_id


def to_guests(office: Office, case_id: UUID, kind: str = "guest") -> list[Letter]:
    return [letter for letter in office.letters(case_id) if letter.officer_id is None and letter.kind == kind]


def living(office: Office) -> set[str]:
    """Addresses of guests whose link opens."""
    with office.bureau.reading_desk() as desk:
        rows = desk.session.exec(select(Link).where(col(Link.guest_id).is_not(None), col(Link.revoked_at).is_(None))).all()
    names = {guest.id: email for email, guest in guests(office).items()}
    return {names[row.guest_id] for row in rows if row.guest_id is not None}


def test_guests_make_it_the_chairs_decision_and_nobody_elses(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "convene-extended", SCRIPT)
    step = office.step(case_id, "convene-extended/1")
    assert (step.officer_id, step.seats) == (CHAIR, ["chair"])
    assert "convene/1" not in keys(office, case_id)
    office.answer(step, RETURNED)
    office.walk(case_id)
    office.play_to(case_id, "convene", PROMPT | {"agenda": WITH_PAPERS})  # without guests it is a plain meeting again
    assert "convene-extended/2" not in keys(office, case_id)


def test_each_guest_is_written_to_once_with_what_he_is_invited_to_and_a_calendar_entry(office: Office, extended: UUID) -> None:
    first, second = to_guests(office, extended)
    assert (first.address, first.context["words"]["what"]) == (
        GUEST["email"], "Kính mời Ông/Bà dự các nội dung:\n- Tình hình quý III",
    )  # fmt: skip
    assert second.context["words"]["what"].endswith("- Tình hình quý III\n- Cơ chế tài chính")
    assert "attachments" not in first.context  # the giấy mời and the programme name every item
    assert calendar_of(first)[:2] == (meeting(office, extended).uid, 0)
    mail = message(office, first)
    assert mail["To"] == f"{GUEST['name']} <{GUEST['email']}>" or GUEST["email"] in str(mail["To"])
    assert "METHOD:REQUEST" in ics_of(office, first)
    assert living(office) == {GUEST["email"], OTHER_GUEST["email"]}


def test_a_guest_stands_in_the_invitation_but_is_not_asked_to_reply(office: Office, extended: UUID) -> None:
    [invitation] = papers(office, extended, "giay_moi")
    assert "Trần Khách, Chuyên gia Đại học Kiên Giang" in invitation.facts["attendees"]
    assert not [key for key in keys(office, extended) if key.startswith("rsvp/") and "khach" in key]


@pytest.mark.parametrize(
    ("guest", "sentence"),
    [
        (GUEST | {"items": "4"}, "từ 1 đến 3"),
        (GUEST | {"items": "chương trình"}, "ghi số thứ tự nội dung"),
        (GUEST | {"items": "0"}, "từ 1 đến 3"),
        (GUEST | {"email": "khach"}, "Địa chỉ thư điện tử chưa đúng"),
        (OTHER_GUEST | {"email": OTHER_GUEST["email"].upper()}, "cùng một địa chỉ thư"),
    ],
)
def test_a_guest_who_cannot_be_invited_is_named(office: Office, guest: dict[str, str], sentence: str) -> None:
    case_id = office.open()
    office.play_to(case_id, "agenda")
    with pytest.raises(Unacceptable, match=sentence):
        office.answer(office.step(case_id, "agenda/1"), EXTENDED | {"guests": [OTHER_GUEST, guest]})
    assert guests(office) == {}


def dropped(office: Office, case_id: UUID) -> None:
    """A new time, and a draft after it that no longer invites the first guest."""
    office.post_all()
    moved(office, case_id)
    script = SCRIPT | {"agenda": [EXTENDED, NARROWED | {"day": "2019-10-08"}], "invitation-sign/1": RETURNED}
    office.play(case_id, script, until=lambda _: any(step.question == "rsvp" for step in office.asked(case_id)))


def test_a_guest_dropped_in_a_later_draft_has_a_dead_link_and_loses_the_calendar_entry(office: Office, extended: UUID) -> None:
    dropped(office, extended)
    assert living(office) == {OTHER_GUEST["email"]}
    assert guests(office)[GUEST["email"]].items == []
    [gone] = to_guests(office, extended, "withdrawn")
    assert (gone.address, calendar_of(gone)[0], gone.context["calendar"]["method"]) == (
        GUEST["email"], meeting(office, extended).uid, "CANCEL",
    )  # fmt: skip
    anew = to_guests(office, extended)[-1]
    assert (anew.address, calendar_of(anew)[1:]) == (OTHER_GUEST["email"], (1, "2019-10-08T08:00:00+07:00"))


def test_the_minutes_name_the_guests_who_came_and_the_invited_seats_outside_the_committee(office: Office) -> None:
    case_id = office.open()
    seats = [*EXTENDED["attendees"], "group_centre"]
    office.play_to(case_id, "minutes", SCRIPT | {"agenda": EXTENDED | {"attendees": seats}})
    [sheet] = papers(office, case_id, "danh_sach_ky_ten")
    assert [row["name"] for row in sheet.facts["people"] if row["note"] == "Khách mời"] == [GUEST["name"], OTHER_GUEST["name"]]
    came = {"present": [*PROMPT["minutes"]["present"], "group_centre"], "guests": [str(guests(office)[OTHER_GUEST["email"]].id)]}
    office.play(case_id, SCRIPT | {"minutes": PROMPT["minutes"] | came})
    [minutes] = papers(office, case_id, "bien_ban")
    with office.bureau.reading_desk() as desk:
        name = roster(desk).name(roster(desk).holders["group_centre"])
    assert [guest["name"] for guest in minutes.facts["guests"]] == [name, OTHER_GUEST["name"]]


def test_the_minutes_do_not_name_a_guest_who_was_dropped(office: Office, extended: UUID) -> None:
    there = {email: str(guest.id) for email, guest in guests(office).items()}
    dropped(office, extended)
    office.play_to(extended, "minutes", SCRIPT | {"agenda": NARROWED})
    with pytest.raises(Unacceptable, match="khách không còn được mời"):
        office.answer(office.step(extended, "minutes/1@1"), PROMPT["minutes"] | {"guests": [there[GUEST["email"]]]})
    office.answer(office.step(extended, "minutes/1@1"), PROMPT["minutes"] | {"guests": [there[OTHER_GUEST["email"]]]})
    office.play(extended, SCRIPT)
    [minutes] = papers(office, extended, "bien_ban")
    assert [guest["name"] for guest in minutes.facts["guests"]] == [OTHER_GUEST["name"]]


def test_a_new_time_writes_to_every_guest_anew_with_the_same_uid_and_a_new_link(office: Office, extended: UUID) -> None:
    before = [calendar_of(letter) for letter in to_guests(office, extended)]
    office.post_all()
    moved(office, extended)
    office.play(extended, SCRIPT, until=lambda _: len(to_guests(office, extended)) == 4)
    after = [calendar_of(letter) for letter in to_guests(office, extended)[2:]]
    assert {uid for uid, _, _ in before + after} == {meeting(office, extended).uid}
    assert {sequence for _, sequence, _ in after} == {1}
    with office.bureau.reading_desk() as desk:
        assert len(desk.session.exec(select(Link).where(col(Link.guest_id).is_not(None), col(Link.revoked_at).is_(None))).all()) == 2


def test_a_cancelled_meeting_is_taken_off_its_guests_calendars_with_the_same_uid(office: Office, extended: UUID) -> None:
    office.post_all()
    with office.bureau.desk() as desk:
        cancel_case(desk, extended, "Bão số 5")
    gone = to_guests(office, extended, "withdrawn")
    assert {letter.address for letter in gone} == {GUEST["email"], OTHER_GUEST["email"]}
    assert {calendar_of(letter)[:2] for letter in gone} == {(meeting(office, extended).uid, 1)}
    assert "METHOD:CANCEL" in ics_of(office, gone[0])
    assert "Bão số 5" in gone[0].context["words"]["extra"]["reason"]
    assert living(office) == set()


def test_a_guest_who_had_dropped_out_is_not_told_a_second_time(office: Office, extended: UUID) -> None:
    dropped(office, extended)
    office.post_all()
    with office.bureau.desk() as desk:
        cancel_case(desk, extended, "Bão số 5")
    assert [letter.address for letter in office.queued(extended) if letter.officer_id is None] == [OTHER_GUEST["email"]]


def test_a_guest_sees_his_items_without_those_taken_off(office: Office) -> None:
    case_id = office.open()
    late = {"paper/2": None, "late-item": {"choice": "withdraw", "reason": "Chưa có"}}
    office.play_to(case_id, "meeting-day", SCRIPT | late)
    with office.bureau.reading_desk() as desk:
        assert [row.seq for row in items_of(desk, guests(office)[OTHER_GUEST["email"]])] == [1]
