"""Who signed a PDF: told for sound, altered, foreign and hostile files, and never an exception."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, fields, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents import signatures
from documents.signatures import Signed, Verdict, signatures_of

CHAIR, SECRETARY = "Trần Giả Định", "Lý Thị Thư Ký"
BODY = "Ủy ban nhân dân tỉnh Kiên Giang"
ROOT = "CA mẫu của cơ quan nhà nước"


def _name(common: str, body: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, body), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject: x509.Name, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, authority: bool) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False
    ) | {"digital_signature": not authority, "content_commitment": not authority, "key_cert_sign": authority}
    made = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_name(ROOT, ROOT))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(by, hashes.SHA256())
    )


class Authority:
    """Issues certificates; its own lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.own = _certificate(_name(ROOT, ROOT), self.key, self.key, authority=True)
        (folder / "ghi chú.txt").write_text("Không phải chứng thư số.")
        (folder / "root.pem").write_bytes(self.own.public_bytes(serialization.Encoding.PEM))

    def signer(self, name: str) -> SimpleSigner:
        key = ec.generate_private_key(ec.SECP256R1())
        mine = _certificate(_name(name, BODY), key, self.key, authority=False)
        private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        store = SimpleCertificateStore.from_certs([_asn1(self.own)])
        return SimpleSigner(_asn1(mine), keys.PrivateKeyInfo.load(private), store)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("roots"))


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A page with a line on it."""
    writer, out = PdfFileWriter(), BytesIO()
    words = writer.add_object(generic.StreamObject(stream_data=b"0 0 m 100 100 l S"))
    writer.insert_page(PageObject(contents=words, media_box=(0, 0, 595, 842)))
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sign(authority: Authority) -> Callable[[bytes, str], bytes]:
    """``sign(pdf, name)``: the PDF with a further signature."""

    def signed(pdf: bytes, name: str) -> bytes:
        field = fields.SigFieldSpec(f"Chu ky {len(pdf)}")
        made = sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            PdfSignatureMetadata(field_name=field.sig_field_name),
            signer=authority.signer(name),
            new_field_spec=field,
        )
        return bytes(made.getvalue())

    return signed


def test_an_unsigned_file_has_no_signatures_and_costs_no_process(plain: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures.subprocess, "run", None)
    assert signatures_of(plain) == ()
    assert signatures_of(b"") == ()
    assert signatures_of(b"PK\x03\x04 khong phai PDF") == ()


def test_a_signature_tells_its_signer_his_body_and_the_moment(
    plain: bytes, sign: Callable[[bytes, str], bytes], authority: Authority
) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    (one,) = signatures_of(sign(plain, CHAIR), authority.folder)
    assert (one.verdict, one.signer, one.body, one.issuer) == (Verdict.TRUSTED, CHAIR, BODY, ROOT)
    assert one.at is not None
    assert before <= one.at <= datetime.now(UTC)


def test_without_roots_a_sound_signature_is_intact_and_no_more(plain: bytes, sign: Callable[[bytes, str], bytes]) -> None:
    (one,) = signatures_of(sign(plain, CHAIR))
    assert (one.verdict, one.signer) == (Verdict.INTACT, CHAIR)


def test_two_who_sign_one_after_the_other_both_verify(plain: bytes, sign: Callable[[bytes, str], bytes], authority: Authority) -> None:
    both = signatures_of(sign(sign(plain, SECRETARY), CHAIR), authority.folder)
    assert [(one.signer, one.verdict) for one in both] == [(SECRETARY, Verdict.TRUSTED), (CHAIR, Verdict.TRUSTED)]


def test_a_changed_byte_is_seen(plain: bytes, sign: Callable[[bytes, str], bytes], authority: Authority) -> None:
    changed = sign(plain, CHAIR).replace(b"100 100 l", b"100 900 l")
    (one,) = signatures_of(changed, authority.folder)
    assert (one.verdict, one.signer) == (Verdict.ALTERED, CHAIR)


def test_a_page_put_in_afterwards_is_seen(plain: bytes, sign: Callable[[bytes, str], bytes], authority: Authority) -> None:
    writer, out = IncrementalPdfFileWriter(BytesIO(sign(plain, CHAIR))), BytesIO()
    words = writer.add_object(generic.StreamObject(stream_data=b"9 9 m 9 900 l S"))
    writer.insert_page(PageObject(contents=words, media_box=(0, 0, 595, 842)))
    writer.write(out)
    assert [one.verdict for one in signatures_of(out.getvalue(), authority.folder)] == [Verdict.ALTERED]


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.7\n/ByteRange",
        b"%PDF-1.7\n1 0 obj<</ByteRange [0 9 9 9]/Contents <30>>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"\x00" * 4096 + b"/ByteRange",
    ],
)
def test_a_file_that_is_no_sound_pdf_is_unreadable(hostile: bytes) -> None:
    assert all(one == Signed(Verdict.UNREADABLE) for one in signatures_of(hostile))


def test_a_signed_file_cut_short_anywhere_never_raises(plain: bytes, sign: Callable[[bytes, str], bytes]) -> None:
    whole = sign(plain, CHAIR)
    for length in (len(whole) // 3, len(whole) - 200, len(whole) - 5):
        assert all(one.verdict != Verdict.TRUSTED for one in signatures_of(whole[:length]))


def test_a_reader_that_does_not_come_back_is_ended(
    plain: bytes, sign: Callable[[bytes, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "_PATIENCE", 0.01)
    assert signatures_of(sign(plain, CHAIR)) == (Signed(Verdict.UNREADABLE),)


def test_every_verdict_has_its_words() -> None:
    assert len({verdict.words for verdict in Verdict}) == len(Verdict)
    assert all(verdict.words.endswith(".") for verdict in Verdict)
