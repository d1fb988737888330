"""The sample committee's officers on a night when the house keeps being killed: they see errors, wait, reload, and go on."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from datetime import time as hour
from typing import Any

import httpx
from sqlalchemy.exc import OperationalError
from sqlmodel import col, func, select

from deployments.demo.director import LOOK, Director
from deployments.demo.group import GroupMeeting
from deployments.demo.meeting import QuarterMeeting
from deployments.demo.player import Browser, Inbox, Lost, Mail
from deployments.demo.story import Cue, Fill, Stage
from models.cases import Case
from models.clock import at
from regulation import Law
from tasks.bureau import Bureau
from tasks.extraordinary import Wanted, want

IN_FLIGHT = 3  # meetings that are played beside each other
DAYS_AHEAD = 10  # working days to the day a secretary proposes: room for reminders, should a letter be lost
ATTENDEES = ("chair", "standing_member", "member_vp", "member_yt", "member_gd", "member_rg", "member_pq")
CONCLUSIONS = 2  # of each meeting; every one of them is a case of its own
BEGINS_ANEW = 6  # how often an officer opens his letter again before he gives up
RELOADS = 150.0  # seconds for which he reloads a page
EXTRAORDINARY = "extraordinary_meeting"


@dataclass
class NightScript(QuarterMeeting):
    """A small meeting whose draft nobody returns, on a day soon after the office's today; the group's own meeting and the quarter's
    report, which the calendar opens meanwhile, are answered too.
    """

    next_day: Callable[[], date] = field(kw_only=True)

    def fill(self, cue: Cue) -> Fill | None:
        if cue.question.startswith(("group-", "task-")):
            return GroupMeeting().fill(cue)
        return super().fill(cue)

    def agenda(self, seat: str) -> Fill:
        return super().agenda(seat) | {"day": self.next_day().isoformat()}

    def agenda_review(self, _: str) -> Fill:
        return {"choice": "approve"}

    def rungs_waited_for(self, cue: Cue) -> int:
        return 1 if (cue.question, cue.seat) == ("rsvp", "member_rg") else 0

    def after(self, stage: Stage, case: Case, question: str) -> None:
        pass  # nobody is away on these nights

    def minutes(self, seat: str) -> Fill:
        here = super().minutes(seat)
        return here | {"present": [*here["present"], "chair"]}


def script(bureau: Bureau) -> NightScript:
    """The sample's meeting cut short, its conclusions due long after."""
    law: Law = bureau.law
    assert law.sample is not None
    whole = law.sample.meeting
    later = tuple(line.model_copy(update={"due": date(2027, 12, 31)}) for line in whole.conclusions[:CONCLUSIONS])
    short = whole.model_copy(update={"agenda": whole.agenda[:2], "conclusions": later})

    def next_day() -> date:
        with bureau.reading_desk() as desk:
            return law.calendar.add(desk.today, DAYS_AHEAD)

    return NightScript(short, ATTENDEES, next_day=next_day)


@dataclass
class Wire(httpx.BaseTransport):
    """A person's patience with a page that does not come: he reloads, which sends a form once more. Notes what went wrong."""

    inner: httpx.HTTPTransport
    posting: threading.Event
    troubles: list[str]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answers = request.method == "POST" and "/ma" not in request.url.path
        until = time.monotonic() + RELOADS
        while True:
            if answers:
                self.posting.set()
            try:
                reply = self.inner.handle_request(request)
                reply.read()
                if reply.status_code < 500 or time.monotonic() > until:
                    return reply
                trouble = str(reply.status_code)
            except httpx.TransportError as lost:
                if time.monotonic() > until:
                    raise
                trouble = type(lost).__name__
            finally:
                self.posting.clear()
            self.troubles.append(f"{request.method} {trouble}")
            time.sleep(LOOK)

    def close(self) -> None:
        self.inner.close()


@dataclass(frozen=True)
class Receipt:
    """An officer was told that this was recorded."""

    link: str
    choice: str


class Witness(Browser):
    """A browser that keeps the receipts."""

    def __init__(self, inbox: Inbox, address: str, transport: httpx.BaseTransport, receipts: list[Receipt]) -> None:
        super().__init__(inbox, address, transport)
        self._receipts = receipts

    def answer(self, link: str, fill: Fill) -> None:
        super().answer(link, fill)
        self._receipts.append(Receipt(link, fill["choice"]))


@dataclass
class Troupe(Director):
    """Plays several meetings beside each other until ``over`` says that no more are wanted and the last has ended."""

    over: Callable[[], bool] = lambda: True
    posting: threading.Event = field(default_factory=threading.Event)
    troubles: list[str] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    opened: int = 0

    def _browser(self, address: str) -> Browser:
        # Each officer has an address of his own, for the door counts visits by address.
        wire = httpx.HTTPTransport(local_address=f"127.0.7.{len(self.browsers) + 1}")
        return Witness(self.inbox, address, Wire(wire, self.posting, self.troubles), self.receipts)

    def _take_up(self, mail: Mail) -> None:
        for left in reversed(range(BEGINS_ANEW)):
            try:
                super()._take_up(mail)
            except OperationalError:  # the director's own look into the records
                self.letters.append(mail)
            except Lost as lost:
                self.troubles.append(f"lost: {lost}")
                if not left:
                    raise
                continue
            return

    def _plays(self, case: Case) -> bool:
        return True

    def _still(self) -> bool:
        try:
            return super()._still() and not self._open_more()
        except OperationalError:
            return False

    def _open_more(self) -> int:
        """Convene further meetings out of turn while they are wanted; how many."""
        with self.bureau.desk() as desk:
            missing = 0 if self.opened and self.over() else IN_FLIGHT - self._open_cases(col(Case.process) == EXTRAORDINARY)
            for n in range(self.opened + 1, self.opened + missing + 1):
                day = desk.law.calendar.add(desk.today, DAYS_AHEAD)
                want(desk, Wanted(at(day, hour(8)), f"Việc cấp bách số {n}", "Diễn tập sự cố", "chair", "P01", f"night-{n}"))
            self.opened += max(missing, 0)
        return max(missing, 0)

    def _open_cases(self, *which: Any) -> int:
        with self.bureau.reading_desk() as desk:
            still_open = (col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
            return int(desk.session.exec(select(func.count()).select_from(Case).where(*still_open, *which)).one())

    def _lying(self) -> list[Mail]:
        with suppress(OperationalError):
            return super()._lying()
        return []

    def _ended(self) -> bool:
        with suppress(OperationalError):
            return self._open_cases() == 0
        return False

    def _jump(self) -> None:
        with suppress(OperationalError):
            super()._jump()

    def _facts(self) -> dict[str, object]:
        return {}
