"""Drafted files to a leverage analysis: units, words and weighted words by band, for each file and for all.

As translators are paid by it: repetitions inside a file and from an earlier file are counted apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rirbilingual.match.leverage import band, word_count
from rirbilingual.model import BANDS, Unit
from rirbilingual.text.normalise import normalised

ACROSS = "repetition in an earlier file"
_AFTER = BANDS.index("repetition") + 1
ROWS = (*BANDS[:_AFTER], ACROSS, *BANDS[_AFTER:])

# The share of a new word's effort that a word of the band costs: the common grids of translation offices; set
# your own in rirbilingual.toml.
WEIGHTS: Mapping[str, float] = {
    "context": 0.0, "exact": 0.1, "repaired": 0.3, "repetition": 0.1, "95-99": 0.3, "85-94": 0.5, "75-84": 0.7,
    "formula": 0.1, "assembled": 0.7, "machine": 0.7, "none": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A band of one file, or of all ("all"). weighted: words by their weight."""

    file: str
    band: str
    units: int
    words: int
    weight: float
    weighted: float


def analysis(
    files: Sequence[tuple[str, Sequence[Unit]]], weights: Iterable[tuple[str, float]] = ()
) -> tuple[Row, ...]:
    """Every band of every file, in the order given, then of all; the words of a file sum to its own."""
    costs = {**WEIGHTS, **dict(weights)}
    costs[ACROSS] = costs["repetition"]
    earlier: set[str] = set()
    counted: list[tuple[str, dict[str, list[int]]]] = []
    for name, units in files:
        bands: dict[str, list[int]] = {row: [0, 0] for row in ROWS}
        here: set[str] = set()
        for unit in units:
            form = normalised(unit.source)
            found = band(unit, repeated=form in here)
            if found == "none" and form in earlier:
                found = ACROSS
            bands[found][0] += 1
            bands[found][1] += word_count(unit.source)
            here.add(form)
        earlier |= here
        counted.append((name, bands))
    if len(counted) != 1:
        summed = {row: [sum(bands[row][n] for _, bands in counted) for n in (0, 1)] for row in ROWS}
        counted.append(("all", summed))
    return tuple(
        Row(name, row, units, words, costs[row], round(words * costs[row], 1))
        for name, bands in counted
        for row, (units, words) in bands.items()
    )


def analysis_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV with a header, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "band", "units", "words", "weight", "weighted words"))
    writer.writerows((r.file, r.band, r.units, r.words, r.weight, r.weighted) for r in rows)
    return out.getvalue()
