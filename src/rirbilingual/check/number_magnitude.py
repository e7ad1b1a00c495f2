"""Units to those where millions became billions, or thousands millions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity

_ENGLISH = re.compile(r"\b(million|billion|trillion)s?\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(million|milliard|billion)s?\b", re.IGNORECASE)
_IN_ALL = "illion"
_POWERS = {"million": 6, "billion": 9, "trillion": 12}
_PUISSANCES = {"million": 6, "milliard": 9, "billion": 12}
_NAMES = {6: "millions", 9: "milliards", 12: "billions (mille milliards)"}


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        if _IN_ALL not in unit.source.lower():
            continue
        english = {_POWERS[word.lower()] for word in _ENGLISH.findall(unit.source)}
        said = [(match, _PUISSANCES[match[1].lower()]) for match in _FRENCH.finditer(unit.target)]
        if english and english.isdisjoint(power for _, power in said):
            for match, _ in said:
                wanted = ", ".join(_NAMES[p] for p in sorted(english))
                yield Found(
                    f"“{match[0]}”, and the English says {wanted}", (unit.id,), match.start(), match.end()
                )


PLUGIN = Check(
    id="number.magnitude",
    severity=Severity.ERROR,
    why="A billion in English is a milliard in French. The figure before it is the same, and so hides the slip.",
    find=_find,
    good=(Example("It lost US$2 billion.", "Elle a perdu 2 milliards de dollars américains."),),
    bad=(
        Example("It lost US$2 billion.", "Elle a perdu 2 billions de dollars américains."),
        Example("It lost US$2.3 million.", "Elle a perdu 2,3 milliards de dollars américains."),
    ),
)
