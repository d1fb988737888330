"""What officers may hand in: PDF, Word, Excel and pictures, told by content and not by name."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import filetype

from documents import ooxml
from models.errors import Refused

MAX_BYTES = 25 * 1024 * 1024
CONFIRMATION = "Tôi xác nhận tệp này không chứa bí mật nhà nước."

_OOXML = "application/vnd.openxmlformats-officedocument."
_KINDS = {  # extension → media type and what people call it
    "pdf": ("application/pdf", "PDF"),
    "docx": (f"{_OOXML}wordprocessingml.document", "Word (.docx)"),
    "xlsx": (f"{_OOXML}spreadsheetml.sheet", "Excel (.xlsx)"),
    "png": ("image/png", "ảnh PNG"),
    "jpg": ("image/jpeg", "ảnh JPEG"),
}
_SAME = {"jpeg": "jpg", "jpe": "jpg"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and any Office file with a password
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF\x00\x00\x00\x00")
_MAX_STEM = 200  # bytes; with its extension a name stays below the 255 of common file systems
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class UploadRefused(Refused):
    """Tệp không được nhận."""


class SecrecyNotConfirmed(UploadRefused):
    """Chưa nhận tệp: đề nghị đánh dấu xác nhận tệp không chứa bí mật nhà nước rồi gửi lại; tài liệu mật không gửi qua hệ thống này."""


class TooLarge(UploadRefused):
    """Tệp vượt quá dung lượng cho phép."""

    status = 413


class WrongType(UploadRefused):
    """Tệp không thuộc loại được nhận, hoặc không phải loại mà tên tệp ghi."""

    status = 415


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: ``name`` fit for any system, ``media_type`` by content, ``size`` in bytes."""

    name: str
    media_type: str
    size: int
    data: bytes


def accept(name: str, data: bytes, *, no_state_secret: bool) -> Accepted:
    """Checks what an officer hands in; raises an ``UploadRefused`` whose text says what is wrong and what to do.

    ``no_state_secret``: whether the officer ticked ``CONFIRMATION`` (law: no classified paper in this system).
    """
    if not no_state_secret:
        raise SecrecyNotConfirmed(SecrecyNotConfirmed.__doc__)
    shown = safe_name(name)
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f}".replace(".", ",")
        raise TooLarge(
            f"Tệp «{shown}» có dung lượng {size} MB, vượt quá 25 MB cho phép; đề nghị giảm dung lượng hoặc tách tệp rồi gửi lại."
        )
    if not data:
        raise WrongType(f"Tệp «{shown}» không có nội dung; đề nghị kiểm tra tệp rồi gửi lại.")
    kind = _kind(shown, data)
    stem, extension = _split(shown)
    if extension and _SAME.get(extension, extension) != kind:
        raise WrongType(
            f"Tệp «{shown}» có nội dung là {_KINDS[kind][1]}, không đúng với đuôi tên tệp .{extension}; "
            "đề nghị kiểm tra lại tệp, đặt đúng tên rồi gửi lại."
        )
    return Accepted(shown if extension else f"{stem}.{kind}", _KINDS[kind][0], len(data), data)


def safe_name(name: str) -> str:
    """The file's own name, without folders, control and direction characters, or anything a file system or a header would misread."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(ch for ch in unicodedata.normalize("NFC", last) if unicodedata.category(ch)[0] != "C")
    plain = re.sub(r'[<>:"/\\|?*;%\s]+', " ", plain).strip(" .")
    if not plain or _RESERVED.match(plain):
        plain = f"tệp {plain}".strip()
    stem, extension = _split(plain)
    stem = stem.encode()[:_MAX_STEM].decode(errors="ignore").rstrip(" .")
    return f"{stem}.{extension}" if extension else stem


def _kind(shown: str, data: bytes) -> str:
    """One of ``_KINDS`` by content. A file that is two things at once is none of them."""
    if data.startswith(b"PK"):
        try:
            return ooxml.kind_of(data)
        except ooxml.NotOoxml as refused:
            raise WrongType(f"Tệp «{shown}»: {str(refused)[:1].lower()}{str(refused)[1:]}") from refused
    if data.startswith(_OLE):
        raise WrongType(
            f"Tệp «{shown}» là tệp Office định dạng cũ (.doc, .xls) hoặc có đặt mật khẩu; đề nghị bỏ mật khẩu, lưu lại thành .docx, .xlsx "
            "hoặc PDF rồi gửi lại."
        )
    guess = filetype.guess_extension(data)
    if guess not in {"pdf", "png", "jpg"}:
        raise WrongType(
            f"Tệp «{shown}» không phải là PDF, Word (.docx), Excel (.xlsx), ảnh PNG hoặc JPEG; đề nghị lưu lại theo một trong các "
            "định dạng này rồi gửi lại."
        )
    if not _complete(guess, data):
        raise WrongType(f"Tệp «{shown}» bị thiếu phần cuối hoặc hỏng; đề nghị mở lại tệp gốc, kiểm tra rồi gửi lại.")
    if _is_two_things(guess, data):
        raise WrongType(f"Tệp «{shown}» có giấu một tệp khác bên trong nên không được nhận; đề nghị xuất lại tệp từ bản gốc rồi gửi lại.")
    return guess


def _complete(kind: str, data: bytes) -> bool:
    """Whether the file has its end: a scan cut off on the way is worth nothing."""
    if kind == "pdf":
        return b"%%EOF" in data[-2048:]
    if kind == "png":
        return b"IEND\xaeB`\x82" in data[-1024:]
    return data.find(b"\xff\xd9", _jpeg_picture(data)) >= 0


def _jpeg_picture(data: bytes) -> int:
    """Where the picture's own bytes begin, behind the segments (one of which may hold a small picture with an end of its own)."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at


def _is_two_things(kind: str, data: bytes) -> bool:
    """Another reader would open the same bytes as an archive, or as a PDF (which may begin within the first 1024 bytes)."""
    if zipfile.is_zipfile(BytesIO(data)) or any(mark in data for mark in _ARCHIVES):
        return True
    return kind != "pdf" and b"%PDF-" in data[:1024]


def _split(name: str) -> tuple[str, str]:
    """Stem and extension in small letters; a number or a long ending is part of the name, not an extension."""
    stem, dot, extension = name.rpartition(".")
    if dot and stem and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,7}", extension):
        return stem, extension.lower()
    return name, ""
