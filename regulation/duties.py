"""The duties that the clauses lay on people, one by one."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from regulation.lawfile import LawModel

DutyId = Annotated[str, Field(pattern=r"^(Đ\d+(\.\d+)?[a-z]?|QĐ\.(Đ\d+|CC|NN))$")]


class Duty(LawModel):
    """Who owes what, when, to whom, and what comes out.

    ``processes`` are the letters a to p of the recurring processes, ``*`` for all of them. ``mode``: AUTO the house does it,
    ASK a person is asked, CON it constrains what may be done, REC it is recorded. ``None`` where the regulation is silent.
    """

    id: DutyId
    actor: str
    duty: str
    trigger: str | None = None
    inputs: str | None = None
    outputs: str | None = None
    counterpart: str | None = None
    deadline: str | None = None
    processes: Annotated[tuple[Annotated[str, Field(pattern=r"^([a-p]|\*)$")], ...], Field(min_length=1)]
    mode: Annotated[tuple[Literal["AUTO", "ASK", "CON", "REC"], ...], Field(min_length=1)]
    software: str

    @property
    def clause(self) -> str:
        """The id of the clause it comes from: ``Đ8.1`` for ``Đ8.1c``."""
        return re.sub(r"(?<=\d)[a-z]$", "", self.id)


def _unique_ids(duties: object) -> object:
    if isinstance(duties, list):
        ids = [duty.get("id") for duty in duties if isinstance(duty, dict)]
        twice = sorted({str(found) for found in ids if ids.count(found) > 1})
        if twice:
            raise ValueError(f"mã bị lặp: {', '.join(twice)}")
    return duties


class DutyFile(LawModel):
    """``duties.yaml``."""

    duties: Annotated[tuple[Duty, ...], BeforeValidator(_unique_ids)]
