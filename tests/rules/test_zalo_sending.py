"""One message to Zalo: every answer and every fault ends as a known outcome, sent once, and no secret shows."""

import logging
import socket
from collections.abc import Iterator

import pytest
from apprise import Apprise, AppriseAsset
from apprise.manager_plugins import NotificationManager

from models.zalo_account import BadZaloUrl, ZaloAccount
from notifications import outbox
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import sending, wire
from notifications.channels.zalo.codes import MEANINGS
from notifications.channels.zalo.reports import Reached, status
from notifications.channels.zalo.sending import CONSULTATION, TEMPLATE, ZaloService, ZaloTemplate, ZaloText, send
from notifications.zalo_keys import LONGEST_ATTEMPT, longest_attempt
from tests.fake_zalo import (
    APP,
    BAD_GATEWAY,
    CUT,
    HALF,
    OA_SECRET,
    SECRET,
    Behaviour,
    Code,
    Drip,
    FakeZalo,
    Fixed,
    Hang,
    Raw,
    Reset,
    answering,
)

PHONE = "84900000001"
MESSAGE = ZaloTemplate(PHONE, "301", {"title": "Xác nhận dự họp", "link": "t/abc"}, "n-1-v1")
TEXT = ZaloText("2468", "Xác nhận dự họp\nhttps://nhip.example/t/abc")


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with answering(FakeZalo()) as standing:
        yield standing


def sent(
    *behaviour: Behaviour, message: ZaloTemplate | ZaloText = MESSAGE, timeout: float = 15, keys: Fixed | None = None
) -> tuple[FakeZalo, Receipt]:
    """One message to a Zalo that behaves so: what it saw, and the receipt."""
    with answering(FakeZalo(behaviour)) as zalo:
        service = ZaloService(zalo.account(timeout=timeout), keys or Fixed())
        try:
            return zalo, send(service, message)
        finally:
            service.close()


def test_a_template_message_arrives_as_the_design_says_and_brings_its_id_back() -> None:
    zalo, receipt = sent()
    assert receipt == Receipt(Outcome.ACCEPTED, 0, "Success", "m1")
    assert zalo.messages == [
        {
            "path": "/message/template",
            "token": "AT-1",
            "phone": PHONE,
            "template_id": "301",
            "template_data": {"title": "Xác nhận dự họp", "link": "t/abc"},
            "tracking_id": "n-1-v1",
        }
    ]


def test_a_consultation_message_arrives_as_the_design_says() -> None:
    zalo, receipt = sent(message=TEXT)
    assert receipt.outcome is Outcome.ACCEPTED
    assert zalo.messages == [
        {"path": "/v3.0/oa/message/cs", "token": "AT-1", "recipient": {"user_id": "2468"}, "message": {"text": TEXT.text}}
    ]


@pytest.mark.parametrize("message", [MESSAGE, TEXT], ids=["template", "consultation"])
def test_every_code_comes_back_as_its_outcome_after_one_call(message: ZaloTemplate | ZaloText) -> None:
    refusals = [code for code in [*MEANINGS, -100] if code not in (0, -124, -216)]
    with answering(FakeZalo([Code(code) for code in refusals])) as zalo:
        service = ZaloService(zalo.account(), Fixed())
        got = [send(service, message) for _ in refusals]
        service.close()
    parked = Outcome.PARKED
    assert [(one.code, one.outcome) for one in got] == [(code, MEANINGS[code].outcome if code in MEANINGS else parked) for code in refusals]
    assert len(zalo.messages) == len(refusals)


@pytest.mark.parametrize(
    "fault",
    [
        Hang(30),
        Reset(),
        HALF,
        CUT,
        BAD_GATEWAY,
        Raw(b"", status=200),
        Raw(b"<html>Captive portal</html>", status=200),
        Raw(b"[1,2", status=200),
        Raw(b"x" * 70_000, status=200),
        Raw(b'{"error":0}', status=503),
    ],
    ids=lambda fault: f"{type(fault).__name__}-{getattr(fault, 'status', '')}-{str(getattr(fault, 'body', ''))[:12]}",
)
def test_an_answer_lost_after_the_bytes_left_is_unknown_and_never_sent_again(fault: Behaviour) -> None:
    zalo, receipt = sent(fault, timeout=0.5)
    assert receipt.outcome is Outcome.UNKNOWN
    assert receipt.reply
    assert len(zalo.messages) == 1


def test_an_answer_that_drips_without_an_end_is_unknown_when_the_call_has_had_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "longest_call", lambda _: 1.0)
    zalo, receipt = sent(Drip(0.1), timeout=5)  # no single read waits five seconds
    assert (receipt.outcome, len(zalo.messages)) == (Outcome.UNKNOWN, 1)


@pytest.mark.parametrize(
    "strange",
    [
        Raw(b"{}"),
        Raw(b"[]"),
        Raw(b'{"error":"0"}'),
        Raw(b'{"error":true}'),
        Raw(b"{}", status=404),
        Raw(b'{"error":0}', status=404),
        Raw(b"", status=403),
    ],
)
def test_a_whole_answer_that_nobody_has_judged_is_parked(strange: Behaviour) -> None:
    assert sent(strange)[1].outcome is Outcome.PARKED


