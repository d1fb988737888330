"""Letters by Zalo out of the real outbox: hops, rests, marks, doubts and the report that settles them."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from deployments.postman import post_one
from models.errors import Refused
from models.letters import ChannelState, LetterChoice, LetterState
from models.people import Officer
from notifications.address import Party
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import webhook
from notifications.channels.zalo.oauth import Pair
from notifications.channels.zalo.sending import ZaloService
from notifications.dispatch import Counter
from notifications.outgoing import Outgoing
from notifications.zalo_keys import ZaloKeys, keep, open_channels
from notifications.zalo_letters import templates
from notifications.zalo_ways import ways
from tasks.zalo_events import take
from tests.fake_zalo import Behaviour, Code, FakeZalo, Reset, answering
from tests.office.cast import HEALTH, Office
from tests.office.test_post_room import in_the_morning, letter, queue, tries, wait_over, words  # noqa: F401 - it is morning
from tests.zalo_told import delivered

KEY = b"k" * 32
PHONE = "+84912345678"
APPROVED = {name: f"30{n}" for n, name in enumerate(templates().templates)}
Post = Callable[[], list[str]]
Zalo = Callable[..., tuple[FakeZalo, Post]]


@pytest.fixture
def by_zalo(office: Office) -> Iterator[Zalo]:
    """``by_zalo(*behaviour, first="zalo")``: officer HEALTH wants his letters by that channel first; a Zalo, and a postman that posts all
    there is and says by which channels."""
    stop: list[Callable[[], object]] = []

    def make(*behaviour: Behaviour, first: str = "zalo") -> tuple[FakeZalo, Post]:
        standing = answering(FakeZalo(behaviour))
        zalo = standing.__enter__()
        account = zalo.account()
        with office.bureau.desk() as desk:
            keep(desk.session, account, KEY, Pair("AT-1", "RT-1", timedelta(hours=25)))
            open_channels(desk.session)
            desk.session.add(LetterChoice(officer_id=HEALTH, group="official", channels=[first]))
            desk.session.execute(text("UPDATE officer SET phone = :p WHERE id = :id"), {"p": PHONE, "id": HEALTH})
        service = ZaloService(account, ZaloKeys(office.bureau.store, account, KEY))
        stop.extend([service.close, lambda: standing.__exit__(None, None, None)])
        counter = Counter(Party("Ban", "nhip@x.example"), KEY, "https://nhip.example", lambda _: b"")
        by = ways(service, office.bureau.store, counter, APPROVED)
        gone: list[str] = []

        def send(one: Outgoing) -> Receipt:
            gone.append(one.channel)
            try:
                return by[one.channel](one) if one.channel in by else Receipt(Outcome.ACCEPTED, 250, "ok")
            except Refused as wrong:  # as the postman does
                return Receipt(Outcome.PERMANENT, reply=str(wrong))

        def post() -> list[str]:
            gone.clear()
            while post_one(office.bureau.store, send, "me", office.bureau.law.letters):
                assert len(gone) < 50
            return list(gone)

        return zalo, post

    yield make
    for end in stop:
        end()


def paged(office: Office, **more: object) -> UUID:
    return queue(office, context=words() | {"page": "/ho-so/1"}, **more)  # type: ignore[arg-type]


def health(office: Office) -> Officer:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Officer, HEALTH)


def tied(office: Office, days: int = 0) -> None:
    """HEALTH's account is tied, and he was there so many days ago."""
    with office.bureau.desk() as desk:
        seen = text("UPDATE officer SET zalo_user_id = '2468', zalo_seen_at = now() - :ago WHERE id = :id")
        desk.session.execute(seen, {"ago": timedelta(days=days), "id": HEALTH})


