"""Zalo's reports come in here. Forged ones change nothing; the true ones are short work, for Zalo waits two seconds."""

import logging

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from notifications.channels.zalo import webhook
from portal.door import bureau_of
from tasks.zalo_events import take

router = APIRouter()
log = logging.getLogger("nhip.zalo")

ADDRESS_CHECK = b"{}"  # what Zalo posts, unsigned, when the address is entered
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")  # the door has read those already; Zalo sends none


@router.post("/zalo/su-kien")
async def event(request: Request) -> Response:
    """200: taken, or of no use to us; 403: not Zalo's; 413: too long; 503 (the edge's, when the database is away): tell us again."""
    raw = await _body(request)
    if raw is None:
        return Response(status_code=413)
    account = bureau_of(request).zalo
    stamp, signature = request.headers.get("x-zevent-timestamp", ""), request.headers.get("x-zevent-signature", "")
    if not signature and raw.strip() == ADDRESS_CHECK:
        return Response(status_code=200)
    if account is None or not webhook.signed(account, raw, stamp, signature):
        log.warning("an event with no signature of Zalo's was refused")
        return Response(status_code=403)
    told = webhook.read(raw)
    if told is not None:
        await run_in_threadpool(take, bureau_of(request), told)
    return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """The body as it came, on whose every byte the signature stands; None where it is too long."""
    raw = b""
    if request.headers.get("content-type", "").lower().startswith(_FORMS):
        return raw
    async for piece in request.stream():
        raw += piece
        if len(raw) > webhook.MOST_BYTES:
            return None
    return raw
