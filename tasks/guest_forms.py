"""What a change of guests carries, and the chair's word on further ones. Field names are those of the pages."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from tasks.meeting_forms import GuestLine, Row, numbers_in
from tasks.questions import Form


class KeptLine(Row):
    """A guest who is invited already, and the items he is invited to from now on."""

    guest: str  # id
    items: str = ""
    was: str = ""  # the items the page showed when it was opened

    @property
    def numbers(self) -> list[int]:
        """The items, by number."""
        return numbers_in(self.items)


class GuestsForm(Form):
    """Who comes in, who drops out, and who is invited to other items, after the invitation has left."""

    CHOICES: ClassVar[dict[str, str]] = {"change": "Thay đổi và thông báo"}
    guests: Annotated[list[GuestLine], Field(max_length=60, default_factory=list)]
    kept: Annotated[list[KeptLine], Field(max_length=200, default_factory=list)]
    guests_out: Annotated[list[str], Field(max_length=200, default_factory=list)]  # ids


class GuestConsentForm(Form):
    """The chair's word on guests that somebody wants to invite besides (khoản 2 Điều 8)."""

    CHOICES: ClassVar[dict[str, str]] = {"consent": "Đồng ý mời", "refuse": "Không đồng ý"}
    reason: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.choice == "refuse" and not self.reason:
            raise ValueError("Không đồng ý thì ghi lý do để người đề nghị biết.")
        return self
