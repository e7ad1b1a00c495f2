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


# Patterns are those that JSON and Python read alike: Python's `$` is before a last line end, too.
_PLAIN: Schema = {"type": "string", "pattern": "^[^\\u0000]*$"}  # what PostgreSQL cannot hold
TEXT: Schema = {**_PLAIN, "minLength": 1, "maxLength": MOST_CHARACTERS}
_FREE: Schema = {**_PLAIN, "maxLength": MOST_CHARACTERS}
_NAME: Schema = {**_PLAIN, "maxLength": 200}
# A unit's text is not blank: no file could bring such a one back.
_WORDS: Schema = {**TEXT, "pattern": "^(?=[\\s\\u0000-\\u001f]*[^\\s\\u0000-\\u001f])[^\\u0000]*$"}
DATE = "date-or-part"  # a format: a real date, month or year; `bodies` checks it
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
    source=_WORDS,
    target=_WORDS,
    previous=_FREE,
    next=_FREE,
    report=_NAME,
    section=_NAME,
    date={"type": "string", "pattern": r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?(?!\n)$", "format": DATE},
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
