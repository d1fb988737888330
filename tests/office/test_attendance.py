"""A year's attendance: counted from the record alone, and told by the command line."""

import json
from datetime import date, time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from deployments.cli import main
from models.clock import at
from models.meetings import Attendance, Meeting, Presence
from tasks.attendance import NONE, Figures, figures, year_of
from tests.office.cast import Office

PRESENT, PROXY, CONSENTED, UNCONSENTED = Presence.PRESENT, Presence.PROXY, Presence.CONSENTED, Presence.UNCONSENTED


def row(seat: str, presence: Presence, meeting: UUID | None = None) -> Attendance:
    return Attendance(meeting_id=meeting or uuid4(), seat_id=seat, presence=presence)


def test_each_presence_is_counted_as_what_it_is() -> None:
    rows = [row("member_yt", one) for one in (PRESENT, PRESENT, PROXY, CONSENTED, UNCONSENTED, UNCONSENTED)] + [row("chair", PRESENT)]
    assert figures(rows) == {"member_yt": Figures(6, 2, 1, 1, 2), "chair": Figures(1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("one", "rate"), [(Figures(3, 1, 2, 0, 0), 33), (Figures(2, 2, 0, 0, 0), 100), (Figures(1, 0, 1, 0, 0), 0), (NONE, None)]
)
def test_the_rate_is_of_coming_oneself(one: Figures, rate: int | None) -> None:
    assert one.rate == rate


def test_a_year_has_its_own_meetings_and_every_seat_of_the_committee(office: Office) -> None:
    cases = [office.open(period=period) for period in ("2018-Q4", "2019-Q3", "2019-Q4")]
    days = (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31))
    with office.bureau.desk() as desk:
        meetings = {meeting.case_id: meeting for meeting in desk.session.exec(select(Meeting))}
        for case_id, day in zip(cases, days, strict=True):
            meetings[case_id].starts_at = at(day, time(23)) if day.month == 12 else at(day)  # as late and as early as a year has
            desk.session.add(meetings[case_id])
            desk.session.add_all([row("chair", PRESENT, meetings[case_id].id), row("member_yt", UNCONSENTED, meetings[case_id].id)])
    with office.bureau.reading_desk() as desk:
        found, before = year_of(desk, 2019), year_of(desk, 2018)
    assert (found.meetings, before.meetings) == (2, 1)
    assert found.seats[0] == ("chair", Figures(2, 2, 0, 0, 0))
    assert dict(found.seats)["member_yt"] == Figures(2, 0, 0, 0, 2)
    assert dict(found.seats)["member_gd"] == NONE
    assert len(found.seats) == 15
    assert found.total == Figures(4, 2, 0, 0, 2)


def test_the_command_tells_the_same_figures(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case_id = office.open()
    with office.bureau.desk() as desk:
        meeting = desk.session.exec(select(Meeting).where(Meeting.case_id == case_id)).one()
        desk.session.add_all([row("chair", PRESENT, meeting.id), row("member_yt", PROXY, meeting.id)])
    url = office.bureau.store.url
    for name, value in {"HOME": str(tmp_path), "DATABASE_URL": url, "DATABASE_OWNER_URL": url.replace("nhip_app", "nhip_owner")}.items():
        monkeypatch.setenv(f"NHIP_{name}", value)
    assert main(["attendance", "2019"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Năm 2019: 1 cuộc họp đã ghi nhận thành phần dự họp."
    assert lines[-1].split() == ["Tổng", "cộng", "2", "1", "1", "0", "0", "50%"]
    assert main(["attendance", "2019", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == {"held": 2, "present": 1, "proxy": 1, "consented": 0, "unconsented": 0, "rate": 50}
    assert {
        "seat": "chair",
        "title": "Trưởng ban",
        "held": 1,
        "present": 1,
        "proxy": 0,
        "consented": 0,
        "unconsented": 0,
        "rate": 100,
    } in told["seats"]
    assert main(["attendance", "19"]) == 2
