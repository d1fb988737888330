"""The quarter's figures together: totals, targets, trends, doubts, and what no order of input may change."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.consolidation import Consolidated, Doubt, Result, consolidate, queries_of
from models.figures import Direction, Figure, Indicator, ReportingAgency, half_up, worded, written
from regulation.calendar import Quarter

NOW, BEFORE = Quarter(2019, 3), Quarter(2019, 2)
SHARE = Indicator("I03", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "hồ sơ đúng hạn", "hồ sơ đã giải quyết", Decimal(95))
COUNT = Indicator("I10", "Số sự cố an toàn thông tin mạng", "sự cố", target=Decimal(0), direction=Direction.DOWN)
OWN = Indicator("I12", "Tỷ lệ nhiệm vụ hoàn thành đúng hạn", "%", "đúng hạn", "đến hạn", Decimal(90), computed=True)
AGENCIES = tuple(ReportingAgency(code, name) for code, name in (("STTTT", "Sở Thông tin"), ("SYT", "Sở Y tế"), ("HAB", "Huyện An Biên")))


def share(agency: str, numerator: int | None, denominator: int | None, period: Quarter = NOW, note: str = "") -> Figure:
    """A figure of the share."""
    parts = (None if part is None else Decimal(part) for part in (numerator, denominator))
    return Figure(agency, SHARE.code, period, *parts, note)


def together(
    *figures: Figure, indicators: tuple[Indicator, ...] = (SHARE,), agencies: tuple[ReportingAgency, ...] = AGENCIES
) -> Consolidated:
    """What becomes of them with the house's own threshold."""
    told = consolidate(indicators, figures, agencies, NOW, 30)
    assert queries_of(indicators, figures, agencies, NOW, 30) == told.queries  # the same without the totals
    return told


def only(*figures: Figure) -> Result:
    """The one result."""
    (result,) = together(*figures).results
    return result


def doubts(told: Consolidated) -> list[tuple[str, Doubt]]:
    """Who is asked why."""
    return [(query.agency.code, query.doubt) for query in told.queries]


def test_the_total_is_of_the_parts_and_never_an_average_of_percentages() -> None:
    total = only(share("STTTT", 1, 2), share("SYT", 90, 100)).total
    assert (total.numerator, total.denominator, total.value, total.agencies) == (91, 102, Decimal("89.22"), 2)  # the average: 70.00


def test_a_target_is_met_upwards_or_downwards() -> None:
    assert only(share("SYT", 95, 100)).met is True
    assert only(share("SYT", 9499, 10000)).met is False
    assert only().met is None
    counted = together(Figure("SYT", "I10", NOW, Decimal(1)), indicators=(COUNT,)).results[0]
    assert (counted.total.value, counted.total.denominator, counted.met) == (1, None, False)


def test_the_trend_is_this_quarter_against_the_four_before() -> None:
    result = only(
        share("SYT", 50, 100), share("SYT", 40, 100, BEFORE), share("SYT", 10, 100, Quarter(2018, 3)), share("HAB", 1, 1, Quarter(2018, 2))
    )
    assert [str(total.period) for total in result.trend] == ["2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2", "2019-Q3"]
    assert [total.value for total in result.trend] == [10, None, None, 40, 50]
    assert result.change == 10
    assert only(share("SYT", 50, 100)).change is None


def test_agencies_keep_their_order_whatever_their_figures() -> None:
    rows = only(share("HAB", 9, 10), share("STTTT", 1, 10)).rows
    assert [(row.agency.code, row.value) for row in rows] == [("STTTT", 10), ("SYT", None), ("HAB", 90)]


def test_who_sent_nothing_is_named_and_not_asked_figure_by_figure() -> None:
    told = together(share("SYT", 1, 2), Figure("HAB", "I12", NOW, Decimal(1), Decimal(1)), indicators=(SHARE, COUNT, OWN))
    assert [agency.code for agency in told.silent] == ["STTTT", "HAB"]
    assert doubts(told) == [("SYT", Doubt.MISSING)]
    assert told.queries[0].words == "Chưa có số liệu «Số sự cố an toàn thông tin mạng»; đề nghị bổ sung, không phát sinh thì ghi 0."


@pytest.mark.parametrize(
    ("figure", "doubt"),
    [
        (share("SYT", None, 10), Doubt.MISSING),
        (share("SYT", 10, None), Doubt.MISSING),
        (share("SYT", 0, 0), Doubt.ZERO),
        (share("SYT", 5, 0), Doubt.ZERO),
        (share("SYT", 11, 10), Doubt.ABOVE),
    ],
)
def test_a_figure_that_cannot_be_is_asked_about(figure: Figure, doubt: Doubt) -> None:
    assert doubts(together(figure)) == [("SYT", doubt)]


def test_a_figure_with_nothing_to_divide_by_is_in_no_total() -> None:
    assert only(share("SYT", 5, 0)).total.value is None
    assert only(share("SYT", 5, 0), share("HAB", 1, 4)).total.value == 25


@pytest.mark.parametrize(("now", "asked"), [(65, False), (66, True), (35, False), (34, True), (50, False), (0, True)])
def test_more_than_thirty_percent_off_the_quarter_before_is_asked_about(now: int, asked: bool) -> None:
    assert doubts(together(share("SYT", now, 100), share("SYT", 50, 100, BEFORE))) == [("SYT", Doubt.JUMP)] * asked


