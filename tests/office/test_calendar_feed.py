"""Somebody's own calendar: what stands in it, what does not, and that it stays the same until something changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar
from sqlalchemy import text

from tasks.calendar_content import calendar_of
from tasks.calendar_feeds import living_feed, make, owner_of, revoke
from tasks.casework import cancel_case
from tests.office.cast import CHAIR, EDUCATION, HEALTH, SECRETARY, Office, together
from tests.office.gatherings import changed
from tests.office.happenings import LATER, meeting, moved


def content(office: Office, officer: str = HEALTH) -> bytes:
    with office.bureau.reading_desk() as desk:
        return calendar_of(desk, officer)


def events(office: Office, officer: str = HEALTH) -> dict[str, Any]:
    """UID → event."""
    calendar = Calendar.from_ical(content(office, officer))
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert len({str(one["UID"]) for one in calendar.events}) == len(calendar.events)
    return {str(one["UID"]): one for one in calendar.events}


def standing(office: Office, case_id: UUID, officer: str = HEALTH) -> tuple[str, datetime, int] | None:
    one = events(office, officer).get(meeting(office, case_id).uid)
    return None if one is None else (str(one["STATUS"]), one["DTSTART"].dt, one["SEQUENCE"])


def summaries(office: Office, officer: str) -> list[str]:
    return [str(one["SUMMARY"]) for one in events(office, officer).values()]


FIRST = datetime(2019, 9, 27, 1, tzinfo=UTC)


def test_who_is_invited_and_who_presides_have_the_meeting_under_its_own_uid(office: Office, inviting: UUID) -> None:
    for officer in (HEALTH, EDUCATION, CHAIR):
        assert standing(office, inviting, officer) == ("CONFIRMED", FIRST, 0)
    assert standing(office, inviting, "P06") is None, "who is not invited"


def test_a_meeting_that_has_moved_is_tentative_until_its_new_invitation_is_out(office: Office, inviting: UUID) -> None:
    office.post_all()
    moved(office, inviting)
    assert standing(office, inviting) == ("TENTATIVE", LATER.astimezone(UTC), 1)
    office.play(inviting, until=lambda _: any(step.question == "rsvp" for step in office.asked(inviting)))
    assert standing(office, inviting) == ("CONFIRMED", LATER.astimezone(UTC), 1)


def test_a_cancelled_meeting_is_seen_as_cancelled_for_a_month(office: Office, inviting: UUID) -> None:
    office.post_all()
    with office.bureau.desk() as desk:
        cancel_case(desk, inviting, "Quý này không họp", officer_id=CHAIR)
    assert [(standing(office, inviting, one) or ("",))[0] for one in (HEALTH, CHAIR)] == ["CANCELLED"] * 2
    office.clock.move(office.clock.at + timedelta(days=31))
    assert standing(office, inviting) is None


def test_who_is_invited_no_more_sees_his_own_entry_cancelled(office: Office, inviting: UUID) -> None:
    office.post_all()
    changed(office, inviting, [], ["member_yt"])
    assert [(standing(office, inviting, one) or ("",))[0] for one in (HEALTH, EDUCATION)] == ["CANCELLED", "CONFIRMED"]


def test_what_is_asked_stands_on_its_day_until_it_is_answered_and_leads_to_the_page_not_to_the_link(office: Office, inviting: UUID) -> None:
    step = office.step(inviting, "rsvp/member_yt")
    entry = events(office)[f"{step.id}@nhip"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (step.due, step.due + timedelta(days=1))
    assert str(entry["SUMMARY"]) == f"Hạn: {step.title}"
    assert str(entry["URL"]) == f"http://nhip.example/ho-so/{inviting}"
    assert b"/t/" not in content(office)
    office.answer(step, {"choice": "attend"})
    assert f"{step.id}@nhip" not in events(office)


def test_nobody_else_is_named(office: Office, inviting: UUID) -> None:
    office.answer(office.step(inviting, "rsvp/member_gd"), {"choice": "leave", "reason": "Khám bệnh"})
    assert office.bureau.law.sample is not None
    for officer in (CHAIR, HEALTH, SECRETARY):
        said = content(office, officer).decode().replace("\r\n ", "")
        assert [one.name for one in office.bureau.law.sample.people if one.name in said] == []
        assert "Khám bệnh" not in said
        assert "mailto:" not in said


def test_the_committees_days_stand_where_they_concern_a_seat_and_only_until_the_meeting_has_its_own(office: Office, inviting: UUID) -> None:
    chair, health, secretary = (summaries(office, one) for one in (CHAIR, HEALTH, SECRETARY))
    assert "Họp Ban Chỉ đạo quý IV năm 2019 (dự kiến)" in chair
    assert "Họp Ban Chỉ đạo quý I năm 2020 (dự kiến)" in health
    assert not [one for one in chair if "quý III năm 2019 (dự kiến)" in one and "Họp Ban" in one]
    assert not [one for one in health if "Tổ công tác" in one]
    assert "Họp Tổ công tác giúp việc quý IV năm 2019 (dự kiến)" in secretary
    assert not [one for one in events(office, CHAIR).values() if isinstance(one["DTSTART"].dt, date) and "dự kiến" in str(one["SUMMARY"])
                and one["DTSTART"].dt < office.clock.at.date()]  # fmt: skip


def test_the_same_content_is_the_same_bytes_and_a_change_is_another(office: Office, inviting: UUID) -> None:
    before = content(office)
    office.clock.move(office.clock.at + timedelta(hours=2))
    assert content(office) == before
    office.answer(office.step(inviting, "rsvp/member_yt"), {"choice": "attend"})
    assert content(office) != before
    assert max(len(line) for line in before.split(b"\r\n")) <= 75


def test_one_address_lives_at_a_time_however_many_are_made_at_once(office: Office) -> None:
    tokens: list[str] = []

    def another() -> None:
        with office.bureau.desk() as desk:
            tokens.append(make(desk, HEALTH))

    together(*[another] * 4)
    with office.bureau.desk() as desk:
        assert sorted(filter(None, (owner_of(desk, one) for one in tokens))) == [HEALTH]
        assert living_feed(desk, HEALTH) is not None
        assert all(len(one) == 43 for one in tokens)
        assert revoke(desk, HEALTH)
        assert not revoke(desk, HEALTH)
        assert [owner_of(desk, one) for one in tokens] == [None] * 4


def test_an_address_opens_nothing_once_its_owner_holds_no_seat(office: Office) -> None:
    with office.bureau.desk() as desk:
        token = make(desk, HEALTH)
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE holding SET until = :day WHERE officer_id = :who"), {"day": desk.today, "who": HEALTH})
        assert owner_of(desk, token) is None
