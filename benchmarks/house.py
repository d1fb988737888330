"""A whole house for the benchmarks: made in a temporary home, run by its own supervisor, filled with cloned waiting cases."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from sqlmodel import col, select
from uuid_utils.compat import uuid7

from deployments.database import Role, address
from deployments.parts import with_ports
from flows.process.walk import open_period
from models.settings import Settings, read
from models.steps import Step, StepState, Via
from models.store import plain_url
from tasks.answering import Reply, answer
from tasks.bureau import Bureau

T = TypeVar("T")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class House:
    """A running house: how to reach its databases and processes."""

    settings: Settings
    bureau: Bureau

    def connect(self, role: Role, database: str = "nhip") -> psycopg.Connection[Any]:
        """A connection to one of its databases."""
        return psycopg.connect(self.plain(role, database), autocommit=True)

    def plain(self, role: Role, database: str) -> str:
        """Address of one of its databases, as libpq reads it."""
        return plain_url(address(self.settings.home, role, database))

    def pid(self, part: str) -> int:
        """The process of a part."""
        state = json.loads((self.settings.home / "run.json").read_text())
        return int(state["children"][part]["pid"])


@contextmanager
def running_house() -> Iterator[House]:
    """``init`` and ``up`` in a temporary home, with a local mailbox as its mail server; everything is gone afterwards."""
    with ExitStack() as undo:
        home = Path(tempfile.mkdtemp(prefix="nhip-benchmark-"))
        undo.callback(shutil.rmtree, home)
        mailbox = undo.enter_context(child("deployments.mailbox", "--smtp-port", "0", "--web-port", "0", "--folder", str(home / "mail")))
        smtp = int(re.findall(r":(\d+)", hear(mailbox, ":"))[0])
        free = with_ports(Settings(home=home, prefect_port=0, portal_port=0), ("prefect_port", "portal_port"))
        named = {
            "HOME": home,
            "PREFECT_PORT": free.prefect_port,
            "PORTAL_PORT": free.portal_port,
            "MAIL_URL": f"nhipmail://127.0.0.1:{smtp}",
        }
        _export(undo, {f"NHIP_{name}": str(value) for name, value in named.items()})
        subprocess.run([sys.executable, "-m", "deployments.cli", "init"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        hear(undo.enter_context(child("deployments.cli", "up")), "Cửa đã mở")
        settings = read()
        _export(undo, {"PREFECT_API_URL": f"http://127.0.0.1:{settings.prefect_port}/api"})
        bureau = Bureau.of(settings, address(home, "nhip_app"))
        undo.callback(bureau.store.close)
        try:
            yield House(settings, bureau)
        except Exception:  # whatever it was: it goes on up, behind what the parts said
            for log in sorted((home / "logs").glob("*.log")):
                sys.stderr.write(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}\n")
            raise


def waiting_case(house: House) -> UUID:
    """A meeting whose agenda the standing member has been asked to review; its run is paused, its letters have gone."""
    with house.bureau.desk() as desk:
        case, _ = open_period(desk, "board_meeting", "2027-Q1")
    drafting = eventually(lambda: asked(house, case.id, "agenda"))
    assert drafting is not None
    reply(house, drafting, agenda(house))
    eventually(lambda: asked(house, case.id, "agenda-review"))
    with house.connect("postgres", "prefect") as prefect, house.connect("postgres") as ours:
        paused = "SELECT 1 FROM flow_run WHERE state_type = 'PAUSED' AND %s = ANY (SELECT jsonb_array_elements_text(tags))"
        eventually(lambda: prefect.execute(paused, [f"case:{case.id}"]).fetchone())
        eventually(lambda: not ours.execute("SELECT 1 FROM letter WHERE state IN ('queued', 'sending')").fetchone())
    return case.id


def agenda(house: House) -> dict[str, Any]:
    """A draft agenda, as the secretary's form gives it."""
    law = house.bureau.law
    assert law.sample is not None
    meeting = law.sample.meeting
    return {
        "choice": "submit",
        "day": "2027-03-26",
        "hour": "08:00",
        "place": meeting.place,
        "attendees": [seat.id for seat in law.committee.members()],
        "items": [{"item": line.item, "by": line.by, "minutes": line.minutes} for line in meeting.agenda],
    }


def asked(house: House, case: UUID, question: str) -> Step | None:
    """The open step of a case, once it has been asked."""
    mine = (col(Step.case_id) == case, col(Step.question) == question, col(Step.state) == StepState.OPEN)
    with house.bureau.reading_desk() as desk:
        return desk.session.exec(select(Step).where(*mine)).first()


