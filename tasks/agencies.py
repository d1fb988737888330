"""What an agency is called on a day, and who answers for one that is no more: read off the records, for any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import Session

from models.statements import Statement

if TYPE_CHECKING:
    from tasks.bureau import Desk

AGENCIES = Statement(
    """
        SELECT
            (SELECT json_agg(json_build_array(id, name, since, (
                SELECT name FROM naming WHERE agency_id = agency.id AND since <= :on ORDER BY since DESC LIMIT 1
             )) ORDER BY kind, name) FROM agency),
            (SELECT json_agg(json_build_array(predecessor_id, successor_id, remainder, effective)) FROM succession WHERE effective <= :on)
    """,
    tuple,
)
_SHORT = ("Ủy ban nhân dân", "UBND")  # how an office writes the name of its agency


def names(desk: "Desk", on: date | None = None) -> dict[str, str]:
    """Every agency, also of the past, by what it is called on that day (default: today)."""
    return _book(desk, on or desk.today).names


def called_on(desk: "Desk", on: date) -> dict[str, "Called"]:
    """The same for a day, with what each was first called: offices are written down by that name."""
    return _book(desk, on).called


class Called(NamedTuple):
    """What an agency was called at first, and is called on a day."""

    first: str
    now: str


@dataclass(frozen=True)
class _Book:
    """The agencies as they are called on a day, by kind and name.

    ``since``: from when each may be given duties; ``shaped``: from when it has its present shape (both only where it had a beginning).
    """

    called: dict[str, Called]
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
    agencies, successions = (rows or () for rows in AGENCIES.one(session, on=on))
    called = {code: Called(first, now or first) for code, first, _, now in agencies}
    since = {code: date.fromisoformat(begun) for code, _, begun, _ in agencies if begun is not None}
    direct = {before: after for before, after, remainder, _ in successions if remainder}
    shaped = dict(since)
    for _, after, _, day in successions:
        effective = date.fromisoformat(day)
        shaped[after] = max(effective, shaped.get(after, effective))
    return _Book(
        called=called,
        names={code: one.now for code, one in called.items()},
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
