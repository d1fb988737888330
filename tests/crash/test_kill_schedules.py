"""Seeded schedules of SIGKILL through one house: every case ends, nothing is lost or doubled, and the journal is clean."""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from uuid import UUID

import pytest
from kill_schedules import AIMED, EVERY, SERVERS, Kill, schedules
from night import Night
from troupe import CONCLUSIONS, EXTRAORDINARY

from deployments.mailbox import Received
from documents import dossier
from models.access import Link, digest
from models.cases import Case
from models.journal import Entry, verify
from models.letters import Letter, LetterState
from models.papers import Paper, Series, Upload
from models.steps import Answer, Step, StepState, Via

pytestmark = [pytest.mark.crash, pytest.mark.timeout(1800), pytest.mark.xdist_group("crash")]

BY_THE_CALENDAR = {"remind", "escalate"}  # letters that depend on the days between a question and its deadline


def test_every_kill_that_was_wanted_was_carried_out(night: Night) -> None:
    print(summary(night))
    assert Counter(struck.kill for struck in night.struck) == Counter(schedules(night.schedules))


def test_every_point_aimed_at_was_met(night: Night) -> None:
    # Twenty schedules aim at each point twice or more: a moment may not come in the time that a kill waits for it.
    wanted = {point(kill) for kill in schedules(night.schedules)} & {(part, moment.name) for part, moment in AIMED}
    assert wanted <= {point(struck.kill) for struck in night.struck if struck.met}


def test_the_servers_are_killed_three_times_in_twenty_schedules(night: Night) -> None:
    assert sum(struck.kill.part in SERVERS for struck in night.struck) == night.schedules // EVERY


def test_every_case_has_ended_and_its_one_run_is_completed(night: Night) -> None:
    assert night.unfinished is None
    cases = night.all(Case)
    assert all(case.closed_at is not None and case.cancelled_at is None and case.walked == case.stirred for case in cases)
    ends = {str(case.end_reason).partition(" số ")[0] for case in cases if case.parent_id is None}
    assert ends <= {"Đã hoàn thành", "Đã họp trong quý", "Tổ công tác đã họp trong quý", "Đã phát hành Báo cáo"}
    runs = [(tag, run, state) for run, state, tags in night.runs for tag in tags if tag.startswith("case:")]
    assert sorted(runs) == sorted((f"case:{case.id}", case.run_id, "COMPLETED") for case in cases)


def test_every_meeting_convened_is_one_case_and_every_conclusion_another(night: Night) -> None:
    cases = night.all(Case)
    convened = [str(case.period).partition("/")[2] for case in cases if case.process == EXTRAORDINARY]
    assert sorted(convened) == sorted(f"night-{n}" for n in range(1, night.meetings + 1))
    meetings = [case.id for case in cases if case.process in (EXTRAORDINARY, "board_meeting", "group_meeting")]
    assert Counter(case.parent_id for case in cases if case.parent_id is not None) == dict.fromkeys(meetings, CONCLUSIONS)


def test_every_case_took_the_steps_and_had_the_letters_and_papers_of_its_like(night: Night) -> None:
    answers = {answer.step_id: answer.choice for answer in night.all(Answer)}
    of_case: dict[UUID, Counter[Hashable]] = defaultdict(Counter)
    for step in night.all(Step):
        of_case[step.case_id][step.key, step.state, answers.get(step.id)] += 1
    for letter in night.letters:
        if letter.case_id is not None and letter.kind not in BY_THE_CALENDAR and "/notice-late/" not in letter.key:
            of_case[letter.case_id][letter.kind, letter.officer_id] += 1
    for paper in night.all(Paper):
        of_case[paper.case_id][paper.kind, paper.key] += 1
    first: dict[str, Counter[Hashable]] = {}
    for case in night.all(Case):
        assert of_case[case.id] == first.setdefault(f"{case.process} {case.birth_key}", of_case[case.id])


def test_what_an_officer_has_a_receipt_for_is_recorded_once_as_he_answered(night: Night) -> None:
    steps = {link.sha256: link.step_id for link in night.all(Link)}
    receipts = [(steps[digest(receipt.link.rpartition("/t/")[2])], receipt.choice) for receipt in night.receipts]
    answers = {answer.step_id: answer.choice for answer in night.all(Answer) if answer.via != Via.HOUSE}
    assert Counter(receipts) == Counter(answers.items())
    journal = (json.loads(entry.body) for entry in night.all(Entry))
    assert Counter(line["what"]["step"] for line in journal if line["act"] == "answer") == Counter(map(str, answers))


