"""The answer page: shown, sent back with what is wrong, or answered. The same whether one came by a link or signed in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

import portal.absence_sheets
import portal.consultation_sheets
import portal.directive_sheets
import portal.funding_sheets
import portal.group_sheets
import portal.guest_sheets
import portal.paper_sheets
import portal.plan_sheets
import portal.proceedings_sheets
import portal.report_sheets  # noqa: F401 - enter their pages, and those before the meeting
from models.steps import Answer, Step, Via
from portal.door import bureau_of, same, stamp
from portal.edge import SCRIPTED
from portal.forms import ADD_ROWS, Typed, data_of, typed_of
from portal.kept_files import KeptFile, files_of
from portal.matter import matter_of, spoken
from portal.pages import moment_in_words, page
from portal.paper_sheets import released
from portal.posted import Posted
from portal.sheets import SAVE, answer_template, beginning, belonging, draft_facts, draft_template, keeps_draft, prepared, sheet_of
from tasks.answering import Reply, answer, undecidable
from tasks.bureau import Desk
from tasks.form_drafts import draft_of, forget_drafts, save_draft
from tasks.handing_in import hand_in
from tasks.questions import Unacceptable, question
from tasks.who import Role, roster

CORRECTED = frozenset({"figures", "province-figures", "explain"})  # answers whose figures the agency corrects itself
STALE = "Trang này mở đã lâu nên chưa gửi được; nội dung đã nhập vẫn còn bên dưới, xin kiểm tra rồi gửi lại."


@dataclass(frozen=True)
class Place:
    """Where a form is answered: the address it is sent to, the token it must carry, by whom and how."""

    action: str
    csrf: str
    officer_id: str
    via: Via
    link_id: UUID | None = None


@dataclass(frozen=True)
class Tried:
    """What came back with a form that was not taken."""

    typed: Typed
    errors: dict[str, str]
    kept: dict[str, KeptFile]
    more: str = ""
    told: str = ""


def show(request: Request, place: Place, step_id: UUID, tried: Tried | None = None, status: int = 200) -> Response:
    """The page of a step that can be answered."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get_one(Step, step_id)
        matter = matter_of(desk, step)
        ready = prepared(desk, matter.case, step)
        kept = draft_of(desk, step_id, place.officer_id) if tried is None and keeps_draft(step) else None
        typed = tried.typed if tried else kept.typed if kept else beginning(desk, step, ready)
        more: dict[str, Any] = {"errors": tried.errors, "kept": tried.kept, "more": tried.more} if tried else {}
        context = {
            "place": place,
            "matter": matter,
            "barred": undecidable(desk, step, matter.question).get("form", ""),
            "sheet": sheet_of(step, ready, typed, **more),
            "facts": ready.facts,
            "keeps_draft": keeps_draft(step) and place.via == Via.SIGNED_IN,
            "draft_told": tried.told if tried else f"Bản nháp lưu lúc {moment_in_words(kept.saved_at)}, chưa gửi." if kept else "",
            "draft": draft_facts(desk, matter.case, matter.draft, matter.draft_payload) if matter.draft else None,
            "draft_template": draft_template(matter.draft) if matter.draft else None,
        }
        response = page(request, answer_template(step).removesuffix(".html.j2"), status, **context)
        if context["keeps_draft"]:
            response.headers["Content-Security-Policy"] = SCRIPTED
        return response


def take(request: Request, place: Place, step_id: UUID, posted: Posted) -> Response | None:
    """Take an answer. A page when it was not taken, ``None`` when it is recorded; raises what ``tasks.answering`` refuses with."""
    bureau = bureau_of(request)
    with bureau.reading_desk() as desk:
        form = question(desk.session.get_one(Step, step_id).question).form
    typed = typed_of(form, posted)
    kept, wrong, status = files_of(bureau, form, posted, lambda text: stamp(request, "file", f"{step_id}/{place.officer_id}/{text}"))
    if not same(posted.one("csrf"), place.csrf):
        return show(request, place, step_id, Tried(typed, {"form": STALE}, kept), 403)
    if posted.one(ADD_ROWS):
        return show(request, place, step_id, Tried(typed, {}, kept, more=posted.one(ADD_ROWS)))
    if posted.one(SAVE):
        return _keep(request, place, step_id, typed, kept)
    if wrong:
        return show(request, place, step_id, Tried(typed, wrong, kept), status)
    try:
        with bureau.desk() as desk:
            _record(desk, place, step_id, typed, kept)
    except Unacceptable as refused:
        return show(request, place, step_id, Tried(typed, refused.errors, kept), 422)
    for file in kept.values():
        request.app.state.verifier.begin(file.sha256)  # whoever looks at the paper next finds its signatures read
    return None


def _keep(request: Request, place: Place, step_id: UUID, typed: Typed, kept: dict[str, KeptFile]) -> Response:
    """«Lưu bản nháp»: what was typed waits, nothing is sent."""
    with bureau_of(request).desk() as desk:
        saved = save_draft(desk, step_id, place.officer_id, typed)
    told = f"Đã lưu bản nháp lúc {moment_in_words(saved.saved_at)}. Bản nháp chưa được gửi đi."
    return show(request, place, step_id, Tried(typed, {}, kept, told=told))


def _record(desk: Desk, place: Place, step_id: UUID, typed: Typed, kept: dict[str, KeptFile]) -> None:
    step = desk.session.get_one(Step, step_id)
    form = question(step.question).form
    data = data_of(belonging(form, typed))
    counted = belonging(form, {"choice": typed["choice"]} | kept)
    for name in kept.keys() & counted.keys():
        file = kept[name]
        row = hand_in(desk, step, name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256)
        data[name] = str(row.id)
    answer(desk, step_id, Reply(data, place.officer_id, place.via, place.link_id))
    forget_drafts(desk, step_id)


def receipt(request: Request, step_id: UUID, status: int = 200) -> Response:
    """What was recorded, when, and whom to turn to where it has to change."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get_one(Step, step_id)
        recorded = desk.session.get_one(Answer, step_id)
        people = roster(desk)
        secretary = people.by_role(Role.SECRETARY)[0].id
        contact = people.officers.get(people.holders.get(secretary, ""))
        return page(
            request,
            "receipt",
            status,
            case=desk.case(step.case_id),
            step=step,
            mend=f"/ho-so/{step.case_id}/so-lieu/{step.about['agency']}" if step.question in CORRECTED else "",
            recorded=spoken(desk, step, recorded),
            released=released(desk, step),
            late=step.due is not None and recorded.at.astimezone(desk.now.tzinfo).date() > step.due,
            contact=contact,
            contact_title=people.title(secretary),
        )
