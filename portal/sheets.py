"""What a question's page needs beyond its form: lists to choose from, what to begin with, facts to answer by.

A question without an entry gets the page of its form, where that has one (every release of a paper looks the same), else the page built
from the form alone; ``templates/answers/<question>.html.j2`` is taken where it exists.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateNotFound

from models.cases import Case
from models.steps import Step
from portal.forms import Option, Sheet, Typed, typed_again
from portal.lines import lines_of
from portal.matter import previous_payload
from portal.pages import environment
from tasks.bureau import Desk
from tasks.questions import Form, question


@dataclass(frozen=True)
class Prepared:
    """``options``: field → what can be chosen; ``start``: what the form begins with; ``facts``: what the template shows.

    ``over``: what holds even over a returned draft (the day its meeting was put off to).
    """

    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    start: Typed = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    over: Typed = field(default_factory=dict)


SAVE = "save_draft"  # a submit button of this name keeps what was typed and answers nothing

Prepare = Callable[[Desk, Case, Step], Prepared]
Facts = Callable[[Desk, Case, Mapping[str, Any]], Mapping[str, Any]]
DraftFacts = Callable[[Desk, Case, Step, Mapping[str, Any]], Mapping[str, Any]]

PREPARE: dict[str, Prepare] = {}  # question → its page
PAGES: dict[type[Form], tuple[str, Prepare]] = {}  # form → the template and the page of every question that has it
DRAFTS: dict[str, Facts] = {}  # question that drafts → facts for showing its draft in full
DRAFT_PAGES: dict[type[Form], tuple[str, DraftFacts]] = {}  # form → the template and the facts of every draft that has it
KEPT: set[type[Form]] = set()  # forms that are kept as drafts
BRANCHES: dict[type[Form], Mapping[str, frozenset[str]]] = {}  # form → choice → the fields that belong to it; others are dropped


def prepared(desk: Desk, case: Case, step: Step) -> Prepared:
    """What the page of a step needs."""
    _, shared = PAGES.get(question(step.question).form, ("", None))
    make = PREPARE.get(step.question, shared)
    return make(desk, case, step) if make else Prepared()


def beginning(desk: Desk, step: Step, ready: Prepared) -> Typed:
    """What the form shows before anything is typed: the draft that was returned, else the page's own beginning."""
    previous = previous_payload(desk, step)
    return typed_again(question(step.question).form, previous) | ready.over if previous else dict(ready.start)


def sheet_of(step: Step, ready: Prepared, typed: Typed, **more: Any) -> Sheet:
    """The form of a step on its page."""
    return Sheet(question(step.question).form, typed, options=ready.options, **more)


def keeps_draft(step: Step) -> bool:
    """Whether the form is long enough to be kept as a draft while it is filled in."""
    return question(step.question).form in KEPT


def belonging(form: type[Form], typed: Typed) -> Typed:
    """What was typed, without the fields of branches that were not chosen: a page without scripts cannot blank them itself."""
    fields = BRANCHES.get(form, {}).get(str(typed.get("choice")))
    return typed if fields is None else {name: value for name, value in typed.items() if name == "choice" or name in fields}


def draft_facts(desk: Desk, case: Case, draft: Step, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What shows a draft in full: its own facts, and every field in words for where it has no page."""
    form = question(draft.question).form
    facts, (_, shared) = DRAFTS.get(draft.question), DRAFT_PAGES.get(form, ("", None))
    shown = facts(desk, case, payload) if facts else shared(desk, case, draft, payload) if shared else {}
    return {"lines": lines_of(desk, form, payload)} | dict(shown)


def answer_template(step: Step) -> str:
    """The page on which a step is answered."""
    shared, _ = PAGES.get(question(step.question).form, (step.question, None))
    return template_of("answers", shared)


def draft_template(draft: Step) -> str:
    """The page on which a draft is shown in full."""
    shared, _ = DRAFT_PAGES.get(question(draft.question).form, (draft.question, None))
    return template_of("drafts", shared)


def template_of(room: str, name: str) -> str:
    """``answers/rsvp.html.j2``, or the room's page for everything."""
    found = f"{room}/{name}.html.j2"
    try:
        environment.get_template(found)
    except TemplateNotFound:
        return f"{room}/any.html.j2"
    return found
