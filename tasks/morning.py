"""What the house does of itself each morning, when the office opens; doing it twice on a day does nothing twice."""

from tasks.attendees import follow_the_roster
from tasks.away_reports import tell_who_was_away
from tasks.bureau import Desk
from tasks.directive_digest import send_digest
from tasks.late_notices import tell_late_notices
from tasks.late_plans import tell_late_plans
from tasks.late_reports import tell_late_reports


def morning(desk: Desk) -> None:
    """Meetings follow the roster, what is late and who was away is told of, the monthly digest leaves on its day."""
    follow_the_roster(desk)
    tell_late_notices(desk)
    tell_late_reports(desk)
    tell_late_plans(desk)
    tell_who_was_away(desk)
    send_digest(desk)
