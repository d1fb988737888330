"""Theo dõi thực hiện một kết luận, chỉ đạo (khoản 1 Điều 5, khoản 3, 6 Điều 7, khoản 3 Điều 9, Điều 11 Quy chế)."""

from typing import Any

from flows.process import process
from models.directives import Directive
from tasks import directives
from tasks.directive_questions import (
    ACKNOWLEDGE,
    ACKNOWLEDGED,
    ASSIGN,
    CLOSE,
    CONFIRM,
    EXTENSION,
    NEXT_QUARTER,
    QUARTER_CLOSED,
    REPORT,
    STANDING_REPORT,
    UNACKNOWLEDGED,
    UNREPORTED,
)
from tasks.office import Office, directive_of
from tasks.verbs import ask, fix, gather, hold, open
from tasks.who import Role

LEAD, CONFIRMER, GRANTER = Role.LEAD, Role.CONFIRMER, Role.GRANTER


@process(
    "Theo dõi thực hiện nhiệm vụ",
    clauses="Đ5.1 Đ7.3 Đ7.6 Đ9.3 Đ11.1 Đ11.2",
    opening=directives.open_directive,
    subject=directive_of,
    version=directives.VERSION,
)
def directive(office: Office, duty: Directive) -> str:  # noqa: ARG001 - its verbs find the directive themselves
    """Theo dõi một nhiệm vụ từ khi giao đến khi được xác nhận hoàn thành."""
    # The issuer may change it, give it to another agency, stop or split it: each is an act, and what follows is asked anew.
    given = fix(office, ASSIGN, lambda: directives.assigned(office))
    if given["ended"]:
        return str(given["ended"])

    # Đ11.1: the head takes it on and names who does it (Đ9.3); who keeps silent owes it all the same, and is reported (Đ5.1).
    taken_on = gather(office, open(office, LEAD, ACKNOWLEDGE), until=ACKNOWLEDGED, label="Chờ cơ quan chủ trì tiếp nhận nhiệm vụ")
    if taken_on.silent:
        fix(office, UNACKNOWLEDGED, lambda: directives.tell_unacknowledged(office))

    # Đ9.3: a duty without an end is reported on each quarter, until who issued it stops it.
    n = 1
    while given["standing"]:
        hold(office, NEXT_QUARTER, rule="standing_report_call", label="Chờ đến kỳ báo cáo nhiệm vụ thường xuyên", suffix=str(n))
        asked = open(office, LEAD, STANDING_REPORT, suffix=str(n))
        heard = gather(office, asked, until=QUARTER_CLOSED, label="Chờ báo cáo quý về nhiệm vụ thường xuyên", suffix=str(n))
        if heard.silent:
            fix(office, UNREPORTED, lambda: directives.tell_unreported(office), suffix=str(n))
        n += 1

    # Đ2.2, Đ11.2: only the agency that owes it reports on it. Its silence is followed up by the ladder and never counts as done.
    returned: dict[str, Any] = {}
    while True:
        report = ask(office, LEAD, for_=REPORT, suffix=str(n), about=returned)
        if report.choice == "extend":
            # Who set the day grants another, or whom he authorised in writing; meanwhile the one that was set counts.
            open(office, GRANTER, EXTENSION, suffix=str(n), about=report.payload | {"seat": report.seats[0]})
        if report.choice == "submit":
            # Đ5.1, Đ7.3: evidence is checked, and the duty confirmed as done or returned with a reason.
            verdict = ask(office, CONFIRMER, for_=CONFIRM, suffix=str(n), about={"draft": report.key, "seat": report.seats[0]})
            if verdict.choice == "approve":
                return str(fix(office, CLOSE, lambda: directives.close(office)))
            returned = {"returned": verdict.payload["reason"], "returned_by": list(verdict.seats), "previous": report.key}
        n += 1
