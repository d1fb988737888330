"""The walk's verbs: ``ask``, ``open``, ``gather``, ``agree``, ``fix``. A flow branches only on what these return.

Example::

    convening = ask(office, PRESIDER, for_=CONVENE)              # one person, the walk stops until he answers
    asked = [open(office, seat, RSVP, suffix=seat) for seat in convening.payload["attendees"]]
    replies = gather(office, *asked, until=RSVP_CLOSE)           # all in, or the cut-off has come
    notice = agree(office, SECRETARY, Approval(PRESIDER, NOTICE_CONTENT), draft=NOTICE_DRAFT)
    number = fix(office, ISSUE_NOTICE, lambda: issue(office))     # done once, remembered for ever
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from models.clock import RINGS_AT, at
from models.steps import AnswerRow, StepRow
from tasks.asking import Wanted, open_steps
from tasks.directive_seats import seat_for
from tasks.funding_seats import FUNDING_PARTS, funding_seat
from tasks.office import Answered, Office, Waiting, day_of, meeting_of
from tasks.questions import Deed, Question
from tasks.results import close_gather, open_gather, write_fixed, write_result
from tasks.who import Asked, Role, roster

Who = Role | str | tuple[Role | str, ...]  # a role, a seat's id, or two seats that are asked as one (Đ5)


@dataclass(frozen=True)
class Opened:
    """A step that was asked without stopping."""

    key: str


@dataclass(frozen=True)
class Approval:
    """One verdict on a draft: of whom, which question.

    ``before`` does what must be done before it can be asked (the paper is typed that is to be signed) and returns what the step is
    about besides; it gets the draft and the round. ``when``: only drafts of which it holds get this verdict.
    """

    who: Who
    verdict: Question
    before: Callable[[Office, Answered, int], dict[str, Any]] | None = None
    when: Callable[[Answered], bool] | None = None


@dataclass(frozen=True)
class Agreed:
    """What :func:`agree` came to: the approved draft, and the last verdict on it."""

    draft: Answered
    last: Answered


@dataclass(frozen=True)
class Gathered:
    """A gather's result, written once: who answered in time (by key) and the keys that stayed silent."""

    answers: dict[str, Answered]
    silent: tuple[str, ...]


def ask(office: Office, who: Who, *, for_: Question, suffix: str = "", about: dict[str, Any] | None = None) -> Answered:
    """Ask one person and stop until he has answered.

    Two seats held by one person are one step with both seats named (Đ5); held by two they are asked one after the other, and a
    return by the first ends it. Which of the two it is, is settled when the first step opens and then read from its key.
    """
    key = office.key(for_, suffix)
    if isinstance(who, tuple) and key not in office.steps and not _held_by_one(office, who, for_, suffix):
        for one in who:
            said = ask(office, one, for_=for_, suffix=_apart(office, one, suffix), about=about)
            if said.choice == "return":
                break
        return said
    step, answer = office.steps.get(key, (None, None))
    if step is None:
        opened = _open_now(office, Wanted(for_, asked_of(office, who, about, for_.reserved), key, about or {}))
        raise Waiting(label(office, opened, for_), opened.due)
    if answer is None:
        stop(office)
        raise Waiting(label(office, step, for_), step.due)
    return Answered.of(step, answer)


def open(office: Office, who: Who, question: Question, *, suffix: str = "", about: dict[str, Any] | None = None) -> Opened:
    """Ask without stopping; :func:`gather` waits. The step is written when the walk stops, with all others opened on the way."""
    key = office.key(question, suffix)
    if key not in office.steps and all(wanted.key != key for wanted in office.pending):
        office.pending.append(Wanted(question, asked_of(office, who, about, question.reserved), key, about or {}))
    return Opened(key)


def gather(
    office: Office, *opened: Opened, until: Deed, label: str, suffix: str = "", latest: datetime | None = None, rule: str | None = None
) -> Gathered:
    """Stop until every opened step is answered or the cut-off has passed; return with the silent ones named.

    The cut-off is the end of the latest deadline among the members, or, where a house ``rule`` names its day, the opening of the office
    on it; never after ``latest``. Members freeze when the gather opens; its result is one row, written once; what comes later is kept
    as late.
    """
    key = office.key(until, suffix)
    step, answer = office.steps.get(key, (None, None))
    if answer is None:
        stop(office)
        if step is None:
            members = [item.key for item in opened]
            day, named, cutoff = _closes(office, members, rule)
            step = open_gather(office, until, key, members, day=day, rule=named, cutoff_at=min(cutoff, latest) if latest else cutoff)
        answer = close_gather(office, step)
        if answer is None:
            raise Waiting(label, step.due)
    answers = {name: Answered.of(*_answered(office, name)) for name in answer.payload["answered"]}
    return Gathered(answers, tuple(answer.payload["silent"]))


SENT_BACK = ("return", "postpone")  # verdicts after which the draft is written anew