def test_a_refused_connection_sent_nothing_and_may_be_tried_again() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        service = ZaloService(ZaloAccount(APP, SECRET, OA_SECRET, url, url, url), Fixed())
        receipt = send(service, MESSAGE)
        service.close()
    assert (receipt.outcome, receipt.code) == (Outcome.TRANSIENT, None)


def test_a_stale_token_is_refreshed_once_and_the_message_sent_with_the_new_one() -> None:
    keys = Fixed("AT-0", after="AT-1")
    zalo, receipt = sent(keys=keys)
    assert receipt.outcome is Outcome.ACCEPTED
    assert (keys.asked, [one["token"] for one in zalo.messages]) == (1, ["AT-0", "AT-1"])


@pytest.mark.parametrize(("message", "code"), [(MESSAGE, -124), (TEXT, -216)])
def test_a_token_that_is_stale_after_its_refresh_is_a_fault_of_ours(message: ZaloTemplate | ZaloText, code: int) -> None:
    keys = Fixed("AT-0", after="AT-00")
    zalo, receipt = sent(message=message, keys=keys)
    assert (receipt.outcome, receipt.code, keys.asked, len(zalo.messages)) == (Outcome.CONFIG, code, 1, 2)


def test_a_wrong_secret_is_a_fault_of_ours(zalo: FakeZalo) -> None:
    account = ZaloAccount(APP, "another", OA_SECRET, zalo.url, zalo.url, zalo.url)
    service = ZaloService(account, Fixed())
    assert send(service, MESSAGE).outcome is Outcome.CONFIG
    service.close()


def test_a_used_up_quota_stops_at_its_number() -> None:
    with answering(FakeZalo(quota=2)) as zalo:
        service = ZaloService(zalo.account(), Fixed())
        assert [send(service, MESSAGE).outcome for _ in range(3)] == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.QUOTA]
        service.close()


def test_what_became_of_a_message_can_be_asked_for(zalo: FakeZalo) -> None:
    service = ZaloService(zalo.account(), Fixed("AT-0", after="AT-1"))
    receipt = send(service, MESSAGE)
    assert receipt.queue_id == "m2"
    pending, unknown = status(service, "m2", PHONE), status(service, "m99", PHONE)
    zalo.delivered["m2"] = "1626926350000"
    arrived = status(service, "m2", PHONE)
    service.close()
    assert [one and one.reached for one in (pending, unknown, arrived)] == [Reached.PENDING, Reached.NOT_FOUND, Reached.DELIVERED]
    assert arrived is not None
    assert arrived.at is not None
    assert arrived.at.isoformat() == "2021-07-22T03:59:10+00:00"


@pytest.mark.parametrize("fault", [Reset(), HALF, BAD_GATEWAY, Code(-100), Raw(b'{"error":0,"data":{"status":9}}'), Raw(b'{"error":0}')])
def test_a_status_that_cannot_be_relied_on_is_none(fault: Behaviour) -> None:
    with answering(FakeZalo([fault])) as zalo:
        service = ZaloService(zalo.account(), Fixed())
        assert status(service, "m1", PHONE) is None
        service.close()


def test_no_secret_shows_in_receipt_log_or_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(1):
        _, echoing = sent(Code(-100, f"bad AT-1 with {SECRET}"))
        keys = Fixed("AT-0", after="AT-00")
        zalo, stale = sent(keys=keys)
        service = ZaloService(zalo.account(), Fixed())
        told = f"{service.account!r}" + " ".join(plugin.url(privacy=False) for one in service.plugins.values() for plugin in one)
        service.close()
    assert echoing.reply == "bad *** with ***"
    for text in (caplog.text, stale.reply, told):
        for secret in (SECRET, OA_SECRET, "AT-0"):
            assert secret not in text
    assert told.endswith(f"nhipzalo://{APP} nhipzaloa://{APP}")


def test_apprise_knows_both_schemas_once_and_builds_neither_from_an_address() -> None:
    sending.register()
    sending.register()
    plugins = NotificationManager()
    assert (plugins[TEMPLATE], plugins[CONSULTATION]) == (sending.TemplatePlugin, sending.ConsultationPlugin)
    assert plugins[TEMPLATE].request_rate_per_sec == 0
    logging.disable(logging.CRITICAL)
    try:
        assert not Apprise(asset=AppriseAsset(async_mode=False)).add(f"{TEMPLATE}://{APP}")
    finally:
        logging.disable(logging.NOTSET)


def test_an_attempt_is_over_before_anybody_else_may_claim_the_letter() -> None:
    assert longest_attempt(ZaloAccount(APP, SECRET, OA_SECRET)) <= LONGEST_ATTEMPT < outbox.LEASE.total_seconds()


@pytest.mark.parametrize("base", ["http://openapi.zalo.me", "openapi.zalo.me", "ftp://127.0.0.1"])
def test_secrets_never_leave_in_the_clear(base: str) -> None:
    with pytest.raises(BadZaloUrl, match="https://"):
        ZaloAccount(APP, SECRET, OA_SECRET, openapi=base)
