"""A text to its words, and to what the forms of each have in common.

Accents and case do not count. "close" and "closed", "fermer" and "fermée" have one stem: the usual endings of
English and French are taken off.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rirbilingual.text.normalise import folded

# Longest first, after a plural's s or x: feminines, participles, the commonest forms of verbs.
_ENDINGS = (
    "issement", "aient", "erent", "ement", "iront", "eront", "ante", "ing", "ait", "ant", "ent", "era", "ied",
    "ed", "ee", "ie", "er", "ir", "ez", "re", "ly", "e", "y", "d", "t",
)  # fmt: skip
_SHORTEST = 3
_WORD = re.compile(r"\w+")
# Letters that join with their neighbours, or vanish: a text that has one is folded as a whole.
_JOINED = re.compile(r"[^\x00-\xac\xae-\u02af‘’“”–—…]")


def stem(word: str) -> str:
    """A folded word without its ending: what its forms have in common."""
    if word[-1:] in ("s", "x") and not word.endswith("ss") and len(word) > _SHORTEST:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def words_and_stems(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, folded, and the stem of each."""
    if _JOINED.search(text):
        words = _WORD.findall(folded(text))
        return words, [stem(word) for word in words]
    known = [_known(word) for word in _WORD.findall(text)]
    return [word for word, _ in known], [stem for _, stem in known]


@lru_cache(maxsize=1 << 17)  # a memory of a million units has about as many words
def _known(word: str) -> tuple[str, str]:
    form = folded(word)
    return form, stem(form)
