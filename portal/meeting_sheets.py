"""The pages of what is asked before a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.meetings import Meeting, MeetingKind
from models.papers import Paper
from models.people import SeatRow
from models.steps import Answer, Step, StepState
from portal.forms import Option
from portal.meeting_facts import meeting_facts, slots
from portal.sheets import BRANCHES, DRAFTS, PREPARE, Prepared
from tasks.agenda import offered, open_directives, suggested_days
from tasks.bureau import Desk
from tasks.guests import guests_of
from tasks.meeting_checks import clashes
from tasks.meeting_forms import AgendaForm, CallForm, ConsentForm, ConveneForm, LateItemForm, PaperForm, RsvpForm, SignForm, VerdictForm
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.paper_forms import ReleaseForm
from tasks.presiding import presider_of
from tasks.who import COMMITTEE, HEADS, Role, Roster, roster

GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)


@dataclass(frozen=True)
class Replied:
    """What a seat said about coming, as the minutes' page shows it beside the boxes."""

    seat: str
    title: str
    name: str
    reply: str
    proxy: str


def seat_options(people: Roster, *roles: Role) -> list[Option]:
    """Seats to choose from, each with who holds it."""
    return [Option(seat.id, people.title(seat.id), _who(people, seat)) for seat in people.by_role(*roles)]


def _who(people: Roster, seat: SeatRow) -> str:
    """The holder, and his office where the seat's title does not name it."""
    name = people.name(people.holders.get(seat.id))
    return f"{name}, {seat.office}" if seat.office and seat.office not in people.title(seat.id) else name


def _agenda(desk: Desk, case: Case, step: Step) -> Prepared:
    meeting, people = meeting_of(desk, case), roster(desk)
    begins = meeting.starts_at.astimezone(OFFICE_ZONE)
    committee, proposals = seat_options(people, *COMMITTEE), offered(desk, meeting)
    items = [{"item": one.item, "minutes": str(one.minutes or ""), "by": one.by, "owner": one.seat} for one in proposals]
    if meeting.is_urgent and not items:
        items = [{"item": case.subject["about"]}]
    return Prepared(
        options={
            "attendees": committee,
            "group": seat_options(people, *GROUP),
            "owner": seat_options(people, *COMMITTEE, Role.SECRETARY, *HEADS),
        },
        start={
            "day": begins.date().isoformat(),
            "hour": f"{begins:%H:%M}",
            "place": meeting.place or usual_place(desk, meeting),
            "attendees": [option.value for option in committee],
            **({"items": items} if items else {}),
        },
        over=_put_off_to(desk, step) | _guests_of_now(desk, meeting, step),
        facts=meeting_facts(desk, case)
        | {
            "offered": proposals,
            "directives": open_directives(desk),
            "agencies": {seat.agency_id: people.title(seat.id) for seat in people.by_role(*HEADS)},
            "days": suggested_days(desk, meeting) if not meeting.is_urgent else [],
            "urgent": case.subject if meeting.is_urgent else None,
            "papers_days": f"{-desk.law.rules['papers'].days:02d}",
        },
    )


def _put_off_to(desk: Desk, step: Step) -> dict[str, Any]:
    """The day the presider has in mind, where he put off the meeting of the draft before this one."""
    verdict = select(Answer).join(Step, col(Step.id) == col(Answer.step_id)).where(col(Step.case_id) == step.case_id)
    about_it = col(Step.about)["draft"].astext == step.about.get("previous", "")
    said = desk.session.exec(verdict.where(about_it, col(Answer.choice) == "postpone")).first()
    return {"day": said.payload["until"]} if said is not None else {}


def _guests_of_now(desk: Desk, meeting: Meeting, step: Step) -> dict[str, Any]:
    """The guests as they have been changed since, where the draft before this one had been adopted."""
    adopted = select(Step.id).where(col(Step.case_id) == step.case_id, col(Step.key) == f"adopt-agenda/{step.about.get('previous', '')}")
    if desk.session.exec(adopted).first() is None:
        return {}
    there = guests_of(desk, meeting)
    return {"guests": [one.model_dump(include={"name", "office", "email"}) | {"items": ", ".join(map(str, one.items))} for one in there]}


def usual_place(desk: Desk, meeting: Meeting) -> str:
    """Where the last meeting sat."""
    theirs = (col(Meeting.kind) == MeetingKind.GROUP) == (meeting.kind == MeetingKind.GROUP)
    last = select(Meeting.place).where(col(Meeting.id) != meeting.id, col(Meeting.place) != "", theirs)
    return desk.session.exec(last.order_by(col(Meeting.starts_at).desc())).first() or ""


def _late_item(desk: Desk, case: Case, step: Step) -> Prepared:
    rows = {row.seq: row for row in agenda_of(desk, meeting_of(desk, case))}
    row = rows.get(step.about["item"])
    owner = roster(desk).called(row.owner_seat) if row is not None and row.owner_seat else ""
    return Prepared(facts=meeting_facts(desk, case) | {"owner": owner})


