"""No number of days lies in the file for nothing: each house rule is used by the code, or belongs to a process that is still to come."""

import re
from pathlib import Path

import pytest

from regulation import load

ROOT = Path(__file__).parents[2]
ROOMS = ("regulation", "models", "notifications", "documents", "tasks", "flows", "portal", "deployments")
NAMED = re.compile(r"""["']([a-z_]+)["']""")

TO_COME = {  # process of processes.vi.md → its rules
    "e": {f"inspection_{what}" for what in ("decision", "notice", "self_report", "draft", "reply", "report")},
    "h": {"nomination", "nomination_escalation", "replacement", "assignment_of_fields"},
    "j": {"issue_report", "issue_triage", "issue_answer"},
    "k": {"commendation"},
    "m": {"archive_notice", "archive_transfer"},
    "n": {"regulation_ack"},
    "o": {f"working_session_{what}" for what in ("cadence", "paper", "notice")} | {"secondment_consent", "secondment_limit"},
    "p": {f"interim_review_{what}" for what in ("opens", "cutoff", "due", "issue")}
    | {f"annual_review_{what}" for what in ("opens", "cutoff", "due", "issue", "conference")},
}
BOUNDS = {  # what others are held to, and nothing is counted by
    "report_due_min": "the least the law leaves between cut-off and deadline; the deadline is checked against it when the law is read",
    "programme_cadence": "the regulation's yearly rhythm; the days are those of programme_call to programme_issue",
    "programme_split": "plan lines are duties at once, in the transaction of the issue, and never later",
}
THRESHOLDS_TO_COME = {"task_minutes", "refused_inspection_signatures"}  # Đ9.1 as a bound on our pages; process (e)


@pytest.fixture(scope="module")
def named() -> set[str]:
    """Every quoted name in the code."""
    return {name for room in ROOMS for file in (ROOT / room).rglob("*.py") for name in NAMED.findall(file.read_text(encoding="utf-8"))}


def test_every_rule_is_used_or_waits_for_its_process(named: set[str]) -> None:
    waiting = set().union(*TO_COME.values()) | set(BOUNDS)
    assert {name for name in load().rules if name not in named} == waiting


def test_every_threshold_is_used_or_waits_for_its_process(named: set[str]) -> None:
    assert {name for name in load().thresholds if name not in named} == THRESHOLDS_TO_COME
