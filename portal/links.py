"""Links in letters. GET only shows; POST answers once. A link that opens nothing looks the same whatever the reason."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request
from sqlalchemy import update
from sqlmodel import col, select
from starlette.responses import Response

from models.access import Link, digest
from models.base import new_id
from models.people import Officer
from models.steps import Answer, Step, Via
from portal.answering import Place, receipt, show, take
from portal.door import Form, bureau_of, knock_link, pace_of, same, stamp, visitor_of
from portal.meeting_files import guest_page
from portal.pages import page, see
from portal.refusals import Stale
from portal.sessions import officer_at
from portal.sign_in import code_page, ordinary, send_code
from tasks.answering import AlreadyAnswered, NoLongerAsked, NotTheOneAsked
from tasks.bureau import Bureau, Desk
from tasks.questions import question
from tasks.renewal import renew_links

router = APIRouter()


@dataclass(frozen=True)
class OpenLink:
    """A link that opens its step: for whom, and whether the link alone is enough."""

    id: UUID
    officer_id: str
    step_id: UUID
    sign_in: bool
    opened: bool  # its page was shown before


def open_link(desk: Desk, token: str) -> OpenLink | None:
    """The link of a token while it opens something: unspent, unrevoked, in time, and its step still with the same officer."""
    row = desk.session.exec(
        select(Link, Step).where(
            col(Link.sha256) == digest(token),
            col(Link.used_at).is_(None),
            col(Link.revoked_at).is_(None),
            col(Link.expires_at) > desk.now,
            col(Step.id) == col(Link.step_id),
            col(Step.revision) == col(Link.revision),
            col(Step.officer_id) == col(Link.officer_id),
        )
    ).first()
    if row is None or not row[1].takes_answers:
        return None
    link, step = row
    assert link.officer_id is not None  # a guest's link names no step
    return OpenLink(link.id, link.officer_id, step.id, question(step.question).sign_in, link.opened_at is not None)


def _found(request: Request, token: str) -> OpenLink | None:
    knock_link(request, token)
    with bureau_of(request).reading_desk() as desk:
        return open_link(desk, token)


def _place(request: Request, token: str, link: OpenLink) -> Place:
    return Place(f"/t/{token}", stamp(request, "link", token), link.officer_id, Via.LINK, link.id)


def dead(request: Request) -> Response:
    """The page of every link that opens nothing."""
    return page(request, "dead_link", 404)


@router.get("/t/{token}")
def open_page(request: Request, token: str) -> Response:
    """Show what is asked. Scanners of mail come here too, so nothing changes, whoever opens it and however often.

    Only the hour of the first visit is noted, for the letter's story: it says nothing of who came, and nothing ever asks for it.
    """
    link = _found(request, token)
    if link is None:
        shown = guest_page(request, token)
        if shown is not None:
            _note_opened(request, token)
        return shown or dead(request)
    if not link.opened:
        _note_opened(request, token)
    if link.sign_in:
        if visitor_of(request).officer_id == link.officer_id:
            return see(f"/viec/{link.step_id}")
        return _identify(request, token, link)
    return show(request, _place(request, token, link), link.step_id)


def _note_opened(request: Request, token: str) -> None:
    with bureau_of(request).desk() as desk:
        desk.session.execute(
            update(Link).where(col(Link.sha256) == digest(token), col(Link.opened_at).is_(None)).values(opened_at=desk.now)
        )


def _identify(request: Request, token: str, link: OpenLink) -> Response:
    """A forwarded letter is a forwarded right, so what needs a decision or a signature says only its title until a code has been given."""
    with bureau_of(request).reading_desk() as desk:
        step = desk.session.get_one(Step, link.step_id)
        officer = desk.session.get_one(Officer, link.officer_id)
        return page(
            request,
            "identify",
            title=step.title,
            case=desk.case(step.case_id),
            action=f"/t/{token}/ma",
            link_csrf=stamp(request, "link", token),
            address=masked(officer.email or ""),
        )


def masked(address: str) -> str:
    """``t•••@stttt.kiengiang.example``: enough to know one's own mailbox by."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if host else "•••"


@router.post("/t/{token}")
def answer_page(request: Request, token: str, form: Form) -> Response:
    """Answer by link alone, where the question allows it; two hundred clicks count once."""
    link = _found(request, token)
    if link is None:
        return _already(request, token, form.one("csrf")) or dead(request)
    if link.sign_in:
        return _identify(request, token, link)
    try:
        return take(request, _place(request, token, link), link.step_id, form) or receipt(request, link.step_id)
    except AlreadyAnswered:  # a second click while the first was being taken
        return receipt(request, link.step_id)
    except (NoLongerAsked, NotTheOneAsked):
        return dead(request)


def _already(request: Request, token: str, csrf: str) -> Response | None:
    """The receipt, for a form that our page gave out while the link was open: the second of two clicks, or a page left open.

    The form's token proves that; without it a spent link is as dead as an invented one.
    """
    if not same(csrf, stamp(request, "link", token)):
        return None
    with bureau_of(request).reading_desk() as desk:
        spent = desk.session.exec(
            select(Link, Answer).where(
                col(Link.sha256) == digest(token),
                col(Link.used_at).is_not(None),
                col(Answer.step_id) == col(Link.step_id),
                col(Answer.officer_id) == col(Link.officer_id),
            )
        ).first()
        if spent is None:
            return None
        answer = spent[1]
    return receipt(request, answer.step_id)


@router.post("/t/{token}/ma")
def code_for_link(request: Request, token: str, form: Form, background: BackgroundTasks) -> Response:
    """Mail a code to the registered address of the one who is asked."""
    link = _found(request, token)
    if link is None:
        return dead(request)
    if not same(form.one("csrf"), stamp(request, "link", token)):
        raise Stale(Stale.__doc__)
    with bureau_of(request).reading_desk() as desk:
        address = desk.session.get_one(Officer, link.officer_id).email or link.officer_id
    pace_of(request).knock("account", ordinary(address))
    pace_of(request).knock("account_day", ordinary(address))
    code_id = new_id()
    background.add_task(send_code, bureau_of(request), address, code_id)
    return code_page(code_id, f"/viec/{link.step_id}", background)


@router.post("/lien-ket-moi")
def new_links(request: Request, form: Form, background: BackgroundTasks) -> Response:
    """Always the same reply; letters go out when the address is an officer's and something is open. Queued after the reply is sent,
    so that not even its time tells."""
    address = ordinary(form.one("email"))
    pace_of(request).knock("renewal", address)
    background.add_task(_renew, bureau_of(request), address)
    response = page(request, "new_link")
    response.background = background
    return response


def _renew(bureau: Bureau, address: str) -> None:
    with bureau.desk() as desk:
        officer = officer_at(desk.session, address)
        if officer is not None:
            renew_links(desk, officer.id)
