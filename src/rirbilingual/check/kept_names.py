"""A subject to the names and acronyms that its French keeps as they are, by its own evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from rirbilingual.check.function_words import is_common
from rirbilingual.check.labels import is_country
from rirbilingual.check.rule import Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Unit
from rirbilingual.text.citations import citations

_ACRONYM = re.compile(r"(?<![\w.\[-])[A-Z]{2,}[A-Z0-9]*(?![\w.]*\w|\s?[$€£])")
_LONGEST = 8  # letters of an acronym; beyond, it is a word in capitals
_NAME = re.compile(r"(?<![\w'’\]])[^\W\d_a-z][^\W\d_]*[a-zà-ÿ][^\W\d_]*(?:-[^\W\d_]+)*")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@lru_cache(20_000)
def acronyms(text: str) -> frozenset[str]:
    """The acronyms of an English text, outside its citations."""
    if text.isupper():
        return frozenset()
    return frozenset(m[0] for m in _ACRONYM.finditer(_outside(text)) if len(m[0]) <= _LONGEST)


@lru_cache(20_000)
def names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence of an English text, outside its citations."""
    bare = _outside(text)
    found = set()
    for match in _NAME.finditer(bare):
        before = bare[: match.start()].rstrip(" \"'“‘([")
        inside = before and before[-1] not in '.?!:;"”' and not before.endswith("[traduction]")
        if inside and not is_common(match[0]) and not is_country(match[0]):
            found.add(match[0])
    return frozenset(found)


@lru_cache(20_000)
def words(text: str) -> frozenset[str]:
    """A text's words, and the parts of those with a hyphen."""
    whole = _WORDS.findall(text)
    return frozenset(whole) | frozenset(part for word in whole for part in word.split("-"))


@lru_cache(20_000)
def _outside(text: str) -> str:
    """The text without its citations, whose labels are another check's."""
    parts, at = [], 0
    for citation in citations(text):
        parts.append(text[at : citation.start])
        at = citation.end
    return "".join([*parts, text[at:]])


def lost(subject: Subject, find: Callable[[str], frozenset[str]]) -> Iterator[tuple[Unit, str, str]]:
    """Units whose French has not a name that the subject keeps elsewhere, that name, and what may be the
    name mistyped. find: `names` or `acronyms`.

    Kept is what stands unchanged in the French of another unit, and of most units that have it. A sentence
    may leave the name to its neighbour.
    """
    units = list(spoken(subject))
    seen: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for passage in subject.passages:
        for unit in passage.units:
            if unit.target.strip():
                for name in find(unit.source):
                    seen[name] += 1
                    kept[name] += name in words(_outside(unit.target))
    for passage, unit in units:
        near = words(_outside(passage.french.text))
        for name in sorted(find(unit.source) - words(_outside(unit.target))):
            if kept[name] and kept[name] * 2 >= seen[name]:
                alike = like(name, unit)
                if alike or name not in near:
                    yield unit, name, alike


def like(name: str, unit: Unit) -> str:
    """The word of the unit's French that is most like the name, is no word of its English, and may be the
    name mistyped; "" where there is none."""
    from rapidfuzz.distance import OSA

    strange = [word for word in words(unit.target) - words(unit.source) if word[:1].isupper()]
    near = {word: OSA.distance(word, name) for word in strange if word.isupper() == name.isupper()}
    best = min(near, key=lambda word: near[word], default="")
    return best if best and near[best] <= max(1, len(name) // 4) else ""
