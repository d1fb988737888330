"""The office's own Word forms: taken instead of the packaged ones; a field there is not is named before any paper is recorded."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import docx
import pytest
from sqlmodel import select

from documents import dossier
from documents.render import FormRefused, form_file, render
from models.papers import Paper, PaperState
from tasks.questions import Question
from tests.office.cast import TAKEN, Office
from tests.office.papers import asked_for, paper, typed
from tests.office.trial import Trial


@pytest.fixture
def forms(office: Office, tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    office.bureau = replace(office.bureau, typist=render, forms=folder)
    return folder


@pytest.fixture
def asked(trial: Trial) -> Question:
    return asked_for(trial)


def own(folder: Path, words: str) -> None:
    """The packaged form with a line of the office's own."""
    form = docx.Document(str(form_file("to_trinh")))
    form.add_paragraph(words)
    form.save(str(folder / "to_trinh.docx"))


def words_of(office: Office, sha256: str | None) -> str:
    with dossier.open(office.bureau.files, sha256 or "") as file:
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(file.read())).paragraphs)


def test_the_offices_own_form_is_taken(office: Office, forms: Path, asked: Question) -> None:
    own(forms, "Mẫu của Sở, {{ about }}")
    step = typed(office, office.open(), asked)
    assert "Mẫu của Sở, Việc thử" in words_of(office, paper(office, step).sha256)
    office.answer(step, TAKEN)
    assert "Mẫu của Sở, Việc thử" in words_of(office, paper(office, step).sha256)


def test_a_form_with_an_unknown_field_is_refused_by_name_and_no_paper_is_recorded(office: Office, forms: Path, asked: Question) -> None:
    own(forms, "{{ so_ban }}")
    case_id = office.open()
    with pytest.raises(FormRefused, match=r"to_trinh\.docx: mẫu ghi trường không có: so_ban"):
        typed(office, case_id, asked)
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Paper)).all() == []


def test_a_form_that_was_broken_meanwhile_gives_no_number_and_the_secretary_may_answer_again(
    office: Office, forms: Path, asked: Question
) -> None:
    step = typed(office, office.open(), asked)
    own(forms, "{{ so_ban }}")
    with pytest.raises(FormRefused, match="so_ban"):
        office.answer(step, TAKEN)
    assert paper(office, step).state == PaperState.TYPED
    (forms / "to_trinh.docx").unlink()
    office.answer(step, TAKEN)
    assert (paper(office, step).number, UUID(step.about["paper"])) == (1, paper(office, step).id)
