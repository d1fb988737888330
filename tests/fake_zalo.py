"""A Zalo that answers on loopback, keeps what it is sent, and misbehaves on command."""

import hashlib
import hmac
import json
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from models.zalo_account import ZaloAccount

APP, SECRET, OA_SECRET = "4000000000000000001", "app-secret-b1mat", "oa-secret-b1mat"


@dataclass(frozen=True)
class Code:
    """Refuse one message with this code."""

    code: int
    message: str = "refused"


@dataclass(frozen=True)
class Hang:
    """Take the message and answer after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Drip:
    """Take the message and answer a byte at a time, so many seconds apart, without an end; ``headers`` included."""

    apart: float


@dataclass(frozen=True)
class Reset:
    """Take the message and cut the connection."""


@dataclass(frozen=True)
class Raw:
    """Take the message and answer with these bytes; ``claims``: how many bytes are announced."""

    body: bytes
    status: int = 200
    claims: int | None = None


OK = Code(0, "Success")
Behaviour = Code | Hang | Drip | Reset | Raw
HALF = Raw(b'{"error":0,"message":"Success","data":{"msg_')
CUT = Raw(b'{"error":0,"mess', claims=200)
BAD_GATEWAY = Raw(b"<html><title>502 Bad Gateway</title></html>", status=502)


@dataclass
class FakeZalo:
    """``behaviour``: one item per message, in order; afterwards it behaves. ``renewals``: the same for the token endpoint."""

    behaviour: Iterable[Behaviour] = ()
    renewals: Iterable[Behaviour] = ()
    quota: int = 500
    messages: list[dict[str, Any]] = field(default_factory=list)  # taken or not, path and body
    refreshes: int = 0
    exchanged: list[dict[str, str]] = field(default_factory=list)
    delivered: dict[str, str] = field(default_factory=dict)  # msg_id → delivery_time
    port: int = 0

    def __post_init__(self) -> None:
        self._script, self._renewing = iter(self.behaviour), iter(self.renewals)
        self._lock = threading.Lock()
        self.generation = 1  # of the chain; AT-n and RT-n are good
        self.codes: dict[str, str] = {}  # authorisation code → PKCE challenge

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def access(self) -> str:
        return f"AT-{self.generation}"

    def account(self, **more: Any) -> ZaloAccount:
        return ZaloAccount(APP, SECRET, OA_SECRET, openapi=self.url, business=self.url, oauth=self.url, **more)

    def next_for(self, path: str) -> Behaviour:
        with self._lock:
            return next(self._renewing if path.startswith("/v4/") else self._script, OK)

    def message(self, path: str, headers: Any, body: dict[str, Any], now: Behaviour) -> dict[str, Any]:
        """The answer to a message, and its place among those taken."""
        token = headers.get("access_token", "")
        with self._lock:
            self.messages.append({"path": path, "token": token} | body)
            if token != self.access:
                return {"error": -124 if "template" in path else -216, "message": f"Access token invalid: {token}"}
            proof = hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
            if headers.get("appsecret_proof") != proof:
                return {"error": -1241, "message": "appsecret_proof is invalid"}
            if isinstance(now, Code) and now.code:
                return {"error": now.code, "message": now.message}
            if self.quota == 0:
                return {"error": -144, "message": "OA has reached its daily quota"}
            self.quota -= 1
            quota = {"dailyQuota": "500", "remainingQuota": str(self.quota)}
            data = {"msg_id": f"m{len(self.messages)}", "sent_time": "1626926349402", "quota": quota}
            return {"error": 0, "message": "Success", "data": data}

    def token(self, headers: Any, form: dict[str, str]) -> dict[str, Any]:
        """The next pair, for the refresh token of this generation or an authorisation code with its verifier."""
        with self._lock:
            if headers.get("secret_key") != SECRET or form.get("app_id") != APP:
                return {"error": -14002, "error_name": "Invalid secret key"}
            if form.get("grant_type") == "refresh_token":
                self.refreshes += 1
                if form.get("refresh_token") != f"RT-{self.generation}":
                    return {"error": -14014, "error_name": "Invalid refresh token", "error_description": form.get("refresh_token")}
            else:
                self.exchanged.append(form)
                challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
                if self.codes.pop(form.get("code", ""), None) != challenge.hex():
                    return {"error": -14019, "error_name": "Invalid authorization code"}
            self.generation += 1
            return {"access_token": self.access, "refresh_token": f"RT-{self.generation}", "expires_in": "90000"}

    def report(self, query: dict[str, list[str]]) -> dict[str, Any]:
        msg_id = query["message_id"][0]
        known = any(f"m{n}" == msg_id for n in range(1, len(self.messages) + 1))
        at = self.delivered.get(msg_id)
        data = {"status": 1, "delivery_time": at} if at else {"status": 0 if known else -1}
        return {"error": 0, "message": "Success", "data": data}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        zalo, path = self.server.zalo, urlsplit(self.path).path
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        now = zalo.next_for(path)
        if path == "/v4/oa/access_token":
            answer = zalo.token(self.headers, {name: values[0] for name, values in parse_qs(raw.decode()).items()})
        elif path in ("/message/template", "/v3.0/oa/message/cs"):
            answer = zalo.message(path, self.headers, json.loads(raw), now)
        else:
            self.reply(404, b"<html>404</html>")
            return
        self.play(now, answer)

    def do_GET(self) -> None:
        zalo, parts = self.server.zalo, urlsplit(self.path)
        stale = self.headers.get("access_token") != zalo.access
        now = zalo.next_for(parts.path)
        refused = stale or (isinstance(now, Code) and now.code)
        answer = {"error": -124 if stale else now.code, "message": "refused"} if refused else zalo.report(parse_qs(parts.query))  # type: ignore[union-attr]
        self.play(now, answer)

    def play(self, now: Behaviour, answer: dict[str, Any]) -> None:
        if isinstance(now, Hang):
            self.server.let_go.wait(now.seconds)
        if isinstance(now, Reset):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif isinstance(now, Drip):
            self.close_connection = True
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not self.server.let_go.wait(now.apart):
                    self.wfile.write(b"x")
        elif isinstance(now, Raw):
            self.reply(now.status, now.body, now.claims)
        else:
            self.reply(200, json.dumps(answer).encode())

    def reply(self, status: int, body: bytes, claims: int | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body) if claims is None else claims))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # who asked has gone
            self.close_connection = True
        if claims is not None:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    zalo: FakeZalo
    let_go: threading.Event

    def handle_error(self, *_: Any) -> None:
        """A connection that a test cut."""


@contextmanager
def answering(zalo: FakeZalo) -> Iterator[FakeZalo]:
    """Run it on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.zalo, server.let_go = zalo, threading.Event()
    zalo.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield zalo
    finally:
        server.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Fixed:
    """Keys without a database; ``fresh`` gives what it was told to."""

    def __init__(self, token: str = "AT-1", after: str = "AT-2") -> None:
        self.token, self.after, self.asked = token, after, 0

    def current(self) -> str:
        return self.token

    def fresh(self, stale: str) -> str:
        self.asked += 1
        self.token = self.after
        return self.token
