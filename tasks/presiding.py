"""Who presides a meeting (khoản 3 Điều 3, Điều 4)."""

from models.meetings import Meeting
from tasks.bureau import Desk
from tasks.who import Asked, Role, roster


def presider_of(desk: Desk, meeting: Meeting) -> Asked:
    """Who presides: the seat chosen, or the chair; Đ4 when he is away."""
    people = roster(desk)
    return people.answerer(meeting.presider_seat or people.by_role(Role.CHAIR)[0].id)


def presiding_seat(desk: Desk, meeting: Meeting) -> str:
    """The seat that presides, the deputy's own where he stands in: what he concludes is his to extend."""
    presider = presider_of(desk, meeting)
    return presider.in_seat or presider.seats[0]
