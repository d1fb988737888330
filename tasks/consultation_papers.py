"""The papers of a written consultation: the letter with its form, and the synthesis of what was said."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from documents.blocks import paragraphs, short_date
from documents.consultation import ConsultationLetter, OpinionFormPaper, Polled, SaidByOne, SummaryPaper
from models.consultations import Consultation, Handling
from models.papers import Paper, Upload
from regulation.rules import Rule
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.consultation_forms import HANDLINGS, BallotForm, SummaryForm
from tasks.consultation_questions import TYPE_LETTER, Block
from tasks.meetings import common
from tasks.office import Answered, Office
from tasks.opinions import Voice, consultation_of, counts_line, voices
from tasks.papers import Head, Issue, head, type_out, typed_about, working_paper
from tasks.releasing import as_typed
from tasks.verbs import fix
from tasks.who import Role, roster

LETTER, SUMMARY = "consultation_letter", "consultation_summary"  # lines of the signature matrix


def put_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    """The công văn that the standing member signs."""
    return dict(fix(office, TYPE_LETTER, lambda: _type_letter(office, drafted, n), suffix=str(n)))


def same_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:  # noqa: ARG001 - the shape of what comes before a verdict
    """The công văn that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(TYPE_LETTER, str(n)))


def _type_letter(office: Office, drafted: Answered, n: int) -> dict[str, Any]:
    desk, asked = office.desk, consultation_of(office.desk, office.case)
    form = BallotForm(choice=drafted.choice, **drafted.payload)

    def build(number: int | None, day: date | None, head: Head) -> ConsultationLetter:
        return ConsultationLetter(
            **common(head, number, day),
            urgency="KHẨN" if asked.urgent else None,
            addressees=addressees(desk, form.consulted),
            matter=asked.matter,
            background=paragraphs(form.background),
            questions=tuple(line.question for line in form.questions),
            reply_to=_standing_agency(desk),
            days=term(desk, asked).days,
            silence_consents=bool(form.silence),
            decider=decider_title(desk, asked),
            enclosures=tuple(upload.name for upload in enclosed_files(desk, form)),
        )

    subject = f"Lấy ý kiến bằng văn bản về {asked.matter}"
    order = Issue(LETTER, f"consultation/{n}", "cong_van_lay_y_kien", subject, _standing(desk), build)
    return typed_about(type_out(desk, office.case, order))


def addressees(desk: Desk, seats: list[str]) -> tuple[str, ...]:
    """Everybody asked, as letters address them; the members one and all where all of them are."""
    people = roster(desk)
    members = [seat.id for seat in people.by_role(Role.MEMBER)]
    whole = bool(members) and set(members) <= set(seats)
    listed = [seat for seat in people.seats if seat in seats and not (whole and seat in members)]
    ranked = sorted(listed, key=lambda seat: people.rank.get(seat, len(people.rank)))
    titles = [people.title(seat) for seat in ranked] + (["Các Ủy viên Ban Chỉ đạo"] if whole else [])
    return tuple(dict.fromkeys(titles))


def enclosed_files(desk: Desk, form: BallotForm) -> list[Upload]:
    """The files that go with the form."""
    return [desk.found(Upload, one) for one in (form.paper, form.annex) if one is not None]


def due_day(desk: Desk, asked: Consultation) -> date:
    """By when opinions are due, sent today."""
    return term(desk, asked).date_from(desk.today, desk.law.calendar)


def term(desk: Desk, asked: Consultation) -> Rule:
    """The house rule that counts its days."""
    return desk.law.rules["consultation_urgent" if asked.urgent else "consultation"]


def decider_title(desk: Desk, asked: Consultation) -> str:
    """Who decides, by his seat."""
    return roster(desk).title(asked.decider_seat) if asked.decider_seat else "cấp có thẩm quyền"


