"""Issuing a paper: the number under its lock, the file under its hash, the row that names both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents import dossier
from documents.numbering import next_number
from documents.papers import Letterhead, OfficialPaper, Signature
from models.cases import Case
from models.papers import Paper
from tasks.bureau import Desk
from tasks.who import Roster, roster


@dataclass(frozen=True)
class Issue:
    """A paper to issue: ``kind`` in the signature matrix, ``key`` within the case, ``form`` of the typing room, who signs."""

    kind: str
    key: str
    form: str
    subject: str
    signer_seat: str
    build: Callable[[int, date, "Head"], OfficialPaper]  # from number, date and head to the paper's facts


@dataclass(frozen=True)
class Head:
    """What the committee's data says of every paper of a kind."""

    letterhead: Letterhead
    notation: str
    signature: Signature
    recipients: tuple[str, ...]
    kept_by: str


def issue(desk: Desk, case: Case, order: Issue) -> Paper:
    """Number, write and record a paper. The file is safe before the row names it; on a rollback the number was never given."""
    committee = desk.law.committee
    kind = committee.paper(order.kind)
    code = kind.code or "CV"
    number = next_number(desk.session, kind.series, code, desk.today.year)
    signer = roster(desk).answerer(order.signer_seat)
    paper = order.build(number, desk.today, head(desk, order.kind, order.signer_seat))
    notation = committee.notation(order.kind, number)
    sha256 = dossier.put(desk.bureau.files, desk.bureau.typist(order.form, paper, desk.bureau.forms))
    row = Paper(
        case_id=case.id,
        key=order.key,
        kind=code,
        series=kind.series,
        year=desk.today.year,
        number=number,
        notation=notation,
        subject=order.subject,
        file_name=f"{notation.replace('/', '-')}.docx",
        sha256=sha256,
        signer_id=signer.officer_id,
        signed_at=desk.now,
        issued_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.record("paper.issue", case.id, paper=str(row.id), notation=notation, sha256=sha256)
    return row


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
    name = desk.law.committee.identity.name
    if issuer == name.upper():
        return name
    return issuer.capitalize() if issuer == issuer.upper() else issuer


def signature(desk: Desk, people: Roster, kind: str, signer_seat: str) -> Signature:
    """The block the matrix gives to who signs: the seat's own form, or that of who stands in for it (KT. for the chair, Đ4)."""
    asked = people.answerer(signer_seat)
    seat = people.seats[asked.in_seat or signer_seat]
    absent = people.seats[signer_seat].role if asked.standing_in else None
    form = desk.law.committee.signature(kind, seat.role, in_place_of=absent)
    return Signature(authority=tuple(form.lines), office=(seat.office if form.office_below else None), name=people.name(asked.officer_id))
