"""The papers of a meeting's items: asked of who presents them, late ones decided on by the presider, shown to every member (Đ2.1)."""

from typing import Any

from sqlmodel import col, select

from models.cases import Case
from models.meetings import AgendaItem, Meeting
from models.papers import Upload
from models.steps import Answer, Step
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.meeting_questions import LATE_ITEM, PAPER
from tasks.meetings import agenda_of, invited
from tasks.office import Office, meeting_of
from tasks.verbs import Gathered, Opened, open
from tasks.who import Role, roster


def ask_for_papers(office: Office, sent: dict[str, Any]) -> list[Opened]:
    """Đ5.4: each item's owner is asked for its papers."""
    return [
        open(office, seat, PAPER, suffix=str(seq), about={"item": seq, "matter": f"{seq}. {item}", "seat": seat})
        for seq, seat, item in sent["papers"]
    ]


def raise_late_items(office: Office, sent: dict[str, Any], came: Gathered) -> list[Opened]:
    """Đ3.3: what has no papers in time is kept or withdrawn by the presider."""
    late = {key.partition("/")[2].partition("@")[0] for key in came.silent}
    return [
        open(office, Role.PRESIDER, LATE_ITEM, suffix=str(seq), about={"item": seq, "matter": f"{seq}. {item}"})
        for seq, _, item in sent["papers"]
        if str(seq) in late
    ]


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
    found: dict[int, list[Upload]] = {}
    rows = desk.session.exec(
        select(Upload, Step)
        .join(Step, col(Step.id) == col(Upload.step_id))
        .join(Answer, col(Answer.step_id) == col(Step.id))
        .where(col(Step.case_id) == case.id, col(Step.question) == PAPER.key)
        .order_by(col(Upload.id))
    )
    for upload, step in rows:
        found.setdefault(step.about["item"], []).append(upload)
    items = agenda_of(desk, meeting_of(desk, case))
    return [(item, found.get(item.seq, [])) for item in items if item.owner_seat or item.seq in found]


def withdraw_items(office: Office, decided: Gathered) -> list[int]:
    """What the presider took off: it stands no more on the agenda, and is offered to the next meeting."""
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    gone = {said.about["item"]: said.payload["reason"] for said in decided.answers.values() if said.choice == "withdraw"}
    for row in _rows(desk, meeting, list(gone)):
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
    return sorted(gone)


def _rows(desk: Desk, meeting: Meeting, numbers: list[int]) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.seq).in_(numbers))
    return list(desk.session.exec(wanted.order_by(col(AgendaItem.seq))))
