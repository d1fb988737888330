"""What only the records and the calendar can tell about the answers that prepare a meeting, and what those answers raise."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from models.cases import Act
from models.clock import OFFICE_ZONE
from models.meetings import Meeting
from models.papers import Paper, Upload
from models.statements import Statement
from models.steps import Answer, AskedStep, Step, StepState
from tasks.acts import NEW_TIME
from tasks.asking import Wanted, open_steps
from tasks.bureau import Desk
from tasks.conclusion_checks import wrong_lines
from tasks.correspondence import Telling, tell
from tasks.meeting_forms import AgendaForm, ConsentForm, ConveneForm, OpinionForm, PaperForm, RsvpForm, VerdictForm
from tasks.notice_time import too_near_to_invite
from tasks.office import meeting_of
from tasks.paper_forms import ReleaseForm
from tasks.papers import UNISSUED, drop, papers_about
from tasks.proceedings_forms import PreparedForm
from tasks.questions import question
from tasks.who import Role, roster

RECORDED = Statement("SELECT FROM attendance WHERE meeting_id = :meeting LIMIT 1")
WEEKS_SHOWN = 8  # how far past a meeting's day its move page lists sessions


def agenda(desk: Desk, step: AskedStep, form: AgendaForm) -> dict[str, str]:
    """A working day, far enough ahead for the invitation (QĐ 45/2018/QĐ-TTg), and seats that exist."""
    meeting = meeting_of(desk, desk.case(step.case_id))
    wrong: dict[str, str] = {}
    if not desk.law.calendar.is_working_day(form.day) and not meeting.is_urgent:
        wrong["day"] = f"Ngày {form.day:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."
    elif (too_near := too_near_to_invite(desk, meeting, form.starts_at)) and not already_announced(desk, meeting, form.starts_at):
        wrong["day"] = too_near
    if unknown := unknown_seats(desk, form.attendees):
        wrong["attendees"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    for n, line in enumerate(form.items):
        if line.owner and (line.owner not in roster(desk).seats):
            wrong[f"items.{n}.owner"] = f"Nội dung {n + 1}: không có chức danh {line.owner}. Hãy chọn trong danh sách."
    return wrong


def day_still_good(desk: Desk, step: AskedStep, form: VerdictForm | ReleaseForm) -> dict[str, str]:
    """A draft that waited too long cannot be approved, signed or sent out any more, only returned for another day.

    What changes within a day already invited to, its room or its hour, may follow as late as it must.
    """
    if form.choice == "return":
        return {}
    meeting = meeting_of(desk, desk.case(step.case_id))
    decided = _time_decided(desk, step, meeting)
    too_near = too_near_to_invite(desk, meeting, decided)
    if not too_near or already_announced(desk, meeting, decided):
        return {}
    return {"choice": f"{too_near} Hãy trả lại để Thư ký trình ngày khác."}


def already_announced(desk: Desk, meeting: Meeting, starts_at: datetime) -> bool:
    """Whether the last invitation that left, in due time then, was to this day, and no act has said another since.

    Out of turn, hours count instead of days: it must have been to this very time. What has begun is announced no more.
    """
    wanted = select(Answer).join(Step, col(Step.id) == col(Answer.step_id)).where(col(Step.case_id) == meeting.case_id)
    issued = wanted.where(col(Step.question) == "issue-invitation", col(Step.state) == StepState.ANSWERED).order_by(col(Step.id).desc())
    last = desk.session.exec(issued.limit(1)).first()
    if last is None or starts_at <= desk.now:
        return False
    sent = last.payload["value"]
    moves = select(Act).where(col(Act.case_id) == meeting.case_id, col(Act.kind) == NEW_TIME, col(Act.n) > sent["acts"])
    said = [sent["enclosed"]["calendar"]["start"], *(move.payload["to"] for move in desk.session.exec(moves))]
    return all(is_same_time(meeting, datetime.fromisoformat(one), starts_at) for one in said)


def is_same_time(meeting: Meeting, one: datetime, other: datetime) -> bool:
    """Whether an invitation to the one holds for the other: the same day, or out of turn the same moment."""
    return one == other if meeting.is_urgent else one.astimezone(OFFICE_ZONE).date() == other.astimezone(OFFICE_ZONE).date()


def convening(desk: Desk, step: AskedStep, form: ConveneForm) -> dict[str, str]:
    """A day that can still be invited to; a postponement to a working day that can be."""
    meeting = meeting_of(desk, desk.case(step.case_id))
    if form.choice == "postpone" and form.until is not None:
        starts_at = meeting.starts_at.replace(year=form.until.year, month=form.until.month, day=form.until.day)
        if not desk.law.calendar.is_working_day(form.until) and not meeting.is_urgent:
            return {"until": f"Ngày {form.until:%d/%m/%Y} là ngày nghỉ; hãy chọn một ngày làm việc."}
        too_near = too_near_to_invite(desk, meeting, starts_at)
        return {"until": too_near} if too_near else {}
    return day_still_good(desk, step, form) | missing_upload(desk, step, form.scan, "scan", "bút phê")


def postpone(desk: Desk, step: AskedStep, form: ConveneForm) -> None:
    """The presider put it off: the draft is written anew for the day he has in mind, and its deadlines count from there."""
    if form.choice == "postpone" and form.until is not None:
        meeting = meeting_of(desk, desk.case(step.case_id))
        meeting.starts_at = meeting.starts_at.replace(year=form.until.year, month=form.until.month, day=form.until.day)
        desk.session.add(meeting)
        desk.session.flush()
        desk.record("meeting.postpone", step.case_id, to=form.until)


def _time_decided(desk: Desk, step: AskedStep, meeting: Meeting) -> datetime:
    """The time in the draft this verdict is about; once that draft is adopted, the meeting's, which an act may have moved."""
    draft = step.about["draft"]
    wanted = select(Step, Answer).join(Answer, col(Answer.step_id) == col(Step.id)).where(col(Step.case_id) == step.case_id)
    answered = {found.key: answer for found, answer in desk.session.exec(wanted.where(col(Step.key).in_((draft, f"adopt-agenda/{draft}"))))}
    if f"adopt-agenda/{draft}" in answered:
        return meeting.starts_at
    return AgendaForm(choice="submit", **answered[draft].payload).starts_at


