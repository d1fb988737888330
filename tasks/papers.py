"""A paper's life: typed without a number, perhaps numbered before it is signed, released with its number, day and signed PDF, or dropped.

A file is safe under its hash before the row names it; on a rollback a number was never given. The caller holds the case's row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select

from documents import dossier, numbering, papers
from documents.papers import Letterhead, OfficialPaper, Signature
from documents.render import read_back
from models import rows
from models.cases import Case
from models.clock import at
from models.errors import Refused
from models.papers import Paper, PaperState, Upload
from models.statements import Records
from models.steps import Step
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.office import Answered
from tasks.paper_forms import ReleaseForm
from tasks.who import Roster, roster

UNISSUED = (PaperState.TYPED, PaperState.RESERVED)

LOCKED = Records(select(Paper).where(col(Paper.id) == bindparam("paper")).with_for_update().execution_options(populate_existing=True))


class NotToBeIssued(Refused):
    """Văn bản này không còn chờ phát hành: đã phát hành, đã trả lại hoặc đã thu hồi. Ông/Bà xem trang hồ sơ."""

    status = 409


@dataclass(frozen=True)
class Issue:
    """A paper to type: ``kind`` in the signature matrix, ``key`` within the case, ``form`` of the typing room, who signs."""

    kind: str
    key: str
    form: str
    subject: str
    signer_seat: str
    build: Callable[[int | None, date | None, "Head"], OfficialPaper]  # from number, date (not known yet: None) and head to the facts


@dataclass(frozen=True)
class Head:
    """What the committee's data says of every paper of a kind."""

    letterhead: Letterhead
    notation: str
    signature: Signature
    recipients: tuple[str, ...]
    kept_by: str


def type_out(desk: Desk, case: Case, order: Issue) -> Paper:
    """Type the Word file with room for number and day, and record it; the same key twice conflicts, and the walk starts again."""
    kind = desk.law.committee.paper(order.kind)
    paper = order.build(None, None, head(desk, order.kind, order.signer_seat))
    row = _typed(desk, case, order.key, order.form, order.subject, paper)
    row.matrix, row.kind, row.series = order.kind, kind.code or "CV", kind.series
    row.signer_id = roster(desk).answerer(order.signer_seat).officer_id
    row.file_name = f"Dự thảo {row.kind}-{paper.notation.rpartition('-')[2]}.docx"
    return recorded(desk, row, "paper.type")


def working_paper(desk: Desk, case: Case, key: str, form: str, subject: str, paper: papers.Paper) -> Paper:
    """Type a paper for use inside the office (briefing slip, running script, sign-in sheet): it bears no number and is never issued."""
    row = _typed(desk, case, key, form, subject, paper)
    row.file_name = f"{form.replace('_', '-')}.docx"
    return recorded(desk, row, "paper.type")


def _typed(desk: Desk, case: Case, key: str, form: str, subject: str, paper: papers.Paper) -> Paper:
    sha256 = _file(desk, form, paper)
    facts = paper.model_dump(mode="json")
    return Paper(
        case_id=case.id,
        key=key,
        subject=subject,
        form=form,
        facts=facts,
        typed_sha256=sha256,
        sha256=sha256,
        recorded_at=desk.now,
        recorded_by=desk.actor,
    )


def _file(desk: Desk, form: str, paper: papers.Paper) -> str:
    return dossier.put(desk.bureau.files, desk.bureau.typist(form, paper, desk.bureau.forms))


def recorded(desk: Desk, row: Paper, act: str) -> Paper:
    """Write the row, and what was done to it into the journal."""
    if row in desk.session:
        desk.session.flush()
    else:
        rows.keep(desk.session, row)
    desk.record(act, row.case_id, paper=str(row.id), notation=row.notation, sha256=row.sha256)
    return row


def reserve(desk: Desk, paper_id: UUID) -> Paper:
    """Take the next number of our register for a paper before it is signed, and type the paper anew with it."""
    row = unissued(desk, paper_id)
    if row.state == PaperState.RESERVED:
        return row
    take_number(desk, row)
    row.reserved_at = desk.now
    _type_anew(desk, row, None)
    return recorded(desk, row, "paper.reserve")


def release(desk: Desk, paper_id: UUID, answer: Answered) -> Paper:
    """The paper with its number, day and signed PDF, as the answer says; released already (the answer did it), it is returned as it is."""
    row = desk.found(Paper, paper_id)
    if row.issued_at is not None:
        return row
    asked = select(Step).where(col(Step.case_id) == row.case_id, col(Step.key) == answer.key)
    form = ReleaseForm(choice=answer.choice, **answer.payload)
    return put_out(desk, paper_id, form, signed_at=desk.session.exec(asked).one().opened_at)


def put_out(desk: Desk, paper_id: UUID, form: ReleaseForm, *, signed_at: datetime) -> Paper:
    """Number a signed paper, or take the number given elsewhere, type it anew with number and day, and record it as issued.

    ``form`` has been checked (:func:`tasks.releasing.wrong_with`); a number that was taken meanwhile makes the transaction start again.
    """
    row = unissued(desk, paper_id)
    upload = desk.found(Upload, form.signed)
    issued_at = desk.now
    if form.choice == "given":
        assert form.issued_on is not None
        issued_at = max(at(form.issued_on), signed_at) if form.issued_on < desk.today else desk.now
        row.year, row.number, row.elsewhere = form.issued_on.year, form.given_number, True
        row.notation = f"{form.given_number:02d}/{form.given_suffix or row.facts['notation']}"
    elif row.number is None:
        take_number(desk, row)
    _type_anew(desk, row, issued_at.date())
    row.signed_sha256, row.signed_at, row.issued_at = upload.sha256, signed_at, issued_at
    return recorded(desk, row, "paper.issue")


