"""Letters that come back: a house that takes them, and what it has said about them."""

from dataclasses import replace
from datetime import time
from uuid import UUID

from deployments.postman import post_one
from models.people import Officer
from notifications.channels.receipt import Receipt
from notifications.outgoing import Outgoing
from notifications.return_address import ReturnAddress
from tasks.bad_addresses import telling
from tasks.returned_mail import Came, take
from tests.office.cast import HEALTH, SECRETARY, Office
from tests.office.test_post_room import OK, at_hour
from tests.returned import came_back


def with_returns(office: Office) -> Office:
    """The house in the morning, with an address that letters come back to."""
    at_hour(office, time(9))
    office.bureau = replace(office.bureau, return_address=ReturnAddress("nhip@nhip.example", office.bureau.key))
    return office


def post(office: Office, answers: dict[str, Receipt] | None = None) -> list[Outgoing]:
    """Post until nothing waits."""
    gone: list[Outgoing] = []

    def send(one: Outgoing) -> Receipt:
        gone.append(one)
        return (answers or {}).get(one.channel, OK)

    while post_one(office.bureau.store, send, "me", office.bureau.law.letters, telling(office.bureau)):
        assert len(gone) < 100
    return gone


def signed(office: Office, letter_id: UUID) -> str:
    assert office.bureau.return_address is not None
    return office.bureau.return_address.of(letter_id)


def returned(office: Office, letter_id: UUID, name: str = "postfix", **changes: str) -> Came:
    return take(office.bureau, came_back(name, signed(office, letter_id), **changes))


def refused(office: Office, officer: str = HEALTH) -> str | None:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Officer, officer).email_refused


def told(office: Office) -> list[str]:
    """What the secretary is told about addresses."""
    letters = [one for one in office.letters() if one.key.startswith(("house/address/", "house/returns/"))]
    assert {one.officer_id for one in letters} <= {SECRETARY}
    return [one.context["words"]["what"] for one in letters]
