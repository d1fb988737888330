"""``./nhip`` before there is a ``.venv``: tried in a copy of the checkout, with a ``uv`` that installs nothing and says so."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

CHECKOUT = Path(__file__).parents[2]
CLI = "import sys, pathlib; print(sys.argv[1:], pathlib.Path.cwd(), sep='\\n')\n"
UV = f"""#!/bin/sh
echo "$@" >>"$CALLS"
case $1 in
venv) for last; do :; done; mkdir -p "$last/bin"; ln -s {sys.executable} "$last/bin/python"; touch "$last/made" ;;
pip) sleep "${{TAKES:-0}}"; exit "${{FAULT:-0}}" ;;
esac
"""


class Door:
    """A checkout with nothing but the door, a lock file and a command line that repeats what it was given."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder, self.tools, self.calls = folder, tools, folder / "calls"
        (folder / "deployments").mkdir(parents=True)
        (folder / "deployments" / "__init__.py").touch()
        (folder / "deployments" / "cli.py").write_text(CLI)
        (folder / "requirements.lock").write_text("# one\n")
        shutil.copy(CHECKOUT / "nhip", folder / "nhip")
        tools.mkdir()

    def tool(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text)
        (self.tools / name).chmod(0o755)

    def begin(self, *arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.folder / "nhip", *arguments],
            cwd=cwd or self.folder,
            env={"PATH": f"{self.tools}:/usr/bin:/bin", "CALLS": str(self.calls), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None, **environment: str) -> tuple[int, str, str]:
        with self.begin(*arguments, cwd=cwd, **environment) as process:
            output, complaints = process.communicate(timeout=60)
        return process.returncode, output, complaints

    def installed(self) -> int:
        """How often the libraries were installed."""
        return self.calls.read_text().count("pip sync") if self.calls.exists() else 0


@pytest.fixture
def door(tmp_path: Path) -> Door:
    made = Door(tmp_path / "kho mã", tmp_path / "tools")
    made.tool("uv", UV)
    return made


def test_the_first_run_installs_and_the_second_does_not(door: Door) -> None:
    status, output, complaints = door.run("case", "list", "--json")
    assert (status, output.splitlines()[0]) == (0, "['case', 'list', '--json']")
    assert "Đang cài thư viện" in complaints
    assert door.run("up") == (0, f"['up']\n{door.folder}\n", "")
    assert door.installed() == 1
    assert "--require-hashes" in door.calls.read_text()


def test_it_works_from_any_directory_and_nothing_there_can_stand_in_for_our_packages(door: Door, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "deployments").mkdir(parents=True)
    (elsewhere / "deployments" / "__init__.py").write_text("raise SystemExit('a stranger')\n")
    assert door.run("up", cwd=elsewhere)[:2] == (0, f"['up']\n{elsewhere}\n")


def test_it_may_be_called_by_a_link(door: Door, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "nhip").symlink_to(door.folder / "nhip")
    done = subprocess.run(
        [tmp_path / "bin" / "nhip"], env={"PATH": f"{door.tools}:/usr/bin:/bin", "CALLS": str(door.calls)}, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_a_changed_lock_file_is_installed_over_what_is_there(door: Door) -> None:
    door.run()
    (door.folder / "requirements.lock").write_text("# two\n")
    door.run()
    assert door.installed() == 2
    assert door.calls.read_text().count("venv ") == 1


@pytest.mark.parametrize("how", ["failed", "killed"])
def test_an_interrupted_installation_is_not_taken_as_complete(door: Door, how: str) -> None:
    if how == "failed":
        status, _, complaints = door.run(FAULT="1")
        assert status == 3
        assert "Chưa cài được thư viện" in complaints
    else:
        with door.begin(TAKES="60") as process:
            while not door.installed():
                time.sleep(0.02)
            for child in [*psutil.Process(process.pid).children(recursive=True), process]:
                child.kill()
    (door.folder / ".venv" / "half").touch()
    assert door.run()[0] == 0
    assert door.installed() == 2
    assert not (door.folder / ".venv" / "half").exists()
    assert [path.name for path in door.folder.glob(".venv*")] == [".venv"]


def test_two_at_once_install_once_and_both_go_on(door: Door) -> None:
    with door.begin("one", TAKES="0.5") as first, door.begin("two", TAKES="0.5") as second:
        outputs = [process.communicate(timeout=60)[0].splitlines()[0] for process in (first, second)]
    assert outputs == ["['one']", "['two']"]
    assert door.installed() == 1


def test_without_a_new_enough_python_it_says_so(door: Door) -> None:
    (door.tools / "uv").unlink()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        door.tool(name, "#!/bin/sh\nexit 1\n")
    status, output, complaints = door.run("up")
    assert (status, output) == (3, "")
    assert "Nhịp cần Python 3.11 trở lên" in complaints
    assert not (door.folder / ".venv").exists()


def test_without_uv_the_virtual_environment_of_python_and_its_pip_do(door: Door) -> None:
    (door.tools / "uv").unlink()
    door.tool("python3", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    assert door.run("up")[:2] == (0, f"['up']\n{door.folder}\n")
    assert door.run("up")[2] == ""


def test_the_door_is_a_plain_shell_script() -> None:
    subprocess.run(["sh", "-n", CHECKOUT / "nhip"], check=True)
    assert os.access(CHECKOUT / "nhip", os.X_OK)
