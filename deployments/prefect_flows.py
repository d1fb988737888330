"""Every process as a Prefect flow, by name: ``deployments.prefect_flows.board_meeting`` is a deployment's entrypoint.

By module and not by file, so that any kind of work pool imports the flows once.
"""

from functools import cache

import flows  # noqa: F401 - declares the processes
from deployments.house import open_bureau
from flows.process import PROCESSES, newest
from flows.process.engine import flow_of
from tasks.bureau import Bureau


@cache
def bureau() -> Bureau:
    """The bureau of this process's home, opened on first use."""
    return open_bureau()


NAMES = sorted({name for name, _ in PROCESSES})
FLOWS = {name: flow_of(newest(name), bureau) for name in NAMES}
globals().update(FLOWS)
