"""English and French number words to their values: "twelve" and « douze » are 12."""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.check.function_words import lists
from rirbilingual.model import Language
from rirbilingual.text.remembered import remembered


@cache
def _values(language: Language) -> dict[str, int]:
    table = lists()["numbers"][language]
    units, tens = table["units"].split(), table["tens"].split()
    values = {word: n for n, word in enumerate(units)} | dict(table["others"])
    values |= {word: n for n, word in enumerate(table["ordinals"].split(), start=1)}
    # French counts on to nineteen after sixty, and after four times twenty.
    last = 10 if language == "en" else 20
    for n, word in enumerate(tens, start=2):
        values[word] = 10 * n
        values |= {f"{word}-{unit}": 10 * n + k for k, unit in enumerate(units[1:last], start=1)}
        values |= {f"{word} et un": 10 * n + 1, f"{word}-et-un": 10 * n + 1}
    if language == "fr":
        values |= {f"quatre-vingt-{unit}": 80 + k for k, unit in enumerate(units[1:], start=1)}
    return values


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    longest = sorted(_values(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)


@remembered
def number_words(text: str, language: Language) -> tuple[int, ...]:
    """The values that the text spells out, in order."""
    return tuple(_values(language)[match[0].lower()] for match in _pattern(language).finditer(text))
