"""Calls for figures on the UBND's behalf for tests: begun by the group, played by a script."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tasks.data_calls import Wanted, begin
from tests.office.cast import RETURNED, SECRETARY, TAKEN, YES, Office
from tests.office.reports import explained, figures

TODAY, DUE, BOOKS = date(2019, 8, 26), date(2019, 9, 6), date(2019, 9, 10)
FEW = ("SYT", "SGDĐT", "STC", "HGT")
CODES = ("I01", "I02")
DOCUMENT = "Công văn số 1234/UBND-KGVX ngày 23/8/2019 của Ủy ban nhân dân tỉnh"
REPORTED: dict[str, Any] = {"choice": "submit", "remarks": "Tỷ lệ hồ sơ trực tuyến tăng."}
PROMPT: dict[str, Any] = {
    "province-data-call": {"choice": "submit", "notes": "Gửi đúng hạn."},
    "province-data-call-sign": YES,
    "province-data-call-release": TAKEN,
    "province-figures": figures,
    "explain": lambda step: {"choice": "submit", "figures": [explained(code) for code in step.about["indicators"]]},
    "province-report": REPORTED,
    "province-report-sign": YES,
    "province-report-release": TAKEN,
}
HARD: dict[str, Any] = PROMPT | {  # everything is sent back once, one agency is silent, one is asked again
    "province-data-call-sign": [RETURNED, YES],
    "province-data-call-release": [TAKEN, RETURNED, TAKEN],
    "province-figures/head_hgt": None,
    "province-figures/head_syt": lambda step: figures(step, I01={}),
    "province-report-sign": [RETURNED, YES],
    "province-report-release": [TAKEN, RETURNED, TAKEN],
}


def wanted(**changes: Any) -> Wanted:
    """What the UBND's document asks for."""
    given: dict[str, Any] = {
        "document": "Công văn",
        "number": "1234/UBND-KGVX",
        "issued_on": date(2019, 8, 23),
        "about": "về dịch vụ công trực tuyến",
        "indicators": CODES,
        "agencies": FEW,
        "as_of": date(2019, 8, 31),
        "due": DUE,
        "officer_id": SECRETARY,
        "entry": uuid4().hex,
    }
    return Wanted(**given | changes)


def called(office: Office, **changes: Any) -> UUID:
    """A call that somebody of the group has begun."""
    with office.bureau.desk() as desk:
        return begin(desk, wanted(**changes))[0].id
