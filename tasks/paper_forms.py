"""What the answers about a paper carry. Field names are those of the pages."""

import re
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator

from tasks.questions import Form

_GIVEN = re.compile(r"(\d{1,5})(?:\s*/\s*([^\s/]+(?:[/-][^\s/]+)*))?")


class ReleaseForm(Form):
    """The signed paper is back: take the next number of our register, or say which was given elsewhere, and on which day.

    ``number``: «123» or «123/GM-VP»; ``issued_on``: the day the paper bears; ``signed``: the uploaded PDF.
    """

    CHOICES: ClassVar[dict[str, str]] = {
        "take": "Lấy số của sổ này, phát hành",
        "given": "Số do nơi khác cấp, phát hành",
        "return": "Trả lại, chưa phát hành",
    }
    signed: UUID | None = None
    number: str = ""
    issued_on: date | None = None
    reason: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.choice == "return":
            if not self.reason:
                raise ValueError("Trả lại phải ghi lý do để người soạn, người ký biết cần sửa gì.")
            return self
        if self.signed is None:
            raise ValueError("Xin chọn tệp PDF của văn bản đã ký.")
        if self.choice == "given":
            if not (self.number and self.issued_on):
                raise ValueError("Số do nơi khác cấp phải ghi cả số và ngày ban hành ghi trên văn bản.")
            if _GIVEN.fullmatch(self.number) is None or self.given_number == 0:
                raise ValueError(f"«{self.number}» không phải là số văn bản; hãy ghi số, ví dụ 123, hoặc cả ký hiệu, ví dụ 123/GM-BCĐ.")
        return self

    @property
    def given_number(self) -> int:
        """123, of «123/GM-VP»."""
        return int(self.number.partition("/")[0])

    @property
    def given_suffix(self) -> str:
        """«GM-VP», of «123/GM-VP»; empty where only the number was written."""
        return self.number.partition("/")[2].strip()
