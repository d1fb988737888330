"""The mail server's way into the portal: by its token only, bounded, and nothing is told to who knocks."""

from dataclasses import replace

import pytest

from models.base import new_id
from models.letters import Letter
from models.people import Officer
from notifications import outbox
from notifications.bounces import MOST_BYTES
from notifications.return_address import ReturnAddress
from tests.portal.visit import KEY, Browser, House
from tests.returned import came_back

TOKEN = "mat-khau-cua-may-chu-thu"
BEARER = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "message/rfc822"}
HERE = ReturnAddress("nhip@nhip.example", KEY)


@pytest.fixture
def accepted(house: House) -> Letter:
    """A letter that a mail server took."""
    house.open_door(replace(house.bureau, return_address=HERE, return_token=TOKEN))
    letter_id = new_id()
    with house.bureau.desk() as desk:
        to = desk.session.get_one(Officer, "P11")
        row = {"id": letter_id, "key": "k/1", "kind": "told", "officer_id": to.id, "address": to.email, "context": {}}
        taken = {"channel": "mail", "further": ["paper"], "state": "accepted", "attempts": 1}
        outbox.post(desk.session, [row | taken | {"queued_at": desk.now}])
    return letter(house)


def letter(house: House) -> Letter:
    return next(one for one in house.letters() if one.key == "k/1")


def test_a_bounce_that_the_mail_server_posts_is_acted_on_once(house: House, anybody: Browser, accepted: Letter) -> None:
    raw = came_back("postfix", HERE.of(accepted.id))
    for _ in range(2):
        reply = anybody.client.post("/thu/tra-lai", content=raw, headers=BEARER)
        assert (reply.status_code, reply.content) == (200, b"")
    found = letter(house)
    assert (found.state, found.channel, found.attempts) == ("queued", "paper", 2)


@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer sai", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ấ"])
def test_who_does_not_show_the_token_changes_nothing(house: House, anybody: Browser, accepted: Letter, shown: str | None) -> None:
    raw = came_back("postfix", HERE.of(accepted.id))
    headers = {} if shown is None else {"Authorization": shown.encode()}
    assert anybody.client.post("/thu/tra-lai", content=raw, headers=headers).status_code == 403  # type: ignore[arg-type]
    assert letter(house) == accepted


def test_a_house_without_a_token_takes_nothing(house: House, anybody: Browser) -> None:
    for shown in ("Bearer", "Bearer x"):
        assert anybody.client.post("/thu/tra-lai", content=b"x", headers={"Authorization": shown}).status_code == 403


def test_what_is_too_long_or_a_form_is_refused_and_a_persons_mail_is_of_no_use(house: House, anybody: Browser, accepted: Letter) -> None:
    raw = came_back("postfix", HERE.of(accepted.id))
    assert anybody.client.post("/thu/tra-lai", content=raw + b"x" * MOST_BYTES, headers=BEARER).status_code == 413
    assert anybody.client.post("/thu/tra-lai", data={"a": "b"}, headers={"Authorization": BEARER["Authorization"]}).status_code == 415
    for other in (b"", b"\xff", came_back("out_of_office", HERE.of(accepted.id)), came_back("postfix", "nhip@nhip.example")):
        assert anybody.client.post("/thu/tra-lai", content=other, headers=BEARER).status_code == 200
    assert letter(house) == accepted
    assert anybody.get("/thu/tra-lai").status_code == 303, "to be read it is a page like any other: who asks signs in first"
