"""Requests to figures that Prometheus reads: how many, with which status, how long they took."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROUTE = "rirbilingual.route"  # where the scope has the path of the route that answered
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)  # seconds


class Figures:
    """What is counted."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._registry = CollectorRegistry()
        self._requests = Counter(
            "rirbilingual_requests",
            "Requests by path and status",
            ["path", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "rirbilingual_request_seconds", "How long a request took", ["path"], buckets=BUCKETS, registry=self._registry
        )  # fmt: skip

    def count(self, path: str, status: int, seconds: float) -> None:
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def text(self) -> bytes:
        from prometheus_client import generate_latest

        return generate_latest(self._registry)


class Counted:
    """The ASGI layer that counts each request of an application."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app, self._figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            # The route's path, not the request's: else every text looked up would be a figure of its own.
            self._figures.count(scope.get(ROUTE, "other"), status, perf_counter() - begun)
