"""The command line: Vietnamese sentences, exit codes that mean something, nothing heavy loaded for nothing."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from deployments.cli import main
from deployments.database import socket_directory
from deployments.home import occupy
from deployments.postgres import Cluster
from models.cases import Case
from models.loading import load_committee
from models.store import Store
from regulation import load
from tests.sink import At, Sink, listening

CHECKOUT = Path(__file__).parents[2]
LOADED = """
import sys, deployments.cli
print(*(name for name in ("pydantic", "sqlalchemy", "prefect", "psycopg", "rich", "regulation") if name in sys.modules))
"""


@dataclass(frozen=True)
class Done:
    """What a line came to."""

    status: int
    output: str
    complaints: str


Nhip = Callable[..., Done]


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of nobody yet."""
    path = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
    yield path / "var"
    shutil.rmtree(path)


@pytest.fixture
def nhip(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Nhip:
    """Runs a line of the command line, with the settings given and no others."""
    for name in [name for name in os.environ if name.startswith("NHIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NHIP_HOME", str(home))

    def run(*line: str, **settings: str) -> Done:
        with monkeypatch.context() as here:
            for name, value in settings.items():
                here.setenv(name, value)
            status = main(line)
        return Done(status, *capfd.readouterr())

    return run


@pytest.fixture
def furnished(cluster: Cluster, store: Store) -> dict[str, str]:
    """Settings that name a database in which the sample committee lives."""
    with store.transaction() as session:
        load_committee(session, load())
    return {"NHIP_DATABASE_URL": store.url, "NHIP_DATABASE_OWNER_URL": store.url.replace("nhip_app", "nhip_owner")}


@pytest.fixture
def somebodys(cluster: Cluster) -> Iterator[str]:
    """The address of a database in which there is no table of ours."""
    cluster.create_database("somebodys", "nhip_owner")
    yield cluster.url("nhip_owner", "somebodys")
    cluster.drop_database("somebodys")


def refused(done: Done, status: int = 2) -> str:
    assert done.status == status, done.complaints
    assert done.output == ""
    assert done.complaints.count("\n") == 1, done.complaints
    return done.complaints


def test_help_names_every_command_in_vietnamese(nhip: Nhip) -> None:
    done = nhip("--help")
    assert done.status == 0
    for name in ("init", "up", "doctor", "schedule", "coverage", "test", "check", "case", "journal", "letters", "roster"):
        assert f"\n  {name} " in done.output
    for english in ("Usage", "Options", "Commands", "Show this"):
        assert english not in done.output
    assert "Mã thoát" in done.output


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["scheduel"], "Không có lệnh «scheduel». Xem «nhip --help».\n"),
        (["schedule"], "Thiếu «QUÝ». Xem «nhip schedule --help».\n"),
        (["schedule", "2026-Q4", "--jsn"], "Không có tùy chọn «--jsn». Xem «nhip schedule --help».\n"),
        (["schedule", "2026-Q4", "thêm"], "Thừa «thêm». Xem «nhip schedule --help».\n"),
        (["case", "show", "abc"], "Giá trị của «MÃ» không đọc được. Xem «nhip case show --help».\n"),
        (["case", "cancel", "00000000-0000-0000-0000-000000000000"], "Thiếu «--reason». Xem «nhip case cancel --help».\n"),
        (["schedule", "2026-Q5"], "Kỳ “2026-Q5” không đọc được; hãy ghi năm và quý như 2026-Q4.\n"),
    ],
)
def test_a_line_that_cannot_be_read_gets_one_sentence(nhip: Nhip, line: list[str], sentence: str) -> None:
    assert refused(nhip(*line)) == sentence


def test_an_unknown_or_malformed_setting_is_a_sentence_that_names_it(nhip: Nhip) -> None:
    assert "Không có cấu hình tên NHIP_HOEM" in refused(nhip("doctor", NHIP_HOEM="x"))
    assert "NHIP_PORTAL_PORT: giá trị không hợp lệ" in refused(nhip("doctor", NHIP_PORTAL_PORT="nhiều"))


