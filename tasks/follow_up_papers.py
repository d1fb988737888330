"""What chases an overdue directive, as papers: typed when signed, sent when released (Đ7.3, Đ5.1d, Đ11.2)."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from documents.letters import FollowUpLetter, OverdueDuty
from documents.submission import Section, SubmissionPaper
from models.directives import Directive, Extension
from models.papers import Paper
from models.steps import AskedStep
from notifications.words import short_date
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_forms import FollowUpForm
from tasks.follow_up import FIRST, put_to_release
from tasks.office import directive_of
from tasks.papers import Head, Issue, enclosed, type_out
from tasks.recipients import readers
from tasks.who import Role, roster


def type_letter(desk: Desk, step: AskedStep, form: FollowUpForm) -> None:
    """To be signed: the letter is typed, and its release asked for."""
    if form.choice != "approve":
        return
    case = desk.case(step.case_id)
    duty, people = directive_of(desk, case), roster(desk)
    kind = "group_follow_up_letter" if people.seats[step.seats[0]].role == Role.GROUP_LEADER else "follow_up_letter"
    number = _which(step.question)

    def build(given: int | None, day: date | None, head: Head) -> FollowUpLetter:
        return FollowUpLetter(
            **_common(head, given, day),
            addressees=(names(desk)[duty.lead_agency],),
            round=number,
            duties=(overdue(desk, duty),),
            as_of=desk.law.calendar.add(desk.today, -1),
            reply_to=_standing_agency(desk),
            reply_by=desk.law.rules["follow_up_reply"].date_from(desk.today, desk.law.calendar),
        )

    subject = f"Đôn đốc thực hiện nhiệm vụ đã quá hạn (lần {number})"
    typed = type_out(desk, case, Issue(kind, step.key, "cong_van_don_doc", subject, step.seats[0], build))
    put_to_release(desk, step, typed)


def send_letter(desk: Desk, paper: Paper, step: AskedStep) -> None:
    """Released: the letter goes to the head of the lead agency."""
    case = desk.case(step.case_id)
    duty, people = directive_of(desk, case), roster(desk)
    head_officer = people.holders.get(duty.lead_seat)
    telling = Telling(
        key=f"{paper.key}",
        kind="follow-up",
        title=f"Công văn đôn đốc lần {_which(step.question)}",
        what="Nhiệm vụ giao cơ quan của Ông/Bà chủ trì đã quá hạn mà chưa có báo cáo hoàn thành. Đề nghị Ông/Bà báo cáo kết quả.",
        clauses=step.clauses,
        why="Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ.",
        extra={"number": paper.notation, "task": duty.text, "first_due": short_date(duty.due_original or desk.today)},
        enclosed=enclosed(paper),
    )
    tell(desk, case, [head_officer] if head_officer else [], telling)


def _which(question: str) -> int:
    return 1 if question.startswith(FIRST) else 2


def type_report(desk: Desk, step: AskedStep, form: FollowUpForm) -> None:
    """Đ11.2: to be signed, the report is typed, and its release asked for."""
    if form.choice != "approve":
        return
    case = desk.case(step.case_id)
    duty = directive_of(desk, case)

    def build(given: int | None, day: date | None, head: Head) -> SubmissionPaper:
        given_by, agency = overdue(desk, duty), names(desk)[duty.lead_agency]
        committee = desk.law.committee.identity
        return SubmissionPaper(
            **_common(head, given, day),
            about=f"Về việc {agency} chậm thực hiện nhiệm vụ được giao",
            addressees=("Chủ tịch Ủy ban nhân dân tỉnh",),
            bases=(f"Căn cứ khoản 2 Điều 11 Quy chế ban hành kèm theo {_regulation(desk)}",),
            opening=f"{committee.short_name} báo cáo Chủ tịch Ủy ban nhân dân tỉnh việc thực hiện nhiệm vụ giao {agency} chủ trì như sau:",
            sections=(
                Section(title="Nhiệm vụ được giao", paragraphs=(duty.text, f"Nguồn giao: {given_by.source}. Thời hạn: {given_by.term}.")),
                Section(title="Tình hình thực hiện", paragraphs=(_standing(desk, duty),)),
            ),
            closing=f"{committee.short_name} kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, chỉ đạo",
        )

    typed = type_out(desk, case, Issue("ubnd_report", step.key, "to_trinh", "Nhiệm vụ quá hạn kéo dài", step.seats[0], build))
    put_to_release(desk, step, typed)


def send_report(desk: Desk, paper: Paper, step: AskedStep) -> None:
    """Released, the report goes to the chairman of the UBND and his office; no deputy of the committee answers there in his place."""
    case = desk.case(step.case_id)
    duty = directive_of(desk, case)
    telling = Telling(
        key=f"{paper.key}",
        kind="told",
        title=f"Tờ trình số {paper.notation} về nhiệm vụ quá hạn kéo dài",
        what=f"Gửi Ông/Bà Tờ trình số {paper.notation}; nội dung ở tệp kèm theo. Nhiệm vụ: {duty.text}",
        clauses=step.clauses,
        why="Ông/Bà có tên trong nơi nhận của Tờ trình; người đứng đầu các cơ quan chịu trách nhiệm trước UBND tỉnh, Chủ tịch UBND tỉnh.",
        enclosed=enclosed(paper),
    )
    tell(desk, case, readers(desk, "ubnd_report"), telling)


def _standing(desk: Desk, duty: Directive) -> str:
    """How it stands, in the report's words."""
    granted = select(Extension).where(col(Extension.directive_id) == duty.id, col(Extension.granted).is_not(None))
    times = len(desk.session.exec(granted).all())
    late = _days_late(desk, duty)
    said = [f"Quá hạn {late} ngày làm việc so với hạn giao ban đầu"] if late > 0 else []
    said += [f"đã gia hạn {times} lần"] if times else []
    said = [*said, "chưa có xác nhận hoàn thành"]
    return f"{said[0][0].upper()}{'; '.join(said)[1:]}."


def _days_late(desk: Desk, duty: Directive) -> int:
    assert duty.due_original is not None
    first = desk.law.rules["directive_day"].date_from(duty.due_original, desk.law.calendar)
    return desk.law.calendar.count(first, desk.today)


def overdue(desk: Desk, duty: Directive) -> OverdueDuty:
    """The directive as a paper about its delay names it; late is counted from the first day it was given."""
    assert duty.due_original is not None
    number = f" số {duty.source_number}" if duty.source_number else ""
    return OverdueDuty(
        text=duty.text,
        source=f"{duty.source_text}{number} ngày {short_date(duty.source_date)}",
        due=duty.due_original,
        extended=duty.due if duty.due != duty.due_original else None,
        late_days=max(1, _days_late(desk, duty)),
    )


def _common(head: Head, number: int | None, day: date | None) -> dict[str, Any]:
    return {
        "letterhead": head.letterhead,
        "number": number,
        "notation": head.notation,
        "date": day,
        "signature": head.signature,
        "recipients": head.recipients,
        "kept_by": head.kept_by,
    }


def _standing_agency(desk: Desk) -> str:
    standing = desk.law.committee.identity.standing_agency
    return f"{names(desk)[roster(desk).heirs.get(standing, standing)]} (cơ quan thường trực)"


def _regulation(desk: Desk) -> str:
    issued = desk.law.committee.identity.regulation
    return f"Quyết định số {issued.number} ngày {short_date(issued.date)} của Trưởng ban"
