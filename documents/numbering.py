"""Numbers of official papers: gap-free per series, kind and year."""

from sqlmodel import Session

from models.statements import Statement

NEXT = Statement("""
    INSERT INTO series (series, kind, year, last) VALUES (:series, :kind, :year, 1)
    ON CONFLICT (series, kind, year) DO UPDATE SET last = series.last + 1
    RETURNING last
""")
HOLD = Statement("""
    INSERT INTO series (series, kind, year, last) VALUES (:series, :kind, :year, 0)
    ON CONFLICT (series, kind, year) DO UPDATE SET last = series.last
""")
BORNE = Statement("SELECT 1 FROM paper WHERE series = :series AND kind = :kind AND year = :year AND number = :number")


def next_number(session: Session, series: str, kind: str, year: int) -> int:
    """The next number, from 1. The series' row stays locked until the transaction ends: given with the paper, or not at all.

    A number that was given elsewhere and entered before ours had reached it is passed over: its line is on the register already.
    """
    while True:
        number = int(NEXT.one(session, series=series, kind=kind, year=year).last)
        if not _is_borne(session, series, kind, year, number):
            return number


def is_taken(session: Session, series: str, kind: str, year: int, number: int) -> bool:
    """Whether a paper bears this number; nobody else takes it meanwhile, for the series' row stays locked until the transaction ends."""
    HOLD.run(session, series=series, kind=kind, year=year)
    return _is_borne(session, series, kind, year, number)


def _is_borne(session: Session, series: str, kind: str, year: int, number: int) -> bool:
    return BORNE.first(session, series=series, kind=kind, year=year, number=number) is not None
