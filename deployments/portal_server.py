"""The portal's process: ``python -m deployments.portal_server``."""

import uvicorn

from deployments.blocks import with_blocks
from deployments.house import open_bureau
from models.settings import read
from portal.app import make_app


def main() -> None:
    """Serve until told to stop. No access log: the address of a link is its secret, and must not lie in a file."""
    settings = with_blocks(read())
    bureau = open_bureau(settings)
    try:
        uvicorn.run(
            make_app(bureau, metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else None),
            host=settings.host,
            port=settings.portal_port,
            access_log=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=5,
        )
    finally:
        bureau.store.close()


if __name__ == "__main__":
    main()
