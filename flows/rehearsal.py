"""The rehearsal: every working day of a year walked with the real flows as plain functions, on a throwaway database.

The cheapest oracle there is for the walk: no Prefect, no network, papers recorded and not typed, one commit a day. The officers
are scripted (:mod:`flows.rehearsed_officers`), the postman takes every letter and says it was accepted.
"""

import gc
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, event
from sqlmodel import col, select

import flows  # noqa: F401 - the processes declare themselves
from documents.papers import Paper
from flows.process.periods import recurring
from flows.process.walk import open_period, walk_at
from flows.rehearsed_events import Events
from flows.rehearsed_money import money_in
from flows.rehearsed_officers import Manner, Officers
from flows.rehearsed_opinions import Begins, begun_in
from flows.year_report import YearReport, report_of
from flows.yearbook import yearbook
from models.cases import Case
from models.clock import RINGS_AT, FixedClock, at
from models.consolidation import Consolidated
from models.errors import Refused
from models.loading import load_committee
from models.scratch import scratch
from models.statements import Records, Statement
from models.steps import AskedRow, Via
from models.store import Store, heard, posted
from regulation import Law, load
from tasks.absences import review_absences, tell_that_nobody_presides
from tasks.agencies import carry_agencies
from tasks.answering import NoLongerAsked, Reply, answer
from tasks.bureau import Bureau, Desk
from tasks.morning import morning
from tasks.questions import Unacceptable
from tasks.succession import TURNING, follow_roster
from tasks.sweep import close_cutoffs, ring_due
from tasks.who import carry_roster

ANSWERS_AT = time(16, 30)
SETTLES_WITHIN = timedelta(days=190)  # after New Year: what has not ended by then does not end by itself


def _asked(of: str) -> Statement[tuple[AskedRow, tuple[Any, ...]]]:
    """What an officer is asked that is to be answered now (``due``), or is not ``known`` of these cases, and on what occasion."""
    return Statement(
        f"""
            SELECT {", ".join(f"step.{name}" for name in AskedRow._fields)}, "case".period, "case".birth_key, parent.period
            FROM step JOIN "case" ON "case".id = step.case_id LEFT JOIN "case" AS parent ON parent.id = "case".parent_id
            WHERE step.state = 'open' AND step.kind = 'ask' AND step.officer_id IS NOT NULL
                AND (step.id = ANY (CAST(:due AS uuid[])) OR {of} AND step.id <> ALL (CAST(:known AS uuid[])))
            ORDER BY step.id
        """,  # noqa: S608 - it is all ours
        lambda row: (AskedRow._make(row[:-3]), row[-3:]),
    )


ASKED_IN, ASKED_ANYWHERE = _asked("step.case_id = ANY (CAST(:cases AS uuid[]))"), _asked("true")
WOKEN = Records(
    select(Case)
    .where(
        col(Case.id) == any_(bindparam("cases", type_=ARRAY(Uuid))),
        col(Case.walked) < col(Case.stirred),
        col(Case.closed_at).is_(None),
        col(Case.cancelled_at).is_(None),
    )
    .order_by(col(Case.id))
    .execution_options(populate_existing=True)
)
# Whether the roster is another this morning, and whether the sweeps have anything to do; on most days neither.
DUE = Statement(f"""
    SELECT ({TURNING}) AS turned,
        EXISTS (SELECT FROM step WHERE state = 'open' AND rings_at <= :now) AS rings,
        EXISTS (SELECT FROM step WHERE state = 'open' AND cutoff_at <= :now) AS closes,
        EXISTS (SELECT FROM absence WHERE ended_at IS NULL AND until >= :today) AS absences
""")  # noqa: S608 - the condition is ours
POST = Statement("UPDATE letter SET state = 'accepted', attempts = 1, ended_at = now() WHERE state = 'queued'")
ANY_CASE: Statement[tuple[bool]] = Statement('SELECT EXISTS (SELECT FROM "case" WHERE closed_at IS NULL AND cancelled_at IS NULL)')


