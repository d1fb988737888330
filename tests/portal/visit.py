"""Officers who come to the portal's door over HTTP, and the house behind it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import uvicorn
from fastapi import FastAPI
from sqlmodel import col, select

from documents import dossier
from flows.process.walk import walk
from models.access import Link, code_of, token_of
from models.clock import FixedClock
from models.letters import Letter
from models.steps import Answer, Step, StepKind, Via
from portal.app import make_app
from portal.pace import Pace
from tasks import sweep
from tasks.answering import Reply, answer
from tasks.bureau import Bureau, Desk
from tasks.handing_in import hand_in
from tests.office.cast import Handed
from tests.portal.reading import forms_of, text_of

KEY = b"k" * 32
WIDE = Pace(address="100000/minute", link="100000/minute", account="100000/minute", account_day="100000/day", renewal="100000/hour")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
GUEST = {"name": "TS. Nguyễn Văn Khách", "office": "Viện trưởng Viện Công nghệ số", "email": "khach@vien.example"}
PATIENCE = 20.0  # seconds a test waits for what must come


class Door:
    """A real server in front of whichever portal a test has opened."""

    def __init__(self) -> None:
        self.app: Any = None
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@contextmanager
def serving(door: Door) -> Iterator[Door]:
    """The door stands open while the block lasts."""
    server = uvicorn.Server(uvicorn.Config(door, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door.socket]})
    thread.start()
    try:
        yield door
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        door.socket.close()


def eventually(found: Callable[[], Any], what: str) -> Any:
    """The first true value; what the portal does after its reply comes a moment later."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"never came: {what}")


@dataclass
class House:
    """The committee's house, its portal, and a meeting's case."""

    bureau: Bureau
    clock: FixedClock
    door: Door
    app: FastAPI
    case_id: UUID
    scripted: dict[str, dict[str, Any]]
    browsers: list["Browser"] = field(default_factory=list)

    def walk(self) -> str | None:
        return walk(self.bureau, self.case_id).waiting

    def steps(self, question: str | None = None, state: str = "open") -> list[Step]:
        with self.bureau.reading_desk() as desk:
            found = select(Step).where(col(Step.case_id) == self.case_id, col(Step.kind) == StepKind.ASK, col(Step.state) == state)
            return [one for one in desk.session.exec(found.order_by(col(Step.id))) if question in (None, one.question)]

    def step(self, question: str, seat: str | None = None, state: str = "open") -> Step:
        return next(one for one in self.steps(question, state) if seat in (None, *one.seats))

    def again(self, step: Step) -> Step:
        """The step as it stands now."""
        with self.bureau.reading_desk() as desk:
            return desk.session.get_one(Step, step.id)

    def token(self, step: Step) -> str:
        """The token in the newest letter about a step."""
        with self.bureau.reading_desk() as desk:
            links = select(Link.id).where(col(Link.step_id) == step.id).order_by(col(Link.id).desc())
            newest = desk.session.exec(links).first()
            assert newest is not None
            return token_of(KEY, newest)

    def guest_token(self) -> str:
        """The token in the newest letter to a guest."""
        with self.bureau.reading_desk() as desk:
            newest = desk.session.exec(select(Link.id).where(col(Link.guest_id).is_not(None)).order_by(col(Link.id).desc())).first()
            assert newest is not None
            return token_of(KEY, newest)

    def reach(self, question: str) -> Step:
        """Play the officers until this is asked."""
        for _ in range(80):
            self.walk()
            if self.steps(question):
                return self.step(question)
            waiting = [step for step in self.steps() if step.question in self.scripted]
            for step in waiting:
                self.say(step, self.scripted[step.question])
            if not waiting:
                self.tomorrow()
        raise AssertionError(f"{question} was never asked")

    def say(self, step: Step, data: dict[str, Any]) -> None:
        with self.bureau.desk() as desk:
            assert step.officer_id is not None
            said = {name: self._handed_in(desk, step, value) if isinstance(value, Handed) else value for name, value in data.items()}
            answer(desk, step.id, Reply(said, step.officer_id, Via.SCRIPT))

    def _handed_in(self, desk: Desk, step: Step, file: Handed) -> str:
        sha256 = dossier.put(self.bureau.files, file.content)
        return str(hand_in(desk, step, name=file.name, media_type=file.media_type, size=len(file.content), sha256=sha256).id)

    def tomorrow(self) -> None:
        self.clock.move(self.clock.at + timedelta(days=1))
        with self.bureau.desk() as desk:
            sweep.close_cutoffs(desk)

    def letters(self, kind: str | None = None) -> list[Letter]:
        with self.bureau.reading_desk() as desk:
            return [one for one in desk.session.exec(select(Letter).order_by(col(Letter.id))) if kind in (None, one.kind)]

    def email(self, officer_id: str) -> str:
        assert self.bureau.law.sample is not None
        return next(person.email for person in self.bureau.law.sample.people if person.id == officer_id)

    def holder(self, seat: str) -> str:
        assert self.bureau.law.sample is not None
        return next(held.holder for held in self.bureau.law.sample.holdings if held.seat == seat)

    def browser(self) -> "Browser":
        self.browsers.append(Browser(self, httpx.Client(base_url=self.door.url, timeout=PATIENCE)))
        return self.browsers[-1]

    def close(self) -> None:
        for one in self.browsers:
            one.client.close()

    def limit(self, **limits: str) -> None:
        """Behind a stricter door from now on."""
        self.open_door(replace(self.bureau), replace(WIDE, **limits))

    def open_door(self, bureau: Bureau, pace: Pace = WIDE) -> None:
        self.app = self.door.app = make_app(bureau, pace)


