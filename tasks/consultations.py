"""A written consultation of its own (Đ6.3): begun by whoever may, its form adopted when it is signed, sent when it is released."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.cases import Case
from models.consultations import Consultation
from models.errors import Refused
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.consultation_forms import BallotForm
from tasks.consultation_papers import due_day, enclosed_files, letter_in_words, opinion_form
from tasks.office import Answered, Office
from tasks.opinions import consultation_of
from tasks.papers import enclosed, release
from tasks.who import COMMITTEE, Role, Roster, roster

VERSION = 1  # of flows.written_consultation; its case is opened where flows cannot be imported
MAY_BEGIN = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER, Role.SECRETARY)  # the secretary in the standing member's name, who signs
MAY_DECIDE = (Role.CHAIR, Role.DEPUTY_CHAIR, Role.STANDING_MEMBER)


class NotYours(Refused):
    """Chỉ Trưởng ban, Phó Trưởng ban, Ủy viên thường trực, hoặc Thư ký thay mặt Ủy viên thường trực mở việc lấy ý kiến bằng văn bản."""

    status = 403


@dataclass(frozen=True)
class Wanted:
    """A consultation as somebody wants it: about what, why, how fast, and the seat that decides."""

    matter: str
    reason: str
    decider: str
    officer_id: str
    entry: str  # the form that asked for it: sent twice it is one consultation
    urgent: bool = False


def begin(desk: Desk, wanted: Wanted) -> tuple[Case, bool]:
    """Open its case; returns it and whether it is new.

    Raises ``Refused`` for an officer who may not, a matter or reason left blank, a decider without the authority.
    """
    people = roster(desk)
    held = {Role(seat.role) for seat in people.seats_of(wanted.officer_id)}
    if not held & set(MAY_BEGIN):
        raise NotYours(NotYours.__doc__)
    if not wanted.matter.strip() or not wanted.reason.strip():
        raise Refused("Xin ghi nội dung cần lấy ý kiến và lý do lấy ý kiến bằng văn bản.")
    if wanted.decider not in [seat.id for seat in people.by_role(*MAY_DECIDE)]:
        raise Refused("Xin chọn người quyết định: Trưởng ban, một Phó Trưởng ban hoặc Ủy viên thường trực.")
    subject = {
        "matter": wanted.matter.strip(),
        "reason": wanted.reason.strip(),
        "decider": wanted.decider,
        "urgent": wanted.urgent,
        "by": wanted.officer_id,
    }
    desk.actor = wanted.officer_id
    title = f"Lấy ý kiến bằng văn bản: {wanted.matter.strip()}"[:200]
    period = f"{desk.today:%Y-%m-%d}/{wanted.entry}"
    return open_case(desk, NewCase("written_consultation", title, VERSION, period=period, subject=subject, opening=open_consultation))


def open_consultation(desk: Desk, case: Case) -> None:
    """Its record, from what was asked for."""
    given = case.subject
    desk.session.add(
        Consultation(case_id=case.id, matter=given["matter"], reason=given["reason"], urgent=given["urgent"], decider_seat=given["decider"])
    )
    desk.session.flush()


def usual_seats(people: Roster, decider: str | None) -> list[str]:
    """Who is asked unless somebody says otherwise: all of the committee but who decides."""
    return [seat.id for seat in people.by_role(*COMMITTEE) if seat.id != decider]


def adopt(desk: Desk, asked: Consultation, form: BallotForm) -> Consultation:
    """Write the signed form into the consultation: what is asked of whom from today on, and by when."""
    asked.background, asked.money, asked.silence_consents = form.background, form.money == "yes", form.silence == "yes"
    asked.questions = [line.question for line in form.questions]
    asked.seats = [seat for seat in form.consulted if seat != asked.decider_seat]
    asked.files = [str(upload.id) for upload in enclosed_files(desk, form)]
    asked.sent_on, asked.closes_on = desk.today, due_day(desk, asked)
    desk.session.add(asked)
    desk.session.flush()
    return asked


def send(office: Office, drafted: Answered, released: Answered) -> dict[str, Any]:
    """The signed công văn is out: the form is adopted and everybody asked; returns the ballot for :func:`tasks.consulting.consult`."""
    desk, case = office.desk, office.case
    letter = release(desk, UUID(released.about["paper"]), released)
    asked = adopt(desk, consultation_of(desk, case), BallotForm(choice=drafted.choice, **drafted.payload))
    form = opinion_form(desk, office, asked, letter)
    return sent(desk, asked, enclosed(letter, form), letter_in_words(letter), by=[case.subject["by"]])


def sent(desk: Desk, asked: Consultation, files: Mapping[str, Any], letter: str, by: list[str]) -> dict[str, Any]:
    """The ballot of a consultation as it stands today, for :func:`tasks.consulting.consult`.

    ``files``: what the letters enclose; ``letter``: by which paper it was asked, in words; ``by``: officers who are told the result
    besides. Who holds two of the seats is asked once, as both (Đ5).
    """
    people = roster(desk)
    by_holder: dict[str, list[str]] = {}
    for seat in asked.seats:
        by_holder.setdefault(people.holders.get(seat, seat), []).append(seat)
    questions = "\n".join(f"{n}. {text}" for n, text in enumerate(asked.questions, 1))
    decider = people.title(asked.decider_seat) if asked.decider_seat else "cấp có thẩm quyền"
    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    return {
        "matter": asked.matter,
        "urgent": asked.urgent,
        "silence_consents": asked.silence_consents,
        "asked": [{"seats": seats} for seats in by_holder.values()],
        "decider": asked.decider_seat,
        "decider_signs": asked.decider_seat == standing,
        "letter": letter,
        "by": by,
        "enclosed": {**files, "words": {"matter": asked.matter, "questions": questions, "decider": decider}},
    }
