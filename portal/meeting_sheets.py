"""The pages of a meeting's questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.clock import OFFICE_ZONE
from models.meetings import Attendance, Meeting
from models.people import Seat
from models.steps import Answer, Step, StepState
from portal.forms import Option
from portal.labels import PRESENCE
from portal.sheets import BRANCHES, DRAFTS, PREPARE, Prepared
from tasks.agencies import current, names
from tasks.bureau import Desk
from tasks.meeting_forms import AgendaForm, ConsentForm, RsvpForm, SignForm, VerdictForm
from tasks.meetings import agenda_of
from tasks.office import meeting_of
from tasks.proceedings import conclusions_of, presider_of
from tasks.who import COMMITTEE, Role, Roster, roster

GROUP = (Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY, Role.GROUP_MEMBER)


@dataclass(frozen=True)
class Slot:
    """A line of an agenda with the clock time it begins at."""

    begins: time
    minutes: int
    item: str
    by: str


@dataclass(frozen=True)
class Replied:
    """What a seat said about coming, as the minutes' page shows it beside the boxes."""

    seat: str
    title: str
    name: str
    reply: str
    proxy: str


def slots(meeting: Meeting, lines: Sequence[tuple[int, str, str]]) -> list[Slot]:
    """An agenda as a timetable from the meeting's start; lines are (minutes, item, who)."""
    begins, found = meeting.starts_at.astimezone(OFFICE_ZONE), []
    for minutes, item, by in lines:
        found.append(Slot(begins.time(), minutes, item, by))
        begins += timedelta(minutes=minutes)
    return found


def meeting_facts(desk: Desk, case: Case) -> dict[str, Any]:
    """The meeting as decided so far."""
    meeting, people = meeting_of(desk, case), roster(desk)
    presider = presider_of(desk, meeting)
    title = ", ".join(people.title(seat) for seat in presider.seats)
    return {
        "meeting": meeting,
        "presider": f"{people.name(presider.officer_id)}, {title if not presider.standing_in else f'thay {title}'}",
        "slots": slots(meeting, [(line.minutes, line.item, line.by) for line in agenda_of(desk, meeting)]),
    }


def _seat_options(people: Roster, *roles: Role) -> list[Option]:
    return [Option(seat.id, people.title(seat.id), _who(people, seat)) for seat in people.by_role(*roles)]


def _who(people: Roster, seat: Seat) -> str:
    """The holder, and his office where the seat's title does not name it."""
    name = people.name(people.holders.get(seat.id))
    return f"{name}, {seat.office}" if seat.office and seat.office not in people.title(seat.id) else name


def _agenda(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - every page is prepared from these three
    meeting, people = meeting_of(desk, case), roster(desk)
    begins = meeting.starts_at.astimezone(OFFICE_ZONE)
    committee = _seat_options(people, *COMMITTEE)
    return Prepared(
        options={"attendees": committee, "group": _seat_options(people, *GROUP)},
        start={
            "day": begins.date().isoformat(),
            "hour": f"{begins:%H:%M}",
            "place": meeting.place,
            "attendees": [option.value for option in committee],
        },
    )


def _rsvp(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=meeting_facts(desk, case))


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


def _minutes(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=meeting_facts(desk, case) | {"replies": replies(desk, case)})


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
    has_opinion = reply.payload.get("opinion") or said.get(("proxy-opinion", seat))
    words.append("đã gửi ý kiến bằng văn bản" if has_opinion else "chưa gửi ý kiến bằng văn bản")
    return "; ".join(words), f"{reply.payload['proxy_name']}, {reply.payload['proxy_office']}"


def _conclusions(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    agencies = [Option(code, name) for code, name in current(desk).items()]
    return Prepared(options={"lead": agencies, "coordinating": agencies}, facts=meeting_facts(desk, case))


def _notice(desk: Desk, case: Case, step: Step) -> Prepared:  # noqa: ARG001 - as above
    return Prepared(facts=meeting_facts(desk, case) | concluded(desk, case) | {"attendance": attendance(desk, case)})


def concluded(desk: Desk, case: Case) -> dict[str, Any]:
    """The conclusions as recorded, with agencies by name."""
    meeting = meeting_of(desk, case)
    return {"conclusions": conclusions_of(desk, meeting), "agencies": names(desk, meeting.day)}


def attendance(desk: Desk, case: Case) -> list[tuple[str, int]]:
    """How many seats were present, represented, away: (in words, how many)."""
    rows = desk.session.exec(select(Attendance).where(col(Attendance.meeting_id) == meeting_of(desk, case).id)).all()
    counted = [(title, sum(1 for row in rows if row.presence == presence)) for presence, title in PRESENCE.items()]
    return [(title, n) for title, n in counted if n]


def _agenda_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    form, people = AgendaForm(choice="submit", **payload), roster(desk)
    meeting = meeting_of(desk, case)
    proposed = Meeting(case_id=case.id, title=meeting.title, starts_at=form.starts_at, place=form.place, uid=meeting.uid)
    return {
        "meeting": proposed,
        "slots": slots(proposed, [(line.minutes, line.item, line.by) for line in form.items]),
        "attendees": [(people.title(seat), people.name(people.holders.get(seat))) for seat in form.attendees],
    }


def _minutes_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    came, sent = set(payload["present"]), set(payload["proxies"])
    seen = [(one, "Có mặt" if one.seat in came else "Có người dự thay" if one.seat in sent else "Vắng") for one in replies(desk, case)]
    return {"minutes": payload, "seen": seen}


def _notice_draft(desk: Desk, case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"notice": payload} | meeting_facts(desk, case) | concluded(desk, case)


PREPARE |= {
    "agenda": _agenda,
    "rsvp": _rsvp,
    "proxy-opinion": _rsvp,
    "leave-consent": _consent,
    "minutes": _minutes,
    "conclusions": _conclusions,
    "notice-draft": _notice,
}
DRAFTS |= {"agenda": _agenda_draft, "minutes": _minutes_draft, "notice-draft": _notice_draft}
BRANCHES |= {
    RsvpForm: {"attend": frozenset(), "leave": frozenset({"reason"})},
    VerdictForm: {"approve": frozenset()},
    SignForm: {"approve": frozenset()},
    ConsentForm: {"consent": frozenset()},
}
