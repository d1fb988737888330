"""What only the records can tell about a quarter's answers, and what those answers write down."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from models.cases import Case
from models.consolidation import Doubt
from models.papers import Upload
from models.reports import AgencyReport
from models.steps import AskedStep
from regulation.indicators import Indicator
from tasks.bureau import Desk
from tasks.report_entry import Entry, enter, figures_of_lines, period_of
from tasks.report_forms import ExplainForm, ExplainLine, FigureLine, FiguresForm
from tasks.report_records import Asked, doubts, given, indicators
from tasks.report_workbook import read_report

NOTHING = "Chưa có số liệu nào; hãy nhập ít nhất một chỉ tiêu, không phát sinh thì ghi 0."
HALF = "Mục này còn trống; hãy ghi đủ tử số và mẫu số, không phát sinh thì ghi 0, hoặc để trống cả hai và ghi lý do."
NO_DENOMINATOR = "Chỉ tiêu này là số đếm, không có mẫu số; hãy để trống."
MEND = " Hãy sửa, hoặc nếu đúng như vậy thì ghi giải trình."
NO_WORKBOOK = "Chưa nhận được tệp Excel; hãy chọn tệp theo mẫu rồi gửi."
UNTAKEN = "Tệp chưa được nhận, không có số liệu nào được lấy từ tệp này. Hãy sửa các chỗ sau rồi gửi lại:"
MOST_FAULTS = 30


def asked_by(step: AskedStep) -> Asked:
    """What a question about figures asks of which agency."""
    return Asked(step.key, step.about["agency"], tuple(step.about["indicators"]))


def figures(desk: Desk, step: AskedStep, form: FiguresForm) -> dict[str, str]:
    """Numbers that can be: both parts of a quotient, no part more than the whole unless that is explained beside it."""
    if form.choice == "workbook":
        return _read(desk, step, form)[1]
    return wrong_lines(desk, desk.case(step.case_id), asked_by(step), form.figures, note="note")


def wrong_lines(desk: Desk, case: Case, asked: Asked, lines: Sequence[FigureLine], *, note: str) -> dict[str, str]:
    """What is wrong with figures as they were entered, by place; ``note`` is the field that explains one."""
    known = {indicator.code: indicator for indicator in indicators(desk, asked.indicators)}
    wrong: dict[str, str] = {}
    for n, line in enumerate(lines):
        wrong |= {f"figures.{n}.{name}": sentence for name, sentence in _wrong_line(known, line).items()}
    if not any(line.numerator is not None for line in lines):
        wrong["figures"] = NOTHING
    if len({line.indicator for line in lines}) < len(lines):
        wrong["figures"] = "Một chỉ tiêu có hai dòng; mỗi chỉ tiêu chỉ ghi một dòng."
    return wrong or _unexplained(desk, case, asked, lines, note)


def _wrong_line(known: Mapping[str, Indicator], line: FigureLine) -> dict[str, str]:
    indicator = known.get(line.indicator)
    if indicator is None:
        return {"indicator": f"Cơ quan không được đề nghị báo cáo chỉ tiêu {line.indicator}; hãy dùng lại biểu mẫu đã được cấp."}
    if indicator.denominator is None:
        return {"denominator": NO_DENOMINATOR} if line.denominator is not None else {}
    if (line.numerator is None) == (line.denominator is None):
        return {}
    return {"numerator" if line.numerator is None else "denominator": HALF}


def _unexplained(desk: Desk, case: Case, asked: Asked, lines: Sequence[FigureLine], note: str) -> dict[str, str]:
    """What cannot be as it stands is mended or explained at once; an ended case asks nothing any more, so there all that is odd is."""
    at_once = set(Doubt) if not case.is_open else {Doubt.ZERO, Doubt.ABOVE}
    places = {line.indicator: n for n, line in enumerate(lines)}
    said = {line.indicator for line in lines if getattr(line, note)}
    part = {Doubt.ZERO: "denominator", Doubt.ABOVE: "numerator"}
    return {
        f"figures.{places[query.indicator.code]}.{part.get(query.doubt, note)}": query.words + MEND
        for query in doubts(desk, period_of(case), asked, figures_of_lines(asked, period_of(case), lines))
        if query.doubt in at_once and query.indicator.code not in said and query.indicator.code in places
    }


def _read(desk: Desk, step: AskedStep, form: FiguresForm) -> tuple[FiguresForm, dict[str, str]]:
    """What the Excel file says, as the form would; nothing of it where a single cell is wrong."""
    upload = desk.find(Upload, form.workbook)
    if upload is None or upload.step_id != step.id:
        return form, {"workbook": NO_WORKBOOK}
    told = read_report(desk, desk.case(step.case_id), asked_by(step), upload)
    faults = told.faults
    if not faults:
        wrong = wrong_lines(desk, desk.case(step.case_id), asked_by(step), told.lines, note="note")
        faults = [told.fault(place, sentence) for place, sentence in wrong.items()]
    if faults:
        more = [f"… và {len(faults) - MOST_FAULTS} chỗ khác."] if len(faults) > MOST_FAULTS else []
        return form, {"workbook": "\n".join([UNTAKEN, *faults[:MOST_FAULTS], *more])}
    read = FiguresForm(choice=form.choice, figures=told.lines, obstacles=told.obstacles, proposals=told.proposals, workbook=form.workbook)
    return read, {}


def record_figures(desk: Desk, step: AskedStep, form: FiguresForm) -> None:
    """Keep the agency's first version; what is odd about it is asked in the same transaction (rule 3 of the walk)."""
    told, _ = _read(desk, step, form) if form.choice == "workbook" else (form, {})
    assert step.officer_id is not None
    entry = Entry(
        told.figures,
        step.officer_id,
        step.seats[0],
        told.obstacles,
        told.proposals,
        step_id=step.id,
        workbook=told.workbook if form.choice == "workbook" else None,
    )
    enter(desk, desk.case(step.case_id), asked_by(step), entry)


