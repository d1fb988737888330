"""The signed address that mail about one letter comes back to.

Only who was handed the letter knows it, so that nobody marks an officer's address as bad by inventing a bounce. Base 32 in small
letters: servers may write the local part in any case, and it has 64 characters at most (RFC 5321 §4.5.3.1).
"""

import hmac
import re
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass, field
from uuid import UUID

from models.errors import Refused
from notifications.address import BadAddress, Party

ROOM = 18  # characters of the local part; +b.<26>.<16> takes the others
_SIGNED = re.compile(r"(?P<local>[^+@]+)\+b\.(?P<letter>[a-z2-7]{26})\.(?P<signature>[a-z2-7]{16})@(?P<host>[^@]+)\Z")


class BadReturnAddress(Refused):
    """Địa chỉ nhận thư trả lại không dùng được."""


@dataclass(frozen=True)
class ReturnAddress:
    """The mailbox ``name@host`` that takes mail to ``name+anything@host``.

    :class:`BadReturnAddress` for one that cannot carry a letter's sign.
    """

    mailbox: str
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        try:
            Party("", self.mailbox)
        except BadAddress as wrong:
            raise BadReturnAddress(f"NHIP_BOUNCE_ADDRESS: {wrong}") from None
        local = self.mailbox.rpartition("@")[0]
        if len(local) > ROOM or "+" in local:
            raise BadReturnAddress(
                f"NHIP_BOUNCE_ADDRESS: phần trước @ dài không quá {ROOM} ký tự và không có dấu cộng, ví dụ nhip@donvi.gov.vn."
            )

    def of(self, letter_id: UUID) -> str:
        """The envelope sender of a letter."""
        local, _, host = self.mailbox.rpartition("@")
        return f"{local}+b.{_written(letter_id.bytes)}.{self._signature(letter_id)}@{host}"

    def letter_of(self, address: str) -> UUID | None:
        """The letter an address was made for; None for every address that is not ours."""
        found = _SIGNED.match(address.strip().lower())
        if found is None or f"{found['local']}@{found['host']}" != self.mailbox.lower():
            return None
        try:
            letter_id = UUID(bytes=b32decode(found["letter"].upper() + "======"))
        except Error:
            return None
        return letter_id if hmac.compare_digest(found["signature"], self._signature(letter_id)) else None

    def _signature(self, letter_id: UUID) -> str:
        return _written(hmac.digest(self.key, b"return" + letter_id.bytes, "sha256")[:10])


def _written(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()
