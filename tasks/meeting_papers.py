"""The papers of a meeting's items: asked of who presents them, late ones decided on by the presider, shown to every member (Đ2.1)."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.meetings import AgendaItem, Meeting
from models.papers import Upload
from models.steps import Answer, Step, StepState
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.invitations import invited
from tasks.meeting_questions import LATE_ITEM, PAPER
from tasks.meetings import agenda_of
from tasks.office import Answered, Office, meeting_of
from tasks.verbs import Gathered
from tasks.who import Role, roster
from tasks.withdrawal import open_steps_of, tell_withdrawn, withdraw_steps


def owed(office: Office, drafted: Answered) -> list[dict[str, Any]]:
    """Đ5.4: the papers each item's owner is asked for: ``seat``, ``suffix`` of the question's key, what it is ``about``.

    A paper asked for already is not asked for anew. Where a later draft has put another item, or owner, in the place of one, the former
    question is withdrawn and the new one's key carries the draft's round.
    """
    desk, case = office.desk, office.case
    found = []
    for row in agenda_of(desk, meeting_of(desk, case)):
        if row.owner_seat:
            about = {"item": row.seq, "matter": f"{row.seq}. {row.item}", "seat": row.owner_seat}
            before = [step for step, _ in office.steps.values() if step.question == PAPER.key and step.about["item"] == row.seq]
            same = next((step.key.partition("/")[2] for step in before if step.about == about and step.state != StepState.WITHDRAWN), None)
            anew = f"{row.seq}.{drafted.about['round']}" if before else str(row.seq)
            found.append({"seat": row.owner_seat, "suffix": same or anew, "about": about})
    wanted = [one["about"] for one in found]
    gone = [step for step in open_steps_of(desk, case.id) if step.question == PAPER.key and step.about not in wanted]
    why = "Chương trình họp đã thay đổi."
    withdraw_steps(desk, gone, why)
    tell_withdrawn(desk, case, gone, why)
    return found


def late(owed: list[dict[str, Any]], came: Gathered) -> list[dict[str, Any]]:
    """Đ3.3: what has no papers in time; the presider keeps or withdraws it."""
    return [one for one in owed if f"{PAPER.key}/{one['suffix']}" in came.silent]


def send_papers(office: Office, sent: dict[str, Any]) -> list[str]:
    """Every member learns that the papers are there; all members see all papers (khoản 1 Điều 2)."""
    desk, people = office.desk, roster(office.desk)
    handed_in = papers_of(desk, office.case)
    listed = "\n".join(
        f"- {item.seq}. {item.item}: {', '.join(upload.name for upload in files) or 'chưa có tài liệu'}" for item, files in handed_in
    )
    seats = [one.seat for one in invited(office, sent)] + [people.by_role(Role.CHAIR)[0].id]
    told = [people.holders[seat] for seat in seats if seat in people.holders]
    telling = Telling(
        key=f"papers/{len(office.acts)}",
        kind="told",
        title="Tài liệu cuộc họp",
        what=f"Tài liệu các nội dung họp đã có trên trang hồ sơ, kính mời Ông/Bà nghiên cứu trước:\n{listed}",
        clauses=("Đ2.1", "Đ5.4a"),
        why="Ông/Bà được mời dự họp.",
    )
    if handed_in:
        tell(desk, office.case, told, telling)
    return told if handed_in else []


def papers_of(desk: Desk, case: Case) -> list[tuple[AgendaItem, list[Upload]]]:
    """The items that have papers, or should have, each with the files handed in for it."""
    found: dict[tuple[int, str], list[Upload]] = {}
    rows = desk.session.exec(
        select(Upload, Step)
        .join(Step, col(Step.id) == col(Upload.step_id))
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Step.case_id) == case.id, col(Step.question) == PAPER.key)
        .order_by(col(Upload.id))
    )
    for upload, step in rows:
        found.setdefault((step.about["item"], step.about["matter"]), []).append(upload)  # not those of an item a later draft has dropped
    items = agenda_of(desk, meeting_of(desk, case))
    return [(item, files) for item in items if (files := found.get((item.seq, f"{item.seq}. {item.item}"), [])) or item.owner_seat]


def decided_now(office: Office) -> list[Answered]:
    """What the presider has said of late items up to this moment; looked up inside a deed."""
    present = office.key(LATE_ITEM).partition("@")[2]  # which of the meeting's times
    found = [(step, said) for step, said in office.steps.values() if step.question == LATE_ITEM.key and said is not None]
    return [Answered.of(step, said) for step, said in found if step.key.partition("@")[2] == present]


def take_off(office: Office, decided: Iterable[Answered]) -> list[int]:
    """What the presider took off: it stands no more on the agenda, and is offered to the next meeting. Returns what is newly off."""
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    gone = {said.about["item"]: said.payload["reason"] for said in decided if said.choice == "withdraw"}
    rows = _standing(desk, meeting, list(gone))
    for row in rows:
        row.withdrawn = gone[row.seq]
        desk.session.add(row)
        holder = roster(desk).holders.get(row.owner_seat or "")
        telling = Telling(
            key=f"withdrawn-item/{row.seq}/{len(office.acts)}",
            kind="told",
            title="Nội dung được rút khỏi chương trình họp",
            what=f"Người chủ trì rút nội dung «{row.item}» khỏi chương trình họp. Lý do: {row.withdrawn}",
            clauses=("Đ3.3",),
            why="Ông/Bà được giao chuẩn bị nội dung này.",
        )
        tell(desk, office.case, [holder] if holder else [], telling)
    desk.session.flush()
    return [row.seq for row in rows]


def _standing(desk: Desk, meeting: Meeting, numbers: list[int]) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(
        col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.seq).in_(numbers), col(AgendaItem.withdrawn).is_(None)
    )
    return list(desk.session.exec(wanted.order_by(col(AgendaItem.seq))))
