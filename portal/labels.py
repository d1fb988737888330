"""What the fields of forms are called on pages."""

from models.meetings import Presence
from models.steps import StepKind, StepState, Via

LABELS = {
    "choice": "Trả lời",
    "day": "Ngày họp",
    "hour": "Giờ bắt đầu",
    "place": "Địa điểm",
    "items": "Nội dung chương trình",
    "items.item": "Nội dung",
    "items.minutes": "Số phút",
    "items.by": "Người trình bày",
    "attendees": "Thành phần dự họp",
    "reason": "Lý do",
    "VerdictForm.reason": "Lý do trả lại, nội dung cần sửa",
    "SignForm.reason": "Lý do trả lại, nội dung cần sửa",
    "RsvpForm.reason": "Lý do không dự họp được",
    "ConsentForm.reason": "Lý do không đồng ý",
    "proxy_name": "Họ tên người dự thay",
    "proxy_office": "Chức vụ người dự thay",
    "opinion": "Ý kiến bằng văn bản",
    "present": "Có mặt",
    "proxies": "Có người dự thay",
    "ended": "Giờ kết thúc",
    "reports": "Các báo cáo, nội dung đã trình bày",
    "opinions": "Ý kiến của các đại biểu",
    "conclusion": "Kết luận của người chủ trì",
    "conclusions": "Các kết luận",
    "conclusions.text": "Nội dung kết luận",
    "conclusions.lead": "Cơ quan chủ trì",
    "conclusions.coordinating": "Cơ quan phối hợp",
    "conclusions.due": "Thời hạn",
    "conclusions.product": "Sản phẩm",
    "attendance": "Thành phần dự họp (một câu)",
    "opening": "Lời mở đầu",
    "closing": "Lời kết",
    "doer": "Người trực tiếp thực hiện, theo dõi (họ tên, chức vụ)",
    "contact": "Liên hệ đầu mối (điện thoại, thư)",
    "done": "Kết quả đã thực hiện",
    "obstacles": "Khó khăn, vướng mắc",
    "product_number": "Số, ký hiệu văn bản đã ban hành",
    "evidence": "Tệp minh chứng",
    "new_due": "Ngày đề nghị gia hạn đến",
    "ReportForm.reason": "Lý do đề nghị gia hạn",
    "ConfirmForm.reason": "Lý do trả lại, nội dung cần thực hiện tiếp",
    "seat": "Người ký, xác nhận thay",
    "ActingForm.reason": "Lý do không xác nhận",
    "ExtensionForm.day": "Gia hạn đến ngày (để trống: theo ngày đề nghị)",
    "ExtensionForm.reason": "Lý do không đồng ý",
}

STATES = {
    StepState.OPEN: "Đang chờ",
    StepState.ANSWERED: "Đã trả lời",
    StepState.LAPSED: "Hết hạn, chưa trả lời",
    StepState.WITHDRAWN: "Đã rút",
}
DONE = {StepKind.GATHER: "Đã kết thúc", StepKind.FIX: "Đã thực hiện"}
VIA = {
    Via.LINK: "qua liên kết trong thư",
    Via.SIGNED_IN: "sau khi đăng nhập",
    Via.HOUSE: "hệ thống ghi nhận",
    Via.SCRIPT: "theo kịch bản diễn tập",
}
PRESENCE = {
    Presence.PRESENT: "Có mặt",
    Presence.PROXY: "Có người dự thay",
    Presence.CONSENTED: "Vắng, được người chủ trì đồng ý",
    Presence.UNCONSENTED: "Vắng chưa được người chủ trì đồng ý",
}


def label(form: str, place: str) -> str:
    """What a field is called: ``form`` is the class's name, ``place`` a field or ``list.field``."""
    return LABELS.get(f"{form}.{place}") or LABELS.get(place) or place
