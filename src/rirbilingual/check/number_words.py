"""English and French number words to their values: "twelve" and « douze » are 12, « deux cents » is 200."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rirbilingual.check.function_words import lists
from rirbilingual.model import Language
from rirbilingual.text.remembered import remembered

# "two hundred and fifty thousand", but not "between one hundred and two hundred".
_GAP = re.compile(
    r"(?<=hundred)[ \u00a0]and[ \u00a0](?![\w-]+ hundred)"
    r"|(?<=thousand)[ \u00a0]and[ \u00a0](?![\w-]+ (?:hundred|thousand))|[ \u00a0]"
)
_PERCENT = r"[-\s\u00a0](?:percent|per cent|pour[ \u00a0]cent|p\.[ \u00a0]100)\b"
# After a hyphen: "a twenty-year-old man". In other words the number may be none: "second-hand".
_MEASURED = (
    r"(?:percent|years?|months?|weeks?|days?|hours?|minutes?|members?|persons?|people|man|woman|seats?|pages?|points?|"
    r"stor(?:e?y|ies)|rooms?|parts?|miles?|kilomet(?:re|er)s?|met(?:re|er)s?)\b"
)
_HUNDREDS = frozenset({*range(10), *range(11, 20)})  # « dix cents » are coins


@cache
def _values(language: Language) -> dict[str, int]:
    table = lists()["numbers"][language]
    ordinals = {word: n for n, word in enumerate(table["ordinals"].split(), start=1)}
    return _counted(language) | dict(table["others"]) | ordinals


@cache
def _counted(language: Language) -> dict[str, int]:
    """Those below a hundred that others may stand beside in one number."""
    table = lists()["numbers"][language]
    units, tens = table["units"].split(), table["tens"].split()
    values = {word: n for n, word in enumerate(units)}
    # French counts on to nineteen after sixty, and after four times twenty.
    last = 10 if language == "en" else 20
    for n, word in enumerate(tens, start=2):
        values[word] = 10 * n
        values |= {f"{word}-{unit}": 10 * n + k for k, unit in enumerate(units[1:last], start=1)}
    if language == "fr":
        for n, word in enumerate(tens, start=2):
            for et in (" et ", "-et-"):
                values |= {
                    f"{word}{et}{unit}": 10 * n + k for unit, k in (("un", 1), ("une", 1), ("onze", 11))
                }
        values |= {f"quatre-vingt-{unit}": 80 + k for k, unit in enumerate(units[1:], start=1)}
        values["quatre-vingts"] = 80
    return values


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    longest = "|".join(map(re.escape, sorted(_values(language), key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w-])(?P<word>{longest})(?!\w|-(?!{_MEASURED}))(?P<percent>{_PERCENT})?", re.IGNORECASE
    )


@remembered
def number_words(text: str, language: Language) -> tuple[int, ...]:
    """The values that the text spells out, in order."""
    return tuple(value for value, _ in _spelt(text, language))


def spelt_values(text: str, language: Language) -> list[str]:
    """The same as placeables have them: "12", "90%" for "ninety percent"."""
    return [f"{value}{'%' if is_percent else ''}" for value, is_percent in _spelt(text, language)]


def _spelt(text: str, language: Language) -> Iterator[tuple[int, bool]]:
    """Each value, and whether it is a percentage. Words with a hundred or a thousand among them are one number."""
    values, counted = _values(language), _counted(language)
    thousands, rest, end = 0, 0, -1  # end: of the number that may go on; -1 where there is none
    for match in _pattern(language).finditer(text):
        word = match["word"].lower()
        value = values[word]
        gap = _GAP.match(text, end) if end >= 0 else None
        joins = gap is not None and gap.end() == match.start()
        if joins and value == 1000 and not thousands:
            thousands, rest = 1000 * rest, 0
        elif joins and value == 100 and rest in _HUNDREDS:
            rest = 100 * max(rest, 1)
        elif joins and word in counted and rest % 100 == 0:
            rest += value
        else:
            if end >= 0:
                yield thousands + rest, False
            thousands, rest = (1000, 0) if value == 1000 else (0, value)
        end = match.end("word")
        if match["percent"] or not (word in counted or value in (100, 1000)):
            yield thousands + rest, bool(match["percent"])
            end = -1
    if end >= 0:
        yield thousands + rest, False
