"""A letter as it leaves: what its claim read of it, and of whom it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.choice import Reader


@dataclass(frozen=True)
class Outgoing:
    """One letter in a postman's hands. ``n`` counts its tries from 1, ``tries`` those by this channel.

    ``further``: the channels it may go by after this one; ``carries``: the letters that go in this one.
    """

    id: UUID
    key: str
    kind: str
    context: Mapping[str, Any]
    address: str | None
    queued_at: datetime
    channel: str
    n: int = 1
    tries: int = 1
    doubts: int = 0
    further: tuple[str, ...] = ()
    case_id: UUID | None = None
    officer_id: str | None = None
    link_id: UUID | None = None
    reader: Reader = field(default_factory=Reader)
    carries: tuple["Outgoing", ...] = ()
