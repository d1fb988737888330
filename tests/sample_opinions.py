"""The papers of a sample written consultation: the letter, the form that goes with it, and what was said."""

from datetime import date
from typing import Any

from documents.consultation import ConsultationLetter, OpinionFormPaper, Polled, SaidByOne, SummaryPaper
from tests.sample_papers import HEAD, signature

MATTER = "dự thảo Quy chế quản lý, vận hành Trục liên thông văn bản tỉnh Kiên Giang"
QUESTIONS = (
    "Ông/Bà có đồng ý với dự thảo Quy chế không?",
    "Thời điểm áp dụng từ ngày 01/01/2020 có phù hợp với cơ quan của Ông/Bà không?",
)
MEMBERS = "Ủy viên – Giám đốc Sở "
SIGNED = {
    "letterhead": HEAD,
    "signature": signature("standing_by_order", "Giám đốc Sở Thông tin và Truyền thông", "Nguyễn Mô Phỏng"),
    "recipients": ("Trưởng ban, Phó Trưởng ban", "Các Ủy viên Ban Chỉ đạo", "Thành viên Tổ công tác"),
    "kept_by": "VT, TCT",
}


def consultation(**changes: Any) -> ConsultationLetter:
    """The công văn lấy ý kiến."""
    facts = SIGNED | {
        "number": 6,
        "notation": "BCĐ-TCT",
        "date": date(2019, 10, 7),
        "addressees": ("Phó Trưởng ban", "Ủy viên thường trực", "Các Ủy viên Ban Chỉ đạo"),
        "matter": MATTER,
        "background": (
            "Trục liên thông văn bản đã kết nối 22 sở, ban, ngành và 15 huyện, thành phố nhưng chưa có quy chế vận hành.",
            "Tổ công tác đã dự thảo Quy chế (gửi kèm), thống nhất với Văn phòng Ủy ban nhân dân tỉnh.",
        ),
        "questions": QUESTIONS,
        "reply_to": "Sở Thông tin và Truyền thông (cơ quan thường trực)",
        "days": 5,
        "decider": "Trưởng ban",
        "enclosures": ("Dự thảo Quy chế.docx",),
    }
    return ConsultationLetter.model_validate(facts | changes)


def opinion_form(**changes: Any) -> OpinionFormPaper:
    """The phiếu lấy ý kiến."""
    facts = {
        "letterhead": HEAD,
        "number": 6,
        "notation": "BCĐ-TCT",
        "date": date(2019, 10, 7),
        "matter": MATTER,
        "questions": QUESTIONS,
        "reply_by": date(2019, 10, 14),
    }
    return OpinionFormPaper.model_validate(facts | changes)


def opinions(**changes: Any) -> SummaryPaper:
    """The báo cáo tổng hợp: long enough for a second page, with a dissent of two paragraphs, a late one and a silent one."""
    agree = [SaidByOne(who=f"{MEMBERS}{name}", stance="Đồng ý") for name in ("Nội vụ", "Tài chính", "Y tế", "Tài nguyên và Môi trường")]
    comment = SaidByOne(
        who="Ủy viên – Chánh Văn phòng UBND tỉnh",
        stance="Đồng ý, có ý kiến",
        words=("Bổ sung trách nhiệm của cơ quan vận hành khi trục ngừng quá 02 giờ.",),
        handling="Tiếp thu: bổ sung khoản 3 Điều 5 dự thảo.",
    )
    dissent = SaidByOne(
        who=f"{MEMBERS}Kế hoạch và Đầu tư",
        stance="Không đồng ý",
        words=("Chưa có định mức chi cho việc vận hành!", "Đề nghị lấy thêm ý kiến Sở Tài chính trước khi trình."),
        handling="Giải trình, chưa tiếp thu: kinh phí thực hiện theo khoản 2 Điều 10 Quy chế, không quy định trong dự thảo này.",
    )
    late = SaidByOne(who=f"{MEMBERS}Khoa học và Công nghệ", stance="Đồng ý (gửi sau hạn)")
    silent = SaidByOne(who="Ủy viên – Chủ tịch UBND huyện Phú Quốc", stance="Chưa trả lời")
    counts = "Đồng ý: 05; đồng ý, có ý kiến: 01; không đồng ý: 01; chưa trả lời: 01 (trong đó gửi sau hạn: 01)."
    facts = SIGNED | {
        "number": 2,
        "notation": "BC-BCĐ",
        "date": date(2019, 10, 16),
        "matter": MATTER,
        "letter": "Công văn số 06/BCĐ-TCT ngày 07/10/2019",
        "asked": 8,
        "closed_on": date(2019, 10, 14),
        "silence_consents": False,
        "polled": (
            Polled(text=QUESTIONS[0], counts=counts, said=(*agree, comment, dissent, silent, late)),
            Polled(text=QUESTIONS[1], counts=counts, said=(*agree, comment, dissent, silent, late)),
        ),
        "overview": ("Các ý kiến tập trung vào trách nhiệm vận hành và kinh phí.",),
        "proposal": ("Ban hành Quy chế theo dự thảo đã chỉnh lý, áp dụng từ ngày 01/01/2020.",),
        "decider": "Trưởng ban",
    }
    return SummaryPaper.model_validate(facts | changes)