@dataclass
class Browser:
    """Somebody at the door."""

    house: House
    client: httpx.Client

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any], **options: Any) -> httpx.Response:
        return self.client.post(path, data=data, **options)

    def fields(self, path: str, action: str | None = None) -> dict[str, list[str]]:
        """The fields of the form on a page that is sent to ``action`` (default: to the page itself)."""
        page = self.get(path)
        wanted = action or path.partition("?")[0]
        form = next((one for one in forms_of(page.text) if one["action"] == wanted), None)
        assert form is not None, f"no form to {wanted} on {path}: {page.status_code} {text_of(page.text)[:400]}"
        fields: dict[str, list[str]] = {}
        for name, value in form["fields"]:
            fields.setdefault(name, []).append(value)
        return fields

    def send(self, path: str, answers: dict[str, Any] | None = None, *, page: str | None = None, **options: Any) -> httpx.Response:
        """Open the page, fill its form and send it. A list fills a field several times; None takes a field out."""
        fields = self.fields(page or path, path)
        for name, value in (answers or {}).items():
            fields[name] = [] if value is None else [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return self.post(path, fields, **options)

    def code(self, officer_id: str, code_id: str) -> str:
        """The code out of the letter that was queued."""
        letter = eventually(lambda: [one for one in self.house.letters("code") if one.context["code_id"] == code_id], "the code's letter")[
            0
        ]
        assert letter.officer_id == officer_id
        return code_of(KEY, UUID(code_id))

    def sign_in(self, officer_id: str) -> "Browser":
        reply = self.send("/dang-nhap", {"email": self.house.email(officer_id)})
        assert reply.status_code == 303
        page = reply.headers["location"]
        done = self.send("/dang-nhap/ma", {"code": self.code(officer_id, lan(page))}, page=page)
        assert done.status_code == 303, text_of(done.text)
        return self


def lan(address: str) -> str:
    """The id of the code in the address of the page where it is typed."""
    return httpx.QueryParams(address.partition("?")[2])["lan"]


def payload(house: House, step: Any) -> dict[str, Any]:
    with house.bureau.reading_desk() as desk:
        return dict(desk.session.get_one(Answer, step.id).payload)
