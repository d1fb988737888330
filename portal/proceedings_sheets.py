"""The pages of what is asked on the day of a meeting and after it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.meetings import Attendance, Presence
from models.papers import Upload
from models.steps import Answer, Step, StepState
from portal.forms import Option, typed_again
from portal.labels import PRESENCE
from portal.meeting_facts import meeting_facts
from portal.meeting_sheets import replies
from portal.sheets import BRANCHES, DRAFTS, PREPARE, Prepared
from tasks.agencies import current
from tasks.bureau import Desk
from tasks.conclusions import on_paper
from tasks.guests import guests_of
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.proceedings_checks import written_opinions
from tasks.proceedings_forms import CommentForm, ConclusionLine, ConclusionsForm, PreparedForm
from tasks.who import HEADS, Role, roster


def _conclusions(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    """Begins with what was prepared beforehand, where there is some."""
    before = _payload(desk, case, "prepared-conclusions")
    start = typed_again(PreparedForm, before) if before else {}
    return Prepared(options=_choices(desk), start=start, facts=meeting_facts(desk, case))


def _choices(desk: Desk) -> dict[str, list[Option]]:
    people = roster(desk)
    agencies = [Option(code, name) for code, name in current(desk).items()]
    seats = people.by_role(*HEADS, Role.STANDING_MEMBER, Role.MEMBER)
    accountable = [Option(seat.id, f"{people.name(people.holders.get(seat.id))}, {people.title(seat.id)}") for seat in seats]
    return {"lead": agencies, "coordinating": agencies, "accountable": accountable}


def _minutes(desk: Desk, case: Case, step: Step) -> Prepared:
    """Begins with the agenda's items, and with whose opinion came in writing."""
    people, said = roster(desk), _payload(desk, case, "conclusions")
    matters = [{"item": row.item, "by": row.by} for row in agenda_of(desk, meeting_of(desk, case))]
    written = [{"speaker": people.called(seat), "words": words} for seat, words in written_opinions(desk, step).items()]
    facts = meeting_facts(desk, case) | {
        "replies": replies(desk, case),
        "conclusions": _shown(desk, said),
        "opinions": _opinion_files(desk, case),
        "guests": guests_of(desk, meeting_of(desk, case)),
    }
    return Prepared(start={"matters": matters, "remarks": written}, facts=facts)


def _notice(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    """Begins with the conclusions as they were recorded."""
    said = _payload(desk, case, "conclusions")
    came = attendance(desk, case)
    start = (typed_again(ConclusionsForm, said) if said else {}) | {"attendance": _who_came(came)}
    return Prepared(options=_choices(desk), start=start, facts=meeting_facts(desk, case) | {"attendance": came})


def _payload(desk: Desk, case: Case, question: str) -> dict[str, Any]:
    """The newest answer to a question of the case, or nothing."""
    wanted = (
        select(Answer).join(Step, col(Step.id) == col(Answer.step_id)).where(col(Step.case_id) == case.id, col(Step.question) == question)
    )
    found = desk.session.exec(wanted.order_by(col(Step.id).desc())).first()
    return found.payload if found is not None else {}


def _opinion_files(desk: Desk, case: Case) -> list[tuple[str, Upload]]:
    """Written opinions that came as files: (whose, the file)."""
    wanted = (
        select(Upload, Step)
        .join(Step, col(Step.id) == col(Upload.step_id))
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Upload.case_id) == case.id, col(Step.question).in_(("rsvp", "proxy-opinion")), col(Step.state) != StepState.WITHDRAWN)
    )
    return [(roster(desk).called(step.seats[0]), upload) for upload, step in desk.session.exec(wanted.order_by(col(Upload.id)))]


def _who_came(counted: Sequence[tuple[str, int]]) -> str:
    """A first draft of the notice's sentence on who attended, from the record; the secretary words it."""
    numbers = dict(counted)
    present, sent = numbers.get(PRESENCE[Presence.PRESENT], 0), numbers.get(PRESENCE[Presence.PROXY], 0)
    if not present:
        return ""
    return f"Dự họp có {present:02d} thành viên Ban Chỉ đạo" + (f", {sent:02d} người dự thay Ủy viên vắng mặt." if sent else ".")


def _shown(desk: Desk, payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Conclusions in words, each with who is accountable where somebody was named."""
    return [paper.model_dump() for paper in on_paper(desk, [ConclusionLine(**line) for line in payload.get("conclusions", ())])]


def attendance(desk: Desk, case: Case) -> list[tuple[str, int]]:
    """How many seats were present, represented, away: (in words, how many)."""
    rows = desk.session.exec(select(Attendance).where(col(Attendance.meeting_id) == meeting_of(desk, case).id)).all()
    counted = [(title, sum(1 for row in rows if row.presence == presence)) for presence, title in PRESENCE.items()]
    return [(title, n) for title, n in counted if n]


def _minutes_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    came, sent = set(payload["present"]), set(payload["proxies"])
    seen = [(one, "Có mặt" if one.seat in came else "Có người dự thay" if one.seat in sent else "Vắng") for one in replies(desk, case)]
    guests = [(guest, str(guest.id) in payload.get("guests", ())) for guest in guests_of(desk, meeting_of(desk, case))]
    return {"minutes": payload, "seen": seen, "guests": guests, "conclusions": _shown(desk, _payload(desk, case, "conclusions"))}


def _notice_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"notice": payload, "conclusions": _shown(desk, payload)} | meeting_facts(desk, case)


PREPARE |= {
    "prepared-conclusions": _conclusions,
    "conclusions": _conclusions,
    "minutes": _minutes,
    "notice-draft": _notice,
}
DRAFTS |= {"minutes": _minutes_draft, "notice-draft": _notice_draft}
BRANCHES[PreparedForm] = {"none": frozenset()}
BRANCHES[CommentForm] = {"none": frozenset()}
