"""kill -9 of the postman at every point of its path, alone and beside another: nothing lost, nothing doubled without need.

``--posts N`` plays N seeds (20). A letter may arrive twice only where it was killed between the mail server's having it and our commit,
and then it is the identical letter; one that nobody can say anything of after the second kill waits, visibly, for an operator.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from post_child import HERE, LAW, MIDDAY, THERE, Kill, run
from sqlalchemy import text
from sqlmodel import col, select

from deployments.postgres import Cluster
from models.base import new_id
from models.clock import FixedClock
from models.letters import Letter, LetterState
from models.loading import load_committee
from models.store import Store
from notifications import outbox
from notifications.samples import COMMON
from tests.sink import Sink, listening

pytestmark = [pytest.mark.crash, pytest.mark.timeout(3600), pytest.mark.xdist_group("post")]

LETTERS, TOGETHER = 9, 3  # each to a person of his own; reminders to one person
POINTS = (*HERE, *THERE)
# The mail server has the letter and our commit has not come; a mark is committed with the claim of the next.
MAY_DOUBLE = {"CONTENT", "250", "sent", "marking", "claiming"}
TROUBLE = 90.0  # seconds a seed may take


@dataclass
class Post:
    """What came of one seed."""

    seed: int
    kills: list[Kill]
    met: list[Kill]
    arrived: Counter[str]  # Message-ID → how often
    different: list[str]  # Message-IDs that arrived with other bytes the second time
    letters: list[Letter]


class Killing(Sink):
    """A mail server that kills the postman it talks to."""

    def __init__(self) -> None:
        super().__init__(pipelining=True)
        self.pids: dict[str, int] = {}
        self.wanted: dict[str, Kill] = {}
        self.seen: Counter[tuple[str, str]] = Counter()

    def strike(self, session: Session, point: str) -> None:
        name = str(session.host_name)
        self.seen[name, point] += 1
        kill = self.wanted.get(name)
        if kill is not None and (kill.point, kill.nth) == (point, self.seen[name, point]):
            os.kill(self.pids[name], signal.SIGKILL)
            time.sleep(0.02)  # it is gone before the answer is written

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.strike(session, "MAIL")
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.strike(session, "RCPT")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.strike(session, "CONTENT")
        if (kill := self.wanted.get(str(session.host_name))) is not None and kill.point == "250":
            await server.push(answer)  # the answer is on its way before the blow falls
            self.strike(session, "250")
        return answer


@dataclass
class House:
    """One database and one mail server for all seeds."""

    cluster: Cluster
    store: Store
    home: Path
    sink: Killing
    posts: list[Post] = field(default_factory=list)


def queue(store: Store) -> None:
    """Letters of their own, and reminders of one day to one person."""
    people = [person.id for person in LAW.sample.people] if LAW.sample else []
    words = COMMON | {"due": "2027-03-04", "link": None, "clause_texts": list(COMMON["clause_texts"])}
    kinds = ["ask"] * LETTERS + ["remind"] * TOGETHER
    rows = [
        {
            "id": new_id(),
            "key": f"crash/{new_id()}",
            "kind": kind,
            "officer_id": people[n] if kind == "ask" else people[LETTERS],
            "address": f"can.bo.{n if kind == 'ask' else LETTERS}@don-vi.example",
            "context": {"words": words | {"title": f"Việc số {n}"}},
            "queued_at": MIDDAY,
        }
        for n, kind in enumerate(kinds)
    ]
    with store.transaction() as session:
        outbox.post(session, rows)


class Postmen:
    """One postman or two, each with the kills planned for him; who is killed comes back."""

    def __init__(self, house: House, plan: dict[str, list[Kill]]) -> None:
        self._house, self._plan = house, plan
        self._context = multiprocessing.get_context("forkserver")
        self._children: dict[str, tuple[Any, Kill | None]] = {}
        self.met: list[Kill] = []
        for name in plan:
            self._begin(name)

    def _begin(self, name: str) -> None:
        house, kill = self._house, self._plan[name].pop(0) if self._plan[name] else None
        for point in THERE:
            house.sink.seen.pop((name, point), None)
        house.sink.wanted.pop(name, None)
        url = house.cluster.url("nhip_app", "nhip_post")
        child = self._context.Process(target=run, args=(url, house.sink.port, str(house.home), name, kill), daemon=True)
        child.start()
        house.sink.pids[name] = child.pid or 0
        if kill is not None and kill.point in THERE:
            house.sink.wanted[name] = kill
        self._children[name] = (child, kill)

    def bring_back(self) -> None:
        """Whoever was killed."""
        for name, (child, kill) in list(self._children.items()):
            if not child.is_alive():
                assert child.exitcode == -signal.SIGKILL, f"{name} ended by itself ({child.exitcode})"
                assert kill is not None
                self.met.append(kill)
                self._begin(name)

    def dismiss(self) -> None:
        """All."""
        for child, _ in self._children.values():
            child.terminate()
            child.join(10)


def kills_of(seed: int) -> list[Kill]:
    """Up to three; every point is met by the first seeds, whatever the draw."""
    draw = random.Random(seed)
    first = Kill(POINTS[seed % len(POINTS)], draw.randint(1, 3))
    return [first, *(Kill(draw.choice(POINTS), draw.randint(1, 3)) for _ in range(draw.randint(0, 2)))]


def play(house: House, seed: int) -> Post:
    """One seed: its letters, its kills, until nothing waits."""
    names, kills = ["one"] if seed % 2 else ["one", "two"], kills_of(seed)
    with house.store.transaction() as session:
        session.execute(text("TRUNCATE letter, attempt CASCADE"))
    house.sink.bodies.clear()
    queue(house.store)
    postmen = Postmen(house, {name: kills[n :: len(names)] for n, name in enumerate(names)})
    ends = time.monotonic() + TROUBLE
    try:
        while waiting(house.store):
            assert time.monotonic() < ends, f"seed {seed}: letters still wait"
            postmen.bring_back()
            time.sleep(0.02)
    finally:
        postmen.dismiss()
    with house.store.reading() as session:
        letters = list(session.exec(select(Letter).order_by(col(Letter.id))))
    copies: dict[str, set[bytes]] = defaultdict(set)
    arrived: Counter[str] = Counter()
    for body in house.sink.bodies:
        name = str(message_from_bytes(body)["Message-ID"])
        arrived[name] += 1
        copies[name].add(body)
    return Post(seed, kills, postmen.met, arrived, [name for name, found in copies.items() if len(found) > 1], letters)


def waiting(store: Store) -> bool:
    with store.reading() as session:
        return bool(session.execute(text("SELECT EXISTS (SELECT FROM letter WHERE state IN ('queued', 'sending'))")).scalar_one())


def _load_once() -> None:
    """Have the fork server import everything before it forks; it looks in PYTHONPATH alone (cpython #126631)."""
    usual = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    multiprocessing.get_context("forkserver").set_forkserver_preload(["post_child"])
    forkserver.ensure_running()
    if usual is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = usual


@pytest.fixture(scope="module")
def posts(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[list[Post]]:
    """Every seed played."""
    cluster.create_database("nhip_post", "nhip_owner", template="nhip_template")
    owner = Store(cluster.url("nhip_owner", "nhip_post"), FixedClock(MIDDAY))
    with owner.transaction() as session:
        load_committee(session, LAW)
    before = {child.pid for child in psutil.Process().children()}
    _load_once()
    with listening(Killing()) as sink:
        assert isinstance(sink, Killing)
        house = House(cluster, owner, tmp_path_factory.mktemp("post"), sink)
        for seed in range(request.config.getoption("--posts")):
            house.posts.append(play(house, seed))
        yield house.posts
    owner.close()
    for child in psutil.Process().children():  # the fork server stays for the next of its kind, which there is none
        if child.pid not in before and child.is_running() and "forkserver" in " ".join(child.cmdline()):
            child.terminate()
    cluster.drop_database("nhip_post")


def summary(posts: list[Post]) -> str:
    points = Counter(kill.point for post in posts for kill in post.met)
    doubled = sum(times - 1 for post in posts for times in post.arrived.values())
    doubt = sum(letter.state == LetterState.DOUBT for post in posts for letter in post.letters)
    return (
        f"{len(posts)} seeds, {sum(len(post.met) for post in posts)} kills ({dict(sorted(points.items()))}), "
        f"{sum(len(post.letters) for post in posts)} letters: lost {sum(len(lost(post)) for post in posts)}, "
        f"sent twice {doubled}, left in doubt for an operator {doubt}"
    )


def lost(post: Post) -> list[str]:
    """Letters that neither arrived nor wait for anybody."""
    here = {name.strip("<>").partition("@")[0] for name in post.arrived}
    gone = []
    for letter in post.letters:
        whole = str(letter.carried_by or letter.id)
        if whole not in here and letter.state not in (LetterState.DOUBT, LetterState.CARRIED):
            gone.append(letter.key)
    return gone


def test_nothing_is_lost_and_everything_ends(posts: list[Post]) -> None:
    print(summary(posts))
    assert {post.seed: lost(post) for post in posts if lost(post)} == {}
    ends = {letter.state for post in posts for letter in post.letters}
    assert ends <= {LetterState.ACCEPTED, LetterState.DOUBT, LetterState.CARRIED}


def test_a_letter_waits_for_an_operator_only_after_its_second_doubt(posts: list[Post]) -> None:
    for post in posts:
        for letter in post.letters:
            assert letter.doubts <= 2
            assert (letter.state == LetterState.DOUBT) == (letter.doubts == 2)
            if letter.state == LetterState.CARRIED:
                (whole,) = [one for one in post.letters if one.id == letter.carried_by]
                assert whole.state == LetterState.DOUBT


def test_what_arrives_twice_is_the_identical_letter_and_had_to(posts: list[Post]) -> None:
    for post in posts:
        assert post.different == [], post.seed
        doubled = sum(times - 1 for times in post.arrived.values())
        assert doubled <= sum(kill.point in MAY_DOUBLE for kill in post.met), (post.seed, post.met, post.arrived)


def test_every_point_of_the_path_was_met(posts: list[Post]) -> None:
    assert {kill.point for post in posts for kill in post.met} >= set(POINTS)


def test_some_letters_did_arrive_twice(posts: list[Post]) -> None:
    """Else the kills come where they prove nothing."""
    assert sum(times - 1 for post in posts for times in post.arrived.values()) > 0
