"""The quarter's report as a paper: its facts put together, typed to be signed, issued to the chair, the deputies and every member."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from documents import dossier
from documents.progress_report import ProgressReport
from documents.report_facts import IndicatorLine, MeetingHeld, Work
from models.cases import Case
from models.consolidation import Consolidated
from models.papers import Paper
from models.steps import Answer, Step
from tasks import report_facts as facts
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.data_call_questions import TYPE_REPORT as OF_PROVINCE
from tasks.group_quarters import breach_in
from tasks.meetings import common
from tasks.office import Answered, Office, day_of
from tasks.papers import Head, Issue, enclosed, release, type_out, typed_about
from tasks.recipients import readers
from tasks.releasing import as_typed
from tasks.report_forms import ReportDraftForm
from tasks.report_questions import TYPE_REPORT
from tasks.report_records import asked_in, newest
from tasks.reports import quarter_of
from tasks.verbs import fix
from tasks.who import Role, roster


def put_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The báo cáo quý that the standing member signs."""
    return dict(fix(office, TYPE_REPORT, lambda: _type_report(office, drafted, n), suffix=str(n)))


def same_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The báo cáo quý that was typed for signing, for who releases it."""
    typed = office.value(TYPE_REPORT, str(n))
    return with_annex(as_typed(office.desk, typed), typed["annex"])


def with_annex(about: dict[str, Any], annexed: dict[str, str]) -> dict[str, Any]:
    """What a question is about, its letter enclosing the paper and its annex."""
    return about | {"annex": annexed, "enclosed": {"attachments": [*about["enclosed"]["attachments"], annexed]}}


def _type_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    together = facts.together(desk, case)
    told = _told(desk, case, ReportDraftForm(choice=drafted.choice, **drafted.payload), together)

    def build(number: int | None, day: date | None, head: Head) -> ProgressReport:
        return ProgressReport(**common(head, number, day), **told)

    standing = roster(desk).by_role(Role.STANDING_MEMBER)[0].id
    subject = f"Tình hình, kết quả hoạt động {quarter_of(desk, case).title}"
    paper = type_out(desk, case, Issue("quarterly_report", f"report/{n}", "bao_cao_quy", subject, standing, build))
    annexed = desk.bureau.annexer(together, f"(Kèm theo Báo cáo {quarter_of(desk, case).title})")
    sha256 = dossier.put(desk.bureau.files, annexed)
    return with_annex(typed_about(paper), {"name": f"Phụ lục số liệu {case.period}.xlsx", "sha256": sha256})


def _told(desk: Desk, case: Case, form: ReportDraftForm, together: Consolidated) -> dict[str, Any]:
    """Everything the report says but its head. It covers the time from the last report's cut-off to its own."""
    quarter, as_of = quarter_of(desk, case), day_of(desk, case, "data_cutoff")
    before = desk.law.rules["data_cutoff"].date_from(quarter.previous().last.replace(day=1), desk.law.calendar)
    met = facts.meetings_held(desk, before, as_of)
    group = [MeetingHeld(title=line.title, day=line.day, presider=line.presider) for line in form.group_meetings]
    breach = " ".join(breach_in(desk, quarter.previous()).split())  # known once a quarter is over, after its own report
    counted = (breach, facts.came_late(desk, quarter), facts.unexplained_figures(desk, case))
    asked = asked_in(desk, case)
    return {
        "period": str(quarter),
        "as_of": as_of,
        "committee": Work(
            meetings=tuple(met),
            not_met="" if met else facts.planned_meeting(desk, quarter),
            results=facts.lines_of(form.committee_work),
        ),
        "group": Work(
            meetings=tuple(group),
            not_met=form.group_not_met,
            results=(*facts.lines_of(form.group_work), *(line for line in counted if line)),
        ),
        "plans": facts.lines_of(form.programmes),
        "directives": facts.directive_counts(desk, quarter),
        "overdue": facts.overdue_duties(desk),
        "indicators": tuple(IndicatorLine.of(result) for result in together.results),
        "says": tuple(facts.says(desk, case)),
        "asked": len(asked),
        "silent": silent(desk, case),
        "next_tasks": facts.lines_of(form.next_tasks),
        "annex": True,
    }


def annex_of(desk: Desk, paper: Paper) -> dict[str, str]:
    """The annex typed with a report (name, sha256), or nothing."""
    typed = select(Answer).join(Step, col(Step.id) == col(Answer.step_id))
    of_case = typed.where(col(Step.case_id) == paper.case_id, col(Step.question).in_((TYPE_REPORT.key, OF_PROVINCE.key)))
    found = [answer.payload["value"] for answer in desk.session.exec(of_case)]
    return next((dict(value["annex"]) for value in found if value["paper"] == str(paper.id)), {})


def silent(desk: Desk, case: Case) -> tuple[str, ...]:
    """The agencies that sent nothing before the books closed, by name, in the order in which they were asked."""
    called, reports = names(desk), newest(desk, case.id, in_books=True)
    return tuple(called[one.agency] for one in asked_in(desk, case) if one.agency not in reports)


def issue_report(office: Office, released: Answered, missing: Sequence[str]) -> str:
    """The signed report is out: to the chair, the deputies and every member. Returns how the case ended."""
    desk, case = office.desk, office.case
    paper = release(desk, UUID(released.about["paper"]), released)
    called = names(desk)
    without = f" Chưa có số liệu của {', '.join(called[code] for code in missing)}." if missing else ""
    telling = Telling(
        key="report",
        kind="told",
        title=f"Báo cáo {quarter_of(desk, case).title}",
        what=f"Gửi Ông/Bà Báo cáo số {paper.notation}; nội dung ở tệp kèm theo.{without}",
        clauses=("Đ7.9",),
        why="Ông/Bà có tên trong nơi nhận của Báo cáo.",
        enclosed=with_annex({"enclosed": enclosed(paper)}, released.about["annex"])["enclosed"],
    )
    tell(desk, case, readers(desk, "quarterly_report"), telling)
    return f"Đã phát hành Báo cáo số {paper.notation}" + (f", thiếu số liệu của {len(missing):02d} cơ quan" if missing else "")
