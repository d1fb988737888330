"""A broken file is refused with the file, the line, the field and what was expected."""

from pathlib import Path

import pytest

from regulation import LawError, load

FINANCE = "code: STC, name: Sở Tài chính, kind: department, reports: true, parent: UBND"
PLAIN = [
    # file, what is replaced, by what, the field named, words of the sentence
    ("house_rules.yaml", "days: -20,", "days: hai mươi,", "rules.meeting_opens.days", "phải là số nguyên, đang ghi “hai mươi”"),
    ("house_rules.yaml", "days: -20,", "days: -2000,", "rules.meeting_opens.days", "không được nhỏ hơn -366"),
    (
        "house_rules.yaml",
        "unit: months, anchor: meeting_day",
        "unit: moons, anchor: meeting_day",
        "rules.meeting_cadence.unit",
        "một trong",
    ),
    ("house_rules.yaml", "days: 3, unit: months", "unit: months", "rules.meeting_cadence.days", "thiếu trường này"),
    ("house_rules.yaml", "days: 3, unit", "dayz: 3, days: 3, unit", "rules.meeting_cadence.dayz", "không có trường nào tên như vậy"),
    ("house_rules.yaml", "clause: Đ8.1}", "clause: Đ8.9}", "rules.meeting_cadence.clause", "không có điều, khoản nào là “Đ8.9”"),
    ("house_rules.yaml", "clause: Đ8.1}", "clause: khoản 1}", "rules.meeting_cadence.clause", "phải viết theo mẫu"),
    ("house_rules.yaml", "V, clause: Đ8.1}", "V}", "rules.meeting_cadence", "nguồn S (quy chế) phải có trường clause"),
    ("house_rules.yaml", "V, citation: Quyết định số 45/2018/QĐ-TTg, note", "V, note", "rules.invitation_min", "phải có trường citation"),
    ("house_rules.yaml", "anchor: meeting_day", "anchor: doomsday", "rules.meeting_cadence.anchor", "không có mốc hoặc quy định nào"),
    (
        "house_rules.yaml",
        "days: 3, unit: working, anchor: data_cutoff",
        "days: 3, unit: working, anchor: report_draft",
        "rules.report_due.anchor",
        "đi vòng",
    ),
    (
        "house_rules.yaml",
        "days: 3, unit: working, anchor: data_cutoff",
        "days: 0, unit: working, anchor: data_cutoff",
        "rules.report_due.days",
        "ít nhất là 1 ngày theo Điều 8 Nghị định số 09/2019/NĐ-CP, đang ghi 0",
    ),
    ("house_rules.yaml", "days: 14, unit: day_of_month", "days: 30, unit: day_of_month", "rules.data_cutoff", "từ 1 đến 28"),
    ("house_rules.yaml", "  - meeting_opens", "  - meeting_opned", "timetable.0", "không có quy định nào"),
    ("house_rules.yaml", "  - meeting_opens", "  - extraordinary_notice", "timetable.0", "tính bằng giờ"),
    ("house_rules.yaml", "  month: hằng tháng", "  month: hằng tháng\n  rsvp: hằng tháng", "anchors.rsvp", "trùng với tên một quy định"),
    ("indicators.yaml", "code: I02,", "code: I01,", "indicators.1.code", "mã chỉ tiêu “I01” bị lặp"),
    ("indicators.yaml", "target: 20,", "target: hai mươi,", "indicators.0.target", "phải là số"),
    ("indicators.yaml", "target: 20,", "target: 20, reporters: [agency:XYZ],", "indicators.0.reporters.0", "không có nơi báo cáo nào"),
    ("indicators.yaml", "target: 20,", "target: 20, reporters: [mọi nơi],", "indicators.0.reporters.0", "phải viết theo mẫu"),
    ("indicators.yaml", "target: 20,", "target: 20, valid_to: 2018-12-31,", "indicators.0", "không được trước ngày đầu"),
    ("indicators.yaml", 'unit: "sự cố"', 'unit: "%"', "indicators.9", "phải có tử số"),
    ("committee.yaml", "agency: UBND}", "agency: UBNND}", "seats.0.agency", "không có cơ quan nào là “UBNND”"),
    (
        "committee.yaml",
        FINANCE + "}",
        FINANCE + ", successors: [{agency: SNV, since: 2025-03-01, decision: QĐ}, {agency: SXD, since: 2025-03-01, decision: QĐ}]}",
        "agencies.3",
        "đúng một cơ quan kế thừa nhận phần còn lại",
    ),
    (
        "committee.yaml",
        FINANCE + "}",
        FINANCE
        + ", successors: [{agency: SNV, since: 2025-03-01, decision: QĐ},"
        + " {agency: SXD, since: 2025-04-01, decision: QĐ, remainder: false}]}",
        "agencies.3",
        "phải cùng một ngày",
    ),
    ("committee.yaml", "acting_order: 2}", "acting_order: 1}", "seats.2.acting_order", "bị lặp"),
    ("committee.yaml", ", acting_order: 2}", "}", "seats.2", "phải ghi cho mọi Phó Trưởng ban"),
    ("committee.yaml", "id: member_nv", "id: member_vp", "seats.5.id", "bị lặp"),
    ("committee.yaml", "id: group_leader, role: group_leader", "id: group_leader, role: group_member", "seats", "đúng một chức danh"),
    (
        "committee.yaml",
        "Giám đốc Sở Tài chính, agency: STC}\n  - {id: head_skhdt",
        "X, agency: SYT}\n  - {id: head_skhdt",
        "seats.38.agency",
        "bị lặp",
    ),
    ("committee.yaml", "standing_agency: STTTT", "standing_agency: SKHCN2", "identity.standing_agency", "không có cơ quan nào"),
    ("committee.yaml", "regime: state", "regime: monarchy", "identity.regime", "phải là một trong: state, party"),
    ("committee.yaml", "date: 2019-05-03", "date: 2019-05-43", "identity.regulation.date", "phải là ngày dạng"),
    (
        "committee.yaml",
        "{role: chair, form: none, lines: [TRƯỞNG BAN]",
        "{role: king, form: none, lines: [VUA]",
        "signature_forms.chair.role",
        "phải là một trong: chair, deputy_chair",
    ),
    (
        "committee.yaml",
        "signers: [standing_by_order, chair",
        "signers: [standing_on_order, chair",
        "papers.invitation.signers.0",
        "hình thức ký",
    ),
    ("committee.yaml", "GM, series: committee", "GM, series: comittee", "papers.invitation.series", "không có dãy số nào"),
    (
        "committee.yaml",
        "seal_owner: UBND, shared_register: false",
        "seal_owner: VUA, shared_register: false",
        "series.committee.seal_owner",
        "không có cơ quan",
    ),
    (
        "committee.yaml",
        "distribution: attendees",
        "distribution: everybody",
        "papers.invitation.distribution",
        "không có danh sách nơi nhận",
    ),
    ("committee.yaml", 'to: ["role:chair"]', 'to: ["role:king"]', "distribution.attendees.1.to.0", "không có nơi nhận nào là “role:king”"),
    ("committee.yaml", "duty: Đ3.1b", "duty: Đ3.1z", "reserved_powers.0.duty", "không có nghĩa vụ nào"),
    ("committee.yaml", "lead: group_centre", "lead: group_finance", "subgroups.0.lead", "không có thành viên của nhóm nào"),
    ("committee.yaml", "[group_finance, group_planning]", "[group_finance, chair]", "subgroups.2.members.1", "thành viên Tổ công tác"),
    ("clauses.yaml", "- id: Đ8.2", "- id: Đ8.1", "clauses.42.id", "bị lặp"),
    ("clauses.yaml", "- id: Đ8.2", "- id: Điều 8", "clauses.42.id", "phải viết theo mẫu"),
    ("duties.yaml", "- id: Đ8.1b", "- id: Đ8.1a", "duties", "mã bị lặp: Đ8.1a"),
    ("duties.yaml", "- id: Đ8.1b", "- id: Đ18.1b", "duties", "không có điều, khoản nào là “Đ18.1”"),
    ("duties.yaml", "mode: [CON]", "mode: [CAN]", "duties.5.mode.0", "phải là một trong"),
    ("coverage.yaml", "  Đ1.1:", "  Đ1.9:", "reasons.Đ1.9", "không có nghĩa vụ nào là “Đ1.9”"),
    ("calendar.yaml", "date: 2026-01-02", "date: 2026-02-30", "days_off.0.date", "phải là ngày dạng"),
    ("calendar.yaml", "status: official", "status: rumour", "days_off.0.status", "phải là một trong: official, provisional"),
    ("calendar.yaml", "last: 2027-02-10", "last: 2027-02-01", "unconfirmed.1", "không được trước ngày đầu"),
    ("sample/people.yaml", "email: ct@ubnd.kiengiang.example", "email: nobody", "people.0.email", "phải viết theo mẫu"),
    ("sample/people.yaml", "agency: STC", "agency: STX", "people.6.agency", "không có cơ quan nào"),
    ("sample/holdings.yaml", "seat: chair, holder: P01", "seat: chair, holder: P99", "holdings.0.holder", "không có người nào là “P99”"),
    ("sample/holdings.yaml", "seat: deputy_chair_2", "seat: deputy_chair_1", "holdings.2", "đã có người giữ"),
    ("sample/holdings.yaml", "valid_from: 2018-12-26", "valid_from: 2018-12-26, valid_to: 2018-01-01", "holdings.0", "không được trước"),
    ("sample/meeting.yaml", "presider: chair", "presider: king", "presider", "không có chức danh nào là “king”"),
    ("sample/meeting.yaml", "quarter: 2019-Q3", "quarter: 2019-Q2", None, "không thuộc quý 2019-Q2"),
    ("sample/meeting.yaml", "2019-09-27T08:00+07:00", "2019-09-27T08:00", "at", "có múi giờ"),
    ("sample/meeting.yaml", "lead: HGT", "lead: HGX", "conclusions.7.lead", "không có cơ quan nào"),
    ("sample/funding.yaml", "amount: 22500000", "amount: 22500001", "items.0", "thành tiền phải là 22500000"),
    ("sample/funding.yaml", "total: 174500000", "total: 1", None, "tổng số tiền phải là 174500000"),
]


