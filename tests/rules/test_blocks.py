"""Settings that name a secret block of Prefect."""

import pytest
from pydantic import SecretStr

from deployments.blocks import NoPrefect, with_blocks
from models.settings import BadSettings, Settings

HIDDEN = "nhipmails://nhip:mat-khau@smtp.example:587"


def test_a_block_takes_the_place_of_its_name() -> None:
    settings = Settings(mail_url=SecretStr("block:nhip-mail"), alert_urls=SecretStr("json://alerts.example"))
    found = with_blocks(settings, {"nhip-mail": HIDDEN}.get)
    assert found.mail_url is not None
    assert found.mail_url.get_secret_value() == HIDDEN
    assert found.alerts == ("json://alerts.example",)
    assert HIDDEN not in repr(found)


def test_settings_that_name_no_block_never_ask_prefect() -> None:
    def look(block: str) -> str:
        raise AssertionError(block)

    settings = Settings(mail_url=SecretStr(HIDDEN), secret_key=SecretStr("block:key"))
    assert with_blocks(settings, look) is settings, "the house's own key is needed before Prefect is there"


def test_a_block_that_is_not_there_is_named_with_its_setting_and_no_value() -> None:
    settings = Settings(mail_url=SecretStr("block:nhip-mail"), zalo_oa_secret=SecretStr("block:oa"))
    with pytest.raises(BadSettings) as refused:
        with_blocks(settings, {"nhip-mail": HIDDEN}.get)
    assert "NHIP_ZALO_OA_SECRET (block:oa)" in str(refused.value)
    assert "mat-khau" not in str(refused.value)


def test_a_server_that_comes_late_is_waited_for_and_one_that_does_not_is_named() -> None:
    tries = []

    def late(block: str) -> str | None:
        tries.append(block)
        if len(tries) < 2:
            raise ConnectionError("refused")
        return HIDDEN

    settings = Settings(mail_url=SecretStr("block:nhip-mail"))
    assert with_blocks(settings, late) is not settings
    assert len(tries) == 2

    def never(block: str) -> str | None:
        raise ConnectionError(block)

    with pytest.raises(NoPrefect, match="Prefect"):
        with_blocks(settings, never, patience=0)
