"""The papers of the working group's meeting: the letter that calls it, its minutes, the notice of its conclusions; their leaders sign."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from documents.group import ConvocationLetter, GroupConclusion, GroupMinutesPaper, GroupNoticePaper
from documents.minutes import Absentee, Matter, Remark
from documents.papers import Person, Presider
from models.clock import at
from models.meetings import AgendaItem, Meeting, Presence
from tasks.bureau import Desk
from tasks.group_attendance import came
from tasks.group_checks import GROUP
from tasks.group_forms import GroupAgendaForm, GroupMinutesForm, GroupNoticeForm, GroupTaskLine
from tasks.group_questions import ADOPT_GROUP_AGENDA, TYPE_CONVOCATION, TYPE_GROUP_MINUTES, TYPE_GROUP_NOTICE
from tasks.meetings import agenda_on_paper, common
from tasks.office import Answered, Office, meeting_of
from tasks.papers import Head, Issue, left_signature, type_out, typed_about
from tasks.presiding import presider_of
from tasks.questions import Deed
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, Roster, roster

MEMBERS = "Các thành viên Tổ công tác giúp việc Ban Chỉ đạo"


def put_convocation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The draft is written down, and the công văn typed that the leader who presides signs."""
    fix(office, ADOPT_GROUP_AGENDA, lambda: _adopt(office, drafted), suffix=str(n))
    return dict(fix(office, TYPE_CONVOCATION, lambda: _type_convocation(office, n), suffix=str(n)))


def same_convocation(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The công văn that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_CONVOCATION, str(n)))


def _adopt(office: Office, drafted: Answered) -> str:
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    form = GroupAgendaForm(choice=drafted.choice, **drafted.payload)
    meeting.starts_at, meeting.place, meeting.online = form.starts_at, form.place, form.online
    meeting.presider_seat, meeting.minutes = form.presider, sum(line.minutes for line in form.items)
    desk.session.add(meeting)
    desk.session.execute(delete(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id))
    desk.session.add_all(
        AgendaItem(meeting_id=meeting.id, seq=n, minutes=line.minutes, item=line.item, by=line.by) for n, line in enumerate(form.items, 1)
    )
    desk.session.flush()
    return meeting.day.isoformat()


def _type_convocation(office: Office, n: int) -> dict[str, Any]:
    desk, meeting = office.desk, meeting_of(office.desk, office.case)

    def build(number: int | None, day: date | None, head: Head) -> ConvocationLetter:
        return ConvocationLetter(
            **common(head, number, day),
            addressees=(MEMBERS,),
            meeting_title=meeting.title,
            at=meeting.starts_at,
            place=meeting.whereabouts,
            presider=presider_on_paper(desk, meeting),
            agenda=agenda_on_paper(desk, meeting),
        )

    subject = f"Triệu tập {meeting.title[:1].lower()}{meeting.title[1:]}"
    return _typed(office, Issue("group_convocation", f"convocation/{n}", "cong_van_trieu_tap", subject, _signer(meeting), build))


