"""Files that the demo's officers hand in."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Handed:
    """A file to upload: its name and content."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@cache
def signed_pdf() -> bytes:
    """An empty page, signed with a certificate made for this play: what the office's signing client hands back."""
    from deployments.demo.signing import signed_page  # takes a second to import

    return signed_page()
