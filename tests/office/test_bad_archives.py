"""What is no backup, or no longer one, or has nowhere to go: a sentence, and nothing is written."""

import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deployments import archive
from deployments.archive import KEY, OURS, PREFECTS, Damaged, NoArchive, NotAnArchive, TooNew
from deployments.backup import NoPlace, back_up
from deployments.dumps import DumpFailed
from deployments.home import HomeInUse, occupy
from deployments.reach import NoHouse
from deployments.restore import NotEmpty
from models.errors import Refused
from tests.office.safekept import Kept, Members, brought_back, lived_in, members, quiet, settings_of, untouched, with_manifest, written

CHECKOUT = Path(__file__).parents[2]


def refused(source: Path, home: Path, kind: type[Refused]) -> str:
    """The sentence; nothing was written."""
    with pytest.raises(kind) as told:
        brought_back(source, home)
    assert type(told.value) is kind
    assert untouched(home)
    return str(told.value)


def test_what_cannot_be_read_is_said(empty: Path) -> None:
    assert "Không đọc được tệp" in refused(empty.parent / "không có.tar", empty, NoArchive)
    assert "Không đọc được tệp" in refused(empty.parent, empty, NoArchive)


@pytest.mark.parametrize("content", [b"", b"Bien ban hop", bytes(20_000), bytes(range(256)) * 100, b"\x1f\x8b" + bytes(600)])
def test_any_other_file_is_no_backup(empty: Path, content: bytes) -> None:
    (empty.parent / "khác.tar").write_bytes(content)
    assert "không phải bản sao lưu" in refused(empty.parent / "khác.tar", empty, NotAnArchive)


def test_a_tar_of_something_else_is_no_backup(empty: Path) -> None:
    assert "không phải bản sao lưu" in refused(written(empty.parent / "khác.tar", {"a.txt": b"a"}), empty, NotAnArchive)


@pytest.mark.parametrize("cut", [600, 1100, 5_000, 0.3, 0.6, 0.9, -12_000])
def test_an_archive_that_was_cut_off_is_damaged(kept: Kept, empty: Path, cut: float) -> None:
    whole = kept.archive.read_bytes()
    (empty.parent / "cụt.tar").write_bytes(whole[: int(cut) if isinstance(cut, int) else int(len(whole) * cut)])
    assert "bị hỏng" in refused(empty.parent / "cụt.tar", empty, Damaged)


def test_no_changed_byte_goes_unseen(kept: Kept, tmp_path: Path) -> None:
    whole, drawn = kept.archive.read_bytes(), random.Random(85)
    changed = tmp_path / "đổi.tar"
    seen = 0
    for place in [*drawn.sample(range(len(whole)), 300), *range(0, 1536, 7)]:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << drawn.randrange(8))]) + whole[place + 1 :])
        try:
            with archive.opened(changed, quiet) as found:  # padding, dates and owners in the tar are nobody's
                assert found.manifest == kept.made.manifest.__class__(**vars(kept.made.manifest) | {"parts": found.manifest.parts})
                for name in found.manifest.parts:
                    with (tmp_path / "part").open("wb") as part:
                        found.copy(name, part)
        except (Damaged, NotAnArchive, TooNew):
            seen += 1
    assert seen > 150


def _without(name: str) -> Callable[[Members], Members]:
    return lambda content: {other: data for other, data in content.items() if other != name}


def _with(**more: bytes) -> Callable[[Members], Members]:
    return lambda content: (
        dict(list(content.items())[:1]) | {"files/" + "a" * 64: b"not what its name says"} | dict(list(content.items())[1:])
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without(OURS), f"phần {OURS} bị thiếu"),
        (_without(PREFECTS), f"phần {PREFECTS} bị thiếu"),
        (_without(KEY), f"phần {KEY} bị thiếu"),
        (lambda content: content | {OURS: content[OURS] + b"x"}, f"phần {OURS} không khớp với mã băm"),
        (_with(), "không khớp với mã băm"),
        (lambda content: {**_first(content), "../../etc/cron.d/x": b"* * * * *", **_rest(content)}, "có phần lạ '../../etc/cron.d/x'"),
        (lambda content: {**_first(content), "forms/../../x": b"x", **_rest(content)}, "có phần lạ 'forms/../../x'"),
        (lambda content: {n: d for n, d in content.items() if not n.startswith("manifest.")}, "thiếu phần cuối"),
        (lambda content: with_manifest(content, parts={}), "không khớp với mã băm"),
        (lambda content: with_manifest(content, parts="?"), "mục lục không đọc được"),
        (lambda content: with_manifest(content, more=1), "mục lục không đọc được"),
    ],
)
def test_an_archive_that_is_not_what_its_manifest_says_is_damaged(
    kept: Kept, empty: Path, change: Callable[[Members], Members], sentence: str
) -> None:
    assert sentence in refused(written(empty.parent / "sửa.tar", change(members(kept.archive))), empty, Damaged)


