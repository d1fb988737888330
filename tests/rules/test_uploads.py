"""What officers may hand in, and every disguise that is seen through."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from os import urandom

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.uploads import MAX_BYTES, Accepted, SecrecyNotConfirmed, TooLarge, UploadRefused, WrongType, accept, safe_name

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03" + b"\x00" * 55 + struct.pack("<I", 128) + b"\x00" * 64 + b"PE\x00\x00" + b"\x00" * 200
JPEG_THUMBNAIL = b"\xff\xd8\xff\xdb\x00\x04\x00\x00\xff\xda\x00\x02\x11\xff\xd9"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + (b"\xff\xe1" + struct.pack(">H", 2 + len(JPEG_THUMBNAIL)) + JPEG_THUMBNAIL)
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    + b"\x12\x34" * 40
    + b"\xff\xd9"
)


def _word(change: Callable[[zipfile.ZipFile], None] | None = None) -> bytes:
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph("Ý kiến bằng văn bản")
    document.save(out)
    if change:
        with zipfile.ZipFile(out, "a") as archive:
            change(archive)
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def _types(main: str) -> bytes:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/main.xml" ContentType="application/vnd.{main}+xml"/></Types>'
    ).encode()


WORD_MAIN = "openxmlformats-officedocument.wordprocessingml.document.main"
SHEET_MAIN = "openxmlformats-officedocument.spreadsheetml.sheet.main"
EXCEL = _zip({"[Content_Types].xml": _types(SHEET_MAIN), "xl/workbook.xml": b"<workbook/>"})
DOCM = _zip({"[Content_Types].xml": _types("ms-word.document.macroEnabled.main"), "word/document.xml": b"<d/>"})
VBA_IN_DOCX = _word(lambda archive: archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"))
FETCHED = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
Target="https://evil.example/x.dotm" TargetMode="External"/></Relationships>"""


def _overlapping(data: bytes) -> bytes:
    """A zip whose directory lists its largest part many times over, as the cleverest zip bombs do."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start, count = archive.start_dir, len(archive.infolist())
    directory, end = data[start:-22], data[-22:]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"big0.bin", f"big{number}.bin".encode()) for number in range(1, 10))
    fields = struct.pack("<HHII", count + 9, count + 9, len(directory) + len(more), start)
    return data[:start] + directory + more + end[:8] + fields + end[20:]


def _declaring(data: bytes, size: int) -> bytes:
    """A zip whose directory declares ``size`` unpacked bytes for its last part."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(WrongType) as refused:
        accept(name, data, no_state_secret=True)
    assert refused.value.status == 415
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("Ý kiến.pdf", PDF, "application/pdf"),
        ("Ý kiến.docx", _word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Số liệu.xlsx", EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("quét.PNG", PNG, "image/png"),
        ("ảnh.jpg", JPEG, "image/jpeg"),
        ("ảnh.JPEG", JPEG, "image/jpeg"),
    ],
)
def test_the_five_kinds_are_accepted(name: str, data: bytes, media_type: str) -> None:
    got = accept(name, data, no_state_secret=True)
    assert (got.media_type, got.size, got.data) == (media_type, len(data), data)
    assert got.name.lower() == name.lower()


def test_a_name_without_an_ending_gets_the_right_one() -> None:
    assert accept("Ý kiến số 12.2019", PDF, no_state_secret=True).name == "Ý kiến số 12.2019.pdf"


def test_nothing_is_looked_at_before_secrecy_is_confirmed() -> None:
    with pytest.raises(SecrecyNotConfirmed, match="không chứa bí mật nhà nước"):
        accept("Ý kiến.pdf", PDF, no_state_secret=False)


