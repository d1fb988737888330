"""What was given or issued stays: not even the database's owner rewrites it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from deployments.postgres import Cluster
from models.store import plain_url
from tasks.questions import Question
from tests.office.cast import TAKEN, Office
from tests.office.papers import asked_for, typed
from tests.office.trial import Trial


@pytest.fixture
def asked(trial: Trial) -> Question:
    return asked_for(trial)


@pytest.fixture
def case(office: Office) -> UUID:
    return office.open()


@pytest.fixture
def owner(cluster: Cluster, home: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(plain_url(cluster.url("nhip_owner", home)), autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET number = 9",
        "UPDATE paper SET number = NULL, year = NULL, notation = '', issued_at = NULL",
        "UPDATE paper SET sha256 = 'x'",
        "UPDATE paper SET signed_sha256 = 'x'",
        "UPDATE paper SET issued_at = now() - interval '1 day'",
        "UPDATE paper SET typed_sha256 = 'x'",
        "DELETE FROM paper",
    ],
)
def test_not_even_the_owner_rewrites_an_issued_paper(
    office: Office, case: UUID, asked: Question, owner: psycopg.Connection[Any], statement: str
) -> None:
    step = typed(office, case, asked)
    office.answer(step, TAKEN)
    with pytest.raises(psycopg.errors.RaiseException, match="stays"):
        owner.execute(statement)
