"""Charts of a page: every number is said, what has no room is written out, a single one does not fill the picture."""

from portal.plain_charts import LEGEND_ROW, ROW, WIDTH, stacked

LEGEND = ("Đúng hạn", "Quá hạn")


def test_a_part_is_as_wide_as_its_share_of_the_longest_bar() -> None:
    chart = stacked("a", "Nhiệm vụ", LEGEND, [("Quý I", (6, 2)), ("Quý II", (0, 4))])
    assert [(part.x, part.width, part.look, part.label) for part in chart.bars[0].parts] == [(0, 258, 0, "6"), (258, 86, 1, "2")]
    assert [(part.x, part.width, part.look) for part in chart.bars[1].parts] == [(0, 172, 1)]
    assert [bar.told for bar in chart.bars] == ["8", "4"]


def test_a_number_without_room_is_written_out_beside_the_bar() -> None:
    chart = stacked("a", "Nhiệm vụ", LEGEND, [("Quý I", (120, 2))])
    assert [part.label for part in chart.bars[0].parts] == ["120", ""]
    assert chart.bars[0].told == "120 + 2 = 122"


def test_a_few_do_not_fill_the_picture() -> None:
    assert stacked("a", "Nhiệm vụ", LEGEND, [("Quý I", (1, 0))]).bars[0].parts[0].width < WIDTH / 5


def test_its_words_say_every_number_and_its_height_holds_every_bar() -> None:
    chart = stacked("a", "Nhiệm vụ", LEGEND, [("Quý I", (6, 2)), ("Quý II", (0, 4))])
    assert chart.words == "Quý I: Đúng hạn 6. Quý I: Quá hạn 2. Quý II: Quá hạn 4."
    assert chart.height >= len(LEGEND) * LEGEND_ROW + 2 * ROW
    assert chart.bars[1].y - chart.bars[0].y == ROW


def test_without_rows_it_is_empty() -> None:
    assert stacked("a", "Nhiệm vụ", LEGEND, []).bars == []
