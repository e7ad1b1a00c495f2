"""A request to the value in its body or query: bounded in size and time, checked by its schema."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Never

from rirbilingual.service.refusals import Refused
from rirbilingual.service.schemas import DATE

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES = 1024 * 1024  # a batch of 500 units of a report is under 200 kB
SECONDS = 10.0  # for the whole body: slower clients are let go


async def body(request: Request, schema: dict[str, Any]) -> Any:
    """The JSON value of the body. Raises Refused: 408 too slow, 413 too large, 400 no JSON, or nested
    too deep, 422 another shape."""
    if _declared(request) > MOST_BYTES:
        raise _too_large()
    data = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                data += part
                if len(data) > MOST_BYTES:
                    raise _too_large()
    except TimeoutError:
        raise Refused(408, f"the body did not come within {SECONDS:.0f} seconds") from None
    try:
        return checked(_parsed(data), schema)
    except RecursionError:
        raise Refused(400, "the body is nested too deep") from None


def _parsed(data: bytearray) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except ValueError:
        raise Refused(400, "the body is not JSON in UTF-8") from None


def query(request: Request, schema: dict[str, Any]) -> Any:
    """The query's values; those that the schema calls integers are made such."""
    values: dict[str, Any] = dict(request.query_params)
    for name, wanted in schema["properties"].items():
        if wanted.get("type") == "integer" and name in values:
            try:
                values[name] = int(values[name])
            except ValueError:
                raise Refused(422, f"{name}: not a whole number") from None
    return checked(values, schema)


def checked(value: Any, schema: dict[str, Any]) -> Any:
    """The value, where it has the schema's shape and is text that can be written down. Raises Refused(422)."""
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import best_match

    formats = FormatChecker(formats=())
    formats.checks(DATE, ValueError)(_is_date)
    error = best_match(Draft202012Validator(schema, format_checker=formats).iter_errors(value))
    if error is not None:
        place = ".".join(str(part) for part in error.absolute_path) or "the whole"
        raise Refused(422, f"{place}: {_short(error.message)}")
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(422, "a text holds half of a surrogate pair") from None
    return value


def _is_date(text: object) -> bool:
    """Whether there is such a day, month or year. Raises ValueError where there is none."""
    return not text or bool(date.fromisoformat(f"{text}-01-01"[:10]))


def _declared(request: Request) -> int:
    length = request.headers.get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _too_large() -> Refused:
    return Refused(413, f"larger than {MOST_BYTES:,} bytes; send less at a time")


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def _short(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:100]} … {message[-90:]}"
