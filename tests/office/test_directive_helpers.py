"""Who helps with a directive: nobody with his own, with its parts as with the whole, and told when he helps no more."""

from uuid import UUID

import pytest

from tasks.directive_acts import Part, change, split
from tests.office.cast import CHAIR, Office
from tests.office.duties import HEALTH_HEAD, record, taken_on
from tests.office.test_directive_acts import LATER, PARTS, done


def told_to_help_no_more(office: Office, case_id: UUID) -> dict[str | None, str]:
    found = [letter for letter in office.letters(case_id) if letter.key.split("/")[-2] == "helpers" and "/act/" in letter.key]
    return {letter.officer_id: letter.context["words"]["what"] for letter in found}


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("stop", "Dừng nhiệm vụ: Không còn cần thiết. Cơ quan của Ông/Bà không còn phải phối hợp"),
        ("split", "Tách nhiệm vụ: Hai việc khác nhau. Nhiệm vụ chung kết thúc"),
        ("change", "Điều chỉnh nhiệm vụ: Bổ sung yêu cầu. Cơ quan của Ông/Bà thôi phối hợp"),
    ],
)
def test_who_helps_no_more_is_told_so_and_why(office: Office, act: str, said: str) -> None:
    case_id = taken_on(office, coordinating=("SYT", "HGT") if act == "change" else ("SYT",))
    done(office, case_id, act)
    told = told_to_help_no_more(office, case_id)
    assert list(told) == [HEALTH_HEAD]
    assert told[HEALTH_HEAD].startswith(said)


def test_who_goes_on_helping_is_not_told_that_he_does_not(office: Office) -> None:
    case_id = taken_on(office)
    done(office, case_id, "change")
    assert told_to_help_no_more(office, case_id) == {}


def test_nobody_helps_himself(office: Office) -> None:
    case_id = taken_on(office)
    with office.bureau.desk() as desk:
        change(desk, desk.case(case_id), Part("Việc", "", LATER, "", ("HGT", "SNV")), reason="Bổ sung", officer_id=CHAIR)
    assert record(office, case_id).coordinating == ["SNV"]


def test_who_helps_with_the_whole_helps_with_its_parts_unless_others_are_named(office: Office) -> None:
    case_id = taken_on(office, coordinating=("STTTT", "SNV"))
    parts = [*PARTS, Part("Bố trí biên chế.", "SNV", LATER, "", ("SYT",))]
    with office.bureau.desk() as desk:
        born = split(desk, desk.case(case_id), parts, reason="Ba việc khác nhau", officer_id=CHAIR)
    assert [record(office, case.id).coordinating for case in born] == [["STTTT", "SNV"], ["SNV"], ["SYT"]]
