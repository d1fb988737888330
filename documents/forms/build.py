"""Makes the packaged Word forms: ``python -m documents.forms.build``.

The layout is stated in ``documents/nd30.yaml``; the words are here. Running it again gives the same files.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from documents.forms.asked import consultation_letter, opinion_form, opinion_summary
from documents.forms.boxes import addressees, appendix_title, foot, head, minutes_foot, title
from documents.forms.figures import data_call, data_report
from documents.forms.inside import briefing, running_script, sign_in_sheet
from documents.forms.money import funding_letter, funding_submission, spending_decision
from documents.forms.page import bytes_of, page
from documents.forms.pieces import Column, each_paragraph, heading, labelled, last_words, listing, paragraph, put
from documents.forms.planning import inspection_plan, plan_call, work_plan, year_programme
from documents.forms.register import outgoing_register
from documents.forms.report import OVERDUE, progress_report

FOLDER = Path(__file__).parent
AGENDA = (
    Column("Thời gian", "{{ entry.clock }}", 24, ALIGN.CENTER),
    Column("Nội dung", "{{ entry.item }}", 91),
    Column("Thực hiện", "{{ entry.by }}", 50),
)


def invitation() -> Any:
    """The form of ``InvitationPaper``."""
    paper = page()
    head(paper)
    title(paper, "GIẤY MỜI")
    paragraph(paper, "{{ letterhead.issuer }} trân trọng kính mời:")
    each_paragraph(paper, "line in attendee_lines", "{{ line }}")
    labelled(paper, "Tới dự: ", "{{ event }}")
    labelled(paper, "Chủ trì: ", "{{ presider_line }}")
    labelled(paper, "Thời gian: ", "{{ time_line }}")
    labelled(paper, "Địa điểm: ", "{{ place_line }}")
    labelled(paper, "Chương trình:", "")
    listing(paper, "entry in agenda", AGENDA)
    paragraph(paper, "{%p if requirement_lines %}")
    labelled(paper, "Yêu cầu đối với đại biểu:", "")
    each_paragraph(paper, "line in requirement_lines", "{{ line }}")
    paragraph(paper, "{%p endif %}")
    labelled(paper, "Đầu mối liên hệ: ", "{{ contact_line }}")
    last_words(paper)
    foot(paper)
    return paper


def programme() -> Any:
    """The form of ``ProgrammePaper``."""
    paper = page()
    appendix_title(paper)
    labelled(paper, "Thời gian: ", "{{ time_line }}")
    labelled(paper, "Địa điểm: ", "{{ place_line }}")
    labelled(paper, "Chủ trì: ", "{{ presider_line }}")
    listing(paper, "entry in agenda", AGENDA)
    put(paper, "{{ end_mark }}", "body", align=ALIGN.RIGHT).paragraph_format.space_before = Pt(6)
    return paper


def minutes() -> Any:
    """The form of ``MinutesPaper``, in the order of Mẫu 1.9."""
    paper = page()
    head(paper, place_date=False)
    title(paper, "BIÊN BẢN")
    labelled(paper, "Thời gian bắt đầu: ", "{{ beginning_line }}")
    labelled(paper, "Địa điểm: ", "{{ place_line }}")
    labelled(paper, "Thành phần tham dự:", "")
    paragraph(paper, "{%p for roll in rolls %}")
    heading(paper, "{{ loop.index }}. {{ roll.heading }}")
    each_paragraph(paper, "line in roll.lines", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    labelled(paper, "Chủ trì: ", "{{ presider_line }}")
    labelled(paper, "Thư ký: ", "{{ keeper_line }}")
    labelled(paper, "Nội dung:", "")
    heading(paper, "I. TRÌNH TỰ, NỘI DUNG TRÌNH BÀY VÀ THẢO LUẬN")
    paragraph(paper, "{%p for matter in matters %}")
    paragraph(paper, "{{ loop.index }}. {{ matter.heading }}")
    each_paragraph(paper, "line in matter.discussed", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    heading(paper, "II. Ý KIẾN PHÁT BIỂU")
    paragraph(paper, "{%p for remark in remarks %}")
    paragraph(paper, "{{ loop.index }}. {{ remark.heading }}").paragraph_format.keep_with_next = True
    each_paragraph(paper, "line in remark.lines", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    paragraph(paper, "{%p if not remarks %}")
    paragraph(paper, "Không có ý kiến phát biểu.")
    paragraph(paper, "{%p endif %}")
    heading(paper, "III. KẾT QUẢ BIỂU QUYẾT")
    paragraph(paper, "{{ no_vote }}")
    heading(paper, "IV. KẾT LUẬN CỦA NGƯỜI CHỦ TRÌ")
    conclusions(paper)
    last_words(paper, "{{ ending_line }}")
    minutes_foot(paper)
    return paper


def conclusions(paper: Any) -> None:
    """Conclusions, each with who answers for it and what comes of it by when."""
    paragraph(paper, "{%p for conclusion in conclusions %}")
    for words in ("{{ loop.index }}. {{ conclusion.sentence }}", "{{ conclusion.agencies }}"):
        last_words(paper, words)
    paragraph(paper, "{{ conclusion.outcome }}")
    paragraph(paper, "{%p endfor %}")


def notice() -> Any:
    """The form of ``NoticePaper``."""
    paper = page()
    head(paper)
    title(paper, "THÔNG BÁO")
    paragraph(paper, "{{ meeting_paragraph }}")
    paragraph(paper, "{{ opening_paragraph }}")
    conclusions(paper)
    last_words(paper)
    foot(paper)
    return paper


def follow_up_letter() -> Any:
    """The form of ``FollowUpLetter``."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening_paragraph }}").paragraph_format.keep_with_next = True
    listing(paper, "duty in duties", OVERDUE)
    paragraph(paper, "{{ request_paragraph }}")
    last_words(paper)
    foot(paper)
    return paper


