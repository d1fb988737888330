"""A person as a letter names him: display name and e-mail address."""

import re
from dataclasses import dataclass

from models.errors import Refused
from notifications.plain import one_line

# What mail servers of agencies really take: RFC 5321 dot-string and a host name, ASCII (no quoted local parts, no SMTPUTF8).
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z){_LOCAL}@{_HOST}\Z")


class BadAddress(Refused):
    """Địa chỉ thư không dùng được."""


@dataclass(frozen=True)
class Party:
    """One end of a letter. ``name`` may be any text (kept on one line), ``address`` is checked on making: :class:`BadAddress`."""

    name: str
    address: str

    def __post_init__(self) -> None:
        if _ADDRESS.match(self.address) is None:
            shown = one_line(self.address)[:80]
            raise BadAddress(f"Địa chỉ thư “{shown}” không đúng dạng ten@donvi.gov.vn (không dấu). Sửa địa chỉ rồi gửi lại.")
