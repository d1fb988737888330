"""What is wrong with a draft plan, and what clashes with what: the first bars it, the second is shown."""

from collections.abc import Sequence
from datetime import date, timedelta

from models.directives import Directive
from models.plans import InspectionLine, Plan, PlanLine, PlanPaper
from models.steps import AskedStep
from regulation.calendar import Quarter
from tasks.agencies import names, not_there
from tasks.bureau import Desk
from tasks.directive_seats import granter
from tasks.office import plan_of
from tasks.plan_facts import changed_papers
from tasks.plan_forms import PlanDraftForm, PlanProposalForm
from tasks.plans import MEETINGS, duty_of, inspections_of, lines_of, sections_of
from tasks.who import Role, roster

NEAR_TET = timedelta(days=7)  # house rule: a week before and after, offices are short of people
TET = "Nguyên Đán"


def proposal(desk: Desk, step: AskedStep, form: PlanProposalForm) -> dict[str, str]:
    """Agencies that are there, and days within the plan's year."""
    year, wrong = plan_of(desk, desk.case(step.case_id)).year, {}
    for n, line in enumerate(form.lines):
        if odd := not_there(desk, [code for code in (line.lead, *line.coordinating) if code]):
            wrong[f"lines.{n}.lead"] = f"Đề xuất {n + 1}: {_within(odd)}"
        if line.due is not None and (odd := wrong_day(desk, year, line.due)):
            wrong[f"lines.{n}.due"] = f"Đề xuất {n + 1}: {odd}"
    return wrong


def draft(desk: Desk, step: AskedStep, form: PlanDraftForm) -> dict[str, str]:  # noqa: ARG001 - the shape of a question's check
    """Everything that is wrong with the plan as it stands, line by line."""
    plan = plan_of(desk, desk.case(step.case_id))
    found = faults(desk, plan)
    if not found and not changed_papers(desk, plan):
        found = ["Bản điều chỉnh chưa thay đổi gì so với bản đang thực hiện; hãy sửa nội dung cần điều chỉnh, hoặc đề nghị hủy hồ sơ này."]
    return {f"line.{n}": said for n, said in enumerate(found, start=1)}


def faults(desk: Desk, plan: Plan) -> list[str]:
    """What bars the draft from being put forward, a sentence each with the line it is about."""
    found = []
    for line in lines_of(desk, plan):
        found += [f"«{_short(line.text)}»: {said}" for said in line_faults(desk, plan, line)]
    inspections = inspections_of(desk, plan)
    for one in inspections:
        found += [f"Kiểm tra {names(desk).get(one.agency_id, one.agency_id)}: {said}" for said in inspection_faults(desk, one, inspections)]
    if not lines_of(desk, plan, PlanPaper.WORK_PLAN):
        found.append("Kế hoạch công tác chưa có nhiệm vụ nào; hãy thêm nhiệm vụ.")
    if not inspections:
        found.append("Kế hoạch kiểm tra chưa có đơn vị nào; hãy thêm đơn vị được kiểm tra.")
    return found


def line_faults(desk: Desk, plan: Plan, line: PlanLine) -> list[str]:
    """What is wrong with one line."""
    found = []
    if not line.text.strip():
        found.append("chưa có nội dung; hãy ghi nội dung hoặc xóa dòng.")
    if line.section not in sections_of(desk, line.paper):
        found.append("chưa xếp vào mục nào; hãy chọn mục.")
    found += _wrong_agencies(desk, line)
    if not _goes_on_unchanged(desk, line):
        if line.due is not None and (odd := wrong_day(desk, plan.year, line.due)):
            found.append(odd)
        found += _not_ours_to_change(desk, line)
    return found


def _wrong_agencies(desk: Desk, line: PlanLine) -> list[str]:
    codes = ([line.lead_agency] if line.lead_agency else []) + list(line.coordinating)
    if odd := not_there(desk, codes):
        return [_within(odd)]
    if line.lead_agency is None:
        return ["có cơ quan phối hợp mà chưa có cơ quan chủ trì; hãy chọn cơ quan chủ trì."] if line.coordinating else []
    if roster(desk).head_of(line.lead_agency) is None:
        return [f"cơ quan {names(desk)[line.lead_agency]} chưa có người đứng đầu trong danh sách chức danh; hãy bổ sung."]
    if line.lead_agency in line.coordinating:
        return ["cơ quan chủ trì không đồng thời là cơ quan phối hợp; hãy bỏ ở một chỗ."]
    return []


def wrong_day(desk: Desk, year: int, day: date) -> str:
    """Why a day cannot be a line's: another year, past, or a day off; empty where it can."""
    if day.year != year:
        return f"thời hạn {day:%d/%m/%Y} không thuộc năm {year}; hãy chọn ngày trong năm."
    if day <= desk.today:
        return f"thời hạn {day:%d/%m/%Y} phải sau hôm nay."
    if not desk.law.calendar.is_working_day(day):
        name = desk.law.calendar.day_off_name(day)
        near = desk.law.calendar.roll_back(day)
        return f"{day:%d/%m/%Y} là ngày nghỉ{f' ({name})' if name else ''}; ngày làm việc trước đó là {near:%d/%m/%Y}."
    return ""


