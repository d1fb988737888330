"""Which periods the recurring processes open, and when."""

from datetime import date, timedelta

from flows.process import PROCESSES, Process, newest
from flows.process.walk import open_period
from models.cases import Case
from regulation import Law
from regulation.timetable import Opening
from tasks.bureau import Desk

YEAR_AHEAD = timedelta(days=366)
SOON = timedelta(days=95)  # a quarter is at most 92 days: whoever opens late looks at the current quarter and the coming one


def recurring() -> list[Process]:
    """The newest version of each process that opens by the calendar."""
    names = sorted({name for name, _ in PROCESSES})
    return [process for process in map(newest, names) if process.openings is not None]


def openings(law: Law, process: Process, since: date, until: date) -> list[Opening]:
    """The openings of a process from ``since`` to ``until``, both included; none where it does not recur."""
    if process.openings is None:
        return []
    # A period may open in the year before its own.
    found = [opening for year in range(since.year, until.year + 2) for opening in process.openings(law, year)]
    return [opening for opening in found if since <= opening.opens <= until]


def open_missed(desk: Desk) -> list[Case]:
    """Open the cases of the current and the coming quarter whose day has come and which nobody opened. Returns the new ones."""
    opened = []
    for process in recurring():
        for opening in openings(desk.law, process, desk.today - SOON, desk.today):
            if opening.last < desk.today:
                continue  # a period that is over is for the people to settle, not for a machine to open
            case, new = open_period(desk, process.name, opening.period)
            if new:
                opened.append(case)
    return opened
