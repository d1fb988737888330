"""The whole story of one letter: queued, tried, delivered, opened, answered, and what operators did with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from models.access import Link
from models.cases import Case
from models.clock import HouseClock
from models.letters import Attempt, Letter, LetterAct, LetterState
from models.steps import Answer, AskedStep, Step, Via
from notifications.choice import DIGEST
from notifications.outbox import TOGETHER_KIND
from notifications.words import Words, render, render_together
from tasks.bureau import Desk
from tasks.letter_acts import NoSuchLetter, acts_open_to
from tasks.letter_words import ACTS, KINDS, OUTCOMES, channel_called, standing
from tasks.who import roster

HIDDEN_TOKEN, HIDDEN_CODE = "********", "••••••"  # in place of what only the letter's reader may know
TWO_CLOCKS = "Đồng hồ của ngôi nhà này tua được: lần gửi ghi theo giờ thật của máy, các dòng khác theo giờ của ngôi nhà."
DIED = "Người phát thư dừng giữa chừng, chưa rõ thư đã đi hay chưa"
RESTING = text("SELECT reason, paused_until FROM channelstate WHERE channel = :channel AND paused_until > now()")
RETRY_LATER = text("SELECT retry_at > now() FROM letter WHERE id = :id")


@dataclass(frozen=True)
class Event:
    """One line of the story. ``at`` is None where nobody noted the hour; ``tone``: done, open, late, gone."""

    what: str
    at: datetime | None = None
    tone: str = "done"
    detail: str = ""
    code: int | None = None
    letter_id: UUID | None = None  # another letter that this line leads to


@dataclass(frozen=True)
class Story:
    """A letter with its events in order; ``carries``: (id, title) of what goes in it; ``open_to``: what may be done with it now.

    ``remark``: what has to be known to read the hours, in a demo's home; otherwise empty.
    """

    letter: Letter
    reader: str
    kind_called: str
    title: str
    state_called: str
    case_title: str
    events: Sequence[Event]
    carries: Sequence[tuple[UUID, str]] = ()
    open_to: Sequence[str] = ()
    resent: int = 0
    remark: str = ""


@dataclass
class _Known:
    """What the records hold about one letter."""

    letter: Letter
    attempts: Sequence[Attempt]
    acts: Sequence[LetterAct]
    carried: Sequence[Letter] = field(default_factory=list)
    carrier: Letter | None = None
    link: Link | None = None
    step: AskedStep | None = None
    answer: Answer | None = None


def story_of(desk: Desk, letter_id: UUID) -> Story:
    """The story of a letter; ``NoSuchLetter`` where there is none."""
    known = _known(desk, letter_id)
    letter = known.letter
    case = desk.session.get(Case, letter.case_id) if letter.case_id else None
    return Story(
        letter=letter,
        reader=roster(desk).name(letter.officer_id) if letter.officer_id else str(_words(letter).get("recipient_name", "")),
        kind_called=KINDS.get(letter.kind, letter.kind),
        title=_title(letter),
        state_called=standing(letter),
        case_title=case.title if case else "",
        events=[*_before(known), *_tries(desk, known), *_after(desk, known), *_now(desk, known)],
        carries=[(one.id, _title(one)) for one in known.carried],
        open_to=acts_open_to(letter),
        resent=sum(1 for act in known.acts if act.kind == "resend"),
        remark=TWO_CLOCKS if known.attempts and isinstance(desk.bureau.store.clock, HouseClock) else "",
    )


def _known(desk: Desk, letter_id: UUID) -> _Known:
    letter = desk.session.get(Letter, letter_id)
    if letter is None:
        raise NoSuchLetter(NoSuchLetter.__doc__)
    both = [letter_id, letter.carried_by] if letter.carried_by else [letter_id]
    tried = select(Attempt).where(col(Attempt.letter_id).in_(both)).order_by(col(Attempt.started_at), col(Attempt.n))
    done = select(LetterAct).where(col(LetterAct.letter_id).in_(both)).order_by(col(LetterAct.n))
    inside = select(Letter).where(col(Letter.carried_by) == letter_id).order_by(col(Letter.id))
    return _Known(
        letter,
        desk.session.exec(tried).all(),
        desk.session.exec(done).all(),
        desk.session.exec(inside).all() if letter.kind == TOGETHER_KIND else [],
        desk.session.get(Letter, letter.carried_by) if letter.carried_by else None,
        desk.session.get(Link, letter.link_id) if letter.link_id else None,
        desk.session.get(Step, letter.step_id) if letter.step_id else None,
        desk.session.get(Answer, letter.step_id) if letter.step_id else None,
    )


def _before(known: _Known) -> list[Event]:
    letter = known.letter
    urgent = "Thư khẩn: gửi cả trong giờ yên lặng." if letter.urgent else ""
    first = [Event("Viết thư, đưa vào hàng chờ", letter.queued_at, detail=urgent)]
    if known.carrier is not None:
        first.append(
            Event("Đi chung trong một thư với việc khác của cùng người nhận", letter_id=known.carrier.id, detail=_title(known.carrier))
        )
    return first


def _tries(desk: Desk, known: _Known) -> list[Event]:
    """Attempts in their order, what operators did between them: an act knows how many tries there had been."""
    found: list[Event] = []
    acts = list(known.acts)
    for n, tried in enumerate(known.attempts, 1):
        while acts and acts[0].attempts < tried.n and tried.letter_id == acts[0].letter_id:
            found.append(_act(desk, acts.pop(0)))
        last = n == len(known.attempts)
        found += _attempt(known, tried, n, last)
    return found + [_act(desk, act) for act in acts]


def _attempt(known: _Known, tried: Attempt, n: int, last: bool) -> list[Event]:
    begun = f"Người phát thư nhận thư, gửi lần {n} bằng {channel_called(tried.channel).lower()}"
    sending = (known.carrier or known.letter).state == LetterState.SENDING
    if tried.outcome is None and last and sending:
        return [Event(begun, tried.started_at, "open", "Đang gửi")]
    if tried.outcome is None:
        return [Event(begun, tried.started_at), Event(DIED, None, "late")]
    tone = {"accepted": "done", "transient": "open", "config": "open", "quota": "open"}.get(tried.outcome, "late")
    said = OUTCOMES.get(tried.outcome, tried.outcome)
    kept = f"Mã thư ở bên nhận: {tried.remote_id}" if tried.remote_id else ""
    detail = " · ".join(one for one in (tried.reply, kept) if one)
    return [Event(begun, tried.started_at), Event(said, tried.ended_at, tone, detail, tried.code)]


def _act(desk: Desk, act: LetterAct) -> Event:
    who = roster(desk).name(act.officer_id) if act.officer_id else "Người vận hành"
    return Event(f"{who}: {ACTS[act.kind]}", act.at, "done", act.reason)


def _after(desk: Desk, known: _Known) -> list[Event]:
    """What became of it on the other side. The house's clock gives these hours, as their order."""
    letter, link, answer = known.letter, known.link, known.answer
    found: list[Event] = []
    by_hand = any(act.kind == "handed-over" for act in known.acts)  # the act itself says so
    if letter.delivered_at is not None and not by_hand:
        found.append(Event("Bên nhận báo thư đã đến", letter.delivered_at))
    if link is not None and link.opened_at is not None:
        found.append(Event("Liên kết trong thư được mở lần đầu", link.opened_at, detail="Có thể do người nhận, có thể do máy quét thư."))
    if link is not None and link.revoked_at is not None:
        found.append(Event("Liên kết trong thư hết hiệu lực", link.revoked_at, "gone"))
    if answer is not None:
        by_link = link is not None and link.used_at is not None and answer.via == Via.LINK
        how = "qua liên kết trong thư này" if by_link else "không qua liên kết trong thư này"
        found.append(Event(f"Việc hỏi trong thư đã có trả lời, {how}", answer.at, detail=roster(desk).name(answer.officer_id)))
    return sorted(found, key=lambda one: one.at or letter.queued_at)


