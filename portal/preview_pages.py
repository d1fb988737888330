"""The words of the letters, with sample data, as mail, Zalo and paper carry them."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from notifications.previews import Preview, kinds, preview
from notifications.samples import TOGETHER
from notifications.words import KINDS
from portal.channel_page import GROUPS
from portal.door import bureau_of
from portal.edge import FRAMING, LETTER
from portal.pages import page
from portal.refusals import NotHere

router = APIRouter()

TITLES = {
    "ask": "Đề nghị trả lời",
    "remind": "Nhắc việc",
    "escalate": "Báo việc quá hạn",
    "invitation": "Giấy mời họp Ban Chỉ đạo",
    "convocation": "Giấy mời họp Tổ công tác",
    "guest": "Giấy mời khách dự họp mở rộng",
    "assignment": "Giao nhiệm vụ",
    "duty": "Báo cáo kết quả nhiệm vụ",
    "follow-up": "Công văn đôn đốc",
    "digest": "Tình hình thực hiện nhiệm vụ trong tháng",
    "notice": "Gửi thông báo kết luận",
    "consultation": "Lấy ý kiến bằng văn bản",
    "opinions": "Kết quả lấy ý kiến",
    "code": "Mã đăng nhập",
    "withdrawn": "Rút đề nghị đã gửi",
    "told": "Tin để biết",
    "receipt": "Xác nhận đã nhận trả lời",
    "many-remind": "Nhiều việc nhắc trong một ngày",
    "many-digest": "Thư gộp hằng tuần",
}
MERGED = "Nhiều thư trong một thư"


@router.get("/mau-thu")
def samples(request: Request) -> Response:
    """Every kind of letter, by the groups officers choose about."""
    listed: dict[str, dict[str, str]] = {title: {} for title in (*GROUPS.values(), MERGED)}
    for kind in kinds():
        listed[MERGED if kind in TOGETHER else GROUPS[KINDS[kind].group]][kind] = TITLES[kind]
    return page(request, "letter_samples", listed=listed)


@router.get("/mau-thu/{kind}")
def sample(request: Request, kind: str) -> Response:
    """One kind: subject, text, the page, the Zalo message, the sheet of paper."""
    response = page(request, "letter_sample", kind=kind, title=TITLES.get(kind), shown=_shown(request, kind))
    response.headers["Content-Security-Policy"] = FRAMING
    return response


@router.get("/mau-thu/{kind}/thu")
def mail(request: Request, kind: str) -> Response:
    """The letter's HTML, as a mail program shows it."""
    return _framed(_shown(request, kind).words.html)


@router.get("/mau-thu/{kind}/phieu")
def sheet(request: Request, kind: str) -> Response:
    """The sheet that is printed for who has no address."""
    return _framed(_shown(request, kind).sheet)


def _shown(request: Request, kind: str) -> Preview:
    if kind not in TITLES:
        raise NotHere(NotHere.__doc__)
    bureau = bureau_of(request)
    return preview(kind, bureau.law.committee.identity.name, bureau.portal_url)


def _framed(html: str) -> Response:
    return HTMLResponse(html, headers={"Content-Security-Policy": LETTER})
