"""What lies on the table on the day: the presider's running script and the sheet that attendees sign."""

from pydantic import AwareDatetime

from documents import blocks
from documents.invitation import AgendaItem
from documents.layout import layout
from documents.notice import Conclusion
from documents.papers import Facts, Line, Paper


class ScriptEntry(AgendaItem):
    """One line of the script; ``prompt``: what the presider may say, None for the usual words."""

    prompt: Line | None = None

    @property
    def words(self) -> str:
        """What the presider may say."""
        return self.prompt or blocks.sentence(f"Mời {self.by} trình bày")


class OnTheDay(Paper):
    """What every paper of the meeting room says above its table."""

    meeting_title: Line
    at: AwareDatetime
    place: Line

    @property
    def subject(self) -> str:
        return blocks.upper_first(blocks.event_name(self.meeting_title))

    @property
    def moment_lines(self) -> tuple[str, ...]:
        """``08 giờ 00, ngày 27 tháng 9 năm 2019 (thứ Sáu), tại Phòng họp số 1`` in even lines."""
        return blocks.heading_lines(f"{blocks.moment_in_words(self.at)}, tại {self.place}", layout().text_width_mm * 0.85, "attached")


class RunningScript(OnTheDay):
    """Kịch bản điều hành, for the presider alone. ``points``: what he should know before he opens (attendance, absences, written
    opinions, late papers); ``conclusions``: the draft prepared beforehand.
    """

    points: tuple[Line, ...]
    entries: tuple[ScriptEntry, ...]
    conclusions: tuple[Conclusion, ...] = ()

    @property
    def point_lines(self) -> tuple[str, ...]:
        """What to know before opening, a dash before each."""
        return blocks.dashed_list(self.points)


class Seated(Facts):
    """Who is expected: ``note`` says for whom he sits in, or nothing."""

    name: Line
    title: Line
    note: Line = ""


class SignInSheet(OnTheDay):
    """Danh sách đại biểu dự họp, to be signed at the door."""

    people: tuple[Seated, ...]
