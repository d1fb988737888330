"""What only the records can tell about a directive's answers, and what those answers change."""

from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from models import rows
from models.cases import Case
from models.directives import Directive, Extension, Progress
from models.papers import Upload
from models.steps import AskedStep, Step, StepState
from notifications.words import short_date
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_forms import AcknowledgeForm, ConfirmForm, ExtensionForm, ReportForm, StandingForm
from tasks.follow_up import raise_ubnd, raise_withdrawn, withdraw_chasing
from tasks.moving import move_due
from tasks.office import directive_of
from tasks.who import roster


def facts(desk: Desk, case: Case) -> dict[str, str]:
    """What a letter says of a directive, each in a line."""
    duty = directive_of(desk, case)
    called = names(desk, duty.ended_on)
    number = f" ({duty.source_number})" if duty.source_number else ""
    return {
        "task": duty.text,
        "source": f"{duty.source_text}{number}, ngày {short_date(duty.source_date)}",
        "term": term(duty),
        "product": duty.product or "Không quy định",
        "helpers": ", ".join(called[code] for code in duty.coordinating) or "Không có",
    }


def term(duty: Directive) -> str:
    """By when, in words; a day that has moved names the first one too."""
    if duty.due is None or duty.due_original is None:
        return "Thường xuyên, báo cáo hằng quý"
    moved = f" (hạn giao ban đầu {short_date(duty.due_original)})" if duty.due != duty.due_original else ""
    return f"{short_date(duty.due)}{moved}"


def by_which_right(desk: Desk, step: AskedStep) -> str:
    """By which document he is asked who did not set the day himself; empty where he did, or it came back to who did."""
    duty = directive_of(desk, desk.case(step.case_id))
    return f"theo ủy quyền tại {duty.granter_document}" if duty.granter_seat in step.seats else ""


def report(desk: Desk, step: AskedStep, form: ReportForm) -> dict[str, str]:
    """The evidence has been uploaded for this step; more time is asked in time, for a later working day, and once at a time."""
    if form.choice == "submit" and form.evidence is not None:
        upload = desk.find(Upload, form.evidence)
        if upload is None or upload.step_id != step.id:
            return {"evidence": "Chưa nhận được tệp minh chứng; hãy chọn lại tệp rồi gửi."}
    return _too_late_or_odd(desk, step, form.new_due) if form.choice == "extend" and form.new_due is not None else {}


def _too_late_or_odd(desk: Desk, step: AskedStep, asked: date) -> dict[str, str]:
    duty, rule = directive_of(desk, desk.case(step.case_id)), desk.law.rules["extension_request"]
    assert duty.due is not None
    last = rule.date_from(duty.due, desk.law.calendar)
    if desk.today > last:
        return {
            "choice": f"Đề nghị gia hạn phải gửi trước hạn ít nhất {-rule.days} ngày làm việc, chậm nhất {last:%d/%m/%Y}. "
            "Hãy báo cáo tiến độ và nêu khó khăn để người giao nhiệm vụ xem xét."
        }
    if asked <= duty.due:
        return {"new_due": f"Ngày đề nghị phải sau hạn hiện nay ({duty.due:%d/%m/%Y})."}
    if not desk.law.calendar.is_working_day(asked):
        return {"new_due": f"Ngày {asked:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."}
    if _undecided(desk, duty) is not None:
        return {"choice": "Một đề nghị gia hạn đang chờ trả lời; hãy chờ kết quả trước khi đề nghị tiếp."}
    return {}


def not_his_own(desk: Desk, step: AskedStep, form: object) -> dict[str, str]:  # noqa: ARG001 - every check has this shape
    """Nobody accepts or extends his own: the seat may have changed hands since it was asked."""
    duty = directive_of(desk, desk.case(step.case_id))
    if roster(desk).holders.get(duty.lead_seat) == step.officer_id:
        return {
            "choice": "Ông/Bà đang đứng đầu cơ quan chủ trì nên không tự quyết định việc của cơ quan mình; việc này chuyển người giao việc."
        }
    return {}


def extension(desk: Desk, step: AskedStep, form: ExtensionForm) -> dict[str, str]:
    """The day granted is a working day after the one it replaces."""
    wrong = not_his_own(desk, step, form)
    asked = _undecided(desk, directive_of(desk, desk.case(step.case_id)))
    if asked is not None and form.choice == "grant" and form.day is not None:
        if form.day <= asked.due_before:
            wrong["day"] = f"Ngày gia hạn phải sau hạn hiện nay ({asked.due_before:%d/%m/%Y})."
        elif not desk.law.calendar.is_working_day(form.day):
            wrong["day"] = f"Ngày {form.day:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."
    return wrong