def test_a_file_of_exactly_25_mb_is_accepted_and_one_byte_more_is_not() -> None:
    whole = PDF[:9] + b"\x00" * (MAX_BYTES - len(PDF)) + PDF[9:]
    assert accept("a.pdf", whole, no_state_secret=True).size == MAX_BYTES
    with pytest.raises(TooLarge, match="vượt quá 25 MB") as refused:
        accept("a.pdf", whole + b"\n", no_state_secret=True)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("báo cáo.pdf", EXE, "không phải là PDF"),
        ("báo cáo.pdf", b"", "không có nội dung"),
        ("báo cáo.pdf", b"<html><script>alert(1)</script></html>", "không phải là PDF"),
        ("báo cáo.pdf", b"GIF89a" + b"\x00" * 50, "không phải là PDF"),
        ("báo cáo.pdf", b"rubbish\n" + PDF, "không phải là PDF"),
        ("báo cáo.pdf", _word(), "có nội dung là Word (.docx), không đúng với đuôi tên tệp .pdf"),
        ("báo cáo.docx", PDF, "có nội dung là PDF, không đúng với đuôi tên tệp .docx"),
        ("báo cáo.pdf.exe", PDF, "không đúng với đuôi tên tệp .exe"),
        ("báo cáo.docm", _word(), "không đúng với đuôi tên tệp .docm"),
        ("báo cáo.docx", DOCM, "macro"),
        ("báo cáo.docx", VBA_IN_DOCX, "macro"),
        ("báo cáo.docx", _word(lambda archive: archive.writestr("word/activeX/activeX1.xml", b"<x/>")), "macro"),
        ("báo cáo.docx", _word(lambda archive: archive.writestr("word/embeddings/cài đặt.exe", EXE)), "thành phần tự chạy"),
        ("báo cáo.docx", _word(lambda archive: archive.writestr("word/_rels/settings.xml.rels", FETCHED)), "thành phần tự chạy"),
        ("báo cáo.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "định dạng cũ (.doc, .xls) hoặc có đặt mật khẩu"),
        ("báo cáo.docx", _zip({"ghi chú.txt": b"x"}), "không phải là tệp Word"),
        ("báo cáo.docx", _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}), "không phải là tệp Word"),
        ("báo cáo.docx", _zip({"[Content_Types].xml": _types(WORD_MAIN) + b"<", "word/document.xml": b"<d/>"}), "không phải là tệp Word"),
        ("báo cáo.docx", _zip({"[Content_Types].xml": b"<!DOCTYPE x>" + _types(WORD_MAIN)}), "không phải là tệp Word"),
        ("báo cáo.docx", _zip({"[Content_Types].xml": _types(WORD_MAIN), "../../etc/cron.d/x": b"x"}), "không phải là tệp Word"),
        ("báo cáo.docx", _word()[:-100], "không phải là tệp Word"),
        ("báo cáo.docx", b"PK\x03\x04" + EXE + _word(), "không phải là tệp Word"),
        ("báo cáo.docx", b"PK\x03\x04" + urandom(500), "không phải là tệp Word"),
        ("báo cáo.docx", _word() + b"MZ" + b"\x00" * 300, "không phải là tệp Word"),
        ("báo cáo.pdf", PDF + _zip({"a.exe": EXE}), "giấu một tệp khác"),
        ("ảnh.png", PNG + _zip({"a.exe": EXE}), "giấu một tệp khác"),
        ("ảnh.jpg", JPEG + b"Rar!\x1a\x07\x00" + b"\x00" * 100, "giấu một tệp khác"),
        ("ảnh.jpg", JPEG[:20] + b"\xff\xfe\x00\x0a%PDF-1.4" + JPEG[20:], "giấu một tệp khác"),
        ("ảnh.jpg", JPEG[:-2], "thiếu phần cuối"),
        ("ảnh.png", PNG[:-12], "thiếu phần cuối"),
        ("báo cáo.pdf", PDF[:-7], "thiếu phần cuối"),
    ],
)
def test_a_disguise_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    sentence = refusal(name, data)
    assert says in sentence
    assert name in sentence
    assert "đề nghị" in sentence
    assert sentence.endswith(".")


BOMBS = {
    "declares too much": _declaring(_word(), 1 << 30),
    "too many parts": _zip({"[Content_Types].xml": _types(WORD_MAIN)} | {f"word/{number}.xml": b"" for number in range(5_001)}),
    "swollen table of contents": _zip({"[Content_Types].xml": _types(WORD_MAIN) + b" " * 3_000_000}),
    "overlapping parts": _overlapping(_zip({"[Content_Types].xml": _types(WORD_MAIN), "big0.bin": urandom(40_000)})),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_zip_bomb_is_refused_unopened(bomb: str) -> None:
    assert "nén bất thường" in refusal("báo cáo.docx", BOMBS[bomb])


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = _word(lambda archive: archive.writestr("word/document.xml", b"<d/>"))
    assert "không phải là tệp Word" in refusal("báo cáo.docx", twice)


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("C:\\Users\\An\\Ý kiến.pdf", "Ý kiến.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a/b/c.PDF", "c.pdf"),
        ("Y\u0301 kie\u0302\u0301n.pdf", "Ý kiến.pdf"),
        ("báo\u202efdp.exe", "báofdp.exe"),
        ('a"b<c>:d|e?f*g;h%i\r\n.pdf', "a b c d e f g h i.pdf"),
        ("  ..pdf  ", "pdf"),
        ("", "tệp"),
        ("...", "tệp"),
        ("con.pdf", "tệp con.pdf"),
        ("x" * 500 + ".pdf", "x" * 200 + ".pdf"),
    ],
)
def test_names_are_made_harmless(typed: str, safe: str) -> None:
    assert safe_name(typed) == safe


@given(st.text())
def test_any_name_comes_out_fit_to_be_a_file_and_a_header(typed: str) -> None:
    name = safe_name(typed)
    assert name
    assert not set(name) & set('<>:"/\\|?*;%\r\n\x00')
    assert len(name.encode()) < 255
    assert not name.startswith(".")
    assert safe_name(name) == name


@given(
    st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x05\x06"])
)
def test_any_rubbish_is_refused_or_accepted_but_never_breaks(rubbish: bytes, start: bytes) -> None:
    try:
        got = accept("tệp", start + rubbish, no_state_secret=True)
    except UploadRefused:
        return
    assert isinstance(got, Accepted)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_word_file_with_any_byte_changed_never_breaks_the_check(back: int, value: int) -> None:
    data = bytearray(WHOLE)
    data[-1 - back] = value  # the directory, where a reader of archives is most easily misled
    with suppress(UploadRefused):
        accept("báo cáo.docx", bytes(data), no_state_secret=True)


WHOLE = _word()
