"""The building blocks of an official paper: wording and page marks of Nghị định 30/2020/NĐ-CP, Phụ lục I and III."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

from markupsafe import Markup

from documents.layout import layout
from documents.measure import width_mm, wrap
from models.clock import OFFICE_ZONE

END_MARK = "./."
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_BLANK = "\u00a0" * 6  # room to write a number or a day by hand
_ROMAN = ("I", "II", "III", "IV")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_TWIPS_PER_MM = 1440 / 25.4


def clean(text: str) -> str:
    """One line of plain text: composed letters (TCVN 6909:2001), single spaces, no control or invisible direction characters.

    Such characters would break the Word file or make its reader see other words than its computer does.
    """
    kept = text if text.isprintable() else "".join(ch for ch in text if ch.isspace() or unicodedata.category(ch) not in _UNPRINTABLE)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def paragraphs(text: str) -> tuple[str, ...]:
    """Text typed with line breaks as the paragraphs that it is, each cleaned, empty ones left out."""
    return tuple(line for typed in text.splitlines() if (line := clean(typed)))


def sentence(text: str) -> str:
    """``text`` closed by one full stop, whatever stop it came with."""
    return f"{_unstopped(text)}."


def with_end_mark(text: str) -> str:
    """The content's last words with the mark ``./.`` (ô số 6)."""
    return f"{_unstopped(text)}{END_MARK}"


def lower_first(text: str) -> str:
    """``text`` to stand inside a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """``text`` to begin a sentence."""
    return text[:1].upper() + text[1:]


def event_name(title: str) -> str:
    """A meeting's title inside a sentence: ``Họp Ban Chỉ đạo`` → ``cuộc họp Ban Chỉ đạo``."""
    inside = lower_first(title)
    return f"cuộc {inside}" if inside.startswith("họp ") else inside


def padded_number(number: int) -> str:
    """A paper's number: below 10 with a leading zero."""
    return f"{number:02d}"


def number_line(number: int | None, notation: str) -> str:
    """``(5, "GM-BCĐ")`` → ``Số: 05/GM-BCĐ``; without a number room is left for it."""
    return f"Số: {_BLANK if number is None else padded_number(number)}/{notation}"


def date_in_words(day: date) -> str:
    """``ngày 05 tháng 02 năm 2020``: days below 10 and the months 1 and 2 with a leading zero, other months without."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def figure_date(day: date) -> str:
    """``09/4/2019``, as dates are written in a table."""
    return short_date(day).removeprefix("ngày ")


def short_date(day: date) -> str:
    """``ngày 09/4/2019``, as dates are written inside the content; zeros as in ``date_in_words``."""
    return date_in_words(day).replace(" tháng ", "/").replace(" năm ", "/")


def place_and_date(place: str, day: date | None) -> str:
    """``Kiên Giang, ngày 27 tháng 9 năm 2019``; an unsigned paper has room for the day."""
    return f"{place}, {day_or_room(day)}"


def day_or_room(day: date | None) -> str:
    """``ngày 27 tháng 9 năm 2019``, or room for the day."""
    return date_in_words(day) if day else f"ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"


def clock_in_words(hour: time) -> str:
    """``08 giờ 00``."""
    return f"{hour.hour:02d} giờ {hour.minute:02d}"


def moment_in_words(moment: datetime) -> str:
    """``08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu)``, in the office's time zone. A naive moment is a programming error."""
    if moment.tzinfo is None:
        raise ValueError("a moment on a paper must know its time zone")
    local = moment.astimezone(OFFICE_ZONE)
    return f"{clock_in_words(local.time())}, {date_in_words(local)} ({_WEEKDAYS[local.weekday()]})"


def closing_moment(moment: datetime | None) -> str:
    """``11 giờ 00, ngày 27 tháng 9 năm 2019``; room to write it by hand while it is not known."""
    if moment is None:
        return f"{_BLANK}giờ{_BLANK}, {day_or_room(None)}"
    return moment_in_words(moment).partition(" (")[0]


def quarter_in_words(number: int, year: int) -> str:
    """``quý III năm 2019``."""
    return f"quý {_ROMAN[number - 1]} năm {year}"


