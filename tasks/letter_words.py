"""What states, channels, kinds and outcomes of letters are called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from models.letters import ALERT, LetterState
from notifications.channels.receipt import Outcome
from regulation.letters import ChannelName, LetterGroup


class Standing(Protocol):
    """A letter, or a line of a list of letters."""

    @property
    def state(self) -> LetterState:
        """Its state."""

    @property
    def channel(self) -> str | None:
        """By which channel it goes."""

    @property
    def delivered_at(self) -> datetime | None:
        """When it arrived, where that is known."""


STATES: Mapping[str, str] = {
    LetterState.QUEUED: "Chờ gửi",
    LetterState.SENDING: "Đang gửi",
    LetterState.ACCEPTED: "Bên nhận đã nhận",
    LetterState.FAILED: "Không gửi được",
    LetterState.DOUBT: "Chưa rõ đã đến hay chưa",
    LetterState.PARKED: "Chờ người vận hành xử lý",
    LetterState.CARRIED: "Đi chung trong thư khác",
    LetterState.WITHDRAWN: "Đã rút trước khi gửi",
}
CHANNELS: Mapping[str, str] = {
    ChannelName.MAIL: "Thư điện tử",
    ChannelName.ZALO: "Zalo (tin theo mẫu)",
    ChannelName.ZALO_OA: "Zalo (tin của tài khoản chính thức)",
    ChannelName.PAPER: "Phiếu giấy",
    ALERT: "Cảnh báo (NHIP_ALERT_URLS)",
}
GROUPS: Mapping[str, str] = {
    LetterGroup.OFFICIAL: "Việc được hỏi, giấy mời, giao việc",
    LetterGroup.REMINDERS: "Nhắc việc, đôn đốc",
    LetterGroup.INFORMATION: "Thông tin để biết",
    LetterGroup.RECEIPTS: "Ghi nhận đã trả lời",
}
OUTCOMES: Mapping[str, str] = {
    Outcome.ACCEPTED: "Bên nhận đã nhận",
    Outcome.TRANSIENT: "Chưa nhận, sẽ thử lại",
    Outcome.PERMANENT: "Bị từ chối hẳn",
    Outcome.CONFIG: "Kênh bị từ chối (tài khoản, chứng thư, cấu hình)",
    Outcome.QUOTA: "Kênh hết hạn mức",
    Outcome.PARKED: "Trả lời lạ, để riêng chờ người vận hành",
    Outcome.UNKNOWN: "Chưa rõ đã đến hay chưa",
    "bounced": "Máy chủ thư của người nhận gửi trả lại",
}
KINDS: Mapping[str, str] = {
    "ask": "Đề nghị trả lời",
    "remind": "Nhắc việc",
    "escalate": "Báo việc chậm",
    "invitation": "Giấy mời",
    "convocation": "Triệu tập",
    "guest": "Mời khách",
    "assignment": "Giao nhiệm vụ",
    "duty": "Nhiệm vụ",
    "follow-up": "Đôn đốc",
    "digest": "Tổng hợp tháng",
    "notice": "Thông báo kết luận",
    "consultation": "Lấy ý kiến",
    "opinions": "Kết quả lấy ý kiến",
    "code": "Mã đăng nhập",
    "withdrawn": "Thôi hỏi",
    "told": "Thông tin",
    "receipt": "Ghi nhận trả lời",
    "bundle": "Nhiều việc trong một thư",
}
ACTS: Mapping[str, str] = {"resend": "Gửi lại", "settle": "Coi như đã đến", "handed-over": "Đã giao tận tay"}


def channel_called(channel: str | None) -> str:
    """The channel's name; a letter that has not left yet has none."""
    return "chưa chọn kênh" if channel is None else CHANNELS.get(channel, channel)


def standing(letter: Standing) -> str:
    """Where a letter stands: its state, and of what was taken whether it has arrived or is a sheet nobody has handed over yet."""
    if letter.state != LetterState.ACCEPTED:
        return STATES[letter.state]
    if letter.delivered_at is not None:
        return "Đã đến"
    return "Phiếu giấy chờ giao" if letter.channel == ChannelName.PAPER else STATES[letter.state]
