"""Lấy ý kiến bằng văn bản (khoản 1 Điều 2, khoản 4 Điều 5, khoản 3 Điều 6, khoản 4 Điều 7 Quy chế)."""

from flows.process import process
from models.consultations import Consultation
from tasks import consultations
from tasks.consultation_papers import put_letter, same_letter
from tasks.consultation_questions import BALLOT, BALLOT_RELEASE, BALLOT_SIGN, CONSULTATION, SEND
from tasks.consulting import consult
from tasks.office import Office
from tasks.opinions import consultation_of
from tasks.verbs import Approval, agree, fix
from tasks.who import Role

SECRETARY, STANDING_MEMBER = Role.SECRETARY, Role.STANDING_MEMBER


@process(
    "Lấy ý kiến bằng văn bản",
    clauses="Đ2.1 Đ5.4 Đ6.3 Đ7.4",
    opening=consultations.open_consultation,
    subject=consultation_of,
    version=consultations.VERSION,
)
def written_consultation(office: Office, asked: Consultation) -> str:  # noqa: ARG001 - its verbs find the consultation themselves
    """Lấy ý kiến bằng văn bản của các thành viên về một việc; không thay cuộc họp định kỳ của quý."""
    # Đ7.4, Đ5.4: the group drafts the form, the standing member signs the letter it goes with.
    agreed = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, BALLOT_SIGN, before=put_letter),
        Approval(SECRETARY, BALLOT_RELEASE, before=same_letter),
        draft=BALLOT,
    )
    ballot = fix(office, SEND, lambda: consultations.send(office, agreed.draft, agreed.last))

    # Đ6.3, Đ2.1: asked, gathered, taken up or explained, decided; silence is counted apart and never decides.
    return consult(office, CONSULTATION, ballot).ending
