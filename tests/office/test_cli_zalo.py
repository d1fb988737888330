"""``./nhip zalo``: leave given, leave shown, and nothing secret on the screen."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import typer
from sqlmodel import select

from deployments.checkup import examine
from models.letters import ChannelState
from models.sealed import take_out
from models.settings import BadSettings, read
from models.store import Store
from models.zalo import ZaloToken
from notifications.channels.zalo.oauth import Pair
from notifications.zalo_keys import keep
from tests.fake_zalo import APP, OA_SECRET, SECRET, FakeZalo, answering
from tests.office.test_cli import Nhip, furnished, home, nhip, refused  # noqa: F401 - fixtures
from tests.office.test_zalo_keys import granted

KEY = "k" * 32


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with answering(FakeZalo()) as standing:
        yield standing


@pytest.fixture
def settings(zalo: FakeZalo, furnished: dict[str, str]) -> dict[str, str]:  # noqa: F811
    return furnished | {
        "NHIP_SECRET_KEY": KEY,
        "NHIP_ZALO_APP_ID": APP,
        "NHIP_ZALO_APP_SECRET": SECRET,
        "NHIP_ZALO_OA_SECRET": OA_SECRET,
        "NHIP_ZALO_OAUTH_URL": zalo.url,
        "NHIP_PUBLIC_URL": "https://nhip.example",
    }


def address_in(output: str) -> str:
    return next(line for line in output.splitlines() if "/v4/oa/permission?" in line)


def token(store: Store) -> ZaloToken | None:
    with store.reading() as session:
        return session.get(ZaloToken, APP)


def test_leave_is_given_by_the_printed_address_and_the_one_that_comes_back(
    nhip: Nhip,  # noqa: F811
    settings: dict[str, str],
    zalo: FakeZalo,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(typer, "echo", lambda words="", **_: shown.append(str(words)))
    monkeypatch.setattr(typer, "prompt", lambda _: granted(zalo, address_in("\n".join(shown))))
    assert nhip("zalo", "authorise", **settings).status == 0
    assert "redirect_uri=https%3A%2F%2Fnhip.example%2Fgiup-do" in address_in("\n".join(shown))
    assert shown[-1].startswith("Đã cấp quyền.")
    for secret in (SECRET, OA_SECRET, "AT-2", "RT-2"):
        assert secret not in "".join(shown)
    kept = token(store)
    assert kept is not None
    assert take_out(KEY.encode(), f"zalo/{APP}/access", kept.access_token) == "AT-2"
    with store.reading() as session:
        assert {one.channel: one.enabled for one in session.exec(select(ChannelState))} == {"zalo": True, "zalo-oa": True}
    assert kept.refresh_ends_at - kept.rotated_at == timedelta(days=90)


def test_an_address_of_no_permission_of_ours_is_refused_and_nothing_kept(nhip: Nhip, settings: dict[str, str], store: Store) -> None:  # noqa: F811
    assert "Chạy lại «./nhip zalo authorise»" in refused(nhip("zalo", "authorise", "https://nhip.example/?code=C&state=a.b", **settings))
    assert token(store) is None


def test_how_long_leave_lasts_is_shown_with_an_exit_code(nhip: Nhip, settings: dict[str, str], zalo: FakeZalo, store: Store) -> None:  # noqa: F811
    none = nhip("zalo", "status", **settings)
    assert (none.status, "chưa được cấp quyền" in none.output) == (1, True)
    with store.transaction() as session:
        keep(session, zalo.account(), KEY.encode(), Pair("AT-1", "RT-1", timedelta(hours=25)))
    assert nhip("zalo", "status", **settings).status == 0
    facts = json.loads(nhip("zalo", "status", "--json", **settings).output)
    assert (facts["well"], facts["lost_at"]) == (True, None)
    assert not {"access_token", "refresh_token"} & facts.keys()
    with store.transaction() as session:
        row = session.get_one(ZaloToken, APP)
        row.lost_at, row.lost_why = row.rotated_at, "Invalid refresh token"
        session.add(row)
    lost = nhip("zalo", "status", **settings)
    assert (lost.status, lost.output.startswith("Mất chuỗi mã Zalo từ")) == (1, True)


def test_without_zalo_or_with_half_of_it_one_is_told_what_is_missing(nhip: Nhip, settings: dict[str, str]) -> None:  # noqa: F811  # noqa: F811
    assert "NHIP_ZALO_APP_ID" in refused(nhip("zalo", "status", **{name: settings[name] for name in settings if "ZALO" not in name}))
    half = {name: value for name, value in settings.items() if name != "NHIP_ZALO_OA_SECRET"}
    assert "NHIP_ZALO_OA_SECRET" in refused(nhip("zalo", "status", **half))


def test_the_doctor_looks_at_what_was_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> tuple[str, str]:
        return next((one.state, one.words) for one in examine(read()) if one.name == "zalo")

    assert found()[0] == "resting"
    for name, value in (("APP_ID", APP), ("APP_SECRET", SECRET)):
        monkeypatch.setenv(f"NHIP_ZALO_{name}", value)
    assert found()[0] == "missing"
    monkeypatch.setenv("NHIP_ZALO_OA_SECRET", OA_SECRET)
    assert (found()[0], "chưa có mã mẫu: work, acknowledge" in found()[1]) == ("well", True)
    monkeypatch.setenv("NHIP_ZALO_TEMPLATES", "wrok=1")
    assert (found()[0], "wrok" in found()[1]) == ("missing", True)
    monkeypatch.setenv("NHIP_ZALO_TEMPLATES", "work=301, acknowledge=302,meeting=303,notice=304")
    assert read().zalo_templates == {"work": "301", "acknowledge": "302", "meeting": "303", "notice": "304"}
    assert "chưa có mã mẫu" not in found()[1]
    assert SECRET not in repr(read()) + repr(read().zalo)
    monkeypatch.setenv("NHIP_ZALO_OPENAPI_URL", "http://openapi.zalo.me")
    assert "https://" in found()[1]
    monkeypatch.setenv("NHIP_ZALO_TEMPLATES", "work:1")
    with pytest.raises(BadSettings, match="NHIP_ZALO_TEMPLATES"):
        read()