def _goes_on_unchanged(desk: Desk, line: PlanLine) -> bool:
    """Whether it only carries over what is owed already, or what the version in force says."""
    duty = duty_of(desk, line)
    if duty is not None:
        return not differs(line, duty)
    former = desk.find(PlanLine, line.former_id)
    return former is not None and former.due == line.due


def differs(line: PlanLine, duty: Directive) -> bool:
    """Whether a line says anything else than the directive that follows it."""
    said = (line.text, line.lead_agency, sorted(line.coordinating), line.product, line.due)
    return said != (duty.text, duty.lead_agency, sorted(duty.coordinating), duty.product, duty.due)


def _not_ours_to_change(desk: Desk, line: PlanLine) -> list[str]:
    """Who set a day changes it: what another than the chair issued is carried over as it is, or left out."""
    duty, people = duty_of(desk, line), roster(desk)
    if duty is None or duty.ending is not None:
        return []
    if not ours(desk, duty):
        title = people.title(duty.issuer_seat)
        return [f"nhiệm vụ do {title} giao, chỉ người giao điều chỉnh; hãy để nguyên nội dung, cơ quan, sản phẩm, thời hạn như đã giao."]
    if duty.due is not None and line.due is None:
        return ["nhiệm vụ có thời hạn không đổi thành nhiệm vụ thường xuyên được; hãy ghi thời hạn."]
    return []


def ours(desk: Desk, duty: Directive) -> bool:
    """Whether the chair, who issues the plan, is who may change this directive."""
    return granter(desk, duty) == roster(desk).by_role(Role.CHAIR)[0].id


def inspection_faults(desk: Desk, one: InspectionLine, all_of_them: Sequence[InspectionLine]) -> list[str]:
    """What is wrong with one inspection among those of its plan."""
    found, most = [], desk.law.thresholds["inspections_per_unit_per_year"].value
    if odd := not_there(desk, [one.agency_id]):
        found.append(_within(odd))
    times = sum(other.agency_id == one.agency_id for other in all_of_them)
    if times > most:
        found.append(f"có {times:02d} lần kiểm tra trong năm, một đơn vị không quá {most:02d} lần/năm; hãy bỏ bớt.")
    if not one.contents:
        found.append("chưa có nội dung kiểm tra; hãy chọn ít nhất một nội dung.")
    if not one.team:
        found.append("chưa có thành phần đoàn; hãy chọn Trưởng đoàn và thành viên.")
    if strange := [seat for seat in one.team if seat not in roster(desk).seats]:
        found.append(f"thành phần đoàn có chức danh không có trong danh sách: {', '.join(strange)}; hãy chọn lại.")
    return found


def warnings(desk: Desk, plan: Plan) -> list[str]:
    """What who drafts and who signs should know: it bars nothing."""
    lines = lines_of(desk, plan)
    found = [f"«{_short(line.text)}»: {said}" for line in lines for said in line_warnings(desk, line, lines)]
    found += [
        f"Kiểm tra {names(desk)[one.agency_id]}: {said}"
        for one in inspections_of(desk, plan)
        for said in inspection_warnings(desk, plan, one)
    ]
    return found


def line_warnings(desk: Desk, line: PlanLine, lines: Sequence[PlanLine]) -> list[str]:
    """Sessions, Tết and other meetings on the day of a meeting; a duty that nobody would owe."""
    found = []
    if line.due is not None and line.section in MEETINGS and line.paper == PlanPaper.PROGRAMME:
        found += [f"trùng {session.words}" for session in desk.law.sessions_on(line.due)]
        if (tet := _near_tet(desk, line.due)) is not None:
            found.append(f"ngày {line.due:%d/%m/%Y} sát kỳ nghỉ Tết (mùng 1 Tết: {tet:%d/%m/%Y})")
        same = [other for other in lines if other.due == line.due and other.section in MEETINGS and other is not line]
        found += [f"cùng ngày {line.due:%d/%m/%Y} với «{_short(other.text)}»" for other in same]
    if line.due is not None and desk.law.calendar.provisional(line.due, line.due):
        found.append(f"ngày {line.due:%d/%m/%Y} theo lịch nghỉ tạm tính, chờ thông báo chính thức")
    lacking = [noun for noun, there in (("sản phẩm", line.product), ("thời hạn", line.due)) if not there]
    if line.lead_agency and lacking and line.directive_id is None:
        found.append(f"chưa có {', '.join(lacking)} nên không tách thành nhiệm vụ")
    return found


def _near_tet(desk: Desk, day: date) -> date | None:
    """The first day of the lunar year, where it lies within a week of this day."""
    span = (day + timedelta(days=n) for n in range(-NEAR_TET.days, NEAR_TET.days + 1))
    return next((one for one in span if desk.law.calendar.day_off_name(one) == f"Tết {TET}"), None)


def inspection_warnings(desk: Desk, plan: Plan, one: InspectionLine) -> list[str]:
    """Inspections of the same unit by others in the same quarter, as far as they are known."""
    quarter = str(Quarter(plan.year, one.quarter))
    return [f"trùng {known.words}" for known in desk.law.inspections if known.agency == one.agency_id and known.quarter == quarter]


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}…"


def _within(sentence: str) -> str:
    """A sentence after a colon: an agency's name that begins it keeps its capital."""
    return sentence[:1].lower() + sentence[1:] if sentence.startswith("Không có") else sentence
