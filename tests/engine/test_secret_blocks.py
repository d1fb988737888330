"""A secret of the post room in Prefect's own keeping."""

import pytest
from prefect.blocks.system import Secret
from pydantic import SecretStr

from deployments.blocks import with_blocks
from models.settings import BadSettings, Settings
from tests.engine.conftest import House

pytestmark = pytest.mark.engine

ADDRESS = "nhipmails://nhip:mat-khau@smtp.example:587"


def test_a_setting_that_names_a_block_is_what_prefect_keeps_under_the_name(engine: House, settings: Settings) -> None:
    Secret(value=ADDRESS).save("nhip-mail", overwrite=True, _sync=True)  # type: ignore[call-arg]
    found = with_blocks(settings.model_copy(update={"mail_url": SecretStr("block:nhip-mail")}))
    assert found.mail_url is not None
    assert found.mail_url.get_secret_value() == ADDRESS
    with pytest.raises(BadSettings, match="block:no-such"):
        with_blocks(settings.model_copy(update={"mail_url": SecretStr("block:no-such")}))
