"""What the chair is asked when a meeting that is under way gets further guests (khoản 2 Điều 8)."""

from tasks import guest_changes
from tasks.guest_forms import GuestConsentForm
from tasks.guests import CONSENT
from tasks.office import Office
from tasks.questions import Question, Rung
from tasks.verbs import Opened

GUEST_CONSENT = Question(
    key=CONSENT,
    title="Cho ý kiến về việc mời thêm khách dự cuộc họp mở rộng",
    waiting="cho ý kiến về việc mời thêm khách dự họp",
    clauses=("Đ8.1c", "Đ8.2"),
    form=GuestConsentForm,
    due="guest_consent",
    silence="Chưa có ý kiến đồng ý thì khách chưa được mời; im lặng không được coi là đồng ý.",
    ladder=(Rung("remind", "step_reminder"),),
    reserved="Đ8.2",
    check=guest_changes.still_invitable,
    after=guest_changes.settle,
)


def asked(office: Office) -> list[Opened]:
    """What the chair was asked about guests in this meeting's case, by acts since its invitation left."""
    keys = (f"{CONSENT}/{done.n}" for done in office.acts)
    return [Opened(key) for key in keys if key in office.steps]
