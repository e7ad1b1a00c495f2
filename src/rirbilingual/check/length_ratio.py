"""Units to those whose French is too short or too long for this report's own proportion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log
from statistics import median

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity

# French for English in characters, where a report is too small to tell; measured on 2,000 units of statutes.
_USUAL = 1.17
_FEWEST = 30  # units that a proportion can be learnt from
_SHORTEST = 40  # characters of English; below, a word more or less is no sign
_NARROWEST = log(1.75)  # of the band around the proportion
_SPREADS = 4.0  # median absolute deviations, as far as the band reaches


def _find(subject: Subject) -> Iterator[Found]:
    units = [
        unit for _, unit in spoken(subject) if len(unit.source) >= _SHORTEST and unit.source != unit.target
    ]
    pairs = [(len(unit.source), len(unit.target)) for unit in units]
    pairs += [(len(en), len(fr)) for en, fr in subject.memory if len(en) >= _SHORTEST and fr]
    centre, width = _band([log(fr / en) for en, fr in pairs if en and fr])
    for unit in units:
        off = log(len(unit.target) / len(unit.source)) - centre
        if abs(off) > width:
            expected = round(len(unit.source) * exp(centre))
            long = "long" if off > 0 else "short"
            yield Found(f"{len(unit.target)} characters where {expected} are usual: too {long}?", (unit.id,))


def _band(ratios: Sequence[float]) -> tuple[float, float]:
    """The middle of the logarithms of the ratios, and how far from it is still usual."""
    if len(ratios) < _FEWEST:
        return log(_USUAL), _NARROWEST
    centre = median(ratios)
    deviation = median(abs(ratio - centre) for ratio in ratios)
    return centre, max(_NARROWEST, _SPREADS * deviation)


PLUGIN = Check(
    id="length.ratio",
    severity=Severity.WARNING,
    why="A clause that was overlooked makes a sentence short, one that was pasted twice makes it long. What "
    "is usual is learnt from the report and its memory.",
    find=_find,
    good=(
        Example(
            "The crews keep about two thirds of what they collect in the port.",
            "Les équipages conservent environ les deux tiers de ce qu'ils perçoivent dans le port.",
        ),
    ),
    bad=(
        Example(
            "The crews keep about two thirds of what they collect in the port, and send the "
            "rest to the council.",
            "Les équipages conservent les deux tiers.",
        ),
        Example(
            "The crews keep about two thirds of what they collect.",
            "Les équipages conservent environ les deux tiers de ce qu'ils perçoivent. Les "
            "équipages conservent "
            "environ les deux tiers de ce qu'ils perçoivent.",
        ),
    ),
)
