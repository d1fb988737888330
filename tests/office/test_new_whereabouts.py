"""A meeting that is held online, or at several places, moves with all of them."""

from uuid import UUID

import pytest

from models.errors import Refused
from tasks.meeting_acts import Where
from tests.office.cast import AGENDA, PROMPT, Office
from tests.office.gatherings import what
from tests.office.happenings import LATER, ics_of, meeting, moved

POINTS = [{"point": "UBND huyện An Biên"}, {"point": "UBND huyện Kiên Hải"}]
MIXED = PROMPT | {"agenda": AGENDA | {"online": "hop.example/cu", "points": POINTS}}


@pytest.fixture
def mixed(office: Office) -> UUID:
    """A meeting at a place, at two further ones and online, whose invitations have arrived; one member has answered."""
    case_id = office.open()
    office.play_to(case_id, "rsvp", MIXED)
    office.post_all()
    office.answer(office.step(case_id, "rsvp/member_tc"), {"choice": "attend"})
    return case_id


def test_an_online_meeting_needs_no_room_and_its_new_invitation_says_the_new_way_in(office: Office, mixed: UUID) -> None:
    done = moved(office, mixed, place=Where("", "hop.example/moi", ["UBND huyện Hòn Đất"]))
    assert {name: done.payload[name] for name in ("place", "online", "points")} == {
        "place": "", "online": "hop.example/moi", "points": ["UBND huyện Hòn Đất"],
    }  # fmt: skip
    where = "các điểm cầu: UBND huyện Hòn Đất; họp trực tuyến: hop.example/moi"
    [said] = {what(letter) for letter in office.queued(mixed) if letter.kind == "told"}
    assert f"sang 14:00 ngày 08/10/2019, {where}. Lý do: Bão số 5." in said
    office.post_all()
    office.play_to(mixed, "rsvp", MIXED)
    asked = [letter for letter in office.queued(mixed) if "calendar" in letter.context]
    assert {letter.context["calendar"]["location"] for letter in asked} == {where}
    assert {letter.context["words"]["extra"]["place"] for letter in asked} == {where}
    assert "moi" in ics_of(office, asked[0]).replace("\r\n ", "")


def test_a_place_alone_leaves_the_way_in_and_the_further_places_as_they_are(office: Office, mixed: UUID) -> None:
    moved(office, mixed)
    found = meeting(office, mixed)
    assert (found.place, found.online, found.points) == ("Hội trường", "hop.example/cu", [point["point"] for point in POINTS])


def test_a_meeting_that_sits_nowhere_is_refused(office: Office, mixed: UUID) -> None:
    with pytest.raises(Refused, match="địa điểm họp, hoặc cách tham gia"):
        moved(office, mixed, place=Where("", "", ["UBND huyện Hòn Đất"]))
    assert meeting(office, mixed).sequence == 0


def test_a_room_alone_is_told_as_a_room_and_not_as_a_new_time(office: Office, invited: UUID) -> None:
    moved(office, invited, meeting(office, invited).starts_at, "Phòng họp số 2")
    [said] = {what(letter) for letter in office.queued(invited) if letter.kind == "told"}
    assert "Cuộc họp lúc 08:00 ngày 27/09/2019 giữ nguyên thời gian, nay tại Phòng họp số 2. Lý do: Bão số 5." in said
    assert meeting(office, invited).starts_at < LATER
