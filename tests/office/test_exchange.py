"""Papers by the document exchange: sent to agencies with a code, answered by receipts, told of when nobody takes them in."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

from documents.receipts_table import NotAList
from models.agencies import Agency
from models.errors import Refused
from models.exchange import EXCHANGE_CODE, Dispatch, DispatchState
from models.letters import Letter
from models.papers import Paper
from tasks import exchange, exchange_receipts, paper_acts
from tasks.correspondence import Telling, tell
from tasks.exchange import ReceiptForm
from tasks.exchange_receipts import Taken, WrongList
from tasks.exchange_watch import exchange_in_trouble
from tasks.papers import enclosed
from tasks.questions import Unacceptable
from tasks.standing_office import tell_standing_office
from tests.office.cast import CHAIR, HEALTH, TAKEN, Office, together
from tests.office.papers import asked_for, typed
from tests.office.trial import trial_catalogue

CODES = {"SYT": "H33.07", "SGDĐT": "000.00.05.H33"}
HEADS = "Mã định danh,Số ký hiệu,Trạng thái,Thời điểm,Lý do"


@pytest.fixture
def paper(office: Office) -> Iterator[UUID]:
    """An issued paper; two agencies have codes."""
    with office.bureau.desk() as desk:
        for code, exchange_code in CODES.items():
            desk.session.get_one(Agency, code).exchange_code = exchange_code
    with trial_catalogue() as trial:
        case_id = office.open()
        step = typed(office, case_id, asked_for(trial))
        office.answer(step, TAKEN)
        with office.bureau.desk() as desk:
            row = desk.session.get_one(Paper, UUID(step.about["paper"]))
            told = Telling("sent", "told", "Tờ trình", "Gửi Ông/Bà.", ("Đ5.4b",), "Ông/Bà là thành viên.", enclosed=enclosed(row))
            tell(desk, desk.case(case_id), [CHAIR, HEALTH], told)
        yield row.id


def sent(office: Office, paper: UUID, *agencies: str) -> None:
    with office.bureau.desk() as desk:
        exchange.send(desk, paper, agencies or tuple(CODES))


def rows(office: Office) -> dict[tuple[str, int], Dispatch]:
    with office.bureau.reading_desk() as desk:
        return {(one.agency_id, one.n): one for one in desk.session.exec(select(Dispatch).order_by(col(Dispatch.id)))}


def states(office: Office) -> dict[tuple[str, int], str]:
    return {key: str(one.state) for key, one in rows(office).items()}


def listed(office: Office, *lines: str, heads: str = HEADS) -> tuple[int, int]:
    with office.bureau.desk() as desk:
        taken = exchange_receipts.take_in(desk, "trang-thai.csv", "\n".join((heads, *lines)).encode("utf-8-sig"))
    return taken.rows, len(taken.news)


def line(office: Office, agency: str, state: str, *, hours: int = 0, reason: str = "", notation: str = "01/TTr-BCĐ") -> str:
    at = office.clock.at - timedelta(hours=1) + timedelta(hours=hours)
    return f"{CODES.get(agency, agency)},{notation},{state},{at:%d/%m/%Y %H:%M:%S},{reason}"


@pytest.mark.parametrize("code", ["H33.07", "H33", "000.00.07.H33", "H33.1.2"])
def test_codes_of_the_exchange(code: str) -> None:
    assert EXCHANGE_CODE.fullmatch(code)


@pytest.mark.parametrize("code", ["", "SYT", "33.07", "H33,07", "h33.07", "000.00", "H33."])
def test_what_is_no_code_of_the_exchange(code: str) -> None:
    assert not EXCHANGE_CODE.fullmatch(code)


def test_a_paper_is_sent_to_agencies_with_a_code_and_to_each_once(office: Office, paper: UUID) -> None:
    sent(office, paper)
    assert states(office) == {("SYT", 1): "sent", ("SGDĐT", 1): "sent"}
    assert rows(office)["SYT", 1].exchange_code == "H33.07"
    for agencies, sentence in ((("SYT",), "đã ghi là gửi rồi"), (("STC",), "chưa có mã định danh"), ((), "ít nhất một")):
        with pytest.raises(Unacceptable, match=sentence), office.bureau.desk() as desk:
            exchange.send(desk, paper, agencies)
    assert len(rows(office)) == 2


def test_a_paper_that_is_withdrawn_is_not_sent(office: Office, paper: UUID) -> None:
    with office.bureau.desk() as desk:
        paper_acts.withdraw(desk, paper, "Sai thẩm quyền")
    with pytest.raises(Refused, match="đã thu hồi"):
        sent(office, paper)


def test_a_list_of_receipts_is_taken_once(office: Office, paper: UUID) -> None:
    sent(office, paper)
    lines = [line(office, "SYT", "Đã đến"), line(office, "SYT", "03", hours=1), line(office, "SGDĐT", "Từ chối", reason="Thiếu phụ lục")]
    assert listed(office, *lines) == (3, 3)
    assert states(office) == {("SYT", 1): "received", ("SGDĐT", 1): "refused"}
    refused = rows(office)["SGDĐT", 1]
    assert (refused.reason, refused.receipt_name) == ("Thiếu phụ lục", "trang-thai.csv")
    assert listed(office, *lines) == (3, 0)
    assert rows(office)["SGDĐT", 1] == refused


def test_the_order_of_the_list_does_not_matter_and_nothing_goes_back(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    assert listed(office, line(office, "SYT", "Đã tiếp nhận", hours=1), line(office, "SYT", "Đã đến")) == (2, 2)
    assert listed(office, line(office, "SYT", "Đã đến", hours=1)) == (1, 0)
    assert states(office) == {("SYT", 1): "received"}


def test_what_the_list_says_of_an_earlier_moment_changes_no_later_word(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    listed(office, line(office, "SYT", "Từ chối", hours=1, reason="Thiếu phụ lục"))
    assert listed(office, line(office, "SYT", "Đã tiếp nhận")) == (1, 0)
    assert states(office) == {("SYT", 1): "refused"}


def test_two_clerks_who_tick_the_same_agency_at_once_enter_it_once(office: Office, paper: UUID) -> None:
    refused = []

    def tick() -> None:
        try:
            sent(office, paper, "SYT")
        except Unacceptable as told:
            refused.append(str(told))

    together(*[tick] * 4)
    assert states(office) == {("SYT", 1): "sent"}
    assert len(refused) == 3
    assert all("đã ghi là gửi rồi" in sentence for sentence in refused)


def test_a_refused_paper_is_sent_again_and_old_receipts_stay_with_the_old_dispatch(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    old = line(office, "SYT", "Từ chối", reason="Thiếu phụ lục")
    listed(office, old)
    sent(office, paper, "SYT")
    assert listed(office, old) == (1, 0)
    assert listed(office, old, line(office, "SYT", "Đã tiếp nhận", hours=1)) == (2, 1)
    assert states(office) == {("SYT", 1): "refused", ("SYT", 2): "received"}


def test_a_workbook_says_the_same(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    book = Workbook()
    page = book.active
    page.append(["STT", "Trạng thái", "Mã định danh", "Số ký hiệu", "Thời điểm"])
    page.append([1, "Đã tiếp nhận", "h33.07", "01/TTr-BCĐ", (office.clock.at - timedelta(hours=1)).replace(tzinfo=None)])
    file = BytesIO()
    book.save(file)
    with office.bureau.desk() as desk:
        taken = exchange_receipts.take_in(desk, "a.xlsx", file.getvalue())
    assert taken == Taken(1, ("01/TTr-BCĐ gửi Sở Y tế: đã tiếp nhận",))
    assert states(office) == {("SYT", 1): "received"}


def test_one_wrong_row_and_nothing_of_the_file_is_taken(office: Office, paper: UUID) -> None:
    sent(office, paper)
    bad = [
        line(office, "SYT", "Đã đọc"),
        line(office, "SYT", "Đã đến", hours=5),
        line(office, "SYT", "Đã đến", hours=-24 * 60),
        line(office, "H99.1", "Đã đến"),
        line(office, "SYT", "Đã đến", notation="99/TB-BCĐ"),
        line(office, "SGDĐT", "02"),
        f"{CODES['SYT']},01/TTr-BCĐ,Đã đến,hôm qua,",
    ]
    with pytest.raises(WrongList) as refused:
        listed(office, line(office, "SYT", "Đã tiếp nhận"), *bad)
    said = str(refused.value).splitlines()[1:]
    expected = [
        "«Đã đọc» không có",
        "chưa đến",
        "trước ngày ban hành",
        "mã «H99.1»",
        "«99/TB-BCĐ»",
        "không có lý do",
        "«hôm qua» không đọc được",
    ]
    assert len(said) == len(bad)
    for n, (sentence, part) in enumerate(zip(said, expected, strict=True), start=3):
        assert sentence.startswith(f"Dòng {n}: ")
        assert part in sentence
    assert set(states(office).values()) == {"sent"}


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04 no workbook", b"%PDF-1.4", b"x" * 6_000_000, HEADS.replace("Số ký hiệu", "Số").encode()],
    ids=["empty", "binary", "broken", "pdf", "large", "heading"],
)
def test_another_file_is_refused(office: Office, paper: UUID, data: bytes) -> None:
    sent(office, paper)
    with pytest.raises(NotAList, match=r"\w"), office.bureau.desk() as desk:
        exchange_receipts.take_in(desk, "a.csv", data)


def test_a_receipt_is_entered_by_hand_and_a_refusal_says_why(office: Office, paper: UUID) -> None:
    sent(office, paper, "SYT")
    one = rows(office)["SYT", 1]
    with pytest.raises(Unacceptable, match="lý do"):
        ReceiptForm.read({"choice": "refused"})
    for said, ends in (("arrived", DispatchState.ARRIVED), ("received", DispatchState.RECEIVED)):
        with office.bureau.desk() as desk:
            exchange.enter_by_hand(desk, one.id, ReceiptForm(choice=said), ("ab", "bien-nhan.pdf", "application/pdf"))
        assert rows(office)["SYT", 1].state == ends
    assert rows(office)["SYT", 1].receipt_name == "bien-nhan.pdf"
    with pytest.raises(Unacceptable, match="không ghi lùi"), office.bureau.desk() as desk:
        exchange.enter_by_hand(desk, one.id, ReceiptForm(choice="arrived"))


def test_what_nobody_takes_in_is_told_of_after_the_days_of_the_rule(office: Office, paper: UUID) -> None:
    sent(office, paper)
    listed(office, line(office, "SGDĐT", "Từ chối", reason="Thiếu phụ lục"))
    with office.bureau.desk() as desk:
        assert [one.key for one in exchange_in_trouble(desk)] == ["exchange/refused"]
        due = exchange.unfinished(desk)[0].due
    office.clock.move(office.clock.at + (due - office.clock.at.date()))
    with office.bureau.desk() as desk:
        assert [one.key for one in exchange_in_trouble(desk)] == ["exchange/refused"], "not late on the day itself"
    office.clock.move(office.clock.at + timedelta(days=1))
    with office.bureau.desk() as desk:
        late, _ = exchange_in_trouble(desk)
        assert late.key == "exchange/late"
        assert "01/TTr-BCĐ gửi Sở Y tế" in late.what
        for _ in range(2):
            tell_standing_office(desk, late)
    with office.bureau.desk() as desk:
        told = desk.session.exec(select(Letter).where(col(Letter.key).startswith("house/exchange/late/"))).all()
        assert len(told) == 1
        paper_acts.withdraw(desk, paper, "Sai thẩm quyền")
        assert exchange_in_trouble(desk) == []


def test_among_the_recipients_are_the_agencies_of_who_was_sent_it_by_letter(office: Office, paper: UUID) -> None:
    with office.bureau.reading_desk() as desk:
        assert exchange.addressees(desk, desk.session.get_one(Paper, paper)) == ["SYT"]
