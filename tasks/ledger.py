"""The ledger of Đ10.1, read by source and year: estimated, approved, committed, advanced, spent, left. All sums are whole đồng."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from models.funding import EntryKind, LedgerEntry
from tasks.bureau import Desk
from tasks.questions import Deed

ESTIMATE = Deed("ledger-estimate", "Lập, ghi dự toán kinh phí theo nguồn", ("Đ10.1a",))
ENTER = Deed("ledger-entry", "Ghi sổ theo dõi kinh phí", ("Đ10.1b", "Đ10.2a"))
OF_COMMITMENT = (EntryKind.RELEASED, EntryKind.ADVANCED, EntryKind.SETTLED)


@dataclass(frozen=True)
class Account:
    """A source in a year, in đồng. ``approved``: what may be committed; ``spent``: settled; ``advanced``: paid out and not settled yet."""

    source: str
    year: int
    estimate: int = 0
    assigned: int = 0
    carried_in: int = 0
    carried_out: int = 0
    committed: int = 0
    advanced: int = 0
    spent: int = 0

    @property
    def approved(self) -> int:
        """Assigned, with what was carried over."""
        return self.assigned + self.carried_in - self.carried_out

    @property
    def left(self) -> int:
        """Not committed yet."""
        return self.approved - self.committed


@dataclass(frozen=True)
class Commitment:
    """Committed money and what became of it, in đồng."""

    entry: LedgerEntry
    committed: int
    advanced: int
    settled: int

    @property
    def unsettled(self) -> int:
        """Advances that have not been settled."""
        return max(0, self.advanced - self.settled)


def entries_of(desk: Desk, year: int, source: str | None = None) -> list[LedgerEntry]:
    """The lines of a year, in order of entry."""
    wanted = select(LedgerEntry).where(col(LedgerEntry.year) == year)
    wanted = wanted if source is None else wanted.where(col(LedgerEntry.source) == source)
    return list(desk.session.exec(wanted.order_by(col(LedgerEntry.recorded_at), col(LedgerEntry.id))))


def accounts(desk: Desk, year: int, until: date | None = None) -> list[Account]:
    """Every source of the committee in a year, and sources of old that have lines in it; ``until``: as it stood at the end of that day."""
    lines = [line for line in entries_of(desk, year) if until is None or line.day <= until]
    sources = dict.fromkeys((*desk.law.committee.identity.funding_sources, *(line.source for line in lines)))
    return [account_of(source, year, [line for line in lines if line.source == source]) for source in sources]


def account(desk: Desk, source: str, year: int) -> Account:
    """One source in one year."""
    return account_of(source, year, entries_of(desk, year, source))


def account_of(source: str, year: int, lines: Iterable[LedgerEntry]) -> Account:
    """What the lines of a source and a year come to."""
    lines = list(lines)
    total = {kind: sum(line.amount for line in lines if line.kind == kind) for kind in EntryKind}
    return Account(
        source=source,
        year=year,
        estimate=total[EntryKind.ESTIMATE],
        assigned=total[EntryKind.ASSIGNED],
        carried_in=total[EntryKind.CARRIED_IN],
        carried_out=total[EntryKind.CARRIED_OUT],
        committed=total[EntryKind.COMMITTED] - total[EntryKind.RELEASED],
        advanced=sum(one.unsettled for one in commitments(lines)),
        spent=total[EntryKind.SETTLED],
    )


def commitments(lines: Iterable[LedgerEntry]) -> list[Commitment]:
    """Each commitment among the lines with what became of it; those taken back are left out."""
    lines = list(lines)
    back = {line.reverses_id for line in lines if line.reverses_id is not None}
    found = []
    for whole in (line for line in lines if line.kind == EntryKind.COMMITTED and line.amount > 0 and line.id not in back):
        sums = {kind: sum(part.amount for part in lines if part.commitment_id == whole.id and part.kind == kind) for kind in OF_COMMITMENT}
        left = whole.amount - sums[EntryKind.RELEASED]
        found.append(Commitment(whole, left, sums[EntryKind.ADVANCED], sums[EntryKind.SETTLED]))
    return found
