"""Which steps serve which duty, over all processes: what coverage is computed from."""

import flows  # noqa: F401 - declares the processes, and with them every step
from tasks.questions import CATALOGUE


def served() -> dict[str, list[str]]:
    """By citation, the titles of the steps that cite it, in the alphabet's order: modules may have been imported in any."""
    found: dict[str, set[str]] = {}
    for item in CATALOGUE.values():
        for clause in item.clauses:
            found.setdefault(clause, set()).add(item.title)
    return {clause: sorted(titles) for clause, titles in found.items()}
