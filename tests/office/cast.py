"""The fixed cast: the sample committee in a house of its own, and officers who answer as they are told."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from documents import dossier
from flows.process import PROCESSES, Process
from flows.process.walk import Outcome, open_period, walk
from models.cases import Case
from models.clock import FixedClock, at
from models.journal import verify
from models.letters import Letter, LetterState
from models.steps import Answer, Step, StepKind, StepState, Via
from tasks import sweep
from tasks.absences import review_absences
from tasks.answering import Reply, answer
from tasks.bureau import Bureau, Desk
from tasks.extraordinary import Wanted, want
from tasks.handing_in import hand_in
from tasks.succession import follow_roster

CHAIR, DEPUTY_1, DEPUTY_2, STANDING, SECRETARY = "P01", "P02", "P03", "P04", "P18"
HEALTH, EDUCATION = "P11", "P12"  # members whose seats are member_yt, member_gd
Registry = dict[tuple[str, int], Process]
Script = Mapping[str, Any]  # question, or step key, → form data, a list of them by round, or a function of the step

AGENDA: dict[str, Any] = {
    "choice": "submit",
    "day": "2019-09-27",
    "hour": "08:00",
    "place": "Phòng họp số 1",
    "items": [{"minutes": 30, "item": "Tình hình quý III", "by": "Ủy viên thường trực"}, {"minutes": 60, "item": "Thảo luận"}],
    "attendees": ["chair", "deputy_chair_1", "standing_member", "member_yt", "member_gd", "member_tc"],
}
YES = {"choice": "approve"}


STEPS = select(Step).where(col(Step.case_id) == bindparam("case")).order_by(col(Step.id))
ASKED = STEPS.where(col(Step.kind) == StepKind.ASK, col(Step.state) == StepState.OPEN)
NEXT_CUTOFF = text("SELECT min(cutoff_at) FROM step WHERE case_id = :case AND state = 'open'")


@dataclass(frozen=True)
class Handed:
    """A file that an answer carries: it is handed in before the answer, as the portal does."""

    name: str = "da-ky.pdf"
    media_type: str = "application/pdf"
    content: bytes = b"signed"


TAKEN = {"choice": "take", "signed": Handed()}
RETURNED = {"choice": "return", "reason": "Bổ sung nội dung"}
LEAVE = {"choice": "leave", "reason": "Đi công tác"}
PROXY = {"choice": "proxy", "reason": "Họp Bộ", "proxy_name": "Lê Văn A", "proxy_office": "Phó Giám đốc"}
CONCLUSION = {"text": "Báo cáo kết quả rà soát.", "lead": "STTTT", "coordinating": ["STC"], "due": "2019-11-29", "product": "Báo cáo"}

PROMPT: dict[str, Any] = {
    "propose": {"choice": "none"},
    "agenda": AGENDA,
    "agenda-review": YES,
    "convene": YES,
    "invitation-sign": YES,
    "invitation-release": TAKEN,
    "paper": {"choice": "send", "paper": Handed("tai-lieu.pdf")},
    "late-item": {"choice": "keep"},
    "prepared-conclusions": {"choice": "none"},
    "rsvp": {"choice": "attend"},
    "leave-consent": {"choice": "consent"},
    "minutes": {
        "choice": "submit",
        "present": ["chair", "deputy_chair_1", "standing_member", "member_tc"],
        "proxies": ["member_gd"],
        "ended": "11:00",
        "matters": [{"item": "Tình hình quý III", "by": "Ủy viên thường trực", "discussed": "Đã nghe báo cáo."}],
        "remarks": [{"speaker": "Ủy viên – Giám đốc Sở Giáo dục và Đào tạo", "words": "Đề nghị làm rõ nguồn kinh phí."}],
    },
    "minutes-sign": YES,
    "minutes-release": TAKEN,
    "comment": {"choice": "none"},
    "conclusions": {"choice": "submit", "conclusions": [CONCLUSION]},
    "notice-draft": {"choice": "submit", "attendance": "Các thành viên dự họp.", "conclusions": [CONCLUSION]},
    "notice-review": YES,
    "notice-content": YES,
    "notice-sign": YES,
    "notice-release": TAKEN,
}


@dataclass
class Office:
    """A house for one test: walks cases, lets officers answer by a script, moves the clock, sweeps."""

    bureau: Bureau
    clock: FixedClock
    registry: Registry = field(default_factory=lambda: PROCESSES)

    def open(self, process: str = "board_meeting", period: str = "2019-Q3") -> UUID:
        with self.bureau.desk() as desk:
            return open_period(desk, process, period, self.registry)[0].id

    def convene(self, starts_at: datetime = at(date(2019, 9, 27), time(8))) -> UUID:
        """A meeting that the chair calls out of turn: its draft is asked for at once."""
        with self.bureau.desk() as desk:
            return want(desk, Wanted(starts_at, "Sự cố an toàn thông tin", "Cần xử lý ngay", "chair", CHAIR, uuid4().hex))[0].id

    def walk(self, case_id: UUID) -> Outcome:
        return walk(self.bureau, case_id, registry=self.registry)

    def answer(self, step: Step, data: Mapping[str, Any], officer: str | None = None) -> Answer:
        with self.bureau.desk() as desk:
            said = {name: self._handed_in(desk, step, value) if isinstance(value, Handed) else value for name, value in data.items()}
            return answer(desk, step.id, Reply(said, officer or step.officer_id or "", Via.SCRIPT))

    def _handed_in(self, desk: Desk, step: Step, file: Handed) -> str:
        sha256 = dossier.put(self.bureau.files, file.content)
        return str(hand_in(desk, step, name=file.name, media_type=file.media_type, size=len(file.content), sha256=sha256).id)

    def steps(self, case_id: UUID) -> list[Step]:
        with self.bureau.reading_desk() as desk:
            return list(desk.session.execute(STEPS, {"case": case_id}).scalars())

    def step(self, case_id: UUID, key: str) -> Step:
        return next(step for step in self.steps(case_id) if step.key == key)

    def asked(self, case_id: UUID) -> list[Step]:
        """Steps a person may answer now."""
        with self.bureau.reading_desk() as desk:
            return list(desk.session.execute(ASKED, {"case": case_id}).scalars())

    def case(self, case_id: UUID) -> Case:
        with self.bureau.reading_desk() as desk:
            return desk.case(case_id)

    def letters(self, case_id: UUID | None = None) -> list[Letter]:
        with self.bureau.reading_desk() as desk:
            wanted = select(Letter).order_by(col(Letter.id))
            return list(desk.session.exec(wanted if case_id is None else wanted.where(col(Letter.case_id) == case_id)))

    def post_all(self) -> None:
        """The postman empties the box: every queued letter is accepted."""
        with self.bureau.desk() as desk:
            desk.session.execute(text("UPDATE letter SET state = 'accepted', ended_at = now() WHERE state = 'queued'"))

    def queued(self, case_id: UUID) -> list[Letter]:
        return [letter for letter in self.letters(case_id) if letter.state == LetterState.QUEUED]

    def move_to(self, day: date, when: time = time(8)) -> None:
        self.clock.move(at(day, when))

    def sweep(self) -> None:
        """What the watchman does."""
        with self.bureau.desk() as desk:
            follow_roster(desk)
        with self.bureau.desk() as desk:
            review_absences(desk)
        with self.bureau.desk() as desk:
            sweep.close_cutoffs(desk)
        self.ring()

    def wait(self, case_id: UUID) -> None:
        """Nobody answers: time passes to the next cut-off of the case, or by a day."""
        with self.bureau.reading_desk() as desk:
            cutoff: datetime | None = desk.session.execute(NEXT_CUTOFF, {"case": case_id}).scalar_one()
        self.clock.move(max(self.clock.at, cutoff or self.clock.at + timedelta(days=1)))
        self.sweep()

    def ring(self) -> int:
        with self.bureau.desk() as desk:
            return sweep.ring_due(desk)

    def play(self, case_id: UUID, script: Script = PROMPT, until: Callable[[Outcome], bool] = lambda _: False, days: int = 60) -> Outcome:
        """Walk to the end, or until ``until`` holds: officers answer by the script, else a day passes. A ``None`` keeps silent."""
        for _ in range(days * 4):
            outcome = self.walk(case_id)
            if outcome.waiting is None or until(outcome):
                return outcome
            told = [(step, data) for step in self.asked(case_id) if (data := reply_to(step, script)) is not None]
            for step, data in told:
                self.answer(step, data)
            if not told:
                self.wait(case_id)
        raise AssertionError(f"the case does not end: {outcome.waiting}")

    def play_to(self, case_id: UUID, question: str, script: Script = PROMPT) -> None:
        """Until this question, or deed, is open."""
        self.play(case_id, script, until=lambda _: any(step.question == question and step.state == "open" for step in self.steps(case_id)))


def reply_to(step: Step, script: Script) -> Mapping[str, Any] | None:
    """What the script says to a step: by its key (without the renewal), else by its question; a list goes by round."""
    told = script.get(step.key.partition("@")[0], script.get(step.question))
    if isinstance(told, list):
        n = step.about.get("round", 1)
        told = told[min(n, len(told)) - 1]
    return told(step) if callable(told) else told


def keys(office: Office, case_id: UUID) -> list[str]:
    """Every step key of a case, in the order of opening."""
    return [step.key for step in office.steps(case_id)]


def answers(session: Session, case_id: UUID) -> dict[str, str]:
    """Key → choice of what was answered."""
    rows = session.exec(
        select(Step.key, Answer.choice).join(Answer, col(Answer.step_id) == col(Step.id)).where(col(Step.case_id) == case_id)
    )
    return dict(rows.all())


def sound(office: Office) -> None:
    """What must hold at every moment, whatever happened."""
    with office.bureau.reading_desk() as desk:
        verdict = verify(desk.session)
        assert verdict.clean, f"the journal breaks at {verdict.broken_at}"
        for case in desk.session.exec(select(Case)):
            assert case.walked <= case.stirred
            open_steps = select(Step.key).where(col(Step.case_id) == case.id, col(Step.state) == StepState.OPEN)
            if not case.is_open:
                left = desk.session.exec(open_steps).all()
                assert not left, f"open in an ended case: {left}"
        for why, query in NEVER.items():
            assert desk.session.execute(text(query)).scalar_one() == 0, why


NEVER = {
    "a step is answered exactly when it has its answer": """
        SELECT count(*) FROM step s LEFT JOIN answer a ON a.step_id = s.id WHERE (s.state = 'answered') <> (a.step_id IS NOT NULL)""",
    "no letter asks what is no longer asked": """
        SELECT count(*) FROM letter l JOIN step s ON s.id = l.step_id WHERE l.state = 'queued' AND s.state IN ('answered', 'withdrawn')""",
    "no living link to what its holder is not asked": """
        SELECT count(*) FROM link k JOIN step s ON s.id = k.step_id WHERE k.revoked_at IS NULL AND k.used_at IS NULL
        AND (s.state IN ('answered', 'withdrawn') OR k.revision <> s.revision OR k.officer_id <> s.officer_id)""",
    "every open step that somebody answers has its letter": """
        SELECT count(*) FROM step s WHERE s.state = 'open' AND s.officer_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.step_id = s.id AND l.officer_id = s.officer_id AND l.state <> 'withdrawn')""",
}


def together(*works: Callable[[], object]) -> None:
    """Run at the same moment, each in its own thread; whatever one raises is raised here."""
    start, broken = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread has nobody to raise to; the test raises it below
            broken.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
