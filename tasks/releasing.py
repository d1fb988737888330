"""Releasing a signed paper: the question its secretary is asked, what is wrong with an answer, and what the answer does.

Signing stays outside. A flow reads like its articles::

    typed = fix(office, TYPE_INVITATION, lambda: meetings.type_invitation(office, attendees))   # {"paper": …, "enclosed": …}
    released = ask(office, Role.SECRETARY, for_=INVITATION_RELEASE, about=typed)
    sent = fix(office, ISSUE_INVITATION, lambda: meetings.send_invitation(office, typed["paper"], released))

The number is given in the answer's own transaction, so that no other answer can take it between the two.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from documents.numbering import is_taken
from models.papers import Paper, PaperState, Upload
from models.steps import AskedStep, Step
from tasks.answering import NoLongerAsked
from tasks.bureau import Desk
from tasks.paper_forms import ReleaseForm
from tasks.papers import UNISSUED, drop, papers_about, put_out, reserve, typed_about
from tasks.plan_forms import PlanReleaseForm
from tasks.questions import Question, Rung, Unacceptable, question
from tasks.who import Role

PDF = "application/pdf"
RELEASES = (ReleaseForm, PlanReleaseForm)  # forms whose answer numbers and issues papers
LADDER = (
    Rung("remind", "step_reminder"),
    Rung("overdue", "step_overdue"),
    Rung("escalate", "step_escalation", letter="escalate", to=Role.STANDING_MEMBER),
)
Check = Callable[[Desk, AskedStep, ReleaseForm], dict[str, str]]
Released = Callable[[Desk, Paper, AskedStep], None]
Returned = Callable[[Desk, Paper, AskedStep, str], None]


def as_typed(desk: Desk, about: dict[str, Any]) -> dict[str, Any]:
    """A typed paper as it stands now: who signs it may have changed since it was typed."""
    return typed_about(desk.found(Paper, UUID(about["paper"])))


def release_question(
    key: str,
    title: str,
    waiting: str,
    clauses: tuple[str, ...],
    *,
    due: str = "paper_issue",
    ladder: tuple[Rung, ...] = LADDER,
    renewed_by: frozenset[str] = frozenset(),
    check: Check | None = None,
    released: Released | None = None,
    returned: Returned | None = None,
) -> Question:
    """The question whose answer releases a paper, asked of the secretary with :func:`typed_about`.

    ``due``: the house rule of its deadline, the day after signing (NĐ 30/2020/NĐ-CP) unless the paper itself has an earlier one.

    ``check`` says what else is wrong with releasing it now. ``released`` and ``returned`` do what follows in the answer's own
    transaction, for papers beside a line; a flow goes on by itself.
    """

    def after(desk: Desk, step: AskedStep, form: ReleaseForm) -> None:
        if form.choice == "return":
            paper = paper_of(desk, step)
            drop(desk, paper, form.reason)
            if returned is not None:
                returned(desk, paper, step, form.reason)
            return
        paper = put_out(desk, UUID(step.about["paper"]), form, signed_at=step.opened_at)
        if released is not None:
            released(desk, paper, step)

    def wrong(desk: Desk, step: AskedStep, form: ReleaseForm) -> dict[str, str]:
        return wrong_with(desk, step, form) or (check(desk, step, form) if check is not None else {})

    return Question(
        key=key,
        title=title,
        waiting=waiting,
        clauses=clauses,
        form=ReleaseForm,
        due=due,
        silence="Văn bản chưa được phát hành, chưa gửi đến ai; việc chậm phát hành được báo cáo Ủy viên thường trực.",
        ladder=ladder,
        renewed_by=renewed_by,
        check=wrong,
        after=after,
    )


def take_early(desk: Desk, step_id: UUID, officer_id: str | None) -> list[Paper]:
    """«Lấy số trước khi ký»: the secretary takes the number before the paper is signed; asked again, it is the same number.

    Papers that are signed together get their numbers together, in the order of the signature matrix, or none of them does.
    """
    step = desk.session.get_one(Step, step_id)
    desk.locked_case(step.case_id)
    desk.session.refresh(step)
    if question(step.question).form not in RELEASES or not step.takes_answers or step.officer_id != officer_id:
        raise NoLongerAsked(NoLongerAsked.__doc__)
    papers = [desk.found(Paper, UUID(one)) for one in papers_about(step.about)]
    for paper in papers:
        if wrong := no_number_here(desk, paper.series):
            raise Unacceptable(wrong)
    desk.actor = officer_id
    return [reserve(desk, paper.id) for paper in papers]


def paper_of(desk: Desk, step: AskedStep) -> Paper:
    """The paper a release step is about; a transaction has one object for it, so it need be looked up only once."""
    paper = UUID(step.about["paper"])
    return desk.once((Paper, paper), lambda: desk.found(Paper, paper))


def wrong_with(desk: Desk, step: AskedStep, form: ReleaseForm) -> dict[str, str]:
    """The signed PDF came with this answer; a given day can be true; no other paper bears the number."""
    return wrong_with_paper(desk, step, paper_of(desk, step), form)


def wrong_with_paper(desk: Desk, step: AskedStep, paper: Paper, form: ReleaseForm) -> dict[str, str]:
    """The same of one paper, where a step releases several."""
    paper = desk.afresh(Paper, paper.id)
    if paper.state not in UNISSUED:
        return {"choice": "Văn bản này không còn chờ phát hành; Ông/Bà xem trang hồ sơ."}
    if form.choice == "return":
        return {}
    upload = desk.find(Upload, form.signed)
    if upload is None or upload.step_id != step.id:
        return {"signed": "Chưa nhận được tệp văn bản đã ký; hãy chọn lại tệp rồi gửi."}
    if upload.media_type != PDF:
        return {"signed": f"Tệp «{upload.name}» không phải là PDF; hãy gửi PDF đã ký số, hoặc bản quét PDF đã ký, đóng dấu."}
    return _wrong_number(desk, step, paper, form) if form.choice == "given" else _cannot_take(desk, paper)


def _cannot_take(desk: Desk, paper: Paper) -> dict[str, str]:
    if paper.state != PaperState.RESERVED:
        return no_number_here(desk, paper.series)
    if paper.year != desk.today.year:
        return {
            "choice": f"Số {paper.notation} đã lấy thuộc sổ năm {paper.year}, nay đã sang năm {desk.today.year}. "
            "Hãy trả lại (số cũ được ghi là số bỏ) để soạn, lấy số theo sổ năm mới."
        }
    return {}


def _wrong_number(desk: Desk, step: AskedStep, paper: Paper, form: ReleaseForm) -> dict[str, str]:
    assert form.issued_on is not None
    signed = step.opened_at.astimezone(desk.now.tzinfo).date()
    if form.issued_on < signed:
        return {"issued_on": f"Văn bản được ký ngày {signed:%d/%m/%Y}, ngày ban hành không thể trước ngày đó."}
    if paper.state == PaperState.RESERVED:
        return {
            "choice": f"Văn bản này đã lấy số {paper.notation} của sổ này. Hãy chọn «{ReleaseForm.CHOICES['take']}»; nếu dùng số khác thì "
            "trả lại, số đã lấy được ghi là số bỏ."
        }
    return wrong_given(desk, paper.series, paper.kind, form)


def no_number_here(desk: Desk, series: str) -> dict[str, str]:
    """Why our register gives no number of this series: the owner of the seal keeps it."""
    kept = desk.law.committee.series[series]
    if not kept.shared_register:
        return {}
    return {"choice": f"Sổ văn bản của {kept.title} do nơi khác giữ; hãy chọn «{ReleaseForm.CHOICES['given']}» và nhập số được cấp."}


def wrong_given(desk: Desk, series: str, kind: str, form: ReleaseForm) -> dict[str, str]:
    """What is wrong with a number and a day given elsewhere."""
    assert form.issued_on is not None
    if form.issued_on > desk.today:
        return {"issued_on": f"Ngày ban hành {form.issued_on:%d/%m/%Y} chưa đến; hãy ghi ngày trên văn bản đã ký."}
    if is_taken(desk.session, series, kind, form.issued_on.year, form.given_number):
        return {"number": f"Số {form.given_number:02d} năm {form.issued_on.year} của sổ này đã cấp cho văn bản khác; hãy kiểm tra lại số."}
    return {}
