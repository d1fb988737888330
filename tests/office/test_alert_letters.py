"""Operators' alerts by the outbox: written with the letter about the same matter, sent once, never blindly again."""

from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from deployments import watchman as watching
from deployments.postman import claim_next, delivery, post_one
from deployments.watchman import Watchman
from models.letters import ALERT, ChannelState, Letter, LetterState
from notifications import outbox
from notifications.channels.alerts import AlertAddresses
from notifications.channels.receipt import Outcome, Receipt
from notifications.dispatch import alert_of
from tasks import letter_acts
from tasks.letter_log import said_in, story_of
from tasks.letter_words import CHANNELS
from tasks.standing_office import Matter
from tests.office.cast import Office

URLS = ("json://user:bi-mat@mot.example", "json://hai.example/bi-mat")
LOST_MATTER = Matter("letter/doubt", "Có 2 thư chưa rõ đã đến hay chưa.")
OTHER_MATTER = Matter("clock", "Đồng hồ lệch nhau.")


class Boards(AlertAddresses):
    """Addresses that answer as a test says, by name; what they were told is kept."""

    def __init__(self) -> None:
        super().__init__(URLS, b"k" * 32)
        self.told: Counter[tuple[str, str]] = Counter()
        self.answers: dict[str, Outcome] = {}

    def tell(self, name: str, title: str, what: str) -> Receipt:
        self.told[name, what.partition("\n")[0]] += 1
        return Receipt(self.answers.get(name, Outcome.ACCEPTED))


@pytest.fixture
def boards() -> Boards:
    return Boards()


def raise_(office: Office, boards: Boards, *matters: Matter) -> None:
    """A watchman who has just been started finds these."""
    Watchman(office.bureau, 60, boards)._say(list(matters))


def alerts(office: Office) -> dict[tuple[str, str], Letter]:
    """By what they tell of and the name of their address."""
    with office.bureau.reading_desk() as desk:
        found = desk.session.exec(select(Letter).where(col(Letter.channel) == ALERT).order_by(col(Letter.id)))
        return {(one.key.removeprefix("alert/").partition("/2019")[0], one.address or ""): one for one in found}


def send_of(office: Office, boards: Boards, tmp_path: Path) -> Any:
    return delivery(office.bureau, "nhipmail://127.0.0.1:9", tmp_path, alerts=boards)


def post_all(office: Office, boards: Boards, tmp_path: Path) -> None:
    """Alerts alone: a mail server there is none."""
    send = send_of(office, boards, tmp_path)
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET retry_at = now() + interval '1 hour' WHERE channel IS NULL"))
    while post_one(office.bureau.store, send, "me", office.bureau.law.letters):
        pass


def due_again(office: Office) -> None:
    with office.bureau.desk() as desk:
        desk.session.execute(text("UPDATE letter SET retry_at = now() WHERE channel = 'alert' AND state = 'queued'"))


def test_an_alert_waits_with_its_letter_for_each_address_whose_secret_is_nowhere(office: Office, boards: Boards, tmp_path: Path) -> None:
    raise_(office, boards, LOST_MATTER)
    found = alerts(office)
    assert list(found) == [("letter/doubt", name) for name in boards.names]
    assert {one.state for one in found.values()} == {LetterState.QUEUED}
    assert not boards.told, "nothing leaves before it is written down"
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Letter).where(col(Letter.key).startswith("house/letter/doubt/"))).first() is not None
        rows = str(desk.session.execute(text("SELECT to_jsonb(letter) FROM letter")).all())
    assert "bi-mat" not in rows
    post_all(office, boards, tmp_path)
    assert boards.told == Counter({(name, LOST_MATTER.what): 1 for name in boards.names})
    assert {one.state for one in alerts(office).values()} == {LetterState.ACCEPTED}


def test_where_the_letter_is_not_written_the_alert_is_not_either(office: Office, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(watching, "alert_operators", broken)
    with pytest.raises(RuntimeError):
        raise_(office, boards, LOST_MATTER)
    assert alerts(office) == {}
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(Letter).where(col(Letter.key).startswith("house/"))).all() == []


def test_a_watchman_who_is_started_again_the_same_day_says_nothing_twice(office: Office, boards: Boards, tmp_path: Path) -> None:
    for matters in ((LOST_MATTER,), (LOST_MATTER, OTHER_MATTER)):
        raise_(office, boards, *matters)
        post_all(office, boards, tmp_path)
        office.clock.move(office.clock.at + timedelta(hours=1))
    assert set(boards.told.values()) == {1}
    assert {what for _, what in boards.told} == {LOST_MATTER.what, OTHER_MATTER.what}
    office.clock.move(office.clock.at + timedelta(days=1))
    raise_(office, boards, LOST_MATTER)
    post_all(office, boards, tmp_path)
    assert boards.told[boards.names[0], LOST_MATTER.what] == 2, "the next day it is said again"


