"""Figures that the UBND asks for out of turn (Đ11.2): begun by the working group from the UBND's document, collected like the quarter's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.cases import Case
from models.errors import Refused
from notifications.words import short_date
from regulation.calendar import Quarter
from regulation.indicators import Indicator
from tasks.bureau import Desk
from tasks.casework import NewCase, open_case
from tasks.questions import Unacceptable
from tasks.report_records import PROVINCE_CALL, indicators
from tasks.reporting import Call, Reporting, reporting
from tasks.who import Role, roster

VERSION = 1  # of flows.data_call; its case is opened where flows cannot be imported
MAY_BEGIN = (Role.STANDING_MEMBER, Role.GROUP_LEADER, Role.DEPUTY_GROUP_LEADER, Role.SECRETARY)  # Đ7.7: the group asks for information
EVERYBODY = ("Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố")


class NotTheGroups(Refused):
    """Chỉ Ủy viên thường trực, Tổ trưởng, Tổ phó hoặc Thư ký Tổ công tác mở việc thu thập số liệu theo yêu cầu của UBND tỉnh."""

    status = 403


@dataclass(frozen=True)
class Wanted:
    """What the UBND's document asks for: ``about`` completes "số liệu"; figures of the day ``as_of``, due from the agencies by ``due``.

    ``document``: its kind ("Công văn"); ``entry``: the form that asked for it: sent twice it is one call.
    """

    document: str
    number: str
    issued_on: date | None
    about: str
    indicators: tuple[str, ...]
    agencies: tuple[str, ...]
    as_of: date | None
    due: date | None
    officer_id: str
    entry: str


def begin(desk: Desk, wanted: Wanted) -> tuple[Case, bool]:
    """Open its case; returns it and whether it is new.

    Raises :class:`NotTheGroups` for an officer who may not, :class:`tasks.questions.Unacceptable` naming each field that is wrong.
    """
    if not {Role(seat.role) for seat in roster(desk).seats_of(wanted.officer_id)} & set(MAY_BEGIN):
        raise NotTheGroups(NotTheGroups.__doc__)
    if wrong := _wrong(desk, wanted):
        raise Unacceptable(wrong)
    assert wanted.issued_on is not None
    assert wanted.as_of is not None
    assert wanted.due is not None
    subject: dict[str, Any] = {
        "document": wanted.document.strip(),
        "number": wanted.number.strip(),
        "issued_on": wanted.issued_on.isoformat(),
        "about": wanted.about.strip(),
        "indicators": list(wanted.indicators),
        "agencies": list(wanted.agencies),
        "as_of": wanted.as_of.isoformat(),
        "quarter": str(Quarter.of(wanted.as_of)),
        "due": wanted.due.isoformat(),
        "by": wanted.officer_id,
    }
    desk.actor = wanted.officer_id
    title = f"Cung cấp số liệu {wanted.about.strip()} theo yêu cầu của UBND tỉnh"[:200]
    period = f"{desk.today:%Y-%m-%d}/{wanted.entry}"
    return open_case(desk, NewCase(PROVINCE_CALL, title, VERSION, period=period, subject=subject, opening=open_call))


def open_call(desk: Desk, case: Case) -> None:
    """Nothing is written down but the case itself, which holds what was asked for; figures come with the agencies' answers."""


def earliest_due(desk: Desk) -> date:
    """The first day the agencies may be given: their working days (Đ7.7) from the day the letter is due out."""
    rules, calendar = desk.law.rules, desk.law.calendar
    out = rules["province_call_sign"].date_from(rules["province_call_draft"].date_from(desk.today, calendar), calendar)
    return rules["information_answer"].date_from(out, calendar)


def offered(desk: Desk, as_of: date) -> list[Indicator]:
    """The indicators that can be asked for: those that agencies report in the quarter of that day."""
    return [one for one in desk.law.indicators if one.holds_in(Quarter.of(as_of)) and not one.computed]


