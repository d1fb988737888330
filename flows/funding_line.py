"""What becomes of one draft of a request for spending (khoản 2 Điều 10 Quy chế), from the norms to who decides."""

from functools import partial
from typing import Any

from models.funding import FundingEnding, Route
from tasks import funding
from tasks.funding_papers import type_outgoing
from tasks.funding_questions import (
    CLOSE_FUNDING,
    COUNCIL,
    DECIDE,
    DECISION,
    DISAGREED,
    LETTER,
    LETTER_SENT,
    NORMS,
    NORMS_FOUND,
    OPINION,
    PROVINCE_DECISION,
    RESOLUTION,
    ROUTE,
    SUBMISSION,
    SUBMISSION_SENT,
    SUPPLEMENT,
    Outgoing,
)
from tasks.office import Answered, Office
from tasks.releasing import as_typed
from tasks.verbs import ask, fix
from tasks.who import Role


def consider(office: Office, drafted: Answered, n: int) -> str | Answered:
    """How the request ended, or the word with which this draft comes back."""
    about = funding.matter(office, drafted, n)
    # g2, Đ10.2: what has a norm leaves by the ordinary way; only the rest is put before anybody.
    checked = ask(office, Role.NORM_CHECKER, for_=NORMS, suffix=str(n), about=about)
    if checked.choice == "return":
        return checked
    found = fix(office, NORMS_FOUND, lambda: funding.norms_found(office), suffix=str(n))
    if not found["special"]:
        return close(office, FundingEnding.ORDINARY)

    # g3, g4: Sở Tài chính is asked by letter; "bổ sung" stops its clock. Its silence is chased and is never consent.
    letter, typed = issue(office, LETTER, n, about)
    if letter.choice == "return":
        return letter
    opinion = finance_opinion(office, n, fix(office, LETTER_SENT, lambda: funding.letter_sent(office, typed), suffix=str(n)))
    return go_on(office, opinion, n, about)


def go_on(office: Office, opinion: Answered, n: int, about: dict[str, Any]) -> str | Answered:
    """g5: who decides, by what Sở Tài chính has said."""
    if opinion.choice == "agree":
        way = fix(office, ROUTE, lambda: funding.route(office), suffix=str(n))
        if way["route"] == Route.OFFICE:
            return decided(office, DECISION, n, about, Route.OFFICE)
    if opinion.choice == "disagree":
        chosen = ask(office, Role.SPENDER, for_=DISAGREED, suffix=str(n), about=about)
        if chosen.choice == "revise":
            return chosen
        if chosen.choice == "drop":
            return close(office, FundingEnding.WITHDRAWN)

    # B and C: the standing office submits; the UBND decides, or puts a new regime before the people's council.
    submission, typed = issue(office, SUBMISSION, n, about)
    if submission.choice == "return":
        return submission
    if opinion.choice == "regime":
        return resolved(office, n, fix(office, SUBMISSION_SENT, lambda: funding.letter_sent(office, typed), suffix=str(n)))
    return decided(office, PROVINCE_DECISION, n, about, Route.PROVINCE)


def finance_opinion(office: Office, n: int, about: dict[str, Any]) -> Answered:
    """Sở Tài chính's word on a draft, each time it has asked for more."""
    m = 1
    while True:
        said = ask(office, Role.FINANCE, for_=OPINION, suffix=f"{n}.{m}", about=about)
        if said.choice != "supplement":
            return said
        wanted = {"matter": f"{about['matter']}: {said.payload['opinion']}"}
        more = ask(office, Role.DRAFTER, for_=SUPPLEMENT, suffix=f"{n}.{m}", about=wanted)
        about = about | {"supplement": more.payload["words"]}
        m += 1


def issue(office: Office, line: Outgoing, n: int, about: dict[str, Any]) -> tuple[Answered, dict[str, Any]]:
    """Type a paper, have it signed and released; typed anew when what was signed comes back. Returns the last word, and what it was on."""
    m = 1
    while True:
        which = f"{n}.{m}"
        typed = fix(office, line.typed, partial(type_outgoing, office, line, which, about), suffix=which)
        said = ask(office, line.signer, for_=line.sign, suffix=which, about=typed)
        if said.choice != "approve":
            return said, typed
        said = ask(office, Role.CLERK, for_=line.release, suffix=which, about=typed | as_typed(office.desk, typed))
        if said.choice != "return":
            return said, typed
        m += 1


def decided(office: Office, line: Outgoing, n: int, about: dict[str, Any], by: Route) -> str | Answered:
    """The decision's way: released, it opens the lock on its items (g6)."""
    said, typed = issue(office, line, n, about)
    if said.choice == "return":
        return said
    if said.choice == "refuse":
        return close(office, FundingEnding.REFUSED, said)
    fix(office, DECIDE, lambda: funding.decide(office, typed, by))
    return close(office, FundingEnding.APPROVED)


def resolved(office: Office, n: int, about: dict[str, Any]) -> str | Answered:
    """A new spending regime: only the people's council's resolution opens the lock, session by session."""
    put = ask(office, Role.PROVINCE_CHAIR, for_=COUNCIL, suffix=str(n), about=about)
    if put.choice == "return":
        return put
    if put.choice == "refuse":
        return close(office, FundingEnding.REFUSED, put)
    m = 1
    while True:
        said = ask(office, Role.CLERK, for_=RESOLUTION, suffix=f"{n}.{m}", about=about)
        if said.choice == "adopted":
            fix(office, DECIDE, partial(funding.record_resolution, office, said))
            return close(office, FundingEnding.APPROVED)
        if said.choice == "rejected":
            return close(office, FundingEnding.REFUSED, said)
        m += 1


def close(office: Office, ending: FundingEnding, said: Answered | None = None) -> str:
    """End it, and say so."""
    why = f"Lý do: {said.payload['reason']}" if said is not None else ""
    return str(fix(office, CLOSE_FUNDING, lambda: funding.close(office, ending, why)))
