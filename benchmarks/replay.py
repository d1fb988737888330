"""The peer of the cycle: the rows a case left, written again with bare SQL in the same transactions.

Everything the product writes in one transaction carries that transaction's moment, so the rows themselves say what was
committed together. The statements and their parameters are made ready beforehand: on the clock are psycopg and PostgreSQL only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from documents import dossier
from documents.numbering import NEXT
from models.clock import OFFICE_ZONE

Row = dict[str, Any]
Connection = psycopg.Connection[Any]
TABLES = {  # table → which of its rows belong to the cases in %(cases)s, in the order they were made
    "case": "id = ANY(%(cases)s) ORDER BY id",
    "meeting": "case_id = ANY(%(cases)s) ORDER BY id",
    "step": "case_id = ANY(%(cases)s) ORDER BY id",
    "answer": "step_id IN (SELECT id FROM step WHERE case_id = ANY(%(cases)s)) ORDER BY step_id",
    "link": "step_id IN (SELECT id FROM step WHERE case_id = ANY(%(cases)s)) ORDER BY id",
    "letter": "case_id = ANY(%(cases)s) ORDER BY id",
    "paper": "case_id = ANY(%(cases)s) ORDER BY id",
    "journal": "case_id = ANY(%(cases)s) ORDER BY n",
}
OF_THE_DATABASE = {"letter": ("retry_at",), "journal": ("n", "hash")}  # what PostgreSQL itself put into a row


def rows_of(connection: Connection, parent: UUID) -> dict[str, list[Row]]:
    """Everything a case and its children left, by table."""
    cases = [row[0] for row in connection.execute('SELECT id FROM "case" WHERE id = %(p)s OR parent_id = %(p)s', {"p": parent})]
    found = {}
    for name, where in TABLES.items():
        rows = connection.cursor(row_factory=dict_row).execute(f'SELECT * FROM "{name}" WHERE {where}', {"cases": cases}).fetchall()
        found[name] = [{key: value for key, value in row.items() if key not in OF_THE_DATABASE.get(name, ())} for row in rows]
    connection.rollback()
    return found


@dataclass
class Transaction:
    """Statements that commit together, each with the parameters of every row it is run for, and the files written before."""

    statements: list[tuple[str, list[Any]]] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)


def transactions(rows: dict[str, list[Row]], blob: bytes) -> list[Transaction]:
    """The transactions that make ``rows``, in their order; ``blob`` is the content of every paper."""
    case = next(row for row in rows["case"] if row["parent_id"] is None)
    made: dict[datetime, Transaction] = defaultdict(Transaction)
    moments = {row["id"]: row["opened_at"] for row in rows["step"]}
    stirred = 1
    for moment in sorted({*moments.values(), *(row["at"] for row in rows["answer"]), case["opened_at"]}):
        add = made[moment].statements
        _insert(add, "case", (_at_birth(row) for row in rows["case"] if row["opened_at"] == moment))
        _insert(add, "meeting", rows["meeting"] if moment == case["opened_at"] else ())
        _insert(add, "step", (_unanswered(row) for row in rows["step"] if row["opened_at"] == moment))
        _insert(add, "link", (row | {"revoked_at": None} for row in rows["link"] if moments[row["step_id"]] == moment))
        _papers(made[moment], [row for row in rows["paper"] if row["reserved_at"] == moment], blob)
        _insert(add, "letter", (row | {"state": "queued", "detail": None} for row in rows["letter"] if row["queued_at"] == moment))
        closing = [row for row in rows["step"] if row["closed_at"] == moment != row["opened_at"]]
        _insert(add, "answer", (row for row in rows["answer"] if row["at"] == moment))
        _close_steps(add, closing, rows, moment)
        stirred += _note_on_case(add, case, moment, stirred, answered=any(row["kind"] == "ask" for row in closing))
        lines = [row for row in rows["journal"] if f'"at":"{moment.astimezone(OFFICE_ZONE).isoformat()}"' in row["body"]]
        add.append(("SELECT journal_append(%s, %s)", [([row["body"] for row in lines], [row["case_id"] for row in lines])]))
    return [made[moment] for moment in sorted(made)]


def replay(connection: Connection, plan: list[Transaction], files: Path) -> None:
    """Run them."""
    cursor = connection.cursor()
    for transaction in plan:
        for blob in transaction.files:
            dossier.put(files, blob)
        for statement, parameters in transaction.statements:
            if len(parameters) == 1:
                cursor.execute(statement, parameters[0])
            else:
                cursor.executemany(statement, parameters)
        connection.commit()


def _insert(statements: list[tuple[str, list[Any]]], name: str, rows: Iterable[Row]) -> None:
    values = [{key: Jsonb(value) if isinstance(value, dict) else value for key, value in row.items()} for row in rows]
    if values:
        columns, holes = ", ".join(values[0]), ", ".join(f"%({key})s" for key in values[0])
        statements.append((f'INSERT INTO "{name}" ({columns}) VALUES ({holes})', values))


def _at_birth(case: Row) -> Row:
    return case | {"closed_at": None, "end_reason": None, "stirred": 1, "walked": 0}


def _unanswered(step: Row) -> Row:
    if step["closed_at"] == step["opened_at"]:
        return step
    later = step["opened_at"] + timedelta(days=7)
    alarm = {"rings_at": later} if step["kind"] == "ask" else {"cutoff_at": later}
    return step | {"state": "open", "closed_at": None} | alarm


def _close_steps(statements: list[tuple[str, list[Any]]], closing: list[Row], rows: dict[str, list[Row]], moment: datetime) -> None:
    for step in closing:
        change = "UPDATE step SET state = 'answered', closed_at = %s, rings_at = NULL, cutoff_at = NULL WHERE id = %s"
        statements.append((change, [(moment, step["id"])]))
        for link in rows["link"]:
            if link["step_id"] == step["id"]:
                statements.append(("UPDATE link SET revoked_at = %s WHERE id = %s", [(moment, link["id"])]))
        for letter in rows["letter"]:
            if letter["step_id"] == step["id"]:
                change = "UPDATE letter SET state = 'withdrawn', detail = %s WHERE id = %s"
                statements.append((change, [(letter["detail"], letter["id"])]))


def _note_on_case(statements: list[tuple[str, list[Any]]], case: Row, moment: datetime, stirred: int, *, answered: bool) -> int:
    """The counters of the case: an answer stirs it, a walk notes how far it had read. Returns by how much it was stirred."""
    if answered:
        statements.append(('UPDATE "case" SET stirred = stirred + 1 WHERE id = %s', [(case["id"],)]))
    elif moment == case["closed_at"]:
        change = 'UPDATE "case" SET closed_at = %s, end_reason = %s, walked = %s WHERE id = %s'
        statements.append((change, [(moment, case["end_reason"], stirred, case["id"])]))
    elif moment != case["opened_at"]:
        statements.append(('UPDATE "case" SET walked = %s WHERE id = %s', [(stirred, case["id"])]))
    return int(answered)


def _papers(transaction: Transaction, papers: list[Row], blob: bytes) -> None:
    transaction.files += [blob] * len(papers)
    for paper in papers:
        transaction.statements.append((NEXT.sql, [paper]))
    _insert(transaction.statements, "paper", papers)
