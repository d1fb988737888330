"""How letters reach people who have chosen nothing: channels by role and kind, quiet hours, the hour of the digest."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from regulation.lawfile import Frozen, LawModel


class LetterGroup(StrEnum):
    """Kinds of letters somebody may choose about."""

    OFFICIAL = "official"  # asks, invites, assigns, notifies: cannot be switched off, only its channel be chosen
    REMINDERS = "reminders"  # what was asked is due, or late
    INFORMATION = "information"  # asks nothing
    RECEIPTS = "receipts"  # says that an answer has been taken


class ChannelName(StrEnum):
    """The channels, as people's choices name them."""

    MAIL = "mail"
    ZALO = "zalo"  # a template message to a phone number
    ZALO_OA = "zalo-oa"  # a message of the official account to who has written to it within seven days
    PAPER = "paper"  # a printed sheet, handed over


EVERYBODY = "*"


class Quiet(LawModel):
    """From ``since`` to ``until`` (past midnight where it is earlier) nothing leaves that is not urgent; it leaves at ``until``."""

    since: time
    until: time


class Digest(LawModel):
    """When what somebody wants told of together leaves: ``weekday`` 0 is Monday."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    at: time


class LetterDefaults(LawModel):
    """``channels``: role (``*``: the others) → group (``*``: the others) → channels in the order they are tried."""

    quiet: Quiet = Quiet(since=time(21), until=time(6, 30))
    digest: Digest = Digest(weekday=4, at=time(15))
    channels: Frozen[str, Frozen[str, tuple[ChannelName, ...]]] = Field(
        default={EVERYBODY: {EVERYBODY: tuple(ChannelName)}}, validate_default=True
    )

    @model_validator(mode="after")
    def _somebody_is_everybody(self) -> Self:
        if EVERYBODY not in self.channels:
            raise ValueError('channels phải có mục "*" cho các vai trò không nêu tên')
        for role, groups in self.channels.items():
            if EVERYBODY not in groups:
                raise ValueError(f'channels của {role} phải có mục "*" cho các nhóm thư không nêu tên')
        return self

    def channels_of(self, roles: tuple[str, ...], group: LetterGroup) -> tuple[ChannelName, ...]:
        """The channels for somebody who has these roles; the first role that is named decides."""
        chosen = next((self.channels[role] for role in roles if role in self.channels), self.channels[EVERYBODY])
        return chosen.get(group, chosen[EVERYBODY])
