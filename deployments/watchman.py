"""The watchman: goes round every minute and does what no click asks for. ``python -m deployments.watchman [--tick SECONDS]``.

By the clock: opens what was missed, rings rungs, closes cut-offs, moves steps whose answerer changed with the date. Then looks
after the runs (see :mod:`deployments.healing`), and tells the standing office what is wrong. Going round twice does nothing twice.
"""

import argparse
import logging
import signal
import threading
from datetime import date
from time import monotonic
from types import FrameType

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from sqlalchemy.exc import OperationalError

from deployments import timetable
from deployments.blocks import with_blocks
from deployments.contact import Contact
from deployments.healing import Healer
from deployments.logbook import keep_log
from deployments.prefect_flows import bureau
from deployments.returns import Collector, mailbox_of_returns
from flows.process.periods import open_missed
from flows.process.walk import orphans
from models.clock import RINGS_AT, HouseClock, SystemClock
from models.settings import read
from notifications.channels.alerts import NO_ALERTS, AlertAddresses
from tasks.absences import review_absences
from tasks.bureau import Bureau
from tasks.exchange_watch import exchange_in_trouble
from tasks.morning import morning
from tasks.standing_office import (
    Matter,
    alert_operators,
    clock_in_trouble,
    letters_in_trouble,
    report_of_the_day,
    tell_standing_office,
)
from tasks.succession import follow_roster
from tasks.sweep import BATCH, close_cutoffs, ring_due
from tasks.zalo_office import zalo_in_trouble

log = logging.getLogger("nhip.watchman")

TICK = 60.0  # seconds between two rounds
LONG = 60.0  # seconds without the database after which operators are told; the house starts its own again much sooner
NO_DATABASE = (
    "Nhịp: cơ sở dữ liệu không trả lời",
    "Hệ thống đứng yên: không nhắc việc, không gửi thư cho đến khi kết nối lại. Hãy kiểm tra bằng «./nhip doctor».",
)
DEMO_TICK = 1.0  # where office time jumps
_LOOK_FOR_TROUBLE = 60.0  # seconds


