"""Units to their own proportion of French to English, in characters: its middle, and how far is still usual."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from statistics import median

from rirbilingual.check.rule import Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Unit

# French for English in characters, where a report is too small to tell; measured on 2,000 units of statutes.
_USUAL = 1.17
_FEWEST = 30  # units that a proportion can be learnt from
SHORTEST = 40  # characters of English; below, a word more or less is no sign
_NARROWEST = log(1.75)  # of the band around the proportion
_SPREADS = 4.0  # median absolute deviations, as far as the band reaches
_ADDED = re.compile(r"\[tra(?:duction|nslation)\] ?|(?<=«)[ \u00a0]|[ \u00a0](?=»)")


@dataclass(frozen=True)
class Proportion:
    """Logarithms of French length over English length. centre: the middle of the units. width: how far from it
    a translation may be. is_learnt: from these units; else there are too few, and it is what is usual elsewhere."""

    centre: float
    width: float
    is_learnt: bool

    def off(self, unit: Unit) -> float:
        """How far a unit is from the middle: above 0 its French is long."""
        return log(length(unit.target) / length(unit.source)) - self.centre


def length(text: str) -> int:
    """Characters that say something: not those of a marker, which mostly French alone has, nor the spaces inside
    guillemets."""
    return len(_ADDED.sub("", text))


def measured(subject: Subject) -> list[Unit]:
    """The units that are long enough to be measured."""
    return [
        unit
        for _, unit in spoken(subject)
        if len(unit.source) >= SHORTEST and length(unit.target) and unit.source != unit.target
    ]


@lru_cache(1)  # two checks ask for that of one subject
def proportion(subject: Subject) -> Proportion:
    """Of the subject's units and of its memory's."""
    pairs = [(length(unit.source), length(unit.target)) for unit in measured(subject)]
    pairs += [(length(en), length(fr)) for en, fr in subject.memory if len(en) >= SHORTEST and fr]
    return _of([log(fr / en) for en, fr in pairs if en and fr])


def _of(ratios: Sequence[float]) -> Proportion:
    if len(ratios) < _FEWEST:
        return Proportion(log(_USUAL), _NARROWEST, is_learnt=False)
    centre = median(ratios)
    deviation = median(abs(ratio - centre) for ratio in ratios)
    return Proportion(centre, max(_NARROWEST, _SPREADS * deviation), is_learnt=True)