def agree(office: Office, drafter: Who, *approvals: Approval, draft: Question) -> Agreed:
    """The loop of draft and verdicts: a return at any of them starts round n+1 with the reason before the drafter's eyes.

    Keys carry the round, so every draft and every verdict stays on record.
    """
    returned: dict[str, Any] = {}
    n = 1
    while True:
        drafted = ask(office, drafter, for_=draft, suffix=str(n), about={"round": n} | returned)
        said = drafted
        if office.key(draft, str(n + 1)) in office.steps:
            n += 1  # returned before; a verdict that an act has renewed is not asked anew of a draft already replaced
            continue
        for approval in approvals:
            if approval.when is not None and not approval.when(drafted):
                continue
            asked = office.key(approval.verdict, str(n)) in office.steps  # then what it is about was settled when it was
            more = approval.before(office, drafted, n) if approval.before is not None and not asked else {}
            said = ask(office, approval.who, for_=approval.verdict, suffix=str(n), about={"round": n, "draft": drafted.key} | more)
            if said.choice in SENT_BACK:
                returned = {"returned": said.payload.get("reason", ""), "previous": drafted.key, "returned_by": list(said.seats)}
                break
        else:
            return Agreed(drafted, said)
        n += 1


def fix(office: Office, deed: Deed, act: Callable[[], Any], *, suffix: str = "") -> Any:
    """Do or see something once; on every later walk the stored value comes back. ``act`` returns what JSON can hold."""
    key = office.key(deed, suffix)
    step, answer = office.steps.get(key, (None, None))
    if answer is None:
        stop(office)
        value = office.stage.perform(key, deed, act)
        step, answer = write_fixed(office, deed, key, value)
    assert step is not None
    return answer.payload["value"]


def hold(office: Office, deed: Deed, *, rule: str, label: str, suffix: str = "") -> None:
    """Stop until the office opens on the day ``rule`` names, for example the day of the meeting."""
    key = office.key(deed, suffix)
    step, answer = office.steps.get(key, (None, None))
    if answer is None:
        if step is None:
            day = day_of(office.desk, office.case, rule)
            step = open_gather(office, deed, key, [], day=day, rule=rule, cutoff_at=at(day, RINGS_AT))
        stop(office)
        assert step.due is not None
        if office.desk.now < at(step.due, RINGS_AT):
            raise Waiting(label, step.due)
        write_result(office, step, answered=[], silent=[])


def _closes(office: Office, members: list[str], rule: str | None) -> tuple[date, str | None, datetime]:
    """The day a gather closes, the rule it comes from, and the moment."""
    if rule is not None:
        day = day_of(office.desk, office.case, rule)
        return day, rule, at(day, RINGS_AT)
    day = max((office.steps[name][0].due or office.desk.today for name in members), default=office.desk.today)
    return day, office.steps[members[0]][0].due_rule if members else None, at(day + timedelta(days=1))


def stop(office: Office) -> None:
    """Write what the walk has opened on its way, in one go."""
    if office.pending:
        wanted, office.pending = office.pending, []
        for step in open_steps(office.desk, office.case, wanted):
            office.steps[step.key] = (StepRow.of({**step._asdict(), "cutoff_at": None}), None)


def _held_by_one(office: Office, who: tuple[Role | str, ...], question: Question, suffix: str) -> bool:
    """Whether one person holds all of these seats today; asked apart before stays apart. Vacant seats are nobody's together."""
    if any(office.key(question, _apart(office, one, suffix)) in office.steps for one in who):
        return False
    holders = {roster(office.desk).holders.get(_seat(office, one)) for one in who}
    return len(holders) == 1 and None not in holders


def _apart(office: Office, who: Role | str, suffix: str) -> str:
    seat = _seat(office, who)
    return f"{suffix}/{seat}" if suffix else seat


def asked_of(office: Office, who: Who, about: dict[str, Any] | None = None, reserved: str | None = None) -> Asked:
    """Resolve a role, a seat or a pair of seats to the officer of today; the rest as in :meth:`tasks.who.Roster.answerer`."""
    people = roster(office.desk)
    seats = [_seat(office, one) for one in (who if isinstance(who, tuple) else (who,))]
    return people.answerer(*seats, about=about, reserved=reserved)


def _seat(office: Office, who: Role | str) -> str:
    people = roster(office.desk)
    if who == Role.PRESIDER:
        chosen = meeting_of(office.desk, office.case).presider_seat
        return chosen or people.by_role(Role.CHAIR)[0].id
    if who in (Role.LEAD, Role.CONFIRMER, Role.GRANTER):
        return seat_for(office.desk, office.case, Role(who))
    if who in FUNDING_PARTS:
        return funding_seat(office.desk, office.case, Role(who))
    if isinstance(who, Role):
        return people.by_role(who)[0].id
    return who


def label(office: Office, step: StepRow, question: Question) -> str:
    """ "Chờ Trưởng ban phê duyệt chương trình": the seats in full, the person never (Prefect sees no personal data)."""
    people = roster(office.desk)
    asked = ", ".join(people.title(seat) for seat in step.seats)
    if step.standing_in and step.officer_id is not None:
        deputy = next((seat.title for seat in people.seats_of(step.officer_id)), "người thay")
        asked = f"{deputy} (thay {asked})"
    elif waits := people.why_it_waits(step.seats[0], question.reserved):
        asked = f"{asked} ({waits})"
    return f"Chờ {asked} {question.waiting}"


def _open_now(office: Office, wanted: Wanted) -> StepRow:
    office.pending.append(wanted)
    stop(office)
    return office.steps[wanted.key][0]


def _answered(office: Office, key: str) -> tuple[StepRow, AnswerRow]:
    step, answer = office.steps[key]
    assert answer is not None
    return step, answer