def test_of_two_addresses_the_one_that_fails_is_tried_again_and_keeps_nothing_from_the_other(
    office: Office, boards: Boards, tmp_path: Path
) -> None:
    bad, good = boards.names
    boards.answers[bad] = Outcome.TRANSIENT
    raise_(office, boards, LOST_MATTER)
    post_all(office, boards, tmp_path)
    found = alerts(office)
    assert (found["letter/doubt", good].state, found["letter/doubt", bad].state) == (LetterState.ACCEPTED, LetterState.QUEUED)
    with office.bureau.reading_desk() as desk:
        assert desk.session.exec(select(ChannelState)).all() == [], "the channel does not rest for it"
    due_again(office)
    boards.answers.clear()
    post_all(office, boards, tmp_path)
    assert boards.told == Counter({(bad, LOST_MATTER.what): 2, (good, LOST_MATTER.what): 1})
    assert {one.state for one in alerts(office).values()} == {LetterState.ACCEPTED}


@pytest.mark.parametrize("moment", ["before it left", "on its way"])
def test_a_postman_killed_in_between_loses_nothing_and_repeats_nothing_blindly(
    office: Office, boards: Boards, tmp_path: Path, moment: str
) -> None:
    raise_(office, boards, LOST_MATTER)
    if moment == "on its way":
        while (letter := claim_next(office.bureau.store, "me", office.bureau.law.letters)) is not None:
            if letter.channel == ALERT:
                boards.tell(letter.address or "", *alert_of(letter))
        with office.bureau.desk() as desk:
            outbox.expire(desk.session, "me")
    due_again(office)
    post_all(office, boards, tmp_path)
    ended = LetterState.ACCEPTED if moment == "before it left" else LetterState.DOUBT
    assert {one.state for one in alerts(office).values()} == {ended}
    assert set(boards.told.values()) == {1}


def test_an_alert_nobody_knows_the_end_of_waits_for_an_operator_who_may_send_it_again(
    office: Office, boards: Boards, tmp_path: Path
) -> None:
    name = boards.names[0]
    boards.answers[name] = Outcome.UNKNOWN
    raise_(office, boards, LOST_MATTER)
    post_all(office, boards, tmp_path)
    due_again(office)
    post_all(office, boards, tmp_path)
    one = alerts(office)["letter/doubt", name]
    assert (one.state, boards.told[name, LOST_MATTER.what]) == (LetterState.DOUBT, 1)
    boards.answers.clear()
    with office.bureau.desk() as desk:
        letter_acts.resend(desk, one.id, "Đã xem kênh, chưa thấy")
    post_all(office, boards, tmp_path)
    assert alerts(office)["letter/doubt", name].state == LetterState.ACCEPTED


def test_an_alert_to_an_address_that_is_gone_fails_and_never_becomes_mail(office: Office, boards: Boards, tmp_path: Path) -> None:
    name = boards.names[0]
    boards.answers[name] = Outcome.PERMANENT
    raise_(office, boards, LOST_MATTER)
    post_all(office, boards, tmp_path)
    one = alerts(office)["letter/doubt", name]
    assert one.state == LetterState.FAILED
    with office.bureau.desk() as desk:
        letter_acts.resend(desk, one.id, "Đã đặt lại địa chỉ")
    boards.answers.clear()
    post_all(office, boards, tmp_path)
    assert alerts(office)["letter/doubt", name].state == LetterState.ACCEPTED


def test_the_log_tells_of_an_alert_by_the_channels_name_and_says_what_was_sent(office: Office, boards: Boards, tmp_path: Path) -> None:
    raise_(office, boards, LOST_MATTER)
    post_all(office, boards, tmp_path)
    one = alerts(office)["letter/doubt", boards.names[0]]
    with office.bureau.reading_desk() as desk:
        story, words = story_of(desk, one.id), said_in(desk, one.id)
    assert CHANNELS[ALERT] == "Cảnh báo (NHIP_ALERT_URLS)"
    assert story.reader == "Người vận hành hệ thống"
    assert "gửi lần 1 bằng cảnh báo" in story.events[1].what
    title, said = alert_of(one)
    assert words is not None
    assert LOST_MATTER.what in words.text
    assert title == "Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang – Việc cần người vận hành hệ thống xem lại"
    assert said == f"{LOST_MATTER.what}\n(ghi nhận lúc {office.clock.at:%H:%M ngày %d/%m/%Y})"


def test_where_the_database_is_gone_operators_are_told_at_once_and_once(
    office: Office, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchman = Watchman(office.bureau, 0, boards)
    lost, rounds = OperationalError("SELECT", {}, Exception()), iter("xxx.xx")

    def round_(_: object) -> None:
        if (comes := next(rounds, None)) == "x":
            raise lost
        if comes is None:
            watchman.stop()

    monkeypatch.setattr(watchman, "round", round_)
    monkeypatch.setattr(watchman._stopping, "wait", lambda _: None)
    monkeypatch.setattr(watching, "get_client", lambda **_: nullcontext())
    monkeypatch.setattr(watching, "LONG", 0.0)
    watchman.run()
    assert boards.told == Counter({(name, watching.NO_DATABASE[1]): 2 for name in boards.names}), "once an outage, and there were two"
