"""Two texts to how alike they are in words, and to the one with its changes marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"\w+|[^\w\s]")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def similarity(one: str, other: str) -> float:
    """0–1: the share of words, in order, that the two have in common."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(_words(one), _words(other), score_cutoff=0.0)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def word_difference(old: str, new: str) -> str:
    """The new text with what went as [-old-] and what came as {+new+}."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            parts.append(came)
            continue
        if went:
            parts.append(f"[-{went}-]")
        if came:
            parts.append(f"{{+{came}+}}")
    return "".join(parts)


def shortened(difference: str, *, words: int = 6) -> str:
    """A word difference with what is equal cut to so many words on each side of a change."""
    parts = re.split(r"(\[-.*?-\]|\{\+.*?\+\})", difference, flags=re.DOTALL)
    for n in range(0, len(parts), 2):  # the equal stretches
        tokens = re.split(r"(?<=\s)(?=\S)", parts[n])
        head, tail = (words if n else 0), (words if n < len(parts) - 1 else 0)
        if len(tokens) > head + tail + 1:
            parts[n] = "".join(tokens[:head]) + "… " * (tail > 0) + "".join(tokens[len(tokens) - tail :])
            parts[n] = parts[n] if tail else f"{parts[n].rstrip()} …"
    return "".join(parts)
