"""A file that came with a form: judged, safe in the dossier, and remembered by the form itself until the answer is taken.

When something else on the form is wrong, nothing is written to the records, yet the officer need not choose the file again: the page
carries what was received, signed for this step and this officer.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hmac import compare_digest

from documents import dossier
from documents.uploads import MAX_BYTES, TooLarge, UploadRefused, accept, safe_name
from portal.forms import Kind, shapes
from portal.posted import Posted
from tasks.bureau import Bureau
from tasks.questions import Form

CONFIRM = "_confirmed"  # suffix of the box «không chứa bí mật nhà nước»
KEPT = "_kept"  # suffix of the hidden field

Seal = Callable[[str], str]  # signs a text for one step and one officer


@dataclass(frozen=True)
class KeptFile:
    """A file received: as it will be recorded."""

    name: str
    media_type: str
    size: int
    sha256: str
    token: str = ""


def files_of(bureau: Bureau, form: type[Form], posted: Posted, seal: Seal) -> tuple[dict[str, KeptFile], dict[str, str], int]:
    """The form's files (field → file), what is wrong with them (field → sentence), and the status that goes with it."""
    kept: dict[str, KeptFile] = {}
    wrong: dict[str, str] = {}
    status = 422
    for shape in shapes(form):
        if shape.kind is not Kind.FILE:
            continue
        try:
            found = _received(bureau, shape.name, posted, seal)
        except UploadRefused as refused:
            wrong[shape.name] = str(refused)
            status = refused.status
        else:
            if found is not None:
                kept[shape.name] = found
    return kept, wrong, status


def _received(bureau: Bureau, name: str, posted: Posted, seal: Seal) -> KeptFile | None:
    handed = posted.files.get(name)
    if handed is None:
        return _remembered(posted.one(name + KEPT), seal)
    if handed.too_large:
        raise TooLarge(
            f"Tệp «{safe_name(handed.name)}» vượt quá {MAX_BYTES // 1024 // 1024} MB cho phép; "
            "đề nghị giảm dung lượng hoặc tách tệp rồi gửi lại."
        )
    accepted = accept(handed.name, handed.data, no_state_secret=posted.one(name + CONFIRM) == "yes")
    file = KeptFile(accepted.name, accepted.media_type, accepted.size, dossier.put(bureau.files, accepted.data))
    text = urlsafe_b64encode(json.dumps(asdict(file)).encode()).decode()
    return KeptFile(file.name, file.media_type, file.size, file.sha256, f"{text}.{seal(text)}")


def _remembered(token: str, seal: Seal) -> KeptFile | None:
    text, _, signature = token.rpartition(".")
    if not text or not compare_digest(signature.encode(), seal(text).encode()):
        return None
    return KeptFile(**(json.loads(urlsafe_b64decode(text)) | {"token": token}))