def record_doer(desk: Desk, step: AskedStep, form: AcknowledgeForm) -> None:
    """Đ9.3, Đ11.1: whom the head named to do it, kept with the duty."""
    duty = directive_of(desk, desk.case(step.case_id))
    duty.doer = " – ".join(part for part in (form.doer, form.contact) if part)
    desk.session.add(duty)
    desk.session.flush()


def record_report(desk: Desk, step: AskedStep, form: ReportForm | StandingForm) -> None:
    """Keep what was reported; Đ2.2: it is the owning agency's own, for nobody else is asked."""
    duty = directive_of(desk, desk.case(step.case_id))
    assert step.officer_id is not None
    if isinstance(form, ReportForm) and form.choice == "extend":
        assert form.new_due is not None
        assert duty.due is not None
        n = desk.session.execute(select(func.count()).where(col(Extension.directive_id) == duty.id)).scalar_one() + 1
        desk.session.add(
            Extension(directive_id=duty.id, n=n, due_before=duty.due, due_asked=form.new_due, reason=form.reason, asked_at=desk.now)
        )
        desk.session.flush()
        return
    if form.choice == "submit":
        withdraw_chasing(desk, desk.case(step.case_id), "Cơ quan chủ trì đã báo cáo hoàn thành")
    row = Progress(
        step_id=step.id,
        directive_id=duty.id,
        officer_id=step.officer_id,
        reported_at=desk.now,
        done=form.done,
        obstacles=form.obstacles,
        complete=form.choice == "submit",
    )
    if isinstance(form, ReportForm):
        row.product_number, row.evidence = form.product_number, form.evidence
    rows.keep(desk.session, row)


def take_verdict(desk: Desk, step: AskedStep, form: ConfirmForm) -> None:
    """A report that is returned stops nothing: what chased the directive goes on."""
    if form.choice == "return":
        raise_withdrawn(desk, desk.case(step.case_id), step)


def decide_extension(desk: Desk, step: AskedStep, form: ExtensionForm) -> None:
    """Who set the day answers; granted, the new day counts and the first one stays on record."""
    case = desk.case(step.case_id)
    duty = directive_of(desk, case)
    asked = _undecided(desk, duty)
    assert asked is not None
    asked.decided_at, asked.decided_by, asked.note = desk.now, step.officer_id, form.reason
    if form.choice == "grant":
        asked.granted = duty.due = form.day or asked.due_asked
    desk.session.add_all([asked, duty])
    desk.session.flush()
    desk.record("directive.extension", case.id, n=asked.n, granted=asked.granted)
    if asked.granted is not None:
        withdraw_chasing(desk, case, "Nhiệm vụ đã được gia hạn")
        _report_to_ubnd_when_extended_often(desk, case, step, duty)
        waiting = select(Step).where(col(Step.case_id) == case.id, col(Step.question) == "report", col(Step.state) == StepState.OPEN)
        for report_step in desk.session.exec(waiting.execution_options(populate_existing=True)):
            move_due(desk, case, report_step)
    tell_decision(desk, step, duty, asked)


def _report_to_ubnd_when_extended_often(desk: Desk, case: Case, step: AskedStep, duty: Directive) -> None:
    """Đ11.2: a directive that has been put off as often as the threshold says is reported to the UBND's chairman, overdue or not."""
    granted = select(func.count()).where(col(Extension.directive_id) == duty.id, col(Extension.granted).is_not(None))
    if desk.session.execute(granted).scalar_one() >= desk.law.thresholds["directive_extensions"].value:
        raise_ubnd(desk, case, step)


def tell_decision(desk: Desk, step: AskedStep, duty: Directive, asked: Extension) -> None:
    """The head learns what was decided."""
    head = roster(desk).holders.get(duty.lead_seat)
    if head is None:
        return
    verdict = (
        f"được gia hạn đến {asked.granted:%d/%m/%Y}" if asked.granted else f"không được gia hạn, hạn giữ nguyên {asked.due_before:%d/%m/%Y}"
    )
    why = f" Lý do: {asked.note}." if asked.note else ""
    telling = Telling(
        key=f"extension/{asked.n}",
        kind="told",
        title="Kết quả đề nghị gia hạn nhiệm vụ",
        what=f"Nhiệm vụ {verdict}. Hạn giao ban đầu vẫn dùng trong thống kê, báo cáo.{why}",
        clauses=step.clauses,
        why="Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ.",
    )
    tell(desk, desk.case(step.case_id), [head], telling)


def _undecided(desk: Desk, duty: Directive) -> Extension | None:
    wanted = select(Extension).where(col(Extension.directive_id) == duty.id, col(Extension.decided_at).is_(None))
    return desk.session.exec(wanted.order_by(col(Extension.n).desc())).first()
