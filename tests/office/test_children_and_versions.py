"""A case born of a case, and a case whose code has a newer version or none."""

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from flows.process import NoSuchVersion
from flows.process.walk import orphans
from models.cases import Case
from tasks.bureau import Desk
from tasks.casework import NewCase, cancel_case, open_case
from tasks.office import Office as Desktop
from tasks.verbs import ask
from tasks.who import Role
from tests.office.cast import YES, Office, together
from tests.office.trial import Trial


class Undone(Exception):
    """The transaction was only tried."""


def born(desk: Desk, parent: UUID) -> tuple[Case, bool]:
    return open_case(desk, NewCase("directive", "Nhiệm vụ 1", parent_id=parent, birth_key="conclusion/1"))


def test_a_case_born_of_a_case_exists_exactly_if_its_parents_transaction_does(office: Office) -> None:
    parent = office.open()
    with contextlib.suppress(Undone), office.bureau.desk() as desk:
        born(desk, parent)
        raise Undone
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Case.id)).all() == [parent]
    with office.bureau.desk() as desk:
        first, new = born(desk, parent)
    assert new
    assert (office.case(first.id).parent_id, office.case(first.id).stirred, office.case(first.id).walked) == (parent, 1, 0)


def test_a_child_is_born_once_however_often_its_parent_is_walked(office: Office) -> None:
    parent, children = office.open(), []

    def work() -> None:
        with office.bureau.desk() as desk:
            children.append(born(desk, parent))

    together(*[work] * 3)
    assert len({child.id for child, _ in children}) == 1
    assert [new for _, new in children].count(True) == 1


def asking(*questions: Any) -> Callable[[Desktop], None]:
    def line(office: Desktop) -> None:
        for question in questions:
            ask(office, Role.SECRETARY, for_=question)

    return line


def test_a_case_keeps_the_version_it_opened_with(trial_office: Office, trial: Trial) -> None:
    name = trial.process(asking(trial.plain))
    old = trial_office.open(name, "2019-Q3")
    trial.process(asking(trial.plain, trial.draft), version=2)
    new = trial_office.open(name, "2019-Q4")
    for case_id in (old, new):
        trial_office.walk(case_id)
        trial_office.answer(trial_office.step(case_id, "trial-plain"), YES)
    assert trial_office.walk(old).waiting is None
    assert trial_office.walk(new).waiting is not None
    assert trial_office.open(name, "2019-Q3") == old


def test_a_case_without_its_code_is_refused_by_a_sentence_that_names_it(trial_office: Office, trial: Trial) -> None:
    name = trial.process(asking(trial.plain))
    case_id = trial_office.open(name, "2019-Q3")
    ended = trial_office.open(name, "2019-Q4")
    with trial_office.bureau.desk() as desk:
        cancel_case(desk, ended, "Không họp")
    trial.registry.clear()
    with pytest.raises(NoSuchVersion, match=f"«Thử 2019-Q3» mở theo quy trình {name} phiên bản 1"):
        trial_office.walk(case_id)
    with trial_office.bureau.reading_desk() as desk:
        assert [str(missing) for missing in orphans(desk, trial.registry)] == [
            "Hồ sơ «Thử 2019-Q3» mở theo quy trình line phiên bản 1, bản cài đặt này không có mã đó. "
            "Hãy cài lại bản có quy trình này, hoặc hủy hồ sơ bằng «nhip case cancel»."
        ]


def test_two_processes_of_one_name_and_version_are_refused(trial: Trial) -> None:
    line = asking(trial.plain)
    trial.process(line)
    with pytest.raises(ValueError, match="line version 1"):
        trial.process(line)
