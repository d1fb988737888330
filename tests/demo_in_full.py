"""Whether the demo played the quarter's meeting in full and in time, read off the facts it wrote.

``python -m tests.demo_in_full FACTS`` fails with what is missing; ``.ci/run`` asks it after the demo.
"""

import json
import sys
from pathlib import Path
from typing import Any

LIMIT = 180  # seconds, from the command to the table

ANSWERED = {  # question and choice → at least how often
    "agenda-review: return": 1,
    "leave-consent: refuse": 1,
    "leave-consent: consent": 1,
    "rsvp: proxy": 1,
    "proxy-opinion: send": 1,
    "confirm: return": 1,
    "extension: grant": 1,
}
NUMBERED = ("/GM-BCĐ", "/BB-BCĐ", "/TB-BCĐ", "/TCT", "/BCĐ-TCT", "/TTr-BCĐ")  # a paper of each was issued


def missing(facts: dict[str, Any]) -> list[str]:
    """What the issue promises of the demo and these facts do not show."""
    told, papers = facts["directives"], [paper["notation"] for paper in facts["papers"]]
    late = [line for line in told if "quá hạn giao ban đầu" in line]
    found = [f"{what}: {facts['answers'].get(what, 0)}" for what, least in ANSWERED.items() if facts["answers"].get(what, 0) < least]
    found += [f"no paper {end}" for end in NUMBERED if not any(notation.endswith(end) for notation in papers)]
    found += [f"presence {one}" for one in ("absent-unconsented", "proxy", "absent-stood-in-for") if not facts["attendance"].get(one)]
    if (len(told), len(late)) != (8, 2):
        found.append(f"{len(told)} conclusions, {len(late)} of them late")
    if not any("gia hạn đến" in line for line in told):
        found.append("no day extended")
    if facts["wall"] > LIMIT:
        found.append(f"{facts['wall']} s")
    return [*found, *(f"open: {title}" for title in facts["open"])]


if __name__ == "__main__":
    if lacks := missing(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))):
        sys.exit("The demo is not what it should be: " + "; ".join(lacks))
