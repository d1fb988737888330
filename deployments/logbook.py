"""What the processes that speak to Prefect say in their logs; Prefect has taken the root logger for itself."""

import logging


def keep_log() -> None:
    """Our own lines from INFO up; the HTTP client only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    ours = logging.getLogger("nhip")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    logging.getLogger("httpx").setLevel(logging.WARNING)