def test_the_schedule_gives_every_date_with_its_rule_source_and_confidence(nhip: Nhip) -> None:
    dates = json.loads(nhip("schedule", "2026-Q4", "--json").output)
    invitation = next(planned for planned in dates if planned["title"] == "Gửi giấy mời họp")
    assert invitation["date"] == "2026-12-22"
    assert {"rule", "source", "confidence", "clause", "provisional"} <= invitation.keys()
    assert [planned["date"] for planned in dates] == sorted(planned["date"] for planned in dates)


def test_the_schedule_marks_every_date_that_a_provisional_day_may_move(nhip: Nhip) -> None:
    dates = json.loads(nhip("schedule", "2027-Q3", "--json").output)
    shown = nhip("schedule", "2027-Q3").output
    assert "\n* Ngày còn tạm tính vì" in shown
    marked = [line for line in shown.splitlines() if line[10:12] == " *"]
    assert len(marked) == sum(bool(planned["provisional"]) for planned in dates) > 0


def test_coverage_has_a_row_for_each_duty(nhip: Nhip) -> None:
    rows = json.loads(nhip("coverage", "--json").output)
    assert [row["id"] for row in rows] == list(load().duties)
    assert all(bool(row["steps"]) != bool(row["reason"]) for row in rows)
    assert "trên 86 nghĩa vụ" in nhip("coverage").output


def test_nothing_is_made_by_mistake_in_a_place_without_a_house(nhip: Nhip, home: Path) -> None:
    for line in (["up"], ["case", "list"], ["journal", "verify"]):
        assert f"Chưa có dữ liệu trong {home}" in refused(nhip(*line))
    assert not home.exists()


READING = [
    ("case", "list"),
    ("case", "show", "00000000-0000-0000-0000-000000000000"),
    ("case", "open", "board_meeting", "2026-Q4"),
    ("case", "cancel", "00000000-0000-0000-0000-000000000000", "--reason", "Thử"),
    ("journal", "verify"),
    ("number", "list"),
    ("number", "reserve", "notice", "--subject", "Lịch trực", "--reason", "Thử"),
    ("register", "2026", "so.docx"),
    ("roster", "export", "danh-sach.xlsx"),
    ("attendance", "2026"),
    ("letters", "list"),
    ("letters", "show", "00000000-0000-0000-0000-000000000000"),
    ("letters", "settle", "00000000-0000-0000-0000-000000000000", "--reason", "Thử"),
    ("letters", "export", "thu.csv"),
]


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_a_database_without_our_tables_is_a_sentence_with_the_way_out(
    nhip: Nhip, somebodys: str, tmp_path: Path, line: tuple[str, ...]
) -> None:
    placed = [str(tmp_path / one) if one.endswith((".xlsx", ".docx", ".csv")) else one for one in line]
    said = refused(nhip(*placed, NHIP_DATABASE_URL=somebodys))
    assert "Cơ sở dữ liệu chưa có bảng nào của Nhịp" in said
    assert "«./nhip init»" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_reached_is_a_sentence_that_names_the_setting(nhip: Nhip) -> None:
    said = refused(nhip("case", "list", NHIP_DATABASE_URL="postgresql://nhip:tuyet-mat@127.0.0.1:1/nhip"))
    assert "Không kết nối được cơ sở dữ liệu" in said
    assert "NHIP_DATABASE_URL" in said
    assert "tuyet-mat" not in said


def test_init_makes_a_house_and_doing_it_again_changes_nothing(nhip: Nhip, home: Path) -> None:
    first, second = nhip("init"), nhip("init")
    assert first.status == second.status == 0, first.complaints
    assert "67 chức danh, 52 cán bộ" in first.output
    assert first.output == second.output
    assert nhip("case", "list").output == "Không có hồ sơ nào đang mở.\n"
    assert not socket_directory(home).exists()  # nothing is left running
    with occupy(home):
        assert "đang được tiến trình" in refused(nhip("up"))