def _line_of(path: Path, words: str) -> int:
    return path.read_text(encoding="utf-8").split(words)[0].count("\n") + 1


@pytest.mark.parametrize(("file", "old", "new", "field", "words"), PLAIN, ids=[f"{case[0]}:{case[2]}" for case in PLAIN])
def test_a_broken_file_is_refused_with_its_place(law_folder: Path, file: str, old: str, new: str, field: str | None, words: str) -> None:
    path = law_folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load(law_folder)
    error = refused.value
    assert (error.file, error.field) == (file, field) or (field == "duties" and (error.field or "").startswith("duties"))
    assert words in str(error)
    assert str(error).startswith(f"{file}, dòng {error.line}")
    assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("house_rules.yaml", "days: -20,", "days: hai mươi,"),
        ("house_rules.yaml", "days: 3, unit", "dayz: 3, days: 3, unit"),
        ("committee.yaml", "agency: STNMT}", "agency: STNMTX}"),
        ("committee.yaml", 'to: ["role:chair"]', 'to: ["role:king"]'),
        ("calendar.yaml", "status: official", "status: rumour"),
    ],
)
def test_the_line_is_the_one_to_mend(law_folder: Path, file: str, old: str, new: str) -> None:
    path = law_folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load(law_folder)
    assert refused.value.line == _line_of(path, new)


