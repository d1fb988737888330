"""Sums of money: read as people type them, written in figures and in correct Vietnamese words."""

import pytest

from models.money import in_figures, in_words, read, spell
from regulation import load

HARD = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    51: "năm mươi mốt",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    205: "hai trăm linh năm",
    505: "năm trăm linh năm",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_005: "một nghìn không trăm linh năm",
    1_010: "một nghìn không trăm mười",
    1_015: "một nghìn không trăm mười lăm",
    1_021: "một nghìn không trăm hai mươi mốt",
    1_105: "một nghìn một trăm linh năm",
    5_555: "năm nghìn năm trăm năm mươi lăm",
    10_000: "mười nghìn",
    10_010: "mười nghìn không trăm mười",
    15_000: "mười lăm nghìn",
    21_000: "hai mươi mốt nghìn",
    100_005: "một trăm nghìn không trăm linh năm",
    105_000: "một trăm linh năm nghìn",
    1_000_000: "một triệu",
    1_000_001: "một triệu không trăm linh một",
    1_005_000: "một triệu không trăm linh năm nghìn",
    1_001_000: "một triệu không trăm linh một nghìn",
    22_500_000: "hai mươi hai triệu năm trăm nghìn",
    174_500_000: "một trăm bảy mươi bốn triệu năm trăm nghìn",
    1_000_000_000: "một tỷ",
    1_000_000_005: "một tỷ không trăm linh năm",
    1_015_000_000: "một tỷ không trăm mười lăm triệu",
    21_021_021_021: "hai mươi mốt tỷ không trăm hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt",
    1_000_000_000_000: "một nghìn tỷ",
    1_005_000_000_000: "một nghìn không trăm linh năm tỷ",
    1_000_000_000_000_000: "một triệu tỷ",
}


@pytest.mark.parametrize(("number", "words"), HARD.items())
def test_a_number_is_spelled_as_it_is_read_aloud(number: int, words: str) -> None:
    assert spell(number) == words


def test_no_two_sums_are_spelled_alike() -> None:
    numbers = [*range(12_000), *(n * 997 + 10**9 for n in range(5_000)), *(n * 1_000_003 for n in range(1, 5_000))]
    assert len({spell(number) for number in numbers}) == len(set(numbers))


def test_below_nought_nothing_is_spelled() -> None:
    with pytest.raises(ValueError, match="below nought"):
        spell(-1)


def test_the_samples_total_reads_as_its_paper_says() -> None:
    funding = load().sample.funding  # type: ignore[union-attr]
    assert in_words(funding.total) == funding.total_words
    assert in_figures(funding.total) == "174.500.000 đồng"


@pytest.mark.parametrize(
    "typed", ["1500000", "1.500.000", "1,500,000", "1 500 000", " 1.500.000 đồng", "1.500.000đ", "1.500.000 VNĐ", 1_500_000]
)
def test_a_sum_is_read_as_people_type_it(typed: object) -> None:
    assert read(typed) == 1_500_000


@pytest.mark.parametrize("typed", ["", "một triệu", "1.5", "1.50.000", "1,500.000", "-5", "1e6", "1.500.000,50", True, 1.5, None])
def test_what_is_no_whole_sum_is_refused_with_a_sentence(typed: object) -> None:
    with pytest.raises(ValueError, match="không phải là số tiền"):
        read(typed)
