"""Who has how much to read and to do, week by week: letters and tasks of each officer in each ISO week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flows.yearbook.records import Records, local
from models.steps import StepKind


@dataclass(frozen=True)
class Week:
    """An officer's ISO week ("2027-W13"): letters that came, tasks that were asked of him."""

    week: str
    letters: int
    tasks: int


@dataclass(frozen=True)
class Load:
    """An officer's year. ``title`` are the seats he was asked in, ``busiest`` the week with most tasks, then most letters."""

    officer: str
    title: str
    letters: int
    tasks: int
    busiest: Week
    weeks: tuple[Week, ...]


def loads(records: Records) -> tuple[Load, ...]:
    """Everybody who was written to or asked something, who was asked most first."""
    letters: Counter[tuple[str, str]] = Counter()
    tasks: Counter[tuple[str, str]] = Counter()
    seats: dict[str, Counter[str]] = {}
    for letter in records.letters:
        if letter.officer_id is not None:
            letters[letter.officer_id, iso_week(local(letter.queued_at).date())] += 1
    for step in records.steps:
        if step.kind == StepKind.ASK and step.officer_id is not None:
            tasks[step.officer_id, iso_week(local(step.opened_at).date())] += 1
            seats.setdefault(step.officer_id, Counter()).update(step.seats)
    weeks: dict[str, list[Week]] = {}
    for officer, week in sorted(letters.keys() | tasks.keys()):
        weeks.setdefault(officer, []).append(Week(week, letters[officer, week], tasks[officer, week]))
    found = [_load(records, officer, his, seats.get(officer, Counter())) for officer, his in weeks.items()]
    return tuple(sorted(found, key=lambda load: (-load.tasks, -load.letters, load.officer)))


def iso_week(day: date) -> str:
    """``2027-W13``; the first days of January may belong to the last week of the year before."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _load(records: Records, officer: str, weeks: list[Week], seats: Counter[str]) -> Load:
    held = [seat for seat, _ in seats.most_common()] or [seat.id for seat in records.roster.seats_of(officer)]
    busiest = max(weeks, key=lambda week: (week.tasks, week.letters))
    titles = "; ".join(dict.fromkeys(records.title(seat) for seat in held))
    return Load(
        records.name(officer), titles, sum(week.letters for week in weeks), sum(week.tasks for week in weeks), busiest, tuple(weeks)
    )
