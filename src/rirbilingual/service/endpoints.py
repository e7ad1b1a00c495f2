"""What can be asked of the service: the list that the routes and the OpenAPI document are made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from rirbilingual.formats.match_json import match_objects
from rirbilingual.model import Context
from rirbilingual.service import schemas
from rirbilingual.service.access import allowed, may_read
from rirbilingual.service.additions import units_of
from rirbilingual.service.bodies import body, query
from rirbilingual.service.refusals import Refused
from rirbilingual.service.tokens import Role
from rirbilingual.text.normalise import folded

if TYPE_CHECKING:
    from starlette.requests import Request

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that can be asked. asks: the schema of the body (POST) or of the query (GET), None for neither."""

    method: str
    path: str
    summary: str
    answer: Callable[[Request], Awaitable[Answer]]
    gives: schemas.Schema
    asks: schemas.Schema | None = None
    token: bool = False


async def _health(request: Request) -> Answer:
    units = await request.app.state.desk.ask(lambda memory: memory.count())
    return {"status": "ok", "units": units}


async def _match(request: Request) -> Answer:
    may_read(request)
    asked = await body(request, schemas.MATCH)
    near = asked.get("context")
    context = Context(near.get("previous", ""), near.get("next", "")) if near else None
    work = partial(_matches, text=asked["text"], context=context, **_bounds(asked))
    return {"matches": match_objects(await request.app.state.desk.ask(work))}


def _matches(memory: Any, *, text: str, **asked: Any) -> Any:
    return memory.match(text, **asked)


async def _match_many(request: Request) -> Answer:
    may_read(request)
    asked = await body(request, schemas.MATCHES)
    found = await request.app.state.desk.ask(
        lambda memory: memory.match_many(asked["texts"], **_bounds(asked))
    )
    return {"matches": [match_objects(matches) for matches in found]}


async def _concordance(request: Request) -> Answer:
    may_read(request)
    asked = query(request, schemas.CONCORDANCE)
    limit = int(asked.get("limit", schemas.CONCORDANCE["properties"]["limit"]["default"]))
    if not folded(asked["q"]):
        raise Refused(422, "q: nothing to search for")
    reading = request.app.state.reading
    found = await reading.ask(lambda memory: memory.search(asked["q"], limit=limit, progress=reading.going))
    return {"matches": match_objects(found)}


async def _add(request: Request) -> Answer:
    holder = allowed(request, Role.TRANSLATOR)
    asked = await body(request, schemas.UNITS)
    units = units_of(asked["units"], holder, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    added = await request.app.state.desk.ask(lambda memory: memory.add(units))
    return {"new": added.new, "same": added.same, "conflicting": added.conflicting}


def _bounds(asked: Answer) -> dict[str, int]:
    """The limit and threshold asked for: whole numbers, which JSON may write as 5.0."""
    return {name: int(asked[name]) for name in ("limit", "threshold") if name in asked}


ENDPOINTS = (
    Endpoint("GET", "/health", "Whether the service answers, and how many units it has", _health, schemas.HEALTH),
    Endpoint("POST", "/match", "The matches of a text, best first", _match, schemas.MATCHED, schemas.MATCH),
    Endpoint(
        "POST", "/match-many", "The matches of each text of a report", _match_many, schemas.MATCHED_EACH, schemas.MATCHES
    ),
    Endpoint(
        "GET", "/concordance", "Units that hold words, on either side", _concordance, schemas.MATCHED, schemas.CONCORDANCE
    ),
    Endpoint("POST", "/units", "Add units, all or none", _add, schemas.ADDED, schemas.UNITS, token=True),
)  # fmt: skip
