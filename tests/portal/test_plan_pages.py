"""The draft of a year's plans on the portal: read by many, edited by who is asked for it, brought back from Excel with its differences."""

from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from sqlmodel import col, select

from flows.process.walk import open_period
from models.clock import at
from models.plans import InspectionLine, PlanLine
from tasks.office import plan_of
from tests.office.cast import Handed
from tests.office.planning import PLANNING, SIGNED
from tests.portal.reading import forms_of, text_of
from tests.portal.visit import PDF, Browser, House

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def planning(house: House) -> House:
    """The plans of 2020, their draft asked for."""
    house.clock.move(at(date(2019, 10, 15)))
    with house.bureau.desk() as desk:
        house.case_id = open_period(desk, "annual_plan", "2020")[0].id
    pdf = {name: Handed(f"{name}.pdf", content=PDF) for name in SIGNED if name != "choice"}
    signed = {"choice": "take", "signed": Handed("da-ky.pdf", content=PDF)}
    plain = {name: data for name, data in PLANNING.items() if "/" not in name}
    house.scripted = plain | {name: signed for name in plain if name.endswith("-release")} | {"plan-release": {"choice": "take"} | pdf}
    house.reach("plan-draft")
    return house


def there(house: House) -> tuple[list[PlanLine], list[InspectionLine]]:
    with house.bureau.reading_desk() as desk:
        plan = plan_of(desk, desk.case(house.case_id))
        lines = desk.session.exec(select(PlanLine).where(col(PlanLine.plan_id) == plan.id).order_by(col(PlanLine.position)))
        units = desk.session.exec(select(InspectionLine).where(col(InspectionLine.plan_id) == plan.id))
        return list(lines), list(units)


def base(house: House) -> str:
    return f"/ho-so/{house.case_id}/ke-hoach"


def drafter(house: House) -> Browser:
    return house.browser().sign_in("P18")


LINE = {
    "section": "security",
    "text": "Diễn tập ứng cứu sự cố.",
    "lead": "STTTT",
    "coordinating": ["CAT"],
    "due": "2020-07-31",
    "product": "Báo cáo",
}
UNIT = {"agency": "SXD", "quarter": "2", "contents": ["An toàn thông tin"], "leader": "standing_member", "team": ["secretary"]}


def test_a_line_is_added_changed_moved_and_taken_out(planning: House) -> None:
    secretary = drafter(planning)
    for text in ("Diễn tập ứng cứu sự cố.", "Đào tạo an toàn thông tin."):
        assert secretary.send(f"{base(planning)}/dong", LINE | {"text": text}).status_code == 303
    first, second = [line for line in there(planning)[0] if line.section == "security"]
    assert (first.text, first.lead_agency, first.coordinating, first.due) == (LINE["text"], "STTTT", ["CAT"], date(2020, 7, 31))
    assert secretary.send(f"{base(planning)}/dong/{first.id}", {"product": "Kế hoạch"}).status_code == 303
    assert secretary.send(f"{base(planning)}/dong/{second.id}/xep", {"do": "up"}, page=base(planning)).status_code == 303
    again = [line for line in there(planning)[0] if line.section == "security"]
    assert [(line.id, line.product) for line in again] == [(second.id, "Báo cáo"), (first.id, "Kế hoạch")]
    assert secretary.send(f"{base(planning)}/dong/{first.id}/xep", {"do": "drop"}, page=base(planning)).status_code == 303
    assert [line.id for line in there(planning)[0] if line.section == "security"] == [second.id]


def test_a_day_off_and_a_clash_are_shown_beside_the_line_and_kept(planning: House) -> None:
    secretary = drafter(planning)
    secretary.send(f"{base(planning)}/dong", LINE | {"due": "2020-04-30"})
    meeting = next(line for line in there(planning)[0] if line.section == "board_meeting")
    secretary.send(f"{base(planning)}/dong/{meeting.id}", {"due": "2020-03-20"})
    shown = text_of(secretary.get(base(planning)).text)
    assert "30/04/2020 là ngày nghỉ" in shown
    assert "Lưu ý: cùng ngày 20/03/2020 với «Họp Tổ công tác giúp việc quý I năm 2020»" in shown
    form = text_of(secretary.get(f"/viec/{planning.step('plan-draft').id}").text)
    assert "chỗ phải sửa trước khi trình" in form
    assert "30/04/2020 là ngày nghỉ" in form


