"""Releasing the signed programme and plans: all together, in the answer's own transaction, or none of them."""

from uuid import UUID

from models.papers import Paper
from models.plans import PlanPaper
from models.steps import AskedStep
from tasks.bureau import Desk
from tasks.paper_forms import ReleaseForm
from tasks.papers import drop, papers_about, put_out
from tasks.plan_forms import PlanReleaseForm
from tasks.questions import Unacceptable
from tasks.releasing import wrong_with_paper


def wrong(desk: Desk, step: AskedStep, form: PlanReleaseForm) -> dict[str, str]:
    """What is wrong with releasing each of the papers, named by its own field; two of them never bear one number."""
    found: dict[str, str] = {}
    given: dict[str, str] = {}
    for paper in signed_papers(desk, step):
        name = PlanPaper(paper.matrix)
        try:
            one = ReleaseForm.read({key: value for key, value in form.of(name).items() if value not in ("", None)})
        except Unacceptable as refused:
            found |= {_place(name, place): f"{paper.subject}: {_small(said)}" for place, said in refused.errors.items()}
            continue
        assert isinstance(one, ReleaseForm)
        found |= {_place(name, place): said for place, said in wrong_with_paper(desk, step, paper, one).items()}
        if one.choice == "given" and not found:
            same = f"{paper.series}/{paper.kind}/{one.given_number}"
            if same in given:
                found[f"number_{name}"] = f"Số này đã ghi cho {given[same]}; mỗi văn bản một số."
            given[same] = paper.subject
    return found


def put_all_out(desk: Desk, step: AskedStep, form: PlanReleaseForm) -> None:
    """Every paper gets its number, day and signed PDF; returned, none of them will be issued."""
    for paper in signed_papers(desk, step):
        if form.choice == "return":
            drop(desk, paper, form.reason)
        else:
            said = {key: value for key, value in form.of(PlanPaper(paper.matrix)).items() if value not in ("", None)}
            put_out(desk, paper.id, ReleaseForm.model_validate(said), signed_at=step.opened_at)


def signed_papers(desk: Desk, step: AskedStep) -> list[Paper]:
    """The papers a release step is about, in the order of the signature matrix."""
    return [desk.found(Paper, UUID(one)) for one in papers_about(step.about)]


def _place(name: PlanPaper, place: str) -> str:
    return {"signed": name.value, "number": f"number_{name}", "form": name.value}.get(place, place)


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
