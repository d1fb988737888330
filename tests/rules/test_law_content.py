"""What the packaged law says: verbatim clauses, duties, day counts, and that nobody can change it once read."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from regulation import load
from regulation.law import PACKAGED

LAW = load()
FULL_TEXT = " ".join((PACKAGED / "full_text.txt").read_text(encoding="utf-8").split())


def test_the_regulation_has_forty_nine_clauses_and_the_decision_its_own_articles() -> None:
    assert sum(name.startswith("Đ") for name in LAW.clauses) == 49
    assert [name for name in LAW.clauses if name.startswith("QĐ")] == ["QĐ.CC", "QĐ.Đ1", "QĐ.Đ2", "QĐ.Đ3", "QĐ.NN"]


@pytest.mark.parametrize("name", LAW.clauses)
def test_a_clause_is_quoted_word_for_word(name: str) -> None:
    lines = LAW.clauses[name].text.split("\n")
    assert all(line in FULL_TEXT for line in lines)
    assert LAW.clauses[name].text == LAW.clauses[name].text.strip()


def test_no_clause_of_the_text_is_left_out() -> None:
    regulation = FULL_TEXT[FULL_TEXT.index("QUY CHẾ Hoạt động") :]
    left = regulation
    for clause in LAW.clauses.values():
        if not clause.id.startswith("QĐ"):
            number = clause.id.partition(".")[2]
            numbered = f"{number}. {clause.text}" if number else clause.text
            assert regulation.count(numbered) == (2 if clause.id in ("Đ5.7", "Đ6.7") else 1), clause.id
            left = left.replace(numbered, "", 1)
    left = re.sub(r"Điều \d+\. ", "", left)
    for heading in {clause.heading for clause in LAW.clauses.values()}:
        left = left.replace(heading, "", 1)
    assert len(left.split()) < 90, left  # the title page, four chapter titles and the signature


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Đ6.4", "để thúc đẩy phát triển Chính quyền điện tử,"),
        ("Đ7.3", "Chính phủ điện tử; tình hình xây dựng, phát triển Chính quyền điện tử"),
        ("Đ8.1", "họp định kỳ tổ chức họp 01 quý/ lần"),
        ("Đ12.2", "xem xét, quyết định./V"),
        ("QĐ.NN", "Công thông tin điện tử tỉnh"),
    ],
)
def test_a_mistake_in_the_text_is_quoted_too(name: str, words: str) -> None:
    assert words in LAW.clauses[name].text


@pytest.mark.parametrize(
    ("name", "citation"),
    [("Đ6.5", "khoản 5 Điều 6 Quy chế"), ("Đ4", "Điều 4 Quy chế"), ("QĐ.Đ2", "Điều 2 Quyết định"), ("QĐ.NN", "phần nơi nhận Quyết định")],
)
def test_a_clause_is_cited_in_words(name: str, citation: str) -> None:
    assert LAW.clauses[name].citation == citation


def test_every_clause_lays_at_least_one_of_the_eighty_six_duties() -> None:
    assert len(LAW.duties) == 86
    assert {duty.clause for duty in LAW.duties.values()} == set(LAW.clauses)


def test_a_number_of_days_names_its_law() -> None:
    sources = {name: (rule.days, rule.source, rule.clause or rule.citation) for name, rule in LAW.rules.items()}
    assert sources["meeting_opens"] == (-20, "D", "Đ5.4")
    assert sources["convene"] == (-10, "D", "Đ8.1")
    assert sources["invitation_issue"] == (-5, "D", "Đ5.4")
    assert sources["invitation_min"] == (-3, "L", "Quyết định số 45/2018/QĐ-TTg")
    assert sources["rsvp"] == (-2, "D", "Đ6.5")
    assert (LAW.rules["notice_issue"].days, LAW.rules["notice_issue"].citation) == (5, "Quyết định số 45/2018/QĐ-TTg")
    assert sources["directive_ack"] == (2, "D", "Đ11.1")


def test_only_the_four_cadences_are_the_regulations_own_numbers() -> None:
    stated = {name: (rule.days, rule.unit, rule.clause) for name, rule in LAW.rules.items() if rule.source == "S"}
    assert stated == {
        "meeting_cadence": (3, "months", "Đ8.1"),
        "group_meeting_cadence": (3, "months", "Đ8.3"),
        "report_cadence": (3, "months", "Đ7.9"),
        "programme_cadence": (12, "months", "Đ3.1"),
    }


def test_what_nobody_read_in_its_source_needs_confirming() -> None:
    assert LAW.rules["data_cutoff"].needs_confirming
    assert not LAW.rules["notice_issue"].needs_confirming


def test_the_sample_seats_everybody_on_the_day_the_demo_starts() -> None:
    assert LAW.sample is not None
    day = LAW.sample.meeting.at.date()
    holders = {seat.id: LAW.sample.holder(seat.id, day) for seat in LAW.committee.seats}
    assert all(holders.values())
    assert holders["standing_member"] == holders["group_leader"] == LAW.sample.person("P04")
    assert len({person.id for person in holders.values() if person}) == 52


def test_the_law_read_twice_is_one_object() -> None:
    assert load() is LAW
    assert load(PACKAGED) == LAW
    assert len({load(), LAW}) == 1
    assert re.fullmatch(r"[0-9a-f]{64}", LAW.hash)


def test_nothing_read_can_be_changed() -> None:
    with pytest.raises(TypeError):
        LAW.rules["convene"] = LAW.rules["rsvp"]  # type: ignore[index]
    with pytest.raises(ValidationError, match="frozen"):
        LAW.rules["convene"].days = 1  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        LAW.hash = ""  # type: ignore[misc]
    with pytest.raises(AttributeError):
        LAW.committee.seats.append(None)  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        LAW.committee.distribution["members"] = ()  # type: ignore[index]


def test_a_copy_of_the_folder_has_the_same_hash_and_a_changed_rule_another(law_folder: Path) -> None:
    assert load(law_folder).hash == LAW.hash
    assert load(law_folder) == LAW
    sample = law_folder / "sample" / "people.yaml"
    sample.write_text(sample.read_text(encoding="utf-8").replace("Trần Giả Định", "Trần Giả Sử"), encoding="utf-8")
    changed = load(law_folder)
    assert changed.hash == LAW.hash
    assert changed.sample is not None
    assert changed.sample.person("P01").name == "Trần Giả Sử"
    rules = law_folder / "house_rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("days: -20,", "days: -22,", 1), encoding="utf-8")
    assert load(law_folder).hash != LAW.hash
    assert load(law_folder).rules["meeting_opens"].days == -22
