"""Official papers with their numbers, and the files people hand in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Record, id_field, moment


class Series(Record, table=True):
    """The last number given in one series, kind and year; its row is locked while a number is given, so there are no gaps."""

    series: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


class Paper(Record, table=True):
    """A document of the committee. The file lies under its content hash; the row is written after the file is safe."""

    __table_args__ = (UniqueConstraint("case_id", "key"), UniqueConstraint("series", "kind", "year", "number"))

    id: UUID = id_field()
    case_id: UUID = Field(foreign_key="case.id")
    key: str  # which paper of the case: "invitation", "notice"
    kind: str  # type code of NĐ 30/2020: GM, TB, …
    series: str
    year: int
    number: int
    notation: str  # "05/GM-BCĐ"
    subject: str
    file_name: str
    sha256: str
    signer_id: str | None = Field(default=None, foreign_key="officer.id")
    signed_at: datetime | None = moment(default=None)
    issued_at: datetime = moment()


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
