"""French texts to the numbers in them that are written the English way: 1,204 and 61.5 percent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity
from rirbilingual.text.placeables import outside_addresses
from rirbilingual.text.typeset import NBSP

_THOUSANDS = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\w-]|[.,]\d)")
# A point is also in numbers of sections: only before what is measured is it a decimal one.
_DECIMALS = re.compile(
    r"(?<![\w.,-])(?P<whole>\d+)\.(?P<part>\d+)(?=[\s\u00a0]?(?:%|p\.[\s\u00a0]?100|pour cent|[$€£]|millions?\b|"
    r"milliards?\b|km\b|kg\b))"
)


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        for match in outside_addresses(_THOUSANDS.finditer(unit.target), unit.target):
            if match[0] in unit.source:
                yield _found(unit.id, match, match[0].replace(",", NBSP).replace(".", ","))
        for match in outside_addresses(_DECIMALS.finditer(unit.target), unit.target):
            if match[0] in unit.source:
                yield _found(unit.id, match, f"{match['whole']},{match['part']}")


def _found(unit: str, match: re.Match[str], right: str) -> Found:
    return Found(f"{match[0]} is written the English way", (unit,), match.start(), match.end(), right)


PLUGIN = Check(
    id="number.format",
    severity=Severity.WARNING,
    why="French parts thousands by a no-break space and decimals by a comma; 1,204 reads as one and a bit.",
    find=_find,
    good=(
        Example("It has 1,204 files, or 61.5 percent.", "Elle a 1~204 dossiers, soit 61,5~p.~100."),
        Example("See https://example.org/1,204/2.5%25/list.", "Voir https://example.org/1,204/2.5%25/list."),
    ),
    bad=(
        Example("It has 1,204 files.", "Elle a 1,204 dossiers.", fixed="Elle a 1~204 dossiers."),
        Example("It costs $1,204.50.", "Cela coûte 1,204.50~$.", fixed="Cela coûte 1~204,50~$."),
        Example(
            "It rose to 61.5 percent.",
            "Elle est passée à 61.5~p.~100.",
            fixed="Elle est passée à 61,5~p.~100.",
        ),
    ),
    safe=True,
)
