"""Every step serves a duty of the regulation; every duty is served, or says why not yet."""

import subprocess
import sys

import pytest

from deployments.commands.law import README, with_coverage
from flows.served import served
from regulation import LawError, load
from regulation.coverage import coverage, stale_reasons
from tasks.questions import CATALOGUE, Deed


def test_every_duty_is_served_by_a_step_or_says_why_not_yet() -> None:
    rows = coverage(load(), served())
    assert len(rows) == 86
    assert all(bool(row.steps) != bool(row.reason) for row in rows)
    assert stale_reasons(load(), served()) == []


def test_a_step_that_cites_nothing_cannot_be_defined() -> None:
    with pytest.raises(ValueError, match="cites no clause"):
        Deed("cites-nothing", "Không căn cứ", ())
    assert "cites-nothing" not in CATALOGUE


def test_a_step_that_cites_what_does_not_exist_fails() -> None:
    with pytest.raises(LawError, match="Đ99"):
        coverage(load(), served() | {"Đ99.1": ["Bước lạ"]})


def test_every_due_rung_and_deadline_names_a_house_rule() -> None:
    from tasks.questions import Question

    rules = load().rules
    for item in CATALOGUE.values():
        if isinstance(item, Question):
            assert item.due in rules
            assert all(rung.rule in rules for rung in item.ladder)


def test_every_reserved_power_a_question_exercises_is_one_the_committee_lists() -> None:
    from tasks.questions import Question
    from tasks.who import HIMSELF

    listed = {power.duty for power in load().committee.reserved_powers} | {HIMSELF}
    assert {item.reserved for item in CATALOGUE.values() if isinstance(item, Question) and item.reserved is not None} <= listed


def test_the_flows_alone_know_every_step() -> None:
    """Whatever else is imported beside them adds none: coverage is the same on the command line, in the portal and here."""
    program = "from flows.served import served; a = served(); import portal.app, deployments.watchman; print(a == served())"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=README.parent)
    assert found.stdout.strip() == "True"


def test_the_readme_shows_the_coverage_of_today() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == with_coverage(readme), "run ./nhip coverage --write"
