"""Issued papers are withdrawn, replaced, corrected; numbers are taken for papers made elsewhere; the register shows all of it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from documents import dossier
from documents.render import render
from models.errors import Refused
from models.papers import Paper, PaperState, Series
from tasks.correspondence import Telling, tell
from tasks.outgoing import lines, register
from tasks.paper_acts import Signed, correct, correcting_letters, issue_outside, replace, take_outside, void_number, withdraw
from tasks.paper_forms import ReleaseForm
from tasks.papers import enclosed, reserve
from tasks.questions import Question, Unacceptable
from tests.office.cast import CHAIR, HEALTH, STANDING, TAKEN, Office, sound, together
from tests.office.papers import GIVEN, asked_for, typed
from tests.office.trial import Trial


@pytest.fixture
def asked(trial: Trial) -> Question:
    return asked_for(trial)


@pytest.fixture
def sent(office: Office, asked: Question) -> Paper:
    """A paper that was issued and sent to two officers."""
    case_id = office.open()
    step = typed(office, case_id, asked)
    office.answer(step, TAKEN)
    with office.bureau.desk() as desk:
        row = desk.session.get_one(Paper, UUID(step.about["paper"]))
        telling = Telling("sent", "told", "Tờ trình", "Gửi Ông/Bà tờ trình.", ("Đ5.4b",), "Ông/Bà là thành viên.", enclosed=enclosed(row))
        tell(desk, desk.case(case_id), [CHAIR, HEALTH], telling)
    office.post_all()
    return row


def again(office: Office, **changes: Any) -> Signed:
    with office.bureau.desk() as desk:
        sha256 = dossier.put(desk.bureau.files, b"signed again")
    given = {"choice": "take", "signed": "00000000-0000-7000-8000-000000000001"} | changes.pop("form", {})
    return Signed(**({"subject": "Việc thử", "matrix": "ubnd_report", "form": ReleaseForm.read(given), "sha256": sha256} | changes))


def told(office: Office, case_id: UUID | None, word: str) -> list[str | None]:
    return [letter.officer_id for letter in office.letters(case_id) if word in letter.context["words"]["title"]]


def row_of(office: Office, paper_id: UUID) -> Paper:
    with office.bureau.reading_desk() as desk:
        return desk.session.get_one(Paper, paper_id)


def test_a_withdrawn_paper_keeps_its_row_and_whoever_was_sent_it_is_told(office: Office, sent: Paper) -> None:
    with office.bureau.desk() as desk:
        withdraw(desk, sent.id, " Sai số liệu ")
    row = row_of(office, sent.id)
    assert (row.state, row.withdrawn_why, row.number) == (PaperState.WITHDRAWN, "Sai số liệu", 1)
    assert told(office, sent.case_id, "Thu hồi") == [CHAIR, HEALTH]
    with pytest.raises(Refused, match="đã thu hồi"), office.bureau.desk() as desk:
        withdraw(desk, sent.id, "Lần nữa")
    sound(office)


def test_a_replaced_paper_keeps_its_row_and_the_new_one_has_a_number_of_its_own(office: Office, sent: Paper) -> None:
    new = again(office)
    with office.bureau.desk() as desk:
        row = replace(desk, sent.id, new, "Sai tên cơ quan")
    assert (row.notation, row.replaces_id, row.signed_sha256) == ("02/TTr-BCĐ", sent.id, new.sha256)
    assert row_of(office, sent.id).signed_sha256 == sent.signed_sha256
    assert told(office, sent.case_id, "thay thế") == [CHAIR, HEALTH]
    letter = next(letter for letter in office.letters(sent.case_id) if "thay thế" in letter.context["words"]["title"])
    assert letter.context["attachments"] == [{"name": "02-TTr-BCĐ.pdf", "sha256": new.sha256}]
    with pytest.raises(Refused, match="đã được thay thế bằng văn bản số 02/TTr-BCĐ"), office.bureau.desk() as desk:
        withdraw(desk, sent.id, "Muộn")
    sound(office)


def test_two_who_replace_a_paper_at_once_replace_it_once(office: Office, sent: Paper) -> None:
    new, refused = again(office), []

    def work() -> None:
        try:
            with office.bureau.desk() as desk:
                replace(desk, sent.id, new, "Sai tên cơ quan")
        except Refused as told_so:
            refused.append(told_so)

    together(work, work)
    assert len(refused) == 1
    with office.bureau.reading_desk() as desk:
        assert desk.session.get_one(Series, ("committee", "TTr", 2019)).last == 2


def test_a_correcting_letter_leaves_the_paper_in_force(office: Office, sent: Paper) -> None:
    with office.bureau.desk() as desk:
        choices = correcting_letters(desk, sent)
        assert "official_letter" in choices
        assert all(desk.law.committee.paper(name).code is None for name in choices)
        given = {"choice": "given", "number": "44/BCĐ-TCT", "issued_on": "2019-08-26"}
        letter = correct(desk, sent.id, again(office, matrix="official_letter", form=given), "Thiếu dấu giáp lai")
    assert (letter.notation, letter.elsewhere, letter.corrects_id) == ("44/BCĐ-TCT", True, sent.id)
    assert row_of(office, sent.id).state == PaperState.ISSUED
    assert told(office, sent.case_id, "Đính chính") == [CHAIR, HEALTH]
    with pytest.raises(Unacceptable, match="bằng công văn"), office.bureau.desk() as desk:
        correct(desk, sent.id, again(office), "Thiếu dấu giáp lai")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"choice": "given", "number": "1", "issued_on": "2019-08-26"}, "đã cấp cho văn bản khác"),
        ({"choice": "given", "number": "9", "issued_on": "2019-08-25"}, "không thể trước ngày đó"),
        ({"choice": "given", "number": "9", "issued_on": "2019-08-27"}, "chưa đến"),
    ],
)
def test_a_number_that_cannot_be_replaces_nothing(office: Office, sent: Paper, form: dict[str, str], sentence: str) -> None:
    new = again(office, form=form)
    with pytest.raises(Unacceptable, match=sentence), office.bureau.desk() as desk:
        replace(desk, sent.id, new, "Sai")
    assert told(office, sent.case_id, "thay thế") == []


def test_each_act_needs_its_reason(office: Office, sent: Paper) -> None:
    new = again(office)
    for act in (
        lambda desk: withdraw(desk, sent.id, " "),
        lambda desk: replace(desk, sent.id, new, ""),
        lambda desk: take_outside(desk, "notice", "Việc", ""),
    ):
        with pytest.raises(Unacceptable, match="lý do"), office.bureau.desk() as desk:
            act(desk)
    assert row_of(office, sent.id).state == PaperState.ISSUED


def test_what_is_not_issued_is_neither_withdrawn_nor_replaced(office: Office, asked: Question) -> None:
    step = typed(office, office.open(), asked)
    with pytest.raises(Refused, match="chưa phát hành"), office.bureau.desk() as desk:
        withdraw(desk, UUID(step.about["paper"]), "Sai")


def test_a_paper_made_elsewhere_bears_a_number_of_ours_and_a_void_one_keeps_its_place(office: Office, sent: Paper) -> None:
    with office.bureau.desk() as desk:
        for _ in range(2):
            take_outside(desk, "ubnd_report", "Tờ trình soạn tay", "Văn bản mật, soạn ngoài hệ thống")
        void_number(desk, "02/TTr-BCĐ", 2019, "Ghi nhầm loại văn bản")
        issue_outside(desk, "03/TTr-BCĐ", 2019, desk.today)
        with pytest.raises(Refused, match="không phải là số đang chờ"):
            void_number(desk, "03/TTr-BCĐ", 2019, "Muộn")
        with pytest.raises(Refused, match="Không có số «9/TTr»"):
            void_number(desk, "9/TTr", 2019, "Không có")
    with office.bureau.reading_desk() as desk:
        found = [(line.paper.notation, line.paper.state, line.note) for line in lines(desk, 2019)]
    assert found == [
        ("01/TTr-BCĐ", PaperState.ISSUED, ""),
        ("02/TTr-BCĐ", PaperState.VOID, "Số bỏ: Ghi nhầm loại văn bản; Văn bản mật, soạn ngoài hệ thống"),
        ("03/TTr-BCĐ", PaperState.ISSUED, "Văn bản mật, soạn ngoài hệ thống"),
    ]


@pytest.mark.parametrize(
    ("matrix", "subject", "sentence"),
    [("giay_khen", "Việc", "Không có loại văn bản"), ("province_decision", "Việc", "do nơi khác giữ"), ("notice", " ", "trích yếu")],
)
def test_a_number_is_not_taken_for_what_we_do_not_issue(office: Office, matrix: str, subject: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        take_outside(desk, matrix, subject, "Soạn ngoài")


@pytest.mark.parametrize("day", [date(2019, 8, 25), date(2019, 8, 27), date(2020, 1, 2)])
def test_a_paper_made_elsewhere_is_not_issued_before_its_number_nor_in_the_future(office: Office, day: date) -> None:
    with office.bureau.desk() as desk:
        take_outside(desk, "notice", "Thông báo", "Soạn ngoài")
        with pytest.raises(Refused, match="không đúng"):
            issue_outside(desk, "01/TB-BCĐ", 2019, day)


def test_a_number_a_case_waits_with_is_void_only_by_returning_the_paper(office: Office, asked: Question) -> None:
    step = typed(office, office.open(), asked)
    with office.bureau.desk() as desk:
        reserve(desk, UUID(step.about["paper"]))
        with pytest.raises(Refused, match="hãy trả lại văn bản ở bước phát hành"):
            void_number(desk, "01/TTr-BCĐ", 2019, "Sai")
        with pytest.raises(Refused, match="soạn ngoài hệ thống"):
            issue_outside(desk, "01/TTr-BCĐ", 2019, desk.today)


def test_the_register_has_every_number_of_the_year_and_says_what_became_of_each(office: Office, sent: Paper, asked: Question) -> None:
    new, case_id = again(office), office.open(period="2020-Q1")
    office.answer(typed(office, case_id, asked), GIVEN | {"number": "77/TTr-VP"})
    reserved, void = typed(office, case_id, asked, "reserved"), typed(office, case_id, asked, "void")
    with office.bureau.desk() as desk:
        replace(desk, sent.id, new, "Sai tên cơ quan")
        for step in (reserved, void):
            reserve(desk, UUID(step.about["paper"]))
        take_outside(desk, "group_letter", "Công văn tay", "Soạn ngoài")
    office.answer(void, {"choice": "return", "reason": "Sai thẩm quyền ký"})
    with office.bureau.reading_desk() as desk:
        made = register(desk, 2019)
        assert register(desk, 2018).entries == ()
    assert [(entry.full_number, entry.dated, entry.note) for entry in made.entries] == [
        ("01/TTr-BCĐ", "26/8/2019", "Được thay thế bằng số 02/TTr-BCĐ"),
        ("02/TTr-BCĐ", "26/8/2019", "Thay thế số 01/TTr-BCĐ; Sai tên cơ quan"),
        ("03/TTr-BCĐ", "", "Số đã lấy, chưa phát hành"),
        ("04/TTr-BCĐ", "", "Số bỏ: Sai thẩm quyền ký"),
        ("77/TTr-VP", "26/8/2019", "Số do nơi khác cấp"),
        ("01/TCT", "", "Số đã lấy, chưa phát hành; Soạn ngoài"),
    ]
    first = made.entries[0]
    with office.bureau.reading_desk() as desk:
        signer = desk.law.sample and next(person.name for person in desk.law.sample.people if person.id == STANDING)
    assert (first.copies, first.sent, first.signer) == (2, date(2019, 8, 26), signer)
    assert first.about.endswith(": Việc thử")
    assert render("so_dang_ky_van_ban_di", made).startswith(b"PK")
