"""A running house is backed up, destroyed with everything in it, restored elsewhere, and its cases go on."""

import json
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
import pytest
from sqlmodel import col, select

import flows  # noqa: F401 - declares the processes
from deployments.database import socket_directory
from deployments.reach import databases, own
from models.cases import Case
from models.settings import Settings
from models.steps import Step, StepState, Via
from models.store import plain_url
from tasks.answering import Reply, answer
from tasks.bureau import Bureau
from tests.engine.own_home import PATIENCE, TROUBLE, House, ended, own_home, until
from tests.office.cast import AGENDA

pytestmark = pytest.mark.engine


def bureau_of(home: Path) -> Bureau:
    settings = Settings(home=home)
    return Bureau.of(settings, own(settings).app)


def asked(bureau: Bureau, case_id: str) -> Any:
    """What a case that waits, and whose run is known, asks now: step id, question, officer and the run."""
    with bureau.reading_desk() as desk:
        case = desk.session.get_one(Case, UUID(case_id))
        step = desk.session.exec(select(Step).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN)).first()
        return (step, case.run_id) if step is not None and case.run_id is not None and case.walked == case.stirred else None


def test_a_running_house_is_backed_up_destroyed_and_restored_and_its_cases_go_on(tmp_path: Path) -> None:
    with own_home() as house:
        house.does("init")
        process, family = house.up()
        opened = [json.loads(house.does("case", "open", "board_meeting", period, "--json"))["id"] for period in ("2031-Q3", "2031-Q4")]
        bureau = bureau_of(house.home)
        before = {case: until(lambda case=case: asked(bureau, case)) for case in opened}
        bureau.store.close()
        house.does("backup", str(tmp_path / "nhip.tar"))
        for killed in [psutil.Process(process.pid), *family]:
            killed.kill()
        until(lambda: ended(family))
        shutil.rmtree(socket_directory(house.home))
        shutil.rmtree(house.home)

        second = House(house.home.parent / "khác")
        second.running = house.running
        second.does("restore", str(tmp_path / "nhip.tar"))
        kept, lost = opened
        with databases(Settings(home=second.home)) as found, psycopg.connect(plain_url(found.prefect or "")) as prefect:
            runs = {row[0] for row in prefect.execute("SELECT id FROM flow_run")}
            assert {run for _, run in before.values()} <= runs
            prefect.execute("DELETE FROM flow_run WHERE id = %s", [before[lost][1]])  # as if it had been made after Prefect's dump

        again, _ = second.up()
        bureau = bureau_of(second.home)
        made_again = until(lambda: (now := asked(bureau, lost)) and now[1] != before[lost][1] and now)
        assert made_again[0].id == before[lost][0].id
        for case in (kept, lost):
            step = before[case][0]
            assert step.question == "agenda"
            with bureau.desk() as desk:
                answer(desk, step.id, Reply(AGENDA | {"day": "2031-12-26"}, step.officer_id or "", Via.SCRIPT))
            after = until(lambda case=case: (now := asked(bureau, case)) and now[0].question != "agenda" and now)
            assert after[0].question == "agenda-review"
        assert asked(bureau, kept)[1] == before[kept][1]
        bureau.store.close()
        assert "Nhật ký nguyên vẹn" in second.does("journal", "verify")
        again.terminate()
        assert again.wait(PATIENCE) == 0
        for log in (second.home / "logs").glob("*.log"):
            assert not [line for line in log.read_text().splitlines() if any(word in line for word in TROUBLE)], second.words()
