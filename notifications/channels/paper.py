"""Paper: ``nhippaper:///path/of/the/tray``. A sheet to be printed and handed over, for who has no address that takes letters."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyBase

from notifications.channels.cargo import hand_over, on_board
from notifications.channels.receipt import Outcome, Receipt

SCHEMA = "nhippaper"


@dataclass(frozen=True)
class Sheet:
    """A page as HTML, and the name of its file without ending."""

    name: str
    page: str


class PaperService(NotifyBase):
    """The plug-in: puts the sheet on board into its tray and ignores Apprise's title and body."""

    # Any: Apprise declares these as None in its base class.
    service_name: Any = "Nhịp – phiếu giấy"
    service_url: Any = "https://www.w3.org/TR/css-page-3/"
    protocol: Any = SCHEMA
    request_rate_per_sec = 0

    def __init__(self, tray: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tray = tray

    def send(self, *_: Any, **__: Any) -> bool:
        """Write the sheet whole, or not at all; a sheet of the same name is written over, since it is the same sheet."""
        cargo = on_board()
        sheet: Sheet = cargo.payload
        try:
            self.tray.mkdir(parents=True, exist_ok=True)
            handle, fresh = tempfile.mkstemp(dir=self.tray, prefix=".")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(sheet.page)
            Path(fresh).rename(self.tray / f"{sheet.name}.html")
        except OSError as failed:  # a full disk: the sheet can wait
            cargo.receipt = Receipt(Outcome.TRANSIENT, failed.errno, "Không ghi được phiếu giấy vào thư mục chờ in.")
            return False
        cargo.receipt = Receipt(Outcome.ACCEPTED, reply="Phiếu giấy chờ in, giao tận tay.", queue_id=f"{sheet.name}.html")
        return True

    def url(self, *_: Any, **__: Any) -> str:
        """Its address."""
        return f"{SCHEMA}://{self.tray}"

    @staticmethod
    def parse_url(url: Any, *_: Any, **__: Any) -> dict[str, Any] | None:
        """Apprise's contract: the constructor's arguments, None for an address that cannot be used."""
        path = str(url).removeprefix(f"{SCHEMA}://")
        return {"schema": SCHEMA, "host": "localhost", "tray": Path(path)} if path.startswith("/") else None


def tray_at(folder: Path) -> Apprise:
    """The channel whose sheets are put into ``folder``."""
    asset = AppriseAsset(async_mode=False, default_service_retry=0)
    apprise = Apprise(asset=asset)
    apprise.add(PaperService(folder.absolute(), schema=SCHEMA, host="localhost", asset=asset))
    return apprise


def put(tray: Apprise, sheet: Sheet) -> Receipt:
    """Put one sheet into the tray."""
    return hand_over(tray, sheet)
