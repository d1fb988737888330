"""One night: a house with its mailbox, officers who play in it, and a killer who walks about. What is left of it is the evidence."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from house_up import STARTS_WITHIN, House, Never, until
from kill_schedules import schedules
from killer import Killer, Struck
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlmodel import select
from troupe import Receipt, Troupe, script

from deployments.demo.director import Stuck
from deployments.demo.player import Inbox, Lost
from deployments.mailbox import Mailbox, Received
from deployments.reach import own
from deployments.runs import recover
from models.letters import Letter
from tasks.bureau import Bureau

T = TypeVar("T")

STAYS_BUSY = 200.0  # seconds for which nothing may come of the house being killed and mended
SETTLES_WITHIN = 150.0  # seconds in which the last runs are mended
DRAWS_WITHIN = 30.0  # seconds in which Prefect has written down what the worker told it of the last steps
CODE_WAIT = 15.0  # seconds after which an officer asks for another code
RUNS = "SELECT id, state_type::text, tags FROM flow_run"
DRAWN = "SELECT flow_run_id, dynamic_key, state_type::text FROM task_run"
FINISHED = "SELECT 1 FROM step WHERE state = 'answered'"
UNDER_WAY = "SELECT id FROM flow_run WHERE state_type NOT IN ('COMPLETED', 'PAUSED') AND NOT auto_scheduled"
UNSAID = """
    SELECT 1 FROM letter, house WHERE state = 'sending' OR state = 'queued' AND (hold_until IS NULL OR hold_until <= now() + ahead)
    UNION ALL SELECT 1 FROM "case" WHERE walked < stirred
    UNION ALL SELECT 1 FROM letter WHERE state = 'doubt' AND NOT EXISTS (SELECT 1 FROM letter WHERE key LIKE 'house/letter/doubt/%')
"""


@dataclass(frozen=True)
class Night:
    """What the night left behind."""

    schedules: int
    unfinished: str | None  # why it did not come to its end
    struck: Sequence[Struck]
    meetings: int  # opened
    receipts: Sequence[Receipt]
    troubles: Sequence[str]  # what the officers saw go wrong
    bureau: Bureau
    letters: Sequence[Letter]  # of the outbox
    arrived: Sequence[Received]
    runs: Sequence[tuple[UUID, str, list[str]]]  # Prefect's: id, state, tags
    drawn: Sequence[tuple[UUID, str, str]]  # Prefect's task runs: run, step key, state
    drawn_again: bool  # because Prefect had lost some
    seconds: float

    def all(self, record: type[T]) -> Sequence[T]:
        """Every row of a table."""
        with self.bureau.reading_desk() as desk:
            return desk.session.exec(select(record)).all()


def play(here: House, kills: int) -> Iterator[Night]:
    """Play through the schedules of ``kills`` seeds, let the house settle, and show what is left while its database is up."""
    begun = time.monotonic()
    bureau = Bureau.of(here.settings, own(here.settings).app)
    posting = threading.Event()
    killer = Killer(here.home, here.mailbox, list(schedules(kills)), posting, here.tell)
    inbox = Inbox(f"http://127.0.0.1:{here.settings.mailbox_port}", CODE_WAIT)
    troupe = Troupe(bureau, inbox, script(bureau), here.tell, patience=STAYS_BUSY, over=lambda: killer.exhausted, posting=posting)
    killer.begin()
    unfinished = None
    try:
        troupe.play()
        until(lambda: here.up() and _settled(here), SETTLES_WITHIN)
    except (Stuck, Lost, Never) as why:
        unfinished = f"{type(why).__name__}: {why}"
        sys.stderr.write(here.logs())
    finally:
        killer.leave()
        troupe.close()
        bureau.store.close()
    if killer.fault is not None:
        raise killer.fault
    seconds = time.monotonic() - begun
    with bureau.reading_desk() as desk:
        letters = desk.session.exec(select(Letter)).all()
    again = unfinished is None and not _is_drawn_in_time(here)
    if again:
        sys.stderr.write(here.logs())
        _draw_again(here)
    yield Night(
        schedules=kills,
        unfinished=unfinished,
        struck=killer.struck,
        meetings=troupe.opened,
        receipts=troupe.receipts,
        troubles=troupe.troubles,
        bureau=bureau,
        letters=letters,
        arrived=Mailbox(here.mailbox).letters(),
        runs=here.ask("prefect", RUNS),
        drawn=here.ask("prefect", DRAWN),
        drawn_again=again,
        seconds=round(seconds, 1),
    )
    bureau.store.close()


def _settled(here: House) -> bool:
    """No run is under way, no letter either, and what is in doubt has been said."""
    return not here.ask("prefect", UNDER_WAY) and not here.ask("nhip", UNSAID)


def _is_drawn_in_time(here: House) -> bool:
    """Whether Prefect has a task run for every finished step, now or soon."""
    with suppress(Never):
        until(lambda: _is_drawn(here), DRAWS_WITHIN)
    return _is_drawn(here)


def _is_drawn(here: House) -> bool:
    return len(here.ask("prefect", DRAWN)) >= len(here.ask("nhip", FINISHED))


def _draw_again(here: House) -> None:
    """Have every case walked by a worker that remembers nothing.

    What a walk tells Prefect of its tasks goes through queues in memory, the worker's and the server's, and is gone when either falls.
    The next walk by another process finds what is missing; a case that has ended wants to be told.
    """
    os.kill(here.pid("worker"), signal.SIGKILL)
    until(lambda: not here.up(), STARTS_WITHIN)
    with temporary_settings({PREFECT_API_URL: here.settings.prefect_url}), get_client(sync_client=True) as client:
        for run, _, tags in here.ask("prefect", RUNS):
            if any(tag.startswith("case:") for tag in tags):
                recover(client, run)
    with suppress(Never):
        until(lambda: here.up() and _settled(here) and _is_drawn(here), SETTLES_WITHIN)
