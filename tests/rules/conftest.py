"""What the tests of the law share."""

import shutil
from pathlib import Path

import pytest

from regulation.law import PACKAGED


@pytest.fixture
def law_folder(tmp_path: Path) -> Path:
    """A copy of the packaged law, to be edited at will."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "law"))
