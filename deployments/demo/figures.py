"""How agencies and the working group play their parts in a quarter's report."""

from typing import Any

Fill = dict[str, Any]

QUOTIENTS, COUNTS = range(9), {9: "0", 10: "60"}  # places on the sample's page: nine quotients, then two counts


def data_call(_: str) -> Fill:
    """The letter says everything by itself; the secretary adds one line."""
    return {"choice": "submit", "notes": "Rà soát số liệu dịch vụ công trực tuyến với Bộ phận một cửa trước khi gửi."}


def figures(_: str) -> Fill:
    """The same figures from every agency: nothing is missing and nothing jumps."""
    told: Fill = {"choice": "submit", "obstacles": "Thiếu cán bộ chuyên trách công nghệ thông tin."}
    for n in QUOTIENTS:
        told |= {f"figures.{n}.numerator": "80", f"figures.{n}.denominator": "100"}
    return told | {f"figures.{n}.numerator": number for n, number in COUNTS.items()}


def report_draft(_: str) -> Fill:
    """The secretary's words."""
    return {"choice": "submit", "group_not_met": "Chưa đến ngày họp", "group_work": "Đôn đốc, tổng hợp báo cáo của các cơ quan."}
