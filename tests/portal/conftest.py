"""A house with a meeting under way, and its door."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import flows  # noqa: F401 - declares the processes
from deployments.postgres import Cluster
from flows.process.walk import open_period
from models.clock import FixedClock
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


@pytest.fixture
def house(cluster: Cluster, database: str, store: Store, clock: FixedClock, tmp_path: Path, door: Door) -> Iterator[House]:
    """The sample committee, its third quarter's meeting: nobody proposed an item, the secretary is asked for the agenda."""
    law = load()
    owner = Store(cluster.url("nhip_owner", database), clock)
    with owner.transaction() as session:
        load_committee(session, law)
    owner.close()
    bureau = Bureau(store=store, law=law, files=tmp_path / "files", key=KEY, portal_url=door.url, typist=lambda *_: b"giay moi")
    with bureau.desk() as desk:
        case, _ = open_period(desk, "board_meeting", "2019-Q3")
    built = House(bureau, clock, door, None, case.id, script(law))  # type: ignore[arg-type]  # the door is opened on the next line
    built.open_door(bureau)
    built.reach("agenda")
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
