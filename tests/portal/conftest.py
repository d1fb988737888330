"""A house with a meeting under way, and its door."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import flows  # noqa: F401 - declares the processes
from deployments.postgres import Cluster
from flows.process.walk import open_period
from models.clock import FixedClock, at
from models.loading import load_committee
from models.store import Store
from regulation import Law, load
from tasks.bureau import Bureau
from tests.office.cast import TAKEN, Handed
from tests.portal.visit import KEY, PDF, Browser, Door, House, serving


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    """One server for all tests; each opens its own portal behind it."""
    with serving(Door()) as standing:
        yield standing


@dataclass(frozen=True)
class Begun:
    """A database to copy from: the sample committee, its third quarter's meeting, the secretary is asked for the agenda."""

    database: str
    at: datetime
    case_id: UUID


@pytest.fixture(scope="session")
def begun(cluster: Cluster, door: Door, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Made once for all tests that have a house."""
    name, law, files = "nhip_begun", load(), tmp_path_factory.mktemp("begun") / "files"
    cluster.create_database(name, "nhip_owner", template="nhip_template")
    clock = FixedClock(at(date(2019, 8, 26), time(8)))
    owner, store = Store(cluster.url("nhip_owner", name), clock), Store(cluster.url("nhip_app", name), clock)
    with owner.transaction() as session:
        load_committee(session, law)
    made = bureau_of(store, law, files, door)
    with made.desk() as desk:
        case, _ = open_period(desk, "board_meeting", "2019-Q3")
    House(made, clock, door, None, case.id, script(law)).reach("agenda")  # type: ignore[arg-type]  # no door is opened yet
    owner.close()
    store.close()
    assert not files.exists()  # so far there are only rows to copy
    return Begun(name, clock.at, case.id)


def bureau_of(store: Store, law: Law, files: Path, door: Door) -> Bureau:
    """The house's bureau; its typist only says that he typed."""
    return Bureau(store=store, law=law, files=files, key=KEY, portal_url=door.url, typist=lambda *_: b"giay moi")


@pytest.fixture
def template(request: pytest.FixtureRequest) -> str:
    """Who has a house gets a copy of the one begun."""
    return request.getfixturevalue("begun").database if "house" in request.fixturenames else "nhip_template"


@pytest.fixture
def house(store: Store, clock: FixedClock, tmp_path: Path, door: Door, begun: Begun) -> Iterator[House]:
    """The sample committee, its third quarter's meeting: nobody proposed an item, the secretary is asked for the agenda."""
    clock.move(begun.at)
    law = load()
    bureau = bureau_of(store, law, tmp_path / "files", door)
    built = House(bureau, clock, door, None, begun.case_id, script(law))  # type: ignore[arg-type]  # the door is opened on the next line
    built.open_door(bureau)
    yield built
    built.close()


def script(law: Law) -> dict[str, dict[str, Any]]:
    """What everybody says where a test is about somebody else."""
    assert law.sample is not None
    meeting, seats = law.sample.meeting, [seat.id for seat in law.committee.members()]
    conclusions = [
        {
            "text": one.text,
            "lead": one.lead,
            "coordinating": [c for c in one.coord if c != "ALL"],
            "due": str(one.due),
            "product": one.product,
        }
        for one in meeting.conclusions
    ]
    yes = {"choice": "approve"}
    signed = TAKEN | {"signed": Handed("da-ky.pdf", content=PDF)}
    return {
        "propose": {"choice": "none"},
        "agenda": {
            "choice": "submit",
            "day": "2019-09-27",
            "hour": "08:00",
            "place": meeting.place,
            "items": [{"minutes": line.minutes, "item": line.item, "by": line.by, "owner": line.owner or ""} for line in meeting.agenda],
            "attendees": seats,
        },
        "agenda-review": yes,
        "convene": yes,
        "convene-extended": yes,
        "invitation-sign": yes,
        "invitation-release": signed,
        "paper": {"choice": "send", "paper": Handed("tai-lieu.pdf", content=PDF)},
        "late-item": {"choice": "keep"},
        "prepared-conclusions": {"choice": "none"},
        "rsvp": {"choice": "attend"},
        "leave-consent": {"choice": "consent"},
        "proxy-opinion": {"choice": "send", "opinion": Handed("y-kien.pdf", content=PDF)},
        "minutes": {
            "choice": "submit",
            "present": seats,
            "ended": "11:00",
            "matters": [{"item": line.item, "by": line.by, "discussed": "Đã nghe báo cáo, thảo luận."} for line in meeting.agenda],
            "remarks": [{"speaker": "Ủy viên – Giám đốc Sở Y tế", "words": "Đề nghị làm rõ nguồn kinh phí."}],
        },
        "minutes-sign": yes,
        "minutes-release": signed,
        "comment": {"choice": "none"},
        "conclusions": {"choice": "submit", "conclusions": conclusions},
        "notice-draft": {"choice": "submit", "attendance": "Dự họp có các Ủy viên Ban Chỉ đạo.", "conclusions": conclusions},
        "notice-review": yes,
        "notice-content": yes,
        "notice-sign": yes,
        "notice-release": signed,
    }


@pytest.fixture
def anybody(house: House) -> Browser:
    """Nobody we know."""
    return house.browser()


@pytest.fixture
def signed_in(house: House) -> Callable[[str], Browser]:
    """``signed_in(seat)``: the holder of a seat, signed in."""
    return lambda seat: house.browser().sign_in(house.holder(seat))
