"""Word and Excel files as the zip archives they are: a look inside that no hostile archive can make expensive, and stable bytes."""

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Literal
from xml.etree import ElementTree

from models.errors import Refused

Kind = Literal["docx", "xlsx"]

_MAIN_PART: dict[str, Kind] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_CONTENT_TYPES = "[Content_Types].xml"
_MAX_ENTRIES = 5_000
_MAX_UNPACKED = 300 * 1024 * 1024  # bytes, all parts together
_MAX_READ = 1024 * 1024  # bytes of a part that is read here
_ACTIVE = re.compile(r"vbaproject|vbadata|/activex/|macrosheets|\.(exe|dll|scr|com|bat|cmd|js|vbs|ps1|hta|msi|lnk)$", re.IGNORECASE)
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier time


class NotOoxml(Refused):
    """Tệp không phải là tệp Word (.docx) hoặc Excel (.xlsx) nguyên vẹn; đề nghị mở tệp bằng Word hoặc Excel, lưu lại rồi gửi lại."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


class HoldsCode(NotOoxml):
    """Tệp chứa macro hoặc thành phần tự chạy nên không được nhận; đề nghị lưu lại thành .docx, .xlsx thường hoặc PDF rồi gửi lại."""


class TooMuchInside(NotOoxml):
    """Tệp nén bất thường, khi mở ra có dung lượng quá lớn nên không được nhận; đề nghị lưu lại tệp bằng Word hoặc Excel rồi gửi lại."""


def kind_of(data: bytes) -> Kind:
    """``docx`` or ``xlsx`` by what the archive itself declares; raises ``NotOoxml``, ``HoldsCode`` or ``TooMuchInside``.

    Reads the directory and two small parts, each up to a bound, and unpacks nothing else.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive, data)
            declared = _declared_types(archive)
            _check_attached_template(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        struct.error,
        zlib.error,
        ValueError,
        ElementTree.ParseError,
    ) as broken:
        raise NotOoxml from broken  # the many ways in which zipfile and the parser say "this is no such file"
    if any("macroenabled" in part_type.lower() or "vbaproject" in part_type.lower() for part_type in declared):
        raise HoldsCode
    kinds = {_MAIN_PART[part_type] for part_type in declared if part_type in _MAIN_PART}
    if len(kinds) != 1:
        raise NotOoxml
    return kinds.pop()


def settled(data: bytes) -> bytes:
    """The same archive without the traces of when and where it was packed: same parts, same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for entry in packed.infolist():
            part = zipfile.ZipInfo(entry.filename, _EARLIEST)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            fresh.writestr(part, packed.read(entry))
    return out.getvalue()


def _check_directory(archive: zipfile.ZipFile, data: bytes) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if not data.startswith(b"PK\x03\x04") or min((entry.header_offset for entry in entries), default=1) != 0:
        raise NotOoxml  # something stands before the archive
    if len(archive.comment) or not data[-22:].startswith(b"PK\x05\x06"):
        raise NotOoxml  # something stands behind it
    if len(set(names)) != len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise NotOoxml  # readers would disagree on which part counts, or write outside their folder
    packed, unpacked = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or packed > len(data):
        raise TooMuchInside  # packed > len(data): parts that overlap
    if any(_ACTIVE.search(f"/{name}") for name in names):
        raise HoldsCode


def _declared_types(archive: zipfile.ZipFile) -> set[str]:
    root = _parsed(archive, _CONTENT_TYPES)
    return {str(part.get("ContentType")) for part in (*root.findall("{*}Override"), *root.findall("{*}Default"))}


def _check_attached_template(archive: zipfile.ZipFile) -> None:
    """A Word file may fetch its template, macros included, from an address outside."""
    name = "word/_rels/settings.xml.rels"
    if name not in archive.namelist():
        return
    for link in _parsed(archive, name).findall("{*}Relationship"):
        fetched = str(link.get("Target")).lower().startswith(("http:", "https:", "ftp:", "\\\\", "//"))
        if fetched and str(link.get("Type")).endswith("/attachedTemplate"):
            raise HoldsCode


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        with archive.open(name) as part:
            xml = part.read(_MAX_READ + 1)
    except KeyError as missing:
        raise NotOoxml from missing
    if len(xml) > _MAX_READ:
        raise TooMuchInside
    if b"<!DOCTYPE" in xml:
        raise NotOoxml  # the format has none; entities are a bomb's fuse
    return ElementTree.fromstring(xml)