def test_what_was_typed_wrong_stays_in_the_form(planning: House) -> None:
    reply = drafter(planning).send(f"{base(planning)}/dong", LINE | {"text": "", "due": "30/2/2020"})
    shown = text_of(reply.text)
    assert reply.status_code == 422
    assert "Xin ghi nội dung." in shown
    assert "Không có ngày này" in shown
    assert 'value="Báo cáo"' in reply.text
    assert [line for line in there(planning)[0] if line.section == "security"] == []


def test_a_unit_is_added_changed_and_taken_out(planning: House) -> None:
    secretary = drafter(planning)
    assert secretary.send(f"{base(planning)}/kiem-tra", UNIT).status_code == 303
    [unit] = there(planning)[1]
    assert (unit.agency_id, unit.quarter, unit.team, unit.covers_since) == ("SXD", 2, ["standing_member", "secretary"], date(2019, 12, 15))
    assert "trùng Thanh tra công tác cấp phép xây dựng của Thanh tra tỉnh" in text_of(secretary.get(base(planning)).text)
    assert secretary.send(f"{base(planning)}/kiem-tra/{unit.id}", {"quarter": "3", "other": "Dữ liệu mở"}).status_code == 303
    [unit] = there(planning)[1]
    assert (unit.quarter, unit.contents) == (3, ["An toàn thông tin", "Dữ liệu mở"])
    page = f"{base(planning)}/kiem-tra/{unit.id}"
    reply = secretary.post(page, {"csrf": secretary.fields(page)["csrf"], "do": "drop"})
    assert reply.status_code == 303
    assert there(planning)[1] == []


def test_words_are_changed_and_stand_in_the_draft(planning: House) -> None:
    secretary = drafter(planning)
    assert secretary.send(f"{base(planning)}/loi-van", {"work_plan.funding": "Kinh phí theo dự toán được giao."}).status_code == 303
    with planning.bureau.reading_desk() as desk:
        assert plan_of(desk, desk.case(planning.case_id)).words["work_plan"]["funding"] == "Kinh phí theo dự toán được giao."


def test_others_read_it_and_nobody_else_edits_it(planning: House) -> None:
    standing, stranger = planning.browser().sign_in("P04"), planning.browser().sign_in("P10")
    assert "Họp Ban Chỉ đạo quý I năm 2020" in text_of(standing.get(base(planning)).text)
    assert "Thêm dòng" not in standing.get(base(planning)).text
    for reader in (standing, stranger):
        assert reader.get(f"{base(planning)}/dong").status_code == 404
        assert reader.get(f"{base(planning)}/nhap").status_code == 404


def test_once_put_forward_it_is_edited_no_more_until_it_comes_back(planning: House) -> None:
    secretary = drafter(planning)
    fields = secretary.fields(f"{base(planning)}/dong")
    secretary.send(f"{base(planning)}/dong", LINE)
    secretary.send(f"{base(planning)}/kiem-tra", UNIT)
    assert secretary.send(f"/viec/{planning.step('plan-draft').id}", {"note": "Kính trình."}).status_code in (200, 303)
    assert planning.steps("plan-draft") == []
    late = {name: values[-1] for name, values in fields.items()} | {"text": "Muộn", "section": "security"}
    assert secretary.post(f"{base(planning)}/dong", late).status_code == 404