def test_a_case_is_opened_once_listed_shown_and_cancelled_with_a_reason(nhip: Nhip, furnished: dict[str, str], store: Store) -> None:
    opened = [json.loads(nhip("case", "open", "board_meeting", "2026-Q4", "--json", **furnished).output) for _ in range(2)]
    assert [made["new"] for made in opened] == [True, False]
    number = opened[0]["id"]
    assert [found["id"] for found in json.loads(nhip("case", "list", "--json", **furnished).output)] == [number]
    assert "đang mở" in nhip("case", "show", number, **furnished).output
    assert "phải ghi lý do" in refused(nhip("case", "cancel", number, "--reason", " ", **furnished))
    assert nhip("case", "cancel", number, "--reason", "Không họp", **furnished).status == 0
    assert nhip("case", "list", **furnished).output == "Không có hồ sơ nào đang mở.\n"
    assert "đã hủy: Không họp" in nhip("case", "list", "--all", **furnished).output
    with store.reading() as session:
        kept = session.get(Case, UUID(number))
    assert kept is not None
    assert kept.end_reason == "Không họp"
    verdict = json.loads(nhip("journal", "verify", "--json", **furnished).output)
    assert verdict["clean"] is True
    assert verdict["lines"] >= 2


def test_what_is_not_there_is_said(nhip: Nhip, furnished: dict[str, str]) -> None:
    assert "Không có hồ sơ này" in refused(nhip("case", "show", "00000000-0000-0000-0000-000000000000", **furnished), status=3)
    assert "Không có quy trình «họp»" in refused(nhip("case", "open", "họp", "2026-Q4", **furnished))


def test_a_journal_that_somebody_changed_is_found(nhip: Nhip, furnished: dict[str, str], cluster: Cluster, database: str) -> None:
    nhip("case", "open", "board_meeting", "2026-Q4", **furnished)
    engine = create_engine(cluster.url("postgres", database))
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # past the triggers, as only a superuser can
        connection.execute(text("UPDATE journal SET body = replace(body, 'Q4', 'Q3') WHERE n = 1"))
    engine.dispose()
    done = nhip("journal", "verify", **furnished)
    assert done.status == 1
    assert "Nhật ký bị đứt ở dòng 1" in done.complaints


def test_doctor_says_what_is_missing_and_shows_no_secret(nhip: Nhip, furnished: dict[str, str]) -> None:
    done = nhip(
        "doctor", NHIP_SECRET_KEY="tuyệt-mật", NHIP_MAIL_URL="nhipmail://a:tuyệt-mật@127.0.0.1:1", NHIP_PORTAL_PORT="1", **furnished
    )
    assert done.status == 1
    assert "tuyệt-mật" not in done.output + done.complaints
    assert "NHIP_SECRET_KEY            (đã đặt, được che)" in done.output
    assert "52 cán bộ, 0 hồ sơ đang mở" in done.output
    assert "không kết nối được 127.0.0.1:1" in done.output
    facts = json.loads(nhip("doctor", "--json", **furnished).output)
    states = {finding["name"]: finding["state"] for finding in facts["findings"]}
    assert states["database"] == "well"
    assert states["mail"] == "missing"
    assert facts["well"] is False


def test_doctor_sends_a_trial_letter_and_shows_the_receipt(nhip: Nhip) -> None:
    with listening(Sink([At("RCPT", "550 5.1.1 no such user")])) as sink:
        relay = {"NHIP_MAIL_URL": f"nhipmail://127.0.0.1:{sink.port}", "NHIP_MAIL_FROM": "nhip@ban.example"}
        refused_first = nhip("doctor", "--send-test", "ai@don-vi.example", **relay)
        taken = nhip("doctor", "--send-test", "ai@don-vi.example", **relay)
    assert refused_first.status == 1
    assert "Địa chỉ này không nhận thư" in refused_first.output
    assert "no such user" in refused_first.output
    assert taken.status == 0
    assert "Máy chủ thư đã nhận" in taken.output
    assert "Q1" in taken.output, "the name under which the server keeps it"
    assert sink.recipients == ["ai@don-vi.example"]


def test_a_trial_letter_wants_an_address_and_a_mail_server(nhip: Nhip) -> None:
    assert "không đúng dạng" in refused(nhip("doctor", "--send-test", "ai@", NHIP_MAIL_URL="nhipmail://127.0.0.1:1"))
    assert "NHIP_MAIL_URL" in refused(nhip("doctor", "--send-test", "ai@don-vi.example"))
