"""Papers at the door: released with their signed PDF, shown with who signed them, withdrawn, replaced, corrected, and registered."""

import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pytest

from documents.register import OutgoingRegister
from documents.render import render
from documents.signatures import Verdict
from models.papers import Paper, PaperState
from models.steps import Step
from tests.office.papers import asked_for, typed
from tests.office.trial import trial_catalogue
from tests.portal.reading import text_of
from tests.portal.visit import PDF, Browser, House, eventually
from tests.rules.test_signatures import BODY, CHAIR, Authority, authority, plain, sign  # noqa: F401 - fixtures

SignedIn = Callable[[str], Browser]
Sign = Callable[[bytes, str], bytes]
CONFIRMED = {"signed_confirmed": "yes"}
TAKE = {"choice": "take"} | CONFIRMED
GIVEN = {"choice": "given", "number": "123/TTr-VP", "issued_on": "2019-09-05"} | CONFIRMED
FILE = {"signed": ("da ky.pdf", PDF)}
REPLACE = {"choice": "replace", "reason": "Sai tên cơ quan", "subject": "Việc thử, sửa", "numbering": "take"} | CONFIRMED


@pytest.fixture
def step(house: House) -> Iterator[Step]:
    """A paper of the meeting's case waits for its release."""
    with trial_catalogue() as trial:
        yield typed(house, house.case_id, asked_for(trial))  # type: ignore[arg-type]  # it wants a house's bureau only


@pytest.fixture
def secretary(signed_in: SignedIn) -> Browser:
    return signed_in("secretary")


@pytest.fixture
def issued(step: Step, secretary: Browser) -> Step:
    assert secretary.send(f"/viec/{step.id}", TAKE, files=FILE).status_code == 303
    return step


def paper(house: House, step: Step) -> Paper:
    with house.bureau.reading_desk() as desk:
        return desk.session.get_one(Paper, UUID(step.about["paper"]))


def case_text(house: House, browser: Browser) -> str:
    return text_of(browser.get(f"/ho-so/{house.case_id}").text)


def acting(house: House, step: Step) -> str:
    return f"/ho-so/{house.case_id}/van-ban/{step.about['paper']}/xu-ly"


def test_the_page_says_what_to_do_and_gives_the_word_file(house: House, step: Step, secretary: Browser) -> None:
    page = text_of(secretary.get(f"/viec/{step.id}").text)
    for said in ("Chưa có số", "Tải tệp Word", "trình ký bằng phần mềm ký số của cơ quan", "Lấy số trước khi ký", "Văn bản đã ký (PDF)"):
        assert said in page
    file = secretary.get(f"/ho-so/{house.case_id}/van-ban/{step.about['paper']}")
    assert file.headers["content-type"].startswith("application/vnd.openxmlformats")


def test_a_signed_pdf_releases_the_paper_and_the_receipt_says_its_number(house: House, step: Step, secretary: Browser) -> None:
    assert secretary.send(f"/viec/{step.id}", TAKE, files=FILE).headers["location"] == f"/viec/{step.id}"
    assert paper(house, step).state == PaperState.ISSUED
    receipt = text_of(secretary.get(f"/viec/{step.id}").text)
    assert "01/TTr-BCĐ" in receipt
    assert "Đã phát hành" in receipt
    signed = secretary.get(f"/ho-so/{house.case_id}/van-ban/{step.about['paper']}/ban-ky")
    assert (signed.content, signed.headers["content-type"]) == (PDF, "application/pdf")
    assert 'filename="01-TTr-BC_.pdf"' in signed.headers["content-disposition"]
    assert "Tệp PDF không có chữ ký số" in case_text(house, secretary)


def test_a_number_given_elsewhere_is_typed_in(house: House, step: Step, secretary: Browser) -> None:
    secretary.send(f"/viec/{step.id}", GIVEN, files=FILE)
    assert (paper(house, step).notation, paper(house, step).elsewhere) == ("123/TTr-VP", True)