def test_no_step_is_left_open(night: Night) -> None:
    assert not [step.key for step in night.all(Step) if step.state == StepState.OPEN]


def test_papers_are_numbered_without_gap_or_double(night: Night) -> None:
    numbers = grouped(((paper.series, paper.kind, paper.year), paper.number) for paper in night.all(Paper) if paper.number)
    last = {(series.series, series.kind, series.year): series.last for series in night.all(Series)}
    assert {series: sorted(given) for series, given in numbers.items()} == {series: list(range(1, n + 1)) for series, n in last.items()}


def test_every_file_that_is_named_is_there_and_whole(night: Night) -> None:
    papers = {sha256 for paper in night.all(Paper) for sha256 in (paper.typed_sha256, paper.sha256, paper.signed_sha256) if sha256}
    for sha256 in papers | {upload.sha256 for upload in night.all(Upload)}:
        with dossier.open(night.bureau.files, sha256) as file:
            assert file.read(1)
    assert dossier.verify(night.bureau.files) == []


def test_every_letter_arrived_or_is_in_doubt_and_said_to_be(night: Night) -> None:
    arrived = by_letter(night.arrived)
    ends = {LetterState.ACCEPTED, LetterState.WITHDRAWN, LetterState.DOUBT, LetterState.CARRIED}  # carried: by one that is in doubt
    assert {letter.state for letter in night.letters} <= ends
    doubtful = [letter for letter in night.letters if letter.state == LetterState.DOUBT]
    missing = [
        letter for letter in night.letters if (letter.carried_by or letter.id) not in arrived and letter.state == LetterState.ACCEPTED
    ]
    assert not missing
    assert all(letter.doubts > 1 for letter in doubtful)  # sent once more before an operator is asked to look
    assert not doubtful or any(letter.key.startswith("house/letter/doubt/") for letter in night.letters)
    assert arrived.keys() <= {letter.id for letter in night.all(Letter)}


def test_a_letter_came_twice_only_if_it_was_in_doubt_and_then_byte_for_byte(night: Night) -> None:
    letters = {letter.id: letter for letter in night.letters}
    for letter_id, copies in by_letter(night.arrived).items():
        assert len({(copy.to, copy.source) for copy in copies}) == 1
        if len(copies) > 1:
            assert letters[letter_id].attempts > 1
            assert len(copies) <= 1 + letters[letter_id].doubts


def test_every_finished_step_is_drawn_once_on_prefects_timeline(night: Night) -> None:
    run_of = {case.id: case.run_id for case in night.all(Case)}
    finished = Counter((run_of[step.case_id], step.key, "COMPLETED") for step in night.all(Step) if step.state == StepState.ANSWERED)
    assert Counter(night.drawn) == finished


def test_the_journal_is_clean(night: Night) -> None:
    with night.bureau.reading_desk() as desk:
        verdict = verify(desk.session)  # what ``./nhip journal verify`` asks
    assert verdict.clean, f"broken at line {verdict.broken_at}"
    assert verdict.lines > len(night.receipts)


def point(kill: Kill) -> tuple[str, str]:
    return kill.part, kill.moment.name


def grouped(pairs: Iterable[tuple[Hashable, int]]) -> Mapping[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def by_letter(arrived: Sequence[Received]) -> Mapping[UUID, list[Received]]:
    found: dict[UUID, list[Received]] = defaultdict(list)
    for letter in arrived:
        found[UUID(letter.message_id.strip("<>").partition("@")[0])].append(letter)
    return found


def summary(night: Night) -> str:
    """The night in a few lines, for whoever runs the tests with ``-rP``."""
    met = Counter(" ← ".join(point(struck.kill)) for struck in night.struck if struck.met)
    copies = Counter(letter.message_id for letter in night.arrived)
    doubled, doubts = sum(n > 1 for n in copies.values()), sum(letter.doubts for letter in night.letters)
    points = "\n".join(f"  {count} × {name}" for name, count in sorted(met.items()))
    return (
        f"{night.seconds} s; {night.meetings} meetings, {len(night.all(Case))} cases, {len(night.receipts)} answers; "
        f"{len(copies)} letters, {doubts} times in doubt, {doubled} came twice"
        f"{'; timeline drawn again' if night.drawn_again else ''}\n"
        f"{len(night.struck)} kills, {len(night.struck) - met.total()} after their moment had not come; met:\n{points}\n"
        f"what officers saw: {dict(Counter(night.troubles))}"
    )
