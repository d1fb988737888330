"""What a deputy who stands in does only where the chair's delegation names it (D: Đ4 itself sets no limit)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from models.cases import Case
from models.errors import Refused
from models.people import Absence
from tasks.absences import record_absence
from tasks.verbs import ask
from tasks.who import Role, roster
from tests.office.cast import CHAIR, DEPUTY_1, DEPUTY_2, SECRETARY, STANDING, Office, sound
from tests.office.happenings import FRIDAY, TODAY, away, back
from tests.office.trial import Trial


@pytest.fixture
def reserved(trial_office: Office, trial: Trial) -> UUID:
    """A question that exercises the power of Đ8.2, asked of the chair."""

    def convoke(desktop: Any) -> None:
        ask(desktop, Role.CHAIR, for_=trial.reserved)

    case_id = trial_office.open(trial.process(convoke))
    trial_office.walk(case_id)
    trial_office.post_all()
    return case_id


def test_a_reserved_power_waits_for_the_chair_and_the_run_says_so(trial_office: Office, reserved: UUID) -> None:
    away(trial_office, CHAIR)
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in, step.revision) == (CHAIR, False, 0)
    label = trial_office.walk(reserved).waiting or ""
    assert label.startswith("Chờ Trưởng ban (đang vắng mặt, chưa ủy quyền việc này) cho ý kiến")
    assert trial_office.queued(reserved) == []


def test_a_delegation_that_names_it_gives_it_to_the_deputy_until_the_absence_ends(trial_office: Office, reserved: UUID) -> None:
    absence = away(trial_office, CHAIR, reserved=["Đ8.2"], delegation="12/QĐ-BCĐ ngày 23/8/2019")
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in) == (DEPUTY_1, True)
    back(trial_office, absence)
    away(trial_office, CHAIR, reserved=["Đ3.1b"], delegation="13/QĐ-BCĐ")  # the next one names another power
    step = trial_office.step(reserved, "trial-reserved")
    assert (step.officer_id, step.standing_in) == (CHAIR, False)
    sound(trial_office)


def test_a_power_the_committee_does_not_reserve_any_more_is_the_deputys(trial_office: Office, reserved: UUID) -> None:
    law = trial_office.bureau.law
    lifted = tuple(power.model_copy(update={"enabled": False}) for power in law.committee.reserved_powers)
    object.__setattr__(
        trial_office.bureau, "law", law.model_copy(update={"committee": law.committee.model_copy(update={"reserved_powers": lifted})})
    )
    away(trial_office, CHAIR)
    assert trial_office.step(reserved, "trial-reserved").officer_id == DEPUTY_1


def test_what_only_he_can_say_is_never_anothers(trial_office: Office, trial: Trial) -> None:
    def line(desktop: Any) -> None:
        ask(desktop, Role.CHAIR, for_=trial.himself)

    away(trial_office, CHAIR, reserved=["Đ8.2"], delegation="12/QĐ-BCĐ")
    case_id = trial_office.open(trial.process(line))
    trial_office.walk(case_id)
    assert trial_office.step(case_id, "trial-himself").officer_id == CHAIR


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"officer_id": CHAIR, "reserved": ["Đ9.9"], "delegation": "1"}, "Không có việc «Đ9.9»"),
        ({"officer_id": CHAIR, "reserved": ["Đ8.2"]}, "số, ngày văn bản ủy quyền"),
        ({"officer_id": CHAIR, "reserved": ["Đ8.2"], "delegation": " ", "by": None}, "số, ngày văn bản ủy quyền"),
        ({"officer_id": DEPUTY_1, "reserved": ["Đ8.2"], "delegation": "1"}, "Chỉ Trưởng ban mới ủy quyền"),
        ({"officer_id": STANDING, "reserved": ["Đ8.2"], "delegation": "1"}, "Chỉ Trưởng ban mới ủy quyền"),
        ({"officer_id": CHAIR, "since": date(2019, 8, 1), "until": date(2019, 8, 23)}, "đã qua từ 23/08/2019"),
        ({"officer_id": DEPUTY_2, "until": date(2019, 9, 9)}, "Đã ghi nhận vắng mặt từ 26/08/2019 đến hết 30/08/2019"),
        ({"officer_id": DEPUTY_2, "since": FRIDAY, "until": FRIDAY}, "hãy|thì ghi «Đã trở lại làm việc»"),
    ],
)
def test_an_absence_or_delegation_that_cannot_be_writes_nothing(office: Office, given: dict[str, Any], sentence: str) -> None:
    away(office, DEPUTY_2)
    asked = {"since": TODAY, "until": FRIDAY, "reason": "Đi công tác", "by": SECRETARY} | given
    with pytest.raises(Refused, match=sentence), office.bureau.desk() as desk:
        record_absence(desk, **asked)
    with office.bureau.reading_desk() as desk:
        assert [absence.officer_id for absence in desk.session.exec(select(Absence))] == [DEPUTY_2]
        assert desk.session.exec(select(Case)).all() == []


def test_the_chair_delegates_by_his_own_entry_without_a_number(office: Office) -> None:
    with office.bureau.desk() as desk:
        record_absence(desk, officer_id=CHAIR, since=TODAY, until=FRIDAY, reason="Công tác", by=CHAIR, reserved=["Đ8.2"])
        assert "Đ8.2" not in roster(desk).withheld
        assert "Đ3.1b" in roster(desk).withheld
        assert "Đ3.1" in roster(desk).withheld
