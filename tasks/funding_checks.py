"""What only the records can tell about the answers on spending, and what those answers write down."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case
from models.funding import FundingItem
from models.money import in_figures
from models.papers import Paper, Upload
from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.funding_clock import resume_clock, stop_clock
from tasks.funding_forms import CouncilForm, FinanceForm, FundingForm, NormsForm, ProvinceForm, ResolutionForm, SupplementForm
from tasks.funding_seats import own_hand
from tasks.office import funding_of
from tasks.questions import Form

OWN = (
    "Ông/Bà đã đề xuất, soạn hoặc ký văn bản đề nghị khoản chi này nên không được thẩm định, ký hoặc quyết định (mỗi khâu một người). "
    "Việc này chờ người khác giữ chức danh; nếu không có, hãy đề nghị hủy hồ sơ để người khác lập lại."
)


def items_of(desk: Desk, case: Case) -> list[FundingItem]:
    """The lines of the draft that counts, in order."""
    request = funding_of(desk, case)
    mine = (col(FundingItem.request_id) == request.id, col(FundingItem.round) == request.round)
    return list(
        desk.session.exec(select(FundingItem).where(*mine).order_by(col(FundingItem.seq)).execution_options(populate_existing=True))
    )


def special_items(desk: Desk, case: Case) -> list[FundingItem]:
    """Those of them that no norm covers."""
    return [item for item in items_of(desk, case) if not item.norm]


def special_total(desk: Desk, case: Case) -> int:
    """What they come to, in đồng."""
    return sum(item.amount for item in special_items(desk, case))


def draft(desk: Desk, step: AskedStep, form: FundingForm) -> dict[str, str]:  # noqa: ARG001 - every check has this shape
    """The sum that was typed is the sum of the lines."""
    if form.choice == "submit" and form.total != form.sum:
        assert form.total is not None
        return {"total": f"Tổng đã ghi {in_figures(form.total)}, cộng các dòng là {in_figures(form.sum)}; hãy kiểm tra lại."}
    return {}


def not_his_own(desk: Desk, step: AskedStep, form: Form) -> dict[str, str]:  # noqa: ARG001 - as above
    """Four eyes per person."""
    return {"choice": OWN} if own_hand(desk, step) else {}


def norms(desk: Desk, step: AskedStep, form: NormsForm) -> dict[str, str]:
    """Each line names an item there is, once."""
    known, seen = {item.seq for item in items_of(desk, desk.case(step.case_id))}, set()
    wrong = not_his_own(desk, step, form)
    for n, line in enumerate(form.norms):
        if line.seq not in known or line.seq in seen:
            wrong[f"norms.{n}.seq"] = f"Không có nội dung số {line.seq}, hoặc đã ghi ở dòng trên."
        seen.add(line.seq)
    return wrong


def opinion(desk: Desk, step: AskedStep, form: FinanceForm) -> dict[str, str]:
    """The reply is dated between the letter and today; its file came with this answer."""
    return not_his_own(desk, step, form) or _dated(desk, step, form.issued_on) or _handed_in(desk, step, "reply", form.reply)


def province(desk: Desk, step: AskedStep, form: ProvinceForm | CouncilForm) -> dict[str, str]:
    """Likewise a paper of the UBND."""
    return not_his_own(desk, step, form) or _dated(desk, step, form.issued_on)


def resolution(desk: Desk, step: AskedStep, form: ResolutionForm) -> dict[str, str]:
    """The sum allowed is not above what was asked for."""
    wrong = not_his_own(desk, step, form) or _dated(desk, step, form.issued_on)
    asked = special_total(desk, desk.case(step.case_id))
    if form.amount is not None and form.amount > asked:
        wrong["amount"] = f"Số tiền được chi không vượt số đã đề nghị ({in_figures(asked)})."
    return wrong or _handed_in(desk, step, "resolution", form.resolution)


def _dated(desk: Desk, step: AskedStep, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    asked = step.about.get("since")
    if day > desk.today:
        return {"issued_on": f"Ngày {day:%d/%m/%Y} chưa đến; hãy ghi ngày trên văn bản."}
    if asked is not None and day < date.fromisoformat(asked):
        return {
            "issued_on": f"Văn bản đề nghị phát hành ngày {date.fromisoformat(asked):%d/%m/%Y}; văn bản trả lời không thể trước ngày đó."
        }
    return {}


def _handed_in(desk: Desk, step: AskedStep, field: str, file: UUID | None) -> dict[str, str]:
    upload = desk.find(Upload, file)
    if file is not None and (upload is None or upload.step_id != step.id):
        return {field: "Chưa nhận được tệp; hãy chọn lại tệp rồi gửi."}
    return {}


def take_draft(desk: Desk, step: AskedStep, form: FundingForm) -> None:
    """The lines of this round are those that count from now on."""
    if form.choice != "submit":
        return
    request = funding_of(desk, desk.case(step.case_id))
    request.round = step.about["round"]
    lines = [
        FundingItem(request_id=request.id, round=request.round, seq=n, **line.model_dump()) for n, line in enumerate(form.items, start=1)
    ]
    desk.session.add_all([request, *lines])
    desk.session.flush()
    desk.record("funding.draft", step.case_id, round=request.round, total=form.sum)


def take_norms(desk: Desk, step: AskedStep, form: NormsForm) -> None:
    """Đ10.2: what has a norm leaves by the ordinary way, the norm named."""
    if form.choice != "approve":
        return
    found = {line.seq: line.norm for line in form.norms if line.norm}
    for item in items_of(desk, desk.case(step.case_id)):
        item.norm = found.get(item.seq, "")
        desk.session.add(item)
    desk.session.flush()


def take_opinion(desk: Desk, step: AskedStep, form: FinanceForm) -> None:
    """Asking for more stops the clock."""
    if form.choice == "supplement":
        stop_clock(desk, funding_of(desk, desk.case(step.case_id)), step)


def take_supplement(desk: Desk, step: AskedStep, form: SupplementForm) -> None:  # noqa: ARG001 - as above
    """The supplement has come: the clock runs again."""
    resume_clock(desk, funding_of(desk, desk.case(step.case_id)))


def supplement(desk: Desk, step: AskedStep, form: SupplementForm) -> dict[str, str]:
    """Its file came with this answer."""
    return _handed_in(desk, step, "paper", form.paper)


def sent(paper: Paper) -> dict[str, Any]:
    """The day a released paper bears, before which nobody has answered it."""
    assert paper.issued_at is not None
    return {"since": paper.issued_at.date().isoformat()}
