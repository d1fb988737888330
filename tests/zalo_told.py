"""What Zalo itself posts and where it sends people: events signed as it signs them, and forged ones."""

import hashlib
import json
import time
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from models.zalo_account import ZaloAccount
from tests.fake_zalo import APP, FakeZalo


def granted(zalo: FakeZalo, permission_url: str) -> str:
    """The address that Zalo sends the administrator's browser to, once he has agreed."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(permission_url).query).items()}
    zalo.codes["C-1"] = urlsafe_b64decode(query["code_challenge"] + "=").hex()
    return f"{query['redirect_uri']}?oa_id=1&code=C-1&state={query['state']}"


def event(account: ZaloAccount, told: dict[str, Any], *, secret: str | None = None) -> dict[str, Any]:
    """An event as Zalo posts it, for ``httpx.post(url, **event(…))``; another ``secret`` makes a forged one."""
    raw, stamp = json.dumps(told, ensure_ascii=False).encode(), str(int(time.time() * 1000))
    signature = hashlib.sha256(account.app_id.encode() + raw + stamp.encode() + (secret or account.oa_secret).encode()).hexdigest()
    headers = {"X-ZEvent-Signature": f"mac={signature}", "X-ZEvent-Timestamp": stamp, "Content-Type": "application/json"}
    return {"content": raw, "headers": headers}


def delivered(tracking_id: str, msg_id: str = "a4d0") -> dict[str, Any]:
    return {
        "event_name": "user_received_message",
        "sender": "oa",
        "recipient": "84900000001",
        "msg_id": msg_id,
        "tracking_id": tracking_id,
        "delivery_time": "1626926350000",
        "timestamp": "1626926350000",
    }


def pressed(tracking_id: str, words: str, msg_id: str = "a4d0") -> dict[str, Any]:
    message = {"button_type": "response", "data": words, "tracking_id": tracking_id, "submit_time": "1626926350000"}
    return {"event_name": "user_click_response_button", "msg_id": msg_id, "message": message}


def wrote(user_id: str, words: str) -> dict[str, Any]:
    return {"event_name": "user_send_text", "app_id": APP, "sender": {"id": user_id}, "message": {"text": words, "msg_id": "96d3"}}


def followed(user_id: str, name: str = "follow") -> dict[str, Any]:
    return {"event_name": name, "app_id": APP, "oa_id": "1", "follower": {"id": user_id}, "source": "oa_profile"}


def post(url: str, posted: dict[str, Any]) -> httpx.Response:
    return httpx.post(url, **posted, timeout=20)
