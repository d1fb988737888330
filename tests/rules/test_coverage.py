"""Every duty has a step that serves it, or a written reason why not yet."""

import pytest

from regulation import LawError, load
from regulation.coverage import coverage, coverage_table, stale_reasons

SERVED = {
    "Đ3.3": ["Phê duyệt chương trình"],
    "Đ5.4a": ["Lập chương trình", "Rà soát chương trình"],
    "Đ5.4b": ["Ký thông báo"],
    "Đ6.5a": ["Xác nhận dự họp"],
    "Đ6.5b": ["Xác nhận dự họp"],
    "Đ6.5c": ["Xác nhận dự họp"],
    "Đ6.5d": ["Kết luận"],
    "Đ8.1a": ["Mở cuộc họp"],
    "Đ8.1c": ["Phê duyệt chương trình"],
}
# As it was before any other process existed: what other steps serve by now has its reason again.
_REASONS = {duty: load().reasons.get(duty, "Quy trình khác: thực hiện ở đợt sau.") for duty in load().duties if duty not in SERVED}
LAW = load().model_copy(update={"reasons": _REASONS})


def test_each_duty_has_one_row_with_steps_or_a_reason() -> None:
    rows = coverage(LAW, SERVED)
    assert [row.id for row in rows] == list(LAW.duties)
    assert all(bool(row.steps) != bool(row.reason) for row in rows)
    served = {row.id: row.steps for row in rows if row.steps}
    assert served == {duty: tuple(steps) for duty, steps in SERVED.items()}


def test_a_clause_with_several_duties_serves_none_of_them() -> None:
    rows = {row.id: row for row in coverage(LAW, SERVED | {"Đ8.1": ["Mở cuộc họp"], "Đ8.2": ["Họp mở rộng"]})}
    assert rows["Đ8.1b"].steps == ()
    assert (rows["Đ8.2"].steps, rows["Đ8.2"].reason) == (("Họp mở rộng",), None)


def test_a_step_named_twice_is_told_once() -> None:
    rows = {row.id: row for row in coverage(LAW, SERVED | {"Đ8.2": ["Họp mở rộng", "Họp mở rộng"]})}
    assert rows["Đ8.2"].steps == ("Họp mở rộng",)


@pytest.mark.parametrize("citation", ["Đ13.1", "Đ8.1z", "8.1a", ""])
def test_a_citation_of_nothing_is_refused(citation: str) -> None:
    with pytest.raises(LawError, match=f"Bước Mở cuộc họp dẫn “{citation}”"):
        coverage(LAW, SERVED | {citation: ["Mở cuộc họp"]})


@pytest.mark.parametrize("steps", [None, []])
def test_a_duty_with_neither_step_nor_reason_is_refused(steps: list[str] | None) -> None:
    served = {duty: names for duty, names in SERVED.items() if duty != "Đ8.1a"} | ({} if steps is None else {"Đ8.1a": steps})
    with pytest.raises(LawError, match=r"Nghĩa vụ Đ8\.1a .* chưa có bước nào thực hiện"):
        coverage(LAW, served)


def test_a_reason_that_no_longer_holds_is_found() -> None:
    assert stale_reasons(LAW, SERVED) == []
    assert stale_reasons(LAW, SERVED | {"Đ8.2": ["Họp mở rộng"]}) == ["Đ8.2"]


def test_every_reason_is_one_whole_sentence() -> None:
    for reason in LAW.reasons.values():
        assert reason.endswith(".")
        assert "\n" not in reason


def test_the_table_has_a_line_for_each_duty() -> None:
    table = coverage_table(coverage(LAW, SERVED))
    lines = table.splitlines()
    assert len(lines) == 2 + 86
    assert table.endswith("\n")
    assert {line.count(" | ") for line in lines if not line.startswith("|---")} == {2}
    assert "| Đ5.4a | Ủy viên thường trực: Chỉ đạo chuẩn bị họp, cuộc làm việc | Lập chương trình, Rà soát chương trình |" in lines
    assert "| Đ10.2b | " in table
    assert "*Quy trình khác: thực hiện ở đợt sau.*" in table


def test_a_bar_in_a_step_does_not_break_the_table() -> None:
    assert "Dự \\| vắng" in coverage_table(coverage(LAW, SERVED | {"Đ8.2": ["Dự | vắng"]}))
