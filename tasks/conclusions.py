"""Conclusions as papers say them and as duties are born of them."""

from collections.abc import Sequence

from documents.notice import Conclusion as ConclusionOnPaper
from models.directives import Source
from models.meetings import Conclusion, Meeting
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.directives import NewDirective, give
from tasks.office import Office
from tasks.presiding import presiding_seat
from tasks.proceedings_forms import ConclusionLine
from tasks.who import roster


def on_paper(desk: Desk, lines: Sequence[ConclusionLine]) -> tuple[ConclusionOnPaper, ...]:
    """With agencies by name, and who is accountable where somebody was named."""
    called, people = names(desk), roster(desk)
    return tuple(
        ConclusionOnPaper(
            text=line.text,
            lead=called[line.lead],
            coordinating=tuple(called[code] for code in line.coordinating),
            due=line.due,
            product=line.product,
            accountable=people.called(line.accountable) if line.accountable else "",
        )
        for line in lines
    )


def assign(office: Office, meeting: Meeting, lines: Sequence[ConclusionLine], notation: str) -> list[str]:
    """The notice is out: each conclusion is a duty of its lead agency and a case of its own (khoản 5 Điều 6); returns them in order."""
    desk, issuer = office.desk, presiding_seat(office.desk, meeting)
    rows = [
        Conclusion(
            meeting_id=meeting.id,
            seq=n,
            text=line.text,
            lead_agency=line.lead,
            coordinating=list(line.coordinating),
            accountable_seat=line.accountable or None,
            due=line.due,
            product=line.product,
        )
        for n, line in enumerate(lines, start=1)
    ]
    desk.session.add_all(rows)
    desk.session.flush()
    born = [
        give(desk, _ordered(meeting, row, issuer, notation), parent_id=office.case.id, birth_key=f"conclusion/{row.seq}") for row in rows
    ]
    return [str(case.id) for case in born]


def _ordered(meeting: Meeting, row: Conclusion, issuer: str, notation: str) -> NewDirective:
    return NewDirective(
        source=Source.CONCLUSION,
        source_text=f"Kết luận {meeting.title[:1].lower()}{meeting.title[1:]}",
        source_number=notation,
        source_date=meeting.day,
        issuer_seat=issuer,
        text=row.text,
        lead_agency=row.lead_agency,
        lead_seat=row.accountable_seat,
        coordinating=tuple(row.coordinating),
        due=row.due,
        product=row.product,
        conclusion_id=row.id,
    )
