"""Papers at the door: their files, a number taken early, what becomes of an issued one, and the register."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.errors import Refused
from models.papers import Paper, Upload
from portal.access import may
from portal.door import Form, bureau_of, stamp, visitor_of
from portal.downloads import PDF, WORD, download, file_of
from portal.forms import Option, Sheet, Typed, data_of, typed_of
from portal.kept_files import KeptFile, files_of
from portal.pages import page, see
from portal.paper_sheets import STATES, state_of
from portal.refusals import NotHere
from portal.sheets import belonging
from portal.verifier import Verifier
from tasks.bureau import Desk
from tasks.outgoing import FORM, lines, register, years
from tasks.paper_acts import Signed, correct, correcting_letters, replace, withdraw
from tasks.paper_forms import PaperActForm, ReleaseForm
from tasks.questions import Unacceptable
from tasks.releasing import take_early

router = APIRouter()

TAKES = [Option("take", "Lấy số của sổ này"), Option("given", "Số do nơi khác cấp")]
NOT_A_PDF = "Văn bản đã ký phải là PDF; hãy gửi PDF đã ký số, hoặc bản quét PDF đã ký, đóng dấu."


def paper_at(request: Request, desk: Desk, case_id: UUID, paper_id: UUID) -> Paper:
    """A paper of the case. What is not issued is for those who prepare it; the rest is here for nobody else."""
    row = desk.session.get(Paper, paper_id)
    if row is None or row.case_id != case_id or (row.issued_at is None and not may(visitor_of(request).roles, "case: drafts")):
        raise NotHere(NotHere.__doc__)
    return row


@router.get("/ho-so/{case_id}/van-ban/{paper_id}")
def word_file(request: Request, case_id: UUID, paper_id: UUID) -> Response:
    """The Word file as it stands."""
    with bureau_of(request).reading_desk() as desk:
        row = paper_at(request, desk, case_id, paper_id)
        if row.sha256 is None:
            raise NotHere(NotHere.__doc__)
    return file_of(request, row.file_name, WORD, row.sha256)


@router.get("/ho-so/{case_id}/van-ban/{paper_id}/ban-ky")
def signed_file(request: Request, case_id: UUID, paper_id: UUID) -> Response:
    """The signed PDF."""
    with bureau_of(request).reading_desk() as desk:
        row = paper_at(request, desk, case_id, paper_id)
        if row.signed_sha256 is None:
            raise NotHere(NotHere.__doc__)
    return file_of(request, row.signed_name, PDF, row.signed_sha256)


@router.get("/ho-so/{case_id}/tep/{upload_id}")
def upload(request: Request, case_id: UUID, upload_id: UUID) -> Response:
    """A file handed in."""
    with bureau_of(request).reading_desk() as desk:
        row = desk.session.get(Upload, upload_id)
        if row is None or row.case_id != case_id:
            raise NotHere(NotHere.__doc__)
    return file_of(request, row.name, row.media_type, row.sha256)


@router.post("/viec/{step_id}/lay-so")
def reserve(request: Request, step_id: UUID) -> Response:
    """Take the number before the paper is signed."""
    with bureau_of(request).desk() as desk:
        take_early(desk, step_id, visitor_of(request).officer_id)
    return see(f"/viec/{step_id}")


@router.get("/ho-so/{case_id}/van-ban/{paper_id}/xu-ly")
def act_page(request: Request, case_id: UUID, paper_id: UUID) -> Response:
    """Ask what becomes of an issued paper."""
    return _act_form(request, case_id, paper_id, {}, {}, {})


def _act_form(
    request: Request,
    case_id: UUID,
    paper_id: UUID,
    typed: Typed,
    errors: Mapping[str, str],
    kept: Mapping[str, KeptFile],
    status: int = 422,
) -> Response:
    with bureau_of(request).reading_desk() as desk:
        row = paper_at(request, desk, case_id, paper_id)
        letters = [Option(name, title) for name, title in correcting_letters(desk, row).items()]
        options = {"numbering": TAKES, "matrix": letters}
        sheet = Sheet(PaperActForm, {"subject": row.subject} | typed, errors, options, kept=kept)
        context = {"case": desk.case(case_id), "paper": row, "state": STATES[row.state][0], "sheet": sheet}
        return page(request, "paper_act", status if errors else 200, **context)


@router.post("/ho-so/{case_id}/van-ban/{paper_id}/xu-ly")
def act(request: Request, case_id: UUID, paper_id: UUID, form: Form) -> Response:
    """Withdraw, replace or correct it: who was sent it is told."""
    bureau, officer = bureau_of(request), visitor_of(request).officer_id
    typed = typed_of(PaperActForm, form)
    kept, wrong, status = files_of(bureau, PaperActForm, form, lambda text: stamp(request, "file", f"{paper_id}/{officer}/{text}"))
    kept = {name: file for name, file in kept.items() if name in belonging(PaperActForm, {"choice": typed["choice"]} | kept)}
    if "signed" in kept and kept["signed"].media_type != PDF:
        wrong |= {"signed": NOT_A_PDF}
        kept = {}
    if wrong:
        return _act_form(request, case_id, paper_id, typed, wrong, kept, status)
    try:
        with bureau.desk() as desk:
            desk.locked_case(case_id)
            desk.actor = officer
            _acted(desk, paper_at(request, desk, case_id, paper_id), typed, kept.get("signed"))
    except Unacceptable as refused:
        return _act_form(request, case_id, paper_id, typed, refused.errors, kept)
    except NotHere:
        raise
    except Refused as refused:
        return _act_form(request, case_id, paper_id, typed, {"form": str(refused)}, kept)
    for file in kept.values():
        verifier_of(request).begin(file.sha256)
    return see(f"/ho-so/{case_id}")


def _acted(desk: Desk, row: Paper, typed: Typed, file: KeptFile | None) -> None:
    data: dict[str, Any] = data_of(belonging(PaperActForm, typed))
    if file is not None:
        assert row.case_id is not None
        handed = Upload(
            case_id=row.case_id,
            officer_id=desk.actor,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            confirmed_at=desk.now,
        )
        desk.session.add(handed)
        data["signed"] = str(handed.id)
    form = PaperActForm.read(data)
    assert isinstance(form, PaperActForm)
    if form.choice == "withdraw":
        withdraw(desk, row.id, form.reason)
        return
    release: ReleaseForm = form.release
    assert file is not None
    if form.choice == "replace":
        replace(desk, row.id, Signed(form.subject, row.matrix, release, file.sha256), form.reason)
    else:
        if form.matrix not in correcting_letters(desk, row):
            raise Unacceptable({"matrix": "Xin chọn loại công văn trong danh sách."})
        correct(desk, row.id, Signed(form.subject, form.matrix, release, file.sha256), form.reason)


@router.get("/van-ban-di")
def register_page(request: Request, nam: str = "") -> Response:
    """The register of outgoing papers of a year."""
    with bureau_of(request).reading_desk() as desk:
        known = years(desk)
        year = int(nam) if nam.isascii() and nam.isdigit() and len(nam) == 4 else known[0]
        return page(request, "register", year=year, years=known, lines=lines(desk, year), state_of=state_of)


@router.get("/van-ban-di/{year}")
def register_file(request: Request, year: int) -> Response:
    """The register as it is printed and bound."""
    bureau = bureau_of(request)
    with bureau.reading_desk() as desk:
        made = register(desk, year)
    if not made.entries:
        raise NotHere(NotHere.__doc__)
    return download(f"so-van-ban-di-{year}.docx", WORD, bureau.typist(FORM, made, bureau.forms))


def verifier_of(request: Request) -> Verifier:
    """Who reads signatures for this portal."""
    found: Verifier = request.app.state.verifier
    return found
