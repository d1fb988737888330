"""What is handed to the two plug-ins."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ZaloTemplate:
    """A message by phone, from a template that Zalo has approved. ``phone`` as ``84912345678``; ``tracking_id`` comes back with the
    delivery report and is no guard against a second copy."""

    phone: str
    template_id: str
    data: dict[str, str]
    tracking_id: str


@dataclass(frozen=True)
class ZaloText:
    """A consultation message of the OA to somebody who follows it and did something there in the last seven days."""

    user_id: str
    text: str
