"""The demo's stories: each plays a process that exists; a name that is none is refused before anything is made."""

import pytest

import flows  # noqa: F401 - declares the processes
from deployments.demo.stories import MAIN, STORIES, NoSuchStory, story
from flows.process import PROCESSES
from regulation import load


@pytest.mark.parametrize("name", STORIES)
def test_a_story_plays_a_process_of_the_house(name: str) -> None:
    assert story(name, load()).process in {process for process, _ in PROCESSES}


def test_a_name_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchStory, match=f"“kịch”.*{MAIN}"):
        story("kịch", load())