def test_a_key_written_twice_is_refused_with_both_lines(law_folder: Path) -> None:
    path = law_folder / "house_rules.yaml"
    text = path.read_text(encoding="utf-8")
    again = "  rsvp: {title: Khác, days: -9, unit: working, anchor: meeting_day, source: D, confidence: V}\n"
    path.write_text(text.replace("\nthresholds:", again + "\nthresholds:"), encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load(law_folder)
    assert refused.value.line == _line_of(path, "rsvp: {title: Khác")
    first = _line_of(path, 'rsvp: {title: "Thành viên')
    assert f"trường rules.rsvp: trường này đã có ở dòng {first}" in str(refused.value)


def test_several_mistakes_in_one_file_are_counted(law_folder: Path) -> None:
    path = law_folder / "calendar.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: official", "status: rumour"), encoding="utf-8")
    with pytest.raises(LawError, match="tệp này còn 3 chỗ khác chưa đúng"):
        load(law_folder)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"rules: [1, 2", "không đúng cú pháp YAML"),
        (b"\t- x", "không đúng cú pháp YAML"),
        (b"", "thiếu trường này"),
        (b"- a\n- b\n", "phải là các trường có tên"),
        (b"just words", "phải là các trường có tên"),
        (b"rules: &a {x: *a}", "không dùng bí danh YAML"),
        (b"? [a, b]\n: c\n", "tên trường phải là chữ"),
        ("title: Chương trình".encode("utf-16"), ""),
        (b"\xff\xfe\x00bad", ""),
        (b"a: \xc3\x28", "phải là văn bản UTF-8"),
        (b"a: b\x07", "không đúng cú pháp YAML"),
    ],
)
def test_what_is_no_such_file_at_all_is_refused(law_folder: Path, content: bytes, words: str) -> None:
    (law_folder / "house_rules.yaml").write_bytes(content)
    with pytest.raises(LawError, match=r"^house_rules\.yaml") as refused:
        load(law_folder)
    assert words in str(refused.value)


def test_a_missing_file_and_a_missing_folder_are_refused(law_folder: Path, tmp_path: Path) -> None:
    (law_folder / "duties.yaml").unlink()
    with pytest.raises(LawError, match=r"^duties\.yaml: thiếu tệp này"):
        load(law_folder)
    with pytest.raises(LawError, match="thiếu tệp này trong thư mục"):
        load(tmp_path / "nowhere")


def test_a_mended_file_loads_again(law_folder: Path) -> None:
    path = law_folder / "calendar.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("official", "rumour", 1), encoding="utf-8")
    with pytest.raises(LawError):
        load(law_folder)
    path.write_text(text, encoding="utf-8")
    assert load(law_folder).hash == load().hash
