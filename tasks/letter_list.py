"""The letters, newest first, a page at a time: those that wait for an operator before all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from models.letters import LetterState
from tasks.bureau import Desk
from tasks.letter_filters import CURSOR, BadFilter, Filters
from tasks.letter_words import CHANNELS, KINDS, STATES

PAGE = 50
MOST = 1000  # letters on one page, at most
BATCH = 1000  # rows of an export that are fetched at a time

# Each half follows an index from its newest letter and stops; only what is shown has its names looked up.
_WAITS = "letter.state IN ('doubt', 'parked')"
_BEFORE = "(letter.queued_at, letter.id) < (SELECT last.queued_at, last.id FROM letter AS last WHERE last.id = :last)"
_NEWEST = "ORDER BY letter.queued_at DESC, letter.id DESC"
_SHOWN = """
    found.id, found.queued_at, found.kind, found.channel, found.state, found.attempts, found.doubts, found.detail, found.delivered_at,
    found.ended_at, found.case_id, found.carried_by, found.officer_id, found.address, found.context #>> '{words,title}' AS title,
    COALESCE(officer.name, found.context #>> '{words,recipient_name}', '') AS reader, "case".title AS case_title
"""
_NAMED = 'found LEFT JOIN officer ON officer.id = found.officer_id LEFT JOIN "case" ON "case".id = found.case_id'
COUNTS = text("SELECT state, count(*) AS letters FROM letter GROUP BY state")


@dataclass(frozen=True)
class Line:
    """One letter of a list. ``waits``: an operator has to decide; ``sheet_waits``: a sheet of paper that was not handed over yet."""

    id: UUID
    queued_at: datetime
    kind: str
    kind_called: str
    title: str
    reader: str
    officer_id: str | None
    address: str | None
    case_id: UUID | None
    case_title: str
    channel: str | None
    state: LetterState
    attempts: int
    doubts: int
    detail: str
    ended_at: datetime | None
    delivered_at: datetime | None
    carried_by: UUID | None

    @property
    def state_called(self) -> str:
        """Where it stands, in words."""
        if self.delivered_at is not None and self.state == LetterState.ACCEPTED:
            return "Đã đến"
        return "Phiếu giấy chờ giao" if self.sheet_waits else STATES[self.state]

    @property
    def channel_called(self) -> str:
        """By which channel, in words."""
        return CHANNELS.get(self.channel, self.channel) if self.channel else ""

    @property
    def waits(self) -> bool:
        """In doubt or parked: nothing moves it but an operator."""
        return self.state in (LetterState.DOUBT, LetterState.PARKED)

    @property
    def sheet_waits(self) -> bool:
        """Printed, or to be printed, and not handed over."""
        return self.channel == "paper" and self.state == LetterState.ACCEPTED and self.delivered_at is None

    @property
    def tone(self) -> str:
        """late, open, done or gone."""
        if self.waits or self.state == LetterState.FAILED:
            return "late"
        if self.sheet_waits:
            return "open"
        return {LetterState.ACCEPTED: "done", LetterState.WITHDRAWN: "gone", LetterState.CARRIED: ""}.get(self.state, "open")


@dataclass(frozen=True)
class Page:
    """Some letters and where the next ones begin; ``following`` is None after the last."""

    lines: Sequence[Line]
    following: str | None


def letters(desk: Desk, filters: Filters, after: str = "", size: int = PAGE) -> Page:
    """A page of letters, in one query. ``after``: :attr:`Page.following` of the page before; ``BadFilter`` for anything else."""
    wanted, values = filters.sql()
    size = min(size, MOST)
    halves = [_half(_WAITS, wanted), _half(f"NOT ({_WAITS})", wanted)]
    if after:
        read = CURSOR.fullmatch(after)
        if read is None:
            raise BadFilter("Không mở được trang tiếp theo này; hãy mở lại danh sách từ đầu.")
        values["last"] = UUID(read[2])
        halves = (
            [_half(_WAITS, f"{wanted} AND {_BEFORE}"), halves[1]]
            if read[1] == "1"
            else [_half(f"NOT ({_WAITS})", f"{wanted} AND {_BEFORE}")]
        )
    query = f"""
        WITH found AS ({" UNION ALL ".join(halves)})
        SELECT {_SHOWN} FROM {_NAMED} ORDER BY (found.state IN ('doubt', 'parked')) DESC, found.queued_at DESC, found.id DESC LIMIT :most
    """  # noqa: S608 - ours
    rows = desk.session.execute(text(query), values | {"most": size + 1}).all()
    lines = [_line(row) for row in rows[:size]]
    return Page(lines, f"{int(lines[-1].waits)}-{lines[-1].id}" if len(rows) > size else None)


def _half(which: str, wanted: str) -> str:
    return f"(SELECT letter.* FROM letter WHERE {which} AND {wanted} {_NEWEST} LIMIT :most)"  # noqa: S608 - ours


def every_letter(desk: Desk, filters: Filters) -> Iterator[Line]:
    """Every letter, the newest first, a batch of rows in memory at a time."""
    wanted, values = filters.sql()
    query = f"""
        SELECT {_SHOWN} FROM (SELECT letter.* FROM letter WHERE {wanted}) AS {_NAMED} ORDER BY found.queued_at DESC, found.id DESC
    """  # noqa: S608 - ours
    for row in desk.session.execute(text(query), values, execution_options={"yield_per": BATCH}):
        yield _line(row)


def counts(desk: Desk) -> dict[LetterState, int]:
    """How many letters stand where, in the whole house."""
    found = {row.state: row.letters for row in desk.session.execute(COUNTS)}
    return {state: found[state] for state in LetterState if state in found}


def _line(row: Row[Any]) -> Line:
    told = row._mapping
    shown = {name: told[name] for name in told if name not in ("title", "detail", "case_title", "state")}
    called = KINDS.get(row.kind, row.kind)
    return Line(
        **shown,
        kind_called=called,
        title=row.title or called,
        detail=row.detail or "",
        case_title=row.case_title or "",
        state=LetterState(row.state),
    )
