"""The chain of Zalo's tokens: renewed once however many ask, committed before it is used, and a loss that is told of."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.letters import Letter
from models.sealed import Unreadable, lock_away, take_out
from models.store import Store
from models.zalo import ZaloToken
from models.zalo_account import ZaloAccount
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import oauth
from notifications.channels.zalo.oauth import NoPair, Pair
from notifications.channels.zalo.sending import ZaloService, ZaloTemplate, send
from notifications.zalo_keys import ZaloKeys, keep
from tasks.standing_office import tell_standing_office
from tasks.zalo_office import zalo_in_trouble
from tests.fake_zalo import BAD_GATEWAY, CUT, Behaviour, FakeZalo, Reset, answering
from tests.office.cast import SECRETARY, Office
from tests.zalo_told import granted

KEY = b"k" * 32
MESSAGE = ZaloTemplate("84900000001", "301", {"title": "Xác nhận dự họp"}, "n-1-v1")
AT_ONCE = 40
Opened = Callable[..., ZaloService]


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with answering(FakeZalo()) as standing:
        yield standing


@pytest.fixture
def opened(store: Store) -> Iterator[Opened]:
    """``opened(account)``: a service with keys of its own, as another process would have."""
    services: list[ZaloService] = []

    def make(account: ZaloAccount, key: bytes = KEY) -> ZaloService:
        services.append(ZaloService(account, ZaloKeys(store, account, key, patience=60)))
        return services[-1]

    yield make
    for service in services:
        service.close()


def begin(store: Store, account: ZaloAccount, n: int = 1) -> None:
    """The pair AT-n, RT-n is in the database."""
    with store.transaction() as session:
        keep(session, account, KEY, Pair(f"AT-{n}", f"RT-{n}", timedelta(hours=25)))


def stored(store: Store) -> ZaloToken:
    with store.reading() as session:
        return session.exec(select(ZaloToken)).one()


def refresh_token(store: Store, account: ZaloAccount) -> str:
    return take_out(KEY, f"zalo/{account.app_id}/refresh", stored(store).refresh_token)


def test_forty_stale_sends_of_two_processes_make_one_refresh(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    begin(store, zalo.account())
    zalo.generation = 2  # AT-1 is stale; RT-1 was not used for it
    zalo.token = _accepting(zalo, "RT-1")  # type: ignore[method-assign]
    services = [opened(zalo.account()), opened(zalo.account())]
    together, receipts = threading.Barrier(AT_ONCE), []

    def go(n: int) -> None:
        together.wait(60)
        receipts.append(send(services[n % 2], MESSAGE))

    threads = [threading.Thread(target=go, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.outcome for one in receipts] == [Outcome.ACCEPTED] * AT_ONCE
    assert zalo.refreshes == 1
    assert refresh_token(store, zalo.account()) == "RT-3"


def _accepting(zalo: FakeZalo, once: str) -> Callable[..., dict[str, object]]:
    """The token endpoint takes ``once`` in the place of the generation's own refresh token, one time."""
    real, left = zalo.token, [once]

    def token(headers: object, form: dict[str, str]) -> dict[str, object]:
        if form.get("refresh_token") in left:
            left.clear()
            form = form | {"refresh_token": f"RT-{zalo.generation}"}
        return real(headers, form)

    return token


