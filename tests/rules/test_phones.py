"""Phone numbers as people write them."""

import pytest

from models.phones import BadPhone, NoMobile, for_zalo, normal, shown


@pytest.mark.parametrize(
    "typed", ["0912 345 678", "0912345678", "0912.345.678", "+84 912 345 678", "84912345678", "0084912345678", "(0912) 345-678"]
)
def test_one_number_is_one_text_however_it_is_written(typed: str) -> None:
    assert (normal(typed), for_zalo(typed), shown(typed)) == ("+84912345678", "84912345678", "0912 345 678")


def test_a_foreign_number_keeps_its_country() -> None:
    assert (normal("+1 415 555 2671"), shown("+14155552671")) == ("+14155552671", "+1 415-555-2671")


@pytest.mark.parametrize(
    "typed", ["0912 345 67", "0912 345 6789", "0123 456 789", "113", "", "abc", "\x00", "0912 345 678 / 0913 345 678", "+999 123 456"]
)
def test_what_is_no_number_is_refused_with_a_way_out(typed: str) -> None:
    with pytest.raises(BadPhone, match="0912 345 678"):
        normal(typed)


def test_a_desk_telephone_is_a_number_but_takes_no_zalo() -> None:
    assert normal("0297 3862 000") == "+842973862000"
    with pytest.raises(NoMobile, match="số máy bàn"):
        for_zalo("0297 3862 000")


def test_an_old_entry_that_is_no_number_is_shown_as_it_stands() -> None:
    assert shown("gọi văn thư") == "gọi văn thư"
