"""From facts to a Word file: the form's words, the paper's lines, and always the same bytes for the same paper."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from documents import ooxml
from documents.briefing import BriefingSlip
from documents.charts import Picture
from documents.consultation import ConsultationLetter, OpinionFormPaper, SummaryPaper
from documents.data_call import DataCallLetter
from documents.data_report import DataReport
from documents.fields import fields_of, unknown_fields
from documents.funding import FundingLetter, FundingSubmission, SpendingDecision
from documents.group import ConvocationLetter, GroupMinutesPaper, GroupNoticePaper
from documents.invitation import InvitationPaper
from documents.letters import FollowUpLetter
from documents.meeting_room import RunningScript, SignInSheet
from documents.minutes import MinutesPaper
from documents.notice import NoticePaper
from documents.papers import Paper
from documents.plans import InspectionPlan, PlanCallLetter, WorkPlan, YearProgramme
from documents.programme import ProgrammePaper
from documents.progress_report import ProgressReport
from documents.register import OutgoingRegister
from documents.submission import SubmissionPaper
from models.errors import Refused

PAPERS: Mapping[str, type[Paper]] = {
    "giay_moi": InvitationPaper,
    "chuong_trinh_hop": ProgrammePaper,
    "bien_ban": MinutesPaper,
    "thong_bao_ket_luan": NoticePaper,
    "cong_van_don_doc": FollowUpLetter,
    "cong_van_de_xuat": PlanCallLetter,
    "cong_van_de_nghi_so_lieu": DataCallLetter,
    "chuong_trinh_cong_tac": YearProgramme,
    "ke_hoach_cong_tac": WorkPlan,
    "ke_hoach_kiem_tra": InspectionPlan,
    "to_trinh": SubmissionPaper,
    "cong_van_lay_y_kien": ConsultationLetter,
    "phieu_lay_y_kien": OpinionFormPaper,
    "bang_tong_hop_y_kien": SummaryPaper,
    "cong_van_kinh_phi": FundingLetter,
    "to_trinh_kinh_phi": FundingSubmission,
    "quyet_dinh_chi": SpendingDecision,
    "cong_van_trieu_tap": ConvocationLetter,
    "bien_ban_hop_to": GroupMinutesPaper,
    "thong_bao_hop_to": GroupNoticePaper,
    "phieu_trinh": BriefingSlip,
    "kich_ban_dieu_hanh": RunningScript,
    "danh_sach_ky_ten": SignInSheet,
    "so_dang_ky_van_ban_di": OutgoingRegister,
    "bao_cao_quy": ProgressReport,
    "bao_cao_so_lieu": DataReport,
}
_PACKAGED = Path(__file__).parent / "forms"
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # a draft's file property; a wall clock there would change the hash


class FormRefused(Refused):
    """Mẫu văn bản của cơ quan không dùng được."""


def render(form: str, context: Paper, forms_folder: Path | None = None) -> bytes:
    """The Word file of ``context`` set in ``form`` (a name of ``PAPERS``); the same bytes for the same paper and form.

    A file ``<form>.docx`` in ``forms_folder`` takes the packaged form's place. It is checked before it is used: ``FormRefused``
    names the field it asks for that the paper does not have. A context of another form is a programming error.
    """
    if type(context) is not PAPERS[form]:
        raise TypeError(f"form {form} wants {PAPERS[form].__name__}, not {type(context).__name__}")
    data = form_file(form, forms_folder).read_bytes()
    check_form(form, data)
    template = DocxTemplate(BytesIO(data))
    words = {name: _placed(template, getattr(context, name)) for name in fields_of(type(context))}
    try:
        template.render(words, _environment())
    except TemplateError as broken:
        raise FormRefused(_cannot(form, str(broken))) from broken
    _sign_properties(template, context)
    out = BytesIO()
    template.save(out)
    return ooxml.settled(out.getvalue())


def read_back(form: str, facts: Mapping[str, Any]) -> Paper:
    """The paper of ``form`` whose ``model_dump(mode="json")`` was kept, to be typed anew once its number or day is known."""
    return PAPERS[form].model_validate(facts)


def form_file(form: str, forms_folder: Path | None = None) -> Path:
    """Where the form lies: the office's own file if there is one, else the packaged one."""
    own = forms_folder / f"{form}.docx" if forms_folder else None
    return own if own and own.is_file() else _PACKAGED / f"{form}.docx"


@lru_cache(maxsize=16)
def check_form(form: str, data: bytes) -> None:
    """Raises ``FormRefused`` unless ``data`` is a Word file without code that names only fields of the form's paper."""
    try:
        kind = ooxml.kind_of(data)
    except ooxml.NotOoxml as broken:
        raise FormRefused(_cannot(form, str(broken))) from broken
    if kind != "docx":
        raise FormRefused(_cannot(form, "đây không phải là tệp Word (.docx)"))
    unknown: set[str] = set()
    for xml in _parts(data):
        try:
            _environment().from_string(xml)
            unknown.update(unknown_fields(_environment().parse(xml), PAPERS[form]))
        except TemplateError as broken:
            raise FormRefused(_cannot(form, f"có chỗ ghi trường sai cú pháp ({broken})")) from broken
    if unknown:
        known = ", ".join(sorted(fields_of(PAPERS[form])))
        raise FormRefused(_cannot(form, f"mẫu ghi trường không có: {', '.join(sorted(unknown))}. Các trường dùng được: {known}"))


def _parts(data: bytes) -> Iterator[str]:
    """The parts of a form in which fields are filled, as Jinja will see them."""
    template = DocxTemplate(BytesIO(data))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Forms are written by people of the office: they fill in fields and reach nothing else."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_literal)
    del environment.filters["safe"]  # typed text is never markup, whatever a form says
    return environment


class _Placed:
    """A picture where a form says ``{{r picture }}``: it joins the file the moment its place is written."""

    def __init__(self, template: DocxTemplate, picture: Picture) -> None:
        self._template, self._picture = template, picture

    def __html__(self) -> str:
        part = self._template.current_rendering_part
        inline = part.new_pic_inline(BytesIO(self._picture.png), width=Mm(self._picture.width_mm))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # left unsaid, LibreOffice keeps 3 mm beside it
        inline.docPr.set("descr", self._picture.words)
        return "<w:r><w:drawing>{}</w:drawing></w:r>".format(inline.xml.replace("_", "&#95;"))  # as in _literal


def _placed(template: DocxTemplate, value: Any) -> Any:
    """A paper's pictures bound to the file they go into; everything else as it is."""
    if isinstance(value, tuple):
        return tuple(_Placed(template, one) if isinstance(one, Picture) else one for one in value)
    return value


def _literal(value: Any) -> Markup:
    """Typed text as nothing but text: docxtpl reads ``{_{`` in its output as a way to write ``{{``, so no bare underscore reaches it."""
    if isinstance(value, _Placed):
        return Markup(value)
    return value if isinstance(value, Markup) else Markup(str(escape(value)).replace("_", "&#95;"))


def _sign_properties(template: DocxTemplate, paper: Paper) -> None:
    """File properties that tell of the paper, never of the machine or the person at it."""
    moment = datetime(paper.date.year, paper.date.month, paper.date.day, tzinfo=UTC) if paper.date else _UNDATED
    properties = template.docx.core_properties
    properties.title, properties.author = paper.subject[:255], paper.letterhead.issuer[:255]
    properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _cannot(form: str, why: str) -> str:
    return f"Không dùng được mẫu {form}.docx: {why.rstrip('.')}. Đề nghị sửa mẫu trong thư mục forms, hoặc bỏ tệp này để dùng mẫu có sẵn."
