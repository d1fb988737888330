"""Taking in a workbook of the roster: all of it in one transaction, or none; twice changes nothing."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import func, text, update
from sqlmodel import col, select

from documents.workbook_reader import Book, Fault, read_book
from models.access import Link
from models.agencies import Agency, Naming, Succession
from models.errors import Refused
from models.letters import Letter, LetterState
from models.people import Absence, Holding, Officer, Seat
from models.steps import Step, StepKind, StepState
from tasks.absences import end_absence, record_absence
from tasks.bureau import Bureau, Desk
from tasks.renewal import renew_links
from tasks.roster_agencies import agencies, with_heads
from tasks.roster_known import Change, Known, known
from tasks.roster_people import absences, officers
from tasks.roster_seats import holdings
from tasks.roster_sheets import SHEETS
from tasks.roster_successions import reorganisations
from tasks.succession import follow_roster

ONE_IMPORT_AT_A_TIME = text("SELECT pg_advisory_xact_lock(8586)")
_SHOWN = 100  # faults told in one refusal; past that the workbook is better begun anew


class RosterRefused(Refused):
    """The workbook has faults; nothing of it was taken in."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        more = f"\n… và {len(faults) - _SHOWN} lỗi khác." if len(faults) > _SHOWN else ""
        listed = "\n".join(f"· {fault}" for fault in faults[:_SHOWN])
        super().__init__(f"Tệp có {len(faults)} lỗi nên chưa nạp gì. Hãy sửa rồi nạp lại:\n{listed}{more}")


@dataclass
class Imported:
    """What an import did, or would do: the changes, open steps that went to somebody else, letters written."""

    changes: list[Change] = field(default_factory=list)
    moved: int = 0
    letters: int = 0


class _LookedOnly(Exception):
    """Raised to leave a transaction without taking anything."""


def import_roster(desk: Desk, data: bytes) -> Imported:
    """Take the workbook in; raises :class:`RosterRefused` with every fault, or a refusal of what is no workbook."""
    book = read_book(data, SHEETS)
    desk.session.execute(ONE_IMPORT_AT_A_TIME)
    changes = _changes(desk, known(desk), book)
    done = Imported(changes)
    if changes:
        letters, moves = _letters(desk), _moves(desk)
        _take(desk, changes)
        desk.record("roster.import", sha256=hashlib.sha256(data).hexdigest(), changes=len(changes))
        follow_roster(desk)
        done.moved = _moves(desk) - moves
        for change in changes:
            if isinstance(change.record, Officer) and "email" in change.fields:
                _write_to_new_address(desk, change.record)
        done.letters = _letters(desk) - letters
    return done


def look_at_roster(bureau: Bureau, data: bytes) -> Imported:
    """What :func:`import_roster` would do: done in a transaction that is then let go, so that what is shown is what comes."""
    done = Imported()
    try:
        with bureau.desk() as desk:
            done = import_roster(desk, data)
            raise _LookedOnly
    except _LookedOnly:
        return done


def _changes(desk: Desk, now: Known, book: Book) -> list[Change]:
    if any(fault.row == 0 for fault in book.faults):
        raise RosterRefused(book.faults)  # with a sheet missing, what the others say of it cannot be judged
    offices = agencies(now, book)
    now = with_heads(now, offices)
    found = officers(now, book) + holdings(now, book) + absences(desk, now, book) + offices + reorganisations(now, book)
    if book.faults:
        order = [sheet.title for sheet in SHEETS]
        raise RosterRefused(sorted(book.faults, key=lambda fault: (order.index(fault.sheet), fault.row, fault.cell)))
    return found


def _take(desk: Desk, changes: list[Change]) -> None:
    """What is named before what names it; an address or a period is given up before somebody else takes it."""
    session = desk.session
    for kind in (Agency, Seat, Naming, Succession, Officer, Holding, Absence):
        mine = [change for change in changes if isinstance(change.record, kind)]
        for change in mine:
            _make_room(change)
        session.flush()
        for change in sorted(mine, key=lambda change: "ended_at" not in change.fields):  # who is back may be away anew
            if isinstance(change.record, Absence) and (change.is_new or "ended_at" in change.fields):
                _begin_or_end(desk, change.record, is_new=change.is_new)
            else:
                _set(desk, change)
        session.flush()


def _set(desk: Desk, change: Change) -> None:
    for name, value in change.fields.items():
        setattr(change.record, name, value)
    if change.dropped:
        desk.session.delete(change.record)
    else:
        desk.session.add(change.record)
    desk.record(change.act, **change.facts)


def _begin_or_end(desk: Desk, absence: Absence, *, is_new: bool) -> None:
    """An absence is the same act, whoever writes it down where."""
    if is_new:
        record_absence(desk, officer_id=absence.officer_id, since=absence.since, until=absence.until, reason=absence.reason)
    else:
        end_absence(desk, absence)


def _make_room(change: Change) -> None:
    if isinstance(change.record, Officer) and "email" in change.fields:
        change.record.email = None
    if isinstance(change.record, Holding) and (until := change.fields.get("until")) is not None:
        change.record.until = min(until, change.record.until or until)


def _write_to_new_address(desk: Desk, officer: Officer) -> None:
    """What waits to leave goes to the new address; links that went to the old one die, and what is open is asked again."""
    desk.forget()
    waiting = (col(Letter.officer_id) == officer.id, col(Letter.state) == LetterState.QUEUED)
    desk.session.execute(update(Letter).where(*waiting).values(address=officer.email))
    asked = select(Step.id).where(
        col(Step.officer_id) == officer.id, col(Step.kind) == StepKind.ASK, col(Step.state).in_((StepState.OPEN, StepState.LAPSED))
    )
    desk.session.execute(
        update(Link)
        .where(
            col(Link.step_id).in_(asked),
            col(Link.officer_id) == officer.id,
            col(Link.used_at).is_(None),
            col(Link.revoked_at).is_(None),
            col(Link.id).notin_(select(Letter.link_id).where(*waiting, col(Letter.link_id).is_not(None))),
        )
        .values(revoked_at=desk.now)
    )
    if officer.email:
        renew_links(desk, officer.id)


def _moves(desk: Desk) -> int:
    """How often steps have gone to somebody else."""
    return desk.session.execute(select(func.coalesce(func.sum(Step.revision), 0))).scalar_one()


def _letters(desk: Desk) -> int:
    return desk.session.execute(select(func.count()).select_from(Letter)).scalar_one()
