"""Files people hand in with an answer: the content is safe in the dossier before this row names it."""

from models import rows
from models.papers import Upload
from models.steps import AskedStep
from tasks.bureau import Desk


def hand_in(desk: Desk, step: AskedStep, *, name: str, media_type: str, size: int, sha256: str) -> Upload:
    """Record a file handed in for a step by the officer who is asked; he has confirmed that it holds no state secret."""
    row = Upload(
        case_id=step.case_id,
        step_id=step.id,
        officer_id=step.officer_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        confirmed_at=desk.now,
    )
    rows.keep(desk.session, row)
    desk.actor = step.officer_id
    desk.record("upload", step.case_id, step=str(step.id), upload=str(row.id), sha256=sha256)
    return row
