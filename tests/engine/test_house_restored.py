"""A running house is backed up, destroyed with everything in it, restored elsewhere, and its cases go on."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
import pytest
import yaml
from sqlmodel import col, select

import flows  # noqa: F401 - declares the processes
from deployments.database import socket_directory
from deployments.reach import databases, own
from models.cases import Case
from models.settings import Settings
from models.steps import Step, StepKind, StepState, Via
from models.store import plain_url
from tasks.answering import Reply, answer
from tasks.bureau import Bureau
from tests.engine.own_home import PATIENCE, House, ended, own_home, until

pytestmark = pytest.mark.engine


ACCEPT = {"choice": "accept", "doer": "Trưởng phòng chuyên môn"}


def order(folder: Path, n: int) -> Path:
    """A directive to be entered: its head is asked at once to take it on."""
    file = folder / f"{n}.yaml"
    said = {"source": "province", "issuer": "ubnd_vice_chair_1", "source_text": "Thông báo kết luận", "source_date": "2026-01-05"}
    file.write_text(
        yaml.safe_dump(said | {"text": f"Rà soát việc ký số, lần {n}.", "lead": "HGT", "due": "2031-11-14", "product": "Báo cáo"})
    )
    return file


def bureau_of(home: Path) -> Bureau:
    settings = Settings(home=home)
    return Bureau.of(settings, own(settings).app)


def asked(bureau: Bureau, case_id: str) -> Any:
    """What a case that waits, and whose run is known, asks now: step id, question, officer and the run."""
    with bureau.reading_desk() as desk:
        case = desk.session.get_one(Case, UUID(case_id))
        step = desk.session.exec(
            select(Step).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN, col(Step.kind) == StepKind.ASK)
        ).first()
        return (step, case.run_id) if step is not None and case.run_id is not None and case.walked == case.stirred else None


def test_a_running_house_is_backed_up_destroyed_and_restored_and_its_cases_go_on(tmp_path: Path) -> None:
    with own_home() as house:
        house.does("init")
        process, family = house.up()
        opened = [json.loads(house.does("case", "open", "directive", "--order", str(order(tmp_path, n)), "--json"))["id"] for n in (1, 2)]
        bureau = bureau_of(house.home)
        before = {case: until(lambda case=case: asked(bureau, case)) for case in opened}
        bureau.store.close()
        house.does("backup", str(tmp_path / "nhip.tar"))
        for killed in [psutil.Process(process.pid), *family]:
            with suppress(psutil.NoSuchProcess):  # one whose parent was killed before it may be gone already
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
            assert step.question == "acknowledge"
            with bureau.desk() as desk:
                answer(desk, step.id, Reply(ACCEPT, step.officer_id or "", Via.SCRIPT))
            after = until(lambda case=case: (now := asked(bureau, case)) and now[0].question != "acknowledge" and now)
            assert after[0].question == "report"
        assert asked(bureau, kept)[1] == before[kept][1]
        bureau.store.close()
        assert "Nhật ký nguyên vẹn" in second.does("journal", "verify")
        again.terminate()
        assert again.wait(PATIENCE) == 0
        assert not second.troubles(), second.words()
