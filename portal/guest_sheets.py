"""Guests on pages: the part of the attendees' page that changes them, and the chair's page about further ones (khoản 2 Điều 8)."""

from collections.abc import Mapping
from typing import Any

from models.cases import Case
from models.meetings import Meeting
from models.steps import Step
from portal.forms import ADD_ROWS, Sheet, Typed, data_of, typed_of
from portal.meeting_facts import meeting_facts
from portal.posted import Posted
from portal.sheets import BRANCHES, PREPARE, Prepared
from tasks.bureau import Desk
from tasks.guest_changes import decides
from tasks.guest_forms import GuestConsentForm, GuestsForm
from tasks.guests import CONSENT, guests_of, items_of, proposals
from tasks.meeting_forms import GuestLine
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.who import roster


def as_typed(posted: Posted) -> Typed:
    """What was typed about guests."""
    return typed_of(GuestsForm, posted)


def as_read(typed: Typed) -> GuestsForm:
    """The form; raises :class:`tasks.questions.Unacceptable` with what is wrong at each place."""
    found = GuestsForm.read(data_of(typed) | {"choice": "change"})
    assert isinstance(found, GuestsForm)
    return found


def guest_part(desk: Desk, meeting: Meeting, posted: Posted, errors: Mapping[str, str], officer_id: str | None) -> dict[str, Any]:
    """What the attendees' page shows of guests: those invited, with their items of now or as typed, those proposed, blank rows."""
    there, typed = guests_of(desk, meeting), as_typed(posted)
    said = {row["guest"]: row["items"] for row in typed["kept"] if row["items"] != row["was"]}
    rows = []
    for one in there:
        now = ", ".join(str(row.seq) for row in items_of(desk, one))
        rows.append({"guest": str(one.id), "was": now, "items": said.get(str(one.id), now)})
    return {
        "sheet": Sheet(GuestsForm, typed | {"kept": rows}, errors, more=posted.one(ADD_ROWS)),
        "guests": there,
        "proposed": [step.about["matter"] for step in proposals(desk, desk.case(meeting.case_id))],
        "agenda": agenda_of(desk, meeting),
        "decides": decides(desk, officer_id),
    }


def _consent(desk: Desk, case: Case, step: Step) -> Prepared:
    people, by = roster(desk), step.about["by"]
    titles = [people.title(seat.id) for seat in people.seats_of(by)[:1]] if by else []
    items = {row.seq: row.item for row in agenda_of(desk, meeting_of(desk, case))}
    lines = [GuestLine(**line) for line in step.about["guests"]]
    return Prepared(
        facts=meeting_facts(desk, case)
        | {
            "by": ", ".join([people.name(by), *titles]),
            "reason": step.about["reason"],
            "guests": [(line, [(number, items.get(number, "đã rút khỏi chương trình")) for number in line.numbers]) for line in lines],
        }
    )


PREPARE[CONSENT] = _consent
BRANCHES[GuestConsentForm] = {"consent": frozenset()}
