"""The day before: are the conditions for meeting there, and what lies on the table (khoản 4 Điều 5, khoản 5 Điều 6)."""

from dataclasses import dataclass
from typing import Any

from documents.blocks import moment_in_words
from documents.meeting_room import RunningScript, ScriptEntry, Seated, SignInSheet
from documents.notice import Conclusion
from models.meetings import Meeting
from models.papers import Paper
from models.steps import Answer
from tasks.bureau import Desk
from tasks.conclusions import on_paper as conclusions_on_paper
from tasks.correspondence import Telling, tell
from tasks.meeting_checks import clashes
from tasks.meeting_papers import papers_of
from tasks.meeting_questions import LEAVE_CONSENT, PREPARED, PROXY_OPINION, RSVP
from tasks.meetings import agenda_on_paper, invited
from tasks.office import Office, meeting_of
from tasks.papers import enclosed, head, working_paper
from tasks.presiding import presider_of
from tasks.proceedings_forms import PreparedForm
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

    Fewer than half of the committee is a warning, never a block: the regulation names no quorum, the presider decides.
    """
    desk, case, people = office.desk, office.case, roster(office.desk)
    meeting = meeting_of(desk, case)
    members = {seat.id for seat in people.by_role(*COMMITTEE)}
    table = expected(office, sent)
    coming = [one for one in table if one.state == "attends" and one.seat in members]
    presides = presider_of(desk, meeting)
    share = 100 * (len(coming) + len(presides.seats)) // max(len(members), 1)
    threshold = desk.law.thresholds["quorum_warning"]
    points = _points(office, meeting, table, share)
    script = _script(office, meeting, points)
    sheet = _sheet(office, meeting, table)
    below = share < threshold.value
    warning = f"\nCẢNH BÁO: số Ủy viên xác nhận dự dưới {threshold.value}%; người chủ trì quyết định có họp hay không." if below else ""
    for role, papers in ((None, (script,)), (Role.STANDING_MEMBER, ()), (Role.SECRETARY, (script, sheet))):
        officer = presides.officer_id if role is None else people.answerer(people.by_role(role)[0].id).officer_id
        _tell(office, officer, "\n".join(f"- {point}" for point in points) + warning, papers)
    return {"coming": len(coming), "share": share, "warned": below}


def _points(office: Office, meeting: Meeting, table: list[Expected], share: int) -> list[str]:
    desk, people = office.desk, roster(office.desk)
    counted = {state: [one for one in table if one.state == state] for state in ("attends", "away", "proxy", "silent")}
    said = f"{len(counted['attends'])}/{len(table)} đại biểu được mời xác nhận dự họp"
    points = [f"{said}; tính cả người chủ trì đạt {share}% số thành viên Ban Chỉ đạo"]
    points += [f"{people.title(one.seat)}: {one.note}" for state in ("away", "proxy", "silent") for one in counted[state]]
    points += [f"Nội dung {item.seq}. {item.item}: chưa có tài liệu" for item, files in papers_of(desk, office.case) if not files]
    return points + [f"Trùng lịch: {words}" for words in clashes(desk, meeting.day)]


def _script(office: Office, meeting: Meeting, points: list[str]) -> Paper:
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
    key = f"script/{meeting.sequence}"
    return working_paper(
        desk, office.case, key, "kich_ban_dieu_hanh", f"Kịch bản điều hành {meeting.title[:1].lower()}{meeting.title[1:]}", paper
    )


def _prepared(office: Office) -> tuple[Conclusion, ...]:
    said: Answer | None = office.steps.get(office.key(PREPARED), (None, None))[1]
    if said is None or said.choice != "submit":
        return ()
    return conclusions_on_paper(office.desk, PreparedForm(choice=said.choice, **said.payload).conclusions)


def _sheet(office: Office, meeting: Meeting, table: list[Expected]) -> Paper:
    desk, people = office.desk, roster(office.desk)
    presider = presider_of(desk, meeting)
    rows = [Seated(name=people.name(presider.officer_id), title=people.title(presider.seats[0]), note="Chủ trì")]
    for one in table:
        if one.state == "proxy":
            name, _, office_held = one.proxy.partition(", ")
            rows.append(Seated(name=name, title=office_held, note=f"Dự thay {people.title(one.seat)}"))
        elif one.state != "away":
            rows.append(Seated(name=people.name(people.holders.get(one.seat)), title=people.title(one.seat)))
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


def _tell(office: Office, officer: str | None, told: str, papers: tuple[Paper, ...]) -> None:
    if officer is None:
        return
    meeting = meeting_of(office.desk, office.case)
    telling = Telling(
        key=f"ready/{meeting.sequence}",
        kind="told",
        title="Điều kiện tổ chức cuộc họp",
        what=f"{meeting.title}, {moment_in_words(meeting.starts_at)}.\n{told}",
        clauses=("Đ5.4a", "Đ6.5a"),
        why="Ông/Bà chủ trì hoặc chuẩn bị cuộc họp.",
        enclosed=enclosed(*papers) if papers else {},
    )
    tell(office.desk, office.case, [officer], telling)