def test_the_new_pair_is_committed_before_its_first_use(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    begin(store, zalo.account())
    _stale(zalo)
    seen: list[str] = []
    real = zalo.message

    def message(*what: object) -> dict[str, object]:
        seen.append(refresh_token(store, zalo.account()))
        return real(*what)  # type: ignore[arg-type]

    zalo.message = message  # type: ignore[method-assign]
    assert send(opened(zalo.account()), MESSAGE).outcome is Outcome.ACCEPTED
    assert seen == ["RT-1", "RT-3"]


def _stale(zalo: FakeZalo) -> None:
    zalo.generation = 2
    zalo.token = _accepting(zalo, "RT-1")  # type: ignore[method-assign]


def test_a_refresh_token_used_before_loses_the_chain_and_nobody_asks_again(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    begin(store, zalo.account())
    zalo.generation = 5
    service = opened(zalo.account())
    first, second = send(service, MESSAGE), send(service, MESSAGE)
    assert (first.outcome, first.code) == (Outcome.CONFIG, -14014)
    assert "RT-1" not in first.reply
    assert second.outcome is Outcome.CONFIG
    assert second.reply.startswith("Mất chuỗi mã Zalo")
    assert (zalo.refreshes, len(zalo.messages)) == (1, 1)  # the second one asked Zalo nothing at all
    assert stored(store).lost_at is not None


def test_a_new_pair_makes_a_lost_chain_whole(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    begin(store, zalo.account())
    zalo.generation = 5
    service = opened(zalo.account())
    send(service, MESSAGE)
    begin(store, zalo.account(), n=5)
    assert send(service, MESSAGE).outcome is Outcome.ACCEPTED
    assert stored(store).lost_at is None


@pytest.mark.parametrize("fault", [Reset(), CUT, BAD_GATEWAY])
def test_an_answer_to_a_refresh_that_is_lost_is_tried_again_and_says_nothing_of_the_letter(
    store: Store, opened: Opened, fault: Behaviour
) -> None:
    with answering(FakeZalo(renewals=[fault])) as zalo:
        begin(store, zalo.account())
        zalo.generation = 0
        service = opened(zalo.account(timeout=1))
        receipt = send(service, MESSAGE)
        assert receipt.outcome is Outcome.TRANSIENT
        assert stored(store).lost_at is None
        service.close()


def test_a_wrong_secret_does_not_lose_the_chain(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    account = ZaloAccount(zalo.account().app_id, "another", "x", zalo.url, zalo.url, zalo.url)
    begin(store, account, n=0)
    assert send(opened(account), MESSAGE).outcome is Outcome.CONFIG
    assert stored(store).lost_at is None


def test_before_any_permission_the_channel_says_what_to_do(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    receipt = send(opened(zalo.account()), MESSAGE)
    assert receipt == Receipt(Outcome.CONFIG, reply="Chưa cấp quyền Zalo: chạy «./nhip zalo authorise».")
    assert zalo.messages == []


def test_a_row_that_another_process_holds_is_waited_for_and_then_left(store: Store, zalo: FakeZalo) -> None:
    begin(store, zalo.account())
    _stale(zalo)
    service = ZaloService(zalo.account(), ZaloKeys(store, zalo.account(), KEY, patience=0.3))
    with store.transaction() as session:
        session.execute(text("SELECT 1 FROM zalotoken FOR UPDATE"))
        receipt = send(service, MESSAGE)
    assert receipt.outcome is Outcome.TRANSIENT
    assert zalo.refreshes == 0
    assert send(service, MESSAGE).outcome is Outcome.ACCEPTED
    service.close()


def test_the_database_holds_no_token_in_the_clear_and_another_key_opens_nothing(store: Store, zalo: FakeZalo, opened: Opened) -> None:
    begin(store, zalo.account())
    with store.reading() as session:
        row = session.execute(text("SELECT t::text, encode(access_token, 'escape') FROM zalotoken t")).one()
    assert "AT-1" not in f"{row}"
    receipt = send(opened(zalo.account(), b"x" * 32), MESSAGE)
    assert receipt.outcome is Outcome.CONFIG
    assert "NHIP_SECRET_KEY" in receipt.reply


def test_what_was_locked_away_opens_for_its_purpose_only_and_never_changed() -> None:
    locked = lock_away(KEY, "one", "bí mật")
    assert take_out(KEY, "one", locked) == "bí mật"
    assert locked != lock_away(KEY, "one", "bí mật")
    for key, purpose, bytes_ in ((b"x" * 32, "one", locked), (KEY, "two", locked), (KEY, "one", locked[:-1]), (KEY, "one", b"")):
        with pytest.raises(Unreadable):
            take_out(key, purpose, bytes_)


def test_a_lost_chain_and_one_that_ends_within_a_fortnight_are_told_once_a_day(office: Office, zalo: FakeZalo) -> None:
    with office.bureau.desk() as desk:
        assert zalo_in_trouble(desk) == []
    begin(office.bureau.store, zalo.account())
    with office.bureau.desk() as desk:
        assert zalo_in_trouble(desk) == []
        desk.session.execute(text("UPDATE zalotoken SET refresh_ends_at = now() + interval '13 days 23 hours'"))
        [ending] = zalo_in_trouble(desk)
        desk.session.execute(text("UPDATE zalotoken SET lost_at = now()"))
        [lost] = zalo_in_trouble(desk)
        for matter in (ending, lost, lost):
            assert "«Mất chuỗi mã Zalo»" in matter.what
            tell_standing_office(desk, matter)
        letters = desk.session.exec(select(Letter).where(Letter.kind == "told")).all()  # type: ignore[arg-type]
    assert (ending.key, lost.key) == ("zalo/ending", "zalo/lost")
    assert {one.officer_id for one in letters} == {SECRETARY}
    assert len(letters) == 2


def test_the_permission_address_is_answered_once_with_the_verifier_that_fits(zalo: FakeZalo) -> None:
    account = zalo.account()
    came_back = granted(zalo, oauth.permission_url(account, KEY, "https://nhip.example/zalo/su-kien"))
    pair = oauth.exchange(account, KEY, came_back)
    assert (pair.access, pair.refresh, pair.access_lives) == ("AT-2", "RT-2", timedelta(seconds=90000))
    assert "AT-2" not in repr(pair)
    with pytest.raises(NoPair) as again:  # a code is good once
        oauth.exchange(account, KEY, came_back)
    assert (again.value.receipt.outcome, again.value.lost) == (Outcome.CONFIG, False)


@pytest.mark.parametrize("how", ["state", "no code", "another key", "nonsense"])
def test_an_address_that_did_not_come_from_our_own_permission_is_refused(zalo: FakeZalo, how: str) -> None:
    account = zalo.account()
    came_back = granted(zalo, oauth.permission_url(account, b"x" * 32 if how == "another key" else KEY, "https://nhip.example/"))
    given = {"state": came_back.replace("state=", "state=A"), "no code": came_back.replace("code=", "c="), "nonsense": "mã nào"}
    with pytest.raises(oauth.BadCallback):
        oauth.exchange(account, KEY, given.get(how, came_back))
    assert zalo.exchanged == []
