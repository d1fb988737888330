"""The issuer authorises another, in writing, to grant a directive more time, and takes that back; every other power stays his own.

Nothing is asked anew: a request that waits moves to who decides it from now on.
"""

from sqlmodel import col, select

from models.cases import Act, Case
from models.directives import Directive
from models.errors import Refused
from models.steps import Step, StepState
from tasks.acts import Doing, act, move_step, open_for_change
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.directive_acts import NotTheIssuer
from tasks.directive_questions import AUTHORISED, EXTENSION, TAKEN_BACK
from tasks.directive_seats import decider, granter, may_decide
from tasks.directives import check_authorised
from tasks.office import directive_of
from tasks.who import Role, roster

ACT_TITLES = {AUTHORISED: "Ủy quyền quyết định gia hạn nhiệm vụ", TAKEN_BACK: "Thôi ủy quyền quyết định gia hạn nhiệm vụ"}
KEEPERS = (Role.STANDING_MEMBER, Role.SECRETARY)  # Đ7.10: the standing office takes down what the issuer's document says


def authorise(desk: Desk, case: Case, seat: str, document: str, *, officer_id: str | None) -> Act:
    """This seat grants more time from now on, by this document of the issuer's; instead of whom he had authorised before."""
    duty = _of(desk, case, document, officer_id)
    check_authorised(desk, duty.issuer_seat, seat, document)
    if (seat, document.strip()) == (duty.granter_seat, duty.granter_document):
        raise Refused("Ủy quyền này đã được ghi nhận; không có gì thay đổi.")
    duty_before = {"seat": duty.granter_seat, "document": duty.granter_document}
    reason = f"{roster(desk).called(seat)} quyết định gia hạn, theo ủy quyền tại {document.strip()}"
    payload = {"before": duty_before, "seat": seat, "document": document.strip()}
    return _set(desk, case, duty, seat, document.strip(), Doing(AUTHORISED, reason, officer_id, payload))


def take_back(desk: Desk, case: Case, *, reason: str, officer_id: str | None) -> Act:
    """Who issued it grants more time himself again."""
    duty = _of(desk, case, reason, officer_id)
    if duty.granter_seat is None:
        raise Refused("Nhiệm vụ này không có ủy quyền quyết định gia hạn nên không có gì để thôi.")
    payload = {"before": {"seat": duty.granter_seat, "document": duty.granter_document}}
    return _set(desk, case, duty, None, "", Doing(TAKEN_BACK, reason, officer_id, payload))


def may_take_down(desk: Desk, duty: Directive, officer_id: str | None) -> bool:
    """Whether he may record who is authorised: who issued it, or the standing office from his document; never who owes it."""
    people = roster(desk)
    if officer_id is None or officer_id == people.holders.get(duty.lead_seat):
        return False
    keeps = {people.answerer(seat.id).officer_id for seat in people.by_role(*KEEPERS)}
    return officer_id in keeps or may_decide(desk, duty, officer_id)


def _of(desk: Desk, case: Case, reason: str, officer_id: str | None) -> Directive:
    """The directive of an open case, its row locked, if he may record it."""
    open_for_change(desk, case.id, reason)
    duty = directive_of(desk, case)
    desk.session.refresh(duty)
    if not may_take_down(desk, duty, officer_id):
        raise NotTheIssuer(
            "Ủy quyền quyết định gia hạn do người giao nhiệm vụ, hoặc Ủy viên thường trực, Thư ký Tổ công tác ghi nhận theo văn bản "
            "của người giao; người đứng đầu cơ quan chủ trì không tự ghi nhận cho việc của mình."
        )
    return duty


def _set(desk: Desk, case: Case, duty: Directive, seat: str | None, document: str, doing: Doing) -> Act:
    former = duty.granter_seat
    duty.granter_seat, duty.granter_document = seat, document
    desk.session.add(duty)
    desk.session.flush()
    why = f"{ACT_TITLES[doing.kind]}: {doing.reason.strip()}."
    done, _ = act(desk, case.id, doing, why)
    asked = _move_waiting(desk, case, duty, why)
    people = roster(desk)
    touched = [seat for seat in (seat, former, duty.lead_seat, decider(desk, duty)) if seat is not None]
    told = [officer for one in touched if (officer := people.holders.get(one)) not in (None, doing.officer_id, *asked)]
    telling = Telling(
        key=f"act/{done.n}",
        kind="told",
        title=ACT_TITLES[doing.kind],
        what=f"{why} Việc điều chỉnh, dừng, tách nhiệm vụ vẫn do người giao quyết định. Nội dung nhiệm vụ: {duty.text}",
        clauses=EXTENSION.clauses,
        why="Ông/Bà giao, chủ trì nhiệm vụ này, hoặc được giao, thôi giao quyết định gia hạn.",
    )
    tell(desk, case, [officer for officer in told if officer is not None], telling)
    return done


def _move_waiting(desk: Desk, case: Case, duty: Directive, why: str) -> list[str | None]:
    """What has been asked and not decided goes to who may decide now; returns who was written to about it, before and after."""
    waiting = select(Step).where(col(Step.case_id) == case.id, col(Step.question) == EXTENSION.key, col(Step.state) == StepState.OPEN)
    written: list[str | None] = []
    for step in desk.session.exec(waiting.execution_options(populate_existing=True)):
        former = step.officer_id
        if move_step(desk, step, roster(desk).answerer(granter(desk, duty), about=step.about), why):
            written += [former, step.officer_id]
    return written
