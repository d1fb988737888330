"""The words of the letters. ``python -m tests.rules.test_words`` writes the golden copies anew; read the difference before committing."""

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regulation
from notifications import words
from notifications.samples import COMMON, LINK, SAMPLES, TOGETHER
from notifications.words import KINDS, clause_text, clause_texts, render, render_together, short_date

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = Path(words.__file__).with_suffix("")
KIND = pytest.mark.parametrize("kind", sorted(KINDS))


def golden(kind: str) -> dict[Path, str]:
    said = render(kind, SAMPLES[kind])
    return {GOLDEN / f"{kind}.txt": f"Subject: {said.subject}\n\n{said.text}", GOLDEN / f"{kind}.html": said.html}


MANY = pytest.mark.parametrize("name", TOGETHER)


def golden_together(name: str) -> dict[Path, str]:
    said = render_together(TOGETHER[name])
    return {GOLDEN / f"{name}.txt": f"Subject: {said.subject}\n\n{said.text}", GOLDEN / f"{name}.html": said.html}


@MANY
def test_letters_that_carry_others_read_as_their_golden_copies(name: str) -> None:
    for path, said in golden_together(name).items():
        assert said == path.read_text(encoding="utf-8"), path.name


@MANY
def test_each_matter_that_is_carried_keeps_its_title_deadline_and_link_in_text_and_page(name: str) -> None:
    said = render_together(TOGETHER[name])
    assert plain(said.html) == re.findall(r"\w+", said.text)
    for n, (_, told) in enumerate(TOGETHER[name], 1):
        assert f"{n}. {told['title']}" in said.text
        assert told["why"] in said.text
        assert told["silence"] in said.text
    assert said.text.count("Thời hạn:") == len(TOGETHER[name])


@pytest.mark.parametrize("evil", ["{{7*7}}", "<script>alert(1)</script>", "a\r\nBcc: x@evil.example"])
def test_nothing_carried_is_read_as_template_or_page(evil: str) -> None:
    told = COMMON | dict.fromkeys(("title", "what", "why", "silence", "recipient_name"), evil)
    said = render_together([("remind", told), ("remind", told)])
    assert "\n" not in said.subject
    assert "<script" not in said.html
    assert "49" not in said.text.replace(LINK, "")


def plain(page: str) -> list[str]:
    body = page.split("<body", 1)[1].split(">", 1)[1]
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", body)))


@KIND
def test_a_letter_reads_as_its_golden_copy(kind: str) -> None:
    for path, said in golden(kind).items():
        assert said == path.read_text(encoding="utf-8"), path.name


def test_every_kind_has_its_three_templates_and_no_other_is_there() -> None:
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()} - {"_base"}
    assert folders == KINDS.keys() == SAMPLES.keys()
    for kind in KINDS:
        assert {path.name for path in (TEMPLATES / kind).iterdir()} == {"subject.txt.j2", "text.txt.j2", "html.html.j2"}


def test_templates_decide_nothing() -> None:
    for path in TEMPLATES.rglob("*.j2"):
        assert not re.search(r"{%-?\s*(if|set|macro|call|filter)\b|\|\s*safe|\bif\b.*\belse\b", path.read_text(encoding="utf-8")), path


@KIND
def test_text_and_page_say_the_same(kind: str) -> None:
    said = render(kind, SAMPLES[kind])
    page, text = plain(said.html), re.findall(r"\w+", said.text)
    # The page's button stands before its address as in the text, so even the order is equal.
    assert page == text


@KIND
def test_every_letter_ends_with_clause_deadline_why_and_silence(kind: str) -> None:
    said, told = render(kind, SAMPLES[kind]), SAMPLES[kind]
    for shown in (said.text, html.unescape(said.html)):
        foot = shown[shown.index("Thời hạn") :]
        assert told["why"] in foot
        assert told["silence"] in foot
        assert kind == "code" or "Quy chế" in shown[shown.index("Căn cứ") :]
    assert "(Đ" not in said.text


@pytest.mark.parametrize(
    ("source", "words_for_it"), [("S", "theo quy chế"), ("L", "theo luật"), ("D", "theo lịch làm việc của cơ quan thường trực")]
)
def test_a_deadline_names_its_source(source: str, words_for_it: str) -> None:
    said = render("ask", COMMON | {"due": "2019-02-05", "due_source": source})
    assert f"Thời hạn: Hết thứ Ba, ngày 05/02/2019 ({words_for_it})" in said.text
    assert said.subject.endswith("– hạn 05/02/2019")


