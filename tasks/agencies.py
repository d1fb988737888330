"""What an agency is called on a day, and who answers for one that is no more: read off the records, for any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Select, and_, bindparam
from sqlmodel import Session, col, select

from models.agencies import Agency, Naming, Succession

if TYPE_CHECKING:
    from tasks.bureau import Desk

ON = bindparam("on", type_=Date)
CALLED: Select[Any] = (
    select(col(Agency.id), col(Agency.name), col(Agency.since), col(Naming.name).label("called"))
    .join(Naming, and_(col(Naming.agency_id) == col(Agency.id), col(Naming.since) <= ON), isouter=True)
    .order_by(col(Agency.kind), col(Agency.name), col(Naming.since))
)
SUCCEEDED = select(Succession).where(col(Succession.effective) <= ON)
_SHORT = ("Ủy ban nhân dân", "UBND")  # how an office writes the name of its agency


def names(desk: "Desk", on: date | None = None) -> dict[str, str]:
    """Every agency, also of the past, by what it is called on that day (default: today)."""
    return _book(desk, on or desk.today).names


@dataclass(frozen=True)
class _Book:
    """The agencies as they are called on a day, by kind and name.

    ``since``: from when each may be given duties; ``shaped``: from when it has its present shape (both only where it had a beginning).
    """

    names: dict[str, str]
    since: dict[str, date]
    shaped: dict[str, date]
    heirs: dict[str, str]


def _book(desk: "Desk", on: date) -> _Book:
    return desk.once(("agencies", on), lambda: _read(desk.session, on))


def carry_agencies(desk: "Desk", before: "Desk") -> None:
    """Have the agencies as the transaction before had them, where nothing has begun or ended since, as :func:`tasks.who.carry_roster`."""
    if (known := before.cache.get(("agencies", before.today))) is not None:
        desk.cache["agencies", desk.today] = known


def _read(session: Session, on: date) -> _Book:
    rows = session.execute(CALLED, {"on": on}).all()
    since = {row.id: row.since for row in rows if row.since is not None}
    succeeded = list(session.execute(SUCCEEDED, {"on": on}).scalars())
    direct = {one.predecessor_id: one.successor_id for one in succeeded if one.remainder}
    shaped = dict(since)
    for one in succeeded:
        shaped[one.successor_id] = max(one.effective, shaped.get(one.successor_id, one.effective))
    return _Book(
        names={row.id: row.called or row.name for row in rows},
        since=since,
        shaped=shaped,
        heirs={before: last_heir(direct, before) for before in direct},
    )


def current(desk: "Desk") -> dict[str, str]:
    """The agencies that can be given duties today, by kind and name: begun, and not taken over by another."""
    book = _book(desk, desk.today)
    return {code: name for code, name in book.names.items() if code not in book.heirs and book.since.get(code, date.min) <= desk.today}


def shaped(desk: "Desk") -> dict[str, date]:
    """Agency → the day since which it has its present shape: founded, or taken over another; others always had it."""
    return _book(desk, desk.today).shaped


def heirs(desk: "Desk", on: date) -> dict[str, str]:
    """Agencies that are no more on that day → the one that answers for them, past those that are themselves no more."""
    return _book(desk, on).heirs


def last_heir(direct: Mapping[str, str], code: str) -> str:
    """The end of the chain; a chain that comes back to where it began ends where it would begin anew."""
    seen = {code}
    while (following := direct.get(code)) is not None and following not in seen:
        seen.add(code := following)
    return code


def not_there(desk: "Desk", codes: Iterable[str]) -> str:
    """Why these cannot be given duties today: codes nobody has, agencies to come or of the past; empty when they can."""
    there, wanted = current(desk), list(codes)
    known, gone = names(desk), heirs(desk, desk.today)
    if strange := [code for code in wanted if code not in known]:
        return f"Không có cơ quan mã {', '.join(strange)}; hãy chọn trong danh sách."
    for code in wanted:
        if code in gone:
            return f"{known[code]} đã được sắp xếp lại, {known[gone[code]]} kế thừa; hãy chọn cơ quan kế thừa."
        if code not in there:
            return f"{known[code]} chưa đến ngày hoạt động; hãy chọn cơ quan khác."
    return ""


def office_called(office: str, first: str, now: str) -> str:
    """An office with its agency's name of today: "Giám đốc Sở A" of what was first called Sở A and is now Sở B: "Giám đốc Sở B"."""
    for old, new in ((first, now), (first.replace(*_SHORT), now.replace(*_SHORT))):
        if new in office:
            return office
        if old in office:
            return office.replace(old, new)
    return office
