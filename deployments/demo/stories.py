"""The stories there are, by the name the command line gives them."""

from collections.abc import Callable

from deployments.demo.funding import special_funding
from deployments.demo.group import group_meeting
from deployments.demo.meeting import quarter_meeting
from deployments.demo.plan import annual_plan
from deployments.demo.report import quarter_report
from deployments.demo.story import Story
from models.errors import Refused
from regulation import Law

STORIES: dict[str, Callable[[Law], Story]] = {
    "meeting": quarter_meeting,
    "report": quarter_report,
    "plan": annual_plan,
    "funding": special_funding,
    "group": group_meeting,
}
MAIN = "meeting"


class NoSuchStory(Refused):
    """Demo không có vở này."""


def story(name: str, law: Law) -> Story:
    """The story of that name. Raises :class:`NoSuchStory`."""
    if name not in STORIES:
        raise NoSuchStory(f"Demo không có vở “{name}”. Hãy chọn một trong: {', '.join(STORIES)}.")
    return STORIES[name](law)
