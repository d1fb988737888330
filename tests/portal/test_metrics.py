"""The figures for Prometheus: who may read them, what they say, and that nobody is named in them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from models.base import new_id
from models.steps import Step
from portal.app import make_app
from tasks.figures_of_the_house import SETTLING, attempts_so_far
from tests.portal.visit import WIDE, Browser, House

TOKEN = "rất-bí-mật"
ELSEWHERE = ("203.0.113.9", 4711)


def samples(page: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """(name, values of the labels in the order of their names) → value."""
    return {
        (one.name, tuple(value for _, value in sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(page)
        for one in family.samples
    }


def scrape(browser: Browser) -> dict[tuple[str, tuple[str, ...]], float]:
    reply = browser.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    return samples(reply.text)


async def knock(house: House, token: str | None, client: tuple[str, int] = ELSEWHERE, **headers: str) -> httpx.Response:
    """From wherever one likes."""
    app = make_app(house.bureau, WIDE, token)
    door = httpx.ASGITransport(app=app, client=client)
    async with httpx.AsyncClient(transport=door, base_url="http://nhip.example") as there:
        return await there.get("/metrics", headers={name: value.encode() for name, value in headers.items()})  # type: ignore[arg-type]


def run(coroutine: Any) -> httpx.Response:
    import asyncio

    found: httpx.Response = asyncio.run(coroutine)
    return found


@pytest.mark.parametrize(
    ("token", "client", "headers", "status"),
    [
        (None, ("127.0.0.1", 1), {}, 200),
        (None, ("::1", 1), {}, 200),
        (None, ("127.0.0.1", 1), {"X-Forwarded-For": "203.0.113.9"}, 404),  # a proxy on this machine, for somebody elsewhere
        (TOKEN, ("127.0.0.1", 1), {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {TOKEN}"}, 200),
        (None, ELSEWHERE, {}, 404),
        (None, ELSEWHERE, {"Authorization": "Bearer "}, 404),
        (TOKEN, ELSEWHERE, {}, 404),
        (TOKEN, ELSEWHERE, {"Authorization": f"Bearer {TOKEN}x"}, 404),
        (TOKEN, ELSEWHERE, {"Authorization": f"Basic {TOKEN}"}, 404),
        (TOKEN, ELSEWHERE, {"Authorization": f"bearer {TOKEN}"}, 200),
        (TOKEN, ("không phải địa chỉ", 1), {}, 404),
    ],
)
def test_this_machine_or_the_token_opens_it(
    house: House, token: str | None, client: tuple[str, int], headers: dict[str, str], status: int
) -> None:
    reply = run(knock(house, token, client, **headers))
    assert reply.status_code == status
    if status == 404:
        assert b"nhip_letters" not in reply.content
        assert reply.content == run(knock_elsewhere(house)).content  # the very page of what is not there


async def knock_elsewhere(house: House) -> httpx.Response:
    door = httpx.ASGITransport(app=make_app(house.bureau, WIDE), client=ELSEWHERE)
    async with httpx.AsyncClient(transport=door, base_url="http://nhip.example") as there:
        return await there.get("/khong-co")


def test_the_figures_are_those_of_the_records(house: House, anybody: Browser) -> None:
    house.reach("rsvp")
    with house.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'accepted', channel = 'mail', ended_at = now()"))
        one, two, three = desk.session.execute(text("SELECT id FROM letter ORDER BY id LIMIT 3")).scalars()
        desk.session.execute(text("UPDATE letter SET state = 'doubt' WHERE id = :id"), {"id": one})
        desk.session.execute(text("UPDATE letter SET state = 'queued', retry_at = now() - interval '90 s' WHERE id = :id"), {"id": two})
        desk.session.execute(
            text("INSERT INTO channelstate (channel, enabled, paused_until) VALUES ('zalo', true, now() + interval '1 h')")
        )
        lasted = {1: "20 ms", 2: "300 ms", 3: "2 minutes"}
        for n, long in lasted.items():
            desk.session.execute(
                text(
                    "INSERT INTO attempt (id, letter_id, n, channel, started_at, ended_at, outcome)"
                    f" VALUES (:id, :letter, :n, 'mail', now() - interval '1 h', now() - interval '1 h' + interval '{long}', 'accepted')"
                ),
                {"id": new_id(), "letter": three, "n": n},
            )
        late = desk.session.get_one(Step, house.step("rsvp", "member_yt").id)
        late.due = desk.today - timedelta(days=1)
        letters = desk.session.execute(text("SELECT count(*) FROM letter")).scalar_one()
        asked = desk.session.execute(
            text(
                'SELECT count(*) FROM step JOIN "case" ON "case".id = case_id'
                " WHERE state = 'open' AND kind = 'ask' AND process = 'board_meeting'"
            )
        ).scalar_one()
    found = scrape(anybody)
    assert found["nhip_letters", ("mail", "accepted")] == letters - 2
    assert found["nhip_letters", ("mail", "doubt")] == found["nhip_letters_waiting_for_operator", ("doubt",)] == 1
    assert found["nhip_letters_waiting_for_operator", ("parked",)] == 0
    assert 90 <= found["nhip_oldest_letter_seconds", ()] < 120
    assert found["nhip_channel_rests", ("zalo",)] == 1
    assert found["nhip_attempts_total", ("mail", "accepted")] == 3
    assert found["nhip_attempt_seconds_bucket", ("mail", "0.05")] == 1
    assert found["nhip_attempt_seconds_bucket", ("mail", "0.5")] == found["nhip_attempt_seconds_bucket", ("mail", "60.0")] == 2
    assert found["nhip_attempt_seconds_bucket", ("mail", "+Inf")] == found["nhip_attempt_seconds_count", ("mail",)] == 3
    assert found["nhip_attempt_seconds_sum", ("mail",)] == pytest.approx(120.32)
    assert found["nhip_open_steps", ("board_meeting",)] == asked
    assert found["nhip_overdue_steps", ("board_meeting",)] == 1


def test_what_is_counted_for_good_is_counted_once_and_what_ends_meanwhile_too(house: House) -> None:
    remembered = attempts_so_far()

    def counted() -> int:
        with house.bureau.reading_desk() as desk:
            return sum(remembered.now(desk).outcomes.values())

    def tried(n: int, ago: timedelta) -> None:
        with house.bureau.desk() as desk:
            desk.session.execute(
                text(
                    "INSERT INTO attempt (id, letter_id, n, channel, started_at, ended_at, outcome)"
                    " SELECT :id, min(id::text)::uuid, :n, 'mail', now() - :ago, now() - :ago, 'transient' FROM letter"
                ),
                {"id": new_id(), "n": n, "ago": ago},
            )

    tried(1, SETTLING * 3)
    tried(2, timedelta(seconds=1))
    assert [counted(), counted(), counted()] == [2, 2, 2]
    assert sum(remembered.settled.outcomes.values()) == 1
    tried(3, timedelta(seconds=1))
    assert counted() == 3
    with house.bureau.desk() as desk:  # as if the time to settle had passed
        desk.session.execute(text("UPDATE attempt SET ended_at = :line WHERE n = 2"), {"line": remembered.until})
    remembered.until = remembered.until - timedelta(seconds=1)  # type: ignore[operator]
    assert [counted(), counted()] == [3, 3]
    assert sum(remembered.settled.outcomes.values()) == 2


def test_requests_are_counted_by_route_and_never_by_address(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    token = house.token(step)
    for path in (f"/t/{token}", f"/t/{token}", "/t/khong-co", f"/{uuid4()}", "/giup-do"):
        anybody.get(path)
    anybody.client.request("BREW", "/giup-do")
    page = anybody.get("/metrics").text
    found = samples(page)
    assert found["nhip_portal_request_seconds_count", ("GET", "/t/{token}", "200")] == 2
    assert found["nhip_portal_request_seconds_count", ("GET", "/t/{token}", "404")] == 1
    assert found["nhip_portal_request_seconds_count", ("GET", "-", "404")] == 1
    assert any(labels[:1] == ("other",) for name, labels in found if name == "nhip_portal_request_seconds_count")
    for secret in (token, str(step.id), str(house.case_id), "thuky@"):
        assert secret not in page