def _call(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    people, by = roster(desk), case.subject["by"]
    title = next((people.title(seat.id) for seat in people.seats_of(by)), "")
    return Prepared(facts=meeting_facts(desk, case) | {"wanted": case.subject, "by": f"{people.name(by)}, {title}"})


def _meeting(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=meeting_facts(desk, case))


def _convene(desk: Desk, case: Case, step: Step) -> Prepared:
    slip = select(Paper).where(col(Paper.case_id) == case.id, col(Paper.key) == f"briefing/{step.about['round']}")
    return Prepared(facts={"paper": desk.session.exec(slip).first()})


def _sign(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts={"paper": desk.session.get(Paper, UUID(step.about["paper"]))})


def _consent(desk: Desk, case: Case, step: Step) -> Prepared:
    people, about = roster(desk), step.about
    seat = about["seat"]
    return Prepared(
        facts=meeting_facts(desk, case)
        | {
            "who": f"{people.name(people.holders.get(seat))}, {people.title(seat)}",
            "said": RsvpForm.CHOICES[about["choice"]],
            "reason": about["reason"],
            "proxy": ", ".join(part for part in (about["proxy"], about["office"]) if part),
        }
    )


def replies(desk: Desk, case: Case) -> list[Replied]:
    """Every seat of the committee with what it answered, whether the presider consented and whether its opinion came."""
    people = roster(desk)
    presides = presider_of(desk, meeting_of(desk, case)).seats
    said: dict[tuple[str, str], Answer | None] = {}
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id), isouter=True)
        .where(
            col(Step.case_id) == case.id,
            col(Step.question).in_(("rsvp", "leave-consent", "proxy-opinion")),
            col(Step.state) != StepState.WITHDRAWN,
        )
        .order_by(col(Step.id))
    )
    for step, answer in rows:
        said[step.question, step.about["seat"]] = answer
    return [
        Replied(
            seat.id,
            people.title(seat.id),
            people.name(people.holders.get(seat.id)),
            *(("Chủ trì cuộc họp", "") if seat.id in presides else _replied(said, seat.id)),
        )
        for seat in people.by_role(*COMMITTEE)
    ]


def _replied(said: Mapping[tuple[str, str], Answer | None], seat: str) -> tuple[str, str]:
    """A seat's reply in words, and who comes in its place."""
    if ("rsvp", seat) not in said:
        return "Không có trong thành phần mời", ""
    reply = said["rsvp", seat]
    if reply is None:
        return "Chưa trả lời", ""
    words = [f"Đã trả lời: {RsvpForm.CHOICES[reply.choice].lower()}"]
    if reply.choice != "attend":
        consent = said.get(("leave-consent", seat))
        words.append(f"người chủ trì: {ConsentForm.CHOICES[consent.choice].lower()}" if consent else "người chủ trì chưa có ý kiến")
    if reply.choice != "proxy":
        return "; ".join(words), ""
    has_opinion = reply.payload.get("opinion") or reply.payload.get("words") or said.get(("proxy-opinion", seat))
    words.append("đã gửi ý kiến bằng văn bản" if has_opinion else "chưa gửi ý kiến bằng văn bản")
    return "; ".join(words), f"{reply.payload['proxy_name']}, {reply.payload['proxy_office']}"


def _agenda_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    form, people = AgendaForm(choice="submit", **payload), roster(desk)
    meeting = meeting_of(desk, case)
    proposed = Meeting(
        case_id=case.id,
        title=meeting.title,
        starts_at=form.starts_at,
        place=form.place,
        points=[line.point for line in form.points],
        online=form.online,
        uid=meeting.uid,
    )
    return {
        "meeting": proposed,
        "slots": slots(proposed, [(line.minutes, line.item, line.by) for line in form.items]),
        "owners": [(n, people.called(line.owner)) for n, line in enumerate(form.items, start=1) if line.owner],
        "guests": [(guest.name, guest.office, ", ".join(map(str, guest.numbers))) for guest in form.guests],
        "clashes": clashes(desk, form.day),
        "attendees": [(people.title(seat), people.name(people.holders.get(seat))) for seat in form.attendees],
    }


PREPARE |= {
    "agenda": _agenda,
    "convene": _convene,
    "convene-extended": _convene,
    "invitation-sign": _sign,
    "minutes-sign": _sign,
    "notice-sign": _sign,
    "rsvp": _meeting,
    "proxy-opinion": _meeting,
    "leave-consent": _consent,
    "paper": _meeting,
    "late-item": _late_item,
    "call": _call,
    "propose": _meeting,
}
DRAFTS |= {"agenda": _agenda_draft}
BRANCHES |= {
    RsvpForm: {"attend": frozenset(), "leave": frozenset({"reason", "opinion", "words"})},
    VerdictForm: {"approve": frozenset()},
    ConveneForm: {"approve": frozenset({"remark", "scan"}), "return": frozenset({"reason", "remark", "scan"})},
    SignForm: {"approve": frozenset()},
    ConsentForm: {"consent": frozenset()},
    CallForm: {"convene": frozenset()},
    LateItemForm: {"keep": frozenset()},
    PaperForm: {"none": frozenset()},
    ReleaseForm: {"take": frozenset({"signed"}), "given": frozenset({"signed", "number", "issued_on"}), "return": frozenset({"reason"})},
}
