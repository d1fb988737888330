"""Papers about spending that no norm covers (Đ10.2): the letter to Sở Tài chính, the submission, and the decision."""

from pydantic import PositiveInt

from documents import blocks
from documents.layout import layout
from documents.letters import OfficialLetter
from documents.papers import Facts, Line, OfficialPaper
from documents.submission import SubmissionPaper
from models.money import figures, in_figures, in_words


class FundedItem(Facts):
    """One line of what is asked for; ``price`` in whole đồng."""

    content: Line
    quantity: PositiveInt
    unit: Line
    price: PositiveInt
    reason: Line

    @property
    def amount(self) -> int:
        """In đồng."""
        return self.quantity * self.price

    @property
    def quantity_figures(self) -> str:
        """``1.200``."""
        return figures(self.quantity)

    @property
    def price_figures(self) -> str:
        """``1.500.000``."""
        return figures(self.price)

    @property
    def amount_figures(self) -> str:
        """``22.500.000``."""
        return figures(self.amount)


class Funded(OfficialPaper):
    """What these papers share. ``about``: what is paid for, as it stands in a sentence; ``source``: whose money, of which year."""

    about: Line
    items: tuple[FundedItem, ...]
    source: Line
    year: PositiveInt

    @property
    def total(self) -> int:
        """In đồng."""
        return sum(item.amount for item in self.items)

    @property
    def total_line(self) -> str:
        """The sum in figures and in words."""
        return f"Tổng số tiền: {in_figures(self.total)} (Bằng chữ: {in_words(self.total)})."

    @property
    def source_line(self) -> str:
        """Where the money comes from."""
        return f"{blocks.upper_first(self.source)}, năm {self.year}."


class FundingLetter(Funded, OfficialLetter):
    """Công văn xin ý kiến Sở Tài chính. ``reply_days``: working days in which an answer is asked for."""

    opening: Line
    purpose: Line
    reply_days: PositiveInt

    @property
    def subject(self) -> str:
        return f"Đề nghị có ý kiến về {blocks.lower_first(self.about)}"

    @property
    def request_paragraph(self) -> str:
        """What is asked of whom, by when."""
        return (
            f"Đề nghị {self.addressees[0]} xem xét, có ý kiến bằng văn bản về mức chi nêu trên trong thời hạn "
            f"{blocks.padded_number(self.reply_days)} ngày làm việc kể từ ngày nhận được Công văn này."
        )

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(f"Rất mong {self.addressees[0]} quan tâm, phối hợp")


class FundingSubmission(Funded, SubmissionPaper):
    """Tờ trình about spending without a norm; its ``sections`` follow what is asked for."""

    purpose: Line


class SpendingDecision(Funded):
    """Quyết định (cá biệt), Mẫu 1.2 of NĐ 30/2020/NĐ-CP, Phụ lục III.

    ``authority``: whose power it is ("Giám đốc Sở Thông tin và Truyền thông"); ``bases``: what it rests on; ``proposed_by``: at whose
    proposal; ``carried_out_by``: who carries it out.
    """

    authority: Line
    bases: tuple[Line, ...]
    proposed_by: Line
    carried_out_by: Line

    @property
    def subject(self) -> str:
        return f"Về việc phê duyệt {blocks.lower_first(self.about)}"

    @property
    def authority_title_lines(self) -> tuple[str, ...]:
        """In capitals, above the bases."""
        return blocks.capital_lines(self.authority, layout().text_width_mm, "type")

    @property
    def basis_lines(self) -> tuple[str, ...]:
        """The papers it rests on, a line each, and at whose proposal it is made."""
        return blocks.legal_basis_lines((*self.bases, f"Theo đề nghị của {self.proposed_by}"))

    @property
    def first_article(self) -> str:
        """What is decided."""
        return f"Phê duyệt {blocks.lower_first(self.about)}, cụ thể như sau:"

    @property
    def second_article(self) -> str:
        """Whose money, and how it is spent."""
        return (
            f"Nguồn kinh phí: {blocks.lower_first(self.source)}, năm {self.year}. Việc chi, thanh toán, quyết toán thực hiện theo quy định "
            "của Luật Ngân sách nhà nước và các văn bản hướng dẫn thi hành."
        )

    @property
    def closing_line(self) -> str:
        """Who carries it out, with the end mark."""
        return blocks.with_end_mark(
            f"Quyết định này có hiệu lực kể từ ngày ký. {self.carried_out_by} chịu trách nhiệm thi hành Quyết định này"
        )
