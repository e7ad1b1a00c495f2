"""English and French number words to their values: "twelve" and « douze » are 12."""

from __future__ import annotations

import re
from functools import lru_cache

_ENGLISH_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FRENCH_UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]


def _english() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_ENGLISH_UNITS)}
    for n, tens in enumerate(_ENGLISH_TENS, start=2):
        words[tens] = 10 * n
        words |= {f"{tens}-{unit}": 10 * n + k for k, unit in enumerate(_ENGLISH_UNITS[1:10], start=1)}
    ordinals = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    ]
    words |= {word: n for n, word in enumerate(ordinals, start=1)}
    words |= {"hundred": 100, "thousand": 1000, "dozen": 12, "dozens": 12, "twice": 2, "half": 2, "once": 1}
    words |= {"both": 2, "a": 1, "an": 1, "thirds": 3, "quarter": 4, "quarters": 4, "single": 1, "pair": 2}
    return words


def _french() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_FRENCH_UNITS)}
    for n, tens in enumerate(_FRENCH_TENS, start=2):
        words |= {tens: 10 * n, f"{tens} et un": 10 * n + 1, f"{tens}-et-un": 10 * n + 1}
        words |= {f"{tens}-{unit}": 10 * n + k for k, unit in enumerate(_FRENCH_UNITS[1:20], start=1)}
    words |= {f"quatre-vingt-{unit}": 80 + k for k, unit in enumerate(_FRENCH_UNITS[1:20], start=1)}
    ordinals = [
        "premier",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
        "huitième",
        "neuvième",
        "dixième",
    ]
    words |= {word: n for n, word in enumerate(ordinals, start=1)}
    words |= {"première": 1, "second": 2, "seconde": 2, "une": 1, "cent": 100, "cents": 100, "mille": 1000}
    words |= {
        "quatre-vingts": 80,
        "douzaine": 12,
        "centaine": 100,
        "dizaine": 10,
        "vingtaine": 20,
        "quinzaine": 15,
    }
    words |= {"moitié": 2, "demi": 2, "tiers": 3, "quart": 4, "quarts": 4, "centaines": 100, "milliers": 1000}
    words |= {"premiers": 1, "premières": 1, "millier": 1000, "demie": 2, "double": 2, "deux-tiers": 3}
    return words


_WORDS = {"en": _english(), "fr": _french()}
_PATTERN = {
    language: re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?![\w-])",
        re.IGNORECASE,
    )
    for language, words in _WORDS.items()
}


@lru_cache(10_000)
def number_words(text: str, language: str) -> tuple[int, ...]:
    """The values that the text spells out, in order."""
    return tuple(_WORDS[language][match[0].lower()] for match in _PATTERN[language].finditer(text))
