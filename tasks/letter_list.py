"""The letters, newest first, a page at a time: those that wait for an operator before all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from models.letters import LetterState
from tasks.bureau import Desk
from tasks.figures_of_the_house import SoFar, letters_by_state
from tasks.letter_filters import CURSOR, BadFilter, Filters, named
from tasks.letter_words import CHANNELS, KINDS, standing

PAGE = 50
MOST = 1000  # letters on one page, at most
BATCH = 1000  # rows of an export that are fetched at a time

RECENT = 5_000  # letters that are read through for a word before the index of titles is asked

# Each half follows an index from its newest letter and stops; only what is shown is read whole.
_WAITS = "letter.state IN ('doubt', 'parked')"
_BEFORE = "(letter.queued_at, letter.id) < (SELECT last.queued_at, last.id FROM letter AS last WHERE last.id = :last)"
_NEWEST = "ORDER BY letter.queued_at DESC, letter.id DESC"
_SHOWN = """
    letter.id, letter.queued_at, letter.kind, letter.channel, letter.state, letter.attempts, letter.doubts, letter.detail,
    letter.delivered_at, letter.ended_at, letter.case_id, letter.carried_by, letter.officer_id, letter.address,
    letter.context #>> '{words,title}' AS title,
    COALESCE(officer.name, letter.context #>> '{words,recipient_name}', '') AS reader, "case".title AS case_title
"""
_NAMED = 'LEFT JOIN officer ON officer.id = letter.officer_id LEFT JOIN "case" ON "case".id = letter.case_id'
# Where a word is in most titles the newest letters show a page of it at once; where it is rare its index finds all there are. PostgreSQL
# cannot tell which: it knows nothing of beginnings of words. The index is asked in memory enough to remember each letter it names.
_MEMORY = text("SET LOCAL work_mem = '64MB'")


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
        return standing(self)

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
    """A page of letters, in one query; in two where a word is rare. ``after``: :attr:`Page.following` of the page before.

    ``BadFilter`` for an ``after`` that is no such thing.
    """
    wanted, values = filters.sql()
    of_words = filters.words_sql()
    which = [_WAITS, f"NOT ({_WAITS})"]
    if after:
        read = CURSOR.fullmatch(after)
        if read is None:
            raise BadFilter("Không mở được trang tiếp theo này; hãy mở lại danh sách từ đầu.")
        values["last"] = UUID(read[2])
        which = [f"{_WAITS} AND {_BEFORE}", which[1]] if read[1] == "1" else [f"{which[1]} AND {_BEFORE}"]
    values["most"] = min(size, MOST) + 1
    if of_words is None:
        return _page(desk, [_first("letter", f"{one} AND {wanted}") for one in which], values)
    condition, values["words"] = of_words
    newest = [_first("letter", f"{one} AND {wanted}", str(RECENT)) for one in which]
    found = _page(desk, [_first(one, condition) for one in newest], values)
    if found.following is not None:
        return found
    desk.session.execute(_MEMORY)
    named_first = f"named AS MATERIALIZED (SELECT {_FILTERED} FROM {named(condition)} AS letter WHERE {wanted}), "  # noqa: S608 - ours
    return _page(desk, [_first("named", one) for one in which], values, named_first)


def _first(source: str, condition: str, most: str = ":most") -> str:
    return f"(SELECT letter.* FROM {source} AS letter WHERE {condition} {_NEWEST} LIMIT {most})"  # noqa: S608 - ours


_FILTERED = "id, queued_at, state"


def _page(desk: Desk, halves: Sequence[str], values: dict[str, Any], before: str = "") -> Page:
    query = f"""
        WITH {before}found AS (SELECT id FROM ({" UNION ALL ".join(halves)}) AS half)
        SELECT {_SHOWN} FROM found JOIN letter ON letter.id = found.id {_NAMED}
        ORDER BY (letter.state IN ('doubt', 'parked')) DESC, letter.queued_at DESC, letter.id DESC LIMIT :most
    """  # noqa: S608 - ours
    rows = desk.session.execute(text(query), values).all()
    lines = [_line(row) for row in rows[: values["most"] - 1]]
    return Page(lines, f"{int(lines[-1].waits)}-{lines[-1].id}" if len(rows) > len(lines) else None)


def every_letter(desk: Desk, filters: Filters) -> Iterator[Line]:
    """Every letter, the newest first, a batch of rows in memory at a time."""
    wanted, values = filters.sql()
    source = "letter"
    if (of_words := filters.words_sql()) is not None:
        source, values["words"] = f"{named(of_words[0])} AS letter", of_words[1]
    query = f"SELECT {_SHOWN} FROM {source} {_NAMED} WHERE {wanted} {_NEWEST}"  # noqa: S608 - ours
    for row in desk.session.execute(text(query), values, execution_options={"yield_per": BATCH}):
        yield _line(row)


def counts(desk: Desk, accepted: SoFar[dict[str, int]]) -> dict[LetterState, int]:
    """How many letters stand where, in the whole house; ``accepted`` remembers what need not be counted again."""
    found: dict[LetterState, int] = {}
    for (_, state), n in letters_by_state(desk, accepted).items():
        found[state] = found.get(state, 0) + n
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