def _now(desk: Desk, known: _Known) -> list[Event]:
    """What it waits for, or how it ended, where no attempt says so."""
    letter = known.letter
    if letter.state == LetterState.WITHDRAWN:
        return [Event("Đã rút trước khi gửi", tone="gone", detail=letter.detail or "")]
    if letter.state == LetterState.DOUBT:
        return [
            Event("Chưa rõ đã đến hay chưa: hỏi người nhận, rồi «Gửi lại» hoặc «Coi như đã đến»", tone="late", detail=letter.detail or "")
        ]
    if letter.state == LetterState.PARKED:
        return [
            Event(
                "Để riêng chờ người vận hành: xem lời trả lời, rồi «Gửi lại» hoặc «Coi như đã đến»", tone="late", detail=letter.detail or ""
            )
        ]
    if letter.channel == "paper" and letter.state == LetterState.ACCEPTED and letter.delivered_at is None:
        return [Event("Phiếu giấy chờ giao tận tay", tone="open")]
    return [_waiting(desk, letter)] if letter.state == LetterState.QUEUED else []


def _waiting(desk: Desk, letter: Letter) -> Event:
    resting = desk.session.execute(RESTING, {"channel": letter.channel}).first()
    if resting is not None:
        return Event(f"Chờ: kênh {channel_called(letter.channel).lower()} đang nghỉ", tone="open", detail=resting.reason or "")
    if letter.hold_until is not None and letter.hold_until > desk.now:
        why = (
            "người nhận muốn nhận gộp vào lúc này" if (letter.bundle or "").startswith(DIGEST) else "đang trong giờ yên lặng của người nhận"
        )
        return Event(f"Giữ lại đến {letter.hold_until:%H:%M ngày %d/%m/%Y}: {why}", tone="open")
    if desk.session.execute(RETRY_LATER, {"id": letter.id}).scalar_one():
        return Event("Chờ thử lại", letter.retry_at, "open", letter.detail or "")
    return Event(f"Chờ gửi bằng {channel_called(letter.channel).lower()}" if letter.channel else "Chờ gửi", tone="open")


