"""Guests change after the invitation has left (khoản 2 Điều 8): what cannot be, who has to consent, who is written to.

Only the chair makes a meeting an extended one: who comes in is written to once the chair, or who stands in for him with a delegation
that names Đ8.2, has consented. Who drops out, and whose items change, needs no more than the act's reason.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Act, Case
from models.meetings import AgendaItem, Guest, Meeting
from models.steps import AskedStep
from tasks.asking import Wanted, open_steps
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.guest_forms import GuestConsentForm, GuestsForm
from tasks.guests import CONSENT, drop, guests_of, items_of, proposals, put, write_to
from tasks.invitations import invited
from tasks.meeting_checks import took_place
from tasks.meeting_forms import GuestLine, numbers_in
from tasks.meeting_questions import INVITE_GUESTS, ISSUE_INVITATION
from tasks.office import Office, meeting_of
from tasks.presiding import presider_of
from tasks.questions import Unacceptable, question
from tasks.who import Asked, Role, roster

GONE_STALE = "Khách mời đã thay đổi từ khi mở trang này; xin xem lại danh sách rồi ghi lại."
EXAMPLE = "ghi số thứ tự nội dung được mời, ví dụ: 2, 3"


@dataclass(frozen=True)
class Changing:
    """What a form comes to, once it is known to be possible."""

    coming: Sequence[GuestLine] = ()
    leaving: Sequence[Guest] = ()
    anew: dict[UUID, list[int]] = field(default_factory=dict)  # guest → the items he is invited to from now on

    @property
    def is_none(self) -> bool:
        """Whether nothing changes."""
        return not (self.coming or self.leaving or self.anew)


def what_changes(desk: Desk, meeting: Meeting, form: GuestsForm, seats: Collection[str]) -> Changing:
    """Read a form against the meeting as it stands; ``seats``: those invited, after the change.

    Raises :class:`Unacceptable`, each place named, for items that are not on the agenda or were taken off it, for an address that is
    somebody's already, and for guests who are none any more.
    """
    there = {str(guest.id): guest for guest in guests_of(desk, meeting)}
    named = [*form.guests_out, *(line.guest for line in form.kept)]
    if len({line.guest for line in form.kept}) < len(form.kept) or set(named) - there.keys():
        raise Unacceptable({"form": GONE_STALE})
    wrong, anew = {}, {}
    for n, line in enumerate(form.kept):
        guest, was = there[line.guest], numbers_in(line.was)
        now = [row.seq for row in items_of(desk, guest)]
        if line.guest in form.guests_out or line.numbers == now or (line.was and line.numbers == was):
            continue
        if was and was != now:
            raise Unacceptable({"form": GONE_STALE})
        if told := _wrong_items(desk, meeting, guest.name, line.numbers):
            wrong[f"kept.{n}.items"] = f"{told} Không mời nữa thì đánh dấu «Thôi mời»." if not line.numbers else told
        anew[guest.id] = line.numbers
    kept = [guest.email for key, guest in there.items() if key not in form.guests_out]
    wrong |= _wrong_lines(desk, meeting, form.guests, seats, [*kept, *_proposed(desk, meeting)])
    if wrong:
        raise Unacceptable(wrong)
    return Changing(form.guests, [guest for key, guest in there.items() if key in form.guests_out], anew)


def _wrong_lines(
    desk: Desk, meeting: Meeting, lines: Sequence[GuestLine], seats: Collection[str], addresses: Iterable[str]
) -> dict[str, str]:
    """What the records say against these guests: place → sentence; ``addresses``: of guests who are invited, or proposed, already."""
    people, wrong = roster(desk), {}
    officers = {(people.officers[people.holders[seat]].email or "").lower(): seat for seat in seats if seat in people.holders}
    taken = {address.lower() for address in addresses}
    for n, line in enumerate(lines):
        if told := _wrong_items(desk, meeting, line.name, line.numbers):
            wrong[f"guests.{n}.items"] = told
        address = line.email.lower()
        if address in officers:
            wrong[f"guests.{n}.email"] = f"{line.email} là địa chỉ của {people.title(officers[address])}, đã có trong thành phần dự họp."
        elif address in taken:
            wrong[f"guests.{n}.email"] = (
                f"Đã có khách mời dùng địa chỉ {line.email}; mỗi người phải có địa chỉ riêng, khách đã mời thì sửa ở danh sách."
            )
        taken.add(address)
    return wrong


def _wrong_items(desk: Desk, meeting: Meeting, name: str, numbers: Sequence[int]) -> str:
    """Why nobody can be invited to these items, in a sentence; empty where one can."""
    rows = {row.seq: row for row in desk.session.exec(select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id))}
    if not numbers:
        return f"Khách mời {name}: {EXAMPLE}."
    if strange := [str(number) for number in numbers if number not in rows]:
        return f"Khách mời {name}: chương trình không có nội dung {', '.join(strange)}; {EXAMPLE}."
    if gone := [str(number) for number in numbers if rows[number].withdrawn is not None]:
        return f"Khách mời {name}: nội dung {', '.join(gone)} đã rút khỏi chương trình; hãy chọn nội dung khác."
    return ""


def _proposed(desk: Desk, meeting: Meeting) -> list[str]:
    """Addresses of guests about whom the chair has been asked and has not answered."""
    return [line["email"] for step in proposals(desk, desk.case(meeting.case_id)) for line in step.about["guests"]]


def decides(desk: Desk, officer_id: str | None) -> bool:
    """Whether this officer may invite a guest by himself today: the chair, or who stands in with a delegation that names it."""
    return officer_id is not None and _asked(desk).officer_id == officer_id


def _asked(desk: Desk, about: dict[str, Any] | None = None) -> Asked:
    people = roster(desk)
    return people.answerer(people.by_role(Role.CHAIR)[0].id, about=about, reserved=question(CONSENT).reserved)


def as_said(change: Changing, officer_decides: bool) -> dict[str, Any]:
    """As the act keeps it."""
    return {
        "guests": {
            "in" if officer_decides else "proposed": [line.model_dump() for line in change.coming],
            "out": [str(guest.id) for guest in change.leaving],
            "items": {str(guest_id): numbers for guest_id, numbers in change.anew.items()},
        }
    }


def carry_out(desk: Desk, case: Case, change: Changing, done: Act, why: str) -> None:
    """In the act's transaction: who drops out and whose items change is written to; who comes in too, or the chair is asked."""
    meeting = meeting_of(desk, case)
    drop(desk, case, change.leaving, why)
    changed = [guest for guest in guests_of(desk, meeting) if guest.id in change.anew]
    for guest in changed:
        guest.items = change.anew[guest.id]
        desk.session.add(guest)
    desk.session.flush()
    _invite(desk, case, changed)
    if not change.coming:
        return
    if decides(desk, done.officer_id):
        _invite(desk, case, put(desk, meeting, change.coming))
    else:
        _propose(desk, case, change.coming, done)


