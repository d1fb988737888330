"""What an operator may do with a letter that nothing moves any more: send it again, take it as arrived, hand a sheet over."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.access import Link
from models.base import new_id
from models.journal import Entry
from models.letters import LetterAct, LetterState
from models.people import Officer
from notifications.address import Party
from notifications.dispatch import Counter, message_of
from tasks.letter_acts import NoReason, NoSuchLetter, NotWaiting, acts_open_to, hand_over, resend, settle
from tests.office.cast import HEALTH, SECRETARY, Office
from tests.office.test_letter_log import LATER, ODD, do, in_doubt, in_the_morning, on_paper, story, told  # noqa: F401 - a fixture
from tests.office.test_post_room import GONE, LOST, deliver, letter, queue, set_up


def test_a_letter_in_doubt_is_sent_again_as_the_same_letter_and_counted(office: Office) -> None:
    one = in_doubt(office)
    before = letter(office, one)
    do(office, resend, one)
    queued = letter(office, one)
    assert (queued.state, queued.hold_until, queued.channel) == (LetterState.QUEUED, None, "mail")
    [sent] = deliver(office)
    counter = Counter(Party("BCĐ", "nhip@coquan.example"), b"k" * 32, "http://nhip.example", lambda sha256: b"")
    assert message_of(sent, counter) == message_of(before, counter)
    found = story(office, one)
    assert (found.letter.state, found.resent) == (LetterState.ACCEPTED, 1)
    what = [event.what for event in found.events]
    act = next(event for event in found.events if event.what.endswith(": Gửi lại"))
    assert act.detail == "Đã hỏi qua điện thoại"
    assert what.index("Người phát thư nhận thư, gửi lần 2 bằng thư điện tử") < what.index(act.what)
    assert what.index(act.what) < what.index("Người phát thư nhận thư, gửi lần 3 bằng thư điện tử")
    with office.bureau.reading_desk() as desk:
        lines = [line.body for line in desk.session.exec(select(Entry).order_by(col(Entry.n).desc()).limit(1))]
    assert '"act":"letter.resend"' in lines[0]
    assert f'"actor":"{SECRETARY}"' in lines[0]


def test_a_letter_is_taken_as_arrived_on_somebodys_word(office: Office) -> None:
    one = in_doubt(office)
    do(office, settle, one)
    found = story(office, one)
    assert (found.letter.state, found.open_to) == (LetterState.ACCEPTED, ())
    assert found.events[-1].detail == "Đã hỏi qua điện thoại"
    assert deliver(office) == []


def test_a_refused_letter_goes_to_the_address_of_today(office: Office) -> None:
    code = queue(office, "code", urgent=True)
    other = queue(office)
    with office.bureau.desk() as desk:
        desk.session.execute(text("INSERT INTO channelstate (channel, enabled) VALUES ('paper', false)"))
    deliver(office, {"mail": GONE})
    assert letter(office, other).state == letter(office, code).state == LetterState.FAILED
    with office.bureau.desk() as desk:
        person = desk.session.get_one(Officer, HEALTH)
        person.email, person.email_refused = "moi@soyte.example", None
    do(office, resend, other)
    [sent] = deliver(office)
    assert (sent.id, sent.address) == (other, "moi@soyte.example")
    assert acts_open_to(letter(office, code)) == ("settle",)
    with pytest.raises(NotWaiting, match="Mã đăng nhập trong thư này đã hết hiệu lực"):
        do(office, resend, code)


def test_what_was_answered_meanwhile_is_not_asked_again(office: Office) -> None:
    link = Link(id=new_id(), sha256="x" * 64, officer_id=HEALTH, purpose="step", expires_at=office.clock.at)
    set_up(office, link)
    one = in_doubt(office, link_id=link.id)
    with office.bureau.desk() as desk:
        desk.session.get_one(Link, link.id).used_at = desk.now
    with pytest.raises(NotWaiting, match="đã có trả lời hoặc đã chuyển người khác"):
        do(office, resend, one)
    assert letter(office, one).state == LetterState.DOUBT
    do(office, settle, one)
    with pytest.raises(NotWaiting, match="đã được xử lý"):
        do(office, resend, one)


def test_what_a_letter_carries_goes_and_ends_with_it(office: Office) -> None:
    first, second = queue(office, "remind", title="Nhắc một"), queue(office, "remind", title="Nhắc hai")
    with office.bureau.desk() as desk:
        desk.session.execute(text("INSERT INTO channelstate (channel, enabled) VALUES ('paper', false)"))
    deliver(office, {"mail": GONE})
    whole = letter(office, first).carried_by
    assert whole is not None
    assert letter(office, second).state == LetterState.FAILED
    with pytest.raises(NotWaiting, match=f"đi chung trong một thư khác.*{whole}"):
        do(office, resend, first)
    do(office, resend, whole)
    assert letter(office, first).state == LetterState.CARRIED
    [sent] = deliver(office)
    assert [one.id for one in sent.carries] == sorted([first, second])
    assert letter(office, second).state == LetterState.ACCEPTED


def test_settling_a_letter_settles_what_it_carries(office: Office) -> None:
    first, _ = queue(office, "remind", title="Nhắc một"), queue(office, "remind", title="Nhắc hai")
    deliver(office, {"mail": LOST})
    whole = letter(office, first).carried_by
    assert whole is not None
    do(office, settle, whole)
    assert letter(office, first).state == LetterState.ACCEPTED


def test_a_sheet_is_handed_over_once(office: Office) -> None:
    one = on_paper(office)
    assert story(office, one).open_to == ("handed-over",)
    do(office, hand_over, one, "Văn thư Sở nhận")
    given = letter(office, one)
    assert given.delivered_at == office.clock.at
    assert story(office, one).events[-1].what.endswith(": Đã giao tận tay")
    with pytest.raises(NotWaiting, match="đã được xử lý"):
        do(office, hand_over, one)


@pytest.mark.parametrize("what", [resend, settle])
def test_only_a_stranded_letter_can_be_acted_on_and_only_with_a_reason(office: Office, what: Any) -> None:
    one = queue(office)
    with pytest.raises(NotWaiting, match="chỉ dùng cho thư chưa rõ đã đến"):
        do(office, what, one)
    deliver(office, {"mail": ODD})
    for reason in ("  ", "x" * 501):
        with pytest.raises(NoReason):
            do(office, what, one, reason)
    assert letter(office, one).state == LetterState.PARKED
    do(office, what, one, by=None)
    assert story(office, one).events[-2 if what is resend else -1].what.startswith("Người vận hành: ")
    with pytest.raises(NoSuchLetter):
        do(office, what, uuid4())
    with office.bureau.reading_desk() as desk:
        assert len(desk.session.exec(select(LetterAct)).all()) == 1


def test_of_two_operators_at_once_one_does_it_and_the_other_reads_who(office: Office) -> None:
    one = in_doubt(office)
    ready, said = threading.Barrier(8), list[str]()

    def act(n: int) -> None:
        ready.wait()
        try:
            do(office, resend if n % 2 else settle, one)
            said.append("")
        except NotWaiting as late:
            said.append(str(late))

    hands = [threading.Thread(target=act, args=(n,)) for n in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(map(bool, said)) == [False] + [True] * 7
    assert all("đã được xử lý" in sentence and "ghi «" in sentence for sentence in said if sentence)
    with office.bureau.reading_desk() as desk:
        assert [act.n for act in desk.session.exec(select(LetterAct))] == [1]
