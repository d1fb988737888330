"""The case the cycle benchmark plays: the product's own verbs and questions, on a line that holds the counted steps and no more."""

from datetime import date
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlmodel import col, select

from benchmarks.ground import LAW, Stopwatch
from documents.notice import Conclusion, NoticePaper
from documents.papers import Presider
from flows.process import Process, process
from flows.process.walk import open_period, walk
from models.cases import Case
from models.meetings import Meeting
from models.steps import Step, StepKind, StepState, Via
from tasks.answering import Reply, answer
from tasks.bureau import Bureau, Desk
from tasks.casework import NewCase, open_case
from tasks.correspondence import Telling, tell
from tasks.meeting_forms import RsvpForm, SignForm, VerdictForm
from tasks.meeting_questions import STAFF_LADDER, WAITS
from tasks.office import Office, meeting_of
from tasks.papers import Head, Issue, enclosed, reserve, type_out
from tasks.questions import Deed, Form, Question
from tasks.verbs import ask, fix, gather, open
from tasks.who import COMMITTEE, Role, roster

assert LAW.sample is not None
REGISTRY: dict[tuple[str, int], Process] = {}
STARTS_AT = LAW.sample.meeting.at
AGENCIES = [agency.code for agency in LAW.committee.agencies][:37]
CHILDREN = 8


class FiguresForm(Form):
    """A report: figures and some words."""

    CHOICES: ClassVar[dict[str, str]] = {"submit": "Gửi báo cáo"}
    figures: dict[str, int]
    words: str


def asked(key: str, title: str, clause: str, form: type[Form], due: str) -> Question:
    """A question of the benchmark: the shape of the product's own, with nothing to check beyond its form."""
    return Question(
        key=f"benchmark-{key}",
        title=title,
        waiting=title.lower(),
        clauses=(clause,),
        form=form,
        due=due,
        silence=WAITS,
        ladder=STAFF_LADDER,
    )


APPROVAL = asked("approval", "Phê duyệt chương trình, thành phần cuộc họp", "Đ8.1c", VerdictForm, "convene")
SIGNATURE = asked("signature", "Ký giấy mời họp", "Đ5.4b", SignForm, "invitation_issue")
RSVP = asked("rsvp", "Xác nhận dự họp, báo cáo vắng mặt hoặc ủy quyền", "Đ6.5a", RsvpForm, "rsvp")
REPORT = asked("report", "Gửi báo cáo, số liệu quý", "Đ11.2", FiguresForm, "report_due")
MINUTES = asked("minutes", "Ký biên bản cuộc họp", "Đ5.4b", SignForm, "minutes_sign")
RSVP_CLOSED = Deed("benchmark-rsvp-closed", "Kết thúc nhận xác nhận dự họp", ("Đ6.5a",))
AGENDA = Deed("benchmark-agenda", "Lập chương trình", ("Đ5.4a",))
REPORTS_CLOSED = Deed("benchmark-reports-closed", "Kết thúc nhận báo cáo", ("Đ7.7",))
NOTICE = Deed("benchmark-notice", "Phát hành thông báo kết luận", ("Đ5.4b",))
CHILD = Deed("benchmark-child", "Giao nhiệm vụ theo kết luận", ("Đ6.5e",))

LINE = {"minutes": 30, "item": "Báo cáo tình hình thực hiện nhiệm vụ quý, phương hướng quý tới", "by": "Tổ công tác"}
ONE_KILOBYTE = {"items": [LINE] * 8}  # 1,107 bytes of JSON
ANSWERS: dict[str, dict[str, Any]] = {
    RSVP.key: {"choice": "attend"},
    REPORT.key: {"choice": "submit", "figures": {f"chi_tieu_{n}": n * 1000 for n in range(10)}, "words": "Hoàn thành đúng hạn. " * 10},
}
APPROVED = {"choice": "approve"}


def open_meeting(desk: Desk, case: Case) -> None:
    """The meeting the deadlines count from."""
    desk.session.add(
        Meeting(case_id=case.id, title=case.title, starts_at=STARTS_AT, place="Phòng họp số 1", uid=f"{uuid5(case.id, 'm')}@nhip")
    )
    desk.session.flush()


def case_title(desk: Desk, period: str) -> str:
    """ "Họp … lần 7"."""
    return f"Họp {desk.law.committee.identity.name} lần {period}"


