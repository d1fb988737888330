"""What only the records and the calendar can tell about a meeting's answers, and what those answers raise."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.meetings import Attendance, Meeting
from models.papers import Upload
from models.people import Seat
from models.steps import Answer, Step
from tasks.agencies import not_there
from tasks.asking import Wanted, open_steps
from tasks.bureau import Desk
from tasks.meeting_forms import AgendaForm, ConclusionsForm, MinutesForm, OpinionForm, RsvpForm, VerdictForm
from tasks.office import meeting_of
from tasks.questions import question
from tasks.who import Role, roster


def agenda(desk: Desk, step: Step, form: AgendaForm) -> dict[str, str]:  # noqa: ARG001 - every check has this shape
    """A working day, far enough ahead for the invitation (QĐ 45/2018/QĐ-TTg), and seats that exist."""
    wrong: dict[str, str] = {}
    if not desk.law.calendar.is_working_day(form.day):
        wrong["day"] = f"Ngày {form.day:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."
    elif too_near := too_near_to_invite(desk, form.day):
        wrong["day"] = too_near
    unknown = _unknown_seats(desk, form.attendees)
    if unknown:
        wrong["attendees"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    return wrong


def too_near_to_invite(desk: Desk, day: date) -> str:
    """Why ``day`` leaves the invitation too little time (QĐ 45/2018/QĐ-TTg); empty when it leaves enough."""
    rule = desk.law.rules["invitation_min"]
    if rule.date_from(day, desk.law.calendar) >= desk.today:
        return ""
    return f"Ngày {day:%d/%m/%Y} quá gần: giấy mời phải gửi trước ngày họp ít nhất {-rule.days} ngày làm việc ({rule.citation})."


def day_still_good(desk: Desk, step: Step, form: VerdictForm) -> dict[str, str]:
    """A draft that waited too long cannot be approved or signed any more, only returned for another day."""
    too_near = too_near_to_invite(desk, _day_decided(desk, step)) if form.choice == "approve" else ""
    return {"choice": f"{too_near} Hãy trả lại để Thư ký trình ngày khác."} if too_near else {}


def _day_decided(desk: Desk, step: Step) -> date:
    """The day of the draft this verdict is about; once that draft is adopted, the meeting's day, which an act may have moved."""
    draft = step.about["draft"]
    wanted = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id)).where(col(Step.case_id) == step.case_id)
    answered = {found.key: answer for found, answer in desk.session.exec(wanted.where(col(Step.key).in_((draft, f"adopt-agenda/{draft}"))))}
    if f"adopt-agenda/{draft}" in answered:
        return meeting_of(desk, desk.case(step.case_id)).day
    return date.fromisoformat(answered[draft].payload["day"])


def rsvp(desk: Desk, step: Step, form: RsvpForm) -> dict[str, str]:
    """An opinion named in the answer has been uploaded for this step."""
    return _missing_upload(desk, step, form.opinion) if form.opinion else {}


def opinion(desk: Desk, step: Step, form: OpinionForm) -> dict[str, str]:
    """The opinion has been uploaded for this step."""
    return _missing_upload(desk, step, form.opinion)


def minutes(desk: Desk, step: Step, form: MinutesForm) -> dict[str, str]:  # noqa: ARG001 - every check has this shape
    """Nobody is recorded as present and as represented; the meeting has taken place."""
    wrong: dict[str, str] = {}
    twice = sorted(set(form.present) & set(form.proxies))
    if twice:
        titles = ", ".join(roster(desk).title(seat) for seat in twice)
        wrong["proxies"] = f"{titles} vừa ghi có mặt vừa ghi có người dự thay; hãy chọn một."
    unknown = _unknown_seats(desk, [*form.present, *form.proxies])
    if unknown:
        wrong["present"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    return wrong


def conclusions(desk: Desk, step: Step, form: ConclusionsForm) -> dict[str, str]:
    """Agencies exist; a due date lies after the meeting."""
    wrong: dict[str, str] = {}
    day = meeting_of(desk, desk.case(step.case_id)).day
    for n, line in enumerate(form.conclusions):
        if odd := not_there(desk, (line.lead, *line.coordinating)):
            wrong[f"conclusions.{n}.lead"] = f"Kết luận {n + 1}: {odd[:1].lower()}{odd[1:]}"
        elif roster(desk).head_of(line.lead) is None:
            wrong[f"conclusions.{n}.lead"] = f"Kết luận {n + 1}: cơ quan {line.lead} chưa có người đứng đầu trong danh sách chức danh."
        if line.due is not None and line.due <= day:
            wrong[f"conclusions.{n}.due"] = f"Kết luận {n + 1}: thời hạn {line.due:%d/%m/%Y} phải sau ngày họp {day:%d/%m/%Y}."
    return wrong


def raise_consent(desk: Desk, step: Step, form: RsvpForm) -> None:
    """Khoản 5 Điều 6: an absence or a proxy waits for the presider's consent, a proxy also for the member's written opinion.

    A late reply asks too, as long as who came has not been recorded yet.
    """
    case = desk.case(step.case_id)
    if form.choice == "attend" or attendance_recorded(desk, meeting_of(desk, case)):
        return
    tail = step.key.removeprefix("rsvp")  # "/member_yt", with the renewal if there was one
    about = {"seat": step.seats[0], "choice": form.choice, "reason": form.reason, "proxy": form.proxy_name, "office": form.proxy_office}
    people = roster(desk)
    presider = meeting_of(desk, case).presider_seat or people.by_role(Role.CHAIR)[0].id
    wanted = [Wanted(question("leave-consent"), people.answerer(presider, about=about), f"leave-consent{tail}", about)]
    if form.choice == "proxy" and form.opinion is None:
        wanted.append(Wanted(question("proxy-opinion"), people.answerer(*step.seats), f"proxy-opinion{tail}", about))
    open_steps(desk, case, wanted)


def attendance_recorded(desk: Desk, meeting: Meeting) -> bool:
    """Whether the minutes have settled who came."""
    return desk.session.exec(select(Attendance).where(col(Attendance.meeting_id) == meeting.id).limit(1)).first() is not None


def _missing_upload(desk: Desk, step: Step, upload_id: UUID) -> dict[str, str]:
    upload = desk.session.get(Upload, upload_id)
    if upload is not None and upload.step_id == step.id:
        return {}
    return {"opinion": "Chưa nhận được tệp ý kiến bằng văn bản; hãy chọn lại tệp rồi gửi."}


def _unknown_seats(desk: Desk, seats: list[str]) -> list[str]:
    known = set(desk.session.exec(select(col(Seat.id))))
    return [seat for seat in seats if seat not in known]
