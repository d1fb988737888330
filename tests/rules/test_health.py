"""What mends a run, judged from the outside."""

import pytest

from flows.process import health
from flows.process.health import PATIENCE, STRANDED, Cure, Stillness, cure

LONG = STRANDED + 1


@pytest.mark.parametrize(
    ("ended", "behind", "state", "still", "expected"),
    [
        (False, True, None, 0, Cure.MAKE),
        (True, False, None, LONG, Cure.NOTHING),
        (False, False, "PAUSED", LONG, Cure.NOTHING),  # it waits for a person, as it should
        (False, True, "PAUSED", 0, Cure.NOTHING),  # the worker is on its way
        (False, True, "PAUSED", PATIENCE + 1, Cure.RESUME),
        (True, True, "PAUSED", PATIENCE + 1, Cure.RESUME),  # cancelled: its run has to end
        (False, True, "RUNNING", PATIENCE + 1, Cure.NOTHING),
        (False, False, "RUNNING", LONG, Cure.RECOVER),
        (False, False, "PENDING", LONG, Cure.RECOVER),
        (True, False, "RUNNING", LONG, Cure.RECOVER),
        (False, False, "CRASHED", PATIENCE + 1, Cure.RECOVER),
        (False, False, "COMPLETED", PATIENCE + 1, Cure.RECOVER),  # our tables win: the case is open
        (True, False, "COMPLETED", LONG, Cure.NOTHING),
        (False, True, "SCHEDULED", LONG, Cure.NOTHING),  # polling finds it
        (False, True, "FAILED", LONG, Cure.SAY_FAILED),
        (True, False, "FAILED", LONG, Cure.NOTHING),
        (False, True, "CANCELLED", LONG, Cure.SAY_HELD),
        (False, True, "CANCELLING", LONG, Cure.SAY_HELD),
        (True, True, "CANCELLED", LONG, Cure.NOTHING),
    ],
)
def test_the_cure_fits_the_case_and_its_run(ended: bool, behind: bool, state: str | None, still: float, expected: Cure) -> None:
    assert cure(ended=ended, behind=behind, state=state, still=still) is expected


def test_a_thing_is_still_since_it_last_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(health, "monotonic", lambda: now)
    stillness = Stillness()
    assert stillness.of("case", ("a", 1)) == 0
    now = 107.0
    assert stillness.of("case", ("a", 1)) == 7
    assert stillness.of("case", ("a", 2)) == 0
    now = 110.0
    stillness.forget_all_but(set())
    assert stillness.of("case", ("a", 2)) == 0
