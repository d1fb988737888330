"""What only the records can tell about the answers on the day of a meeting and after it."""

from sqlmodel import col, select

from models.steps import Answer, Step
from tasks.bureau import Desk
from tasks.conclusion_checks import wrong_lines
from tasks.meeting_checks import unknown_seats
from tasks.proceedings_forms import ConclusionsForm, MinutesForm, NoticeForm
from tasks.who import roster


def minutes(desk: Desk, step: Step, form: MinutesForm) -> dict[str, str]:
    """Nobody is recorded as present and as represented; every opinion that came in writing stands in the minutes."""
    wrong: dict[str, str] = {}
    people = roster(desk)
    if twice := sorted(set(form.present) & set(form.proxies)):
        titles = ", ".join(people.title(seat) for seat in twice)
        wrong["proxies"] = f"{titles} vừa ghi có mặt vừa ghi có người dự thay; hãy chọn một."
    if unknown := unknown_seats(desk, [*form.present, *form.proxies]):
        wrong["present"] = f"Không có chức danh: {', '.join(unknown)}. Hãy chọn trong danh sách."
    speakers = {line.speaker for line in form.remarks}
    unheard = [people.title(seat) for seat in written_opinions(desk, step) if people.title(seat) not in speakers]
    if unheard and not wrong:
        wrong["remarks"] = (
            f"Biên bản còn thiếu ý kiến bằng văn bản của: {', '.join(unheard)}. Hãy ghi nguyên văn, người phát biểu ghi đúng tên ấy."
        )
    return wrong


def written_opinions(desk: Desk, step: Step) -> dict[str, str]:
    """Seat → the words of the opinion it sent in writing (empty: it is a file), for the meeting's present time."""
    rows = desk.session.exec(
        select(Step, Answer)
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Step.case_id) == step.case_id, col(Step.question).in_(("rsvp", "proxy-opinion")))
        .order_by(col(Step.id))
    )
    latest = {(asked.question, asked.seats[0]): answer.payload for asked, answer in rows}
    return {seat: said.get("words") or "" for (_, seat), said in latest.items() if said.get("opinion") or said.get("words")}


def conclusions(desk: Desk, step: Step, form: ConclusionsForm) -> dict[str, str]:
    """Agencies and seats exist; a due date lies after the meeting."""
    return wrong_lines(desk, step, form.conclusions)


def notice(desk: Desk, step: Step, form: NoticeForm) -> dict[str, str]:
    """As for the conclusions themselves."""
    return wrong_lines(desk, step, form.conclusions)
