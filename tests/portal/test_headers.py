"""What every response carries, whatever happened behind it."""

import logging
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.responses import Response

from deployments.postgres import Cluster
from portal import public
from tests.portal.reading import text_of
from tests.portal.visit import KEY, PATIENCE, Browser, House, eventually

ALWAYS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def guarded(reply: object) -> None:
    """The headers, and a policy under which nothing foreign and no script ever runs."""
    headers = reply.headers  # type: ignore[attr-defined]
    for name, value in ALWAYS.items():
        assert headers[name] == value
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "script-src" not in policy
    assert "unsafe" not in headers["content-security-policy"]


def test_every_response_carries_the_headers(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    token = house.token(step)
    chair = house.browser().sign_in("P01")
    replies = [
        anybody.get(f"/t/{token}"),
        anybody.get("/t/dead"),
        anybody.get("/nowhere"),
        anybody.get("/"),
        anybody.get("/dang-nhap"),
        anybody.get("/giup-do"),
        anybody.post("/dang-nhap", {"email": "a@b.vn"}),
        anybody.client.delete("/"),
        anybody.post(f"/t/{token}", {"choice": "attend", "reason": "x" * 3_000_000}),
        chair.get("/"),
        chair.get(f"/ho-so/{house.case_id}"),
        chair.get("/ho-so/x"),
    ]
    for reply in replies:
        guarded(reply)
        assert reply.headers["cache-control"] == "no-store"
    assert {reply.status_code for reply in replies} >= {200, 303, 403, 404, 413}
    for asset in ("/nhip.css", "/nhip.svg"):
        guarded(anybody.get(asset))


def test_no_page_asks_for_anything_from_elsewhere_or_runs_a_script(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    secretary = house.browser().sign_in("P18")
    for page in (
        anybody.get(f"/t/{house.token(step)}"),
        anybody.get("/t/dead"),
        secretary.get("/"),
        secretary.get(f"/ho-so/{house.case_id}"),
    ):
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert "http://" not in page.text.replace("http://www.w3.org", "")
        assert "https://" not in page.text


def test_a_fault_shows_a_sentence_and_nothing_of_the_house(
    house: House, anybody: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> Response:
        raise RuntimeError("secret detail /home/nhip/secret.key")

    monkeypatch.setattr(public, "page", broken)
    with caplog.at_level(logging.ERROR):
        reply = anybody.get("/giup-do")
    assert reply.status_code == 500
    guarded(reply)
    assert "Hệ thống gặp lỗi" in text_of(reply.text)
    assert "secret" not in reply.text
    assert "RuntimeError" not in reply.text
    assert "/giup-do failed" in caplog.text


def test_a_database_that_is_away_is_said_so_and_the_log_holds_no_token(
    house: House, anybody: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.token(house.reach("rsvp"))

    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    monkeypatch.setattr("portal.links.open_link", away)
    with caplog.at_level(logging.DEBUG):
        reply = anybody.get(f"/t/{token}")
    assert reply.status_code == 503
    guarded(reply)
    assert "tạm gián đoạn" in text_of(reply.text)
    assert "/t/{token} failed" in caplog.text
    assert token not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("nhip"))


def test_the_portals_own_process_serves_and_writes_no_address_down(house: House, cluster: Cluster, database: str, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {
        "NHIP_HOME": str(tmp_path),
        "NHIP_DATABASE_URL": cluster.url("nhip_app", database),
        "NHIP_PORTAL_PORT": str(port),
        "NHIP_SECRET_KEY": KEY.decode(),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NHIP_")} | surroundings
    token = house.token(house.reach("rsvp"))
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "deployments.portal_server"], env=environment, stdout=said, stderr=said)
    try:
        reply = eventually(lambda: reached(f"http://127.0.0.1:{port}/t/{token}"), "the portal's first answer")
        assert reply.status_code == 404  # on the real clock a link of 2019 has long expired
        assert "Nhận liên kết mới" in text_of(reply.text)
        assert "server" not in reply.headers
        guarded(reply)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
    assert token not in (tmp_path / "said").read_text()


def reached(address: str) -> httpx.Response | None:
    try:
        return httpx.get(address, timeout=PATIENCE)
    except httpx.ConnectError:
        return None
