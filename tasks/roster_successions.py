"""What a workbook says of agencies renamed, merged and split on a date, held against the records: what has taken effect stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.workbook_reader import Book, Line
from models.agencies import Naming, Succession
from tasks.agencies import last_heir
from tasks.roster_known import Change, Known
from tasks.roster_people import once
from tasks.roster_sheets import REORGANISATIONS

TITLE = REORGANISATIONS.title
Standing = Mapping[tuple[str, str], Succession]  # by predecessor and successor, as the records alone have it
Told = Mapping[tuple[str, str], Line]  # as the workbook has it
IN_EFFECT = "Việc sắp xếp này đã có hiệu lực từ {:%d/%m/%Y} nên không sửa được; nếu có quyết định mới thì ghi thêm dòng."


def reorganisations(now: Known, book: Book) -> list[Change]:
    """New names, and who takes over from whom."""
    lines = [line for line in book.lines[TITLE] if line.sound and _known(now, book, line)]
    names = once(book, [line for line in lines if line.text("name")], "agency_id", "effective")
    successions = once(book, [line for line in lines if line.text("successor_id")], "agency_id", "successor_id")
    return [change for line in names for change in _naming(now, book, line)] + _successions(now, book, successions)


def _known(now: Known, book: Book, line: Line) -> bool:
    for key, beside in (("agency_id", "agency_name"), ("successor_id", "successor_name")):
        code, name = line.text(key), line.text(beside)
        if code and code not in now.agencies:
            book.faults.append(line.fault(key, "Không có cơ quan nào mang mã này. Hãy sửa mã, hoặc thêm cơ quan ấy vào trang «Cơ quan»."))
        elif code and name and name not in _names_of(now, code):
            book.faults.append(line.fault(beside, f"Mã {code} là {now.called[code]}. Hãy sửa mã, hoặc để trống ô tên."))
    if bool(line.text("name")) == bool(line.text("successor_id")):
        book.faults.append(line.fault("name", "Mỗi dòng ghi hoặc tên mới, hoặc mã cơ quan nhận; không ghi cả hai, không để trống cả hai."))
    return line.sound


def _names_of(now: Known, code: str) -> set[str]:
    return {now.called[code], now.agencies[code].name} | {one.name for one in now.namings.values() if one.agency_id == code}


def _naming(now: Known, book: Book, line: Line) -> list[Change]:
    code, since, name = line.text("agency_id"), line.day("effective"), line.text("name")
    there = now.namings.get((code, since))
    facts = {"agency": code, "since": since}
    if line.values["dropped"]:
        return _dropped(now, book, line, there, facts)
    wanted = {"name": name, "decision": line.text("decision")}
    if there is None:
        words = f"{code}: từ {since:%d/%m/%Y} «{now.called[code]}» đổi tên thành «{name}»"
        return [Change(line.row, TITLE, "agency.rename", words, Naming(agency_id=code, since=since, **wanted), {}, facts)]
    changed = {key: value for key, value in wanted.items() if getattr(there, key) != value}
    if "name" in changed and since <= now.today:
        book.faults.append(line.fault("name", IN_EFFECT.format(since)))
        return []
    words = f"{code}: tên từ {since:%d/%m/%Y} là «{name}» ({line.text('decision')})"
    return [Change(line.row, TITLE, "agency.rename", words, there, changed, facts)] if changed else []


def _dropped(now: Known, book: Book, line: Line, there: Naming | Succession | None, facts: dict[str, Any]) -> list[Change]:
    if there is None:
        return []
    day = there.since if isinstance(there, Naming) else there.effective
    if day <= now.today:
        book.faults.append(line.fault("dropped", IN_EFFECT.format(day)))
        return []
    words = f"{line.text('agency_id')}: thôi sắp xếp từ {day:%d/%m/%Y}"
    return [Change(line.row, TITLE, "agency.drop", words, there, {}, facts, dropped=True)]


def _successions(now: Known, book: Book, lines: list[Line]) -> list[Change]:
    told = {(line.text("agency_id"), line.text("successor_id")): line for line in lines}
    standing = {key: one for key, one in now.successions.items() if key not in told}
    kept = {key: line for key, line in told.items() if not line.values["dropped"]}
    for before in dict.fromkeys(before for before, _ in told):
        _judge(book, before, standing, [line for (one, _), line in told.items() if one == before])
    _judge_successors(now, book, standing, kept)
    return [change for line in told.values() if line.sound for change in _succession(now, book, line, _alone(standing, kept, line))]


def _alone(standing: Standing, kept: Told, line: Line) -> bool:
    """Whether an agency has one successor only: it then takes over everything."""
    return sum(before == line.text("agency_id") for before, _ in (*standing, *kept)) == 1


def _judge(book: Book, before: str, standing: Standing, lines: list[Line]) -> None:
    """All parts of a split on one day, and one of them with the remainder."""
    others = [one for (code, _), one in standing.items() if code == before]
    kept = [line for line in lines if not line.values["dropped"]]
    days = {one.effective for one in others} | {line.day("effective") for line in kept}
    if len(days) > 1:
        sentence = "Một cơ quan được nhập, tách vào một ngày. Hãy ghi cùng một ngày ở mọi dòng của nó."
        book.faults.append(lines[-1].fault("effective", sentence))
    remainders = sum(one.remainder for one in others) + sum(bool(line.values["remainder"]) for line in kept)
    if len(kept) == 1 and not others:
        if kept[0].values["remainder"] is False:
            sentence = "Chỉ có một cơ quan nhận thì cơ quan ấy nhận mọi việc. Hãy để trống, hoặc ghi «có»."
            book.faults.append(kept[0].fault("remainder", sentence))
    elif (kept or others) and remainders != 1:
        sentence = "Khi tách, hãy ghi «có» ở đúng một cơ quan: nơi nhận mọi việc mà người giao chưa chỉ định nơi khác."
        book.faults.append(lines[0].fault("remainder", sentence))


def _judge_successors(now: Known, book: Book, standing: Standing, kept: Told) -> None:
    """Who takes over is there on the day, has a head, and does not hand it back."""
    ends = dict(_ends(standing, kept))
    direct = {before: after for before, after, _ in ends.values()}
    for (before, after), line in kept.items():
        day = line.day("effective")
        begins, end = now.agencies[after].since, ends.get(after)
        if before == after:
            sentence = (
                "Cơ quan còn hoạt động thì không ghi ở đây: thêm cơ quan mới ở trang «Cơ quan», rồi người giao việc giao lại từng việc."
            )
        elif last_heir(direct, after) in (before, after) and after in direct:
            sentence = "Các dòng thành một vòng: cơ quan nhận lại nhập về cơ quan cũ. Hãy sửa mã cơ quan nhận."
        elif now.head(after) is None:
            sentence = "Cơ quan nhận chưa có chức danh người đứng đầu. Hãy ghi «Chức vụ người đứng đầu» ở trang «Cơ quan»."
        elif begins is not None and begins > day:
            sentence = f"Cơ quan nhận hoạt động từ {begins:%d/%m/%Y}, sau ngày này. Hãy sửa một trong hai ngày."
        elif end is not None and end[2] <= day:
            sentence = f"Đến ngày này cơ quan nhận đã được sắp xếp sang {end[1]}. Hãy ghi cơ quan ấy."
        else:
            continue
        book.faults.append(line.fault("successor_id", sentence))


def _ends(standing: Standing, kept: Told) -> Iterator[tuple[str, tuple[str, str, Any]]]:
    """Agency → (itself, who has its remainder, from when)."""
    for (before, after), one in standing.items():
        if one.remainder:
            yield before, (before, after, one.effective)
    for (before, after), line in kept.items():
        if line.values["remainder"] or _alone(standing, kept, line):
            yield before, (before, after, line.day("effective"))


def _succession(now: Known, book: Book, line: Line, alone: bool) -> list[Change]:
    before, after, day = line.text("agency_id"), line.text("successor_id"), line.day("effective")
    there = now.successions.get((before, after))
    facts = {"predecessor": before, "successor": after, "effective": day}
    if line.values["dropped"]:
        return _dropped(now, book, line, there, facts)
    wanted: dict[str, Any] = {"effective": day, "decision": line.text("decision"), "remainder": alone or bool(line.values["remainder"])}
    part = "" if alone else ", nhận việc còn lại" if wanted["remainder"] else ", nhận việc được chỉ định"
    words = f"Từ {day:%d/%m/%Y} {now.called[before]} {'nhập vào' if alone else 'tách thành'} {now.called[after]}{part}"
    if there is None:
        return [
            Change(line.row, TITLE, "agency.succeed", words, Succession(predecessor_id=before, successor_id=after, **wanted), {}, facts)
        ]
    changed = {key: value for key, value in wanted.items() if getattr(there, key) != value}
    if there.effective <= now.today and changed.keys() - {"decision"}:
        book.faults.append(line.fault("effective", IN_EFFECT.format(there.effective)))
        return []
    return [Change(line.row, TITLE, "agency.succeed", words, there, changed, facts)] if changed else []
