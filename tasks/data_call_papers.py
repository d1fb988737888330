"""The report on figures that the UBND asked for: typed from what counts, with the workbook as its annex, sent to the UBND."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from documents import dossier
from documents.blocks import paragraphs
from documents.data_report import DataReport
from documents.report_facts import IndicatorLine
from tasks.agencies import names
from tasks.correspondence import Telling, tell
from tasks.data_call_questions import TYPE_REPORT
from tasks.data_calls import call_of
from tasks.meetings import common
from tasks.office import Answered, Office
from tasks.papers import Head, Issue, enclosed, release, type_out, typed_about
from tasks.progress_report import silent, with_annex
from tasks.recipients import readers
from tasks.releasing import as_typed
from tasks.report_facts import together, unexplained_figures
from tasks.report_records import asked_in
from tasks.verbs import fix
from tasks.who import Role, roster

REPORT = "province_data_report"  # its line of the signature matrix


def put_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The báo cáo that the standing member signs."""
    return dict(fix(office, TYPE_REPORT, lambda: _type_report(office, drafted, n), suffix=str(n)))


def same_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The báo cáo that was typed for signing, for who releases it."""
    typed = office.value(TYPE_REPORT, str(n))
    return with_annex(as_typed(office.desk, typed), typed["annex"])


def _type_report(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, case = office.desk, office.case
    call, found = call_of(desk, case), together(desk, case)

    def build(number: int | None, day: date | None, head: Head) -> DataReport:
        return DataReport(
            **common(head, number, day),
            document=call.document,
            about=call.about,
            as_of=call.as_of,
            asked=len(asked_in(desk, case)),
            indicators=tuple(IndicatorLine.of(result) for result in found.results),
            silent=silent(desk, case),
            unexplained=unexplained_figures(desk, case),
            remarks=paragraphs(drafted.payload["remarks"]),
        )

    standing = roster(desk).by_role(Role.STANDING_MEMBER)[0].id
    paper = type_out(desk, case, Issue(REPORT, f"province-report/{n}", "bao_cao_so_lieu", f"Số liệu {call.about}", standing, build))
    sha256 = dossier.put(desk.bureau.files, desk.bureau.annexer(found, f"(Kèm theo Báo cáo số liệu {call.about})"))
    return with_annex(typed_about(paper), {"name": "Phụ lục số liệu gửi UBND tỉnh.xlsx", "sha256": sha256})


def issue_report(office: Office, released: Answered, missing: Sequence[str]) -> str:
    """The signed report is out, to the UBND and its office, with its annex. Returns how the case ended."""
    desk, case = office.desk, office.case
    paper = release(desk, UUID(released.about["paper"]), released)
    call, called = call_of(desk, case), names(desk)
    without = f" Chưa có số liệu của {', '.join(called[code] for code in missing)}." if missing else ""
    telling = Telling(
        key="province-report",
        kind="told",
        title=f"Báo cáo số liệu {call.about}",
        what=f"Thực hiện {call.document}, gửi Báo cáo số {paper.notation}; nội dung ở tệp kèm theo.{without}",
        clauses=("Đ11.2c", "Đ7.6a"),
        why="Ông/Bà có tên trong nơi nhận của Báo cáo.",
        enclosed=with_annex({"enclosed": enclosed(paper)}, released.about["annex"])["enclosed"],
    )
    tell(desk, case, readers(desk, REPORT), telling)
    return f"Đã gửi UBND tỉnh Báo cáo số {paper.notation}" + (f", thiếu số liệu của {len(missing):02d} cơ quan" if missing else "")
