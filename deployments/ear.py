"""Hearing which cases want to be walked: by NOTIFY, and from the records what was not heard."""

import logging
import threading
from collections.abc import Callable
from uuid import UUID

import psycopg
from sqlalchemy.exc import OperationalError

from deployments.contact import Contact
from models.store import CASE_CHANNEL
from tasks.bureau import Bureau
from tasks.sweep import stirring

_LOOK_UP = 0.5  # seconds between two looks at whether to stop


class Ear:
    """Calls ``wanted`` with the id of each case that stirs, until ``stopping`` is set; outlives PostgreSQL."""

    def __init__(self, bureau: Bureau, wanted: Callable[[UUID], object], stopping: threading.Event, log: logging.Logger) -> None:
        self._bureau, self._wanted, self._stopping = bureau, wanted, stopping
        self._contact = Contact("PostgreSQL", log)

    def listen(self) -> None:
        """Run in a thread of its own."""
        while not self._stopping.is_set():
            try:
                self._hear()
            except (psycopg.OperationalError, OperationalError) as lost:
                self._stopping.wait(self._contact.broke(lost))

    def catch_up(self) -> None:
        """Want every case that something happened to and no walk has read."""
        with self._bureau.reading_desk() as desk:
            behind = [case.id for case in stirring(desk)]
        for case_id in behind:
            self._wanted(case_id)

    def _hear(self) -> None:
        with self._bureau.store.listen(CASE_CHANNEL) as line:
            self._contact.made()
            self.catch_up()  # after LISTEN, so that nothing falls between the two
            while not self._stopping.is_set():
                for notice in line.notifies(timeout=_LOOK_UP, stop_after=1):
                    self._wanted(UUID(notice.payload))
