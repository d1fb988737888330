"""Numbers of official papers: gap-free per series, kind and year."""

from sqlalchemy import text
from sqlmodel import Session

NEXT = text("""
    INSERT INTO series (series, kind, year, last) VALUES (:series, :kind, :year, 1)
    ON CONFLICT (series, kind, year) DO UPDATE SET last = series.last + 1
    RETURNING last
""")


def next_number(session: Session, series: str, kind: str, year: int) -> int:
    """The next number, from 1. The series' row stays locked until the transaction ends: given with the paper, or not at all."""
    return int(session.execute(NEXT, {"series": series, "kind": kind, "year": year}).scalar_one())
