"""The document exchange at the door: papers ticked as sent there, their receipts, and what is not taken in yet."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from models.exchange import Dispatch
from models.papers import PaperState
from portal.case_acts import typed_in
from portal.door import Form, bureau_of, stamp, visitor_of
from portal.downloads import file_of
from portal.kept_files import KeptFile, files_of
from portal.pages import page, see
from portal.paper_pages import paper_at
from portal.refusals import NotHere
from tasks.bureau import Desk
from tasks.exchange import ReceiptForm, addressees, dispatches, enter_by_hand, on_exchange, send, unfinished
from tasks.exchange_receipts import take_in
from tasks.exchange_strikes import strike, struck_out
from tasks.questions import Unacceptable

router = APIRouter()

NO_FILE = "Xin chọn tệp danh sách trạng thái (.csv hoặc .xlsx)."
TOO_LARGE = "Tệp quá lớn. Hãy kết xuất theo từng tháng rồi nạp từng tệp."


@router.get("/ho-so/{case_id}/van-ban/{paper_id}/lien-thong")
def paper_page(request: Request, case_id: UUID, paper_id: UUID) -> Response:
    """What was sent of the paper, and to whom it can still be."""
    return _paper(request, case_id, paper_id)


@router.post("/ho-so/{case_id}/van-ban/{paper_id}/lien-thong")
def sent(request: Request, case_id: UUID, paper_id: UUID, form: Form) -> Response:
    """Record to whom it was sent."""
    chosen = form.all("agencies")
    try:
        with bureau_of(request).desk() as desk:
            desk.actor = visitor_of(request).officer_id
            send(desk, paper_at(request, desk, case_id, paper_id).id, chosen, form.one("number"), form.one("otherwise"))
    except Unacceptable as refused:
        return _paper(request, case_id, paper_id, refused.errors, typed_in(form), chosen)
    except NotHere:
        raise
    except Refused as refused:
        return _paper(request, case_id, paper_id, {"form": str(refused)}, typed_in(form), chosen)
    return see(_home(case_id, paper_id))


@router.get("/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}")
def receipt_file(request: Request, case_id: UUID, paper_id: UUID, dispatch_id: UUID) -> Response:
    """The file that shows what the other side says."""
    with bureau_of(request).reading_desk() as desk:
        row = _dispatch(request, desk, case_id, paper_id, dispatch_id)
        if row.receipt_sha256 is None:
            raise NotHere(NotHere.__doc__)
    return file_of(request, row.receipt_name, row.receipt_type, row.receipt_sha256)


@router.post("/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}")
def receipt(request: Request, case_id: UUID, paper_id: UUID, dispatch_id: UUID, form: Form) -> Response:
    """Enter a receipt."""
    bureau, officer = bureau_of(request), visitor_of(request).officer_id
    kept, wrong, _ = files_of(bureau, ReceiptForm, form, lambda text: stamp(request, "file", f"{dispatch_id}/{officer}/{text}"))
    try:
        with bureau.desk() as desk:
            desk.actor = officer
            row = _dispatch(request, desk, case_id, paper_id, dispatch_id)
            if wrong:
                raise Unacceptable(wrong)
            said = ReceiptForm.read({"choice": form.one("choice"), "reason": form.one("reason")})
            assert isinstance(said, ReceiptForm)
            enter_by_hand(desk, row.id, said, _as_file(kept.get("receipt")))
    except Unacceptable as refused:
        return _paper(request, case_id, paper_id, {str(dispatch_id): str(refused)}, typed_in(form), kept=kept.get("receipt"))
    return see(_home(case_id, paper_id))


@router.post("/ho-so/{case_id}/van-ban/{paper_id}/lien-thong/{dispatch_id}/bo")
def struck(request: Request, case_id: UUID, paper_id: UUID, dispatch_id: UUID, form: Form) -> Response:
    """Strike out what was entered by mistake."""
    try:
        with bureau_of(request).desk() as desk:
            desk.actor = visitor_of(request).officer_id
            strike(desk, _dispatch(request, desk, case_id, paper_id, dispatch_id).id, form.one("why"))
    except NotHere:
        raise
    except Refused as refused:
        return _paper(request, case_id, paper_id, {f"{dispatch_id}/bo": str(refused)}, typed_in(form))
    return see(_home(case_id, paper_id))


def _home(case_id: UUID, paper_id: UUID) -> str:
    return f"/ho-so/{case_id}/van-ban/{paper_id}/lien-thong"


def _dispatch(request: Request, desk: Desk, case_id: UUID, paper_id: UUID, dispatch_id: UUID) -> Dispatch:
    paper = paper_at(request, desk, case_id, paper_id)
    row = desk.session.get(Dispatch, dispatch_id)
    if row is None or row.paper_id != paper.id:
        raise NotHere(NotHere.__doc__)
    return row


def _as_file(kept: KeptFile | None) -> tuple[str, str, str] | None:
    return (kept.sha256, kept.name, kept.media_type) if kept is not None else None


def _paper(
    request: Request,
    case_id: UUID,
    paper_id: UUID,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    chosen: Sequence[str] = (),
    *,
    kept: KeptFile | None = None,
) -> Response:
    with bureau_of(request).reading_desk() as desk:
        paper = paper_at(request, desk, case_id, paper_id)
        told = dispatches(desk, paper)
        gone = {one.row.agency_id for one in told if one.row.state != "refused"}
        left = {code: f"{agency.name} ({agency.exchange_code})" for code, agency in on_exchange(desk).items() if code not in gone}
        meant = addressees(desk, paper)
        context = {
            "case": desk.case(case_id),
            "paper": paper,
            "in_force": paper.state == PaperState.ISSUED,
            "told": told,
            "struck": struck_out(desk, paper),
            "meant": {code: words for code, words in left.items() if code in meant},
            "others": {code: words for code, words in left.items() if code not in meant},
            "choices": ReceiptForm.CHOICES,
            "chosen": chosen,
            "typed": typed or {},
            "errors": errors or {},
            "kept": kept,
        }
        return page(request, "exchange_paper", 422 if errors else 200, **context)


@router.get("/lien-thong")
def exchange_page(request: Request) -> Response:
    """What was sent and is not taken in, and the form for the exchange's own list."""
    return _exchange(request)


@router.post("/lien-thong")
def imported(request: Request, form: Form) -> Response:
    """Take the exchange's list of receipts, whole or not at all."""
    file = form.files.get("file")
    if file is None or file.too_large:
        return _exchange(request, TOO_LARGE if file is not None else NO_FILE)
    try:
        with bureau_of(request).desk() as desk:
            desk.actor = visitor_of(request).officer_id
            taken = take_in(desk, file.name, file.data)
    except Refused as refused:
        return _exchange(request, str(refused))
    return _exchange(request, done=f"Đã nạp {taken.rows} dòng, {len(taken.news)} phản hồi mới.")


def _exchange(request: Request, error: str = "", done: str = "") -> Response:
    with bureau_of(request).reading_desk() as desk:
        return page(request, "exchange", 422 if error else 200, told=unfinished(desk), error=error, done=done)
