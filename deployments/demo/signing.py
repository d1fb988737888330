"""Stands in for the office's own signing client in the demo: signs a PDF with a certificate that nobody should trust."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, fields, sign_pdf

SIGNER, BODY = "Nguyễn Mô Phỏng", "Chứng thư diễn tập, không có giá trị"
VALID = timedelta(days=3650)


def signed_page() -> bytes:
    """An empty page with one digital signature."""
    writer, out = PdfFileWriter(), BytesIO()
    line = writer.add_object(generic.StreamObject(stream_data=b"72 720 m 523 720 l S"))
    writer.insert_page(PageObject(contents=line, media_box=(0, 0, 595, 842)))
    writer.write(out)
    field = fields.SigFieldSpec("Chu ky dien tap")
    metadata = PdfSignatureMetadata(field_name=field.sig_field_name)
    signed = sign_pdf(IncrementalPdfFileWriter(BytesIO(out.getvalue())), metadata, signer=_signer(), new_field_spec=field)
    return bytes(signed.getvalue())


def _signer() -> SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, BODY), x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    now = datetime.now(UTC)  # a certificate lives in real time
    unused = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    usage = x509.KeyUsage(digital_signature=True, content_commitment=True, **dict.fromkeys(unused, False))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - VALID)
        .not_valid_after(now + VALID)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    signer = SimpleSigner.load_pkcs12_data(pkcs12.serialize_key_and_certificates(b"nhip", key, made, None, NoEncryption()), [])
    assert isinstance(signer, SimpleSigner)
    return signer
