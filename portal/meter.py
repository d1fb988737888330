"""What the portal itself measures: requests by route and status, and how long they took. Routes as they are declared, never an address."""

from time import perf_counter

from prometheus_client import CollectorRegistry, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
NO_ROUTE = "-"  # an address that leads nowhere; whatever was typed there is nobody's label


class Meter:
    """Outermost of all layers: also what the edge answers is counted, as what was sent."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Histogram(
            "nhip_portal_request_seconds",
            "Thời gian trả lời của cổng, theo trang và mã trả lời (giây)",
            ["route", "method", "status"],
            buckets=BUCKETS,
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", NO_ROUTE)
            method = scope["method"] if scope["method"] in ("GET", "POST") else "other"
            self.requests.labels(route, method, str(status)).observe(perf_counter() - begun)
