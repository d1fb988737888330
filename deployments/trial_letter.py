"""The letter ``doctor --send-test`` sends."""

from datetime import datetime
from uuid import uuid4

from models.clock import OFFICE_ZONE
from notifications.address import Party
from notifications.dispatch import message_id
from notifications.message import Envelope
from notifications.words import render


def trial_letter(committee: str, sender: str, address: str) -> Envelope:
    """A letter to ``address`` that asks nothing; ``BadAddress`` for one that is none."""
    now = datetime.now(OFFICE_ZONE)  # a trial is of the mail server, which lives in real time
    to = Party("Người nhận thư thử", address)
    words = render(
        "told",
        {
            "committee": committee,
            "recipient_name": to.name,
            "title": "Thư thử của hệ thống",
            "what": f"Đây là thư thử, gửi lúc {now:%H:%M:%S} ngày {now:%d/%m/%Y}. Nhận được thư này là máy chủ thư của nhà gửi đi được.",
            "clause_texts": ["khoản 10 Điều 7 Quy chế"],
            "why": "Người vận hành hệ thống vừa cho gửi thử tới địa chỉ này.",
            "silence": "Thư gửi để thử, không cần trả lời.",
        },
    )
    return Envelope(
        message_id=message_id(uuid4(), sender.rpartition("@")[2]),
        date=now,
        sender=Party(committee, sender),
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )
