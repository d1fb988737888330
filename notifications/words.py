"""The words of a letter: subject, text and HTML from one folder of templates a kind, in ``notifications/words/<kind>/``.

Templates hold words and no decisions: what appears at all (a button, a fact, a line of the foot) is decided here. Every letter ends
with the clause, the deadline and its source, why its reader got it, and what silence means.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from notifications.plain import clean, one_line
from regulation.letters import ChannelName, LetterGroup

Line = Annotated[str, AfterValidator(one_line)]
Text = Annotated[str, AfterValidator(lambda text: clean(text).strip())]
Said = Annotated[Text, Field(min_length=1)]

SOURCES = {"S": "theo quy chế", "L": "theo luật", "D": "theo lịch làm việc của cơ quan thường trực"}
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_DUTY = re.compile(r"(QĐ\.)?Đ(\d+)(?:\.(\d+))?[a-z]?\Z")
_DECISION_PARTS = {"QĐ.CC": "phần căn cứ Quyết định", "QĐ.NN": "phần nơi nhận Quyết định"}


class LetterContext(BaseModel):
    """What every letter is told. Built from a plain dict (JSON: ``due`` may be ``"2019-09-26"``); an unknown key is an error.

    ``title`` names the matter, ``what`` says what is asked or told (may have several lines), ``clause_texts`` come from
    :func:`clause_texts`, ``due_source`` is S (the regulation), L (a law) or D (the standing office's own calendar). ``why``: why you
    got it; ``silence``: what happens without an answer. ``extra`` holds strings, exactly the keys that :data:`KINDS` names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    committee: Line
    recipient_name: Line
    recipient_title: Line = ""
    title: Annotated[Line, Field(min_length=1)]
    what: Said
    case_title: Line = ""
    clause_texts: tuple[Line, ...] = ()
    due: date | None = None
    due_source: Literal["S", "L", "D"] | None = None
    link: Annotated[str, Field(pattern=r"^https?://[!-~]+$")] | None = None
    why: Said
    silence: Said
    extra: Mapping[str, Said] = {}

    @model_validator(mode="after")
    def _deadline_has_a_source(self) -> Self:
        if (self.due is None) != (self.due_source is None):
            raise ValueError("a deadline comes with its source, and a source with its deadline")
        return self


@dataclass(frozen=True)
class Kind:
    """One kind of letter: the ``extra`` keys it needs (with the label under which one is listed, None where the words use it),
    the caption of its button, and what its foot says of the deadline when there is none."""

    extra: Mapping[str, str | None]
    button: str
    without_due: str
    cites: bool = True
    group: LetterGroup = LetterGroup.OFFICIAL  # what its reader may choose about it
    only: tuple[ChannelName, ...] = ()  # channels it may go by; empty: all
    urgent: bool = False  # leaves in quiet hours too


_DIRECTIVE = {
    "task": "Nội dung nhiệm vụ",
    "source": "Nguồn giao",
    "term": "Thời hạn hoàn thành",
    "product": "Sản phẩm",
    "helpers": "Cơ quan phối hợp",
}

KINDS: Mapping[str, Kind] = {
    "ask": Kind({}, "Mở trang trả lời", "Không ấn định"),
    "remind": Kind({}, "Mở trang trả lời", "Không ấn định", group=LetterGroup.REMINDERS),
    # who: "Ủy viên – Giám đốc Sở Y tế", undone: "gửi ý kiến bằng văn bản"; the words join them by "chưa"
    "escalate": Kind({"who": None, "undone": None}, "Xem hồ sơ", "Không ấn định", group=LetterGroup.REMINDERS),
    "invitation": Kind(
        {"when": "Thời gian", "place": "Địa điểm", "presider": "Người chủ trì"}, "Xác nhận dự họp", "Không ấn định thời hạn trả lời"
    ),
    "convocation": Kind(
        {"when": "Thời gian", "place": "Địa điểm", "presider": "Người chủ trì"}, "Xác nhận dự họp", "Không ấn định thời hạn trả lời"
    ),
    "guest": Kind(
        {"when": "Thời gian", "place": "Địa điểm", "presider": "Người chủ trì"}, "Xem nội dung được mời", "Không có, thư gửi để biết"
    ),
    "assignment": Kind(_DIRECTIVE, "Xác nhận tiếp nhận", "Không ấn định"),
    "duty": Kind(_DIRECTIVE, "Mở trang báo cáo", "Không ấn định"),
    "follow-up": Kind({"number": None, "task": "Nội dung nhiệm vụ", "first_due": "Hạn giao ban đầu"}, "Xem hồ sơ", "Theo công văn gửi kèm"),
    "digest": Kind(
        {
            "owed": "Đang theo dõi",
            "given": "Giao trong tháng",
            "confirmed": "Xác nhận hoàn thành trong tháng",
            "late": "Quá hạn giao ban đầu",
            "undecided": "Đề nghị gia hạn chờ trả lời",
        },
        "Xem hồ sơ",
        "Không có, thư gửi để biết",
    ),
    "notice": Kind({"number": None, "issued": "Ngày ban hành"}, "Xem hồ sơ", "Theo từng kết luận trong văn bản"),
    # matter: what about, short; the subject names it
    "consultation": Kind({"matter": None, "questions": "Các câu hỏi", "decider": "Người quyết định"}, "Cho ý kiến", "Không ấn định"),
    "opinions": Kind({"number": None, "decision": "Quyết định"}, "Xem hồ sơ", "Không có, thư gửi để biết"),
    "code": Kind(
        {"code": None, "minutes": None},
        "Mở trang đăng nhập",
        "Mã hết hiệu lực sau {minutes} phút",
        cites=False,
        only=(ChannelName.MAIL,),
        urgent=True,
    ),
    "withdrawn": Kind({"reason": "Lý do"}, "Xem hồ sơ", "Không còn thời hạn"),
    "told": Kind({}, "Xem hồ sơ", "Không có, thư gửi để biết", group=LetterGroup.INFORMATION),
    "receipt": Kind({"answer": "Trả lời", "at": "Ghi nhận lúc"}, "Xem hồ sơ", "Việc này đã có trả lời", group=LetterGroup.RECEIPTS),
}


@dataclass(frozen=True)
class Words:
    """A letter's words. ``subject`` is one line; ``html`` is a whole page."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Row:
    """One labelled line."""

    label: str
    value: str


@dataclass(frozen=True)
class Button:
    """One link."""

    label: str
    link: str


def render(kind: str, context: Mapping[str, Any]) -> Words:
    """The words of a letter; the same context gives the same words.

    ``KeyError`` for a kind without templates; ``ValueError`` (pydantic's ``ValidationError`` is one) for a context that lacks a key,
    has a strange one, or cites no clause. Nothing in a person's text is read as a template or as HTML.
    """
    spec = KINDS[kind]
    told = LetterContext.model_validate(context)
    if told.extra.keys() != spec.extra.keys():
        raise ValueError(f"letter {kind} needs extra {sorted(spec.extra)}, got {sorted(told.extra)}")
    if spec.cites and not told.clause_texts:
        raise ValueError(f"letter {kind} cites no clause")
    names = told.model_dump() | {
        "recipient": _recipient(told),
        "due_mark": f" – hạn {short_date(told.due)}" if told.due else "",
        "buttons": _buttons(spec, told),
        "facts": _facts(spec, told),
        "foot": _foot(spec, told),
    }
    return _written(kind, names)


@dataclass(frozen=True)
class Entry:
    """One matter of a letter that tells of several."""

    title: str
    what: str
    due: str
    buttons: list[Button]


def render_together(parts: Sequence[tuple[str, Mapping[str, Any]]]) -> Words:
    """The words of a letter that carries several to one person: ``(kind, context)`` of each, in their order, at least one.

    Each keeps its own link; what they cite stands together at the foot.
    """
    told = [(KINDS[kind], LetterContext.model_validate(context)) for kind, context in parts]
    first, every = told[0][1], [one for _, one in told]
    asks = all(spec.group is LetterGroup.REMINDERS for spec, _ in told)
    nearest = min((one.due for one in every if one.due is not None), default=None)
    names = first.model_dump() | {
        "recipient": _recipient(first),
        "count": f"{len(told):02d}",
        "due_mark": f" – hạn sớm nhất {short_date(nearest)}" if asks and nearest else "",
        "entries": [_entry(spec, one) for spec, one in told],
        "buttons": [],
        "foot": _foot_together(every),
    }
    return _written(f"_base/together/{'remind' if asks else 'digest'}", names)


def sheet_of(words: Words) -> str:
    """The same words as a page to be printed and handed over."""
    return str(_template("_base/sheet.html.j2").render(subject=words.subject, text=words.text))


def _buttons(spec: Kind, told: LetterContext) -> list[Button]:
    return [Button(spec.button, told.link)] if told.link else []


def _recipient(told: LetterContext) -> str:
    return "Ông/Bà " + ", ".join(part for part in (told.recipient_name, told.recipient_title) if part)


def _written(folder: str, names: dict[str, Any]) -> Words:
    subject = one_line(_template(f"{folder}/subject.txt.j2").render(names))
    text = _template(f"{folder}/text.txt.j2").render(names)
    html = _template(f"{folder}/html.html.j2").render(names | {"subject": subject})
    return Words(subject, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html.strip() + "\n")


def _entry(spec: Kind, told: LetterContext) -> Entry:
    return Entry(told.title, told.what, _due_words(spec, told), _buttons(spec, told))


def _foot_together(every: Sequence[LetterContext]) -> list[Row]:
    cited = list(dict.fromkeys(text for one in every for text in one.clause_texts))
    return [
        *([Row("Căn cứ", "; ".join(cited))] if cited else []),
        Row("Vì sao Ông/Bà nhận được thư này", "\n".join(dict.fromkeys(one.why for one in every))),
        Row("Nếu không có trả lời", "\n".join(dict.fromkeys(one.silence for one in every))),
    ]


def _facts(spec: Kind, told: LetterContext) -> list[Row]:
    facts = [Row(label, told.extra[key]) for key, label in spec.extra.items() if label is not None]
    return facts + ([Row("Hồ sơ", told.case_title)] if told.case_title else [])


def _foot(spec: Kind, told: LetterContext) -> list[Row]:
    cited = [Row("Căn cứ", "; ".join(told.clause_texts))] if told.clause_texts else []
    return [
        *cited,
        Row("Thời hạn", _due_words(spec, told)),
        Row("Vì sao Ông/Bà nhận được thư này", told.why),
        Row("Nếu không có trả lời", told.silence),
    ]


def _due_words(spec: Kind, told: LetterContext) -> str:
    if told.due is not None and told.due_source is not None:
        return f"Hết {_WEEKDAYS[told.due.weekday()]}, ngày {short_date(told.due)} ({SOURCES[told.due_source]})"
    return spec.without_due.format_map(told.extra)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_suffix("")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else it looks at each file's date for every letter
    )


def _template(name: str) -> Any:
    return _environment().get_template(name)


def short_date(day: date) -> str:
    """``05/9/2019``: days under 10 and the months 1 and 2 carry a zero, as official papers write them (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def clause_text(duty: str) -> str:
    """A duty or clause as a letter cites it: ``Đ6.5b`` → ``khoản 5 Điều 6 Quy chế``, ``QĐ.Đ2`` → ``Điều 2 Quyết định``.

    The trailing letter counts our duties within a clause, it is no "điểm" of the text, and is dropped. ``ValueError`` for anything else.
    """
    if duty in _DECISION_PARTS:
        return _DECISION_PARTS[duty]
    found = _DUTY.match(duty)
    if found is None:
        raise ValueError(f"not a duty or clause: {duty!r}")
    decision, article, clause = found.groups()
    return (f"khoản {clause} " if clause else "") + f"Điều {article} " + ("Quyết định" if decision else "Quy chế")


def clause_texts(duties: Sequence[str]) -> tuple[str, ...]:
    """Several of them, in the order given, each once."""
    return tuple(dict.fromkeys(clause_text(duty) for duty in duties))
