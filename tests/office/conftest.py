"""The sample committee's house, for every test of the office."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from deployments.postgres import Cluster
from documents.papers import Paper
from flows.process import PROCESSES
from models.clock import FixedClock
from models.loading import load_committee
from models.store import Store
from regulation import load
from tasks.bureau import Bureau
from tests.office.cast import LEAVE, Office
from tests.office.reorganisations import head
from tests.office.safekept import Kept, lived_in
from tests.office.trial import Trial, trial_catalogue

_COMMITTEE = "nhip_committee"


def recorded(form: str, paper: Paper, forms: Path | None) -> bytes:
    """A typist who only notes what was to be typed."""
    return f"{form} {paper.model_dump_json(include={'number', 'date'})}".encode()


@pytest.fixture(scope="session")
def committee(cluster: Cluster) -> str:
    """Name of a database with the sample committee in it, to copy from."""
    cluster.create_database(_COMMITTEE, "nhip_owner", template="nhip_template")
    store = Store(cluster.url("nhip_app", _COMMITTEE))
    with store.transaction() as session:
        load_committee(session, load())
    store.close()
    return _COMMITTEE


@pytest.fixture
def home(cluster: Cluster, committee: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test alone with the committee in it."""
    name = f"nhip_home_{abs(hash(request.node.nodeid)) % 10**12}"
    cluster.create_database(name, "nhip_owner", template=committee)
    yield name
    cluster.drop_database(name)


@pytest.fixture
def office(cluster: Cluster, home: str, clock: FixedClock, tmp_path: Path) -> Iterator[Office]:
    """The committee's house on the day the regulation was issued, its papers recorded and not typed."""
    store = Store(cluster.url("nhip_app", home), clock, pool_size=20, max_overflow=20)
    bureau = Bureau(store, load(), tmp_path / "files", b"k" * 32, "http://nhip.example", typist=recorded)
    yield Office(bureau, clock, PROCESSES)
    store.close()


@pytest.fixture(scope="session")
def kept() -> Iterator[Kept]:
    """The archive of a house in the middle of things, which is no longer there."""
    root = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    with lived_in(root) as (settings, made):
        pass
    shutil.rmtree(settings.home)
    yield made
    shutil.rmtree(root)


@pytest.fixture
def empty() -> Iterator[Path]:
    """Where a home may be made; its path is short, as a socket's must be."""
    root = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    yield root / "mới"
    shutil.rmtree(root)


@pytest.fixture
def trial() -> Iterator[Trial]:
    """Questions and deeds of this test alone."""
    with trial_catalogue() as made:
        yield made


@pytest.fixture
def trial_office(office: Office, trial: Trial) -> Office:
    """The house, with the processes that the test declares."""
    office.registry = trial.registry
    return office


@pytest.fixture
def invited(office: Office) -> UUID:
    """A meeting whose invitations have arrived; one member has answered, one reported an absence, the others were not heard."""
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    office.post_all()
    office.answer(office.step(case_id, "rsvp/member_tc"), {"choice": "attend"})
    office.answer(office.step(case_id, "rsvp/member_yt"), LEAVE)
    office.walk(case_id)
    office.post_all()
    return case_id


@pytest.fixture
def inviting(office: Office) -> UUID:
    case_id = office.open()
    office.play_to(case_id, "rsvp")
    return case_id


@pytest.fixture
def kien_luong(office: Office) -> str:
    """Who heads Kiên Lương."""
    return head(office, "HKL")
