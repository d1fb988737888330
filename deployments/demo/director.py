"""The director: has each officer answer the letters that arrive, and moves the house's clock on once the house is still."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from deployments.demo.facts import facts_of, first_case
from deployments.demo.player import Browser, Inbox, Mail
from deployments.demo.story import Cue, Fill, Story
from documents.blocks import short_date
from flows.process.periods import openings, recurring
from models.access import Link, digest
from models.cases import Case
from models.clock import OFFICE_ZONE, at, move_to
from models.steps import Step, StepState
from regulation.timetable import Opening
from tasks.bureau import Bureau, Desk
from tasks.who import Roster, roster

OPENS_AT = hour(7)
LOOK = 0.05  # seconds between two looks at the house
PATIENCE = 60.0  # seconds a house may be busy with one thing before the director gives up
Narrate = Callable[[str], None]


class Stuck(Exception):
    """The house has stayed busy, or still, where it should not have."""


@dataclass(frozen=True)
class Asked:
    """What a letter's link asks: by the records, as only the director may look."""

    step: Step
    case: Case
    address: str

    @property
    def cue(self) -> Cue:
        """As the script hears it."""
        tail = self.step.key.partition("/")[2].partition("@")[0]
        return Cue(
            self.step.question,
            self.step.seats[0],
            self.case.birth_key or self.case.period or "",
            int(tail) if tail.isdigit() else 1,
            self.step.about.get("seat", ""),
        )


