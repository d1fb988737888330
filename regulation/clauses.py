"""The articles and clauses of the regulation, verbatim, and of the decision that issues it."""

from typing import Annotated

from pydantic import Field

from regulation.lawfile import LawModel

ClauseId = Annotated[str, Field(pattern=r"^(Đ\d+(\.\d+)?|QĐ\.(Đ\d+|CC|NN))$")]
"""``Đ8.1`` is clause 1 of article 8, ``Đ4`` an article without numbered clauses, ``QĐ.Đ2`` article 2 of the decision itself;
``QĐ.CC`` and ``QĐ.NN`` are its legal bases and its recipients."""


class Clause(LawModel):
    """One clause; ``text`` is verbatim, mistakes and all, without its own number; ``heading`` is its article's title."""

    id: ClauseId
    heading: str
    text: str

    @property
    def citation(self) -> str:
        """How a letter or a paper cites it: ``khoản 5 Điều 6 Quy chế``."""
        if self.id.startswith("QĐ."):
            part = self.id.removeprefix("QĐ.")
            return {"CC": "phần căn cứ", "NN": "phần nơi nhận"}.get(part, f"Điều {part[1:]}") + " Quyết định"
        article, _, number = self.id[1:].partition(".")
        return f"khoản {number} Điều {article} Quy chế" if number else f"Điều {article} Quy chế"


class ClauseFile(LawModel):
    """``clauses.yaml``."""

    decision: str
    regulation: str
    clauses: tuple[Clause, ...]
