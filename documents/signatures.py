"""Who signed a PDF, and whether the signature verifies: shown beside the paper, never a reason to refuse it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

_HOUSE = Path(__file__).parent.parent
_PATIENCE = 30  # seconds for one file; the reader itself stops after fewer seconds of work


class Verdict(StrEnum):
    """What is known of a signature."""

    TRUSTED = "trusted"
    INTACT = "intact"
    ALTERED = "altered"
    INVALID = "invalid"
    UNREADABLE = "unreadable"

    @property
    def words(self) -> str:
        """The verdict as the portal shows it."""
        return _WORDS[self]


_WORDS = {
    Verdict.TRUSTED: "Chữ ký số hợp lệ, chứng thư số thuộc hệ thống được tin cậy.",
    Verdict.INTACT: "Nội dung còn nguyên vẹn kể từ khi ký; chưa xác định được chứng thư số có đáng tin cậy hay không.",
    Verdict.ALTERED: "Nội dung đã thay đổi sau khi ký.",
    Verdict.INVALID: "Chữ ký số không hợp lệ.",
    Verdict.UNREADABLE: "Không đọc được chữ ký số.",
}


@dataclass(frozen=True)
class Signed:
    """One signature: the signer's name and body as his certificate states them, who issued it, and the moment that he claims (aware);
    empty or None where the file does not say.
    """

    verdict: Verdict
    signer: str = ""
    body: str = ""
    issuer: str = ""
    at: datetime | None = None


def signatures_of(pdf: bytes, roots: Path | None = None) -> tuple[Signed, ...]:
    """The signatures of a PDF in the order they were made; none for a file that is not signed. Never raises, whatever the file holds.

    ``roots``: a folder of certificates (PEM or DER), in one of which a signer's chain has to end to be ``TRUSTED``; none is fetched.
    A signed file is read in a process of its own, bounded in time and memory: a malicious one costs its sender a verdict and us nothing.
    """
    if b"/ByteRange" not in pdf:  # every signature has one, in plain text
        return ()
    command = [sys.executable, "-m", "documents.signature_reader", *([str(roots)] if roots else [])]
    environment = {**os.environ, "PYTHONPATH": str(_HOUSE), "PYTHONSAFEPATH": "1"}
    try:
        read = subprocess.run(command, input=pdf, capture_output=True, timeout=_PATIENCE, check=True, env=environment)
        return tuple(_signed(told) for told in json.loads(read.stdout))
    except (subprocess.SubprocessError, OSError, ValueError):  # it was ended, it crashed, or it did not answer whole
        return (Signed(Verdict.UNREADABLE),)


def _signed(told: dict[str, Any]) -> Signed:
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    return Signed(Verdict(told["verdict"]), told["signer"], told["body"], told["issuer"], at)
