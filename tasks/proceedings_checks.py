"""What only the records can tell about the answers on the day of a meeting and after it."""

from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.conclusion_checks import wrong_lines
from tasks.correspondence import Telling, tell
from tasks.guests import guests_of
from tasks.invitations import invited
from tasks.meeting_checks import unknown_seats
from tasks.meeting_forms import VerdictForm
from tasks.meeting_questions import ISSUE_INVITATION, PROXY_OPINION, RSVP
from tasks.office import Office, meeting_of
from tasks.proceedings_forms import ConclusionsForm, MinutesForm, NoticeForm
from tasks.who import Role, roster


def minutes(desk: Desk, step: AskedStep, form: MinutesForm) -> dict[str, str]:
    """Nobody is recorded as present and as represented; every opinion that came in writing stands in the minutes."""
    wrong: dict[str, str] = {}
    people = roster(desk)
    if twice := sorted(set(form.present) & set(form.proxies)):
        titles = ", ".join(people.called(seat) for seat in twice)
        wrong["proxies"] = f"{titles} vừa ghi có mặt vừa ghi có người dự thay; hãy chọn một."
    if unknown := unknown_seats(desk, [*form.present, *form.proxies]):
        wrong["present"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    if set(form.guests) - {str(guest.id) for guest in guests_of(desk, meeting_of(desk, desk.case(step.case_id)))}:
        wrong["guests"] = "Có khách không còn được mời dự cuộc họp này; hãy tải lại trang rồi đánh dấu lại."
    speakers = {line.speaker for line in form.remarks}
    unheard = [people.called(seat) for seat in written_opinions(desk, step) if people.called(seat) not in speakers]
    if unheard and not wrong:
        wrong["remarks"] = (
            f"Biên bản còn thiếu ý kiến bằng văn bản của: {', '.join(unheard)}. Hãy ghi nguyên văn, người phát biểu ghi đúng tên ấy."
        )
    return wrong


def written_opinions(desk: Desk, step: AskedStep) -> dict[str, str]:
    """Seat → the words of the opinion it sent in writing (empty: it is a file), for the invitation in force."""
    office = Office.at(desk, desk.case(step.case_id))
    found: dict[str, str] = {}
    for one in invited(office, office.value(ISSUE_INVITATION)):
        for asked in (RSVP, PROXY_OPINION):
            said = office.steps.get(office.key(asked, one.suffix), (None, None))[1]
            if said is not None and (said.payload.get("opinion") or said.payload.get("words")):
                found[one.seat] = said.payload.get("words") or ""
    return found


def warn_of_returns(desk: Desk, step: AskedStep, form: VerdictForm) -> None:
    """Returned oftener than the house rule has it: the standing member and the secretary are told to settle it by talking."""
    most = desk.law.thresholds["notice_returns"].value
    if form.choice != "return" or step.about["round"] <= most:
        return
    case, people = desk.case(step.case_id), roster(desk)
    due = desk.law.rules["notice_issue"].date_from(meeting_of(desk, case).day, desk.law.calendar)
    telling = Telling(
        key=f"{step.key}/returns",
        kind="told",
        title="Dự thảo thông báo kết luận bị trả lại nhiều lần",
        what=f"Dự thảo đã bị trả lại lần thứ {step.about['round']}, quy định nội bộ là tối đa {most} lần. Lý do lần này: {form.reason} "
        f"Đề nghị trao đổi trực tiếp với người trả lại để phát hành chậm nhất ngày {due:%d/%m/%Y}.",
        clauses=("Đ5.4b",),
        why="Ông/Bà ký hoặc soạn thông báo kết luận.",
    )
    told = [people.answerer(seat.id).officer_id for seat in people.by_role(Role.STANDING_MEMBER, Role.SECRETARY)]
    tell(desk, case, [officer for officer in told if officer is not None], telling)


def conclusions(desk: Desk, step: AskedStep, form: ConclusionsForm) -> dict[str, str]:
    """Agencies and seats exist; a due date lies after the meeting."""
    return wrong_lines(desk, step, form.conclusions)


def notice(desk: Desk, step: AskedStep, form: NoticeForm) -> dict[str, str]:
    """As for the conclusions themselves."""
    return wrong_lines(desk, step, form.conclusions)
