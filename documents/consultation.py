"""Written consultations as papers: the letter that asks, the form that goes with it, and the synthesis of what was said."""

import datetime

from markupsafe import Markup
from pydantic import PositiveInt

from documents import blocks
from documents.layout import layout
from documents.letters import OfficialLetter, attached_lines
from documents.papers import Facts, Line, OfficialPaper, Paper


class ConsultationLetter(OfficialLetter):
    """Công văn lấy ý kiến. ``matter``: what about; ``background``: a paragraph each; ``reply_to``: who wants the answers, within ``days``
    working days of its issue; ``silence_consents``: the form says that no answer is taken as consent; ``decider``: who decides.
    """

    matter: Line
    background: tuple[Line, ...]
    questions: tuple[Line, ...]
    reply_to: Line
    days: PositiveInt
    silence_consents: bool = False
    decider: Line
    enclosures: tuple[Line, ...] = ()

    @property
    def subject(self) -> str:
        return f"Lấy ý kiến bằng văn bản về {self.matter}"

    @property
    def opening_paragraph(self) -> str:
        """Who asks, by which clause."""
        return f"Căn cứ khoản 3 Điều 6 Quy chế hoạt động, {self.letterhead.issuer} lấy ý kiến bằng văn bản về {self.matter}."

    @property
    def question_lines(self) -> tuple[str, ...]:
        """The questions, numbered."""
        return tuple(f"{n}. {blocks.sentence(text) if text[-1:] not in '?!' else text}" for n, text in enumerate(self.questions, 1))

    @property
    def request_paragraph(self) -> str:
        """How and by when to answer, and what silence means."""
        silence = (
            "Quá thời hạn trên mà không có ý kiến thì coi là đồng ý, và được ghi riêng trong bảng tổng hợp"
            if self.silence_consents
            else "Quá thời hạn trên mà không có ý kiến thì được ghi là chưa trả lời, không coi là đồng ý"
        )
        return (
            f"Đề nghị Ông/Bà cho ý kiến theo phiếu kèm theo (đồng ý, đồng ý có ý kiến hoặc không đồng ý, kèm nội dung ý kiến), gửi "
            f"{self.reply_to} trong thời hạn {blocks.padded_number(self.days)} ngày làm việc kể từ ngày ban hành Công văn này. "
            f"{silence}. Ý kiến được ghi nguyên văn, tiếp thu, giải trình và gửi lại các thành viên."
        )

    @property
    def enclosure_line(self) -> str:
        """``(Gửi kèm theo: Phiếu lấy ý kiến; …)``"""
        return f"(Gửi kèm theo: {'; '.join(('Phiếu lấy ý kiến', *self.enclosures))})"

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(f"{self.letterhead.issuer} tổng hợp ý kiến, trình {self.decider} xem xét, quyết định")


class OpinionFormPaper(Paper):
    """Phiếu lấy ý kiến, the appendix of its letter (NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 2.1): closed questions, and room to write."""

    number: PositiveInt | None
    notation: Line
    matter: Line
    questions: tuple[Line, ...]
    reply_by: datetime.date | None

    @property
    def subject(self) -> str:
        return f"Phiếu lấy ý kiến về {self.matter}"

    @property
    def subject_lines(self) -> tuple[str, ...]:
        """The appendix' name in capitals, broken into even lines."""
        return blocks.capital_lines(self.subject, layout().text_width_mm * 0.85, "type")

    @property
    def attached_lines(self) -> tuple[str, ...]:
        """Which letter it goes with."""
        return attached_lines(self.number, self.notation, self.date, self.letterhead.issuer)

    @property
    def attached_rule(self) -> Markup:
        """The rule below these words, as ``{{p attached_rule }}``."""
        return blocks.short_rule(self.attached_lines[-1], layout().text_width_mm, "attached")

    @property
    def return_line(self) -> str:
        """By when it is wanted back."""
        day = blocks.short_date(self.reply_by) if self.reply_by else blocks.day_or_room(None)
        return f"Đánh dấu X vào một ô của từng nội dung; ý kiến khác ghi ở cột cuối. Gửi lại trước khi hết {day}."


class SaidByOne(Facts):
    """What one member said to a question: ``stance`` in words ("Đồng ý có ý kiến", "Chưa trả lời"), ``words`` to the letter, and how it
    was taken up or explained.
    """

    who: Line
    stance: Line
    words: tuple[Line, ...] = ()
    handling: Line = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The stance, then the words in quotation marks."""
        return (f"{self.stance}{':' if self.words else '.'}", *blocks.quoted(self.words))


class Polled(Facts):
    """One question with what was said to it; ``counts`` says how many said what."""

    text: Line
    counts: Line
    said: tuple[SaidByOne, ...]

    @property
    def heading(self) -> str:
        """The question, closed."""
        return self.text if self.text[-1:] in "?!" else blocks.sentence(self.text)


class SummaryPaper(OfficialPaper):
    """Báo cáo tổng hợp, tiếp thu, giải trình ý kiến: signed by the standing member (khoản 4 Điều 5 Quy chế), put before who decides.

    ``letter``: number and day of the letter that asked; ``asked``: how many were; ``overview``: what the group says of it, a paragraph
    each; ``proposal``: what is proposed, a paragraph each.
    """

    matter: Line
    letter: Line
    asked: PositiveInt
    closed_on: datetime.date
    silence_consents: bool
    polled: tuple[Polled, ...]
    overview: tuple[Line, ...] = ()
    proposal: tuple[Line, ...]
    decider: Line

    @property
    def subject(self) -> str:
        return f"Tổng hợp, tiếp thu, giải trình ý kiến về {self.matter}"

    @property
    def opening_paragraph(self) -> str:
        """By which letter how many were asked, and what silence means."""
        silence = (
            "Phiếu lấy ý kiến ghi rõ: không trả lời được coi là đồng ý; số này thống kê riêng"
            if self.silence_consents
            else "Người chưa trả lời được thống kê riêng, không coi là đồng ý"
        )
        return (
            f"{self.letterhead.issuer} đã lấy ý kiến bằng văn bản của {blocks.padded_number(self.asked)} thành viên theo {self.letter}, "
            f"kết thúc nhận ý kiến {blocks.short_date(self.closed_on)}. {silence}. Ý kiến dưới đây được ghi nguyên văn."
        )

    @property
    def closing_line(self) -> str:
        """The last words with the end mark."""
        return blocks.with_end_mark(f"Kính trình {self.decider} xem xét, quyết định")