@pytest.mark.parametrize(
    ("data", "files", "sentence"),
    [
        ({"choice": "take"} | CONFIRMED, {}, "Xin chọn tệp PDF"),
        ({"choice": "take"}, FILE, "không chứa bí mật nhà nước"),
        (TAKE, {"signed": ("da ky.pdf", b"MZ no pdf")}, "không phải là PDF"),
        (GIVEN | {"number": "một"}, FILE, "không phải là số văn bản"),
        (GIVEN | {"issued_on": "2019-09-09"}, FILE, "chưa đến"),
        ({"choice": "return"}, {}, "phải ghi lý do"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    house: House, step: Step, secretary: Browser, data: dict[str, str], files: dict[str, Any], sentence: str
) -> None:
    reply = secretary.send(f"/viec/{step.id}", data, files=files or {"": ("", b"")})
    assert reply.status_code in (415, 422)
    assert sentence in text_of(reply.text)
    assert paper(house, step).state == PaperState.TYPED
    if data["choice"] == "given":
        assert data["number"] in reply.text


def test_a_picture_is_no_signed_paper(house: House, step: Step, secretary: Browser) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32 + b"IEND\xaeB`\x82"
    reply = secretary.send(f"/viec/{step.id}", TAKE, files={"signed": ("anh.png", png)})
    assert "không phải là PDF" in text_of(reply.text)


def test_a_number_is_taken_before_signing_once(house: House, step: Step, secretary: Browser, signed_in: SignedIn) -> None:
    for _ in range(2):
        page = secretary.get(f"/viec/{step.id}")
        token = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        assert secretary.post(f"/viec/{step.id}/lay-so", {"csrf": token}).status_code == 303
    assert paper(house, step).notation == "01/TTr-BCĐ"
    page = text_of(secretary.get(f"/viec/{step.id}").text)
    assert "phát hành với số 01/TTr-BCĐ đã lấy" in page
    assert "Lấy số trước khi ký" not in page
    assert signed_in("standing_member").post(f"/viec/{step.id}/lay-so", {"csrf": token}).status_code == 404
    secretary.send(f"/viec/{step.id}", TAKE, files=FILE)
    assert paper(house, step).number == 1
    assert secretary.post(f"/viec/{step.id}/lay-so", {"csrf": token}).status_code == 410


def test_who_signed_is_shown_once_it_is_read_and_nobody_waits(
    house: House,
    step: Step,
    secretary: Browser,
    plain: bytes,  # noqa: F811
    sign: Sign,  # noqa: F811
    authority: Authority,  # noqa: F811
) -> None:
    object.__setattr__(house.bureau, "roots", authority.folder)
    busy = threading.Event()
    house.app.state.verifier._pool.submit(busy.wait, 30)  # another file is being read, and takes its time
    signed = sign(plain, CHAIR)
    altered = signed.replace(b"100 100 l", b"100 900 l")
    secretary.send(f"/viec/{step.id}", TAKE, files={"signed": ("da ky.pdf", signed)})
    secretary.send(acting(house, step), REPLACE, files={"signed": ("thay.pdf", altered)})
    assert case_text(house, secretary).count("Đang kiểm tra chữ ký số") == 2
    busy.set()
    page = eventually(lambda: (shown := case_text(house, secretary)) and "Đang kiểm tra" not in shown and shown, "the verdicts")
    assert f"{CHAIR} ({BODY})" in page
    assert page.index(Verdict.TRUSTED.words) < page.index(Verdict.ALTERED.words)


def test_a_draft_is_not_for_members(house: House, step: Step, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    member, path = signed_in("member_yt"), f"/ho-so/{house.case_id}/van-ban/{step.about['paper']}"
    assert member.get(path).status_code == 404
    assert "Việc thử" not in case_text(house, member)
    assert "Việc thử" in case_text(house, signed_in("chair"))


def test_an_issued_paper_is_withdrawn_with_a_reason(house: House, issued: Step, secretary: Browser) -> None:
    path = acting(house, issued)
    assert "lý do" in text_of(secretary.send(path, {"choice": "withdraw"}).text)
    assert secretary.send(path, {"choice": "withdraw", "reason": "Sai số liệu"}).status_code == 303
    assert paper(house, issued).state == PaperState.WITHDRAWN
    page = case_text(house, secretary)
    assert "Đã thu hồi: Sai số liệu" in page
    assert "Thu hồi, thay thế, đính chính" not in page
    assert "đã thu hồi" in text_of(secretary.send(path, {"choice": "withdraw", "reason": "Nữa"}).text)


def test_a_paper_is_replaced_and_another_corrected(house: House, issued: Step, secretary: Browser) -> None:
    path = acting(house, issued)
    letter = REPLACE | {"choice": "correct", "matrix": "official_letter", "reason": "Thiếu dấu", "numbering": "given"}
    letter |= {"number": "9", "issued_on": "2019-09-05"}
    assert secretary.send(path, letter, files=FILE).status_code == 303
    assert "Được đính chính bằng số 09/BCĐ-TCT" in case_text(house, secretary)
    assert secretary.send(path, REPLACE, files=FILE).status_code == 303
    page = case_text(house, secretary)
    assert "Được thay thế bằng số 02/TTr-BCĐ" in page
    assert "Thay thế số 01/TTr-BCĐ; Sai tên cơ quan" in page


@pytest.mark.parametrize(
    ("data", "files", "sentence"),
    [
        ({}, {}, "Chưa chọn trả lời"),
        (REPLACE, {}, "Xin chọn tệp PDF"),
        (REPLACE | {"numbering": ""}, FILE, "lấy số của sổ này, hay số do nơi khác cấp"),
        (REPLACE | {"subject": ""}, FILE, "Xin ghi trích yếu"),
        (REPLACE | {"numbering": "given"}, FILE, "cả số và ngày"),
        (REPLACE | {"choice": "correct"}, FILE, "loại công văn đính chính"),
        (REPLACE | {"choice": "correct", "matrix": "notice"}, FILE, "trong danh sách"),
        (REPLACE, {"signed": ("a.pdf", b"MZ")}, "không phải là PDF"),
    ],
)
def test_a_replacement_that_is_not_whole_changes_nothing(
    house: House, issued: Step, secretary: Browser, data: dict[str, str], files: dict[str, Any], sentence: str
) -> None:
    reply = secretary.send(acting(house, issued), data, files=files or {"": ("", b"")})
    assert reply.status_code in (415, 422)
    assert sentence in text_of(reply.text)
    assert paper(house, issued).state == PaperState.ISSUED
    assert "02/TTr" not in case_text(house, secretary)


def test_the_register_shows_and_prints_every_number(house: House, issued: Step, secretary: Browser) -> None:
    secretary.send(acting(house, issued), REPLACE, files=FILE)
    page = text_of(secretary.get("/van-ban-di?nam=2019").text)
    for said in ("Sổ văn bản đi năm 2019", "01/TTr-BCĐ", "02/TTr-BCĐ", "Được thay thế bằng số 02/TTr-BCĐ"):
        assert said in page
    assert "chưa có số nào" in text_of(secretary.get("/van-ban-di?nam=2018").text)
    for odd in ("", "abcd", "99999", "²019"):
        assert "năm 2019" in text_of(secretary.get("/van-ban-di", params={"nam": odd}).text)
    assert secretary.get("/van-ban-di/2018").status_code == 404
    made: list[OutgoingRegister] = []

    def note(form: str, register: Any, forms: Any) -> bytes:
        made.append(register)
        return render(form, register)

    object.__setattr__(house.bureau, "typist", note)
    file = secretary.get("/van-ban-di/2019")
    cells = [cell.text for row in docx.Document(BytesIO(file.content)).tables[0].rows for cell in row.cells]
    assert {"01/TTr-BCĐ", "02/TTr-BCĐ"} <= set(cells)
    assert [entry.number for entry in made[0].entries] == [1, 2]
