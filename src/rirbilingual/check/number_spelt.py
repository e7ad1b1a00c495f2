"""Units to the numbers spelt out in English that became others in French: "three" and « quatre »."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rirbilingual.check.number_words import number_words
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Language, Severity

_DIGITS = re.compile(r"(?<![\w.,-])\d+(?![\w-])")
_SMALLEST = 3  # "one" and "two" are said in many ways: an article, a pair, both


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        lost = _surplus(unit.source, unit.target, "en", "fr")
        added = _surplus(unit.target, unit.source, "fr", "en")
        if lost and added:
            was, now = min(lost), min(added)
            yield Found(f"the English says {was} in words, the French {now}", (unit.id,))


def _surplus(text: str, other: str, language: Language, others: Language) -> list[int]:
    """The values spelt in the text that the other has neither in words nor in figures."""
    said = Counter(n for n in number_words(text, language) if n >= _SMALLEST)
    there = Counter(number_words(other, others))
    there += Counter(int(match[0]) for match in _DIGITS.finditer(other) if len(match[0]) < 7)
    return sorted(n for n in said if not there[n])


PLUGIN = Check(
    id="number.spelt",
    severity=Severity.WARNING,
    why="Numbers that are written out are compared too, where one went and another came.",
    find=_find,
    good=(
        Example("It has three boats and twelve men.", "Il a trois bateaux et 12 hommes."),
        Example("It has seventy-one boats.", "Il a soixante et onze bateaux."),
        Example("It has one hundred and fifty thousand boats.", "Il a cent cinquante mille bateaux."),
        Example("It has three hundred boats.", "Il a trois cents bateaux."),
        Example("It took three people.", "Il a enlevé un homme, une femme et un enfant."),
    ),
    bad=(
        Example("It controls three towns.", "Il contrôle quatre villes."),
        Example("A sentence of five to twelve years.", "Une peine de cinq à dix ans."),
    ),
)