def rehearse(year: int, url: str, *, seed: int = 1, law: Law | None = None, manner: Manner = Manner.MIXED) -> YearReport:
    """Walk the cases of ``year`` from their opening to their end; ``url`` is an empty, migrated database that nobody needs afterwards.

    The same seed gives the same year. Raises ``Refused`` for a committee whose law brings no sample people, ``LawError`` for a
    year the calendar does not know.
    """
    began = monotonic()
    law = law or load()
    if law.sample is None:
        raise Refused("Diễn tập cần người mẫu, mà bộ dữ liệu quy chế này không có thư mục sample/. Hãy thêm hoặc dùng bộ có sẵn.")
    clock = FixedClock(at(date(year, 1, 1)))
    store = Store(url, clock)
    event.listen(store.engine, "connect", _remembers_every_statement)
    with tempfile.TemporaryDirectory(prefix="nhip-rehearsal-", dir=scratch()) as folder, _few_collections():
        bureau = Bureau(store, law, Path(folder), secrets.token_bytes(32), "http://rehearsal.invalid", typist=_noted, annexer=_listed)
        try:
            days = _Year(bureau, clock, Officers(law, law.sample, seed, manner), Events(law, year, seed, manner), year).walk()
            with bureau.reading_desk() as desk:
                report = report_of(desk, year=year, seed=seed, days=days, seconds=monotonic() - began)
                return replace(report, book=yearbook(desk, year, seed))
        finally:
            store.close()


def _noted(form: str, paper: Paper, forms: Path | None) -> bytes:  # noqa: ARG001 - a typist's signature
    return f"{form}: {paper.model_dump_json()}".encode()


def _listed(told: Consolidated, attached: str) -> bytes:
    return f"{attached}: {told.period}".encode()


def _remembers_every_statement(connection: Any, _: object) -> None:
    connection.prepared_max = None  # its one connection sees some three hundred; a house's many keep to psycopg's hundred each