def opinion_form(desk: Desk, office: Office, asked: Consultation, letter: Paper) -> Paper:
    """The phiếu that goes with the công văn, under its number and day, for who answers on paper."""
    assert letter.issued_at is not None
    top = head(desk, LETTER, _standing(desk))
    paper = OpinionFormPaper(
        letterhead=top.letterhead,
        date=letter.issued_at.date(),
        number=letter.number,
        notation=letter.notation.partition("/")[2],
        matter=asked.matter,
        questions=tuple(asked.questions),
        reply_by=asked.closes_on,
    )
    return working_paper(desk, office.case, "opinion-form", "phieu_lay_y_kien", f"Phiếu lấy ý kiến về {asked.matter}", paper)


def put_summary(office: Office, block: Block, drafted: Answered, n: int, letter: str) -> dict[str, Any]:
    """The báo cáo tổng hợp that the standing member signs."""
    return dict(fix(office, block.typed, lambda: _type_summary(office, block, drafted, n, letter), suffix=str(n)))


def same_summary(office: Office, block: Block, n: int) -> dict[str, Any]:
    """The báo cáo tổng hợp that was typed for signing."""
    return as_typed(office.desk, office.value(block.typed, str(n)))


def _type_summary(office: Office, block: Block, drafted: Answered, n: int, letter: str) -> dict[str, Any]:
    desk, asked = office.desk, consultation_of(office.desk, office.case, block.key)
    form = SummaryForm(choice=drafted.choice, **drafted.payload)
    heard = voices(desk, asked)
    handled = {line.of: f"{HANDLINGS[Handling(line.handling)]}: {line.note}" for line in form.handled}

    def build(number: int | None, day: date | None, head: Head) -> SummaryPaper:
        assert asked.closes_on is not None
        return SummaryPaper(
            **common(head, number, day),
            matter=asked.matter,
            letter=letter,
            asked=len({voice.seats for voice in heard}),
            closed_on=asked.closes_on,
            silence_consents=asked.silence_consents,
            polled=tuple(_polled(asked, at, text, heard, handled) for at, text in enumerate(asked.questions, 1)),
            overview=paragraphs(form.overview),
            proposal=paragraphs(form.proposal),
            decider=decider_title(desk, asked),
        )

    subject = f"Tổng hợp, tiếp thu, giải trình ý kiến về {asked.matter}"
    key = f"{block.key or 'consultation'}-summary/{n}"
    return typed_about(type_out(desk, office.case, Issue(SUMMARY, key, "bang_tong_hop_y_kien", subject, _standing(desk), build)))


def _polled(asked: Consultation, at: int, text: str, heard: list[Voice], handled: Mapping[str, str]) -> Polled:
    """One question, and everybody's answer to it, to the letter."""
    mine = [voice for voice in heard if voice.n == at]
    lines = tuple(
        SaidByOne(
            who=voice.who,
            stance=voice.said,
            words=paragraphs(voice.words) + ((f"Theo tệp kèm theo: {voice.file.name}",) if voice.file and voice.n == 1 else ()),
            handling=handled.get(voice.ref, ""),
        )
        for voice in mine
    )
    return Polled(text=text, counts=counts_line(mine, asked.silence_consents), said=lines)


def letter_in_words(paper: Paper) -> str:
    """ "Công văn số 05/BCĐ-TCT ngày 26/8/2019"."""
    assert paper.issued_at is not None
    return f"Công văn số {paper.notation} {short_date(paper.issued_at.date())}"


def _standing(desk: Desk) -> str:
    return roster(desk).by_role(Role.STANDING_MEMBER)[0].id


def _standing_agency(desk: Desk) -> str:
    standing = desk.law.committee.identity.standing_agency
    return f"{names(desk)[roster(desk).heirs.get(standing, standing)]} (cơ quan thường trực)"


def uploads(desk: Desk, asked: Consultation) -> list[Upload]:
    """The files that everybody asked may read (Đ2.1)."""
    return [desk.found(Upload, UUID(one)) for one in asked.files]