def explanation(desk: Desk, step: AskedStep, form: ExplainForm) -> dict[str, str]:
    """Each figure that was asked about is explained, or corrected."""
    asked = {line.indicator: n for n, line in enumerate(form.figures)}
    wanted = set(step.about["indicators"])
    if set(asked) != wanted or len(asked) < len(form.figures):
        return {"figures": "Xin trả lời đúng các chỉ tiêu được hỏi; hãy tải lại trang rồi gửi lại."}
    known, kept = {indicator.code: indicator for indicator in indicators(desk, wanted)}, _kept(desk, step)
    wrong: dict[str, str] = {}
    for n, line in enumerate(form.figures):
        wrong |= {f"figures.{n}.{name}": sentence for name, sentence in _wrong_line(known, _as_figure(line)).items()}
        if not line.words and not _corrects(line, kept[line.indicator]):
            wrong[f"figures.{n}.words"] = "Xin ghi giải trình, hoặc sửa số liệu."
    return wrong


def _kept(desk: Desk, step: AskedStep) -> dict[str, FigureLine]:
    report = desk.found(AgencyReport, UUID(step.about["report"]))
    return {
        code: FigureLine(indicator=code, numerator=row.numerator, denominator=row.denominator, note=row.note)
        for code, row in given(desk, report).items()
    }


def _as_figure(line: ExplainLine) -> FigureLine:
    return FigureLine(indicator=line.indicator, numerator=line.numerator, denominator=line.denominator)


def _corrects(line: ExplainLine, kept: FigureLine) -> bool:
    return (line.numerator, line.denominator) != (kept.numerator, kept.denominator)


def record_explanation(desk: Desk, step: AskedStep, form: ExplainForm) -> None:
    """The answer stays with the figure; a number that was corrected makes a new version, with the words that explain it."""
    report = desk.found(AgencyReport, UUID(step.about["report"]))
    said = {line.indicator: line for line in form.figures}
    kept = _kept(desk, step)
    if any(_corrects(line, kept[code]) for code, line in said.items()):
        _correct(desk, step, report, kept, said)
        return
    for code, row in given(desk, report).items():
        if code in said:
            row.explanation, row.explained_at, row.explained_by = said[code].words, desk.now, step.officer_id
            desk.session.add(row)
    desk.session.flush()
    desk.record("report.explain", step.case_id, agency=report.agency_id, version=report.version)


def _correct(desk: Desk, step: AskedStep, report: AgencyReport, kept: Mapping[str, FigureLine], said: Mapping[str, ExplainLine]) -> None:
    case = desk.case(step.case_id)
    lines = [said_line(said[code], line) if code in said else line for code, line in kept.items()]
    assert step.officer_id is not None
    entry = Entry(
        lines,
        step.officer_id,
        step.seats[0],
        report.obstacles,
        report.proposals,
        reason="Sửa số liệu khi được hỏi lại.",
        step_id=step.id,
        explained=_explained_before(desk, report) | {code: line.words for code, line in said.items() if line.words},
    )
    enter(desk, case, Asked(_figures_key(step), report.agency_id, tuple(kept)), entry)


def said_line(line: ExplainLine, kept: FigureLine) -> FigureLine:
    """A figure as it was corrected, with the note that stood beside it."""
    return FigureLine(indicator=line.indicator, numerator=line.numerator, denominator=line.denominator, note=kept.note)


def _explained_before(desk: Desk, report: AgencyReport) -> dict[str, str]:
    return {code: row.explanation for code, row in given(desk, report).items() if row.explanation}


def _figures_key(step: AskedStep) -> str:
    """The key of the question whose figures a question to explain is about: ``explain/head_yt/1`` of ``figures/head_yt``."""
    return f"figures/{step.key.split('/')[1]}"
