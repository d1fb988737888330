"""What an attempt to send ended as."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The seven ends of an attempt, and what the sender does next."""

    ACCEPTED = "accepted"  # the other side took the letter
    TRANSIENT = "transient"  # not taken, may be taken later: try again after a pause
    PERMANENT = "permanent"  # this address never takes letters: mark it bad, use the next channel
    CONFIG = "config"  # our own account, password, certificate or address is refused: pause the channel, tell the operator once
    QUOTA = "quota"  # our allowance is used up: pause the channel, tell the operator once
    PARKED = "parked"  # an answer nobody has judged: leave this letter aside, tell the operator
    UNKNOWN = "unknown"  # the bytes left and the answer was lost: may be delivered; repeat only if the copy is identical


@dataclass(frozen=True)
class Receipt:
    """The end of one attempt.

    ``code`` is the other side's number (None when it gave none), ``reply`` its words on one line (≤ 300 characters, no secret),
    ``queue_id`` the name under which it keeps the letter.
    """

    outcome: Outcome
    code: int | None = None
    reply: str = ""
    queue_id: str | None = None
