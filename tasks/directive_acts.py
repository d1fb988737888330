"""What the issuer does to a directive from outside its line: changes it, gives it to another agency, stops it, splits it.

Each is one act: what was asked is withdrawn, whom it touches is told, and the case goes on anew from the assignment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlmodel import col

from models.cases import Act, Case
from models.directives import Directive, Ending, Extension
from models.errors import Refused
from tasks.acts import Doing, act, open_for_change
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_questions import CHANGED, NEW_LEAD, SPLIT, STOPPED
from tasks.directive_seats import may_decide
from tasks.directives import ASSIGN_CLAUSES, NewDirective, check_order, give
from tasks.office import directive_of
from tasks.who import roster

ACT_TITLES = {
    CHANGED: "Điều chỉnh nhiệm vụ",
    NEW_LEAD: "Giao cơ quan khác chủ trì",
    STOPPED: "Dừng nhiệm vụ",
    SPLIT: "Tách nhiệm vụ",
}
HELPS_NO_MORE = {
    CHANGED: "Cơ quan của Ông/Bà thôi phối hợp thực hiện nhiệm vụ này.",
    STOPPED: "Cơ quan của Ông/Bà không còn phải phối hợp thực hiện nhiệm vụ này.",
    SPLIT: "Nhiệm vụ chung kết thúc; việc phối hợp thực hiện từng nhiệm vụ được tách, nếu có, được báo bằng thư riêng.",
}


class NotTheIssuer(Refused):
    """Chỉ người giao nhiệm vụ mới điều chỉnh, dừng, tách nhiệm vụ hoặc giao cơ quan khác chủ trì."""

    status = 403


@dataclass(frozen=True)
class Part:
    """What a directive is split into, or changed to; ``due`` None only where the whole is a standing duty.

    ``coordinating`` None: the agencies that help with the whole. Nobody helps himself: the lead agency is left out.
    """

    text: str
    lead_agency: str
    due: date | None
    product: str = ""
    coordinating: tuple[str, ...] | None = None


def change(desk: Desk, case: Case, to: Part, *, reason: str, officer_id: str | None) -> Act:
    """Another text, day, product or other helpers; the head takes it on anew. The first day it was given stays on record."""
    duty = _decided(desk, case, reason, officer_id)
    helpers = _helpers(duty, to, duty.lead_agency)
    check_order(desk, to.text, duty.lead_agency, helpers, to.due)
    if to.due is None and duty.due is not None:
        raise Refused("Nhiệm vụ có thời hạn không đổi thành nhiệm vụ thường xuyên được; hãy dừng nhiệm vụ này và giao nhiệm vụ mới.")
    before = {"text": duty.text, "due": str(duty.due), "product": duty.product, "coordinating": list(duty.coordinating)}
    dropped = [code for code in duty.coordinating if code not in helpers]
    duty.text, duty.due, duty.product, duty.coordinating = to.text, to.due, to.product, list(helpers)
    duty.due_original = duty.due_original or to.due
    return _act(desk, case, duty, Doing(CHANGED, reason, officer_id, {"before": before}), helped=dropped)


def new_lead(desk: Desk, case: Case, agency: str, *, reason: str, officer_id: str | None) -> Act:
    """Another agency owes it from now on: its head is asked to take it on, the former one is told."""
    duty = _decided(desk, case, reason, officer_id)
    check_order(desk, duty.text, agency, (), None)
    if agency == duty.lead_agency:
        raise Refused("Cơ quan này đang chủ trì nhiệm vụ; hãy chọn cơ quan khác.")
    former = duty.lead_seat
    head = roster(desk).head_of(agency)
    assert head is not None
    payload = {"from": duty.lead_agency, "to": agency}
    duty.lead_agency, duty.lead_seat, duty.doer, duty.assigned_on = agency, head.id, "", desk.today
    duty.coordinating = [code for code in duty.coordinating if code != agency]
    return _act(desk, case, duty, Doing(NEW_LEAD, reason, officer_id, payload), also=former)


def stop(desk: Desk, case: Case, *, reason: str, officer_id: str | None) -> Act:
    """Nothing is owed any more; the case ends as stopped, not as done."""
    duty = _decided(desk, case, reason, officer_id)
    duty.ending, duty.ended_on = Ending.STOPPED, desk.today
    return _act(desk, case, duty, Doing(STOPPED, reason, officer_id), helped=duty.coordinating)


def split(desk: Desk, case: Case, parts: Sequence[Part], *, reason: str, officer_id: str | None) -> list[Case]:
    """Several directives instead of one, each a case born of this one with the same source and issuer; returns them."""
    duty = _decided(desk, case, reason, officer_id)
    if len(parts) < 2:
        raise Refused("Tách nhiệm vụ phải thành ít nhất hai nhiệm vụ.")
    if duty.due is not None and any(part.due is None for part in parts):
        raise Refused("Mỗi nhiệm vụ được tách ra phải ghi thời hạn.")
    for part in parts:
        check_order(desk, part.text, part.lead_agency, _helpers(duty, part, part.lead_agency), part.due)
    duty.ending, duty.ended_on = Ending.SPLIT, desk.today
    done = _act(desk, case, duty, Doing(SPLIT, reason, officer_id, {"parts": len(parts)}), helped=duty.coordinating)
    return [
        give(desk, _part(duty, part), parent_id=case.id, birth_key=f"part/{done.n}/{number}") for number, part in enumerate(parts, start=1)
    ]


def _part(duty: Directive, part: Part) -> NewDirective:
    return NewDirective(
        source=duty.source,
        source_text=duty.source_text,
        source_number=duty.source_number,
        source_date=duty.source_date,
        issuer_seat=duty.issuer_seat,
        text=part.text,
        lead_agency=part.lead_agency,
        coordinating=_helpers(duty, part, part.lead_agency),
        due=part.due,
        product=part.product,
        parent_id=duty.id,
        granter_seat=duty.granter_seat,
        granter_document=duty.granter_document,
    )


def _helpers(duty: Directive, part: Part, lead: str) -> tuple[str, ...]:
    given = duty.coordinating if part.coordinating is None else part.coordinating
    return tuple(code for code in given if code != lead)


def _decided(desk: Desk, case: Case, reason: str, officer_id: str | None) -> Directive:
    """The directive of an open case, its row locked, if this officer's word counts."""
    open_for_change(desk, case.id, reason)
    duty = directive_of(desk, case)
    desk.session.refresh(duty)
    if not may_decide(desk, duty, officer_id):
        raise NotTheIssuer(NotTheIssuer.__doc__)
    return duty


