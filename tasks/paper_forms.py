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


class PaperActForm(Form):
    """What becomes of an issued paper (Điều 18 Nghị định 30/2020/NĐ-CP). ``signed``: the PDF of the paper that replaces or corrects it;
    ``matrix``: which letter corrects it; ``numbering``, ``number`` and ``issued_on`` as in :class:`ReleaseForm`.
    """

    CHOICES: ClassVar[dict[str, str]] = {
        "withdraw": "Thu hồi",
        "replace": "Thay thế bằng văn bản khác (sai nội dung)",
        "correct": "Đính chính bằng công văn (sai thể thức, kỹ thuật trình bày)",
    }
    reason: str = ""
    subject: str = ""
    matrix: str = ""
    signed: UUID | None = None
    numbering: str = ""
    number: str = ""
    issued_on: date | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.reason:
            raise ValueError("Xin ghi lý do, lý do được ghi vào sổ và báo cho những người đã nhận văn bản.")
        if self.choice == "withdraw":
            return self
        if not self.subject:
            raise ValueError("Xin ghi trích yếu của văn bản mới.")
        if self.choice == "correct" and not self.matrix:
            raise ValueError("Xin chọn loại công văn đính chính.")
        if self.numbering not in ("take", "given"):
            raise ValueError("Xin chọn: lấy số của sổ này, hay số do nơi khác cấp.")
        return self

    @property
    def release(self) -> ReleaseForm:
        """Its number, day and signed PDF; raises as a release does."""
        said = {"choice": self.numbering, "signed": self.signed, "number": self.number, "issued_on": self.issued_on}
        form = ReleaseForm.read(said)
        assert isinstance(form, ReleaseForm)
        return form
