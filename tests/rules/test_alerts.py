"""Alerts to operators by any Apprise address: what leaves, what comes of it, and what stays secret."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from notifications.channels.alerts import GONE, LOST, NOT_REACHED, NOT_TAKEN, AlertAddresses, BadAlertUrl
from notifications.channels.receipt import Outcome, Receipt

KEY = b"k" * 32
SECRET = "mat-khau-cua-kenh"
WHAT = "Có 02 thư chưa rõ đã đến hay chưa."


class Board(BaseHTTPRequestHandler):
    """Takes what Apprise's ``json://`` sends."""

    taken: list[dict[str, str]]
    status = 200  # 0: it hangs up when it has read the alert

    def do_POST(self) -> None:
        self.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.status:
            self.send_response(self.status)
            self.end_headers()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def board() -> Iterator[tuple[str, type[Board]]]:
    handler = type("OneBoard", (Board,), {"taken": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"json://user:{SECRET}@127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join()
    server.server_close()


def tell(url: str) -> Receipt:
    addresses = AlertAddresses([url], KEY)
    return addresses.tell(addresses.names[0], "Ban – Việc thử", WHAT)


def test_an_alert_is_taken_by_the_address_of_that_name_alone(board: tuple[str, type[Board]]) -> None:
    url, handler = board
    addresses = AlertAddresses([url, f"{url}/second"], KEY)
    assert addresses.tell(addresses.names[1], "Ban – Việc thử", WHAT) == Receipt(Outcome.ACCEPTED)
    assert [(taken["title"], taken["message"]) for taken in handler.taken] == [("Ban – Việc thử", WHAT)]


@pytest.mark.parametrize(
    ("status", "receipt"),
    [(500, Receipt(Outcome.TRANSIENT, 500, NOT_TAKEN)), (0, Receipt(Outcome.UNKNOWN, None, LOST))],
    ids=["refused", "lost"],
)
def test_what_is_refused_is_known_from_what_is_lost_and_neither_is_sent_again_here(
    board: tuple[str, type[Board]], status: int, receipt: Receipt
) -> None:
    url, handler = board
    handler.status = status
    assert tell(url) == receipt
    assert len(handler.taken) == 1


@pytest.mark.parametrize("host", ["127.0.0.1:9", "no-such-host.invalid"])
def test_what_never_left_may_be_tried_again(host: str) -> None:
    assert tell(f"json://{host}") == Receipt(Outcome.TRANSIENT, None, NOT_REACHED)


def test_an_address_that_is_taken_off_the_list_takes_nothing_more() -> None:
    old = AlertAddresses(["json://127.0.0.1:9"], KEY).names[0]
    assert AlertAddresses(["json://127.0.0.1:10"], KEY).tell(old, "Ban", WHAT) == Receipt(Outcome.PERMANENT, None, GONE)


def test_a_name_stays_with_its_address_and_gives_nothing_of_it_away() -> None:
    urls = [f"json://user:{SECRET}@host.example", "tgram://123456789:abcdefg_hijklmnop/12315544/"]
    names = AlertAddresses(urls, KEY).names
    assert [name.partition("-")[0] for name in names] == ["json", "tgram"]
    assert AlertAddresses(urls[::-1], KEY).names == names[::-1], "whatever their order"
    assert set(AlertAddresses(urls, b"another").names).isdisjoint(names), "a hash that nobody can make without the house's key"
    assert SECRET not in "".join(names)


def test_an_address_that_cannot_be_read_is_named_by_its_place_alone() -> None:
    with pytest.raises(BadAlertUrl, match="thứ 2") as refused:
        AlertAddresses(["json://127.0.0.1:9", f"nosuchschema://user:{SECRET}@host"], KEY)
    assert SECRET not in str(refused.value)