def dashed_list(items: Sequence[str]) -> tuple[str, ...]:
    """``- first;`` … ``- last.``"""
    last = len(items) - 1
    return tuple(f"- {_unstopped(item)}{'.' if at == last else ';'}" for at, item in enumerate(items))


def quoted(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Someone's own words, to the letter: one pair of quotation marks around all their paragraphs."""
    if not paragraphs:
        return ()
    *before, last = (f"“{paragraphs[0]}", *paragraphs[1:])
    return (*before, f"{last}”")


def legal_basis_lines(bases: Sequence[str]) -> tuple[str, ...]:
    """Căn cứ ban hành văn bản (ô số 6): each closed by ``;``, the last by ``.``."""
    return tuple(f"{_unstopped(basis)}{'.' if at == len(bases) else ';'}" for at, basis in enumerate(bases, 1))


def addressee_line(names: Sequence[str]) -> str:
    """``Kính gửi: Sở Y tế`` (ô số 9a); several addressees stand below, each on a line of its own."""
    return f"Kính gửi: {_unstopped(names[0])}" if len(names) == 1 else "Kính gửi:"


def addressee_list(names: Sequence[str]) -> tuple[str, ...]:
    """Two addressees or more (ô số 9a), a dash before each; nothing for one."""
    return dashed_list(names) if len(names) > 1 else ()


def recipient_lines(names: Sequence[str], kept_by: str) -> tuple[str, ...]:
    """The list under ``Nơi nhận:``; its last line is ``- Lưu: VT, <đơn vị>.`` (ô số 9b)."""
    return dashed_list((*names, f"Lưu: {kept_by}"))


def heading_lines(text: str, column_mm: float, box: str) -> tuple[str, ...]:
    """A centred heading broken into lines that fit its column, in the size of ``box``."""
    return wrap(text, column_mm, layout().boxes[box].use)


def capital_lines(text: str, column_mm: float, box: str) -> tuple[str, ...]:
    """The same in capitals."""
    return wrap(text, column_mm, layout().boxes[box].use, str.upper)


def signature_lines(title: str) -> tuple[str, ...]:
    """A title above a signature, in capitals, in lines that fit the signature's column."""
    return capital_lines(title, layout().columns_mm.foot[1], "authority")


def short_rule(line: str, column_mm: float, box: str) -> Markup:
    """A paragraph that draws the rule of 1/3 to 1/2 of ``line``, centred below it (ô số 2 and 5a)."""
    return _rule(width_mm(line, layout().boxes[box].use) * layout().rule_share.use, column_mm)


def motto_rule() -> Markup:
    """A paragraph that draws the rule below the motto, as long as the motto (ô số 1)."""
    return _rule(width_mm(MOTTO, layout().boxes["motto"].use), layout().columns_mm.head[1])


def urgency_mark(degree: str | None) -> Markup:
    """The framed red mark ``KHẨN`` (ô số 10b) in its prescribed size; nothing for an ordinary paper."""
    if degree is None:
        return Markup("")
    width, height = (_twips(side) for side in layout().urgency_mm[degree])
    color, half_points = layout().urgency_color, round(layout().boxes["urgency"].use * 2)
    sides = ("top", "left", "bottom", "right")
    borders = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{color}"/>' for side in sides)
    return Markup(
        '<w:tbl><w:tblPr><w:tblW w:w="{w}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{b}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="{w}"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{h}" w:hRule="exact"/></w:trPr>'
        '<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:color w:val="{c}"/><w:sz w:val="{s}"/></w:rPr><w:t>{t}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    ).format(w=width, h=height, b=Markup(borders), c=color, s=half_points, t=degree)


def _rule(length_mm: float, column_mm: float) -> Markup:
    """An empty paragraph whose top border is the rule: unlike a drawn shape it moves with the text and survives every editor."""
    side = _twips(max(0.0, (column_mm - length_mm) / 2))
    return Markup(
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="60" w:after="0" w:line="80" w:lineRule="exact"/><w:ind w:left="{0}" w:right="{0}" w:firstLine="0"/>'
        '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    ).format(side)


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


def _unstopped(text: str) -> str:
    return re.sub(r"[\s.;,/]+$", "", text)
