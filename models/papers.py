"""Official papers with their numbers, and the files people hand in."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.base import Record, document, id_field, moment


class Series(Record, table=True):
    """The last number given in one series, kind and year; its row is locked while a number is given, so there are no gaps."""

    series: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


class PaperState(StrEnum):
    """Where a paper stands; read off its facts, never kept."""

    WORKING = "working"  # a working paper: it bears no number and is not issued
    TYPED = "typed"  # waits to be signed and issued
    RESERVED = "reserved"  # bears a number already, waits to be signed and issued
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"  # will not be issued
    VOID = "void"  # will not be issued, and the number it bore stays on the register


class Paper(Record, table=True):
    """A document of the committee, from the typed draft to the issued paper; also a number of ours that a paper made elsewhere bears.

    Each file lies under its content hash and is never overwritten: a number or a date makes a new file. The row is written after
    the file is safe. A number once given stays on the register; the database refuses to take it off.
    """

    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        UniqueConstraint("series", "kind", "year", "number"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("(number IS NULL) = (year IS NULL) AND (number IS NULL) = (notation = '')", name="numbered"),
        CheckConstraint("issued_at IS NULL OR (number IS NOT NULL AND dropped_at IS NULL)", name="issued"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_why = '')", name="dropped"),
        CheckConstraint("withdrawn_at IS NULL OR issued_at IS NOT NULL", name="withdrawn"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why = '')", name="withdrawn_why"),
        CheckConstraint("(case_id IS NULL) = (key IS NULL)", name="case"),
    )

    id: UUID = id_field()
    case_id: UUID | None = Field(default=None, foreign_key="case.id")  # None: a paper made elsewhere that bears a number of ours
    key: str | None = None  # which paper of the case: "invitation", "notice"
    matrix: str = ""  # its line in the signature matrix: "invitation"; empty for a working paper
    kind: str = ""  # type code of NĐ 30/2020: GM, TB, …; "CV" for a letter, empty for a working paper
    series: str = ""
    year: int | None = None
    number: int | None = None
    notation: str = ""  # "05/GM-BCĐ"
    elsewhere: bool = False  # its number was given by who keeps the seal, not by our register
    subject: str
    form: str = ""  # the typing room's form
    facts: dict[str, Any] = document(default_factory=dict)  # what the form says, to be typed anew with number and date
    file_name: str = ""
    typed_sha256: str | None = None  # the Word file as it was first typed
    sha256: str | None = None  # the Word file as it stands
    signed_sha256: str | None = None  # the signed PDF
    recorded_at: datetime = moment()
    recorded_by: str | None = Field(default=None, foreign_key="officer.id")
    signer_id: str | None = Field(default=None, foreign_key="officer.id")
    reserved_at: datetime | None = moment(default=None)  # its number was taken before it was signed
    signed_at: datetime | None = moment(default=None)
    issued_at: datetime | None = moment(default=None)
    dropped_at: datetime | None = moment(default=None)  # it will not be issued
    dropped_why: str = ""
    withdrawn_at: datetime | None = moment(default=None)  # issued, and taken back
    withdrawn_why: str = ""
    replaces_id: UUID | None = Field(default=None, foreign_key="paper.id")
    corrects_id: UUID | None = Field(default=None, foreign_key="paper.id")
    note: str = ""  # why a number was taken for a paper made elsewhere

    @property
    def state(self) -> PaperState:
        """Where it stands."""
        if self.dropped_at is not None:
            return PaperState.RETURNED if self.number is None else PaperState.VOID
        if self.issued_at is not None:
            return PaperState.ISSUED if self.withdrawn_at is None else PaperState.WITHDRAWN
        if self.number is not None:
            return PaperState.RESERVED
        return PaperState.TYPED if self.kind else PaperState.WORKING

    @property
    def signed_name(self) -> str:
        """What the signed PDF is called: ``05-GM-BCĐ.pdf``."""
        return f"{self.notation.replace('/', '-')}.pdf"


class Upload(Record, table=True):
    """A file an officer handed in; he confirmed that it holds no state secret."""

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id", index=True)
    step_id: UUID | None = Field(default=None, foreign_key="step.id")
    officer_id: str | None = Field(default=None, foreign_key="officer.id")
    name: str
    media_type: str
    size: int
    sha256: str
    confirmed_at: datetime = moment()