def sign_by(desk: Desk, paper_id: UUID, seat: str) -> Paper:
    """Somebody else signs it now: its signature block is typed anew, as a new file."""
    row = unissued(desk, paper_id)
    row.facts = row.facts | {"signature": signature(desk, roster(desk), row.matrix, seat).model_dump(mode="json")}
    row.signer_id = roster(desk).answerer(seat).officer_id
    row.sha256 = _file(desk, row.form, read_back(row.form, row.facts))
    return recorded(desk, row, "paper.signer")


def drop(desk: Desk, paper: Paper, why: str) -> None:
    """It will not be issued; the number it bore is void and keeps its place on the register, with the reason."""
    paper.dropped_at, paper.dropped_why = desk.now, why
    recorded(desk, paper, "paper.drop")


def drop_unissued(desk: Desk, paper_ids: Sequence[UUID], why: str) -> None:
    """Drop those of these papers that wait to be issued."""
    if paper_ids:
        wanted = select(Paper).where(col(Paper.id).in_(paper_ids)).order_by(col(Paper.id)).with_for_update()
        for row in desk.session.exec(wanted.execution_options(populate_existing=True)):
            if row.state in UNISSUED:
                drop(desk, row, why)


def unissued(desk: Desk, paper_id: UUID) -> Paper:
    """A paper that waits to be issued, its row locked, or :class:`NotToBeIssued`."""
    row = LOCKED.one(desk.session, paper=paper_id)
    if row.state not in UNISSUED:
        raise NotToBeIssued(NotToBeIssued.__doc__)
    return row


def take_number(desk: Desk, row: Paper) -> None:
    """The next number of our register, of this year."""
    year = desk.today.year
    number = numbering.next_number(desk.session, row.series, row.kind, year)
    row.year, row.number, row.notation = year, number, desk.law.committee.notation(row.matrix, number)


def _type_anew(desk: Desk, row: Paper, day: date | None) -> None:
    """The Word file with what has become known, as a new file; the one before lies where it lay."""
    known: dict[str, Any] = {"number": row.number, "notation": row.notation.partition("/")[2], "date": day and day.isoformat()}
    row.facts = row.facts | known
    row.sha256 = _file(desk, row.form, read_back(row.form, row.facts))
    row.file_name = f"{row.notation.replace('/', '-')}.docx"


def enclosed(*found: Paper) -> dict[str, Any]:
    """Papers as a letter's context names them: the signed PDF once there is one; the postman reads the files by their hash."""
    files = [(row.signed_name, row.signed_sha256) if row.signed_sha256 else (row.file_name, row.sha256) for row in found]
    return {"attachments": [{"name": name, "sha256": sha256} for name, sha256 in files]}


def typed_about(paper: Paper) -> dict[str, Any]:
    """What a release question is about: the paper, and its Word file for the letter that asks."""
    return {"paper": str(paper.id), "enclosed": enclosed(paper)}


def typed_together(papers: Sequence[Paper]) -> dict[str, Any]:
    """What a question about several papers that are signed together is about, as :func:`typed_about` says it of one."""
    return {"papers": [str(paper.id) for paper in papers], "enclosed": enclosed(*papers)}


def papers_about(about: Mapping[str, Any]) -> list[str]:
    """Ids of the papers that a step is to sign, release or decide on."""
    return [about["paper"]] if "paper" in about else list(about.get("papers", ()))


def head(desk: Desk, kind: str, signer_seat: str) -> Head:
    """Letterhead, signature block and recipients of a kind of paper, from the committee's data."""
    committee, people = desk.law.committee, roster(desk)
    series = committee.series_of(kind)
    paper = committee.paper(kind)
    parent, issuer = (series.header[0], series.header[-1]) if len(series.header) > 1 else (None, series.header[0])
    return Head(
        letterhead=Letterhead(parent=parent, issuer=issuer_name(desk, issuer), place=committee.identity.place),
        notation=committee.notation(kind, 1).partition("/")[2],
        signature=signature(desk, people, kind, signer_seat),
        recipients=tuple(recipient.line for recipient in committee.recipients(kind) if "filing" not in recipient.to),
        kept_by=paper.filing,
    )


def issuer_name(desk: Desk, issuer: str) -> str:
    """The issuing body as sentences call it; the head of a paper sets it in capitals anyway."""
    identity = desk.law.committee.identity
    called = {name.upper(): name for name in (*names(desk).values(), identity.name)}
    if issuer in called or issuer != issuer.upper():
        return called.get(issuer, issuer)
    return issuer.capitalize().replace(identity.place.lower(), identity.place)


def signature(desk: Desk, people: Roster, kind: str, signer_seat: str) -> Signature:
    """The block the matrix gives to who signs: the seat's own form, or that of who stands in for it (KT. for the chair, Đ4)."""
    asked = people.answerer(signer_seat)
    seat = people.seats[asked.in_seat or signer_seat]
    absent = people.seats[signer_seat].role if asked.standing_in else None
    form = desk.law.committee.signature(kind, seat.role, in_place_of=absent)
    return Signature(authority=tuple(form.lines), office=(seat.office if form.office_below else None), name=people.name(asked.officer_id))


def left_signature(desk: Desk, kind: str, seat: str) -> Signature:
    """The block on the left of a paper that two sign (biên bản: the secretary), as the matrix gives it."""
    committee, people = desk.law.committee, roster(desk)
    form = committee.signature_forms[str(committee.paper(kind).left)]
    office = people.seats[seat].office if form.office_below else None
    return Signature(authority=tuple(form.lines), office=office, name=people.name(people.answerer(seat).officer_id))