def test_from_nothing_to_something_is_a_jump_and_divides_by_nothing() -> None:
    assert doubts(together(share("SYT", 1, 100), share("SYT", 0, 100, BEFORE))) == [("SYT", Doubt.JUMP)]
    assert doubts(together(share("SYT", 0, 100), share("SYT", 0, 100, BEFORE))) == []


def test_a_query_says_what_is_odd_and_keeps_the_explanation() -> None:
    (query,) = together(share("SYT", 90, 100, note="Đã mở thêm 12 thủ tục."), share("SYT", 50, 100, BEFORE)).queries
    assert query.note == "Đã mở thêm 12 thủ tục."
    assert query.words == (
        "«Tỷ lệ hồ sơ giải quyết đúng hạn»: 90,00%, quý II năm 2019 là 50,00%: lệch quá 30%; đề nghị kiểm tra, nếu đúng thì giải trình."
    )


def test_an_agency_merged_or_split_since_has_no_jump() -> None:
    figures = share("SYT", 90, 100), share("SYT", 50, 100, BEFORE)
    merged = (replace(AGENCIES[1], since=NOW),)
    assert doubts(together(*figures, agencies=merged)) == []
    assert doubts(together(*figures, agencies=(replace(AGENCIES[1], since=BEFORE),))) == [("SYT", Doubt.JUMP)]
    (result,) = together(*figures, share("OLD", 50, 100, BEFORE), agencies=merged).results
    assert (result.trend[-2].denominator, result.total.denominator) == (200, 100)


def test_an_indicator_holds_from_and_to_its_quarters() -> None:
    new, gone = replace(SHARE, since=NOW), replace(COUNT, until=BEFORE)
    told = together(share("SYT", 90, 100), share("SYT", 50, 100, BEFORE), Figure("SYT", "I10", NOW, Decimal(1)), indicators=(new, gone))
    assert [result.indicator.code for result in told.results] == ["I03"]
    assert (told.queries, told.results[0].trend[-2].value) == ((), None)


def test_what_the_house_computes_is_asked_of_nobody() -> None:
    told = together(share("SYT", 1, 2), Figure("SYT", "I12", NOW, Decimal(0), Decimal(0)), indicators=(SHARE, OWN))
    assert told.queries == ()


def test_two_figures_in_one_place_or_of_a_stranger_are_refused() -> None:
    with pytest.raises(ValueError, match="two figures of SYT for I03 in 2019-Q3"):
        together(share("SYT", 1, 2), share("SYT", 1, 2))
    with pytest.raises(ValueError, match="not asked in 2019-Q3: OLD"):
        together(share("OLD", 1, 2))


@pytest.mark.parametrize("number", ["-1", "NaN", "Infinity", "1E15", "0.00001"])
def test_no_figure_is_negative_endless_or_too_fine(number: str) -> None:
    with pytest.raises(ValueError, match="is no figure"):
        Figure("SYT", "I03", NOW, Decimal(1), Decimal(number))


def test_halves_go_up_and_numbers_are_written_as_here() -> None:
    assert [half_up(Decimal(part), Decimal(1000)) for part in (5, 4, 15, 25)] == [
        Decimal(told) for told in ("0.01", "0.00", "0.02", "0.03")
    ]
    assert [written(Decimal(told)) for told in ("0", "1234567", "1234.50", "1E3", "0.1250")] == [
        "0",
        "1.234.567",
        "1.234,5",
        "1.000",
        "0,125",
    ]
    assert (worded(Decimal("79.9"), "%", ratio=True), worded(Decimal(1200), "sự cố", ratio=False)) == ("79,90%", "1.200 sự cố")


PARTS = st.decimals(min_value=0, max_value=10**9, places=2)
FIGURES = st.lists(
    st.tuples(st.sampled_from(AGENCIES), st.sampled_from([NOW, BEFORE]), st.one_of(st.none(), PARTS), st.one_of(st.none(), PARTS)),
    unique_by=lambda told: told[:2],
).map(lambda told: [Figure(agency.code, SHARE.code, period, *parts) for agency, period, *parts in told])


@given(FIGURES, st.randoms())
def test_the_order_of_input_changes_nothing(figures: list[Figure], chance: object) -> None:
    told = together(*figures)
    chance.shuffle(figures)  # type: ignore[attr-defined]
    assert together(*figures) == told


@given(FIGURES)
def test_a_total_is_the_quotient_of_sums_and_lies_between_its_agencies(figures: list[Figure]) -> None:
    result = only(*figures)
    whole = [figure for figure in figures if figure.period == NOW and figure.numerator is not None and figure.denominator]
    assert result.total.agencies == len(whole)
    if not whole:
        assert result.total.value is None
        return
    exact = sum(Fraction(figure.numerator) for figure in whole) / sum(Fraction(figure.denominator) for figure in whole)
    assert result.total.value == Decimal((exact * 10_000 + Fraction(1, 2)).__floor__()) / 100
    values = [row.value for row in result.rows if row.value is not None]
    assert min(values) <= result.total.value <= max(values)


@given(FIGURES)
def test_everybody_asked_is_silent_or_has_answered_and_no_doubt_falls_on_the_silent(figures: list[Figure]) -> None:
    told = together(*figures)
    answered = {figure.agency for figure in figures if figure.period == NOW}
    assert [agency.code for agency in told.silent] == [agency.code for agency in AGENCIES if agency.code not in answered]
    assert {query.agency.code for query in told.queries} <= answered


@given(st.decimals(min_value=0, max_value=10**14, places=2))
def test_a_number_reads_back_from_how_it_is_written(number: Decimal) -> None:
    assert Decimal(written(number).replace(".", "").replace(",", ".")) == number