def test_a_letter_without_a_link_has_no_button() -> None:
    said = render("ask", COMMON | {"link": None})
    assert "href" not in said.html
    assert "Mở trang trả lời" not in said.text


EVIL = [
    "{{7*7}}",
    "{% raw %}{{ config }}",
    "{# nothing #}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\r\nBcc: x@evil.example",
    "&lt;b&gt;",
    "{minutes.__class__}",
]


@KIND
@pytest.mark.parametrize("evil", EVIL)
def test_nothing_a_person_wrote_is_read_as_template_or_page(kind: str, evil: str) -> None:
    sample = SAMPLES[kind]
    extra = dict.fromkeys(sample.get("extra", {}), evil)
    free = ("committee", "recipient_name", "recipient_title", "title", "what", "case_title", "why", "silence")
    said = render(kind, sample | dict.fromkeys(free, evil) | {"extra": extra})
    assert "\n" not in said.subject
    assert "\r" not in said.subject + said.text + said.html
    assert "49" not in said.subject + said.text.replace(LINK, "")
    assert "<script" not in said.html
    assert "<img" not in said.html
    first = evil.split("\r\n", maxsplit=1)[0]
    assert first in said.text
    assert html.escape(first, quote=False) in said.html.replace("&#34;", '"').replace("&#39;", "'")


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1).filter(lambda text: words.clean(text).strip()))
def test_any_text_stands_in_the_page_as_it_was_written(text: str) -> None:
    said = render("told", SAMPLES["told"] | {"what": text})
    shown = words.clean(text).strip()
    assert html.unescape(said.html).count(shown) >= 1
    assert re.sub(r"\n{3,}", "\n\n", shown) in said.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "javascript:alert(1)"},
        {"link": "https://nhip.example/l/a b"},
        {"due": None},
        {"due_source": None},
        {"due_source": "X"},
        {"due": "2019-02-30"},
        {"clause_texts": ()},
        {"why": " "},
        {"silence": ""},
        {"title": "\n"},
        {"extra": {"strange": "x"}},
        {"strange": "x"},
    ],
)
def test_a_letter_that_lacks_something_is_not_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        render("ask", COMMON | wrong)


def test_a_missing_extra_is_an_error_and_so_is_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="needs extra"):
        render("escalate", COMMON)
    with pytest.raises(KeyError):
        render("../ask", COMMON)


@pytest.mark.parametrize(
    ("duty", "cited"),
    [
        ("Đ6.5", "khoản 5 Điều 6 Quy chế"),
        ("Đ6.5b", "khoản 5 Điều 6 Quy chế"),
        ("Đ8.1c", "khoản 1 Điều 8 Quy chế"),
        ("Đ7.10", "khoản 10 Điều 7 Quy chế"),
        ("Đ4b", "Điều 4 Quy chế"),
        ("QĐ.Đ2", "Điều 2 Quyết định"),
        ("QĐ.CC", "phần căn cứ Quyết định"),
        ("QĐ.NN", "phần nơi nhận Quyết định"),
    ],
)
def test_a_duty_is_cited_as_a_letter_cites_it(duty: str, cited: str) -> None:
    assert clause_text(duty) == cited


@pytest.mark.parametrize("duty", ["", "Đ", "6.5", "Đ6.5bb", "Đ6.", "D6.5", "Đ6.5\n", "QĐ"])
def test_what_is_no_duty_is_not_cited(duty: str) -> None:
    with pytest.raises(ValueError, match="not a duty"):
        clause_text(duty)


def test_letters_cite_as_the_law_itself_does() -> None:
    law = regulation.load()
    for name, clause in law.clauses.items():
        assert clause_text(name) == clause.citation
    assert all(clause_text(duty) for duty in law.duties)


def test_clauses_are_cited_once_each() -> None:
    assert clause_texts(["Đ6.5b", "Đ6.5c", "Đ3.3"]) == ("khoản 5 Điều 6 Quy chế", "khoản 3 Điều 3 Quy chế")


def test_dates_are_written_as_official_papers_write_them() -> None:
    assert [short_date(date(2019, m, d)) for m, d in ((9, 26), (2, 5), (12, 1))] == ["26/9/2019", "05/02/2019", "01/12/2019"]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    every = [golden(each) for each in KINDS] + [golden_together(each) for each in TOGETHER]
    for copies in every:
        for path, said in copies.items():
            path.write_text(said, encoding="utf-8")
