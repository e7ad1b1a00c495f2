"""A text to the English words in it that French never writes: what betrays a passage left in English."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from rirbilingual.text.remembered import remembered

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SHORT = frozenset(
    {"of", "and", "the", "for", "in", "on", "all", "out", "up", "most", "us", "but", "a", "as"}
)


@cache
def lists() -> dict[str, Any]:
    """The lists of words.toml."""
    return tomllib.loads((files("rirbilingual.check") / "words.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists, by name."""
    return frozenset(lists()[name].split())


def is_common(word: str) -> bool:
    """Whether the word with a capital is one that institutions share, or of a people or the calendar: not a
    name that French keeps."""
    known = word in words("common") or word in words("calendar")
    return known or word.lower() in words("english") | _SHORT or word.endswith(("ian", "ians", "ese", "ish"))


@remembered
def english_words(text: str) -> tuple[str, ...]:
    """The words, in order, that are English and nothing else; those with a capital are names and do not
    count."""
    return tuple(
        match[0]
        for match in _WORD.finditer(text)
        if match[0].islower() and match[0].replace("’", "'").split("'")[0] in words("english")
    )