def filled(house: House, secretary: Browser, change: str) -> bytes:
    """The annex as it is taken away, with something done to it."""
    book = openpyxl.load_workbook(BytesIO(secretary.get(f"{base(house)}/excel").content))
    page, units = book["Nhiệm vụ"], book["Kiểm tra"]
    at = {cell.value: cell.column for cell in page[1]}
    if change == "good":
        page.cell(2, at["Nội dung"]).value = "Họp Ban Chỉ đạo quý I năm 2020 tại Phú Quốc"
        page.append(
            [
                None,
                "Kế hoạch",
                "An toàn thông tin",
                "Diễn tập ứng cứu sự cố.",
                "Sở Thông tin và Truyền thông",
                "CAT",
                "Báo cáo",
                date(2020, 7, 31),
            ]
        )
        page.delete_rows(3)
        units.append(
            [None, "Sở Xây dựng", "Quý II", "An toàn thông tin; Dữ liệu mở", date(2019, 12, 16), "Ủy viên thường trực; Thư ký Tổ công tác"]
        )
    if change == "bad":
        page.append([None, "Kế hoạch", "Mục lạ", "Sai mục.", "SỞ LẠ", "CAT", "Báo cáo", date(2020, 4, 30)])
        units.append([None, "SXD", "Quý II", "An toàn thông tin", None, "Ông Ba"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def brought(house: House, secretary: Browser, data: bytes) -> str:
    page = f"{base(house)}/nhap"
    reply = secretary.post(page, {"csrf": secretary.fields(page)["csrf"]}, files={"annex": ("phu-luc.xlsx", data, XLSX)})
    return reply.text


def test_the_annex_comes_back_with_its_differences_and_is_written_only_then(planning: House) -> None:
    secretary, before = drafter(planning), there(planning)[0]
    shown = brought(planning, secretary, filled(planning, secretary, "good"))
    words = text_of(shown)
    assert "Sửa: Họp Ban Chỉ đạo quý I năm 2020" in words
    assert "Nội dung: Họp Ban Chỉ đạo quý I năm 2020 → Họp Ban Chỉ đạo quý I năm 2020 tại Phú Quốc" in words
    assert "Thêm: Diễn tập ứng cứu sự cố." in words
    assert "Bỏ: Họp Ban Chỉ đạo quý II năm 2020" in words
    assert "Thêm: Sở Xây dựng" in words
    assert [line.id for line in there(planning)[0]] == [line.id for line in before]
    form = next(one for one in forms_of(shown) if one["action"].endswith("/nhan"))
    assert secretary.post(f"{base(planning)}/nhan", dict(form["fields"])).status_code == 303
    lines, [unit] = there(planning)
    assert {line.text for line in lines} >= {"Diễn tập ứng cứu sự cố.", "Họp Ban Chỉ đạo quý I năm 2020 tại Phú Quốc"}
    assert "Họp Ban Chỉ đạo quý II năm 2020" not in {line.text for line in lines}
    assert (unit.agency_id, unit.contents, unit.team) == ("SXD", ["An toàn thông tin", "Dữ liệu mở"], ["standing_member", "secretary"])


def test_a_wrong_annex_names_every_fault_by_sheet_and_row_and_nothing_is_taken(planning: House) -> None:
    secretary, before = drafter(planning), there(planning)
    words = text_of(brought(planning, secretary, filled(planning, secretary, "bad")))
    row = len(before[0]) + 2
    for fault in (
        f"Trang «Nhiệm vụ», dòng {row}, ô C{row} (Mục): «Mục lạ». Kế hoạch công tác không có mục này.",
        f"Trang «Nhiệm vụ», dòng {row}, ô E{row} (Cơ quan chủ trì): «SỞ LẠ». Không có cơ quan này",
        f"Trang «Nhiệm vụ», dòng {row}, ô H{row} (Thời hạn): «30/04/2020». 30/04/2020 là ngày nghỉ",
        "Trang «Kiểm tra», dòng 2, ô F2 (Thành phần đoàn): «Ông Ba». Không có chức danh này",
    ):
        assert fault in words
    assert there(planning) == before


@pytest.mark.parametrize("data", [b"khong phai excel", b"PK\x03\x04" + b"x" * 50])
def test_what_is_no_workbook_is_refused_with_a_way_out(planning: House, data: bytes) -> None:
    words = text_of(brought(planning, drafter(planning), data))
    assert "Chưa nhận tệp; dự thảo giữ nguyên." in words
    assert ".xlsx" in words


def test_a_draft_that_changed_meanwhile_is_shown_again_before_it_is_written(planning: House) -> None:
    secretary = drafter(planning)
    shown = brought(planning, secretary, filled(planning, secretary, "good"))
    secretary.send(f"{base(planning)}/dong", LINE | {"text": "Chen giữa."})
    form = next(one for one in forms_of(shown) if one["action"].endswith("/nhan"))
    reply = secretary.post(f"{base(planning)}/nhan", dict(form["fields"]))
    assert reply.status_code == 200
    assert "Dự thảo đã thay đổi sau khi đọc tệp" in text_of(reply.text)
    assert "Bỏ: Chen giữa." in text_of(reply.text)
    forged = dict(form["fields"]) | {"file": "0" * 64}
    assert "mở đã lâu" in text_of(secretary.post(f"{base(planning)}/nhan", forged).text)


def test_the_chair_signs_on_a_page_that_shows_the_whole_draft_and_the_three_come_out_together(planning: House, tmp_path: Path) -> None:
    secretary = drafter(planning)
    secretary.send(f"{base(planning)}/dong", LINE)
    secretary.send(f"{base(planning)}/kiem-tra", UNIT)
    chair = planning.browser().sign_in("P01")
    step = planning.reach("plan-sign")
    shown = text_of(chair.get(f"/viec/{step.id}").text)
    assert "Tải kế hoạch công tác năm 2020 (Word)" in shown
    assert "Diễn tập ứng cứu sự cố." in shown
    assert chair.send(f"/viec/{step.id}", {"choice": "approve"}).status_code in (200, 303)
    planning.walk()
    step = planning.step("plan-release")
    page = f"/viec/{step.id}"
    opened = secretary.get(page).text
    assert "Lấy số trước khi ký" in text_of(opened)
    token = opened.partition('name="csrf" value="')[2].partition('"')[0]
    assert secretary.post(f"{page}/lay-so", {"csrf": token}).status_code == 303
    numbered = text_of(secretary.get(page).text)
    assert "01/KH-BCĐ" in numbered
    assert "Lấy số trước khi ký" not in numbered
    fields = {name: values[-1] for name, values in secretary.fields(page).items()} | {"choice": "take"}
    files = {name: (f"{name}.pdf", PDF, "application/pdf") for name in ("work_programme", "work_plan")}
    confirmed = {f"{name}_confirmed": "yes" for name in ("work_programme", "work_plan", "inspection_plan")}
    reply = secretary.post(page, fields | confirmed, files=files)
    assert reply.status_code == 422
    assert "Kế hoạch kiểm tra đã ký (PDF): Kế hoạch kiểm tra năm 2020: xin chọn tệp PDF" in text_of(reply.text)
    reply = secretary.post(page, fields | confirmed, files=files | {"inspection_plan": ("kt.pdf", PDF, "application/pdf")})
    assert reply.status_code in (200, 303), text_of(reply.text)
    planning.walk()
    with planning.bureau.reading_desk() as desk:
        assert desk.case(planning.case_id).end_reason == "Đã ban hành: 01/CTr-BCĐ, 01/KH-BCĐ, 02/KH-BCĐ"


def test_a_plan_in_force_is_changed_by_the_standing_office_alone(planning: House) -> None:
    secretary = drafter(planning)
    secretary.send(f"{base(planning)}/dong", LINE)
    secretary.send(f"{base(planning)}/kiem-tra", UNIT)
    page = f"/ho-so/{planning.case_id}/dieu-chinh-ke-hoach"
    assert "chưa ban hành" in text_of(secretary.send(page, {"reason": "Bổ sung"}).text)
    planning.reach("plan-release")
    planning.say(planning.step("plan-release"), planning.scripted["plan-release"])
    planning.walk()
    assert planning.browser().sign_in("P11").get(page).status_code == 404
    assert "Điều chỉnh" in secretary.get(base(planning)).text
    assert "phải ghi lý do" in text_of(secretary.send(page, {"reason": ""}).text)
    reply = secretary.send(page, {"reason": "Tỉnh bổ sung nhiệm vụ."})
    assert reply.status_code == 303
    changed = UUID(reply.headers["location"].rpartition("/")[2])
    planning.case_id = changed
    planning.walk()
    assert "Lý do điều chỉnh: Tỉnh bổ sung nhiệm vụ." in text_of(secretary.get(base(planning)).text)
    assert secretary.get(f"{base(planning)}/dong").status_code == 200


def test_a_case_without_a_plan_has_no_such_page(house: House) -> None:
    assert house.browser().sign_in("P18").get(f"/ho-so/{house.case_id}/ke-hoach").status_code == 404