def said_in(desk: Desk, letter_id: UUID, *, printed: bool = False) -> Words | None:
    """The letter's words as they were sent, its link and its sign-in code blanked out; None where they cannot be written out any more.

    ``printed``: for a sheet of paper, on which the link does not stand at all.
    """
    letter = desk.session.get_one(Letter, letter_id)
    inside = desk.session.exec(
        select(Letter).where(col(Letter.carried_by) == letter_id, col(Letter.state) != LetterState.WITHDRAWN).order_by(col(Letter.id))
    ).all()
    try:
        if letter.kind == TOGETHER_KIND:
            return render_together([(one.kind, _blanked(desk, one, printed)) for one in inside]) if inside else None
        return render(letter.kind, _blanked(desk, letter, printed))
    except (KeyError, ValueError):  # written under words that have changed since: the story stands without them
        return None


def _blanked(desk: Desk, letter: Letter, printed: bool) -> dict[str, Any]:
    portal, page = desk.bureau.portal_url, letter.context.get("page")
    words = _words(letter) | {"link": f"{portal}{page}" if page else None}
    if letter.link_id is not None:
        words["link"] = None if printed else f"{portal}/t/{HIDDEN_TOKEN}"
    if "code_id" in letter.context:
        words["extra"] = words["extra"] | {"code": HIDDEN_CODE}
    return words


def _words(letter: Letter) -> dict[str, Any]:
    return dict(letter.context.get("words", {}))


def _title(letter: Letter) -> str:
    return str(_words(letter).get("title") or KINDS.get(letter.kind, letter.kind))
