"""The mailbox letters come back to, read over IMAP (RFC 3501).

A message that has been dealt with is marked as read; what is none of ours is flagged and stays unread, so that whoever looks after
the mailbox sees it. Neither is looked at again. Nothing is deleted.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from models.errors import Refused
from notifications.bounces import MOST_BYTES
from notifications.channels.mail import is_here

SECONDS = 20.0  # a connect, a read or a write may take
AT_ONCE = 200  # messages a visit deals with; the rest is for the next one
LOST = (OSError, imaplib.IMAP4.error)  # what a visit may end with: no connection, a refused password or folder, an answer that is none
_FOLDER = re.compile(r'[^\x00-\x1f"\\\x7f-\U0010ffff]+')


class BadMailboxUrl(Refused):
    """Địa chỉ hộp thư trả lại không dùng được. The sentence never holds the address itself: it has a password in it."""


@dataclass(frozen=True)
class ReturnBox:
    """Where the mailbox is and who opens it. ``ca``: the authority that signed its certificate, where it is the agency's own."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = True
    ca: str | None = None


def box_of(url: str) -> ReturnBox:
    """Read ``imaps://user:password@host[:993]/FOLDER[?ca=file]``; without encryption (``imap://``) only on this machine."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # its text quotes what may be half a password
        raise _bad("không đọc được; nếu mật khẩu có ký tự như @ : / #, hãy viết theo mã phần trăm (%40 cho @)") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in ("imaps", "imap") or not parts.hostname or not user or not password or not options.keys() <= {"ca"}:
        raise _bad("phải có dạng imaps://tài-khoản:mật-khẩu@máy-chủ/INBOX")
    if parts.scheme == "imap" and not is_here(parts.hostname):
        raise _bad("phải là imaps://: không gửi mật khẩu qua đường truyền không mã hóa")
    if not (user + password).isascii() or not (user + password).isprintable():
        raise _bad("tài khoản, mật khẩu chỉ gồm ký tự không dấu")
    if "ca" in options and not Path(options["ca"]).is_file():
        raise _bad(f"không thấy tệp chứng thư ca={options['ca']}")
    tls = parts.scheme == "imaps"
    return ReturnBox(parts.hostname, port or (993 if tls else 143), user, password, _folder(parts), tls, options.get("ca"))


def _folder(parts: SplitResult) -> str:
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if _FOLDER.fullmatch(folder) is None:
        raise _bad("tên thư mục chỉ gồm ký tự không dấu")
    return folder


def _bad(why: str) -> BadMailboxUrl:
    return BadMailboxUrl(f"NHIP_BOUNCE_IMAP_URL {why}.")


class Visit:
    """An opened mailbox."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap

    def waiting(self) -> list[str]:
        """UIDs of messages nobody has dealt with, the oldest first."""
        found = self._asked("SEARCH", "UNSEEN", "UNFLAGGED")
        return [uid.decode() for line in found if isinstance(line, bytes) for uid in line.split()][:AT_ONCE]

    def read(self, uid: str) -> bytes:
        """The beginning of a message, which stays unread; empty where it is gone."""
        found = self._asked("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def settle(self, uid: str) -> None:
        """It has been dealt with."""
        self._asked("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def leave(self, uid: str) -> None:
        """It is for a person."""
        self._asked("STORE", uid, "+FLAGS.SILENT", r"(\Flagged)")

    def _asked(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes]]:
        said, found = self._imap.uid(command, *arguments)
        if said != "OK":
            raise imaplib.IMAP4.error(f"{command}: {said}")
        return found


@contextmanager
def visited(box: ReturnBox) -> Iterator[Visit]:
    """Open the mailbox, and go. Raises one of :data:`LOST`."""
    imap = _dialled(box)
    try:
        imap.login(box.user, box.password)
        said, _ = imap.select(f'"{box.folder}"')
        if said != "OK":
            raise imaplib.IMAP4.error(f"SELECT: {said}")
        yield Visit(imap)
    finally:
        try:
            imap.logout()
        except LOST:  # it leaves its socket open where nobody answers any more
            with suppress(*LOST):
                imap.shutdown()


def _dialled(box: ReturnBox) -> imaplib.IMAP4:
    if not box.tls:
        return imaplib.IMAP4(box.host, box.port, timeout=SECONDS)
    return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=ssl.create_default_context(cafile=box.ca), timeout=SECONDS)
