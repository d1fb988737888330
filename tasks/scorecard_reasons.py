"""An agency says why its figures are as they are (Đ11): its head, for his own agency, in as many versions as he likes."""

from sqlmodel import col, select

from models.agencies import Agency
from models.errors import Refused
from models.scorecard import Kind, ScorecardReason
from regulation.calendar import Quarter
from tasks.answering import NotTheOneAsked
from tasks.bureau import Desk
from tasks.who import HEADS, roster

LONGEST = 2000  # characters
SAID = select(ScorecardReason).order_by(col(ScorecardReason.version))


class NothingSaid(Refused):
    """Xin ghi lý do; hiện chưa có lý do nào để rút lại."""


class TooLong(Refused):
    """Lý do dài quá 2.000 ký tự; xin rút gọn, nội dung khác gửi bằng văn bản."""


class NotYetBegun(Refused):
    """Quý này chưa bắt đầu nên chưa có số liệu để ghi lý do; xin chọn quý khác."""


def answered_for(desk: Desk, officer_id: str | None) -> list[str]:
    """The agencies for which an officer answers today, those that are no more and came to him among them."""
    people = roster(desk)
    headed = {seat.agency_id for seat in people.seats_of(officer_id or "") if seat.role in HEADS and seat.agency_id not in people.heirs}
    return [code for code in desk.session.exec(select(Agency.id).order_by(col(Agency.id))) if people.heirs.get(code, code) in headed]


def newest_reasons(desk: Desk, quarter: Quarter) -> dict[tuple[str, Kind], ScorecardReason]:
    """(agency, kind) → its last version; one without words has been taken back."""
    rows = desk.session.exec(SAID.where(col(ScorecardReason.period) == str(quarter)))
    return {(row.agency_id, Kind(row.kind)): row for row in rows}


def reasons_of(desk: Desk, agency: str, quarter: Quarter) -> dict[Kind, list[ScorecardReason]]:
    """Everything an agency has said about a quarter, by kind, the oldest first."""
    wanted = SAID.where(col(ScorecardReason.agency_id) == agency, col(ScorecardReason.period) == str(quarter))
    found: dict[Kind, list[ScorecardReason]] = {kind: [] for kind in Kind}
    for row in desk.session.exec(wanted):
        found[Kind(row.kind)].append(row)
    return found


def give_reason(desk: Desk, agency: str, quarter: Quarter, kind: Kind, words: str, *, by: str | None) -> ScorecardReason:
    """Write the next version, or, without words, take the last one back; the same words twice are one version.

    Raises :class:`NotTheOneAsked` for who does not answer for the agency; :class:`NothingSaid`, :class:`TooLong`, :class:`NotYetBegun`.
    """
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    if agency not in answered_for(desk, by) or by is None:
        raise NotTheOneAsked(NotTheOneAsked.__doc__)
    if quarter.first > desk.today:
        raise NotYetBegun(NotYetBegun.__doc__)
    if len(words) > LONGEST:
        raise TooLong(TooLong.__doc__)
    desk.session.exec(select(Agency).where(col(Agency.id) == agency).with_for_update(key_share=True)).one()  # one version after the other
    before = reasons_of(desk, agency, quarter)[kind]
    last = before[-1] if before else None
    if not words and (last is None or not last.words):
        raise NothingSaid(NothingSaid.__doc__)
    if last is not None and words == last.words:
        return last
    head = roster(desk).head_of(agency)
    assert head is not None
    row = ScorecardReason(
        agency_id=agency,
        period=str(quarter),
        kind=kind,
        version=len(before) + 1,
        words=words,
        seat_id=head.id,
        officer_id=by,
        written_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.actor = by
    desk.record("scorecard.reason", agency=agency, period=str(quarter), kind=kind.value, version=row.version, reason=str(row.id))
    return row
