"""What comes back from mail servers, read and acted on: one transaction a message, and twice is as once."""

import logging
from enum import StrEnum

from models.letters import Letter
from notifications import bounces
from notifications.bounces import Failure
from notifications.returned import bounced, cases_of
from tasks.bad_addresses import not_delivered, refuse
from tasks.bureau import Bureau, Desk

log = logging.getLogger("nhip.returns")


class Came(StrEnum):
    """What a message was."""

    BOUNCE = "bounce"  # a letter of ours, not delivered
    REPORT = "report"  # a report from which nothing follows: delayed, relayed, known already, about a letter that is not here
    FOREIGN = "foreign"  # not a report about a letter of ours: a person has to look


def take(bureau: Bureau, raw: bytes) -> Came:
    """Read one message and do what follows from it."""
    address = bureau.return_address
    returned = bounces.read(raw, address) if address is not None else None
    if returned is None:
        return Came.FOREIGN
    if returned.failure is None:
        return Came.REPORT
    with bureau.desk() as desk:
        letter = desk.session.get(Letter, returned.letter_id)
        took = letter is not None and _take_back(desk, letter, returned.failure)
    if took:
        log.info("letter %s came back: %s", returned.letter_id, returned.failure.reply)
    return Came.BOUNCE if took else Came.REPORT


def _take_back(desk: Desk, letter: Letter, failure: Failure) -> bool:
    for case_id in cases_of(desk.session, letter):
        desk.locked_case(case_id)
    officer_id, address, about = letter.officer_id, letter.address or "", letter.case_id
    if bounced(desk.session, letter.id, code=failure.code, reply=failure.reply) is None:
        return False
    desk.record("letter.bounced", about, letter=str(letter.id))
    said = f"{failure.code or ''} {failure.reply}".strip()
    if failure.address_is_bad:
        refuse(desk, officer_id, address, said)
    else:
        not_delivered(desk, officer_id, address, said)
    return True
