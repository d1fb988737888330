"""The day before: are the conditions for meeting there, and what lies on the table (khoản 4 Điều 5, khoản 5 Điều 6)."""

from dataclasses import dataclass
from typing import Any

from documents.blocks import moment_in_words
from documents.meeting_room import RunningScript, ScriptEntry, Seated, SignInSheet
from documents.notice import Conclusion
from models.meetings import Meeting
from models.papers import Paper
from models.steps import AnswerRow
from tasks.bureau import Desk
from tasks.conclusions import on_paper as conclusions_on_paper
from tasks.correspondence import Telling, tell
from tasks.guests import guests_of
from tasks.invitations import invited
from tasks.meeting_checks import clashes
from tasks.meeting_papers import decided_now, papers_of, take_off
from tasks.meeting_questions import LEAVE_CONSENT, PREPARED, PROXY_OPINION, RSVP
from tasks.meetings import agenda_on_paper
from tasks.office import Office, meeting_of
from tasks.papers import enclosed, head, working_paper
from tasks.presiding import presider_of, presiding_seat
from tasks.proceedings_forms import PreparedForm
from tasks.verbs import Gathered
from tasks.who import COMMITTEE, Role, roster


@dataclass(frozen=True)
class Expected:
    """How one invited seat stands the day before: ``state`` attends, away, proxy or silent; ``note`` in words."""

    seat: str
    state: str
    note: str
    proxy: str = ""


def expected(office: Office, sent: dict[str, Any]) -> list[Expected]:
    """Every invited seat with what it said, whether the presider consented and whether its opinion came, up to now."""
    return [_expected(office, one.seat, one.suffix) for one in invited(office, sent)]


def _expected(office: Office, seat: str, suffix: str) -> Expected:
    reply, consent, opinion = (office.steps.get(office.key(one, suffix), (None, None))[1] for one in (RSVP, LEAVE_CONSENT, PROXY_OPINION))
    if reply is None:
        return Expected(seat, "silent", "chưa trả lời")
    if reply.choice == "attend":
        return Expected(seat, "attends", "dự họp")
    agreed = (
        "chưa có ý kiến của người chủ trì" if consent is None else "được đồng ý" if consent.choice == "consent" else "không được đồng ý"
    )
    if reply.choice == "leave":
        return Expected(seat, "away", f"báo cáo vắng mặt ({agreed}); lý do: {reply.payload['reason']}")
    proxy = f"{reply.payload['proxy_name']}, {reply.payload['proxy_office']}"
    heard = "đã" if opinion is not None or reply.payload.get("opinion") or reply.payload.get("words") else "chưa"
    return Expected(seat, "proxy", f"ủy quyền {proxy} dự thay ({agreed}; {heard} gửi ý kiến bằng văn bản)", proxy)


def make_ready(office: Office, sent: dict[str, Any]) -> dict[str, Any]:
    """The table of conditions goes to the presider, the standing member and the secretary; script and sign-in sheet are typed.

    Fewer than half of the committee is a warning, never a block: the regulation names no quorum, the presider decides. Items he has
    taken off by now stand in neither.
    """
    desk, case, people = office.desk, office.case, roster(office.desk)
    meeting = meeting_of(desk, case)
    take_off(office, decided_now(office))
    table = expected(office, sent)
    presides = presider_of(desk, meeting)
    share = _share(desk, meeting, table)
    threshold = desk.law.thresholds["quorum_warning"]
    points = _points(office, meeting, table, share)
    script = _script(office, meeting, points, f"script/{meeting.sequence}")
    sheet = _sheet(office, meeting, table)
    below = share < threshold.value
    warning = f"\nCẢNH BÁO: số Ủy viên xác nhận dự dưới {threshold.value}%; người chủ trì quyết định có họp hay không." if below else ""
    for role, papers in ((None, (script,)), (Role.STANDING_MEMBER, ()), (Role.SECRETARY, (script, sheet))):
        officer = presides.officer_id if role is None else people.answerer(people.by_role(role)[0].id).officer_id
        _tell(office, officer, "\n".join(f"- {point}" for point in points) + warning, papers)
    return {"share": share, "warned": below}


def _share(desk: Desk, meeting: Meeting, table: list[Expected]) -> int:
    """How much of the committee will be there, in percent, with who presides; a deputy who stands in for the chair counts once."""
    members = {seat.id for seat in roster(desk).by_role(*COMMITTEE)}
    coming = {one.seat for one in table if one.state == "attends"} | {presiding_seat(desk, meeting)}
    return 100 * len(coming & members) // max(len(members), 1)


