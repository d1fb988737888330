"""The members' opinion on the drafts of a year's plans (khoản 3 Điều 6, khoản 4 Điều 7), asked in writing inside the plans' own line."""

from datetime import date
from typing import Any
from uuid import UUID

from documents.consultation import ConsultationLetter
from models.consultations import Consultation
from models.plans import Plan
from tasks.bureau import Desk
from tasks.consultation_papers import LETTER, addressees, decider_title, letter_in_words, opinion_form
from tasks.consultations import sent, usual_seats
from tasks.meetings import common
from tasks.office import Answered, Office, plan_of
from tasks.papers import Head, Issue, enclosed, release, type_out, typed_about
from tasks.plan_papers import drafts_for_opinions, standing_office
from tasks.plan_questions import OPINIONS, TYPE_OPINIONS
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, roster

PAPERS = ("chương trình công tác", "kế hoạch công tác", "kế hoạch kiểm tra")


def put_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The công văn that asks for opinions, with the drafts it is about; the standing member reviews them and signs it."""
    return dict(fix(office, TYPE_OPINIONS, lambda: _type_letter(office, drafted, n), suffix=str(n)))


def same_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The công văn that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_OPINIONS, str(n)))


def _type_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    asked, drafts = _asked(desk, office, plan_of(desk, case)), drafts_for_opinions(office, n)

    def build(number: int | None, day: date | None, top: Head) -> ConsultationLetter:
        return ConsultationLetter(
            **common(top, number, day),
            addressees=addressees(desk, asked.seats),
            matter=asked.matter,
            background=(drafted.payload["note"],) if drafted.payload["note"] else (),
            questions=tuple(asked.questions),
            reply_to=standing_office(desk),
            days=desk.law.rules["programme_consultation"].days,
            silence_consents=False,
            decider=decider_title(desk, asked),
            enclosures=tuple(draft.subject for draft in drafts),
        )

    standing = roster(desk).by_role(Role.STANDING_MEMBER)[0].id
    order = Issue(LETTER, f"opinions/{n}", "cong_van_lay_y_kien", f"Lấy ý kiến bằng văn bản về {asked.matter}", standing, build)
    typed = type_out(desk, case, order)
    return typed_about(typed) | {"enclosed": enclosed(typed, *drafts)}


def _asked(desk: Desk, office: Office, plan: Plan) -> Consultation:
    """What is asked of whom: of all of the committee but the chair, who decides when he signs."""
    return Consultation(
        case_id=office.case.id,
        key=OPINIONS.key,
        matter=f"dự thảo {', '.join(PAPERS)} năm {plan.year}",
        questions=[f"Nội dung dự thảo {paper} năm {plan.year}" for paper in PAPERS],
        seats=usual_seats(roster(desk), roster(desk).by_role(Role.CHAIR)[0].id),
    )


def send(office: Office, released: Answered) -> dict[str, Any]:
    """The signed công văn is out: the ballot as :func:`tasks.consulting.consult` wants it, five working days from today."""
    desk, case = office.desk, office.case
    letter = release(desk, UUID(released.about["paper"]), released)
    asked = _asked(desk, office, plan_of(desk, case))
    asked.sent_on = desk.today
    asked.closes_on = desk.law.rules["programme_consultation"].date_from(desk.today, desk.law.calendar)
    desk.session.add(asked)
    desk.session.flush()
    form = opinion_form(desk, office, asked, letter)
    drafts = drafts_for_opinions(office, released.about["round"])
    return sent(desk, asked, enclosed(letter, form, *drafts), letter_in_words(letter), by=[])
