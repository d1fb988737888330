"""The papers of a meeting, or of a written consultation: for everybody who may open its case, and for a guest those of his own items."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlmodel import col, select
from starlette.responses import Response

from models.access import Link, digest
from models.consultations import Consultation
from models.meetings import Guest, Meeting
from models.papers import Upload
from portal.door import bureau_of, knock_link
from portal.downloads import file_of
from portal.funding_facts import files_of
from portal.pages import page
from portal.refusals import NotHere
from tasks.bureau import Desk
from tasks.consultation_papers import uploads
from tasks.guests import items_of
from tasks.meeting_papers import papers_of

router = APIRouter()


@router.get("/ho-so/{case_id}/tai-lieu/{upload_id}")
def meeting_paper(request: Request, case_id: UUID, upload_id: UUID) -> Response:
    """A paper of an item (khoản 1 Điều 2: every member reads every paper), a consultation or spending; others are not here."""
    with bureau_of(request).reading_desk() as desk:
        case = desk.case(case_id)
        there = [*consultation_files(desk, case_id), *files_of(desk, case)]
        if desk.session.exec(select(Meeting.id).where(col(Meeting.case_id) == case_id)).first() is not None:
            there += [file for _, files in papers_of(desk, case) for file in files]
        found = [file for file in there if file.id == upload_id]
        if not found:
            raise NotHere(NotHere.__doc__)
        row = found[0]
    return file_of(request, row.name, row.media_type, row.sha256)


def consultation_files(desk: Desk, case_id: UUID) -> list[Upload]:
    """What goes with the written consultations of a case."""
    asked = desk.session.exec(select(Consultation).where(col(Consultation.case_id) == case_id)).all()
    return [file for one in asked for file in uploads(desk, one)]


def guest_of(desk: Desk, token: str) -> Guest | None:
    """The guest whom a link lets in: unrevoked, in time, and still invited to something."""
    row = desk.session.exec(
        select(Guest)
        .join(Link, col(Link.guest_id) == col(Guest.id))
        .where(col(Link.sha256) == digest(token), col(Link.revoked_at).is_(None), col(Link.expires_at) > desk.now)
    ).first()
    return row if row is not None and items_of(desk, row) else None


def guest_page(request: Request, token: str) -> Response | None:
    """What a guest sees: when and where, the items he is invited to, their papers. ``None`` where the link lets nobody in."""
    with bureau_of(request).reading_desk() as desk:
        guest = guest_of(desk, token)
        if guest is None:
            return None
        meeting, files = desk.session.get_one(Meeting, guest.meeting_id), _files(desk, guest)
        items = [(item, files.get(item.seq, [])) for item in items_of(desk, guest)]
        context: dict[str, Any] = {"guest": guest, "meeting": meeting, "items": items, "token": token}
        return page(request, "guest", **context)


def _files(desk: Desk, guest: Guest) -> dict[int, list[Upload]]:
    """The files handed in for his items, by the item's number."""
    case = desk.case(desk.session.get_one(Meeting, guest.meeting_id).case_id)
    his = {item.seq for item in items_of(desk, guest)}
    return {item.seq: files for item, files in papers_of(desk, case) if item.seq in his}


@router.get("/t/{token}/tai-lieu/{upload_id}")
def guest_paper(request: Request, token: str, upload_id: str) -> Response:
    """A paper of one of a guest's items; anything else looks like a dead link."""
    knock_link(request, token)
    with bureau_of(request).reading_desk() as desk:
        guest = guest_of(desk, token)
        files = _files(desk, guest) if guest is not None else {}
        row = next((file for several in files.values() for file in several if str(file.id) == upload_id), None)
    if row is None:
        return page(request, "dead_link", 404)
    return file_of(request, row.name, row.media_type, row.sha256)
