"""Translators' comments to the questions asked in them, with their answers.

A comment line `Q(author): …` or `Q(editor): …` asks; the next line `A: …` answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rirbilingual.model import Catalog, Finding, Unit

_ASKS = re.compile(r"\s*Q\s*\(\s*(?P<to>[^)]*?)\s*\)\s*:\s*(?P<text>.*)", re.IGNORECASE)
_ANSWERS = re.compile(r"\s*A(?:\s*\([^)]*\))?\s*:\s*(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question on a unit, or on the English itself. answer: "" while it is open."""

    unit: str
    where: str
    to: str
    text: str
    answer: str = ""

    @property
    def open(self) -> bool:
        return not self.answer


def queries(catalog: Catalog, defects: Iterable[Finding] = ()) -> tuple[Query, ...]:
    """Every question of the catalog in order; then the defects found in the English, which ask the editor."""
    asked = [query for unit in catalog.units for query in unit_queries(unit)]
    where = {unit.id: unit.where for unit in catalog.units}
    for finding in defects:
        unit = finding.units[0] if finding.units else ""
        place = where.get(unit) or (str(finding.place) if finding.place else "")
        asked.append(Query(unit, place, "editor", f"{finding.message} ({finding.check})"))
    return tuple(asked)


def unit_queries(unit: Unit) -> tuple[Query, ...]:
    """The questions in the unit's comments. A line that opens nothing goes on with the one before."""
    found: list[Query] = []
    answering = False
    for comment in unit.comments:
        asks, answers = _ASKS.fullmatch(comment), _ANSWERS.fullmatch(comment)
        if asks:
            found.append(Query(unit.id, unit.where, asks["to"].lower(), asks["text"].strip()))
            answering = False
        elif answers and found:
            waiting = next((i for i, query in enumerate(found) if query.open), len(found) - 1)
            found[waiting] = replace(found[waiting], answer=answers["text"].strip())
            answering = True
        elif found and comment.strip():
            text = comment.strip()
            last = found[-1]
            if answering:
                found[-1] = replace(last, answer=f"{last.answer} {text}".strip())
            else:
                found[-1] = replace(last, text=f"{last.text} {text}".strip())
    return tuple(found)


def open_queries(unit: Unit) -> tuple[Query, ...]:
    """The unit's questions that nobody has answered."""
    return tuple(query for query in unit_queries(unit) if query.open)
