"""Two lists of sentences or segments to a Bitext: beads that tile both sides, with how sure each is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rirbilingual.align.reports import segments
from rirbilingual.align.same import one_language
from rirbilingual.align.seeds import Entries
from rirbilingual.align.words import side
from rirbilingual.model import Bead, Bitext

if TYPE_CHECKING:
    from rirbilingual.align.vectors import Encoder

__all__ = ["segments", "sentences"]


def sentences(
    source: Sequence[str], target: Sequence[str], *, terms: Entries = (), vectors: Encoder | None = None
) -> Bitext:
    """The Bitext of two lists of sentences, in whatever two languages.

    Two texts in one language get no confidence at all; where one side has no words, all stand alone. terms: pairs of
    words or phrases that translate each other, beyond the program's seed lexicons. vectors: a model of sentences,
    for more evidence.
    """
    source, target = list(source), list(target)
    if not any(map(str.strip, source)) or not any(map(str.strip, target)):
        alone = [Bead((n, n + 1), (0, 0), 0.0) for n in range(len(source))]
        return Bitext((*alone, *(Bead((0, 0), (n, n + 1), 0.0) for n in range(len(target)))))
    from rirbilingual.align.tiling import aligned

    ours, theirs = side(source), side(target)
    found = aligned(ours, theirs, terms=terms, vectors=vectors)
    if one_language(ours, theirs):
        return Bitext(tuple(Bead(a, b, 0.0) for a, b, _ in found.beads))
    return Bitext(
        tuple(
            Bead(source_range, target_range, round(float(sure), 4))
            for (source_range, target_range, _), sure in zip(found.beads, found.confidence, strict=True)
        )
    )
