"""A subject to the names and acronyms that its French keeps as they are, by its own evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from rirbilingual.check.function_words import is_common
from rirbilingual.check.joined import Joined
from rirbilingual.check.labels import is_country
from rirbilingual.check.rule import Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Unit
from rirbilingual.text.citations import citations
from rirbilingual.text.normalise import folded
from rirbilingual.text.remembered import remembered

_ACRONYM = re.compile(r"(?<![\w.\[-])[A-Z]{2,}[A-Z0-9]*(?![\w.]*\w|\s?[$€£])")
_LONGEST = 8  # letters of an acronym; beyond, it is a word in capitals
_NAME = re.compile(r"(?<![\w\]])[^\W\d_a-z][^\W\d_]*[a-zà-ÿ][^\W\d_]*(?:-[^\W\d_]+)*")
_ITEM = r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)*"
_BETWEEN = re.compile(r",? (?:and|or) |, ")
_LIST = re.compile(rf"{_ITEM}(?:, {_ITEM}){{2,}},? (?:and|or) {_ITEM}|{_ITEM}(?:, {_ITEM}){{3,}}")
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@remembered
def acronyms(text: str) -> frozenset[str]:
    """The acronyms of an English text, outside its citations."""
    if text.isupper():
        return frozenset()
    return frozenset(m[0] for m in _ACRONYM.finditer(_outside(text)) if len(m[0]) <= _LONGEST)


@remembered
def names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence of an English text, outside its citations."""
    return frozenset(
        match[0] for match in _inside(_outside(text)) if not is_common(match[0]) and not is_country(match[0])
    )


def _inside(text: str) -> Iterator[re.Match[str]]:
    """Words with a capital that begin no sentence."""
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip(" \"'“‘([«\u00a0")
        if before and before[-1] not in '.?!:;"”' and not before.endswith("[traduction]"):
            yield match


@remembered
def words(text: str) -> frozenset[str]:
    """A text's words, and the parts of those with a hyphen."""
    whole = _WORDS.findall(text)
    return frozenset(whole) | frozenset(part for word in whole for part in word.split("-"))


@remembered
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

    Kept is what stands unchanged in the French of another unit, and of most units that have it; and a name in
    a list whose other names stand. A sentence may leave the name to its neighbour.
    """
    known = kept(subject, find)
    for passage, unit in spoken(subject):
        near = words(_outside(passage.french.text))
        ours = words(_outside(unit.target))
        listed = _listed(unit.source, ours) if find is names else frozenset()
        for name in sorted(find(unit.source) - ours):
            translated = find is names and any(w.islower() and _kin(w, name) for w in ours)
            if (name in known or name in listed) and not translated:
                alike = like(name, unit)
                # The English dropped the accents here; the French writes the name as elsewhere.
                accented = alike in known and folded(alike) == folded(name)
                if not accented and (alike or name not in near):
                    yield unit, name, alike


def added(subject: Subject) -> Iterator[tuple[Unit, int, str]]:
    """Units whose French has a name that the subject keeps elsewhere and the English of the passage has not:
    where it stands, and the name. What the French adds about as often as it keeps is a French word too
    ("Canadien", "Québec"). A name of the passage's other units counts too where it took another's place."""
    known = kept(subject, names)
    shared: Counter[str] = Counter()
    found: list[tuple[Unit, int, str]] = []
    for passage, unit in spoken(subject):
        english = words(passage.english.text)
        stems = {folded(word)[:5] for word in english}
        swapped = _swapped(passage, unit, known)
        for match in _inside(unit.target):
            if match[0] in known:
                if match[0] in swapped:
                    found.append((unit, match.start(), match[0]))
                elif match[0] in english:
                    shared[match[0]] += 1
                elif folded(match[0])[:5] not in stems:
                    found.append((unit, match.start(), match[0]))
    often = Counter(name for _, _, name in found)
    yield from (one for one in found if often[one[2]] * 2 <= shared[one[2]] + 1)


def _swapped(passage: Joined, unit: Unit, known: frozenset[str]) -> frozenset[str]:
    """Kept names in the French of the unit that are in the English of its neighbours only, where it lost one
    itself and no neighbour lost the other: a sentence did not move, a name changed."""
    if len(passage.units) == 1:
        return frozenset()
    came, gone = _moved(unit, known)
    if not gone or not came:
        return frozenset()
    left = {name for other in passage.units if other is not unit for name in _moved(other, known)[1]}
    return came - left


@remembered
def _moved(unit: Unit, known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Kept names that only the French of the unit has, outside citations, and those that only its English has."""
    english, french = words(unit.source) & known, words(unit.target) & known
    ours, theirs = words(_outside(unit.target)) & known, words(_outside(unit.source)) & known
    return ours - english, theirs - french


def kept(subject: Subject, find: Callable[[str], frozenset[str]]) -> frozenset[str]:
    """Names that stand unchanged in the French of most units that have them. Reference entries are no
    evidence: their titles keep every word; and a word that the English has in lower case too is no name."""
    seen: Counter[str] = Counter()
    plain = {word for passage in subject.passages for word in words(passage.english.text) if word.islower()}
    same: Counter[str] = Counter()
    for _, unit in spoken(subject):
        for name in find(unit.source):
            seen[name] += 1
            same[name] += name in words(_outside(unit.target))
    often = (name for name in same if same[name] and same[name] * 2 >= seen[name])
    return frozenset(name for name in often if name.lower() not in plain)


def _kin(word: str, name: str) -> bool:
    """Whether a word in lower case is the name's translation: "Agriculture" and « agriculture »."""
    return folded(word)[:5] == folded(name)[:5]


def _listed(english: str, french: frozenset[str]) -> frozenset[str]:
    """Names in lists of three or more, of which the French has all the others but one at most."""
    found: set[str] = set()
    for match in _LIST.finditer(_outside(english)):
        ours = [name for name in _BETWEEN.split(match[0]) if name]
        gone = [name for name in ours if not words(name) <= french]
        if len(ours) >= 4 and len(gone) == 1 and not is_country(gone[0]):
            found |= words(gone[0])
    return frozenset(found)


def like(name: str, unit: Unit) -> str:
    """The word of the unit's French that is most like the name, is no word of its English, and may be the
    name mistyped; "" where there is none."""
    from rapidfuzz.distance import OSA

    strange = [word for word in words(unit.target) - words(unit.source) if word[:1].isupper()]
    near = {word: OSA.distance(word, name) for word in strange if word.isupper() == name.isupper()}
    best = min(near, key=lambda word: near[word], default="")
    return best if best and near[best] <= max(1, len(name) // 4) else ""
