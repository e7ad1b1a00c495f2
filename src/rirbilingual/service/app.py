"""A memory to a Starlette application: the routes, and how refusals are said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.service import openapi, page, tmserver
from rirbilingual.service.desk import Desk
from rirbilingual.service.endpoints import ENDPOINTS
from rirbilingual.service.metrics import ROUTE, Counted, Figures
from rirbilingual.service.pace import Pace
from rirbilingual.service.refusals import Refused
from rirbilingual.service.tokens import Holder

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

PER_MINUTE = 6000  # requests from one client: an editor asks a few a second, a draft asks in batches

Handler = Callable[["Request"], Awaitable[Any]]


def application(
    memory: str,
    *,
    holders: Sequence[Holder] = (),
    private: bool = False,
    site: str = "",
    per_minute: int = PER_MINUTE,
) -> Starlette:
    """The application. It opens the memory when it starts (RirError where there is none) and closes it at the end.

    private: reading too wants a token. site: the address of published pairs, which origins then link to.
    """
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.responses import Response
    from starlette.routing import Route

    tmserver.take_lines()
    desk, reading, pace, figures = Desk(memory), Desk(memory), Pace(per_minute), Figures()
    described = openapi.document(ENDPOINTS)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await desk.open()
        await reading.open()
        readied = asyncio.create_task(ready())
        yield
        readied.cancel()
        desk.close()
        reading.close()

    async def ready() -> None:
        """Bring the indexes up to date before somebody waits for it."""
        with suppress(RirError, Refused):  # whoever asks is told
            await desk.ask(lambda memory: memory.match("a"))
            await reading.ask(lambda memory: memory.search("a", progress=reading.going))

    async def metrics(_: Request) -> Response:
        return Response(figures.text(), media_type="text/plain; version=0.0.4")

    async def api(_: Request) -> Any:
        return described

    handlers: list[tuple[str, str, Handler]] = [
        *((endpoint.method, endpoint.path, endpoint.answer) for endpoint in ENDPOINTS),
        ("GET", "/openapi.json", api),
        ("GET", "/metrics", metrics),
        ("GET", "/", page.page),
        *(
            ("GET", prefix + path, handler)
            for prefix in tmserver.PREFIXES
            for path, handler in tmserver.ROUTES
        ),
    ]
    app = Starlette(
        lifespan=lifespan,
        middleware=[Middleware(Counted, figures=figures)],
        routes=[
            Route(path, _answering(path, handler, pace), methods=[method])
            for method, path, handler in handlers
        ],
        exception_handlers={Refused: _refusal, RirError: _unusable, HTTPException: _http_refusal},
    )
    app.state.reading = reading
    app.state.desk, app.state.holders, app.state.private, app.state.site = desk, tuple(holders), private, site
    return app


def _answering(path: str, handler: Handler, pace: Pace) -> Callable[[Request], Awaitable[Response]]:
    """The handler with its value as JSON, at the client's pace, counted under its path."""
    from starlette.responses import JSONResponse, Response

    async def answer(request: Request) -> Response:
        request.scope[ROUTE] = path
        pace.check(request)
        value = await handler(request)
        return value if isinstance(value, Response) else JSONResponse(value)

    return answer


async def _refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return _said(error.status, error.message, headers)


async def _unusable(_: Request, error: Exception) -> Response:
    """The memory cannot be used now: locked for too long, a full disk, a database that does not answer."""
    return _said(503, str(error), {"Retry-After": "10"})


async def _http_refusal(_: Request, error: Exception) -> Response:
    """What Starlette itself refuses: no such path, or not by this method."""
    from starlette.exceptions import HTTPException

    assert isinstance(error, HTTPException)
    return _said(error.status_code, error.detail.lower(), dict(error.headers or {}))


def _said(status: int, message: str, headers: dict[str, str]) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"error": message}, status, headers)
