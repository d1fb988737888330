"""What can be asked and what can be done: the catalogues every step is taken from.

A :class:`Question` is answered by a person, a :class:`Deed` is done by the house. Each cites the duties it serves; coverage
is computed from these two catalogues, so a step that cites nothing cannot be defined.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from models.cases import Case
from models.errors import Refused
from models.steps import AskedStep
from tasks.who import Role

if TYPE_CHECKING:
    from tasks.bureau import Desk


class Unacceptable(Refused):
    """An answer that cannot be taken as it is; ``errors`` maps a field to the sentence shown beside it."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class Form(BaseModel):
    """What an answer carries. ``choice`` names the branch; texts are stripped and bounded, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=20_000)

    CHOICES: ClassVar[dict[str, str]] = {}  # value → Vietnamese label, in the order shown
    choice: str

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Form":
        """The form, or :class:`Unacceptable` naming each field and how to mend it."""
        choice = data.get("choice")
        if choice not in cls.CHOICES:
            labels = ", ".join(f"«{label}»" for label in cls.CHOICES.values())
            raise Unacceptable({"choice": f"Chưa chọn trả lời. Hãy chọn một trong: {labels}."})
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise Unacceptable(_sentences(error)) from None


TOLD = {
    "missing": "Mục này còn thiếu, hãy điền.",
    "string_too_long": "Nội dung quá dài, hãy rút gọn.",
    "string_too_short": "Mục này còn trống, hãy điền.",
    "too_short": "Danh sách còn trống, hãy điền ít nhất một dòng.",
    "extra_forbidden": "Biểu mẫu không có mục này.",
    "int_parsing": "Hãy nhập một số nguyên.",
}


def _sentences(error: ValidationError) -> dict[str, str]:
    """pydantic's complaints as sentences a person can act on."""
    told: dict[str, str] = {}
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"]) or "form"
        kind = item["type"]
        if kind == "value_error":
            sentence = str(item["ctx"]["error"])
        elif kind.startswith(("date", "time")):
            sentence = "Không có ngày, giờ này; hãy nhập ngày có thật, ví dụ 27/09/2019."
        else:
            sentence = TOLD.get(kind, "Giá trị chưa hợp lệ, hãy kiểm tra lại.")
        told[place] = sentence
    return told


@dataclass(frozen=True)
class Rung:
    """One rung of a ladder: ``rule`` (house_rules.yaml) counts from the deadline; ``to`` None is the one who was asked.

    ``does``: what is done instead of a letter, in the sweep's transaction (a paper is put before who signs it).
    """

    name: str
    rule: str
    letter: str = "remind"
    to: Role | None = None
    does: "Callable[[Desk, Case, AskedStep], None] | None" = None


@dataclass(frozen=True)
class Question:
    """Something asked of a person.

    ``waiting`` completes "Chờ <chức danh> …" in the run's state. ``sign_in`` False: the link in the letter is enough
    (acknowledgement, RSVP); otherwise a one-time code is asked as well. ``renewed_by``: kinds of acts that make it be asked anew.
    ``due`` names a house rule, which knows what it counts from. ``check`` says what is wrong with an answer that only the records
    or the calendar can tell (field → sentence); ``after`` runs in the answer's own transaction (rule 3: an answer that itself
    raises a question). ``reserved`` names the power the answer exercises, where the chair keeps it for himself unless he has
    delegated it (a duty of ``reserved_powers`` in committee.yaml, or :data:`tasks.who.HIMSELF`). ``silence`` says in a sentence what
    comes of no answer, ``silence_means`` names the choice it amounts to: who says nothing there is not late.
    """

    key: str
    title: str
    waiting: str
    clauses: tuple[str, ...]
    form: type[Form]
    due: str
    silence: str
    silence_means: str | None = None
    sign_in: bool = True
    letter: str = "ask"
    ladder: tuple[Rung, ...] = ()
    renewed_by: frozenset[str] = frozenset()
    right: "Callable[[Desk, AskedStep], str] | None" = None  # by what right he is asked besides his seat, as his letters say it
    words: "Callable[[Desk, Case], dict[str, str]] | None" = None  # what its first letter says besides, as it stands when it is written
    reserved: str | None = None
    no_later: str | None = None  # a second house rule whose day the deadline never passes
    climbs_on: bool = False  # asked again for the same day, it goes on from the rung the last one had reached
    check: "Callable[[Desk, AskedStep, Any], dict[str, str]] | None" = None
    after: "Callable[[Desk, AskedStep, Any], None] | None" = None

    def __post_init__(self) -> None:
        if self.silence_means is not None and self.silence_means not in self.form.CHOICES:
            raise ValueError(f"{self.key} has no choice {self.silence_means}")
        enter(self)


@dataclass(frozen=True)
class Deed:
    """Something the house does or sees once, and which duties it serves."""

    key: str
    title: str
    clauses: tuple[str, ...]
    renewed_by: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        enter(self)


CATALOGUE: dict[str, Question | Deed] = {}


def enter(item: Question | Deed) -> None:
    """Enter a question or deed in the catalogue; one that cites nothing, or takes another's name, is refused."""
    if not item.clauses:
        raise ValueError(f"{item.key} cites no clause")
    if item.key in CATALOGUE:
        raise ValueError(f"two steps are called {item.key}")
    CATALOGUE[item.key] = item


def question(key: str) -> Question:
    """The question of that name."""
    found = CATALOGUE[key]
    if not isinstance(found, Question):
        raise KeyError(key)
    return found
