"""What the case of an absence does: says who stands in, hands the standing member's work over as the chair decides, says who is back."""

from typing import Any

from models.people import Absence, SeatRow
from notifications.words import short_date
from tasks.absence_questions import ENTRUST, STANDS_IN
from tasks.absences import last_done
from tasks.acts import move_steps
from tasks.bureau import Desk
from tasks.correspondence import Telling, tell
from tasks.office import Answered, Office, absence_of
from tasks.who import COMMITTEE, Role, Roster, roster


def recorded(office: Office) -> dict[str, Any]:
    """Whose absence it is, and whether he is back."""
    desk, away, seat = office.desk, absence_of(office.desk, office.case), office.case.subject["seat"]
    people = roster(desk)
    return {
        "seat": seat,
        "title": people.title(seat),
        "chair": people.seats[seat].role == Role.CHAIR,
        "returned": away.ended_at is not None or away.until < desk.today or people.holders.get(seat) != away.officer_id,
    }


def tell_who_stands_in(office: Office) -> dict[str, Any]:
    """Đ4: every member learns who stands in for the chair, until when, and what the chair keeps for himself.

    Returns the seat that stands in (None: every deputy is away too), and whether anybody was told: not of an absence that was over
    before its case was walked.
    """
    desk, away = office.desk, absence_of(office.desk, office.case)
    people = roster(desk)
    seat = people.answerer(office.case.subject["seat"]).in_seat
    if not away.covers(desk.today):
        return {"seat": seat, "told": False}
    absent = f"Trưởng ban vắng mặt từ {short_date(away.since)} đến hết {short_date(away.until)}."
    if seat is None:
        acts = "Các Phó Trưởng ban cũng vắng mặt: việc của Trưởng ban chờ người trở lại, cuộc họp chỉ có thể hoãn."
    else:
        acts = f"{_named(people, seat)} thay mặt Trưởng ban lãnh đạo công tác của Ban Chỉ đạo, ký văn bản theo hình thức KT. TRƯỞNG BAN."
    telling = Telling(
        key=f"stands-in/{len(office.acts)}",
        kind="told",
        title="Thông báo việc thay mặt Trưởng ban",
        what=" ".join([absent, acts, *(_kept(desk, away) if seat else [])]),
        clauses=STANDS_IN.clauses,
        why="Ông/Bà là thành viên Ban Chỉ đạo hoặc Thư ký Tổ công tác.",
    )
    tell(desk, office.case, _members(people), telling)
    return {"seat": seat, "told": True}


def _kept(desk: Desk, away: Absence) -> list[str]:
    """Which reserved powers the deputy has and which he has not, where the committee reserves any."""
    powers = [power for power in desk.law.committee.reserved_powers if power.enabled]
    given = [power.title for power in powers if power.duty in away.reserved]
    kept = [power.title for power in powers if power.duty not in away.reserved]
    paper = f" (văn bản {away.delegation})" if away.delegation else ""
    return [
        *([f"Được ủy quyền ghi rõ{paper}: {'; '.join(given)}."] if given else []),
        *([f"Việc Trưởng ban giữ lại: {'; '.join(kept)}."] if kept else []),
    ]


def entrust(office: Office, decision: Answered) -> dict[str, Any]:
    """Đ4 is silent, the chair has decided: from now on this seat answers for the standing member's, until he is back.

    Returns the seat, None where the work is to wait.
    """
    desk, away = office.desk, absence_of(office.desk, office.case)
    away.acting_seat = decision.payload["seat"] if decision.choice == "assign" else None
    desk.session.add(away)
    desk.session.flush()
    move_steps(desk)
    people, seat = roster(desk), office.case.subject["seat"]
    when = f"từ {short_date(away.since)} đến hết {short_date(away.until)}"
    said = (
        f"{_named(people, away.acting_seat)} ký, xác nhận thay"
        if away.acting_seat
        else "việc ký, xác nhận chờ đến khi người vắng mặt trở lại"
    )
    telling = Telling(
        key=f"entrust/{len(office.acts)}",
        kind="told",
        title=f"Quyết định khi {people.title(seat)} vắng mặt",
        what=f"{people.title(seat)} vắng mặt {when}. Theo quyết định của Trưởng ban, {said}.",
        clauses=ENTRUST.clauses,
        why="Ông/Bà là người vắng mặt, người được giao thay hoặc người lưu hồ sơ.",
    )
    tell(desk, office.case, _concerned(people, away, away.acting_seat), telling)
    return {"seat": away.acting_seat}


def tell_back(office: Office) -> str:
    """Who was told that somebody acts is told that he no longer does; returns how the absence ended."""
    desk, away, seat = office.desk, absence_of(office.desk, office.case), office.case.subject["seat"]
    people, stood_in, entrusted = roster(desk), last_done(desk, office.case.id, STANDS_IN), last_done(desk, office.case.id, ENTRUST)
    told: list[str] = []
    if stood_in is not None and stood_in["told"]:
        told, ceased = _members(people), "Phó Trưởng ban thôi thay mặt."
    elif entrusted is not None:
        told, ceased = _concerned(people, away, entrusted["seat"]), "Người được giao thôi ký, xác nhận thay." if entrusted["seat"] else ""
    if told:
        telling = Telling(
            key="back",
            kind="told",
            title=f"{people.title(seat)} trở lại làm việc",
            what=f"{people.title(seat)} trở lại làm việc từ {short_date(desk.today)}. {ceased} "
            "Việc đã trình mà chưa trả lời được chuyển lại cho người trở lại.",
            clauses=STANDS_IN.clauses,
            why="Trước đó Ông/Bà đã được báo về việc vắng mặt này.",
        )
        tell(desk, office.case, told, telling)
    return "Đã trở lại làm việc" if away.ended_at is not None else "Hết thời gian vắng mặt"


def _named(people: Roster, seat_id: str) -> str:
    seat: SeatRow = people.seats[seat_id]
    office = f" – {seat.office}" if seat.office else ""
    return f"{seat.title}{office} {people.name(people.holders.get(seat_id))}"


def _members(people: Roster) -> list[str]:
    return [people.holders[seat.id] for seat in people.by_role(*COMMITTEE, Role.SECRETARY) if seat.id in people.holders]


def _concerned(people: Roster, away: Absence, acting_seat: str | None) -> list[str]:
    """Who is away, who acts for him, and who keeps the files."""
    held = [people.holders.get(seat) for seat in (acting_seat, *(seat.id for seat in people.by_role(Role.SECRETARY))) if seat]
    return [away.officer_id, *(officer for officer in held if officer is not None)]
