"""The slip (phiếu trình) on which a meeting's presider decides: one page, however much the agenda holds."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten, wrap
from typing import Any

from documents.briefing import BriefingSlip
from documents.papers import Person
from models.meetings import Meeting
from tasks.bureau import Desk
from tasks.meeting_checks import clashes
from tasks.meeting_forms import AgendaForm
from tasks.meeting_questions import BRIEFING
from tasks.office import Answered, Office, meeting_of
from tasks.papers import enclosed, head, working_paper
from tasks.verbs import fix
from tasks.who import Role, Roster, roster

# What one page holds beside the fixed lines, as the printed test measures it; the whole agenda stands on his page, where he answers.
LINE = 64  # characters
ROOM = 21  # lines of the cells that grow: where, the agenda, who is invited, whose papers
MOST_NUMBERS = 12  # of items beside one name
MOST_NAMED = 3  # of one kind: seats of a role, guests, owners of papers

CATEGORIES = {
    Role.DEPUTY_CHAIR: "Phó Trưởng ban",
    Role.MEMBER: "Ủy viên Ban Chỉ đạo",
    Role.DEPUTY_GROUP_LEADER: "Tổ phó Tổ công tác",
    Role.GROUP_MEMBER: "thành viên Tổ công tác",
    Role.AGENCY_HEAD: "thủ trưởng cơ quan, đơn vị",
}


def put_briefing(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The slip of this draft, in his letter and on his page."""
    return dict(fix(office, BRIEFING, lambda: _briefing(office, drafted, n), suffix=str(n)))


def _briefing(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, meeting, people = office.desk, meeting_of(office.desk, office.case), roster(office.desk)
    form = AgendaForm(choice=drafted.choice, **drafted.payload)
    secretary, standing = (people.by_role(role)[0].id for role in (Role.SECRETARY, Role.STANDING_MEMBER))
    presider = meeting.presider_seat or people.by_role(Role.CHAIR)[0].id
    planned = Meeting(
        case_id=office.case.id,
        title=meeting.title,
        starts_at=form.starts_at,
        place=form.place,
        points=[line.point for line in form.points],
        online=form.online,
        uid=meeting.uid,
    )
    called, committee = people.name(people.answerer(presider).officer_id), desk.law.committee.identity.short_name
    where = f"{form.starts_at:%H giờ %M, ngày %d/%m/%Y}, {planned.whereabouts}" + _warned(desk, form.day)
    invited = (*categories(people, form.attendees), *_few([f"{guest.name}, {guest.office}" for guest in form.guests], "khách mời"))
    owners = _owners(people, form)
    slip = BriefingSlip(
        letterhead=head(desk, "group_convocation", people.by_role(Role.GROUP_LEADER)[0].id).letterhead,
        date=desk.today,
        about=f"Tổ chức {meeting.title[:1].lower()}{meeting.title[1:]}",
        addressee=f"Đồng chí {called}, {people.title(presider)} {committee}",
        asked="Cho ý kiến về ngày họp, chương trình, thành phần cuộc họp",
        meeting_line=where,
        agenda=programme(form, ROOM - sum(len(wrap(told, LINE)) for told in (where, "; ".join(invited), "; ".join(owners)))),
        attendees=invited,
        documents=owners,
        reviewed=f"{people.title(standing)} đã rà soát, đồng ý trình",
        maker=_person(desk, secretary),
        reviewer=_person(desk, standing),
    )
    title = f"Phiếu trình {meeting.title[:1].lower()}{meeting.title[1:]}"
    return {"enclosed": enclosed(working_paper(desk, office.case, f"briefing/{n}", "phieu_trinh", title, slip))}


def programme(form: AgendaForm, room: int) -> tuple[str, ...]:
    """The agenda in so many lines: in full where it fits, else two lines or one an item, else how many items are left out."""
    told = [f"{n}. {line.item} ({f'{line.by}, ' if line.by else ''}{line.minutes} phút)" for n, line in enumerate(form.items, start=1)]
    for cut in (told, _cut(told, 2 * LINE - 8), _cut(told, LINE)):  # the first of two lines seldom ends at its edge
        if sum(len(wrap(one, LINE)) for one in cut) <= room:
            return tuple(cut)
    kept = max(room - 1, 1)
    return (*_cut(told[:kept], LINE), f"… và {len(told) - kept} nội dung khác (xem đủ tại trang trả lời)")


def _cut(told: Sequence[str], width: int) -> list[str]:
    return [shorten(one, width, placeholder="…") for one in told]


def categories(people: Roster, seats: Sequence[str]) -> tuple[str, ...]:
    """Seats as a paper sums them up: a whole role by its name, many of a role by how many, a few seat by seat."""
    found: list[str] = []
    for role in dict.fromkeys(Role(people.seats[seat].role) for seat in seats):
        whole, mine = people.by_role(role), [seat for seat in seats if people.seats[seat].role == role]
        if role in CATEGORIES and len(mine) == len(whole) > 1:
            found.append(f"các {CATEGORIES[role]} ({len(mine):02d} đồng chí)")
        elif role in CATEGORIES and len(mine) > MOST_NAMED:
            found.append(f"{len(mine):02d} trong {len(whole):02d} {CATEGORIES[role]}")
        else:
            found += [people.called(seat) for seat in mine]
    return tuple(dict.fromkeys(found))


def _owners(people: Roster, form: AgendaForm) -> tuple[str, ...]:
    """Who hands in papers for which items."""
    found: dict[str, list[str]] = {}
    for n, line in enumerate(form.items, start=1):
        if line.owner:
            found.setdefault(line.owner, []).append(str(n))
    told = [
        f"{people.called(seat)}: {'nội dung ' + ', '.join(numbers) if len(numbers) <= MOST_NUMBERS else f'{len(numbers)} nội dung'}"
        for seat, numbers in found.items()
    ]
    return _few(told, "đầu mối khác")


def _few(told: Sequence[str], others: str) -> tuple[str, ...]:
    """The first few of them, and how many others there are."""
    kept = MOST_NAMED if len(told) <= MOST_NAMED else MOST_NAMED - 1
    left = len(told) - kept
    return (*told[:kept], f"và {left} {others}") if left > 0 else tuple(told)


def _warned(desk: Desk, day: date) -> str:
    found = clashes(desk, day)
    return f" (lưu ý trùng: {'; '.join(found)})" if found else ""


def _person(desk: Desk, seat: str) -> Person:
    people = roster(desk)
    return Person(name=people.name(people.answerer(seat).officer_id), title=people.title(seat))