def put_minutes(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The biên bản that the secretary and the leader who presided sign."""
    return dict(fix(office, TYPE_GROUP_MINUTES, lambda: _type_minutes(office, drafted, n), suffix=str(n)))


def same_minutes(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - as above
    """The biên bản that was typed for signing, for who releases it."""
    return _same(office, TYPE_GROUP_MINUTES, n)


def _type_minutes(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    form = GroupMinutesForm(choice=drafted.choice, **drafted.payload)
    secretary = people.by_role(Role.SECRETARY)[0].id
    roll = [(person_on_paper(people, seat), how, why) for seat, (how, why) in came(office, form).items()]

    def build(number: int | None, day: date | None, head: Head) -> GroupMinutesPaper:
        return GroupMinutesPaper(
            **common(head, number, day),
            meeting_title=meeting.title,
            began=meeting.starts_at,
            ended=at(meeting.day, form.ended),
            place=meeting.whereabouts,
            presider=presider_on_paper(desk, meeting),
            keeper=person_on_paper(people, secretary),
            secretary=left_signature(desk, "group_minutes", secretary),
            members=len(people.by_role(*GROUP)),
            present=tuple(who for who, how, _ in roll if how == Presence.PRESENT),
            excused=tuple(_away(who, why) for who, how, why in roll if how == Presence.REPORTED),
            unexcused=tuple(_away(who, why) for who, how, why in roll if how == Presence.UNREPORTED),
            matters=tuple(
                Matter(item=line.item, by=line.by or "Người chủ trì", discussed=tuple(line.discussed.splitlines())) for line in form.matters
            ),
            remarks=tuple(Remark(speaker=line.speaker, words=tuple(line.words.splitlines())) for line in form.remarks),
            conclusions=tasks_on_paper(people, form.tasks),
        )

    return _typed(office, Issue("group_minutes", f"group-minutes/{n}", "bien_ban_hop_to", meeting.title, _signer(meeting), build))


def put_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The thông báo kết luận that the leader who presided signs."""
    return dict(fix(office, TYPE_GROUP_NOTICE, lambda: _type_notice(office, drafted, n), suffix=str(n)))


def same_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - as above
    """The thông báo kết luận that was typed for signing, for who releases it."""
    return _same(office, TYPE_GROUP_NOTICE, n)


def _type_notice(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    form = GroupNoticeForm(choice=drafted.choice, **drafted.payload)

    def build(number: int | None, day: date | None, head: Head) -> GroupNoticePaper:
        return GroupNoticePaper(
            **common(head, number, day),
            meeting_title=meeting.title,
            meeting_date=meeting.day,
            place=meeting.whereabouts,
            presider=presider_on_paper(desk, meeting),
            attendance=form.attendance,
            opening=form.opening or None,
            closing=form.closing or None,
            conclusions=tasks_on_paper(people, form.tasks),
        )

    subject = f"Kết luận {meeting.title[:1].lower()}{meeting.title[1:]}"
    return _typed(office, Issue("group_notice", f"group-notice/{n}", "thong_bao_hop_to", subject, _signer(meeting), build))


def _typed(office: Office, order: Issue) -> dict[str, Any]:
    return typed_about(type_out(office.desk, office.case, order))


def _same(office: Office, typed: Deed, n: int) -> dict[str, Any]:
    return as_typed(office.desk, office.value(typed, str(n)))


def _signer(meeting: Meeting) -> str:
    assert meeting.presider_seat is not None
    return meeting.presider_seat


def presider_on_paper(desk: Desk, meeting: Meeting) -> Presider:
    """Who presides, as the group's papers name him."""
    people, presides = roster(desk), presider_of(desk, meeting)
    who = person_on_paper(people, presides.in_seat or presides.seats[0])
    return Presider(name=people.name(presides.officer_id), title=who.title)


def person_on_paper(people: Roster, seat: str) -> Person:
    """A member of the group, as its papers name him: with his office, which tells members with one title apart."""
    found = people.seats[seat]
    title = found.title if "Tổ công tác" in found.title else f"{found.title} Tổ công tác"
    return Person(name=people.name(people.holders.get(seat)), title=f"{found.office}, {title}" if found.office else title)


def _away(who: Person, why: str) -> Absentee:
    return Absentee(name=who.name, title=who.title, reason=why)


def tasks_on_paper(people: Roster, lines: Sequence[GroupTaskLine]) -> tuple[GroupConclusion, ...]:
    """Conclusions with who does what, by name and office."""
    return tuple(
        GroupConclusion(
            text=line.text,
            lead=_named(people, line.seat),
            coordinating=tuple(_named(people, seat) for seat in line.helpers),
            due=line.due,
            product=line.product or "theo nội dung được giao",
        )
        for line in lines
    )


def _named(people: Roster, seat: str) -> str:
    return f"đồng chí {people.name(people.holders.get(seat))} ({people.seats[seat].office})"
