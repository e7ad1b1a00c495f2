"""English citations to French: "(US 2021-03, 67)" → "(É.-U. 2021-03, 67)". No source is added or lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.months import french_dates
from rirbilingual.draft.places import conventions, french_label
from rirbilingual.model import Citation, CitedSource

_NO_DATE = re.compile(r"\bn\.d\.(?=[a-z]?\b|[a-z]?\W|$)")


def localised(text: str, citation: Citation, label: Callable[[CitedSource], str]) -> str:
    """The French of `citation`, which stands in `text`; `label` gives the French label of a source."""
    parts: list[str] = []
    at = citation.start
    for source in citation.sources:
        parts.append(text[at : source.start])
        parts.append(_source(text[source.start : source.end], source, label))
        at = source.end
    parts.append(_words(text[at : citation.end]))
    return "".join(parts)


def _source(text: str, source: CitedSource, label: Callable[[CitedSource], str]) -> str:
    rest = text
    before = ""
    if source.prefix and rest.startswith(source.prefix):
        before = _prefix(source.prefix)
        rest = rest[len(source.prefix) :]
    if source.label and source.label in rest:
        lead, _, rest = rest.partition(source.label)
        before += lead + label(source)
    return before + _words(rest)


def _prefix(prefix: str) -> str:
    french: str = conventions("citations")["prefixes"].get(prefix.strip().lower(), prefix)
    return french


def _words(text: str) -> str:
    text = _NO_DATE.sub("s.d.", text)
    text = _pages().sub(lambda found: conventions("citations")["pages"][_written(found[0])], text)
    return french_dates(text, short=True)


@cache
def _pages() -> re.Pattern[str]:
    words = sorted(conventions("citations")["pages"], key=len, reverse=True)
    alternatives = "|".join(re.escape(word) + ("" if word.endswith(".") else r"\b") for word in words)
    return re.compile(rf"(?<![\w-])(?:{alternatives})", re.IGNORECASE)


@cache
def _spellings() -> dict[str, str]:
    return {word.lower(): word for word in conventions("citations")["pages"]}


def _written(word: str) -> str:
    return _spellings()[word.lower()]


def default_label(source: CitedSource) -> str:
    """The French label of a source that no row decides: a state's, else as it is."""
    return french_label(source.label) or source.label
