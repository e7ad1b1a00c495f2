"""The endpoints to the service's OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rirbilingual import __version__
from rirbilingual.service import schemas
from rirbilingual.service.endpoints import Endpoint

_REFUSALS = {
    "400": "not JSON", "401": "no token", "403": "not with this token", "408": "too slow", "413": "too large",
    "422": "not of this shape", "429": "too often", "503": "too much waits",
}  # fmt: skip


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The document, as JSON values."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "rirbilingual memory", "version": __version__},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    refused = _json(schemas.ERROR)
    operation: dict[str, Any] = {
        "summary": endpoint.summary,
        "responses": {
            "200": {"description": "done", **_json(endpoint.gives)},
            **{status: {"description": why, **refused} for status, why in _REFUSALS.items()},
        },
    }
    if endpoint.token:
        operation["security"] = [{"token": []}]
    if endpoint.asks and endpoint.method == "GET":
        operation["parameters"] = [
            {"name": name, "in": "query", "schema": schema, "required": name in endpoint.asks["required"]}
            for name, schema in endpoint.asks["properties"].items()
        ]
    elif endpoint.asks:
        operation["requestBody"] = {"required": True, **_json(endpoint.asks)}
    return operation


def _json(schema: schemas.Schema) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
