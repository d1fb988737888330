"""Papers that the exchange did not carry, and what was entered by mistake and struck out."""

# ruff: noqa: F811 - a fixture asked for by name is not defined anew

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from models.errors import Refused
from models.exchange import DispatchState, Strike
from models.papers import Paper
from tasks import exchange, exchange_strikes, paper_acts
from tasks.exchange import ReceiptForm
from tasks.exchange_watch import exchange_in_trouble
from tasks.questions import Unacceptable
from tests.office.cast import Office
from tests.office.test_exchange import CODES, line, listed, paper, rows, sent, states  # noqa: F401 - a fixture


def enter(office: Office, key: tuple[str, int], choice: str, reason: str = "") -> None:
    with office.bureau.desk() as desk:
        exchange.enter_by_hand(desk, rows(office)[key].id, ReceiptForm(choice=choice, reason=reason))


def strike(office: Office, key: tuple[str, int], why: str = "Ghi nhầm cơ quan") -> None:
    with office.bureau.desk() as desk:
        exchange_strikes.strike(desk, rows(office)[key].id, why)


def unfinished(office: Office) -> list[tuple[str, int]]:
    with office.bureau.reading_desk() as desk:
        return [(told.row.agency_id, told.row.n) for told in exchange.unfinished(desk)]


def test_what_went_another_way_is_waited_for_no_more(office: Office, paper: UUID) -> None:
    with pytest.raises(Unacceptable, match="bằng cách nào, ai nhận"):
        ReceiptForm.read({"choice": "otherwise"})
    sent(office, paper, "SYT")
    with office.bureau.desk() as desk:
        exchange.send(desk, paper, ["SGDĐT"], "LT-1", " Trao tay, ông Bình nhận ")
    by_hand = rows(office)["SGDĐT", 1]
    assert (by_hand.state, by_hand.reason, by_hand.exchange_number) == (DispatchState.OTHERWISE, "Trao tay, ông Bình nhận", "")
    assert unfinished(office) == [("SYT", 1)]
    enter(office, ("SYT", 1), "refused", "Sai định dạng")
    office.clock.move(office.clock.at + timedelta(minutes=1))
    enter(office, ("SYT", 1), "otherwise", "Bưu điện, mã EE123")
    assert unfinished(office) == []
    with office.bureau.desk() as desk:
        assert exchange_in_trouble(desk) == []
    for one in CODES:
        with pytest.raises(Unacceptable, match="đã ghi là gửi rồi"):
            sent(office, paper, one)
    office.clock.move(office.clock.at + timedelta(minutes=2))
    enter(office, ("SYT", 1), "received")  # it came through in the end
    with pytest.raises(Unacceptable, match="không ghi lùi"):
        enter(office, ("SYT", 1), "otherwise", "Bưu điện")


def test_a_letter_about_an_exchanged_paper_says_that_it_went_there(office: Office, paper: UUID) -> None:
    sent(office, paper)
    with office.bureau.desk() as desk:
        paper_acts.withdraw(desk, paper, "Sai thẩm quyền")
    (one,) = {letter.context["words"]["what"] for letter in office.letters() if "Thu hồi" in letter.context["words"]["title"]}
    assert one.endswith("Văn bản gửi qua trục liên thông văn bản; thư này chỉ để báo.")


def test_a_paper_that_went_by_hand_alone_is_not_said_to_have_gone_by_the_exchange(office: Office, paper: UUID) -> None:
    with office.bureau.desk() as desk:
        exchange.send(desk, paper, ["SYT"], otherwise="Trao tay")
    sent(office, paper, "SGDĐT")
    strike(office, ("SGDĐT", 1))
    with office.bureau.desk() as desk:
        paper_acts.withdraw(desk, paper, "Sai thẩm quyền")
    (what,) = {letter.context["words"]["what"] for letter in office.letters() if "Thu hồi" in letter.context["words"]["title"]}
    assert paper_acts.BY_EXCHANGE not in what


def test_a_wrong_receipt_is_struck_out_kept_and_does_not_come_back_with_the_list(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    wrong = line(office, "SYT", "Đã tiếp nhận")
    listed(office, wrong)
    with pytest.raises(Unacceptable, match="vì sao bỏ"):
        strike(office, ("SYT", 1), " ")
    strike(office, ("SYT", 1), "Nhầm với công văn khác")
    one = rows(office)["SYT", 1]
    assert (one.state, one.state_at, one.receipt_sha256, one.entered_by) == (DispatchState.SENT, None, None, None)
    with office.bureau.reading_desk() as desk:
        (kept,) = desk.session.exec(select(Strike)).all()
        (told,) = exchange_strikes.struck_out(desk, desk.session.get_one(Paper, paper))
    assert (kept.state, kept.receipt_name, kept.why) == ("received", "trang-thai.csv", "Nhầm với công văn khác")
    assert (told.agency, told.said, told.why) == ("Sở Y tế", "Đã tiếp nhận", "Nhầm với công văn khác")
    assert unfinished(office) == [("SYT", 1)]
    assert listed(office, wrong) == (1, 0)
    assert listed(office, wrong, line(office, "SYT", "Đã tiếp nhận", hours=1)) == (2, 1)
    strike(office, ("SYT", 1), "Lại nhầm")
    assert states(office) == {("SYT", 1): "sent"}


def test_a_sending_entered_by_mistake_is_struck_out_and_what_was_before_stands_again(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    enter(office, ("SYT", 1), "refused", "Thiếu phụ lục")
    sent(office, paper, "SYT")
    with pytest.raises(Refused, match="đã gửi lại sau"):
        strike(office, ("SYT", 1))
    strike(office, ("SYT", 2))
    assert states(office) == {("SYT", 1): "refused", ("SYT", 2): "void"}
    assert unfinished(office) == [("SYT", 1)]
    with office.bureau.reading_desk() as desk:
        assert [told.row.n for told in exchange.dispatches(desk, desk.session.get_one(Paper, paper))] == [1]
    with pytest.raises(Refused, match="đã bỏ từ trước"):
        strike(office, ("SYT", 2))
    with pytest.raises(Unacceptable):
        enter(office, ("SYT", 2), "received")
    sent(office, paper, "SYT")
    office.clock.move(office.clock.at + timedelta(hours=2))
    assert listed(office, line(office, "SYT", "Đã tiếp nhận")) == (1, 1)
    assert states(office) == {("SYT", 1): "refused", ("SYT", 2): "void", ("SYT", 3): "received"}
