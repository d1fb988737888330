"""Files a command is asked to write: all of them whole, or none at all, and never over what is there."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from models.errors import Refused


def free(paths: Iterable[Path]) -> None:
    """Refuse what cannot be written before the work is done that would fill it."""
    seen: set[Path] = set()
    for path in paths:
        if path.exists():
            raise Refused(f"Tệp {path} đã có; hãy chọn tên khác hoặc xóa tệp ấy rồi chạy lại.")
        if not path.parent.is_dir():
            raise Refused(f"Không có thư mục {path.parent}; hãy tạo thư mục ấy hoặc chọn thư mục khác.")
        if not os.access(path.parent, os.W_OK):
            raise Refused(f"Không ghi được vào thư mục {path.parent}; hãy chọn thư mục khác.")
        if path.resolve() in seen:
            raise Refused(f"Tệp {path} được nêu hai lần; hãy đặt cho mỗi bản một tên.")
        seen.add(path.resolve())


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write each file beside its place, then put all in place; what fails takes the others away again. Raises ``Refused``."""
    free(contents)
    unfinished: dict[Path, Path] = {}
    placed: list[Path] = []
    path = Path()
    try:
        for path, content in contents.items():
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
                unfinished[path] = Path(out.name)
                out.write(content)
            unfinished[path].chmod(0o644)
        for path, beside in unfinished.items():
            beside.rename(path)
            placed.append(path)
    except OSError as fault:
        for left in (*(beside for place, beside in unfinished.items() if place not in placed), *placed):
            left.unlink(missing_ok=True)
        raise Refused(f"Không ghi được tệp {path}: {fault.strerror}. Hãy chọn thư mục khác.") from None


@contextmanager
def growing(path: Path) -> Iterator[TextIO]:
    """A table to be written line by line, in UTF-8 as Excel knows it; in place only once it is whole. Raises ``Refused``."""
    free([path])
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as out:
            beside = Path(out.name)
            yield out  # type: ignore[misc]  # a wrapper that is as good as the file
        beside.chmod(0o644)
        beside.rename(path)
    except BaseException as fault:
        if beside is not None:
            beside.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise Refused(f"Không ghi được tệp {path}: {fault.strerror}. Hãy chọn thư mục khác.") from None
        raise
