"""How long before a meeting its invitation must leave: days for a regular one, office hours for one called out of turn."""

from datetime import date, datetime, time, timedelta

from models.clock import OFFICE_ZONE, at
from models.meetings import Meeting
from regulation.calendar import WorkingCalendar
from tasks.bureau import Desk


def too_near_to_invite(desk: Desk, meeting: Meeting, starts_at: datetime) -> str:
    """Why this time leaves the invitation too little time; empty when it leaves enough.

    Regular: working days before the day (QĐ 45/2018/QĐ-TTg). Out of turn: office hours from now (D), for that decision excepts it.
    """
    starts_at = starts_at.astimezone(OFFICE_ZONE)
    if meeting.is_urgent:
        rule = desk.law.rules["extraordinary_notice"]
        if office_time(desk.law.calendar, desk.now, starts_at) >= timedelta(hours=rule.days):
            return ""
        return f"Giờ họp {starts_at:%H:%M ngày %d/%m/%Y} quá gần: giấy mời họp đột xuất phải gửi trước ít nhất {rule.days} giờ làm việc."
    rule = desk.law.rules["invitation_min"]
    if rule.date_from(starts_at.date(), desk.law.calendar) >= desk.today:
        return ""
    return f"Ngày {starts_at:%d/%m/%Y} quá gần: giấy mời phải gửi trước ngày họp ít nhất {-rule.days} ngày làm việc ({rule.citation})."


def office_time(calendar: WorkingCalendar, since: datetime, until: datetime) -> timedelta:
    """How much of the time between two instants lies within office hours."""
    total, day = timedelta(0), since.astimezone(OFFICE_ZONE).date()
    while day <= until.astimezone(OFFICE_ZONE).date():
        total += sum((_overlap(day, hours, since, until) for hours in calendar.office_hours if calendar.is_working_day(day)), timedelta(0))
        day += timedelta(days=1)
    return total


def _overlap(day: date, hours: tuple[time, time], since: datetime, until: datetime) -> timedelta:
    opens, closes = (at(day, hour) for hour in hours)
    return max(min(closes, until) - max(opens, since), timedelta(0))
