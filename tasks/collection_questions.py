"""What collecting figures asks of whom (Đ7.7, Đ11.2), and what the house does for it: a block that several lines walk.

From the letter to the closing of the books it is one block, with names and days of each line's own: that of the quarter's report
(``FIGURES`` in :mod:`tasks.report_questions`), and that of a call on the UBND's behalf (:mod:`tasks.data_call_questions`).
"""

from dataclasses import dataclass

from tasks import report_checks as checks
from tasks.meeting_checks import drop_returned
from tasks.meeting_forms import SignForm
from tasks.meeting_questions import OWN_LADDER, STAFF_LADDER, WAITS
from tasks.questions import Deed, Question, Rung
from tasks.releasing import release_question
from tasks.report_entry import EXPLAIN as ASKED_AGAIN
from tasks.report_forms import DataCallForm, ExplainForm, FiguresForm
from tasks.report_records import BOOKS_KEY, FIGURES_KEY, named


@dataclass(frozen=True)
class Days:
    """The house rules of a block's days: when the letter is put forward, signed and out, figures are due, reminded of, the books close."""

    draft: str
    sign: str
    release: str
    due: str
    remind: str
    late: str
    close: str


@dataclass(frozen=True)
class Collection:
    """Everything one collection of figures asks and does; ``report``: what is made of the figures, as letters call it."""

    report: str
    draft: Question
    sign: Question
    release: Question
    typed: Deed
    reporters: Deed
    figures: Question
    books_day: Deed
    books_closed: Deed
    missing: Deed
    close: str


def collection_block(key: str, report: str, days: Days, *, silence: str) -> Collection:
    """The questions and deeds of a block; ``key`` tells it from others, ``silence``: what not reporting means."""
    return Collection(
        report=report,
        draft=Question(
            key=named(key, "data-call"),
            title="Lập công văn đề nghị cung cấp số liệu",
            waiting="lập công văn đề nghị cung cấp số liệu",
            clauses=("Đ7.7",),
            form=DataCallForm,
            due=days.draft,
            silence=WAITS,
            ladder=STAFF_LADDER,
        ),
        sign=Question(
            key=named(key, "data-call-sign"),
            title="Ký công văn đề nghị cung cấp số liệu",
            waiting="ký công văn đề nghị cung cấp số liệu",
            clauses=("Đ5.4b", "Đ7.7"),
            form=SignForm,
            due=days.sign,
            silence=WAITS,
            ladder=OWN_LADDER,
            after=drop_returned,
        ),
        release=release_question(
            named(key, "data-call-release"),
            "Phát hành công văn đề nghị cung cấp số liệu",
            "phát hành công văn đề nghị cung cấp số liệu đã ký",
            ("Đ7.7", "Đ5.4b"),
            due=days.release,
            ladder=STAFF_LADDER,
        ),
        typed=Deed(named(key, "type-data-call"), "Soạn công văn đề nghị cung cấp số liệu để ký", ("Đ7.7",)),
        reporters=Deed(
            named(key, "reporters"), "Phát hành công văn, xác định cơ quan, địa phương báo cáo và chỉ tiêu phải báo cáo", ("Đ7.7", "Đ11.2c")
        ),
        figures=Question(
            key=named(key, FIGURES_KEY),
            title="Báo cáo số liệu của cơ quan",
            waiting="báo cáo số liệu, khó khăn, kiến nghị của cơ quan",
            clauses=("Đ11.2c", "Đ7.7"),
            form=FiguresForm,
            due=days.due,
            silence=silence,
            ladder=(Rung("remind", days.remind), Rung("late", days.late)),
            check=checks.figures,
            after=checks.record_figures,
        ),
        books_day=Deed(named(key, BOOKS_KEY), "Đến ngày kết thúc nhận báo cáo", ("Đ11.2c",)),
        books_closed=Deed(named(key, "books-closed"), "Kết thúc nhận báo cáo của cơ quan, địa phương", ("Đ11.2c",)),
        missing=Deed(
            named(key, "report-missing"), "Hỏi lại số liệu chưa rõ, gửi Ủy viên thường trực danh sách chậm báo cáo", ("Đ7.7", "Đ7.9")
        ),
        close=days.close,
    )


EXPLAIN = Question(
    key=ASKED_AGAIN,
    title="Giải trình số liệu đã báo cáo",
    waiting="kiểm tra, giải trình số liệu đã báo cáo",
    clauses=("Đ7.7", "Đ11.2c"),
    form=ExplainForm,
    due="figure_query",
    silence="Số liệu được giữ như đã gửi, báo cáo ghi rõ là cơ quan chưa giải trình.",
    ladder=(Rung("overdue", "step_overdue"),),
    check=checks.explanation,
    after=checks.record_explanation,
)
