"""By which channels a letter goes, and when: defaults, wishes, quiet hours, digests."""

from datetime import date, datetime, time

import pytest

from models.clock import at
from notifications.choice import Hours, Reader, Timing, Way, Wish, way_of
from regulation import load
from regulation.letters import ChannelName, LetterDefaults, LetterGroup

DEFAULTS = LetterDefaults()
EVERY = frozenset(map(str, ChannelName))
HERE = frozenset({"mail", "paper"})
MORNING = at(date(2027, 3, 2), time(9))  # a Tuesday
REACHED = Reader("P01", "a@b.example", phone="84900000001", zalo_user="u1")


def way(
    kind: str = "ask", reader: Reader = REACHED, in_use: frozenset[str] = EVERY, now: datetime = MORNING, *, urgent: bool = False
) -> Way:
    return way_of(kind, reader, DEFAULTS, in_use, now, urgent=urgent)


def wishing(group: LetterGroup, wish: Wish, hours: Hours | None = None) -> Reader:
    return Reader("P01", "a@b.example", phone="84900000001", zalo_user="u1", wishes={group: wish}, hours=hours)


def test_who_chose_nothing_is_written_to_as_the_house_does() -> None:
    assert way() == Way(("mail", "zalo", "zalo-oa", "paper"))


def test_a_channel_that_is_not_set_up_is_passed_over() -> None:
    assert way(in_use=HERE).channels == ("mail", "paper")


def test_what_somebody_chose_comes_first_and_the_others_stay_behind_it() -> None:
    assert way(reader=wishing(LetterGroup.OFFICIAL, Wish(("zalo",)))).channels == ("zalo", "mail", "zalo-oa", "paper")
    assert way("remind", wishing(LetterGroup.OFFICIAL, Wish(("zalo",)))).channels[0] == "mail", "a choice holds for its group"


@pytest.mark.parametrize(
    ("reader", "channels"),
    [
        (Reader("P01"), ("paper",)),
        (Reader("P01", "a@b.example", address_is_bad=True), ("paper",)),
        (Reader("P01", "a@b.example", address_is_bad=True, phone="84900000001"), ("zalo", "paper")),
        (Reader("P01", phone="84900000001"), ("zalo", "paper")),
    ],
)
def test_only_channels_that_reach_him_are_tried_and_paper_reaches_everybody(reader: Reader, channels: tuple[str, ...]) -> None:
    assert way(reader=reader).channels == channels


def test_who_is_reached_by_nothing_in_use_has_his_letter_tried_and_told_of() -> None:
    assert way(reader=Reader("P01"), in_use=frozenset({"mail"})) == Way(("mail",))


def test_a_sign_in_code_goes_by_mail_alone_at_any_hour() -> None:
    night = at(date(2027, 3, 2), time(23))
    assert way("code", now=night) == Way(("mail",))
    assert way("code", Reader("P01", None), now=night) == Way(("mail",))


def test_a_role_may_have_its_own_order() -> None:
    defaults = LetterDefaults(channels={"chair": {"reminders": ("zalo", "mail"), "*": ("mail",)}, "*": {"*": ("mail", "zalo")}})
    chair = Reader("P01", "a@b.example", phone="84900000001", roles=("agency_head", "chair"))
    assert way_of("remind", chair, defaults, EVERY, MORNING).channels[:2] == ("zalo", "mail")
    assert way_of("ask", chair, defaults, EVERY, MORNING).channels[0] == "mail"


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(date(2027, 3, 2), time(20, 59)), None),
        (at(date(2027, 3, 2), time(21)), at(date(2027, 3, 3), time(6, 30))),
        (at(date(2027, 3, 3), time(2)), at(date(2027, 3, 3), time(6, 30))),
        (at(date(2027, 3, 3), time(6, 30)), None),
    ],
)
def test_quiet_hours_put_off_to_the_morning(now: datetime, until: datetime | None) -> None:
    assert way(now=now).hold_until == until


def test_quiet_hours_within_one_day_and_none_at_all() -> None:
    noon = Hours(time(12), time(13, 30), 4, time(15))
    assert way(reader=wishing(LetterGroup.OFFICIAL, Wish(), noon), now=at(date(2027, 3, 2), time(12, 5))).hold_until == at(
        date(2027, 3, 2), time(13, 30)
    )
    never = Hours(time(0), time(0), 4, time(15))
    assert way(reader=wishing(LetterGroup.OFFICIAL, Wish(), never), now=at(date(2027, 3, 2), time(23))).hold_until is None


def test_an_urgent_letter_passes_quiet_hours_and_digests() -> None:
    night = at(date(2027, 3, 2), time(23))
    assert way(now=night, urgent=True).hold_until is None
    assert way("told", wishing(LetterGroup.INFORMATION, Wish((), Timing.DIGEST)), urgent=True) == way("told", urgent=True)


def test_what_is_only_told_waits_for_the_digest_its_reader_chose() -> None:
    friday = at(date(2027, 3, 5), time(15))
    found = way("told", wishing(LetterGroup.INFORMATION, Wish((), Timing.DIGEST)))
    assert (found.hold_until, found.bundle) == (friday, "digest/P01/2027-03-05")
    later = way("told", wishing(LetterGroup.INFORMATION, Wish((), Timing.DIGEST)), now=friday)
    assert later.hold_until == at(date(2027, 3, 12), time(15)), "what comes at that hour goes with the next"


def test_a_receipt_may_be_unwanted_an_official_letter_never() -> None:
    assert way("receipt", wishing(LetterGroup.RECEIPTS, Wish((), Timing.NEVER))).unwanted
    for kind, group in (("ask", LetterGroup.OFFICIAL), ("remind", LetterGroup.REMINDERS)):
        for timing in (Timing.NEVER, Timing.DIGEST):
            found = way(kind, wishing(group, Wish((), timing)))
            assert not found.unwanted
            assert found.hold_until is None


def test_reminders_of_one_day_go_together() -> None:
    assert way("remind").bundle == "remind/P01/2027-03-02"
    assert way("remind", now=at(date(2027, 3, 2), time(23))).bundle == "remind/P01/2027-03-03", "with those of the morning they wait for"
    assert way("ask").bundle is None


def test_a_guest_is_written_to_at_once_whatever_the_hour() -> None:
    assert way("guest", Reader(None, "khach@vien.example"), now=at(date(2027, 3, 2), time(23))).hold_until is None


def test_the_packaged_ways_name_only_roles_of_the_committee() -> None:
    law = load()
    roles = {seat.role for seat in law.committee.seats} | {"*"}
    assert set(law.letters.channels) <= roles
