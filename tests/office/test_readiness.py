"""The day before (Đ5.4, Đ6.5): the table of conditions, a warning below half that never blocks, script and sign-in sheet in the letters."""

from datetime import date
from typing import Any

import pytest

from tests.office.cast import AGENDA, CHAIR, CONCLUSION, DEPUTY_1, LEAVE, PROMPT, PROXY, SECRETARY, STANDING, Office
from tests.office.gatherings import called, moment, papers, told, value, what
from tests.office.happenings import away, moved

FULL = [
    "deputy_chair_1", "deputy_chair_2", "standing_member", "member_vp", "member_nv", "member_tc", "member_kh",
    "member_kc", "member_ca", "member_yt", "member_gd", "member_mt", "member_rg", "member_pq",
]  # fmt: skip
SEVEN = AGENDA | {"attendees": FULL[:7]}
EIGHT = AGENDA | {"attendees": FULL[:8]}
TABLE = "Điều kiện tổ chức cuộc họp"


def ready(office: Office, script: dict[str, Any]) -> Any:
    case_id = office.open()
    office.play_to(case_id, "meeting-day", PROMPT | script)
    return case_id


@pytest.mark.parametrize(("agenda", "share", "warned"), [(SEVEN, 53, False), (SEVEN | {"attendees": FULL[:6]}, 46, True)])
def test_fewer_than_half_of_the_committee_is_warned_of_and_never_blocks(
    office: Office, agenda: dict[str, Any], share: int, warned: bool
) -> None:
    case_id = ready(office, {"agenda": agenda})
    assert value(office, case_id, "make-ready") == {"share": share, "warned": warned}  # with the chair, of fifteen
    assert ("CẢNH BÁO: số Ủy viên xác nhận dự dưới 50%" in what(told(office, case_id, TABLE)[0])) is warned
    office.play(case_id, PROMPT)
    assert office.case(case_id).closed_at is not None


def test_who_keeps_silent_or_sends_a_proxy_is_not_counted_as_coming(office: Office) -> None:
    case_id = ready(
        office, {"agenda": EIGHT, "rsvp/member_vp": None, "rsvp/member_nv": PROXY, "rsvp/member_tc": LEAVE, "leave-consent": None}
    )
    assert value(office, case_id, "make-ready") == {"share": 40, "warned": True}
    table = what(told(office, case_id, TABLE)[0])
    assert "5/8 đại biểu được mời xác nhận dự họp" in table
    assert "Ủy viên – Chánh Văn phòng UBND tỉnh: chưa trả lời" in table
    assert "ủy quyền Lê Văn A, Phó Giám đốc dự thay (chưa có ý kiến của người chủ trì; chưa gửi ý kiến bằng văn bản)" in table
    assert "báo cáo vắng mặt (chưa có ý kiến của người chủ trì); lý do: Đi công tác" in table


def test_a_deputy_who_stands_in_for_the_chair_is_counted_once(office: Office) -> None:
    away(office, CHAIR, date(2019, 9, 20), date(2019, 9, 30))
    case_id = ready(office, {"agenda": SEVEN})
    assert value(office, case_id, "make-ready")["share"] == 46  # seven, the deputy among them; the chair is not there


def test_the_table_goes_to_presider_standing_member_and_secretary_each_with_his_papers(office: Office) -> None:
    case_id = ready(office, {})
    [script], [sheet] = papers(office, case_id, "kich_ban_dieu_hanh"), papers(office, case_id, "danh_sach_ky_ten")
    enclosed = {
        letter.officer_id: [one["sha256"] for one in letter.context.get("attachments", [])] for letter in told(office, case_id, TABLE)
    }
    assert enclosed == {CHAIR: [script.sha256], STANDING: [], SECRETARY: [script.sha256, sheet.sha256]}
    assert office.step(case_id, "make-ready").opened_at == moment(date(2019, 9, 26), 7, 30)


def test_the_sign_in_sheet_lists_the_presider_first_the_proxy_in_his_members_stead_and_not_who_is_away(office: Office) -> None:
    case_id = ready(office, {"rsvp/member_gd": PROXY, "rsvp/member_yt": LEAVE})
    [sheet] = papers(office, case_id, "danh_sach_ky_ten")
    rows = [(row["title"], row["note"]) for row in sheet.facts["people"]]
    assert rows[0] == ("Trưởng ban", "Chủ trì")
    assert ("Phó Giám đốc", "Dự thay Ủy viên – Giám đốc Sở Giáo dục và Đào tạo") in rows
    assert not [title for title, _ in rows if "Y tế" in title]


def test_a_deputy_who_presides_stands_on_the_sheet_once_and_as_himself(office: Office) -> None:
    case_id = office.convene()
    office.play_to(case_id, "rsvp")
    away(office, CHAIR, since=date(2019, 9, 26), until=date(2019, 9, 27))
    office.play_to(case_id, "conclusions")
    [sheet] = papers(office, case_id, "danh_sach_ky_ten")
    rows = [(row["title"], row["note"]) for row in sheet.facts["people"]]
    assert rows[0] == ("Phó Trưởng ban", "Chủ trì")
    assert [title for title, _ in rows].count("Phó Trưởng ban") == 1
    assert "Trưởng ban" not in [title for title, _ in rows]


def test_conclusions_prepared_beforehand_stand_in_the_script_and_bind_nobody(office: Office) -> None:
    prepared = {"choice": "submit", "conclusions": [CONCLUSION | {"text": "Dự kiến giao rà soát."}]}
    case_id = ready(office, {"prepared-conclusions": prepared})
    [script] = papers(office, case_id, "kich_ban_dieu_hanh")
    assert [one["text"] for one in script.facts["conclusions"]] == ["Dự kiến giao rà soát."]
    office.play(case_id, PROMPT)
    [notice] = papers(office, case_id, "thong_bao_ket_luan")
    assert [one["text"] for one in notice.facts["conclusions"]] == [CONCLUSION["text"]]


def test_nothing_prepared_holds_nothing_up(office: Office) -> None:
    case_id = ready(office, {"prepared-conclusions": None})
    assert papers(office, case_id, "kich_ban_dieu_hanh")[0].facts["conclusions"] == []


def test_a_clash_with_a_session_is_named_the_day_before(office: Office) -> None:
    case_id = ready(office, {"agenda": AGENDA | {"day": "2019-09-26"}})
    assert "Trùng lịch: Phiên họp UBND tỉnh thường kỳ tháng 9 (26/09/2019)" in what(told(office, case_id, TABLE)[0])


def test_after_a_new_time_everything_is_made_ready_anew(office: Office) -> None:
    case_id = ready(office, {})
    office.post_all()
    moved(office, case_id)
    office.play_to(case_id, "meeting-day")
    assert [paper.facts["at"][:10] for paper in papers(office, case_id, "danh_sach_ky_ten")] == ["2019-09-27", "2019-10-08"]
    assert len(told(office, case_id, TABLE)) == 6


def test_where_a_deputy_presides_out_of_turn_the_script_is_his(office: Office) -> None:
    case_id = called(office, DEPUTY_1)
    agenda = AGENDA | {"day": "2019-08-27", "attendees": ["standing_member", "member_yt", "member_tc", "member_gd"]}
    office.play_to(case_id, "conclusions", PROMPT | {"agenda": agenda})
    assert {letter.officer_id for letter in told(office, case_id, TABLE)} == {DEPUTY_1, STANDING, SECRETARY}
