"""A letter's story in every state, its words, the list and its filters."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.access import Link
from models.base import new_id
from models.clock import HouseClock, at
from models.letters import Letter, LetterState
from models.people import Officer
from models.store import Store
from notifications import outbox
from notifications.address import Party
from notifications.channels.receipt import Outcome, Receipt
from notifications.dispatch import Counter, message_of
from regulation.letters import ChannelName, LetterGroup
from tasks.figures_of_the_house import accepted_so_far
from tasks.letter_csv import plain
from tasks.letter_filters import BadFilter, Filters, filters_of
from tasks.letter_list import counts, every_letter, letters
from tasks.letter_log import TWO_CLOCKS, Story, said_in, story_of
from tests.office.cast import AGENDA, HEALTH, SECRETARY, Office
from tests.office.test_post_room import GONE, LOST, MORNING, NIGHT, at_hour, deliver, letter, queue, set_up, words
from tests.opened import words_in

ODD = Receipt(Outcome.PARKED, 299, "lời lạ")
LATER = Receipt(Outcome.TRANSIENT, 451, "bận")


@pytest.fixture(autouse=True)
def in_the_morning(office: Office) -> None:
    at_hour(office, MORNING)


def story(office: Office, letter_id: UUID) -> Story:
    with office.bureau.reading_desk() as desk:
        return story_of(desk, letter_id)


def told(office: Office, letter_id: UUID) -> list[str]:
    return [one.what for one in story(office, letter_id).events]


def do(office: Office, what: Any, letter_id: UUID, reason: str = "Đã hỏi qua điện thoại", by: str | None = SECRETARY) -> Letter:
    with office.bureau.desk() as desk:
        desk.actor = by
        found: Letter = what(desk, letter_id, reason)
        return found


def in_doubt(office: Office, **more: Any) -> UUID:
    one = queue(office, **more)
    deliver(office, {"mail": LOST})
    assert letter(office, one).state == LetterState.DOUBT
    return one


def on_paper(office: Office, officer: str = HEALTH) -> UUID:
    with office.bureau.desk() as desk:
        desk.session.get_one(Officer, officer).email = None
    one = queue(office, officer=officer)
    deliver(office)
    assert letter(office, one).channel == "paper"
    return one


def test_the_story_of_a_letter_that_was_taken_names_channel_code_and_reply(office: Office) -> None:
    one = queue(office)
    assert told(office, one) == ["Viết thư, đưa vào hàng chờ", "Chờ gửi"]
    deliver(office)
    assert told(office, one) == ["Viết thư, đưa vào hàng chờ", "Người phát thư nhận thư, gửi lần 1 bằng thư điện tử", "Bên nhận đã nhận"]
    last = story(office, one).events[-1]
    assert (last.code, last.detail, last.tone) == (250, "ok", "done")
    named = queue(office)
    deliver(office, {"mail": Receipt(Outcome.ACCEPTED, 250, "ok", "4Ab7")})
    assert story(office, named).events[-1].detail == "ok · Mã thư ở bên nhận: 4Ab7"
    assert last.at is not None


def test_only_where_the_clock_can_be_moved_is_it_said_that_two_clocks_stand_in_the_story(office: Office) -> None:
    one = queue(office)
    deliver(office)
    assert story(office, one).remark == ""
    moved = replace(office.bureau, store=Store(office.bureau.store.url, HouseClock()))
    with moved.reading_desk() as desk:
        assert story_of(desk, one).remark == TWO_CLOCKS
        assert story_of(desk, queue(office)).remark == ""  # nobody has tried to send it
    moved.store.close()


def test_the_story_says_what_a_letter_waits_for(office: Office) -> None:
    late = queue(office)
    deliver(office, {"mail": LATER})
    [*_, again] = story(office, late).events
    assert (again.what, again.detail) == ("Chờ thử lại", "bận")
    at_hour(office, NIGHT)
    held = queue(office)
    deliver(office)
    assert told(office, held)[-1] == "Giữ lại đến 06:30 ngày 27/08/2019: đang trong giờ yên lặng của người nhận"
    at_hour(office, MORNING)
    with office.bureau.desk() as desk:
        desk.session.execute(
            text(
                "INSERT INTO channelstate (channel, enabled, paused_until, reason)"
                " VALUES ('mail', true, now() + interval '1 hour', 'sai mật khẩu')"
            )
        )
    [*_, rests] = story(office, held).events
    assert (rests.what, rests.detail) == ("Chờ: kênh thư điện tử đang nghỉ", "sai mật khẩu")


def test_the_story_tells_of_a_letter_under_way_and_of_a_postman_that_died(office: Office) -> None:
    one = queue(office)
    with office.bureau.desk() as desk:
        outbox.claim(desk.session, "me", desk.now, office.bureau.law.letters)
    assert story(office, one).events[-1].detail == "Đang gửi"
    with office.bureau.desk() as desk:
        outbox.expire(desk.session, "me")
    assert told(office, one)[-2:] == ["Người phát thư dừng giữa chừng, chưa rõ thư đã đi hay chưa", "Chờ gửi bằng thư điện tử"]


def test_the_story_tells_every_hop_and_both_doubts(office: Office) -> None:
    hopped = queue(office)
    deliver(office, {"mail": GONE})
    assert told(office, hopped)[1:] == [
        "Người phát thư nhận thư, gửi lần 1 bằng thư điện tử",
        "Bị từ chối hẳn",
        "Người phát thư nhận thư, gửi lần 2 bằng phiếu giấy",
        "Bên nhận đã nhận",
        "Phiếu giấy chờ giao tận tay",
    ]
    doubtful = in_doubt(office, officer="P12")
    assert told(office, doubtful).count("Chưa rõ đã đến hay chưa") == 2
    assert told(office, doubtful)[-1].startswith("Chưa rõ đã đến hay chưa: hỏi người nhận")


def test_the_story_gives_the_reason_of_what_was_withdrawn_and_leads_to_what_carried_it(office: Office) -> None:
    gone, first, second = queue(office), queue(office, "remind", title="Nhắc một"), queue(office, "remind", title="Nhắc hai")
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET state = 'withdrawn', detail = 'Đã có trả lời' WHERE id = :id"), {"id": gone})
    deliver(office)
    end = story(office, gone).events[-1]
    assert (end.what, end.detail, end.tone) == ("Đã rút trước khi gửi", "Đã có trả lời", "gone")
    carried = story(office, first)
    whole = letter(office, first).carried_by
    assert whole is not None
    assert carried.events[1].letter_id == whole
    assert carried.events[-1].what == "Bên nhận đã nhận"  # the carrier's try is its own
    assert [key for key, _ in story(office, whole).carries] == sorted([first, second])


def test_the_story_ends_with_the_link_opened_and_the_answer(office: Office) -> None:
    case = office.open()
    office.play_to(case, "agenda")
    step = office.step(case, "agenda/1")
    with office.bureau.reading_desk() as desk:
        mine = desk.session.exec(select(Letter).where(col(Letter.step_id) == step.id)).one()
    deliver(office)
    with office.bureau.desk() as desk:
        link = desk.session.get_one(Link, mine.link_id)
        link.opened_at = desk.now
    assert told(office, mine.id)[-1] == "Liên kết trong thư được mở lần đầu"
    office.answer(step, AGENDA)
    assert told(office, mine.id)[-1] == "Việc hỏi trong thư đã có trả lời, không qua liên kết trong thư này"


def test_the_words_are_shown_without_the_link_and_the_code(office: Office) -> None:
    link = Link(id=new_id(), sha256="x" * 64, officer_id=HEALTH, purpose="step", expires_at=office.clock.at)
    set_up(office, link)
    one = queue(office, link_id=link.id, context=words("Việc có liên kết"))
    code = queue(
        office, "code", context={"code_id": str(new_id()), "words": words()["words"] | {"clause_texts": [], "extra": {"minutes": "10"}}}
    )
    counter = Counter(Party("BCĐ", "nhip@coquan.example"), office.bureau.key, office.bureau.portal_url, lambda sha256: b"")
    with office.bureau.reading_desk() as desk:
        shown, hidden, sheet = said_in(desk, one), said_in(desk, code), said_in(desk, one, printed=True)
        real = words_in(message_of(desk.session.get_one(Letter, one), counter))
    assert shown is not None
    assert hidden is not None
    assert sheet is not None
    token = real.partition("/t/")[2][:43]
    assert len(token) == 43
    assert "/t/********" in shown.text
    assert token not in shown.text + shown.html + sheet.text
    assert "••••••" in hidden.text
    assert "http" not in sheet.text


def lines(office: Office, **given: str) -> list[str]:
    with office.bureau.reading_desk() as desk:
        return [one.title for one in letters(desk, filters_of(given)).lines]


def test_the_list_filters_by_everything_and_puts_what_waits_first(office: Office) -> None:
    in_doubt(office, title="Nghi ngờ")
    office.clock.move(office.clock.at + timedelta(days=1))
    case = office.open()
    queue(office, officer=SECRETARY, title="Kết luận quý III/2019", case_id=case)
    office.clock.move(office.clock.at + timedelta(days=1))
    queue(office, "told", title="Tin để biết", state="accepted", channel="paper")
    with office.bureau.reading_desk() as desk:
        own = {one.title for one in letters(desk, Filters(case=case)).lines}
    assert lines(office)[0] == "Nghi ngờ"
    assert lines(office)[1] == "Tin để biết"
    assert lines(office, state="doubt") == ["Nghi ngờ"]
    assert lines(office, channel="paper") == ["Tin để biết"]
    assert lines(office, group="information") == ["Tin để biết"]
    assert "Kết luận quý III/2019" in own
    assert set(lines(office, case=str(case))) == own
    assert lines(office, officer=HEALTH, since="2019-08-28") == ["Tin để biết"]
    assert lines(office, until="2019-08-26") == ["Nghi ngờ"]
    assert lines(office, words="KẾT LUẬN 2019") == lines(office, words="kết iii") == ["Kết luận quý III/2019"]
    assert lines(office, words="không' | có:* \\") == []


@pytest.mark.parametrize("state", LetterState)
def test_a_title_is_found_wherever_its_letter_stands(office: Office, state: LetterState) -> None:
    queue(office, "told", title="Tin cần tìm", state=state)
    assert lines(office, words="cần tìm") == ["Tin cần tìm"]
    with office.bureau.reading_desk() as desk:
        assert [one.title for one in every_letter(desk, Filters(words="cần tìm"))] == ["Tin cần tìm"]


def test_the_pages_follow_each_other_without_a_gap(office: Office) -> None:
    for n in range(7):
        queue(
            office,
            title=f"Việc {n}",
            state="doubt" if n % 3 == 0 else "accepted",
            channel="mail",
            ended_at=office.clock.at,
            queued_at=at(office.clock.at.date(), time(8, n // 2)),
        )
    found, after = [], ""
    with office.bureau.reading_desk() as desk:
        while True:
            page = letters(desk, Filters(), after, size=2)
            found += [one.title for one in page.lines]
            if page.following is None:
                break
            after = page.following
        whole = [one.title for one in letters(desk, Filters()).lines]
        exported = [one.title for one in every_letter(desk, Filters())]
        assert counts(desk, accepted_so_far()) == {LetterState.ACCEPTED: 4, LetterState.DOUBT: 3}
        with pytest.raises(BadFilter, match="hãy mở lại danh sách từ đầu"):
            letters(desk, Filters(), "x")
    assert found == whole == ["Việc 6", "Việc 3", "Việc 0", "Việc 5", "Việc 4", "Việc 2", "Việc 1"]
    assert exported == [f"Việc {n}" for n in (6, 5, 4, 3, 2, 1, 0)]


def test_every_wrong_filter_is_named_at_once() -> None:
    with pytest.raises(BadFilter) as bad:
        filters_of({"state": "lạ", "channel": "fax", "group": "x", "case": "1", "since": "hôm qua", "until": "0001-01-01"})
    for named in ("Tình trạng «lạ»", "Kênh «fax»", "Nhóm thư «x»", "Mã hồ sơ «1»", "Từ ngày «hôm qua»", "Đến ngày «0001-01-01»"):
        assert named in str(bad.value)
    assert filters_of({"group": "reminders", "channel": "mail", "words": " a "}) == Filters(
        group=LetterGroup.REMINDERS, channel=ChannelName.MAIL, words="a"
    )


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@a", " =1", "\t=1", "\u00a0=1", "\n"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert plain(cell) == f"'{cell}"
    assert plain("Việc = 1") == "Việc = 1"
