"""What an officer chose about his letters is what the next letter does."""

import json
from datetime import time
from typing import Any

import pytest
from sqlmodel import col, select

from models.journal import Entry
from models.letters import ChannelState, LetterChoice, LetterHours, LetterState
from models.people import Officer
from tasks.letter_choices import as_typed, choose, choose_nothing, in_force, offered, reader_of
from tasks.questions import Unacceptable
from tests.office.cast import HEALTH, Office
from tests.office.test_post_room import NIGHT, at_hour, deliver, letter, phone, queue, set_up


@pytest.fixture(autouse=True)
def in_the_morning(office: Office) -> None:
    at_hour(office, time(9))


def chosen(office: Office, officer: str = HEALTH, **typed: str) -> None:
    with office.bureau.desk() as desk:
        choose(desk, officer, as_typed(desk, reader_of(desk, officer)) | typed)


def kept(office: Office) -> tuple[int, int]:
    with office.bureau.reading_desk() as desk:
        return len(desk.session.exec(select(LetterChoice)).all()), len(desk.session.exec(select(LetterHours)).all())


def acts(office: Office) -> list[str]:
    with office.bureau.reading_desk() as desk:
        told = [json.loads(body)["act"] for body in desk.session.exec(select(Entry.body).order_by(col(Entry.n)))]
    return [act for act in told if act.startswith("letters.")]


def test_the_channel_put_first_carries_the_next_letter_and_the_others_follow(office: Office) -> None:
    phone(office)
    chosen(office, first_official="zalo")
    queue(office), queue(office, "remind")
    gone = {one.kind: (one.channel, one.further) for one in deliver(office)}
    assert gone == {"ask": ("zalo", ("mail", "paper")), "remind": ("mail", ("zalo", "paper"))}
    with office.bureau.reading_desk() as desk:
        reader = reader_of(desk, HEALTH)
        assert in_force(desk, reader, "official") == ("zalo", "mail", "paper")  # type: ignore[arg-type]
    assert acts(office) == ["letters.choose"]


def test_what_may_wait_waits_for_the_day_and_hour_he_chose(office: Office) -> None:
    day = (office.clock.at.weekday() + 1) % 7
    chosen(office, when_information="digest", weekday=str(day), at="10:15")
    told = queue(office, "told")
    assert deliver(office) == []
    hold = letter(office, told).hold_until
    assert hold is not None
    local = hold.astimezone(office.clock.at.tzinfo)
    assert (local.weekday(), local.time()) == (day, time(10, 15))


def test_a_receipt_he_does_not_want_does_not_leave(office: Office) -> None:
    chosen(office, when_receipts="never")
    one = queue(office, "receipt")
    assert deliver(office) == []
    assert letter(office, one).state == LetterState.WITHDRAWN


def test_his_quiet_hours_hold_and_none_is_none(office: Office) -> None:
    chosen(office, since="08:00", until="09:30")
    held = queue(office)
    assert deliver(office) == []
    at_hour(office, time(9, 30))
    assert [one.id for one in deliver(office)] == [held]
    chosen(office, quiet="no")
    at_hour(office, NIGHT)
    queue(office)
    assert len(deliver(office)) == 1


def test_what_is_as_by_default_is_not_kept_and_defaults_come_back(office: Office) -> None:
    chosen(office)
    assert kept(office) == (0, 0)
    chosen(office, first_reminders="mail", quiet="no")
    assert kept(office) == (1, 1)
    chosen(office, officer="P12", when_receipts="never")
    with office.bureau.desk() as desk:
        choose_nothing(desk, HEALTH)
    assert kept(office) == (1, 0), "another's choice stands"
    assert acts(office)[-1] == "letters.default"


def test_only_what_reaches_him_can_be_put_first(office: Office) -> None:
    with office.bureau.reading_desk() as desk:
        assert offered(desk, reader_of(desk, HEALTH)) == ["mail"]
    phone(office)
    set_up(office, ChannelState(channel="zalo-oa"))
    with office.bureau.desk() as desk:
        desk.session.get_one(Officer, HEALTH).zalo_user_id = "77"
        assert offered(desk, reader_of(desk, HEALTH)) == ["mail", "zalo", "zalo-oa"]
        desk.session.get_one(Officer, HEALTH).zalo_refused = "no account"
        desk.session.get_one(Officer, HEALTH).email_refused = "no such user"
        desk.session.flush()
        assert offered(desk, reader_of(desk, HEALTH)) == ["zalo-oa"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_official": "zalo"}, "first_official"),
        ({"first_official": "paper"}, "first_official"),
        ({"first_receipts": "pigeon"}, "first_receipts"),
        ({"when_official": "never"}, "when_official"),
        ({"when_reminders": "digest"}, "when_reminders"),
        ({"when_information": "never"}, "when_information"),
        ({"quiet": ""}, "quiet"),
        ({"since": "25:00"}, "since"),
        ({"since": "", "until": ""}, "until"),
        ({"since": "08:00", "until": "08:00"}, "until"),
        ({"weekday": "7"}, "weekday"),
        ({"at": "ba giờ"}, "at"),
    ],
)
def test_a_bad_choice_is_named_and_nothing_is_written(office: Office, typed: dict[str, Any], field: str) -> None:
    chosen(office, when_receipts="digest")
    with pytest.raises(Unacceptable) as refused:
        chosen(office, **({"first_information": "mail"} | typed))
    assert field in refused.value.errors
    assert kept(office) == (1, 0)
