"""The claim, first half: one statement locks a letter and reads what decides its way. The second settles it, in the same transaction."""

from datetime import time
from typing import Any

from sqlalchemy import ColumnClause, Row, column, text
from sqlmodel import Session

from notifications.choice import Hours, Reader, Timing, Wish
from notifications.ending import MARKED
from notifications.outgoing import Outgoing

_LETTER = "id, key, kind, context, address, queued_at, channel, further, doubts, case_id, officer_id, link_id, urgent, bundle"

# E-mail and paper need no row; a channel that has to be set up has one.
_IN_USE = """ARRAY(SELECT unnest(ARRAY['mail', 'paper']) EXCEPT SELECT channel FROM channelstate WHERE NOT enabled
              UNION SELECT channel FROM channelstate WHERE enabled)"""

_NEXT = f"""
    resting AS (
        SELECT channel FROM channelstate WHERE paused_until > now()
    ), claimed AS (
        SELECT {_LETTER}, attempts + 1 AS attempts FROM letter
        WHERE state = 'queued' AND retry_at <= now() AND (hold_until IS NULL OR hold_until <= :office)
            AND (channel IS NULL OR channel NOT IN (SELECT channel FROM resting))
        ORDER BY retry_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    SELECT claimed.*, jsonb_build_object(
            'phone', CASE WHEN person.zalo_refused IS NULL THEN person.phone END,
            'zalo_user', CASE WHEN person.zalo_seen_at > now() - interval '7 days' THEN person.zalo_user_id END,  -- Zalo's window
            'registered', person.email, 'is_bad', person.email_refused IS NOT NULL,
            'roles', CASE WHEN claimed.channel IS NULL THEN ARRAY(
                SELECT seat.role FROM holding JOIN seat ON seat.id = holding.seat_id
                WHERE holding.officer_id = claimed.officer_id AND holding.since <= CAST(:office AS date)
                    AND (holding.until IS NULL OR holding.until > CAST(:office AS date))
                ORDER BY seat.role) END,
            'wishes', CASE WHEN claimed.channel IS NULL THEN (
                SELECT jsonb_object_agg("group", jsonb_build_array(channels, timing)) FROM letterchoice
                WHERE officer_id = claimed.officer_id) END,
            'hours', to_jsonb(hours)
        ) AS reader,
        CASE WHEN claimed.attempts > 1
             THEN (SELECT count(*) FROM attempt WHERE letter_id = claimed.id AND attempt.channel = claimed.channel) ELSE 0 END AS tried,
        {_IN_USE} AS in_use,
        ARRAY(SELECT channel FROM resting) AS resting
    FROM claimed LEFT JOIN officer AS person ON person.id = claimed.officer_id
        LEFT JOIN letterhours AS hours ON hours.officer_id = claimed.officer_id
"""  # noqa: S608 - the columns are ours
# Named here, in this order: SQLAlchemy then works them out once, and not at every claim.
_NEXT_COLUMNS: list[ColumnClause[Any]] = [
    column(name) for name in (*_LETTER.split(", "), "attempts", "reader", "tried", "in_use", "resting")
]
CLAIM = text(f"WITH {_NEXT}").columns(*_NEXT_COLUMNS)
MARK_AND_CLAIM = text(f"WITH {MARKED}, {_NEXT}").columns(*_NEXT_COLUMNS)
CARRIED = text(f"""
    SELECT {_LETTER}, attempts, CAST('{{}}' AS jsonb) AS reader, 0 AS tried
    FROM letter WHERE carried_by = :whole AND state <> 'withdrawn' ORDER BY id
""")  # noqa: S608 - the columns are ours

USED = text(f"SELECT {_IN_USE}")


def channels_in_use(session: Session) -> frozenset[str]:
    """The channels the house has set up, resting or not."""
    return frozenset(session.execute(USED).scalar_one())


def outgoing(row: Row[Any]) -> Outgoing:
    """A claimed row as a letter in hand."""
    return Outgoing(
        id=row.id,
        key=row.key,
        kind=row.kind,
        context=row.context,
        address=row.address,
        queued_at=row.queued_at,
        channel=row.channel or "",
        n=row.attempts,
        tries=row.tried + 1,
        doubts=row.doubts,
        further=tuple(row.further),
        case_id=row.case_id,
        officer_id=row.officer_id,
        link_id=row.link_id,
        reader=_reader(row),
    )


def _reader(row: Row[Any]) -> Reader:
    facts = row.reader
    return Reader(
        officer_id=row.officer_id,
        address=row.address,
        address_is_bad=facts.get("is_bad", False) and facts.get("registered") == row.address,
        phone=facts.get("phone"),
        zalo_user=facts.get("zalo_user"),
        roles=tuple(facts.get("roles") or ()),
        wishes={group: Wish(tuple(channels), Timing(timing)) for group, (channels, timing) in (facts.get("wishes") or {}).items()},
        hours=_hours(facts.get("hours")),
    )


def _hours(facts: dict[str, Any] | None) -> Hours | None:
    if facts is None:
        return None
    since, until, weekday, at = (facts[name] for name in ("quiet_since", "quiet_until", "digest_weekday", "digest_at"))
    return Hours(time.fromisoformat(since), time.fromisoformat(until), weekday, time.fromisoformat(at))