def drop_returned(desk: Desk, step: AskedStep, form: VerdictForm) -> None:
    """What comes back unsigned is not issued any more; the next round types another."""
    for one in papers_about(step.about) if form.choice == "return" else ():
        paper = desk.find(Paper, UUID(one))
        if paper is not None and paper.state in UNISSUED:
            drop(desk, paper, form.reason)


def papers(desk: Desk, step: AskedStep, form: PaperForm) -> dict[str, str]:
    """The files named in the answer have been uploaded for this step."""
    wrong = missing_upload(desk, step, form.paper, "paper", "tài liệu")
    return wrong | missing_upload(desk, step, form.annex, "annex", "phụ lục")


def prepared(desk: Desk, step: AskedStep, form: PreparedForm) -> dict[str, str]:
    """Agencies and seats exist."""
    return wrong_lines(desk, step, form.conclusions)


def rsvp(desk: Desk, step: AskedStep, form: RsvpForm) -> dict[str, str]:
    """An opinion named in the answer has been uploaded for this step."""
    return missing_upload(desk, step, form.opinion, "opinion", "ý kiến bằng văn bản")


def opinion(desk: Desk, step: AskedStep, form: OpinionForm) -> dict[str, str]:
    """The opinion has been uploaded for this step, where it is a file."""
    return missing_upload(desk, step, form.opinion, "opinion", "ý kiến bằng văn bản")


def raise_consent(desk: Desk, step: AskedStep, form: RsvpForm) -> None:
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
    if form.choice == "proxy" and form.opinion is None and not form.words:
        wanted.append(Wanted(question("proxy-opinion"), people.answerer(*step.seats), f"proxy-opinion{tail}", about))
    open_steps(desk, case, wanted)


