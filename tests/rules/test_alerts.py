"""Alerts to operators by any Apprise address."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from notifications.channels.alerts import BadAlertUrl, channels_of, raise_alarm

SECRET = "mat-khau-cua-kenh"


class Board(BaseHTTPRequestHandler):
    """Takes what Apprise's ``json://`` sends."""

    taken: list[dict[str, str]]
    status = 200

    def do_POST(self) -> None:
        self.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def board() -> Iterator[tuple[str, type[Board]]]:
    handler = type("OneBoard", (Board,), {"taken": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_address_hears_the_alarm_once(board: tuple[str, type[Board]]) -> None:
    url, handler = board
    assert raise_alarm(channels_of([url, f"{url}/second"]), "Nhịp", "Có 02 thư chưa rõ đã đến hay chưa.")
    assert [taken["message"] for taken in handler.taken] == ["Có 02 thư chưa rõ đã đến hay chưa."] * 2


def test_an_address_that_does_not_take_it_is_not_asked_again_and_harms_nothing(board: tuple[str, type[Board]]) -> None:
    url, handler = board
    handler.status = 500
    assert not raise_alarm(channels_of([url]), "Nhịp", "Việc thử")
    assert len(handler.taken) == 1


def test_an_address_that_cannot_be_read_is_named_by_its_place_alone() -> None:
    with pytest.raises(BadAlertUrl, match="thứ 2") as refused:
        channels_of(["json://127.0.0.1:9", f"nosuchschema://user:{SECRET}@host"])
    assert SECRET not in str(refused.value)