def submission() -> Any:
    """The form of ``SubmissionPaper``."""
    paper = page()
    head(paper)
    title(paper, "TỜ TRÌNH")
    addressees(paper)
    each_paragraph(paper, "line in basis_lines", "{{ line }}", "legal_basis")
    paragraph(paper, "{{ opening }}")
    paragraph(paper, "{%p for section in sections %}")
    heading(paper, "{{ loop.index }}. {{ section.title }}")
    each_paragraph(paper, "line in section.paragraphs", "{{ line }}")
    paragraph(paper, "{%p endfor %}")
    last_words(paper)
    paragraph(paper, "{%p if enclosure_line %}")
    last_words(paper, "{{ enclosure_line }}")
    paragraph(paper, "{%p endif %}")
    foot(paper)
    return paper


def convocation() -> Any:
    """The form of ``ConvocationLetter``; the group's minutes and notice have the forms of the committee's."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening_paragraph }}")
    labelled(paper, "Thời gian: ", "{{ time_line }}")
    labelled(paper, "Địa điểm: ", "{{ place_line }}")
    labelled(paper, "Chủ trì: ", "{{ presider_line }}")
    labelled(paper, "Chương trình:", "")
    listing(paper, "entry in agenda", AGENDA)
    last_words(paper)
    foot(paper)
    return paper


FORMS: dict[str, Callable[[], Any]] = {
    "giay_moi": invitation,
    "chuong_trinh_hop": programme,
    "bien_ban": minutes,
    "thong_bao_ket_luan": notice,
    "cong_van_don_doc": follow_up_letter,
    "to_trinh": submission,
    "cong_van_de_xuat": plan_call,
    "cong_van_de_nghi_so_lieu": data_call,
    "chuong_trinh_cong_tac": year_programme,
    "ke_hoach_cong_tac": work_plan,
    "ke_hoach_kiem_tra": inspection_plan,
    "cong_van_lay_y_kien": consultation_letter,
    "phieu_lay_y_kien": opinion_form,
    "bang_tong_hop_y_kien": opinion_summary,
    "cong_van_kinh_phi": funding_letter,
    "to_trinh_kinh_phi": funding_submission,
    "quyet_dinh_chi": spending_decision,
    "cong_van_trieu_tap": convocation,
    "bien_ban_hop_to": minutes,
    "thong_bao_hop_to": notice,
    "phieu_trinh": briefing,
    "kich_ban_dieu_hanh": running_script,
    "danh_sach_ky_ten": sign_in_sheet,
    "so_dang_ky_van_ban_di": outgoing_register,
    "bao_cao_quy": progress_report,
    "bao_cao_so_lieu": data_report,
}


def made(form: str) -> bytes:
    """The form as a Word file."""
    return bytes_of(FORMS[form]())


if __name__ == "__main__":
    for name in FORMS:
        (FOLDER / f"{name}.docx").write_bytes(made(name))
