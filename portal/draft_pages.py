"""Keeping a long form as a draft while it is typed; without scripts a button of the form does the same."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from models.errors import Refused
from models.steps import Step
from portal.door import Form, bureau_of, same, visitor_of
from portal.forms import typed_of
from portal.pages import moment_in_words
from portal.refusals import NotHere, said
from tasks.form_drafts import save_draft
from tasks.questions import question

router = APIRouter()

STALE = "Trang mở đã lâu nên chưa lưu được bản nháp; xin bấm «Lưu bản nháp» hoặc tải lại trang."


@router.post("/viec/{step_id}/nhap")
def keep(request: Request, step_id: UUID, form: Form) -> Response:
    """Save what is typed; the reply is the line that the page shows."""
    visitor = visitor_of(request)
    if not same(form.one("csrf"), visitor.csrf) or visitor.officer_id is None:
        return PlainTextResponse(STALE, 403)
    try:
        with bureau_of(request).desk() as desk:
            step = desk.session.get(Step, step_id)
            if step is None:
                raise NotHere(NotHere.__doc__)
            kept = save_draft(desk, step_id, visitor.officer_id, typed_of(question(step.question).form, form))
            return PlainTextResponse(f"Đã lưu bản nháp lúc {moment_in_words(kept.saved_at)}. Bản nháp chưa được gửi đi.")
    except Refused as refused:
        return PlainTextResponse(said(refused), refused.status)
