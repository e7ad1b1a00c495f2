"""Units to those whose French is too short or too long for this report's own proportion."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from rirbilingual.check.proportion import measured, proportion
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    usual = proportion(subject)
    for unit in measured(subject):
        off = usual.off(unit)
        if abs(off) > usual.width:
            expected = round(len(unit.source) * exp(usual.centre))
            long = "long" if off > 0 else "short"
            yield Found(f"{len(unit.target)} characters where {expected} are usual: too {long}?", (unit.id,))


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
