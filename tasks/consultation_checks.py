"""What only the records can tell about the answers of a written consultation."""

from models.consultations import Consultation
from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.consultation_forms import BallotForm, OpinionForm, SummaryForm
from tasks.meeting_checks import missing_upload, unknown_seats
from tasks.opinions import consultation_of, key_of, voices


def ballot(desk: Desk, step: AskedStep, form: BallotForm) -> dict[str, str]:
    """Seats that exist, not the decider alone; silence counts as consent only where the committee's setting lets a form say so."""
    asked = consultation_of(desk, desk.case(step.case_id))
    wrong: dict[str, str] = {}
    if unknown := unknown_seats(desk, form.consulted):
        wrong["consulted"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    elif not set(form.consulted) - {asked.decider_seat}:
        wrong["consulted"] = "Người quyết định không tự cho ý kiến; hãy chọn thêm người được lấy ý kiến."
    if form.silence and not desk.law.committee.consultation.silence_is_consent:
        wrong["silence"] = (
            "Ban Chỉ đạo chưa cho phép coi không trả lời là đồng ý (tệp committee.yaml, mục consultation). Hãy bỏ đánh dấu ô này."
        )
    wrong |= missing_upload(desk, step, form.paper, "paper", "tài liệu")
    return wrong | missing_upload(desk, step, form.annex, "annex", "phụ lục")


def consultation_about(desk: Desk, step: AskedStep) -> Consultation:
    """The consultation a step belongs to."""
    return consultation_of(desk, desk.case(step.case_id), key_of(step.question))


def opinion(desk: Desk, step: AskedStep, form: OpinionForm) -> dict[str, str]:
    """Every question has its answer, once, and a file named in the answer has come."""
    wanted = list(range(1, len(consultation_about(desk, step).questions) + 1))
    said = [line.n for line in form.opinions]
    if sorted(said) != wanted:
        missing = ", ".join(str(n) for n in wanted if n not in said)
        return {"opinions": f"Xin trả lời từng nội dung một lần; còn thiếu nội dung: {missing or 'không'}."}
    return missing_upload(desk, step, form.opinion, "opinion", "ý kiến bằng văn bản")


def summary(desk: Desk, step: AskedStep, form: SummaryForm) -> dict[str, str]:
    """Every comment that has come is taken up or explained, once; nothing is handled that nobody said (Đ2.1)."""
    wanted = {voice.ref: voice for voice in voices(desk, consultation_about(desk, step)) if voice.is_comment}
    handled = [line.of for line in form.handled]
    if unheard := [voice for ref, voice in wanted.items() if ref not in handled]:
        who = ", ".join(dict.fromkeys(f"{voice.who} (nội dung {voice.n})" for voice in unheard))
        return {"handled": f"Bảng tổng hợp còn thiếu tiếp thu, giải trình ý kiến của: {who}. Hãy tải lại trang rồi ghi bổ sung."}
    if len(set(handled)) < len(handled) or set(handled) - set(wanted):
        return {"handled": "Bảng tổng hợp có dòng trùng hoặc không ứng với ý kiến nào; hãy tải lại trang rồi ghi lại."}
    return {}
