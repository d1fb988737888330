"""Who is sent a paper: the targets of its "Nơi nhận" list (committee.yaml), as the officers of today."""

from collections.abc import Iterable

from tasks.bureau import Desk
from tasks.who import Role, Roster, roster


def readers(desk: Desk, matrix: str, **moving: Iterable[str]) -> list[str]:
    """Ids of the officers a paper of this kind of the signature matrix goes to, each once.

    ``moving``: the seats a case fills in for the moving targets (``attendees``, ``lead_agencies`` …). Copies that are filed, published
    or sent outside are no letters of this house.
    """
    people = roster(desk)
    targets = [target for line in desk.law.committee.recipients(matrix) for target in line.to]
    seats = [seat for target in targets for seat in _seats(desk, people, target, moving)]
    return list(dict.fromkeys(people.holders[seat] for seat in seats if seat in people.holders))


def heads(people: Roster, agencies: Iterable[str]) -> list[str]:
    """The seats that answer for these agencies (Đ11); an agency without one is skipped."""
    return [head.id for code in agencies if (head := people.head_of(code)) is not None]


def _seats(desk: Desk, people: Roster, target: str, moving: dict[str, Iterable[str]]) -> Iterable[str]:
    kind, _, name = target.partition(":")
    match kind:
        case "role":
            return [seat.id for seat in people.by_role(Role(name))]
        case "agency":
            return heads(people, [name])
        case "kind":
            return heads(people, [agency.code for agency in desk.law.committee.agencies if agency.kind == name])
    return moving.get(target, ())
