"""Reads the signatures of the PDF on standard input and writes them as JSON: ``python -m documents.signature_reader [ROOTS]``.

A process of its own for ``documents.signatures``, because what it reads may have been made to exhaust its reader.
"""

import json
import logging
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from documents.blocks import clean
from documents.signatures import Verdict

_SECONDS, _BYTES = 20, 2 * 1024**3
_MOST = 20  # signatures of one paper
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def read(pdf: bytes, roots: Path | None) -> list[dict[str, Any]]:
    """Each signature as ``documents.signatures.Signed`` has it; raises whatever pyHanko does for a file that it cannot open."""
    embedded = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures[:_MOST]
    trusted = _certificates(roots)
    return [_told(one, trusted) for one in embedded]


def _told(one: EmbeddedPdfSignature, trusted: list[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"verdict": Verdict.UNREADABLE, "signer": "", "body": "", "issuer": "", "at": None}
    try:
        certificate = one.signer_cert
        told |= {"signer": _name(certificate.subject, "common_name"), "issuer": _name(certificate.issuer, "common_name")}
        told["body"] = _name(certificate.subject, "organization_name")
        told["at"] = one.self_reported_timestamp.isoformat() if one.self_reported_timestamp else None
        context = ValidationContext(trust_roots=trusted, allow_fetching=False)
        told["verdict"] = _verdict(validate_pdf_signature(one, context, key_usage_settings=_USAGE))
    except Exception as broken:  # noqa: BLE001 - a signature may be broken in any way, and the next one still has to be read
        logging.getLogger(__name__).warning("a signature could not be read: %r", broken)
    return told


def _verdict(status: PdfSignatureStatus) -> Verdict:
    if not status.intact or not status.docmdp_ok:
        return Verdict.ALTERED  # its bytes are others, or more was added than a further signature may add
    if not status.valid or status.revoked:
        return Verdict.INVALID
    return Verdict.TRUSTED if status.trusted else Verdict.INTACT


def _name(name: Any, part: str) -> str:
    """One part of a certificate's name as it may stand on a page."""
    said = name.native.get(part, "")
    return clean(said if isinstance(said, str) else ", ".join(said))


def _certificates(roots: Path | None) -> list[Any]:
    """The certificates in the folder; a file that is none says so in the log and stands in nobody's way."""
    found: list[Any] = []
    for file in sorted(roots.iterdir()) if roots else []:
        try:
            found += load_certs_from_pemder_data(file.read_bytes())
        except (OSError, ValueError) as broken:
            logging.getLogger(__name__).warning("%s is no certificate: %s", file, broken)
    return found


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    json.dump(read(sys.stdin.buffer.read(), where), sys.stdout)
