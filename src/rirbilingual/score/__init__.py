"""Drafts and what became of them to figures: BLEU, chrF++, TER with signatures, and the effort of editing.

`scores(pairs)` takes (draft, reviewed) units of one or many reports; each figure is given for all of them
and by band of their match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rirbilingual.model import BANDS, Unit
from rirbilingual.score.bands import band
from rirbilingual.score.effort import Effort, effort
from rirbilingual.score.metrics import Metric, metrics


@dataclass(frozen=True)
class Score:
    """The figures of one band, or of "all". words: of the English. metrics: none where there is no text."""

    band: str
    units: int
    words: int
    metrics: tuple[Metric, ...]
    effort: Effort


def paired(drafts: Iterable[Unit], finals: Iterable[Unit]) -> tuple[tuple[Unit, Unit], ...]:
    """Units of a draft and of its reviewed file that have one id and one source, both with French."""
    reviewed = {unit.id: unit for unit in finals}
    pairs = ((draft, reviewed.get(draft.id)) for draft in drafts)
    return tuple(
        (draft, final)
        for draft, final in pairs
        if final is not None and final.source == draft.source and final.target.strip()
    )


def scores(pairs: Sequence[tuple[Unit, Unit]]) -> tuple[Score, ...]:
    """The score of "all", then of every band that has units, in the order of BANDS.

    A unit that was not drafted counts as an empty draft, in the band "none".
    """
    by_band: dict[str, list[tuple[Unit, Unit]]] = {}
    for pair in pairs:
        by_band.setdefault(band(pair[0]), []).append(pair)
    found = [_score("all", pairs)] if pairs else []
    return (*found, *(_score(name, by_band[name]) for name in BANDS if name in by_band))


def _score(name: str, pairs: Sequence[tuple[Unit, Unit]]) -> Score:
    drafts = [draft.target for draft, _ in pairs]
    finals = [final.target for _, final in pairs]
    words = sum(len(draft.source.split()) for draft, _ in pairs)
    return Score(name, len(pairs), words, metrics(drafts, finals), effort(drafts, finals))