@process("Một chu kỳ", clauses="Đ8.1", opening=open_meeting, subject=meeting_of, case_title=case_title, registry=REGISTRY)
def cycle(office: Office, meeting: Meeting) -> None:  # noqa: ARG001 - its verbs find the meeting themselves
    """One approval, one signature, 15 RSVPs, 37 reports, one minutes signature, a notice, eight children."""
    seats = [seat.id for seat in LAW.committee.seats]
    fix(office, AGENDA, lambda: ONE_KILOBYTE)
    ask(office, Role.PRESIDER, for_=APPROVAL)
    ask(office, Role.STANDING_MEMBER, for_=SIGNATURE)
    invited = [open(office, seat, RSVP, suffix=seat, about={"seat": seat}) for seat in seats[:15]]
    gather(office, *invited, until=RSVP_CLOSED, label="Chờ xác nhận dự họp")
    reports = [open(office, seats[n % 26], REPORT, suffix=agency, about={"agency": agency}) for n, agency in enumerate(AGENCIES)]
    gather(office, *reports, until=REPORTS_CLOSED, label="Chờ báo cáo")
    ask(office, Role.STANDING_MEMBER, for_=MINUTES)
    fix(office, NOTICE, lambda: issue_notice(office))
    for n in range(CHILDREN):
        fix(office, CHILD, partial(give_birth, office, n), suffix=str(n))


def issue_notice(office: Office) -> str:
    """One paper, and a letter to each of the fifteen members."""
    desk, people = office.desk, roster(office.desk)
    standing = people.by_role(Role.STANDING_MEMBER)[0].id
    typed = type_out(desk, office.case, Issue("conclusion_notice", "notice", "thong_bao_ket_luan", office.case.title, standing, facts))
    paper = reserve(desk, typed.id)
    telling = Telling(
        key="notice",
        kind="notice",
        title="Thông báo kết luận",
        what=f"Gửi Ông/Bà Thông báo số {paper.notation}.",
        clauses=["Đ5.4b"],
        why="Ông/Bà là thành viên Ban Chỉ đạo.",
        extra={"number": paper.notation},
        enclosed=enclosed(paper),
    )
    tell(desk, office.case, [people.holders[seat.id] for seat in people.by_role(*COMMITTEE)], telling)
    return paper.notation


def facts(number: int | None, day: date | None, head: Head) -> NoticePaper:
    """What the typist is handed."""
    return NoticePaper(
        letterhead=head.letterhead,
        number=number,
        notation=head.notation,
        date=day,
        signature=head.signature,
        recipients=head.recipients,
        meeting_title="Họp Ban Chỉ đạo quý III năm 2019",
        meeting_date=date(2019, 9, 27),
        place="Phòng họp số 1",
        presider=Presider(name="Trần Giả Định", title="Trưởng ban"),
        attendance="Dự họp có các thành viên Ban Chỉ đạo.",
        conclusions=(Conclusion(text=LINE["item"], lead="Tổ công tác", coordinating=(), due=None, product="Báo cáo"),),
    )


def give_birth(office: Office, n: int) -> str:
    """A directive's case, born of this one."""
    new = NewCase("benchmark-directive", f"Nhiệm vụ {n + 1}", subject={"text": LINE["item"]}, parent_id=office.case.id, birth_key=str(n))
    return str(open_case(office.desk, new)[0].id)


def play(bureau: Bureau, period: str, watch: Stopwatch, *, walk_each_answer: bool) -> UUID:
    """Play one case to its end; only the product's own calls are on the clock. Returns the case's id."""
    with watch, bureau.desk() as desk:
        case, _ = open_period(desk, "cycle", period, REGISTRY)
    with watch:
        outcome = walk(bureau, case.id, registry=REGISTRY)
    while outcome.waiting is not None:
        steps = open_asks(bureau, case.id)
        for n, step in enumerate(steps, start=1):
            reply = Reply(ANSWERS.get(step.question, APPROVED), step.officer_id or "", Via.SIGNED_IN)
            with watch, bureau.desk() as desk:
                answer(desk, step.id, reply)
            if walk_each_answer or n == len(steps):
                with watch:
                    outcome = walk(bureau, case.id, registry=REGISTRY)
    return case.id


def open_asks(bureau: Bureau, case_id: UUID) -> list[Step]:
    """What officers have in their letters."""
    with bureau.reading_desk() as desk:
        still_open = (col(Step.case_id) == case_id, col(Step.state) == StepState.OPEN, col(Step.kind) == StepKind.ASK)
        return list(desk.session.exec(select(Step).where(*still_open).order_by(col(Step.id))))