@dataclass
class Director:
    """Plays the sample committee's officers until the story's first case, and what was born of it, have ended."""

    bureau: Bureau
    inbox: Inbox
    story: Story
    narrate: Narrate
    letters: list[Mail] = field(default_factory=list)  # to be answered
    held: dict[str, Mail] = field(default_factory=dict)  # step → its letter, left lying until somebody is reminded
    browsers: dict[str, Browser] = field(default_factory=dict)
    patience: float = PATIENCE

    def play(self) -> dict[str, Any]:
        """The whole story; returns the facts of what happened."""
        begun = time.monotonic()
        self.story.open(self)
        quiet_since = time.monotonic()
        while True:
            self.letters += [mail for mail in self.inbox.fresh() if mail.link]
            if self.letters:
                self._take_up(self.letters.pop(0))
                quiet_since = time.monotonic()
            elif not self._still():
                if time.monotonic() - quiet_since > self.patience:
                    raise Stuck("the house stayed busy")
                time.sleep(LOOK)
            elif fresh := [mail for mail in self.inbox.fresh() if mail.link]:
                self.letters += fresh
            elif self._ended():
                return facts_of(self.bureau, self.story.process, received=len(self.inbox.all())) | {
                    "seconds": round(time.monotonic() - begun, 1)
                }
            else:
                self.letters += self._lying()
                if not self.letters:
                    self._jump()
                quiet_since = time.monotonic()

    def close(self) -> None:
        """Send everybody home."""
        for browser in self.browsers.values():
            browser.close()
        self.inbox.close()

    def _take_up(self, mail: Mail) -> None:
        asked = self._asked(mail)
        if asked is None or asked.step.state not in (StepState.OPEN, StepState.LAPSED):
            return
        step = asked.step
        if not self._plays(asked.case):
            return
        if step.rung < self.story.rungs_waited_for(asked.cue):
            self.held[str(step.id)] = mail
            return
        self.held.pop(str(step.id), None)
        fill = self.story.fill(asked.cue)
        if fill is None:
            return
        self._at_his_desk(asked.address).answer(mail.link or "", fill)
        with self.bureau.reading_desk() as desk:
            form = _choices(step)
            said = form.get(fill["choice"], fill["choice"])
            self._say(desk, f"{_who(roster(desk), step)} – {step.title}{_which(asked)}: {said}")
        self.story.after(self, asked.case, step.question)

    def act(self, seat: str, path: str, field: str, fill: Fill) -> None:
        """See :class:`deployments.demo.story.Stage`."""
        with self.bureau.reading_desk() as desk:
            people = roster(desk)
            address = people.officers[people.holders[seat]].email
            assert address is not None  # the sample's people have one
        self._at_his_desk(address).act(self.bureau.portal_url + path, field, fill)

    def tell(self, line: str) -> None:
        """See :class:`deployments.demo.story.Stage`."""
        self.narrate(line)

    def _plays(self, case: Case) -> bool:
        """Whether the story is about this case: its first, and what was born of it."""
        with self.bureau.reading_desk() as desk:
            first = first_case(desk, self.story.process)
            return first is not None and first.id in (case.id, case.parent_id)

    def _at_his_desk(self, address: str) -> Browser:
        if address not in self.browsers:
            self.browsers[address] = self._browser(address)
        return self.browsers[address]

    def _browser(self, address: str) -> Browser:
        return Browser(self.inbox, address)

    def _lying(self) -> list[Mail]:
        """Letters left lying whose reader has been reminded, or chased, by now."""
        found = []
        for mail in list(self.held.values()):
            asked = self._asked(mail)
            if asked and asked.step.rung >= self.story.rungs_waited_for(asked.cue):
                found.append(mail)
        return found

    def _asked(self, mail: Mail) -> Asked | None:
        token = (mail.link or "").rpartition("/t/")[2]
        with self.bureau.reading_desk() as desk:
            found = desk.session.exec(
                select(Step, Case)
                .join(Link, col(Link.step_id) == col(Step.id))
                .join(Case, col(Case.id) == col(Step.case_id))
                .where(col(Link.sha256) == digest(token))
            ).first()
            return Asked(*found, mail.to) if found else None

    def _still(self) -> bool:
        """Nothing waits to be walked, posted, rung or closed, seen at one moment, and every period that has come is open."""
        with self.bureau.reading_desk() as desk:
            busy = desk.session.execute(
                text(
                    'SELECT (SELECT count(*) FROM "case" WHERE walked < stirred AND closed_at IS NULL AND cancelled_at IS NULL)'
                    " + (SELECT count(*) FROM step WHERE state = 'open' AND (rings_at <= :now OR cutoff_at <= :now))"
                    " + (SELECT count(*) FROM letter WHERE state = 'sending'"
                    "        OR state = 'queued' AND (hold_until IS NULL OR hold_until <= :now))"
                ),
                {"now": desk.now},
            ).scalar_one()
            opened = set(desk.session.execute(select(col(Case.process), col(Case.period))).tuples().all())
            return not busy and all((name, o.period) in opened for name, o in self._openings(desk, self._began(desk), desk.today))

    def _openings(self, desk: Desk, since: date, until: date) -> list[tuple[str, Opening]]:
        return [(process.name, opening) for process in recurring() for opening in openings(desk.law, process, since, until)]

    def _began(self, desk: Desk) -> date:
        """The first day of this home; what opened before it was never ours."""
        first = desk.session.exec(select(col(Case.opened_at)).order_by(col(Case.opened_at))).first()
        return min(first.astimezone(OFFICE_ZONE).date(), desk.today) if first else desk.today

    def _ended(self) -> bool:
        with self.bureau.reading_desk() as desk:
            if (first := first_case(desk, self.story.process)) is None:
                return False
            theirs = (col(Case.id) == first.id) | (col(Case.parent_id) == first.id)
            waiting = select(Case.id).where(theirs, col(Case.closed_at).is_(None), col(Case.cancelled_at).is_(None))
            return desk.session.exec(waiting.limit(1)).first() is None

    def _jump(self) -> None:
        with self.bureau.desk() as desk:
            to, why = self._next_moment(desk)
            move_to(desk.session, to)
            self.narrate(f"· giờ của nhà: {to:%H:%M}, {short_date(to.date())} ({why})")

    def _next_moment(self, desk: Desk) -> tuple[datetime, str]:
        row = desk.session.execute(text("SELECT min(rings_at) AS rings, min(cutoff_at) AS cutoff FROM step WHERE state = 'open'")).one()
        held = desk.session.execute(text("SELECT min(hold_until) FROM letter WHERE state = 'queued'")).scalar_one()
        coming = self._openings(desk, desk.today + timedelta(days=1), desk.today + timedelta(days=120))
        moments = [(at(opening.opens, OPENS_AT), "mở hồ sơ theo lịch") for _, opening in coming]
        moments += [(row.rings, "nhắc việc")] if row.rings else []
        moments += [(row.cutoff, "hết hạn trả lời hoặc đến ngày họp")] if row.cutoff else []
        moments += [(held, "hết giờ nghỉ, thư chờ được gửi đi")] if held else []
        if not moments:
            raise Stuck("nothing is due any more, and the case has not ended")
        when, why = min(moments)
        return max(when, desk.now).astimezone(OFFICE_ZONE), why

    def _say(self, desk: Desk, line: str) -> None:
        self.narrate(f"{desk.now:%d/%m %H:%M}  {line}")


def _who(people: Roster, step: Step) -> str:
    """As whom he answers; a deputy who stands in, as himself."""
    asked = people.title(step.seats[0])
    own = people.seats_of(step.officer_id or "") if step.standing_in else []
    return f"{own[0].title} (thay {asked})" if own else asked


def _which(asked: Asked) -> str:
    """Which of several: the number of the conclusion, the item, the seat concerned."""
    told = asked.case.birth_key or asked.step.about.get("matter", "")
    return f" ({told})" if told else ""


def _choices(step: Step) -> dict[str, str]:
    from tasks.questions import question

    return question(step.question).form.CHOICES
