"""The block that collects figures inside a line (Đ7.7, Đ11.2): the letter, the agencies asked with it, the books closed, the silent named.

It is walked in the line that wants it, as a written consultation is (docs/decisions/019)::

    missing = collect(office, FIGURES, reports.data_call)
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from documents.blocks import paragraphs
from documents.data_call import AskedIndicator, DataCallLetter
from models.cases import Case
from tasks.agencies import names
from tasks.bureau import Desk
from tasks.collection_questions import Collection
from tasks.consultation_papers import letter_in_words
from tasks.correspondence import Telling, tell
from tasks.meetings import common
from tasks.office import Answered, Office
from tasks.papers import Head, Issue, enclosed, release, type_out, typed_about
from tasks.plan_papers import standing_office
from tasks.releasing import as_typed
from tasks.report_records import asked_in, newest
from tasks.reporting import Call
from tasks.reports import ask_again
from tasks.verbs import Approval, Gathered, agree, fix, gather, hold, open
from tasks.who import Role, roster

SECRETARY, STANDING_MEMBER = Role.SECRETARY, Role.STANDING_MEMBER
LETTER = "data_call"  # its line of the signature matrix
WAITED_FOR = "Chờ cơ quan, địa phương gửi báo cáo"


Called = Callable[[Desk, Case], Call]


def collect(office: Office, block: Collection, called: Called) -> list[str]:
    """The letter is signed and out, the agencies answer, the books close; returns the codes of those that sent nothing."""
    letter = agree(
        office,
        SECRETARY,
        Approval(STANDING_MEMBER, block.sign, before=partial(_put_letter, block=block, called=called)),
        Approval(SECRETARY, block.release, before=partial(_same_letter, block=block)),
        draft=block.draft,
    )
    # Each reporting agency is asked through its head, with its own link; corrections count until the books close.
    asked = fix(office, block.reporters, lambda: _reporters(office, called(office.desk, office.case), letter.last))
    opened = [open(office, one["seat"], block.figures, suffix=one["seat"], about=one["about"]) for one in asked]
    hold(office, block.books_day, rule=block.close, label=WAITED_FOR)
    came = gather(office, *opened, until=block.books_closed, rule=block.close, label=WAITED_FOR)
    return list(fix(office, block.missing, lambda: _close_books(office, block, came)))


def _put_letter(office: Office, drafted: Answered, n: int, *, block: Collection, called: Called) -> dict[str, Any]:
    """The công văn that the standing member signs."""
    return dict(fix(office, block.typed, lambda: _type_letter(office, called(office.desk, office.case), drafted, n), suffix=str(n)))


def _same_letter(office: Office, drafted: Answered, n: int, *, block: Collection) -> dict[str, Any]:  # noqa: ARG001 - shape of a ``before``
    """The công văn that was typed for signing, for who releases it."""
    return as_typed(office.desk, office.value(block.typed, str(n)))


def _type_letter(office: Office, call: Call, drafted: Answered, n: int) -> dict[str, Any]:
    desk = office.desk

    def build(number: int | None, day: date | None, head: Head) -> DataCallLetter:
        return DataCallLetter(
            **common(head, number, day),
            addressees=call.addressees,
            basis=call.basis,
            purpose=call.purpose,
            indicators=tuple(
                AskedIndicator(name=one.name, unit=one.unit, numerator=one.numerator or "", denominator=one.denominator or "")
                for one in call.indicators
            ),
            cutoff=call.cutoff,
            reply_by=call.reply_by,
            reply_to=standing_office(desk),
            late=call.late,
            focus=paragraphs(drafted.payload["notes"]),
        )

    signer = roster(desk).by_role(STANDING_MEMBER)[0].id
    order = Issue(LETTER, f"{LETTER}/{n}", "cong_van_de_nghi_so_lieu", f"Cung cấp số liệu {call.purpose}", signer, build)
    return typed_about(type_out(desk, office.case, order))


def _reporters(office: Office, call: Call, released: Answered) -> list[dict[str, Any]]:
    """Every agency asked today, through its head (Đ11), for what it reports; its question cites the letter and encloses it.

    A member who heads an agency is asked once, as its head; who heads two agencies is asked for each.
    """
    letter = release(office.desk, UUID(released.about["paper"]), released)
    found = []
    for agency in call.agencies:
        wanted = [one.code for one in call.indicators if one.is_asked_of(agency.code, agency.kind)]
        matter = f"{agency.name}, {call.matter}, theo {letter_in_words(letter)}"
        about = {"agency": agency.code, "indicators": wanted, "matter": matter, "enclosed": enclosed(letter)}
        found.append({"seat": agency.seat, "about": about})
    return found


def _close_books(office: Office, block: Collection, came: Gathered) -> list[str]:
    """Đ7.7, Đ7.9: what is odd and was not asked about yet is asked; who sent nothing is listed for the standing member.

    Returns the codes of the agencies that sent nothing: the report goes out all the same and names them.
    """
    desk, case = office.desk, office.case
    asked = {one.key: one for one in asked_in(desk, case)}
    reports = newest(desk, case.id, in_books=True)
    silent = [asked[key].agency for key in came.silent if asked[key].agency not in reports]
    ask_again(office)
    if silent:
        _tell_who_is_missing(desk, office, block, silent)
    return silent


def _tell_who_is_missing(desk: Desk, office: Office, block: Collection, silent: Sequence[str]) -> None:
    """To the standing member; where his own agency is on the list, to the chair as well: nobody chases his own."""
    people, called = roster(desk), names(desk)
    standing = people.by_role(STANDING_MEMBER)[0].id
    lines, heads = [], set()
    for code in silent:
        head = people.head_of(code)
        name = people.name(people.holders.get(head.id)) if head is not None else "—"
        heads.add(people.holders.get(head.id) if head is not None else None)
        lines.append(f"- {called[code]}: {name}, {people.title(head.id)}" if head is not None else f"- {called[code]}")
    told = [people.answerer(standing).officer_id]
    if told[0] in heads:
        told.append(people.answerer(people.by_role(Role.CHAIR)[0].id).officer_id)
    telling = Telling(
        key="missing",
        kind="told",
        title=f"Danh sách cơ quan, địa phương chưa gửi {block.report}",
        what="\n".join(
            [
                f"Đến khi kết thúc nhận báo cáo, {len(silent):02d} cơ quan, địa phương chưa gửi báo cáo:",
                *lines,
                block.figures.silence,
            ]
        ),
        clauses=("Đ7.9", "Đ11.2c"),
        why="Ông/Bà theo dõi, đôn đốc chế độ thông tin, báo cáo của Ban Chỉ đạo.",
    )
    tell(desk, office.case, [officer for officer in told if officer is not None], telling)
