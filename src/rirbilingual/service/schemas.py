"""The shapes of requests and answers, as JSON Schema: what bodies are checked by and the OpenAPI document shows."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

MOST_TEXTS = 1000  # in a batch: a long report has some 500 units
MOST_UNITS = 1000  # added at once
MOST_MATCHES = 100
MOST_CHARACTERS = 20_000  # in a text; the longest unit seen has 1,500
MOST_WORDS = 500  # characters of what is sought in a concordance


def _object(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_PLAIN: Schema = {"type": "string", "pattern": "^[^\\u0000]*$"}  # what PostgreSQL cannot hold
TEXT: Schema = {**_PLAIN, "minLength": 1, "maxLength": MOST_CHARACTERS}
_FREE: Schema = {**_PLAIN, "maxLength": MOST_CHARACTERS}
_NAME: Schema = {**_PLAIN, "maxLength": 200}
LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_MATCHES, "default": 5}
THRESHOLD: Schema = {"type": "integer", "minimum": 1, "maximum": 100, "default": 70}
CONTEXT = _object((), previous=_FREE, next=_FREE)

MATCH = _object(("text",), text=TEXT, limit=LIMIT, threshold=THRESHOLD, context=CONTEXT)
MATCHES = _object(
    ("texts",),
    texts={"type": "array", "items": TEXT, "maxItems": MOST_TEXTS},
    limit=LIMIT,
    threshold=THRESHOLD,
)
WORDS: Schema = {**TEXT, "maxLength": MOST_WORDS}
CONCORDANCE = _object(("q",), q=WORDS, limit={**LIMIT, "default": 20})
UNIT = _object(
    ("source", "target"),
    source=TEXT,
    target=TEXT,
    previous=_FREE,
    next=_FREE,
    report=_NAME,
    section=_NAME,
    date={"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"},
)
UNITS = _object(("units",), units={"type": "array", "items": UNIT, "minItems": 1, "maxItems": MOST_UNITS})

_FOUND = _object(
    ("source", "target", "score", "kind", "origin"),
    source={"type": "string"},
    target={"type": "string"},
    score={"type": "integer"},
    kind={"enum": ["CONTEXT", "EXACT", "REPAIRED", "FUZZY", "ASSEMBLED", "MACHINE"]},
    origin={"type": "string"},
)
FOUND: Schema = {"type": "array", "items": _FOUND}
MATCHED = _object(("matches",), matches=FOUND)
MATCHED_EACH = _object(("matches",), matches={"type": "array", "items": FOUND})
_COUNT: Schema = {"type": "integer", "minimum": 0}
ADDED = _object(("new", "same", "conflicting"), new=_COUNT, same=_COUNT, conflicting=_COUNT)
HEALTH = _object(("status", "units"), status={"const": "ok"}, units=_COUNT)
ERROR = _object(("error",), error={"type": "string"})
