"""Who signed a PDF, for pages: read beside the page, in a process of its own, and remembered; nobody waits for it or is refused for it."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from threading import Lock

from documents import dossier
from documents.signatures import Signed, Verdict, signatures_of
from models.errors import Refused
from tasks.bureau import Bureau

KEPT = 1000  # files whose signatures are remembered; the oldest is read again when it is looked at
PATIENCE = 0.3  # seconds a page waits: an unsigned file is told apart at once, a signed one takes about a second


class Verifier:
    """The signatures of the bureau's files, by their hash."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau
        self._pool = ThreadPoolExecutor(1, "signatures")
        self._known: OrderedDict[str, Future[tuple[Signed, ...]]] = OrderedDict()
        self._lock = Lock()

    def begin(self, sha256: str) -> Future[tuple[Signed, ...]]:
        """Have a file read, unless it was."""
        with self._lock:
            if sha256 not in self._known:
                self._known[sha256] = self._pool.submit(self._read, sha256)
                while len(self._known) > KEPT:
                    self._known.popitem(last=False)
            return self._known[sha256]

    def look(self, sha256: str) -> tuple[Signed, ...] | None:
        """Its signatures; none for a file that is not signed; None while it is still being read."""
        try:
            return self.begin(sha256).result(PATIENCE)
        except TimeoutError:
            return None

    def _read(self, sha256: str) -> tuple[Signed, ...]:
        try:
            with dossier.open(self._bureau.files, sha256) as file:
                return signatures_of(file.read(), self._bureau.roots)
        except (Refused, OSError):  # the file itself cannot be read; whoever downloads it is told why
            return (Signed(Verdict.UNREADABLE),)
