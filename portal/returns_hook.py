"""A mail server may post here what comes back to the house's signed addresses, one message a request."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from notifications.bounces import MOST_BYTES
from portal.door import bureau_of, same
from tasks.returned_mail import take

router = APIRouter()

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")  # the door has read those already; a message is none


@router.post("/thu/tra-lai")
async def returned(request: Request) -> Response:
    """200: taken, or of no use to us; 403: not from our mail server; 413: too long; 415: a form."""
    bureau = bureau_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not same(token.strip(), bureau.return_token):
        return Response(status_code=403)
    if request.headers.get("content-type", "").lower().startswith(_FORMS):
        return Response(status_code=415)
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > MOST_BYTES:
            return Response(status_code=413)
    await run_in_threadpool(take, bureau, bytes(raw))
    return Response(status_code=200)