def test_a_letter_goes_by_zalo_and_the_report_of_its_arrival_is_on_it(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo()
    one = paged(office)
    assert post() == ["zalo"]
    [message] = zalo.messages
    assert (message["phone"], message["template_data"]) == ("84912345678", {"title": "Việc thử", "link": "ho-so/1"})
    report = webhook.read(_raw(delivered(message["tracking_id"])))
    assert report is not None
    take(office.bureau, report)
    assert letter(office, one).delivered_at is not None
    with office.bureau.reading_desk() as desk:
        assert desk.session.execute(text("SELECT letter_id FROM delivery")).scalars().all() == [one]


def _raw(told: dict[str, object]) -> bytes:
    return json.dumps(told).encode()


@pytest.mark.parametrize("code", [-108, -118])
def test_a_phone_without_zalo_is_marked_and_not_tried_again_until_it_is_mended(office: Office, by_zalo: Zalo, code: int) -> None:
    zalo, post = by_zalo(Code(code, "no account"))
    paged(office)
    assert post() == ["zalo", "mail"]
    assert health(office).zalo_refused == "no account"
    assert health(office).email_refused is None
    paged(office)
    assert post() == ["mail"]
    assert len(zalo.messages) == 1


@pytest.mark.parametrize("code", [-139, -141])
def test_who_refuses_this_message_gets_it_by_mail_and_is_asked_again_another_time(office: Office, by_zalo: Zalo, code: int) -> None:
    _, post = by_zalo(Code(code))
    paged(office)
    assert post() == ["zalo", "mail"]
    paged(office)
    assert post() == ["zalo"]


@pytest.mark.parametrize("code", [-144, -115, -135, -1241])
def test_a_spent_quota_or_a_fault_of_ours_rests_the_channel_and_mail_goes_now(office: Office, by_zalo: Zalo, code: int) -> None:
    zalo, post = by_zalo(Code(code))
    paged(office)
    paged(office)
    assert post() == ["zalo", "mail", "mail"]
    assert len(zalo.messages) == 1
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(ChannelState, "zalo").paused_until is not None


def test_a_lost_chain_rests_the_channel_and_mail_goes_now(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo()
    zalo.generation = 9
    one = paged(office)
    assert post() == ["zalo", "mail"]
    assert tries(office, one) == [("zalo", "config"), ("mail", "accepted")]


def test_a_message_in_doubt_waits_for_its_report_and_is_never_sent_twice(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo(Reset())
    one = paged(office)
    assert post() == ["zalo"]
    waiting = letter(office, one)
    assert (waiting.state, waiting.channel) == (LetterState.QUEUED, "mail")
    report = webhook.read(_raw(delivered(zalo.messages[0]["tracking_id"])))
    assert report is not None
    take(office.bureau, report)
    wait_over(office)
    assert post() == []
    assert (letter(office, one).state, letter(office, one).channel) == (LetterState.ACCEPTED, "zalo")


def test_a_message_in_doubt_without_a_report_goes_by_mail(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo(Reset())
    paged(office)
    post()
    wait_over(office)
    assert post() == ["mail"]
    assert len(zalo.messages) == 1


def test_the_oa_is_a_way_only_within_its_seven_days(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo(first="zalo-oa")
    tied(office, days=6)
    paged(office)
    assert post() == ["zalo-oa"]
    assert zalo.messages[0]["recipient"] == {"user_id": "2468"}
    tied(office, days=8)
    paged(office)
    assert "zalo-oa" not in post()


def test_who_follows_the_oa_no_more_is_untied(office: Office, by_zalo: Zalo) -> None:
    _, post = by_zalo(Code(-213), first="zalo-oa")
    tied(office)
    paged(office)
    assert post()[0] == "zalo-oa"
    assert health(office).zalo_user_id is None


def test_a_letter_too_long_for_zalo_goes_by_mail_and_marks_nobody(office: Office, by_zalo: Zalo) -> None:
    zalo, post = by_zalo()
    queue(office, context=words("x" * 300) | {"page": "/ho-so/1"})
    assert post() == ["zalo", "mail"]
    assert zalo.messages == []
    assert (health(office).zalo_refused, health(office).email_refused) == (None, None)