@contextmanager
def _few_collections() -> Iterator[None]:
    """What a rehearsal makes lives to its end; looking through it again and again for what does not costs a sixth of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class _Year:
    """One rehearsed year, day by day."""

    def __init__(self, bureau: Bureau, clock: FixedClock, officers: Officers, events: Events, year: int) -> None:
        self._bureau, self._clock, self._officers, self._events, self._year = bureau, clock, officers, events, year
        self._last = date(year - 1, 12, 31)  # the day before the last that was walked
        self._before: Desk | None = None  # its desk
        self._waiting: dict[UUID, tuple[UUID, date | None]] = {}  # what waits for an officer, as last read → its case, when it is answered
        self._walked_since: set[UUID] = set()  # cases in which others may wait by now
        self._anew = False  # in any case
        self._walked = False  # any case today
        self._answers_on: dict[UUID, tuple[date | None, str]] = {}  # step → when it is answered, and its case's occasion
        self._openings: list[tuple[date, Begins]] = [
            (opening.opens, partial(open_period, name=process.name, period=opening.period))
            for process in recurring()
            for opening in (process.openings(bureau.law, year) if process.openings else ())
        ]
        assert bureau.law.sample is not None
        self._openings += [*begun_in(bureau.law, year), *money_in(bureau.law, bureau.law.sample, year)]

    def walk(self) -> int:
        """From the first opening to the last end; returns how many working days were walked."""
        with self._bureau.store.transaction() as session:
            load_committee(session, self._bureau.law)
        days, quiet = 0, True
        for day in self._working_days():
            days += 1
            if quiet and not any(opens <= day for opens, *_ in self._openings):
                continue  # nothing is open, nothing opens: nobody is asked anything
            self._walked = False
            with self._at(day) as desk:
                self._morning(desk, day)
                self._afternoon(desk, day)
                if posted(desk.session):
                    POST.run(desk.session)
                quiet = self._walked and not ANY_CASE.one(desk.session)[0]
                self._before = desk
            if quiet and not self._openings:
                break
        return days

    def _working_days(self) -> Iterator[date]:
        day = min([date(self._year, 1, 1), *(opens for opens, *_ in self._openings)])
        while day <= date(self._year, 12, 31) + SETTLES_WITHIN:
            if self._bureau.law.calendar.is_working_day(day):
                yield day
            day += timedelta(days=1)

    def _at(self, day: date) -> AbstractContextManager[Desk]:
        self._clock.move(at(day, RINGS_AT))
        return self._bureau.desk()

    def _morning(self, desk: Desk, day: date) -> None:
        """What the watchman does: open, move, close, walk, ring."""
        opened = [opening for opening in self._openings if opening[0] <= day]
        self._openings = [opening for opening in self._openings if opening[0] > day]
        for _, opens in opened:
            opens(desk)
        due = DUE.one(desk.session, now=desk.now, today=desk.today, since=self._last)
        if not due.turned and self._before is not None:
            carry_roster(desk, self._before)
            carry_agencies(desk, self._before)
        anew = self._events.happen(desk, day) or due.turned
        self._anew = self._anew or anew or due.rings
        if anew:  # on the others both would read every seat and every open step to change nothing
            follow_roster(desk)
            review_absences(desk)
        elif due.absences:
            tell_that_nobody_presides(desk)
        self._last = day
        if due.closes or anew:
            close_cutoffs(desk)
        self._walk(desk)
        if due.rings or anew:
            ring_due(desk)
        morning(desk)
        self._walk(desk)

    def _afternoon(self, desk: Desk, day: date) -> None:
        """Who means to answer today answers, until nobody has anything left to say."""
        desk.now = at(day, ANSWERS_AT)
        while told := self._answers(desk, day):
            for step, period in told:
                self._answer(desk, step, period)
            self._walk(desk)

    def _answers(self, desk: Desk, day: date) -> list[tuple[AskedRow, str]]:
        """What is answered today; when a step will be is told once, when it is first seen."""
        due = [step for step, (_, when) in self._waiting.items() if when is not None and when <= day]
        anew, cases = self._anew, self._walked_since
        if not (due or anew or cases):
            return []
        self._anew, self._walked_since = False, set()
        known = [step for step, (case, _) in self._waiting.items() if anew or case in cases]
        asked = {"due": due, "known": known}
        found = ASKED_ANYWHERE.all(desk.session, **asked) if anew else ASKED_IN.all(desk.session, **asked, cases=list(cases))
        now = []
        for step, occasion in found:
            if step.id not in self._answers_on:
                period = _occasion(*occasion)
                self._answers_on[step.id] = self._officers.answers_on(step, period), period
            when, period = self._answers_on[step.id]
            self._waiting[step.id] = step.case_id, when
            if when is not None and when <= day:
                now.append((step, period))
        for answered in (*due, *(step.id for step, _ in now)):  # or withdrawn meanwhile
            self._waiting.pop(answered, None)
        return now

    def _answer(self, desk: Desk, step: AskedRow, period: str) -> None:
        assert step.officer_id is not None
        try:
            answer(desk, step.id, Reply(self._officers.reply(desk, step, period), step.officer_id, Via.SCRIPT))
        except Unacceptable as refused:
            answer(desk, step.id, Reply(self._officers.without_approving(refused.errors), step.officer_id, Via.SCRIPT))
        except NoLongerAsked:  # another answer of this afternoon has withdrawn it: what is reported as done is chased no more
            pass
        desk.actor = None

    def _walk(self, desk: Desk) -> None:
        """What the worker does: walks what the bell has rung for, until it is silent."""
        desk.session.flush()
        while woken := heard(desk.session):
            self._walked = True
            self._walked_since.update(woken)
            for case in WOKEN.all(desk.session, cases=woken):
                walk_at(desk, case.id)
            # Answers and sweeps write past the session: what it remembers of a step may be older than the row.
            desk.session.flush()
            desk.session.expunge_all()
            desk.forget_rows()


def _occasion(period: str | None, birth_key: str | None, parent: str | None) -> str:
    """What tells this case from others in every rehearsal with one seed: its period, or its parent's and which child it is."""
    return f"{parent}/{birth_key}" if birth_key is not None else period or ""
