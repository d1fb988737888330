"""Vắng mặt và thay mặt (Điều 4 Quy chế): của Trưởng ban, và của Ủy viên thường trực, điều mà Quy chế không nêu."""

from flows.process import process
from models.people import Absence
from tasks import absences, acting
from tasks.absence_questions import BACK, BEGINS, ENDS, ENTRUST, RECORDED, STANDING_IN_DECISION, STANDS_IN
from tasks.office import Office, absence_of
from tasks.verbs import ask, fix, hold
from tasks.who import Role


@process("Vắng mặt và thay mặt", clauses="Đ4", opening=absences.open_absence, subject=absence_of, version=absences.VERSION)
def absence(office: Office, away: Absence) -> str:  # noqa: ARG001 - its verbs find the absence themselves
    """Theo dõi một lần vắng mặt của Trưởng ban hoặc của Ủy viên thường trực, từ khi ghi nhận đến khi trở lại."""
    given = fix(office, RECORDED, lambda: acting.recorded(office))
    if given["returned"]:
        return str(fix(office, BACK, lambda: acting.tell_back(office)))

    # Đ4: the deputy in acting order stands in from the first day on, and the committee knows who it is.
    if given["chair"]:
        hold(office, BEGINS, rule="acting_begins", label="Chờ đến ngày Trưởng ban vắng mặt")
        fix(office, STANDS_IN, lambda: acting.tell_who_stands_in(office))

    # Đ4 is silent on the standing member: the chair decides who signs and accepts; until he has, what is asked of that seat waits.
    else:
        decision = ask(office, Role.CHAIR, for_=STANDING_IN_DECISION, about={"seat": given["seat"]})
        fix(office, ENTRUST, lambda: acting.entrust(office, decision))

    hold(office, ENDS, rule="acting_ends", label=f"Chờ đến khi {given['title']} trở lại")
    return str(fix(office, BACK, lambda: acting.tell_back(office)))