def withdraw_items(office: Office, sent: dict[str, Any], decided: Gathered) -> list[int]:
    """What the presider took off in time; where the script had been typed with it, it is typed anew. Returns the items newly off."""
    desk, meeting = office.desk, meeting_of(office.desk, office.case)
    gone = take_off(office, decided.answers.values())
    if gone:
        table, people = expected(office, sent), roster(desk)
        script = _script(
            office, meeting, _points(office, meeting, table, _share(desk, meeting, table)), f"script/{meeting.sequence}/withdrawn"
        )
        told = "Kịch bản điều hành gửi kèm thay bản đã gửi: đã bỏ nội dung được rút khỏi chương trình."
        for officer in dict.fromkeys(
            (presider_of(desk, meeting).officer_id, people.answerer(people.by_role(Role.SECRETARY)[0].id).officer_id)
        ):
            _tell(office, officer, told, (script,), "script")
    return gone


def _points(office: Office, meeting: Meeting, table: list[Expected], share: int) -> list[str]:
    desk, people = office.desk, roster(office.desk)
    counted = {state: [one for one in table if one.state == state] for state in ("attends", "away", "proxy", "silent")}
    said = f"{len(counted['attends'])}/{len(table)} đại biểu được mời xác nhận dự họp"
    points = [f"{said}; tính cả người chủ trì đạt {share}% số thành viên Ban Chỉ đạo"]
    points += [f"{people.called(one.seat)}: {one.note}" for state in ("away", "proxy", "silent") for one in counted[state]]
    points += [f"Nội dung {item.seq}. {item.item}: chưa có tài liệu" for item, files in papers_of(desk, office.case) if not files]
    return points + [f"Trùng lịch: {words}" for words in clashes(desk, meeting.day)]


def _script(office: Office, meeting: Meeting, points: list[str], key: str) -> Paper:
    desk = office.desk
    paper = RunningScript(
        letterhead=head(desk, "invitation", _standing(desk)).letterhead,
        date=desk.today,
        meeting_title=meeting.title,
        at=meeting.starts_at,
        place=meeting.whereabouts,
        points=tuple(points),
        entries=tuple(ScriptEntry(at=line.at, item=line.item, by=line.by or "Người chủ trì") for line in agenda_on_paper(desk, meeting)),
        conclusions=_prepared(office),
    )
    return working_paper(
        desk, office.case, key, "kich_ban_dieu_hanh", f"Kịch bản điều hành {meeting.title[:1].lower()}{meeting.title[1:]}", paper
    )


def _prepared(office: Office) -> tuple[Conclusion, ...]:
    said: AnswerRow | None = office.steps.get(office.key(PREPARED), (None, None))[1]
    if said is None or said.choice != "submit":
        return ()
    return conclusions_on_paper(office.desk, PreparedForm(choice=said.choice, **said.payload).conclusions)


def _sheet(office: Office, meeting: Meeting, table: list[Expected]) -> Paper:
    desk, people = office.desk, roster(office.desk)
    presider = presider_of(desk, meeting)
    chairs = presider.in_seat or presider.seats[0]
    rows = [Seated(name=people.name(presider.officer_id), title=people.title(chairs), note="Chủ trì")]
    for one in (one for one in table if one.seat != chairs):
        if one.state == "proxy":
            name, _, office_held = one.proxy.partition(", ")
            rows.append(Seated(name=name, title=office_held, note=f"Dự thay {people.called(one.seat)}"))
        elif one.state != "away":
            rows.append(Seated(name=people.name(people.holders.get(one.seat)), title=people.title(one.seat)))
    rows += [Seated(name=guest.name, title=guest.office, note="Khách mời") for guest in guests_of(desk, meeting)]
    paper = SignInSheet(
        letterhead=head(desk, "invitation", _standing(desk)).letterhead,
        date=desk.today,
        meeting_title=meeting.title,
        at=meeting.starts_at,
        place=meeting.whereabouts,
        people=tuple(rows),
    )
    key = f"sign-in/{meeting.sequence}"
    return working_paper(
        desk, office.case, key, "danh_sach_ky_ten", f"Danh sách đại biểu {meeting.title[:1].lower()}{meeting.title[1:]}", paper
    )


def _standing(desk: Desk) -> str:
    return roster(desk).by_role(Role.STANDING_MEMBER)[0].id


def _tell(office: Office, officer: str | None, told: str, papers: tuple[Paper, ...], key: str = "ready") -> None:
    if officer is None:
        return
    meeting = meeting_of(office.desk, office.case)
    telling = Telling(
        key=f"{key}/{meeting.sequence}",
        kind="told",
        title="Điều kiện tổ chức cuộc họp",
        what=f"{meeting.title}, {moment_in_words(meeting.starts_at)}.\n{told}",
        clauses=("Đ5.4a", "Đ6.5a"),
        why="Ông/Bà chủ trì hoặc chuẩn bị cuộc họp.",
        enclosed=enclosed(*papers) if papers else {},
    )
    tell(office.desk, office.case, [officer], telling)
