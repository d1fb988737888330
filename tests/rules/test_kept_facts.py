"""A paper's facts are kept with its row, to be typed anew once its number and day are known."""

import json

import pytest

from documents.render import PAPERS, read_back, render
from tests.sample_forms import MADE
from tests.sample_papers import invitation, notice

SAMPLES = dict(MADE) | {"giay_moi": invitation, "thong_bao_ket_luan": notice}


@pytest.mark.parametrize("form", sorted(PAPERS))
def test_a_paper_kept_as_facts_reads_back_as_it_was_and_types_the_same(form: str) -> None:
    paper = SAMPLES[form]()
    again = read_back(form, json.loads(json.dumps(paper.model_dump(mode="json"))))
    assert again == paper
    assert render(form, again) == render(form, paper)


def test_a_draft_gets_its_number_and_day_and_nothing_else_changes() -> None:
    draft = invitation(number=None, date=None)
    facts = draft.model_dump(mode="json") | {"number": 5, "date": "2019-09-20"}
    assert read_back("giay_moi", facts) == invitation(number=5, date="2019-09-20")
    assert (draft.number_line.replace("\u00a0", " "), draft.place_date.replace("\u00a0", " ")) == (
        "Số:       /GM-BCĐ",
        "Kiên Giang, ngày      tháng      năm      ",
    )
