"""Settings: from the environment only, wrong ones are a sentence, secrets stay secret."""

from pathlib import Path
from threading import Thread

import pytest

from models.settings import BadSettings, Settings, read


def test_an_unknown_setting_is_named_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIP_PORTL_PORT", "1")
    with pytest.raises(BadSettings, match=r"NHIP_PORTL_PORT.*NHIP_PORTAL_PORT"):
        read()


def test_a_malformed_setting_is_named_and_its_value_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIP_PORTAL_PORT", "hunter2")
    with pytest.raises(BadSettings, match="NHIP_PORTAL_PORT") as refused:
        read()
    assert "hunter2" not in str(refused.value)


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIP_MAIL_URL", "nhipmails://u:hunter2@relay.example")
    assert "hunter2" not in repr(read())


def test_the_key_is_made_once_private_and_whole_however_many_ask_for_it_first(tmp_path: Path) -> None:
    found: set[bytes] = set()
    askers = [Thread(target=lambda: found.add(Settings(home=tmp_path / "home").key)) for _ in range(16)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    (key,) = found
    assert len(key) >= 32
    file = tmp_path / "home" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list((tmp_path / "home").iterdir()) == [file]
