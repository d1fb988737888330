"""What a meeting leaves behind: who came, its minutes, what members add to them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from documents.minutes import Absentee, Matter, MinutesPaper, Proxy, Remark
from documents.papers import Person
from models.clock import at
from models.meetings import Attendance, Meeting, Presence
from models.steps import AnswerRow
from tasks.bureau import Desk
from tasks.conclusions import on_paper as conclusions_on_paper
from tasks.correspondence import Telling, tell
from tasks.guests import guests_of
from tasks.invitations import invited
from tasks.meeting_questions import LEAVE_CONSENT, PROXY_OPINION, RSVP
from tasks.meetings import common
from tasks.meetings import on_paper as presider_on_paper
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, enclosed, left_signature, release, type_out, typed_about
from tasks.presiding import presider_of, presiding_seat
from tasks.proceedings_forms import ConclusionsForm, MinutesForm
from tasks.proceedings_questions import TYPE_MINUTES
from tasks.questions import Question
from tasks.recipients import readers
from tasks.releasing import as_typed
from tasks.verbs import Gathered, Opened, fix, open
from tasks.who import COMMITTEE, Role, roster


def came(office: Office, form: MinutesForm, sent: dict[str, Any]) -> dict[str, tuple[Presence, str | None, str]]:
    """Khoản 5 Điều 6: seat → how it was represented, by which proxy, and the reason given for being away.

    A proxy is seated only with the presider's consent and the member's written opinion. What came after its gather closed counts
    as well, up to this moment: the clause sets no deadline, and who has the presider's consent is not written down as without it.
    """
    suffixes = {one.seat: one.suffix for one in invited(office, sent)}
    presides = presiding_seat(office.desk, meeting_of(office.desk, office.case))
    found: dict[str, tuple[Presence, str | None, str]] = {}
    for seat in roster(office.desk).by_role(*COMMITTEE):
        reply, consent, opinion = (
            _said(office, question, suffixes.get(seat.id, seat.id)) for question in (RSVP, LEAVE_CONSENT, PROXY_OPINION)
        )
        consented = consent is not None and consent.choice == "consent"
        proxy = f"{reply.payload['proxy_name']}, {reply.payload['proxy_office']}" if reply and reply.choice == "proxy" else None
        heard = opinion is not None or (reply is not None and bool(reply.payload.get("opinion") or reply.payload.get("words")))
        reason = reply.payload.get("reason", "") if reply is not None else ""
        if seat.id in form.present:
            found[seat.id] = Presence.PRESENT, None, ""
        elif seat.id in form.proxies and proxy and consented and heard:
            found[seat.id] = Presence.PROXY, proxy, reason
        elif seat.role == Role.CHAIR and seat.id != presides:
            found[seat.id] = Presence.STOOD_IN_FOR, None, ""
        else:
            found[seat.id] = (Presence.CONSENTED if consented else Presence.UNCONSENTED), None, reason
    return found


def _said(office: Office, question: Question, suffix: str) -> AnswerRow | None:
    """The answer about this seat's coming, to the meeting's present time; looked up inside the deed that records it."""
    return office.steps.get(office.key(question, suffix), (None, None))[1]


def record_attendance(office: Office, minutes: Answered, sent: dict[str, Any]) -> dict[str, str]:
    """Write down who came, and how who did not was represented."""
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    found = came(office, MinutesForm(choice=minutes.choice, **minutes.payload), sent)
    desk.session.add_all(
        Attendance(
            meeting_id=meeting.id,
            seat_id=seat,
            officer_id=people.holders.get(seat),
            presence=presence,
            proxy_name=proxy.partition(",")[0] if proxy else None,
        )
        for seat, (presence, proxy, _) in found.items()
    )
    desk.session.flush()
    return {seat: presence for seat, (presence, _, _) in found.items()}


def put_minutes(office: Office, drafted: Answered, n: int, conclusions: Answered, sent: dict[str, Any]) -> dict[str, Any]:
    """The biên bản that secretary and standing member sign."""
    return dict(fix(office, TYPE_MINUTES, lambda: _type_minutes(office, drafted, n, conclusions, sent), suffix=str(n)))


def same_minutes(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The biên bản that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_MINUTES, str(n)))


def _type_minutes(office: Office, drafted: Answered, n: int, conclusions: Answered, sent: dict[str, Any]) -> dict[str, Any]:
    desk, case, meeting, people = office.desk, office.case, meeting_of(office.desk, office.case), roster(office.desk)
    form = MinutesForm(choice=drafted.choice, **drafted.payload)
    lines = conclusions_on_paper(desk, ConclusionsForm(choice=conclusions.choice, **conclusions.payload).conclusions)

    def build(number: int | None, day: date | None, head: Head) -> MinutesPaper:
        secretary = people.by_role(Role.SECRETARY)[0].id
        return MinutesPaper(
            **common(head, number, day),
            meeting_title=meeting.title,
            began=meeting.starts_at,
            ended=at(meeting.day, form.ended),
            place=meeting.whereabouts,
            presider=presider_on_paper(desk, presider_of(desk, meeting)),
            keeper=_person(desk, secretary),
            secretary=left_signature(desk, "minutes", secretary),
            members=len(people.by_role(*COMMITTEE)),
            matters=tuple(
                Matter(item=line.item, by=line.by or "Người chủ trì", discussed=_paragraphs(line.discussed)) for line in form.matters
            ),
            remarks=tuple(_remarks(desk, form)),
            conclusions=lines,
            guests=tuple(_others(desk, meeting, form)),
            **_roll(office, form, sent),
        )

    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    order = Issue("minutes", f"minutes/{n}/{meeting.sequence}", "bien_ban", meeting.title, standing, build)
    return typed_about(type_out(desk, case, order))


def _roll(office: Office, form: MinutesForm, sent: dict[str, Any]) -> dict[str, Any]:
    desk, people = office.desk, roster(office.desk)
    groups: dict[Presence, list[Any]] = {presence: [] for presence in Presence}
    for seat, (presence, proxy, reason) in came(office, form, sent).items():
        who = _person(desk, seat)
        if presence == Presence.PROXY and proxy is not None:
            name, _, office_held = proxy.partition(", ")
            groups[presence].append(Proxy(name=name, title=office_held, member=people.called(seat)))
        elif presence == Presence.PRESENT:
            groups[presence].append(who)
        else:
            groups[presence].append(Absentee(name=who.name, title=who.title, reason=reason))
    return {
        "present": tuple(groups[Presence.PRESENT]),
        "proxies": tuple(groups[Presence.PROXY]),
        "excused": tuple(groups[Presence.CONSENTED]),
        "unexcused": tuple(groups[Presence.UNCONSENTED]),
        "stood_in_for": tuple(groups[Presence.STOOD_IN_FOR]),
    }


def _others(desk: Desk, meeting: Meeting, form: MinutesForm) -> Iterator[Person]:
    """Who was there and is no member: invited seats in the order of the page, then guests."""
    members = {seat.id for seat in roster(desk).by_role(*COMMITTEE)}
    yield from (_person(desk, seat) for seat in form.present if seat not in members)
    yield from (Person(name=guest.name, title=guest.office) for guest in guests_of(desk, meeting) if str(guest.id) in form.guests)


def _remarks(desk: Desk, form: MinutesForm) -> Iterator[Remark]:
    """Opinions to the letter; those that came in writing from who was away say so. Two seats may have one title (Phó Trưởng ban)."""
    people = roster(desk)
    for line in form.remarks:
        seats = [seat for seat in people.seats if line.speaker in (people.called(seat), people.title(seat))]
        written = bool(seats) and not set(seats) & set(form.present)
        yield Remark(speaker=line.speaker, words=_paragraphs(line.words), written=written)


def _person(desk: Desk, seat: str) -> Person:
    people = roster(desk)
    return Person(name=people.name(people.holders.get(seat)), title=people.title(seat))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def issue_minutes(office: Office, released: Answered, attendance: dict[str, str]) -> dict[str, Any]:
    """The signed biên bản is out; returns what the letter encloses that asks members whether they would add to it.

    Who is among its "Nơi nhận" and is not asked, having been away, is sent it all the same (Đ2.1).
    """
    desk, people = office.desk, roster(office.desk)
    paper = release(desk, UUID(released.about["paper"]), released)
    asked = {people.answerer(seat).officer_id for seat in _there(attendance)}
    telling = Telling(
        key=f"{paper.key}/sent",
        kind="told",
        title=f"Biên bản số {paper.notation}",
        what=f"Gửi Ông/Bà Biên bản số {paper.notation}; nội dung ở tệp kèm theo.",
        clauses=("Đ2.1", "Đ5.4b"),
        why="Ông/Bà là thành viên Ban Chỉ đạo và không dự cuộc họp.",
        enclosed=enclosed(paper),
    )
    tell(desk, office.case, [officer for officer in readers(desk, "minutes") if officer not in asked], telling)
    return {"paper": str(paper.id), "notation": paper.notation, "enclosed": enclosed(paper)}


def _there(attendance: dict[str, str]) -> list[str]:
    """The seats that were there, or sent somebody."""
    return [seat for seat, presence in attendance.items() if presence in (Presence.PRESENT, Presence.PROXY)]


def ask_for_comments(office: Office, question: Question, attendance: dict[str, str], issued: dict[str, Any]) -> list[Opened]:
    """Đ2.1, Đ6.5: who was there, or sent somebody, may add to the minutes."""
    about = {"enclosed": issued["enclosed"]}
    return [open(office, seat, question, suffix=seat, about={"seat": seat} | about) for seat in _there(attendance)]


def close_meeting(office: Office, comments: Gathered) -> dict[str, Any]:
    """What members added to the minutes is reported to the presider, the standing member and the secretary.

    What was added after its day is reported as well, as long as the file is open.
    """
    desk, people = office.desk, roster(office.desk)
    asked = [office.steps[key] for key in (*comments.answers, *comments.silent)]
    said = [(step.seats[0], answer.payload) for step, answer in asked if answer is not None and answer.choice == "comment"]
    added = [f"- {people.called(seat)}: {payload['comment']}" for seat, payload in said]
    seats = [people.by_role(role)[0].id for role in (Role.STANDING_MEMBER, Role.SECRETARY)]
    officers = [presider_of(desk, meeting_of(desk, office.case)).officer_id, *(people.answerer(seat).officer_id for seat in seats)]
    telling = Telling(
        key="closing",
        kind="told",
        title="Khép hồ sơ cuộc họp",
        what="\n".join(["Ý kiến bổ sung vào biên bản:", *added]),
        clauses=("Đ6.5d", "Đ7.10"),
        why="Ông/Bà chủ trì cuộc họp hoặc lưu giữ hồ sơ cuộc họp.",
    )
    if added:
        tell(desk, office.case, [officer for officer in officers if officer is not None], telling)
    return {"comments": len(added)}
