"""The two ways by Zalo as a postman takes them: a letter in, a receipt out, an address that takes no letters marked as bad."""

from collections.abc import Callable, Mapping

from sqlalchemy import TextClause, text

from models.store import Store
from notifications.channels.receipt import Receipt
from notifications.channels.zalo.codes import what_next
from notifications.channels.zalo.messages import ZaloTemplate, ZaloText
from notifications.channels.zalo.sending import ZaloService, send
from notifications.dispatch import Counter
from notifications.outgoing import Outgoing
from notifications.zalo_letters import NotForZalo, template_of, text_of
from regulation.letters import ChannelName

# Only while it is still the one that was refused: it may have been mended since.
BAD_PHONE = text("UPDATE officer SET zalo_refused = :why WHERE id = :officer AND phone = :address")
NOT_HIS = text("UPDATE officer SET zalo_user_id = NULL, zalo_seen_at = NULL WHERE id = :officer AND zalo_user_id = :address")


def ways(service: ZaloService, store: Store, counter: Counter, approved: Mapping[str, str]) -> dict[str, Callable[[Outgoing], Receipt]]:
    """Channel → what sends a letter by it. ``approved``: template → the id Zalo approved it under.

    A letter that cannot go this way raises ``Refused`` before anything leaves; it then takes the next channel.
    """

    def by_phone(letter: Outgoing) -> Receipt:
        phone = letter.reader.phone
        if phone is None:
            raise NotForZalo("Người nhận chưa có số điện thoại nhận Zalo.")
        return _sent(template_of(letter, counter, phone, letter.n, approved), letter, BAD_PHONE, phone)

    def by_account(letter: Outgoing) -> Receipt:
        user = letter.reader.zalo_user
        if user is None:
            raise NotForZalo("Người nhận chưa liên kết Zalo, hoặc đã quá 7 ngày không tương tác với OA.")
        return _sent(text_of(letter, counter, user), letter, NOT_HIS, user)

    def _sent(message: ZaloTemplate | ZaloText, letter: Outgoing, bad: TextClause, address: str) -> Receipt:
        receipt = send(service, message)
        if what_next(receipt).bad_address:
            with store.transaction() as session:
                session.execute(bad, {"officer": letter.officer_id, "address": address, "why": receipt.reply[:500]})
        return receipt

    return {ChannelName.ZALO: by_phone, ChannelName.ZALO_OA: by_account}