def _act(desk: Desk, case: Case, duty: Directive, doing: Doing, also: str | None = None, helped: Sequence[str] = ()) -> Act:
    """``also``: the seat that owed it before; ``helped``: the agencies that help with it no more."""
    desk.session.add(duty)
    desk.session.flush()
    # What was asked before the change is answered by it.
    desk.session.execute(
        update(Extension)
        .where(col(Extension.directive_id) == duty.id, col(Extension.decided_at).is_(None))
        .values(decided_at=desk.now, decided_by=doing.officer_id, note=ACT_TITLES[doing.kind])
    )
    why = f"{ACT_TITLES[doing.kind]}: {doing.reason.strip()}"
    done, withdrawn = act(desk, case.id, doing, why)
    people = roster(desk)
    known = {step.officer_id for step in withdrawn}
    heads = [people.holders.get(seat) for seat in (duty.lead_seat, also) if seat is not None]
    telling = Telling(
        key=f"act/{done.n}",
        kind="told",
        title=f"{ACT_TITLES[doing.kind]} theo ý kiến người giao nhiệm vụ",
        what=f"{why}. Nội dung nhiệm vụ: {duty.text}",
        clauses=("Đ3.1a", "Đ11.2a"),
        why="Ông/Bà đứng đầu cơ quan chủ trì nhiệm vụ.",
    )
    tell(desk, case, [head for head in heads if head is not None and head not in known], telling)
    if helped:
        _tell_no_more(desk, case, duty, done, helped)
    return done


def _tell_no_more(desk: Desk, case: Case, duty: Directive, done: Act, helped: Sequence[str]) -> None:
    """The heads of the agencies that helped with it learn that they do no more, and why."""
    people = roster(desk)
    heads = [people.holders.get(seat.id) for seat in map(people.head_of, helped) if seat is not None]
    text = done.payload.get("before", {}).get("text", duty.text)
    telling = Telling(
        key=f"act/{done.n}/helpers",
        kind="told",
        title=f"{ACT_TITLES[done.kind]} theo ý kiến người giao nhiệm vụ",
        what=f"{ACT_TITLES[done.kind]}: {done.reason}. {HELPS_NO_MORE[done.kind]} Nội dung nhiệm vụ: {text}",
        clauses=ASSIGN_CLAUSES,
        why="Ông/Bà đứng đầu cơ quan được giao phối hợp.",
    )
    tell(desk, case, [head for head in heads if head is not None and head != people.holders.get(duty.lead_seat)], telling)