class Watchman:
    """Goes round until told to stop; survives the loss of PostgreSQL and of Prefect."""

    def __init__(self, house: Bureau, tick: float, alerts: AlertAddresses = NO_ALERTS) -> None:
        self._house, self._tick, self._alerts = house, tick, alerts
        self._stopping = threading.Event()
        self._postgres, self._prefect = Contact("PostgreSQL", log), Contact("Prefect", log)
        self._healer: Healer | None = None
        self._day: date | None = None  # whose steps have been moved and periods opened
        self._applied: date | None = None  # when the timetable was last applied
        self._reported: date | None = None
        self._looked = -_LOOK_FOR_TROUBLE
        self._said: set[tuple[str, date]] = set()
        self._cried_out = False

    def run(self) -> None:
        """Until :meth:`stop`."""
        with get_client(sync_client=True) as client:
            log.info("watchman ready")
            while not self._stopping.is_set():
                try:
                    self.round(client)
                    self._postgres.made()
                    self._cried_out, wait = False, self._tick
                except OperationalError as lost:
                    wait = self._postgres.broke(lost)
                    self._cry_out()
                self._stopping.wait(wait)

    def stop(self, *_: int | FrameType | None) -> None:
        """After the round in hand."""
        self._stopping.set()

    def _cry_out(self) -> None:
        """Where the database itself is gone no alert can be written down: it is said at once and without a claim, once an outage.

        A watchman that is started again meanwhile may say it again; nothing remembers what was said, and silence would be worse.
        """
        if not self._cried_out and self._postgres.lost_for >= LONG:
            self._cried_out = True
            self._alerts.cry_out(*NO_DATABASE)

    def round(self, client: SyncPrefectClient) -> None:
        """One round."""
        matters = self.by_the_clock() + self._heal(client)
        if monotonic() - self._looked >= _LOOK_FOR_TROUBLE:
            self._looked = monotonic()
            with self._house.reading_desk() as desk:
                matters += letters_in_trouble(desk) + clock_in_trouble(desk, movable=isinstance(self._house.store.clock, HouseClock))
                matters += zalo_in_trouble(desk) + exchange_in_trouble(desk)
                matters += [Matter(f"orphan/{n}", str(missing)) for n, missing in enumerate(orphans(desk))]
        self._say(matters)

    def by_the_clock(self) -> list[Matter]:
        """What is due at this moment of office time; a duty that fails is told of and does not keep the others."""
        matters = []
        for duty in (self._new_day, self._close, self._ring, self._report):
            try:
                duty()
            except OperationalError:
                raise
            except Exception as broken:  # one bad case must not stop the rest; the operator is told
                log.exception("%s failed", duty.__name__)
                matters.append(Matter(f"duty/{duty.__name__}", f"Việc định kỳ «{duty.__doc__}» bị lỗi: {broken}. Xem nhật ký vận hành."))
        return matters

    def _new_day(self) -> None:
        """Mở hồ sơ đến kỳ, chuyển việc theo phân công của ngày mới"""
        with self._house.desk() as desk:
            if desk.today == self._day:
                return
            for case in open_missed(desk):
                log.info("case %s opened: %s", case.id, case.title)
            follow_roster(desk)
        with self._house.desk() as desk:  # apart: it locks cases in an order of its own
            review_absences(desk)
        self._day = desk.today

    def _close(self) -> None:
        """Kết thúc việc nhận trả lời đã hết hạn"""
        with self._house.desk() as desk:
            close_cutoffs(desk)

    def _ring(self) -> None:
        """Nhắc việc, báo quá hạn"""
        rang = BATCH
        while rang == BATCH:
            with self._house.desk() as desk:
                rang = ring_due(desk)

    def _report(self) -> None:
        """Báo cáo hằng ngày, báo cáo tháng về nhiệm vụ"""
        with self._house.desk() as desk:
            if desk.today == self._reported or desk.now.time() < RINGS_AT:
                return
            report_of_the_day(desk)
            morning(desk)
        self._reported = desk.today

    def _heal(self, client: SyncPrefectClient) -> list[Matter]:
        try:
            with self._house.store.reading() as session:
                today = SystemClock().now(session).date()
            if self._healer is None or today != self._applied:
                self._healer = Healer(self._house, client, timetable.apply())
                self._applied = today
            matters = self._healer.round()
            self._prefect.made()
        except (httpx.TransportError, httpx.HTTPStatusError) as lost:
            self._prefect.broke(lost)
            return []
        return matters

    def _say(self, matters: list[Matter]) -> None:
        if not matters:
            return
        with self._house.desk() as desk:
            fresh = [matter for matter in matters if (matter.key, desk.today) not in self._said]
            for matter in fresh:
                log.warning("%s: %s", matter.key, matter.what)
                tell_standing_office(desk, matter)
                alert_operators(desk, matter, self._alerts.names)
        self._said = {said for said in self._said if said[1] == desk.today} | {(matter.key, desk.today) for matter in fresh}


def main() -> None:
    """One watchman for this home, until TERM."""
    options = argparse.ArgumentParser(prog="deployments.watchman", description="Bộ phận theo dõi thời hạn.")
    options.add_argument("--tick", type=float, help="số giây giữa hai lượt (mặc định 60; nhà có đồng hồ tua được: 1)")
    tick = options.parse_args().tick
    keep_log()
    house, settings = bureau(), with_blocks(read())
    box = mailbox_of_returns(settings)
    if box is not None:  # a thread of its own: a slow mailbox keeps no deadline waiting; it may be killed at any point
        threading.Thread(target=Collector(house, box).run, name="returns", daemon=True).start()
    pace = tick or (DEMO_TICK if isinstance(house.store.clock, HouseClock) else TICK)
    watchman = Watchman(house, pace, AlertAddresses(settings.alerts, house.key))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, watchman.stop)
    watchman.run()


if __name__ == "__main__":
    main()
