"""Secrets of others that we must be able to read again: kept under the house's key, so that a copy of the database opens nothing.

AES-256-GCM. Each purpose has a key of its own, derived from the house's; the purpose is authenticated, so that what was locked away
as one thing does not open as another.
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import Refused

_NONCE = 12  # bytes


class Unreadable(Refused):
    """Không mở được bí mật đã cất bằng khóa hiện nay của nhà (NHIP_SECRET_KEY hoặc secret.key đã đổi)."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


def lock_away(key: bytes, purpose: str, secret: str) -> bytes:
    """The secret under the house's ``key``; twice the same gives different bytes."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key, purpose).encrypt(nonce, secret.encode(), purpose.encode())


def take_out(key: bytes, purpose: str, locked: bytes) -> str:
    """The secret again; :class:`Unreadable` under another key, for another purpose, or where the bytes were changed."""
    try:
        return _cipher(key, purpose).decrypt(locked[:_NONCE], locked[_NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable from None


def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(hmac.digest(key, b"locked away/" + purpose.encode(), "sha256"))
