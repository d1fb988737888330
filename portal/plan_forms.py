"""What the pages of a draft plan share: which plan it is, what was typed, what is too long."""

from uuid import UUID

from models.plans import Plan
from portal.posted import Posted
from portal.refusals import NotHere
from tasks.bureau import Desk
from tasks.office import PLAN

BASE = "/ho-so/{case_id}/ke-hoach"
LONGEST = 2000  # characters of a field
NO_DAY = "Không có ngày này; hãy nhập ngày có thật, ví dụ 30/06/2027."

Typed = dict[str, str]


def plan_in(desk: Desk, case_id: UUID) -> Plan:
    """The plan of a case that carries one; any other case has no such page."""
    found = PLAN.first(desk.session, case=case_id)
    if found is None:
        raise NotHere(NotHere.__doc__)
    return found


def typed_of(form: Posted) -> Typed:
    """The fields as they were typed, stripped."""
    return {name: value.strip() for name, value in form.fields if name != "csrf"}


def bounded(typed: Typed) -> dict[str, str]:
    """What is too long, by field."""
    return {name: f"Nội dung dài quá {LONGEST} chữ, hãy rút gọn." for name, value in typed.items() if len(value) > LONGEST}
