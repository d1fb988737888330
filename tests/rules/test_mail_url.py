"""The address of the mail server: read well, refused with a sentence, never quoted."""

import logging
from pathlib import Path

import pytest
from apprise import Apprise, AppriseAsset

from notifications.channels import mail
from notifications.channels.mail import BadMailUrl, MailService, relay_of
from notifications.channels.relay import Relay, Security

SECRET = "b1-mat-khau"


def test_a_plain_relay_needs_host_only() -> None:
    assert relay_of("nhipmail://127.0.0.1") == Relay("127.0.0.1", 25)
    assert relay_of("nhipmail://localhost:2585/") == Relay("localhost", 2585)


def test_user_and_password_are_unquoted() -> None:
    relay = relay_of("nhipmails://nhip%40so.example:p%40ss%2Fw%3Ard@relay.example")
    assert (relay.user, relay.password, relay.port, relay.security) == ("nhip@so.example", "p@ss/w:rd", 587, Security.STARTTLS)


def test_tls_from_the_first_byte_has_its_own_port() -> None:
    relay = relay_of("nhipmails://relay.example?mode=ssl&timeout=2.5")
    assert (relay.security, relay.port, relay.timeout) == (Security.TLS, 465, 2.5)


def test_a_certificate_file_is_named_and_must_be_there(tmp_path: Path) -> None:
    pem = tmp_path / "ca.pem"
    pem.touch()
    assert relay_of(f"nhipmails://relay.example?ca={pem}").ca == str(pem)
    with pytest.raises(BadMailUrl, match="Không thấy tệp chứng thư"):
        relay_of(f"nhipmails://relay.example?ca={tmp_path / 'none.pem'}")


BAD = [
    "",
    "mailto://a:b1-mat-khau@h.example",
    "nhipmails://",
    "nhipmails://user:b1-mat-khau@",
    "nhipmails://user:b1-mat-khau/x@h.example",  # an unquoted slash ends the host
    "nhipmails://user:b1-mat-khau#x@h.example",
    "nhipmails://user:b1-mat-khau?x@h.example",
    "nhipmails://user:b1-mat-khau@h.example:port",
    "nhipmails://user:b1-mat-khau@h.example:99999",
    "nhipmails://user:b1-mat-khau@h.example/path",
    "nhipmails://user:b1-mat-khau@h.example?mode=plain",
    "nhipmails://user:b1-mat-khau@h.example?retry=3",
    "nhipmails://user:b1-mat-khau@h.example?timeout=0",
    "nhipmails://user:b1-mat-khau@h.example?timeout=nan",
    "nhipmails://user:b1-mat-khau@[h.example",
    "nhipmail://user:b1-mat-khau@h.example",  # a password in the clear, over the network
    "nhipmail://127.0.0.1?mode=ssl",
]


@pytest.mark.parametrize("url", BAD)
def test_a_bad_address_is_refused_with_a_sentence_that_does_not_quote_it(url: str) -> None:
    with pytest.raises(BadMailUrl) as refused:
        relay_of(url)
    told = f"{refused.value}{refused.value.__cause__}"
    assert told.strip()
    for piece in (SECRET, "b1", "mat-khau"):
        assert piece not in told
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_the_password_shows_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    url = f"nhipmails://nhip:{SECRET}@127.0.0.1:1?timeout=1"
    with caplog.at_level(1):
        service = mail._service(url)
        relay_of(url)
    assert SECRET not in caplog.text
    assert SECRET not in repr(relay_of(url))
    assert SECRET not in " ".join(plugin.url(privacy=False) for plugin in service)


def test_apprise_knows_the_schemas_once_registered() -> None:
    mail.register()
    mail.register()
    apprise = Apprise(asset=AppriseAsset(async_mode=False))
    assert apprise.add("nhipmail://127.0.0.1:2585")
    assert isinstance(apprise[0], MailService)
    logging.disable(logging.CRITICAL)
    try:
        assert not apprise.add("nhipmails://relay.example?mode=none")
    finally:
        logging.disable(logging.NOTSET)


def test_apprise_may_not_retry_on_its_own() -> None:
    service = mail._service("nhipmail://127.0.0.1:2586")
    assert [plugin.retry for plugin in service] == [0]
    assert service.asset.async_mode is False