def tell_verdict(desk: Desk, step: AskedStep, form: ConsentForm) -> None:
    """Khoản 5 Điều 6: the member learns whether the presider consents to his absence or his proxy, and why not."""
    seat, people = step.about["seat"], roster(desk)
    officer = people.answerer(seat).officer_id
    if officer is None:
        return
    proxy = step.about["choice"] == "proxy"
    asked = f"việc Ông/Bà ủy quyền {step.about['proxy']} ({step.about['office']}) dự thay" if proxy else "việc Ông/Bà vắng mặt"
    agreed = form.choice == "consent"
    said = f"Lý do: {form.reason}" if form.reason else ""
    then = "" if agreed else "Đề nghị Ông/Bà thu xếp dự họp; không dự thì biên bản ghi: vắng chưa được người chủ trì đồng ý."
    telling = Telling(
        key=f"{step.key}/said",
        kind="told",
        title=f"Người chủ trì {'đồng ý' if agreed else 'không đồng ý'} {asked}",
        what=" ".join(part for part in (f"Người chủ trì cuộc họp {'đồng ý' if agreed else 'không đồng ý'} {asked}.", said, then) if part),
        clauses=("Đ6.5b", "Đ6.5c") if proxy else ("Đ6.5b",),
        why="Ông/Bà đã báo cáo không trực tiếp dự họp.",
    )
    tell(desk, desk.case(step.case_id), [officer], telling)


def day_has_come(desk: Desk, meeting: Meeting) -> bool:
    """Whether its line has come to the day it takes place; the day of an earlier time does not count."""
    wanted = select(Step.id).where(col(Step.case_id) == meeting.case_id, col(Step.question) == "meeting-day", col(Step.due) == meeting.day)
    return desk.session.exec(wanted.where(col(Step.state) == StepState.ANSWERED).limit(1)).first() is not None


def took_place(desk: Desk, meeting: Meeting) -> bool:
    """Whether its conclusions, or who came, have been written down: then neither its time nor its attendees change any more."""
    wanted = select(Step.id).where(col(Step.case_id) == meeting.case_id, col(Step.question) == "conclusions")
    concluded = desk.session.exec(wanted.where(col(Step.state) == StepState.ANSWERED).limit(1)).first() is not None
    return concluded or attendance_recorded(desk, meeting)


def attendance_recorded(desk: Desk, meeting: Meeting) -> bool:
    """Whether the minutes have settled who came."""
    return RECORDED.first(desk.session, meeting=meeting.id) is not None


def missing_upload(desk: Desk, step: AskedStep, upload_id: UUID | None, name: str, noun: str) -> dict[str, str]:
    """Why a file named in an answer is not there: it has not been uploaded for this step."""
    if upload_id is None:
        return {}
    upload = desk.find(Upload, upload_id)
    if upload is not None and upload.step_id == step.id:
        return {}
    return {name: f"Chưa nhận được tệp {noun}; hãy chọn lại tệp rồi gửi."}


def unknown_seats(desk: Desk, seats: list[str]) -> list[str]:
    """Those of them that are no seats."""
    return [seat for seat in seats if seat not in roster(desk).seats]


def clashes(desk: Desk, day: date) -> list[str]:
    """Known sessions of the UBND and the HĐND on that day, in words: a warning, never a block."""
    return [session.words for session in desk.law.sessions_on(day)]


def coming_sessions(desk: Desk, meeting: Meeting) -> list[str]:
    """Known sessions of the UBND and the HĐND in the weeks to come, in words: a warning, never a block."""
    last = max(desk.today, meeting.day) + timedelta(weeks=WEEKS_SHOWN)
    coming = [session for session in desk.law.sessions if session.first <= last and session.last >= desk.today]
    return [session.words for session in sorted(coming, key=lambda one: one.first)]
