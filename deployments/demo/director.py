"""The director: has each officer answer the letters that arrive, and moves the house's clock on once the house is still."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from deployments.demo.officers import Script
from deployments.demo.player import Browser, Inbox, Mail
from documents.blocks import short_date
from flows.process.periods import openings, recurring
from models.access import Link, digest
from models.cases import Case
from models.clock import OFFICE_ZONE, at, move_to
from models.letters import Letter
from models.papers import Paper
from models.steps import Answer, Step, StepKind, StepState
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
    seat: str
    address: str


@dataclass
class Director:
    """Plays the sample committee's officers until the case of the first period has ended."""

    bureau: Bureau
    inbox: Inbox
    script: Script
    narrate: Narrate
    letters: list[Mail] = field(default_factory=list)  # to be answered
    held: dict[str, Mail] = field(default_factory=dict)  # step → its letter, left lying until somebody is reminded
    browsers: dict[str, Browser] = field(default_factory=dict)
    patience: float = PATIENCE

    def play(self) -> dict[str, Any]:
        """The whole meeting; returns the facts of what happened."""
        begun = time.monotonic()
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
                return self._facts() | {"seconds": round(time.monotonic() - begun, 1)}
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
        if step.rung < self.script.rungs_waited_for(step.question, asked.seat):
            self.held[step.key] = mail
            return
        self.held.pop(step.key, None)
        fill = self.script.fill(step.question, asked.seat)
        if fill is None:
            return
        if asked.address not in self.browsers:
            self.browsers[asked.address] = self._browser(asked.address)
        self.browsers[asked.address].answer(mail.link or "", fill)
        with self.bureau.reading_desk() as desk:
            form = _choices(step)
            said = form.get(fill["choice"], fill["choice"])
            self._say(desk, f"{roster(desk).title(asked.seat)} – {step.title}: {said}")

    def _browser(self, address: str) -> Browser:
        return Browser(self.inbox, address)

    def _lying(self) -> list[Mail]:
        """Letters left lying whose reader has been reminded, or chased, by now."""
        found = []
        for mail in list(self.held.values()):
            asked = self._asked(mail)
            if asked and asked.step.rung >= self.script.rungs_waited_for(asked.step.question, asked.seat):
                found.append(mail)
        return found

    def _asked(self, mail: Mail) -> Asked | None:
        token = (mail.link or "").rpartition("/t/")[2]
        with self.bureau.reading_desk() as desk:
            found = desk.session.exec(
                select(Step).join(Link, col(Link.step_id) == col(Step.id)).where(col(Link.sha256) == digest(token))
            ).first()
            return Asked(found, found.seats[0], mail.to) if found else None

    def _still(self) -> bool:
        """Nothing waits to be walked, posted, rung or closed, seen at one moment, and every period that has come is open."""
        with self.bureau.reading_desk() as desk:
            busy = desk.session.execute(
                text(
                    'SELECT (SELECT count(*) FROM "case" WHERE walked < stirred AND closed_at IS NULL AND cancelled_at IS NULL)'
                    " + (SELECT count(*) FROM step WHERE state = 'open' AND (rings_at <= :now OR cutoff_at <= :now))"
                    " + (SELECT count(*) FROM letter WHERE state IN ('queued', 'sending'))"
                ),
                {"now": desk.now},
            ).scalar_one()
            opened = set(desk.session.exec(select(col(Case.period))))
            return not busy and all(str(o.quarter) in opened for o in self._openings(desk, self._began(desk), desk.today))

    def _openings(self, desk: Desk, since: date, until: date) -> list[Any]:
        return [opening for process in recurring() for opening in openings(desk.law, process, since, until)]

    def _began(self, desk: Desk) -> date:
        """The first day of this home; what opened before it was never ours."""
        first = desk.session.exec(select(col(Case.opened_at)).order_by(col(Case.opened_at))).first()
        return min(first.astimezone(OFFICE_ZONE).date(), desk.today) if first else desk.today

    def _ended(self) -> bool:
        with self.bureau.reading_desk() as desk:
            first = desk.session.exec(select(Case).order_by(col(Case.opened_at))).first()
            return first is not None and not first.is_open

    def _jump(self) -> None:
        with self.bureau.desk() as desk:
            to, why = self._next_moment(desk)
            move_to(desk.session, to)
            self.narrate(f"· giờ của nhà: {to:%H:%M}, {short_date(to.date())} ({why})")

    def _next_moment(self, desk: Desk) -> tuple[datetime, str]:
        row = desk.session.execute(text("SELECT min(rings_at) AS rings, min(cutoff_at) AS cutoff FROM step WHERE state = 'open'")).one()
        coming = self._openings(desk, desk.today + timedelta(days=1), desk.today + timedelta(days=120))
        moments = [(at(opening.opens, OPENS_AT), "mở hồ sơ theo lịch") for opening in coming]
        moments += [(row.rings, "nhắc việc")] if row.rings else []
        moments += [(row.cutoff, "hết hạn trả lời hoặc đến ngày họp")] if row.cutoff else []
        if not moments:
            raise Stuck("nothing is due any more, and the case has not ended")
        when, why = min(moments)
        return max(when, desk.now).astimezone(OFFICE_ZONE), why

    def _say(self, desk: Desk, line: str) -> None:
        self.narrate(f"{desk.now:%d/%m %H:%M}  {line}")

    def _facts(self) -> dict[str, Any]:
        with self.bureau.reading_desk() as desk:
            people = roster(desk)
            case = desk.session.exec(select(Case).order_by(col(Case.opened_at)).limit(1)).one()
            steps = desk.session.exec(
                select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id), isouter=True).where(col(Step.case_id) == case.id)
            ).all()
            letters = desk.session.exec(select(Letter)).all()
            papers = desk.session.exec(select(Paper).order_by(col(Paper.issued_at))).all()
            return {
                "case": {"id": str(case.id), "title": case.title, "opened": case.opened_at, "closed": case.closed_at},
                "steps": dict(Counter(step.kind for step, _ in steps)),
                "letters": dict(Counter(letter.kind for letter in letters)),
                "letters_by_state": dict(Counter(letter.state for letter in letters)),
                "papers": [{"notation": paper.notation, "subject": paper.subject, "file": paper.file_name} for paper in papers],
                "open": [
                    found.title for found in desk.session.exec(select(Case).where(col(Case.closed_at).is_(None)).order_by(col(Case.id)))
                ],
                "late": _late(steps, people),
                "received": len(self.inbox.all()),
            }


def _choices(step: Step) -> dict[str, str]:
    from tasks.questions import question

    return question(step.question).form.CHOICES


def _late(steps: Any, people: Roster) -> list[dict[str, Any]]:
    """Who answered after the deadline, or never."""
    found = []
    for step, answer in steps:
        if step.kind != StepKind.ASK or step.due is None or step.state == StepState.WITHDRAWN:
            continue
        answered = answer.at.astimezone(OFFICE_ZONE).date() if answer else None
        if answered is None or answered > step.due:
            who = ", ".join(people.title(seat) for seat in step.seats)
            found.append({"who": who, "what": step.title, "due": step.due, "answered": answered})
    return found