def reply(house: House, step: Step, data: dict[str, Any]) -> None:
    """The officer asked answers; committed when this returns."""
    with house.bureau.desk() as desk:
        answer(desk, step.id, Reply(data, step.officer_id or "", Via.SCRIPT))


def eventually(happens: Callable[[], T], within: float = 60.0, pause: float = 0.05) -> T:
    """What ``happens`` returns once it is true."""
    deadline = time.monotonic() + within
    while not (found := happens()):
        if time.monotonic() > deadline:
            raise TimeoutError("it never happened")
        time.sleep(pause)
    return found


def clone(house: House, template: UUID, count: int) -> None:
    """``count`` more cases that wait just as ``template`` does, each with its step, link and letter, and its paused Prefect run."""
    with house.connect("postgres") as ours, house.connect("postgres", "prefect") as prefect:
        run = ours.execute('SELECT run_id FROM "case" WHERE id = %s', [template]).fetchone()
        assert run is not None
        fresh = [tuple(uuid7() for _ in NEW_IDS) for _ in range(count)]
        for connection in (ours, prefect):
            connection.execute("SET session_replication_role = replica")  # no triggers: nobody is told, nothing is journalled
            connection.execute(f"CREATE TEMP TABLE clones ({', '.join(f'{name} uuid' for name in NEW_IDS)})")
            with connection.cursor().copy("COPY clones FROM STDIN") as copy:
                for row in fresh:
                    copy.write_row(row)
        for table, condition, changes in OUR_CLONES:
            _clone(ours, table, condition, template, changes)
        for table, condition, changes in PREFECTS_CLONES:
            _clone(prefect, table, condition, run[0], {name: change.format(case=template) for name, change in changes.items()})
        for connection in (ours, prefect):
            connection.execute("VACUUM ANALYZE")


NEW_IDS = ("n_case", "n_meeting", "n_done", "n_open", "n_link", "n_letter", "n_run", "n_state")
_STEP = "(SELECT id FROM step WHERE case_id = %s AND state = '{}')"
OUR_CLONES = (
    ("case", "id = %s", {"id": "n_case", "run_id": "n_run", "period": "NULL"}),
    ("meeting", "case_id = %s", {"id": "n_meeting", "case_id": "n_case"}),
    ("step", "case_id = %s AND state = 'answered'", {"id": "n_done", "case_id": "n_case"}),
    ("answer", f"step_id = {_STEP.format('answered')}", {"step_id": "n_done"}),
    ("step", "case_id = %s AND state = 'open'", {"id": "n_open", "case_id": "n_case"}),
    ("link", f"step_id = {_STEP.format('open')}", {"id": "n_link", "step_id": "n_open", "sha256": "n_link::text"}),
    (
        "letter",
        f"step_id = {_STEP.format('open')}",
        {"id": "n_letter", "case_id": "n_case", "step_id": "n_open", "link_id": "n_link", "key": "n_letter::text"},
    ),
)
_OF_THE_CLONE = "replace(t.{0}::text, '{{case}}', n_case::text)::jsonb"
PREFECTS_CLONES = (
    (
        "flow_run",
        "id = %s",
        {"id": "n_run", "state_id": "n_state", "idempotency_key": "n_run::text"}
        | {name: _OF_THE_CLONE.format(name) for name in ("parameters", "tags")},
    ),
    ("flow_run_state", "id = (SELECT state_id FROM flow_run WHERE id = %s)", {"id": "n_state", "flow_run_id": "n_run"}),
)


def _clone(connection: psycopg.Connection[Any], table: str, condition: str, template: UUID, changes: Mapping[str, str]) -> None:
    """For each row of ``clones`` the template's row of a table, with some columns changed."""
    written = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY 1"
    names = [name for (name,) in connection.execute(written, [table])]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f't."{name}"') for name in names)
    mine = f'(SELECT * FROM "{table}" WHERE {condition}) t'
    connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM {mine}, clones', [template])


def _export(undo: ExitStack, values: Mapping[str, str]) -> None:
    """Set variables of the environment until the stack unwinds."""
    for name, value in values.items():
        undo.callback(_restore, name, os.environ.get(name))
        os.environ[name] = value


def _restore(name: str, value: str | None) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value


@contextmanager
def child(module: str, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """A Python module run beside us, told to end (and waited for) at the end of the block."""
    command = [sys.executable, "-m", module, *argv]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate()


def hear(process: subprocess.Popen[str], word: str) -> str:
    """The first line a process says that holds ``word``."""
    assert process.stdout is not None
    for line in process.stdout:
        if word in line:
            return line
    raise RuntimeError(f"{process.args!r} ended")
