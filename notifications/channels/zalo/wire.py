"""One call to Zalo: what was asked, what came back, and what it means when nothing did.

A connection that was refused sent nothing: TRANSIENT. Once bytes may have left and no whole answer came (time-out, reset, 5xx, half a
JSON), nobody knows whether Zalo took the message: UNKNOWN, never tried again here.
"""

import hashlib
import hmac
import json
import ssl
from dataclasses import dataclass
from typing import Any

import httpx

from models.zalo_account import ZaloAccount
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.relay import tls_context
from notifications.channels.replies import one_line
from notifications.channels.zalo.bounded import bound, within
from notifications.channels.zalo.codes import STALE, meaning
from notifications.channels.zalo.keys import Keys, NoKey

POOL, CONNECT, WRITE = 2.0, 5.0, 5.0  # seconds; an answer has the account's ``timeout``
MOST_BYTES = 64 * 1024  # of an answer; Zalo's have some hundreds
_IDLE = 10.0  # seconds an unused connection is kept: shorter than servers keep theirs, so that none dies under a letter
_TAKEN = range(200, 300)


def longest_call(account: ZaloAccount) -> float:
    """Seconds one call may take, from waiting for a connection to the end of its answer."""
    return POOL + CONNECT + WRITE + account.timeout


def client(account: ZaloAccount) -> httpx.Client:
    """Pooled connections; thread-safe. The system's certificates are read once."""
    made = httpx.Client(
        verify=tls_context(None),
        timeout=httpx.Timeout(account.timeout, pool=POOL, connect=CONNECT, write=WRITE),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=8, keepalive_expiry=_IDLE),
        headers={"User-Agent": "nhip"},
        follow_redirects=False,
    )
    return bound(made)


@dataclass(frozen=True)
class Answer:
    """What Zalo said: ``code`` None where its answer named none, ``body`` the JSON object."""

    status: int
    code: int | None
    message: str
    body: dict[str, Any]


class Unanswered(Exception):
    """No whole answer; ``receipt`` says what that means for what was asked."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.reply)
        self.receipt = receipt


def call(http: httpx.Client, request: httpx.Request, account: ZaloAccount, *secrets: str) -> Answer:
    """One call, no retry; raises :class:`Unanswered`. ``secrets`` are struck out of whatever is repeated of the answer."""
    try:
        with within(longest_call(account)):
            response = http.send(request, stream=True)
            try:
                raw = _read(response)
            finally:
                response.close()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as refused:
        raise Unanswered(_not_reached(refused)) from None
    except httpx.HTTPError as lost:
        raise Unanswered(Receipt(Outcome.UNKNOWN, reply=f"Không nhận được trả lời của Zalo ({type(lost).__name__}).")) from None
    return _answer(response.status_code, raw, (*secrets, account.app_secret))


def _read(response: httpx.Response) -> bytes:
    raw = b""
    for piece in response.iter_bytes():
        raw += piece
        if len(raw) > MOST_BYTES:
            raise httpx.ReadTimeout("the answer does not end")
    return raw


def _answer(status: int, raw: bytes, secrets: tuple[str, ...]) -> Answer:
    if status >= 500:
        raise Unanswered(Receipt(Outcome.UNKNOWN, status, f"Máy chủ Zalo báo lỗi HTTP {status}."))
    try:
        body = json.loads(raw)
    except ValueError:  # half an answer, or a page of somebody in between
        outcome = Outcome.UNKNOWN if status in _TAKEN else Outcome.PARKED
        raise Unanswered(Receipt(outcome, status, f"Trả lời của Zalo không đọc được (HTTP {status}).")) from None
    if not isinstance(body, dict):
        body = {}
    code, told = body.get("error"), body.get("message") or body.get("error_name") or body.get("error_description") or ""
    message = one_line(_struck_out(str(told), secrets)) or f"HTTP {status}"
    whole = isinstance(code, int) and not isinstance(code, bool)
    return Answer(status, code if whole else None, message, body)


def deliver(http: httpx.Client, account: ZaloAccount, keys: Keys, url: str, payload: dict[str, Any]) -> Receipt:
    """Hand one message over: one attempt, and one more only where Zalo itself said that the first one's token was stale.

    The receipt's ``queue_id`` is Zalo's ``msg_id``, under which its delivery can be asked for.
    """
    try:
        answer = authorised(http, account, keys, "POST", url, json=payload)
    except (NoKey, Unanswered) as ended:
        return ended.receipt
    return _receipt(answer)


def authorised(http: httpx.Client, account: ZaloAccount, keys: Keys, method: str, url: str, **what: Any) -> Answer:
    """One call with the access token and its proof; :class:`NoKey` or :class:`Unanswered`."""
    token = keys.current()
    answer = call(http, _request(http, account, token, method, url, what), account, token)
    if answer.code in STALE:
        token = keys.fresh(token)
        answer = call(http, _request(http, account, token, method, url, what), account, token)
    return answer


def _request(http: httpx.Client, account: ZaloAccount, token: str, method: str, url: str, what: dict[str, Any]) -> httpx.Request:
    return http.build_request(method, url, headers={"access_token": token, "appsecret_proof": proof(account.app_secret, token)}, **what)


def proof(app_secret: str, access_token: str) -> str:
    """``appsecret_proof``: hex HMAC-SHA256 of the access token under the application's secret."""
    return hmac.new(app_secret.encode(), access_token.encode(), hashlib.sha256).hexdigest()


def _receipt(answer: Answer) -> Receipt:
    if answer.code is None or answer.status not in _TAKEN:
        outcome = meaning(answer.code).outcome if answer.code else Outcome.PARKED
        return Receipt(outcome, answer.code or answer.status, answer.message)
    data = answer.body.get("data")
    msg_id = data.get("msg_id") or data.get("message_id") if isinstance(data, dict) else None
    outcome = meaning(answer.code).outcome
    return Receipt(outcome, answer.code, answer.message, str(msg_id)[:100] if msg_id and outcome is Outcome.ACCEPTED else None)


def _not_reached(refused: httpx.HTTPError) -> Receipt:
    cause: BaseException | None = refused
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Receipt(Outcome.CONFIG, reply="Chứng thư của máy chủ Zalo không được chấp nhận.")
        cause = cause.__cause__ or cause.__context__
    return Receipt(Outcome.TRANSIENT, reply=f"Không kết nối được máy chủ Zalo ({type(refused).__name__}).")


def _struck_out(text: str, secrets: tuple[str, ...]) -> str:
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return text
