"""Which steps serve which duty, over all processes: what coverage is computed from."""

import flows  # noqa: F401 - declares the processes, and with them every step
from tasks.questions import CATALOGUE


def served() -> dict[str, list[str]]:
    """By citation, the titles of the steps that cite it."""
    found: dict[str, list[str]] = {}
    for item in CATALOGUE.values():
        for clause in item.clauses:
            found.setdefault(clause, []).append(item.title)
    return found