def _wrong(desk: Desk, wanted: Wanted) -> dict[str, str]:
    blank = {
        "document": "Xin ghi loại văn bản của UBND tỉnh, ví dụ: Công văn.",
        "number": "Xin ghi số, ký hiệu văn bản của UBND tỉnh.",
        "about": "Xin ghi số liệu về việc gì.",
    }
    wrong = {name: sentence for name, sentence in blank.items() if not getattr(wanted, name).strip()}
    if wanted.issued_on is None or wanted.issued_on > desk.today:
        wrong["issued_on"] = "Xin ghi ngày của văn bản UBND tỉnh, không sau hôm nay."
    wrong |= _wrong_days(desk, wanted)
    known = [] if wanted.as_of is None else [one.code for one in offered(desk, wanted.as_of)]
    if not wanted.indicators or set(wanted.indicators) - set(known):
        wrong["indicators"] = "Xin chọn ít nhất một chỉ tiêu có trong danh mục của quý đó."
    there = {one.code for one in reporting(desk)}
    if not wanted.agencies or set(wanted.agencies) - there:
        wrong["agencies"] = "Xin chọn ít nhất một cơ quan đang thực hiện báo cáo."
    elif "indicators" not in wrong and not _asked(desk, wanted.indicators, wanted.agencies):
        wrong["agencies"] = "Không cơ quan nào được chọn báo cáo các chỉ tiêu này; hãy chọn lại cơ quan hoặc chỉ tiêu."
    return wrong


def _wrong_days(desk: Desk, wanted: Wanted) -> dict[str, str]:
    first, days = earliest_due(desk), desk.law.rules["information_answer"].days
    if wanted.due is None:
        return {"due": "Xin ghi hạn các cơ quan gửi số liệu."}
    if wanted.due < first:
        return {"due": f"Cơ quan có ít nhất {days:02d} ngày làm việc kể từ ngày gửi công văn; sớm nhất là ngày {short_date(first)}."}
    if not desk.law.calendar.is_working_day(wanted.due):
        near = desk.law.calendar.roll_forward(wanted.due)
        return {"due": f"Ngày {short_date(wanted.due)} là ngày nghỉ; ngày làm việc tiếp theo là {short_date(near)}."}
    if wanted.as_of is None or wanted.as_of > wanted.due:
        return {"as_of": "Xin ghi ngày chốt số liệu, không sau hạn gửi."}
    return {}


def _asked(desk: Desk, codes: Sequence[str], agencies: Sequence[str]) -> list[Reporting]:
    """The agencies of today that answer for these, and report any of these indicators."""
    people = roster(desk)
    chosen = {people.heirs.get(code, code) for code in agencies}
    wanted = indicators(desk, codes)
    return [one for one in reporting(desk) if one.code in chosen and any(each.is_asked_of(one.code, one.kind) for each in wanted)]


@dataclass(frozen=True)
class DataCall:
    """A call as it was begun."""

    document: str  # "Công văn số 1234/UBND-KGVX ngày 05/9/2019 của Ủy ban nhân dân tỉnh"
    about: str
    indicators: tuple[str, ...]
    agencies: tuple[str, ...]
    as_of: date
    due: date


def call_of(desk: Desk, case: Case) -> DataCall:  # noqa: ARG001 - every subject is found by desk and case
    """What a case was begun for."""
    given = case.subject
    day = short_date(date.fromisoformat(given["issued_on"]))
    return DataCall(
        document=f"{given['document']} số {given['number']} ngày {day} của Ủy ban nhân dân tỉnh",
        about=given["about"],
        indicators=tuple(given["indicators"]),
        agencies=tuple(given["agencies"]),
        as_of=date.fromisoformat(given["as_of"]),
        due=date.fromisoformat(given["due"]),
    )


def data_call(desk: Desk, case: Case) -> Call:
    """What its letter asks for, of the agencies of today."""
    call = call_of(desk, case)
    agencies = _asked(desk, call.indicators, call.agencies)
    named = tuple(one.name for one in agencies)
    return Call(
        basis=f"Thực hiện {call.document} và khoản 2 Điều 11 Quy chế",
        purpose=f"{call.about} theo yêu cầu của Ủy ban nhân dân tỉnh",
        matter=f"số liệu {call.about}, chốt ngày {call.as_of:%d/%m/%Y}, theo yêu cầu của UBND tỉnh",
        agencies=agencies,
        indicators=indicators(desk, call.indicators),
        cutoff=call.as_of,
        reply_by=call.due,
        late="Báo cáo gửi Ủy ban nhân dân tỉnh nêu tên cơ quan, địa phương chưa gửi số liệu",
        addressees=EVERYBODY if len(named) == len(reporting(desk)) else named,
    )
