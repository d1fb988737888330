"""What an agency is called on a day, and who answers for one that is no more: read off the records, for any day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Date, and_, bindparam
from sqlmodel import Session, col, select

from models.agencies import Agency, Naming, Succession

if TYPE_CHECKING:
    from tasks.bureau import Desk

ON = bindparam("on", type_=Date)
CALLED = (
    select(Agency, col(Naming.name))
    .join(Naming, and_(col(Naming.agency_id) == col(Agency.id), col(Naming.since) <= ON), isouter=True)
    .order_by(col(Agency.kind), col(Agency.name), col(Naming.since))
)
GONE = select(col(Succession.predecessor_id), col(Succession.successor_id)).where(
    col(Succession.effective) <= ON, col(Succession.remainder).is_(True)
)
_SHORT = ("Ủy ban nhân dân", "UBND")  # how an office writes the name of its agency


def names(desk: "Desk", on: date | None = None) -> dict[str, str]:
    """Every agency, also of the past, by what it is called on that day (default: today)."""
    return {agency.id: name or agency.name for agency, name in desk.session.execute(CALLED, {"on": on or desk.today})}


def current(desk: "Desk") -> dict[str, str]:
    """The agencies that can be given duties today, by kind and name: begun, and not taken over by another."""
    gone = heirs(desk.session, desk.today)
    rows = desk.session.execute(CALLED, {"on": desk.today})
    return {a.id: name or a.name for a, name in rows if a.id not in gone and (a.since is None or a.since <= desk.today)}


def heirs(session: Session, on: date) -> dict[str, str]:
    """Agencies that are no more on that day → the one that answers for them, past those that are themselves no more."""
    direct: dict[str, str] = {row.predecessor_id: row.successor_id for row in session.execute(GONE, {"on": on})}
    return {before: last_heir(direct, before) for before in direct}


def last_heir(direct: Mapping[str, str], code: str) -> str:
    """The end of the chain; a chain that comes back to where it began ends where it would begin anew."""
    seen = {code}
    while (following := direct.get(code)) is not None and following not in seen:
        seen.add(code := following)
    return code


def not_there(desk: "Desk", codes: Iterable[str]) -> str:
    """Why these cannot be given duties today: codes nobody has, agencies to come or of the past; empty when they can."""
    there, wanted = current(desk), list(codes)
    known, gone = names(desk), heirs(desk.session, desk.today)
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
