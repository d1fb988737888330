"""What the standing office is told of the document exchange: papers refused there, or taken in by nobody."""

from collections.abc import Sequence

from models.exchange import DispatchState
from tasks.bureau import Desk
from tasks.exchange import Told, unfinished
from tasks.standing_office import Matter

_NAMED = 5  # dispatches a letter names


def exchange_in_trouble(desk: Desk) -> list[Matter]:
    """What the standing office is told of: refused, or not taken in within the days of the house rule."""
    open_ones = unfinished(desk)
    refused = [told for told in open_ones if told.row.state == DispatchState.REFUSED]
    late = [told for told in open_ones if told.late]
    sentences = {
        "exchange/late": (late, "chưa được tiếp nhận trên trục liên thông quá thời hạn", "Hãy hỏi văn thư bên nhận"),
        "exchange/refused": (
            refused,
            "bị bên nhận từ chối trên trục liên thông",
            "Hãy xem lý do, sửa rồi gửi lại, hoặc chuyển bằng cách khác và ghi lại",
        ),
    }
    where = f"ở trang {desk.bureau.portal_url}/lien-thong"
    return [
        Matter(key, f"Có {len(which)} văn bản {what}: {_listed(which)}. {way} {where}.")
        for key, (which, what, way) in sentences.items()
        if which
    ]


def _listed(which: Sequence[Told]) -> str:
    said = [f"{told.paper.notation} gửi {told.agency}" for told in which[:_NAMED]]
    return "; ".join(said) + (f"; và {len(which) - _NAMED} văn bản khác" if len(which) > _NAMED else "")
