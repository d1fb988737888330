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
import portal.guest_sheets
import portal.paper_sheets
import portal.proceedings_sheets  # noqa: F401 - enter their pages, and those before the meeting
from models.steps import Answer, Step, Via
from portal.door import bureau_of, same, stamp
from portal.forms import ADD_ROWS, Typed, data_of, typed_of
from portal.kept_files import KeptFile, files_of
from portal.matter import matter_of, spoken
from portal.pages import page
from portal.paper_sheets import released
from portal.posted import Posted
from portal.sheets import answer_template, beginning, belonging, draft_facts, draft_template, prepared, sheet_of
from tasks.answering import Reply, answer, undecidable
from tasks.bureau import Desk
from tasks.handing_in import hand_in
from tasks.questions import Unacceptable, question
from tasks.who import Role, roster

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


def show(request: Request, place: Place, step_id: UUID, tried: Tried | None = None, status: int = 200) -> Response:
    """The page of a step that can be answered."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get_one(Step, step_id)
        matter = matter_of(desk, step)
        ready = prepared(desk, matter.case, step)
        typed = tried.typed if tried else beginning(desk, step, ready)
        more: dict[str, Any] = {"errors": tried.errors, "kept": tried.kept, "more": tried.more} if tried else {}
        context = {
            "place": place,
            "matter": matter,
            "barred": undecidable(desk, step, matter.question).get("form", ""),
            "sheet": sheet_of(step, ready, typed, **more),
            "facts": ready.facts,
            "draft": draft_facts(desk, matter.case, matter.draft, matter.draft_payload) if matter.draft else None,
            "draft_template": draft_template(matter.draft) if matter.draft else None,
        }
        return page(request, answer_template(step).removesuffix(".html.j2"), status, **context)


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
            recorded=spoken(desk, step, recorded),
            released=released(desk, step),
            late=step.due is not None and recorded.at.astimezone(desk.now.tzinfo).date() > step.due,
            contact=contact,
            contact_title=people.title(secretary),
        )
