"""Two texts to whether they are in one language: then they translate nothing, however well they match."""

from __future__ import annotations

from collections.abc import Sequence

from rirbilingual.align.words import Side
from rirbilingual.text.language import language

ENOUGH = 200  # words of a side from which its words are a fair sample of its language
SHARED = 0.45  # share of words that both sides have, above which they are one language


def one_language(source: Side, target: Side) -> bool:
    """Whether both sides are English, or French, or, where neither can be told, share most of their words."""
    ours, theirs = spoken(source.sentences), spoken(target.sentences)
    if ours or theirs:
        return ours == theirs
    if min(len(source.tokens), len(target.tokens)) < ENOUGH:
        return False
    held = {form: n for n, form in enumerate(target.forms) if not target.numeric[n]}
    shared = sum(
        min(
            float(source.frequency[n]) / len(source.tokens),
            float(target.frequency[held[form]]) / len(target.tokens),
        )
        for n, form in enumerate(source.forms)
        if form in held
    )
    return shared > SHARED


def spoken(sentences: Sequence[str]) -> str | None:
    """The language of the sentences, where their function words tell it: "en", "fr", or None."""
    return language(" ".join(sentences))
