"""Drafts and their reviewed texts to BLEU, chrF++ and TER, each with sacrebleu's signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that others can reproduce: its name, value (0–100; TER may be more) and signature."""

    name: str
    value: float
    signature: str


def metrics(drafts: Sequence[str], finals: Sequence[str]) -> tuple[Metric, ...]:
    """BLEU, chrF++ (word order 2) and TER of the drafts against one reference each, over the corpus."""
    if not drafts:
        return ()
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    found = []
    for name, metric in (("BLEU", BLEU()), ("chrF++", CHRF(word_order=2)), ("TER", TER())):
        value = metric.corpus_score(list(drafts), [list(finals)]).score
        found.append(Metric(name, round(float(value), 2), str(metric.get_signature())))
    return tuple(found)
