"""What Zalo's answers mean: the code, what the attempt ended as, and what the channel does next.

Source: the list of codes in the post room's design; whatever it does not name is PARKED and the operator is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from notifications.channels.receipt import Outcome, Receipt

ACCEPTED = 0
STALE = frozenset({-124, -216})  # the access token: refreshed once, then it is a fault of ours
CHAIN_LOST = -14014  # of the token endpoint: the refresh token was used before, or is over


@dataclass(frozen=True)
class Then:
    """What follows an attempt.

    ``next_hop``: the letter takes the next channel now. ``pause``: nothing more goes this way for a while, and the operator is told
    once. ``bad_address``: this phone or account takes no letters until it is mended; not so where only the moment or its owner's
    choice is against it.
    """

    next_hop: bool = False
    pause: bool = False
    bad_address: bool = False


@dataclass(frozen=True)
class Meaning:
    """A code's outcome and what follows."""

    outcome: Outcome
    then: Then


_CONFIG = Meaning(Outcome.CONFIG, Then(next_hop=True, pause=True))
_QUOTA = Meaning(Outcome.QUOTA, Then(next_hop=True, pause=True))
_NOBODY = Meaning(Outcome.PERMANENT, Then(next_hop=True, bad_address=True))
_NOT_NOW = Meaning(Outcome.PERMANENT, Then(next_hop=True))

MEANINGS: Mapping[int, Meaning] = {
    ACCEPTED: Meaning(Outcome.ACCEPTED, Then()),
    -32: Meaning(Outcome.TRANSIENT, Then()),  # too many calls a minute
    -108: _NOBODY,  # no such phone
    -115: _QUOTA,  # the account has no money left
    -118: _NOBODY,  # the phone has no Zalo account
    -124: _CONFIG,  # the access token is stale even after a refresh
    -127: _CONFIG,  # a test template outside its testers
    -135: _CONFIG,  # the OA is not verified
    -139: _NOT_NOW,  # he refuses this kind of message
    -141: _NOT_NOW,  # he refuses messages of this OA
    -144: _QUOTA,  # the OA's messages of the day
    -147: _QUOTA,  # the template's messages of the day
    -160: _QUOTA,
    -211: _QUOTA,
    -213: _NOBODY,  # he does not follow the OA
    -216: _CONFIG,  # as -124, at the OA's own endpoint
    -218: _QUOTA,
    -230: _NOT_NOW,  # he did nothing at the OA for seven days
    -232: _NOT_NOW,
    -242: _CONFIG,  # appsecret_proof
    -1241: _CONFIG,  # appsecret_proof
}
_UNNAMED = Meaning(Outcome.PARKED, Then())

# An attempt that ended without a code of Zalo's: in doubt it waits for its delivery report, it does not take the next channel by itself.
_WITHOUT_CODE: Mapping[Outcome, Then] = {
    Outcome.CONFIG: _CONFIG.then,
    Outcome.QUOTA: _QUOTA.then,
    Outcome.PERMANENT: _NOT_NOW.then,
}


def meaning(code: int) -> Meaning:
    """What a code means; PARKED where nobody has judged it."""
    return MEANINGS.get(code, _UNNAMED)


def what_next(receipt: Receipt) -> Then:
    """What the channel does after an attempt that ended so."""
    if receipt.code is not None and meaning(receipt.code).outcome is receipt.outcome:
        return meaning(receipt.code).then
    return _WITHOUT_CODE.get(receipt.outcome, Then())
