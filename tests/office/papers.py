"""Papers for tests: one typed and put to the secretary, to be released as she says."""

from datetime import date
from typing import Any
from uuid import UUID

from documents.papers import OfficialPaper
from documents.submission import Section, SubmissionPaper
from models.papers import Paper
from models.steps import Step
from tasks.asking import Wanted, open_steps
from tasks.papers import Head, Issue, type_out
from tasks.questions import Question
from tasks.releasing import release_question, typed_about
from tasks.who import Role, roster
from tests.office.cast import Handed, Office
from tests.office.trial import Trial

GIVEN = {"choice": "given", "signed": Handed(), "number": "7", "issued_on": "2019-08-26"}


def asked_for(trial: Trial) -> Question:
    """A release question of this test alone; a new time renews it."""
    return release_question("trial-release", "Phát hành văn bản", "phát hành văn bản", ("Đ5.4b",), renewed_by=trial.asked.renewed_by)


def facts(number: int | None, day: date | None, head: Head) -> OfficialPaper:
    return SubmissionPaper(
        letterhead=head.letterhead,
        number=number,
        notation=head.notation,
        date=day,
        signature=head.signature,
        recipients=head.recipients,
        kept_by=head.kept_by,
        about="Việc thử",
        addressees=("Chủ tịch Ủy ban nhân dân tỉnh",),
        bases=(),
        opening="Kính trình.",
        sections=(Section(title="Nội dung", paragraphs=("Một.",)),),
        closing="Kính trình xem xét",
    )


def typed(office: Office, case_id: UUID, asked: Question, key: str = "paper", **changes: Any) -> Step:
    """A paper typed and put to the secretary; returns her step."""
    with office.bureau.desk() as desk:
        found = desk.locked_case(case_id)
        order = Issue("ubnd_report", key, "to_trinh", "Việc thử", "standing_member", facts)
        row = type_out(desk, found, order)
        for name, value in changes.items():
            setattr(row, name, value)
        secretary = roster(desk).answerer(roster(desk).by_role(Role.SECRETARY)[0].id)
        return open_steps(desk, found, [Wanted(asked, secretary, f"{key}/release", typed_about(row))])[0]


def paper(office: Office, step: Step) -> Paper:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Paper, UUID(step.about["paper"]))
