"""The chain of tokens: begun once by a person with rights on the OA, then renewed link by link (Zalo's OAuth v4, with PKCE).

What is asked here is asked once: a refresh token is good for one use, and an answer that was lost may have used it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from models.errors import Refused
from models.zalo_account import ZaloAccount
from notifications.channels.receipt import Outcome, Receipt
from notifications.channels.zalo import wire
from notifications.channels.zalo.codes import CHAIN_LOST
from notifications.channels.zalo.wire import Answer, Unanswered

REFRESH_LIVES = timedelta(days=90)  # three months, by Zalo's word; it names no day itself
_LONGEST_ACCESS = 30 * 24 * 3600  # seconds; Zalo says 90000 (25 hours)


class BadCallback(Refused):
    """Địa chỉ dán vào không phải địa chỉ mà Zalo vừa chuyển đến, hoặc thuộc một lần cấp quyền khác. Chạy lại «./nhip zalo authorise»."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


@dataclass(frozen=True)
class Pair:
    """An access token with how long it lives, and the refresh token for the next pair."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_lives: timedelta


class NoPair(Exception):
    """No new pair. ``lost``: the refresh token is of no more use, ever; otherwise asking again may help."""

    def __init__(self, receipt: Receipt, *, lost: bool = False) -> None:
        super().__init__(receipt.reply)
        self.receipt, self.lost = receipt, lost


def permission_url(account: ZaloAccount, key: bytes, callback: str) -> str:
    """Where an administrator of the OA grants the application its rights.

    The ``state`` is drawn anew and signed under the house's ``key``; PKCE's verifier is derived from it, so nothing is stored between
    printing this address and taking the answer.
    """
    nonce = secrets.token_urlsafe(16)
    state = f"{nonce}.{_signed(key, 'state', nonce)}"
    challenge = urlsafe_b64encode(hashlib.sha256(_verifier(key, state).encode()).digest()).rstrip(b"=").decode()
    query = {"app_id": account.app_id, "redirect_uri": callback, "code_challenge": challenge, "state": state}
    return f"{account.oauth}/v4/oa/permission?{urlencode(query)}"


def exchange(account: ZaloAccount, key: bytes, came_back: str) -> Pair:
    """The first pair, for the address that Zalo sent the administrator back to; :class:`BadCallback`, :class:`NoPair`."""
    told = parse_qs(urlsplit(came_back.strip()).query)
    code, state = told.get("code", [""])[-1], told.get("state", [""])[-1]
    nonce, _, signature = state.partition(".")
    if not code or not hmac.compare_digest(signature.encode(), _signed(key, "state", nonce).encode()):
        raise BadCallback
    form = {"code": code, "app_id": account.app_id, "grant_type": "authorization_code", "code_verifier": _verifier(key, state)}
    return _ask(account, form, code)


def refresh(account: ZaloAccount, refresh_token: str) -> Pair:
    """The next pair; the token given is spent, even where the answer is lost. :class:`NoPair`."""
    return _ask(account, {"refresh_token": refresh_token, "app_id": account.app_id, "grant_type": "refresh_token"}, refresh_token)


def _ask(account: ZaloAccount, form: dict[str, str], secret: str) -> Pair:
    with wire.client(account) as http:
        request = http.build_request("POST", f"{account.oauth}/v4/oa/access_token", data=form, headers={"secret_key": account.app_secret})
        try:
            answer = wire.call(http, request, account, secret)
        except Unanswered as lost:  # nothing of a letter has left: it may be tried again
            outcome = Outcome.TRANSIENT if lost.receipt.outcome is Outcome.UNKNOWN else lost.receipt.outcome
            raise NoPair(Receipt(outcome, lost.receipt.code, lost.receipt.reply)) from None
    return _pair(answer)


def _pair(answer: Answer) -> Pair:
    access, renewal = answer.body.get("access_token"), answer.body.get("refresh_token")
    try:
        lives = int(answer.body.get("expires_in", ""))  # a text
    except (TypeError, ValueError):
        lives = 0
    if isinstance(access, str) and isinstance(renewal, str) and _usable(access) and _usable(renewal) and 0 < lives <= _LONGEST_ACCESS:
        return Pair(access, renewal, timedelta(seconds=lives))
    raise NoPair(Receipt(Outcome.CONFIG, answer.code, f"Zalo không cấp mã mới: {answer.message}"), lost=answer.code == CHAIN_LOST)


def _usable(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable()  # it goes into a header


def _verifier(key: bytes, state: str) -> str:
    return _signed(key, "verifier", state)  # 43 characters, as PKCE wants at least


def _signed(key: bytes, purpose: str, what: str) -> str:
    return urlsafe_b64encode(hmac.digest(key, f"zalo/{purpose}/{what}".encode(), "sha256")).rstrip(b"=").decode()
