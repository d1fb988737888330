"""Đ8.2: guests come in, drop out and change items after the invitation; who is new waits for the chair, nobody else is written to."""

from itertools import permutations
from uuid import UUID

import pytest

from models.letters import LetterState
from models.steps import StepState
from tasks.casework import cancel_case
from tasks.questions import Unacceptable
from tests.office.cast import CHAIR, DEPUTY_1, STANDING, Office, keys, sound
from tests.office.gatherings import GUEST, OTHER_GUEST, guests, guests_changed, what
from tests.office.guest_book import (
    CONSENTS,
    FOURTH,
    LEAVE,
    REFUSES,
    SCRIPT,
    THIRD,
    ids,
    items,
    kept,
    links,
    post,
    with_guests,
    without_guests,
)
from tests.office.happenings import away, calendar_of, ics_of, meeting


@pytest.fixture
def extended(office: Office) -> UUID:
    return with_guests(office)


@pytest.fixture
def plain(office: Office) -> UUID:
    return without_guests(office)


def test_who_drops_out_is_cancelled_and_his_link_dies_and_nobody_else_is_written_to(office: Office, extended: UUID) -> None:
    done = guests_changed(office, extended, guests_out=[ids(office)[GUEST["email"]]])
    assert (done.kind, done.payload["guests"]["out"], done.payload["in"]) == ("attendees", [ids(office)[GUEST["email"]]], [])
    assert post(office, extended).keys() == {GUEST["email"]}
    gone = post(office, extended)[GUEST["email"]]
    assert calendar_of(gone)[:2] == (meeting(office, extended).uid, 1)
    assert "METHOD:CANCEL" in ics_of(office, gone)
    assert "Theo đề nghị của Sở Tài chính" in gone.context["words"]["extra"]["reason"]
    assert links(office) == {GUEST["email"]: 0, OTHER_GUEST["email"]: 1}
    assert items(office, GUEST["email"]) == []
    office.walk(extended)
    assert len(office.queued(extended)) == 1
    sound(office)


def test_whose_items_change_gets_his_entry_updated_with_his_items_of_now(office: Office, extended: UUID) -> None:
    rows = [kept(office, GUEST["email"], "3, 2"), kept(office, OTHER_GUEST["email"], "1 và 2")]
    guests_changed(office, extended, kept=rows)
    assert post(office, extended).keys() == {GUEST["email"]}  # the other's items are what they were
    update = post(office, extended)[GUEST["email"]]
    assert what(update) == "Kính mời Ông/Bà dự các nội dung:\n- Cơ chế tài chính\n- Thảo luận"
    first = next(letter for letter in office.letters(extended) if letter.address == GUEST["email"])
    assert (calendar_of(first)[1], calendar_of(update)[1]) == (0, 1)
    assert (calendar_of(first)[0], calendar_of(first)[2]) == (calendar_of(update)[0], calendar_of(update)[2])
    assert "METHOD:REQUEST" in ics_of(office, update)
    assert [letter.context["words"]["why"].endswith("thay giấy mời đã gửi trước đây.") for letter in (first, update)] == [False, True]
    assert links(office) == {GUEST["email"]: 1, OTHER_GUEST["email"]: 1}
    assert "guest-consent" not in {step.question for step in office.asked(extended)}


@pytest.mark.parametrize("before", ["plain", "extended"])
def test_who_comes_in_waits_for_the_chair_and_is_written_to_once_he_has_consented(
    office: Office, request: pytest.FixtureRequest, before: str
) -> None:
    case_id = request.getfixturevalue(before)
    there = set(guests(office))
    done = guests_changed(office, case_id, guests=[THIRD])
    step = office.step(case_id, f"guest-consent/{done.n}")
    assert (step.officer_id, step.seats, step.clauses) == (CHAIR, ["chair"], ["Đ8.1c", "Đ8.2"])
    assert post(office, case_id).keys() == {CHAIR}
    assert "Võ Thêm, Viện trưởng Viện Công nghệ số (nội dung 3)" in what(post(office, case_id)[CHAIR])
    assert set(guests(office)) == there  # silence is no consent
    office.post_all()
    office.answer(step, CONSENTS)
    office.walk(case_id)
    assert post(office, case_id).keys() == {THIRD["email"], STANDING}
    invitation = post(office, case_id)[THIRD["email"]]
    assert what(invitation) == "Kính mời Ông/Bà dự các nội dung:\n- Thảo luận"
    assert "attachments" not in invitation.context
    assert calendar_of(invitation)[:2] == (meeting(office, case_id).uid, 1)
    assert "đồng ý mời" in what(post(office, case_id)[STANDING])
    assert links(office)[THIRD["email"]] == 1
    sound(office)


def test_a_refusal_says_so_to_who_asked_and_the_guest_hears_nothing(office: Office, plain: UUID) -> None:
    guests_changed(office, plain, guests=[THIRD])
    with pytest.raises(Unacceptable, match="ghi lý do để người đề nghị biết"):
        office.answer(office.step(plain, "guest-consent/1"), {"choice": "refuse"})
    office.post_all()
    office.answer(office.step(plain, "guest-consent/1"), REFUSES)
    assert post(office, plain).keys() == {STANDING}
    assert "Đủ chuyên gia rồi" in what(post(office, plain)[STANDING])
    assert guests(office) == {}
    guests_changed(office, plain, guests=[THIRD])  # he may be proposed again
    assert office.step(plain, "guest-consent/2").state == StepState.OPEN


