"""The pages of a written consultation's questions, and what the case page shows of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.consultations import Consultation
from models.papers import Paper
from models.steps import Step
from portal.matter import previous_payload
from portal.meeting_sheets import GROUP, seat_options
from portal.sheets import BRANCHES, DRAFT_PAGES, PAGES, Prepared
from tasks.bureau import Desk
from tasks.consultation_forms import HANDLINGS, STANCES, BallotForm, DecisionForm, OpinionForm, SummaryForm
from tasks.consultation_papers import decider_title, uploads
from tasks.consultations import usual_seats
from tasks.meeting_forms import SignForm
from tasks.opinions import Voice, consultation_of, counts_line, key_of, voices
from tasks.who import COMMITTEE, HEADS, roster

DECIDED = {"approve": "Đồng ý với kiến nghị", "decline": "Không đồng ý với kiến nghị"}


def polls_of(desk: Desk, case_id: UUID) -> Sequence[Consultation]:
    """The written consultations of a case."""
    return desk.session.exec(select(Consultation).where(col(Consultation.case_id) == case_id).order_by(col(Consultation.id))).all()


def poll_facts(desk: Desk, asked: Consultation, *, sees_answers: bool) -> dict[str, Any]:
    """A consultation as pages show it; how many said what only to who reads answers."""
    heard = voices(desk, asked) if sees_answers and asked.sent_on else []
    return {
        "asked": asked,
        "decider": decider_title(desk, asked),
        "files": uploads(desk, asked),
        "counts": [counts_line([one for one in heard if one.n == n], asked.silence_consents) for n, _ in enumerate(asked.questions, 1)]
        if heard
        else [],
        "outcome": DECIDED.get(asked.outcome or "", ""),
    }


def _asked(desk: Desk, case: Case, step: Step) -> Consultation:
    return consultation_of(desk, case, key_of(step.question))


def _ballot(desk: Desk, case: Case, step: Step) -> Prepared:
    people, asked = roster(desk), consultation_of(desk, case)
    previous = previous_payload(desk, step)
    return Prepared(
        options={"consulted": seat_options(people, *COMMITTEE), "others": seat_options(people, *GROUP, *HEADS)},
        start={"consulted": usual_seats(people, asked.decider_seat)},
        facts=poll_facts(desk, asked, sees_answers=False)
        | {
            "may_consent": desk.law.committee.consultation.silence_is_consent,
            "had_files": bool(previous.get("paper") or previous.get("annex")),
        },
    )


def _opinion(desk: Desk, case: Case, step: Step) -> Prepared:
    return Prepared(facts=poll_facts(desk, _asked(desk, case, step), sees_answers=False) | {"stances": STANCES})


def _summary(desk: Desk, case: Case, step: Step) -> Prepared:
    """Begins with a row for each comment; what was written of it in a draft that came back is kept."""
    asked = _asked(desk, case, step)
    comments = [voice for voice in voices(desk, asked) if voice.is_comment]
    before = {line["of"]: line for line in previous_payload(desk, step).get("handled", [])}
    rows = [{"of": voice.ref} | {name: before.get(voice.ref, {}).get(name, "") for name in ("handling", "note")} for voice in comments]
    facts = poll_facts(desk, asked, sees_answers=True) | {"comments": comments, "handlings": HANDLINGS}
    return Prepared(start={"handled": rows}, over={"handled": rows}, facts=facts)


def _decision(desk: Desk, case: Case, step: Step) -> Prepared:
    return Prepared(facts=poll_facts(desk, _asked(desk, case, step), sees_answers=True) | _paper(desk, step))


def _sign(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    return Prepared(facts=_paper(desk, step))


def _paper(desk: Desk, step: Step) -> dict[str, Any]:
    return {"paper": desk.session.get(Paper, UUID(step.about["paper"]))}


def _ballot_draft(desk: Desk, case: Case, draft: Step, payload: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - drafts' shape
    people = roster(desk)
    asked = [people.title(seat) for seat in payload["consulted"] if seat in people.seats]
    return {"ballot": payload, "consulted": asked, "poll": poll_facts(desk, consultation_of(desk, case), sees_answers=False)}


def _summary_draft(desk: Desk, case: Case, draft: Step, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Who said what, to the letter, with what the draft makes of it; what has come since stands without."""
    asked = _asked(desk, case, draft)
    handled = {line["of"]: (HANDLINGS[line["handling"]], line["note"]) for line in payload["handled"]}
    heard = voices(desk, asked)
    polled: list[tuple[str, str, list[tuple[Voice, tuple[str, str] | None]]]] = []
    for n, text in enumerate(asked.questions, 1):
        mine = [voice for voice in heard if voice.n == n]
        polled.append((text, counts_line(mine, asked.silence_consents), [(voice, handled.get(voice.ref)) for voice in mine]))
    return {"summary": payload, "polled": polled}


PAGES |= {
    BallotForm: ("consultation-form", _ballot),
    OpinionForm: ("opinion", _opinion),
    SummaryForm: ("opinion-summary", _summary),
    DecisionForm: ("consultation-decision", _decision),
    SignForm: ("verdict", _sign),
}
DRAFT_PAGES |= {BallotForm: ("consultation-form", _ballot_draft), SummaryForm: ("opinion-summary", _summary_draft)}
BRANCHES[DecisionForm] = {"approve": frozenset({"decision"}), "decline": frozenset({"reason"}), "return": frozenset({"reason"})}
