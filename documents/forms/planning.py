"""The forms of the yearly papers: the call for proposals, the programme of work, the work plan, the inspection plan."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from documents.forms.boxes import addressees, foot, head, title
from documents.forms.page import page
from documents.forms.pieces import Column, each_paragraph, heading, last_line, last_words, listing, paragraph, put, put_each

PROGRAMME = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Nội dung", "{{ entry.text }}", 63),
    Column("Cơ quan chủ trì, phối hợp", "{{ entry.who }}", 40),
    Column("Kết quả", "{{ entry.product }}", 24),
    Column("Thời gian", "{{ entry.term }}", 28, ALIGN.CENTER),
)
TARGETS = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Chỉ tiêu", "{{ target.name }}", 65),
    Column("Thực hiện năm {{ before }}", "{{ target.before }}", 25, ALIGN.CENTER),
    Column("Mục tiêu năm {{ year }}", "{{ target.target }}", 25, ALIGN.CENTER),
    Column("Cơ quan chủ trì", "{{ target.lead }}", 40),
)
DUTIES = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Nội dung nhiệm vụ", "{{ entry.text }}", 51),
    Column("Cơ quan chủ trì", "{{ entry.lead }}", 28),
    Column("Cơ quan phối hợp", "{{ entry.helpers }}", 28),
    Column("Sản phẩm", "{{ entry.product }}", 21),
    Column("Thời hạn", "{{ entry.term }}", 27, ALIGN.CENTER),
)
MAINSTREAMED = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Cơ quan, đơn vị", "{{ one.whose }}", 38),
    Column("Chiến lược, chương trình, đề án, dự án", "{{ one.scheme }}", 45),
    Column("Nội dung lồng ghép", "{{ one.content }}", 46),
    Column("Thời gian", "{{ one.when }}", 26, ALIGN.CENTER),
)
SCHEDULE = (
    Column("TT", "{{ loop.index }}", 10, ALIGN.CENTER),
    Column("Đơn vị được kiểm tra", "{{ unit.unit }}", 40),
    Column("Thời gian", "{{ unit.when }}", 18, ALIGN.CENTER),
    Column("Nội dung", "{{ unit.content_line }}", 49),
    Column("Thành phần Đoàn", "{{ unit.team_line }}", 48),
)


def plan_call() -> Any:
    """The form of ``PlanCallLetter``."""
    paper = page()
    head(paper, "line in matter_lines")
    addressees(paper)
    paragraph(paper, "{{ opening_paragraph }}")
    each_paragraph(paper, "line in request_lines", "{{ line }}")
    each_paragraph(paper, "line in focus_lines", "{{ line }}")
    paragraph(paper, "{{ reply_paragraph }}")
    last_words(paper)
    foot(paper)
    return paper


def year_programme() -> Any:
    """The form of ``YearProgramme``."""
    paper = _begun("CHƯƠNG TRÌNH")
    heading(paper, "II. NỘI DUNG CHƯƠNG TRÌNH")
    _groups(paper, PROGRAMME)
    _organisation(paper, "III")
    return paper


def work_plan() -> Any:
    """The form of ``WorkPlan``, in the order of its outline."""
    paper = _begun("KẾ HOẠCH")
    paragraph(paper, "{%p if targets %}")
    heading(paper, "II. MỤC TIÊU")
    listing(paper, "target in targets", TARGETS)
    paragraph(paper, "{%p else %}")
    heading(paper, "II. MỤC TIÊU")
    paragraph(paper, "Theo các chỉ tiêu Ủy ban nhân dân tỉnh giao.")
    paragraph(paper, "{%p endif %}")
    heading(paper, "III. NHIỆM VỤ TRỌNG TÂM")
    paragraph(paper, "{%p for group in groups %}")
    heading(paper, "{{ loop.index }}. {{ group.title }}")
    each_paragraph(paper, "entry in group.entries", "- {{ entry.sentence }}")
    paragraph(paper, "{%p endfor %}")
    heading(paper, "IV. CHƯƠNG TRÌNH HỌP, LÀM VIỆC")
    each_paragraph(paper, "line in meeting_lines", "{{ line }}")
    heading(paper, "V. KINH PHÍ")
    each_paragraph(paper, "line in funding", "{{ line }}")
    _organisation(paper, "VI")
    _annex(paper)
    _groups(paper, DUTIES)
    paragraph(paper, "{%p if mainstreamed %}")
    heading(paper, "Bảng kê chiến lược, chương trình, đề án, dự án lồng ghép (khoản 2 Điều 6 Quy chế)")
    listing(paper, "one in mainstreamed", MAINSTREAMED)
    paragraph(paper, "{%p endif %}")
    last_line(paper)
    return paper


def inspection_plan() -> Any:
    """The form of ``InspectionPlan``, in the order of its outline."""
    paper = _begun("KẾ HOẠCH")
    heading(paper, "II. NỘI DUNG")
    each_paragraph(paper, "content in contents", "{{ loop.index }}. {{ content }}.")
    heading(paper, "III. ĐỐI TƯỢNG, THỜI KỲ")
    each_paragraph(paper, "line in unit_lines", "{{ line }}")
    heading(paper, "IV. PHƯƠNG PHÁP")
    each_paragraph(paper, "line in method", "{{ line }}")
    heading(paper, "V. THỜI GIAN")
    each_paragraph(paper, "line in time_lines", "{{ line }}")
    heading(paper, "VI. THÀNH PHẦN ĐOÀN")
    each_paragraph(paper, "line in team_lines", "{{ line }}")
    _organisation(paper, "VII")
    _annex(paper)
    heading(paper, "1. Đề cương báo cáo")
    each_paragraph(paper, "line in outline_lines", "{{ line }}")
    heading(paper, "2. Lịch kiểm tra")
    listing(paper, "unit in units", SCHEDULE)
    last_line(paper)
    return paper


def _begun(type_name: str) -> Any:
    paper = page()
    head(paper)
    title(paper, type_name)
    paragraph(paper, "{%p if change_line %}")
    put(paper, "{{ change_line }}", "attached")
    paragraph(paper, "{%p endif %}")
    heading(paper, "I. MỤC ĐÍCH, YÊU CẦU")
    each_paragraph(paper, "line in purpose", "{{ line }}")
    return paper


def _groups(paper: Any, columns: tuple[Column, ...]) -> None:
    paragraph(paper, "{%p for group in groups %}")
    heading(paper, "{{ loop.index }}. {{ group.title }}")
    listing(paper, "entry in group.entries", columns)
    paragraph(paper, "{%p endfor %}")


def _organisation(paper: Any, number: str) -> None:
    heading(paper, f"{number}. TỔ CHỨC THỰC HIỆN")
    each_paragraph(paper, "line in organisation", "{{ line }}")
    last_words(paper)
    foot(paper)


def _annex(paper: Any) -> None:
    """The appendix on a page of its own, behind the signature."""
    put(paper, "Phụ lục", "appendix").paragraph_format.page_break_before = True
    put_each(paper, "line in annex_lines", "type")
    put_each(paper, "line in attached_lines", "attached")
    put(paper, "{{p attached_rule }}", "attached")
    last_line(paper)