def test_the_chair_himself_is_not_asked_again(office: Office, plain: UUID) -> None:
    done = guests_changed(office, plain, guests=[THIRD], by=CHAIR)
    assert done.payload["guests"]["in"] == [THIRD]
    assert post(office, plain).keys() == {THIRD["email"]}
    assert not [key for key in keys(office, plain) if key.startswith("guest-consent")]


def test_a_deputy_decides_only_by_a_delegation_that_names_it(office: Office, plain: UUID) -> None:
    away(office, CHAIR, *LEAVE)
    office.post_all()
    guests_changed(office, plain, guests=[THIRD], by=DEPUTY_1)
    step = office.step(plain, "guest-consent/1")
    assert (step.officer_id, step.standing_in) == (CHAIR, False)
    assert guests(office) == {}


def test_with_the_delegation_the_deputy_is_asked_or_decides_at_once_but_never_on_his_own_proposal(office: Office, plain: UUID) -> None:
    guests_changed(office, plain, guests=[THIRD], by=DEPUTY_1)
    guests_changed(office, plain, guests=[FOURTH], by=STANDING)
    away(office, CHAIR, *LEAVE, reserved=["Đ8.2"], delegation="12/QĐ-BCĐ ngày 23/8/2019")
    assert office.step(plain, "guest-consent/1").officer_id == "P03"  # the next deputy
    assert office.step(plain, "guest-consent/2").officer_id == DEPUTY_1
    fifth = THIRD | {"email": "nam@vien.example"}
    guests_changed(office, plain, guests=[fifth], by=DEPUTY_1)
    assert set(guests(office)) == {fifth["email"]}


def test_seats_and_guests_change_in_one_go(office: Office, extended: UUID) -> None:
    there, anew = ids(office), kept(office, OTHER_GUEST["email"], "2")
    done = guests_changed(
        office, extended, seats_in=["member_nv"], guests=[THIRD], guests_out=[there[GUEST["email"]]], kept=[anew], by=CHAIR
    )
    office.walk(extended)
    sent = post(office, extended)
    assert sent.keys() == {"P06", GUEST["email"], OTHER_GUEST["email"], THIRD["email"]}
    assert {calendar_of(letter)[:2] for letter in sent.values()} == {(meeting(office, extended).uid, 1)}
    assert (done.payload["sequence"], meeting(office, extended).sequence) == (1, 1)
    assert links(office) == {GUEST["email"]: 0, OTHER_GUEST["email"]: 1, THIRD["email"]: 1}
    sound(office)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_the_chair_answers_several_proposals_in_any_order_and_the_same_comes_of_it(
    office: Office, plain: UUID, order: tuple[int, ...]
) -> None:
    fifth = THIRD | {"email": "nam@vien.example"}
    for line in (THIRD, FOURTH, fifth):
        guests_changed(office, plain, guests=[line])
    office.post_all()
    for n in order:
        office.answer(office.step(plain, f"guest-consent/{n}"), REFUSES if n == 2 else CONSENTS)
        office.walk(plain)
    assert {email: links(office)[email] for email in guests(office)} == {THIRD["email"]: 1, fifth["email"]: 1}
    queued = [letter.officer_id or letter.address or "" for letter in office.queued(plain)]
    assert sorted(queued) == sorted([STANDING] * 3 + [THIRD["email"], fifth["email"]])
    before = keys(office, plain), len(office.letters())
    office.walk(plain)
    assert (keys(office, plain), len(office.letters())) == before
    sound(office)


def test_a_guest_who_comes_back_holds_the_newest_entry_and_one_living_link(office: Office, extended: UUID) -> None:
    guests_changed(office, extended, guests_out=[ids(office)[GUEST["email"]]], by=CHAIR)
    office.post_all()
    guests_changed(office, extended, guests=[GUEST | {"email": "KHACH@dhkg.example", "items": "2"}], by=CHAIR)
    letters = [letter for letter in office.letters(extended) if letter.address == GUEST["email"]]
    assert [calendar_of(letter)[1] for letter in letters] == [0, 1, 2]
    assert links(office) == {GUEST["email"]: 1, OTHER_GUEST["email"]: 1}
    with office.bureau.desk() as desk:
        cancel_case(desk, extended, "Bão số 5")
    assert links(office) == {GUEST["email"]: 0, OTHER_GUEST["email"]: 0}
    last = [letter for letter in office.letters(extended) if letter.address == GUEST["email"]][-1]
    assert (calendar_of(last)[1], last.context["calendar"]["method"]) == (3, "CANCEL")


def test_a_letter_that_has_not_left_is_not_sent_beside_the_one_that_replaces_it(office: Office) -> None:
    case_id = office.open()
    office.play_to(case_id, "rsvp", SCRIPT)  # nothing has left
    guests_changed(office, case_id, guests_out=[ids(office)[GUEST["email"]]], kept=[kept(office, OTHER_GUEST["email"], "3")])
    states = [(letter.address, letter.state) for letter in office.letters(case_id) if letter.officer_id is None]
    assert states == [
        (GUEST["email"], LetterState.WITHDRAWN),  # he never heard of it
        (OTHER_GUEST["email"], LetterState.WITHDRAWN),
        (OTHER_GUEST["email"], LetterState.QUEUED),
    ]
