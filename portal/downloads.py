"""Files as downloads: never shown inside our own pages, for what people hand in is not ours."""

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from documents import dossier
from portal.door import bureau_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def file_of(request: Request, name: str, media_type: str, sha256: str) -> Response:
    """A file of the dossier."""
    with dossier.open(bureau_of(request).files, sha256) as file:
        return download(name, media_type, file.read())


def download(name: str, media_type: str, data: bytes) -> Response:
    """A file under its own name."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    return Response(
        data,
        media_type=media_type,
        headers={"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"},
    )
