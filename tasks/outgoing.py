"""The register of outgoing papers, from the records: every number of a year, also void and reserved ones and those given elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from documents.papers import Letterhead
from documents.register import OutgoingRegister, RegisterEntry
from models.letters import Letter, LetterState
from models.papers import Paper, PaperState
from tasks.bureau import Desk
from tasks.who import roster

FORM = "so_dang_ky_van_ban_di"


@dataclass(frozen=True)
class Line:
    """A line of the register: the paper, its matrix line's title, what became of it in words, and whether another took its place."""

    paper: Paper
    sort: str
    note: str
    replaced: bool


def lines(desk: Desk, year: int) -> list[Line]:
    """Every number of the year: by series as the committee's data has them, by kind, by number."""
    order = list(desk.law.committee.series)
    papers = desk.session.exec(select(Paper).where(col(Paper.year) == year)).all()
    ranked = sorted(papers, key=lambda row: (order.index(row.series), row.kind, row.number or 0))
    return lines_on(desk, ranked)


def lines_on(desk: Desk, papers: Sequence[Paper]) -> list[Line]:
    """These papers with what became of each."""
    about = _by_id(desk, [row.replaces_id or row.corrects_id for row in papers]) | {row.id: row for row in papers}
    later, committee = _later(desk, papers), desk.law.committee
    return [
        Line(
            paper=row,
            sort=committee.paper(row.matrix).title if row.matrix else row.kind,
            note=_note(row, about, later),
            replaced=any(one.replaces_id for one in later.get(row.id, [])),
        )
        for row in papers
    ]


def years(desk: Desk) -> list[int]:
    """Years that have a number, the latest first; this one in any case."""
    found = desk.session.exec(select(col(Paper.year)).where(col(Paper.year).is_not(None)).distinct()).all()
    return sorted({desk.today.year, *(year for year in found if year is not None)}, reverse=True)


def _by_id(desk: Desk, ids: Sequence[UUID | None]) -> dict[UUID | None, Paper]:
    wanted = select(Paper).where(col(Paper.id).in_([one for one in ids if one is not None]))
    return {row.id: row for row in desk.session.exec(wanted)}


def _later(desk: Desk, papers: Sequence[Paper]) -> dict[UUID | None, list[Paper]]:
    """Paper → what was issued about it, this year or later."""
    ids = [row.id for row in papers]
    found: dict[UUID | None, list[Paper]] = {}
    wanted = select(Paper).where(col(Paper.replaces_id).in_(ids) | col(Paper.corrects_id).in_(ids)).order_by(col(Paper.id))
    for row in desk.session.exec(wanted):
        found.setdefault(row.replaces_id or row.corrects_id, []).append(row)
    return found


def _note(row: Paper, about: dict[UUID | None, Paper], later: dict[UUID | None, list[Paper]]) -> str:
    said = {
        PaperState.VOID: f"Số bỏ: {row.dropped_why}",
        PaperState.RETURNED: f"Không phát hành: {row.dropped_why}",
        PaperState.RESERVED: "Số đã lấy, chưa phát hành",
        PaperState.WITHDRAWN: f"Đã thu hồi: {row.withdrawn_why}",
    }
    notes = [said[row.state]] if row.state in said else []
    if row.elsewhere:
        notes.append("Số do nơi khác cấp")
    if row.replaces_id is not None:
        notes.append(f"Thay thế số {about[row.replaces_id].notation}")
    if row.corrects_id is not None:
        notes.append(f"Đính chính số {about[row.corrects_id].notation}")
    for one in later.get(row.id, []):
        notes.append(f"Được {'thay thế' if one.replaces_id else 'đính chính'} bằng số {one.notation}")
    if row.note:
        notes.append(row.note)
    return "; ".join(notes)


def register(desk: Desk, year: int) -> OutgoingRegister:
    """The register as it is printed and bound."""
    committee = desk.law.committee
    head = next(iter(committee.series.values())).header
    copies = _copies(desk)
    entries = tuple(_entry(desk, line, copies.get(line.paper.signed_sha256 or line.paper.sha256 or "", 0)) for line in lines(desk, year))
    letterhead = Letterhead(parent=head[0] if len(head) > 1 else None, issuer=committee.identity.name, place=committee.identity.place)
    return OutgoingRegister(letterhead=letterhead, date=None, year=year, entries=entries)


def _entry(desk: Desk, line: Line, copies: int) -> RegisterEntry:
    row, committee = line.paper, desk.law.committee
    assert row.number is not None
    day = row.issued_at.date() if row.issued_at else None
    told = [recipient.line for recipient in committee.recipients(row.matrix) if "filing" not in recipient.to] if row.matrix else []
    return RegisterEntry(
        number=row.number,
        notation=row.notation.partition("/")[2],
        day=day,
        about=f"{line.sort}: {row.subject}",
        signer=roster(desk).name(row.signer_id) if row.signer_id else "",
        recipients="; ".join(told) if day else "",
        kept_by=committee.paper(row.matrix).filing if row.matrix and day else "",
        copies=copies or None,
        sent=day if copies else None,
        note=line.note,
    )


def _copies(desk: Desk) -> dict[str, int]:
    """How many letters enclosed each file."""
    file = func.jsonb_array_elements(Letter.context["attachments"]).op("->>")("sha256")
    sent = select(file.label("sha256"), col(Letter.id)).where(
        func.jsonb_exists(Letter.context, "attachments"), col(Letter.state) != LetterState.WITHDRAWN
    )
    inner = sent.subquery()
    return dict(desk.session.execute(select(inner.c.sha256, func.count()).group_by(inner.c.sha256)).tuples().all())
