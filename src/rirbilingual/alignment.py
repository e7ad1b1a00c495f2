"""Two reports, or two lists of sentences, to a Bitext: reading and segmenting joined to aligning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rirbilingual.align import segments as aligned_segments
from rirbilingual.align import sentences as aligned_sentences
from rirbilingual.errors import RirError
from rirbilingual.model import Bitext, Report, Term
from rirbilingual.segment import segments

if TYPE_CHECKING:
    from rirbilingual.align.vectors import Encoder


def align(
    source: Report | Sequence[str],
    target: Report | Sequence[str],
    *,
    terms: Sequence[Term] = (),
    vectors: Encoder | None = None,
) -> Bitext:
    """The beads of two reports' segments, or of two lists of sentences in any two languages.

    They tile both sides; the source's are in order. vectors: a function from sentences to vectors, a row each,
    as `SentenceTransformer(folder).encode` is, for more evidence. Raises RirError where one side is a report and
    the other is not, or a text is given for a list.
    """
    words = [(term.english, term.french) for term in terms]
    if isinstance(source, Report) and isinstance(target, Report):
        if source.language == "fr" and target.language == "en":
            words = [(french, english) for english, french in words]
        return aligned_segments(segments(source), segments(target), terms=words, vectors=vectors)
    if isinstance(source, Report | str) or isinstance(target, Report | str):
        raise RirError(
            "nothing to align: the two sides are not of one kind",
            "align",
            "give two reports, or two lists of strings",
        )
    return aligned_sentences(source, target, terms=words, vectors=vectors)