def test_a_part_that_comes_twice_is_not_taken_for_either(kept: Kept, empty: Path) -> None:
    content = members(kept.archive)
    twice = written(empty.parent / "hai.tar", content, (OURS, content[OURS]))
    assert f"có phần lạ '{OURS}'" in refused(twice, empty, Damaged)


def _first(content: Members) -> Members:
    return dict(list(content.items())[:1])


def _rest(content: Members) -> Members:
    return dict(list(content.items())[1:])


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content | {"nhip-backup": b"2\n"},
        lambda content: with_manifest(content, revision="0999"),
        lambda content: with_manifest(content, prefect="99.0.0"),
    ],
)
def test_an_archive_of_a_newer_version_is_refused(kept: Kept, empty: Path, change: Callable[[Members], Members]) -> None:
    said = refused(written(empty.parent / "mới.tar", change(members(kept.archive))), empty, TooNew)
    assert "Cài phiên bản đó rồi khôi phục" in said


def test_a_dump_that_postgresql_does_not_take_leaves_nothing(kept: Kept, empty: Path) -> None:
    content = members(kept.archive)
    broken = content | {OURS: content[OURS][:-2000] + bytes(2000)}
    parts = {
        name: {"size": len(data), "sha256": archive.sha256(data).hexdigest()}
        for name, data in broken.items()
        if name != "nhip-backup" and not name.startswith("manifest.")
    }
    said = refused(written(empty.parent / "dump.tar", with_manifest(broken, parts=parts)), empty, DumpFailed)
    assert "Không khôi phục được cơ sở dữ liệu nhip" in said


def test_a_home_that_is_lived_in_or_held_is_left_alone(kept: Kept, empty: Path) -> None:
    (empty / "files").mkdir(parents=True)
    with pytest.raises(NotEmpty, match=r"không trống \(có files\)"):
        brought_back(kept.archive, empty)
    other = empty.parent / "khác"
    with occupy(other), pytest.raises(HomeInUse, match="đang được tiến trình"):
        brought_back(kept.archive, other)
    assert {path.name for path in empty.iterdir()} <= {"files", "lock"}
    assert untouched(other)


def with_room(room: int, home: Path, *line: str) -> subprocess.CompletedProcess[str]:
    """A command that can make no file of more than ``room`` bytes: a full disk, as far as it can tell."""
    return subprocess.run(
        [sys.executable, "-m", "deployments.cli", *line],
        cwd=CHECKOUT,
        env={"NHIP_HOME": str(home), "PATH": "/usr/bin:/bin"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backup_replaces_nothing_and_is_not_put_where_it_would_be_lost_too(empty: Path) -> None:
    with pytest.raises(NoHouse):
        back_up(settings_of(empty), empty.parent / "a.tar", with_key=True, say=quiet)
    assert not empty.exists()
    with lived_in(empty.parent) as (settings, kept):
        before = kept.archive.read_bytes()
        for target, sentence in (
            (kept.archive, "không bao giờ bị ghi đè"),
            (empty.parent / "không có" / "a.tar", "Không có thư mục"),
            (settings.home / "a.tar", "nằm trong chính nhà được sao lưu"),
        ):
            with pytest.raises(NoPlace, match=sentence):
                back_up(settings, target, with_key=True, say=quiet)
        assert kept.archive.read_bytes() == before
        for room, status, sentence in ((kept.made.bytes - 5_000, 2, "Không ghi được vào"), (10_000, 3, "Không sao lưu được")):
            small = with_room(room, settings.home, "backup", str(empty.parent / "b.tar"))
            assert small.returncode == status, small.stderr
            assert sentence in small.stderr
            assert "Traceback" not in small.stderr
    assert sorted(path.name for path in empty.parent.iterdir()) == ["cũ", kept.archive.name]