def _propose(desk: Desk, case: Case, lines: Sequence[GuestLine], done: Act) -> None:
    """Ask the chair. Whose proposal it is cannot decide it, should he come to stand in for the chair meanwhile."""
    seats = roster(desk).seats_of(done.officer_id) if done.officer_id is not None else []
    about = {
        "matter": "; ".join(f"{line.name}, {line.office} (nội dung {', '.join(map(str, line.numbers))})" for line in lines),
        "guests": [line.model_dump() for line in lines],
        "reason": done.reason,
        "by": done.officer_id,
    } | ({"seat": seats[0].id} if seats else {})
    open_steps(desk, case, [Wanted(question(CONSENT), _asked(desk, about), f"{CONSENT}/{done.n}", about)])


def _invite(desk: Desk, case: Case, guests: Sequence[Guest]) -> None:
    """Write to these, as the meeting stands; before its invitation has left nobody is written to: theirs leaves with it."""
    office, meeting = Office.at(desk, case), meeting_of(desk, case)
    sent = office.value(ISSUE_INVITATION)
    if sent is not None and office.value(INVITE_GUESTS) is not None:
        entry = sent["enclosed"]["calendar"] | {"sequence": meeting.sequence, "stamp": desk.now.isoformat()}
        write_to(desk, case, guests, sent["enclosed"] | {"calendar": entry})


def still_invitable(desk: Desk, step: AskedStep, form: GuestConsentForm) -> dict[str, str]:
    """What the records say against these guests by now; they can always be refused."""
    if form.choice == "refuse":
        return {}
    case = desk.case(step.case_id)
    meeting = meeting_of(desk, case)
    if took_place(desk, meeting):
        return {"choice": "Cuộc họp đã diễn ra và đã ghi kết luận, không mời thêm khách được nữa; hãy chọn «Không đồng ý»."}
    office = Office.at(desk, case)
    sent = office.value(ISSUE_INVITATION)
    seats = [one.seat for one in invited(office, sent)] if sent is not None else []
    addresses = [guest.email for guest in guests_of(desk, meeting)]
    wrong = _wrong_lines(desk, meeting, _lines(step), {*seats, *presider_of(desk, meeting).seats}, addresses)
    return {"choice": " ".join([*wrong.values(), "Hãy chọn «Không đồng ý» để người đề nghị ghi lại."])} if wrong else {}


def _lines(step: AskedStep) -> list[GuestLine]:
    return [GuestLine(**line) for line in step.about["guests"]]


def settle(desk: Desk, step: AskedStep, form: GuestConsentForm) -> None:
    """The chair has spoken: the guests are invited, or not; who proposed them learns which, and why not."""
    case, agreed = desk.case(step.case_id), form.choice == "consent"
    if agreed:
        _invite(desk, case, put(desk, meeting_of(desk, case), _lines(step)))
    said = "đồng ý mời" if agreed else "không đồng ý mời"
    then = "Giấy mời được gửi cho khách." if agreed else f"Lý do: {form.reason}"
    telling = Telling(
        key=f"{step.key}/said",
        kind="told",
        title=f"Trưởng ban {said} thêm khách dự họp",
        what=f"Trưởng ban {said} thêm khách dự họp: {step.about['matter']}. {then}",
        clauses=("Đ8.2",),
        why="Ông/Bà đã đề nghị mời thêm khách dự cuộc họp.",
    )
    tell(desk, case, [step.about["by"]] if step.about["by"] else [], telling)
