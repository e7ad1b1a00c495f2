"""Texts to tokens in which dates, numbers, citations and names are single tokens compared by value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rirbilingual.draft.cited import french_citations
from rirbilingual.draft.dates import calendar
from rirbilingual.draft.numerals import numerals
from rirbilingual.draft.places import conventions, french_name
from rirbilingual.model import Citation, PlaceableType
from rirbilingual.text.citations import citations
from rirbilingual.text.normalise import normalised
from rirbilingual.text.placeables import placeables
from rirbilingual.text.quotations import quotations as find_quotations

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")
_PLACED = frozenset({PlaceableType.URL, PlaceableType.RIR})
_MAY_HOLD_PLACED = re.compile(r"://|www\.|[A-Z]{3}\d{5}")  # most texts do not: spares a search of each

_LONGEST_LABEL = 8  # words; a role in French, "professeure adjointe de criminologie", has five at most


class Token(NamedTuple):  # made by the ten thousand: a tuple is made in a third of the time
    """kind: "word", "name", "quotation", "citation", "url", "rir", or one of a number ("number", "code",
    "ordinal", "years", "decade") or of the calendar ("date", "month", "day"). value: what is compared."""

    kind: str
    value: str
    start: int
    end: int
    text: str

    @property
    def masked(self) -> str:
        """What a mask leaves of it: the word, or the kind of a placeable."""
        return self.value if self.kind == "word" else f"\x00{self.kind}"


@lru_cache(maxsize=8192)
def tokens(
    text: str, *, french: bool = False, names: bool = True, quotations: bool = True
) -> tuple[Token, ...]:
    """The tokens of a text, in order, without white space; names are runs of capitalised words.

    quotations: a quotation is one token; else its marks and words are tokens as others are.
    """
    found: list[Token] = []
    at = 0
    for token in _placed(text, french=french, quoted=quotations):
        found += _words(text, at, token.start, names=names)
        found.append(token)
        at = token.end
    found += _words(text, at, len(text), names=names)
    return tuple(found)


@lru_cache(maxsize=8192)
def masked(text: str, *, quotations: bool) -> tuple[str, ...]:
    """What masks leave of an English text's tokens."""
    return tuple(token.masked for token in tokens(text, quotations=quotations))


def _placed(text: str, *, french: bool, quoted: bool) -> list[Token]:
    spans: list[Token] = []

    def add(kind: str, value: str, start: int, end: int) -> None:
        spans.append(Token(kind, value, start, end, text[start:end]))

    for citation in french_citations(text) if french else citations(text):
        if is_evidence(citation, french=french):
            add("citation", normalised(text[citation.start : citation.end]), citation.start, citation.end)
    for quotation in find_quotations(text) if quoted else ():
        if quotation.level == 1:
            words = text[quotation.inner_start : quotation.inner_end].strip().rstrip(",.;: ")
            add("quotation", normalised(words), quotation.start, quotation.end)
    for placeable in placeables(text) if _MAY_HOLD_PLACED.search(text) else ():
        if placeable.type in _PLACED:
            add(placeable.type.value, placeable.value, placeable.start, placeable.end)
    for when in calendar(text, french=french):
        add(when.kind, when.value, when.start, when.end)
    for numeral in numerals(text, french=french):
        add(numeral.kind, numeral.value, numeral.start, numeral.end)
    spans.sort(key=lambda token: (token.start, -token.end))
    outermost: list[Token] = []
    for span in spans:
        if not outermost or span.start >= outermost[-1].end:
            outermost.append(span)
    return outermost


def is_evidence(citation: Citation, *, french: bool) -> bool:
    """Whether a citation names sources: not "(before 2004-08-01)", whose words are the sentence's own."""
    return not any(
        source.label[:1].islower() and (not french or len(source.label.split()) > _LONGEST_LABEL)
        for source in citation.sources
    )


def _words(text: str, start: int, end: int, *, names: bool) -> list[Token]:
    found: list[Token] = []
    for word in _WORD.finditer(text, start, end):
        surface = word[0]
        if not surface.isalpha() and any(letter.isdigit() for letter in surface):
            found.append(Token("code", surface, word.start(), word.end(), surface))
            continue
        is_name = (
            names
            and surface[0].isupper()
            and (not _opens(text, word.start()) or _named_at_start(text, surface, word.end()))
        )
        if (
            is_name
            and found
            and found[-1].kind == "name"
            and text[found[-1].end : word.start()] in (" ", "-")
        ):
            first = found.pop()
            surface = text[first.start : word.end()]
            found.append(Token("name", surface, first.start, word.end(), surface))
        else:
            value = surface if is_name else _folded(surface)
            found.append(Token("name" if is_name else "word", value, word.start(), word.end(), surface))
    return found


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return normalised(word)


def _opens(text: str, at: int) -> bool:
    """Whether a word opens the text or a sentence, where a capital says nothing."""
    before = text[:at].rstrip()
    return not before or before[-1] in '.!?:([«“"'


def _named_at_start(text: str, word: str, end: int) -> bool:
    """Whether a word that opens a sentence is a name all the same: an acronym, a state, the first of several
    words with a capital."""
    if (word.isupper() and len(word) > 1) or french_name(word):
        return True
    following = re.match(r" [A-Z]", text[end:])
    return bool(following) and len(word) > 1 and word.lower() not in _opening_words()


@cache
def _opening_words() -> frozenset[str]:
    return frozenset(conventions("names")["opening"])


@cache
def _meaning() -> dict[str, str]:
    return {word: kind for kind, words in conventions("meaning").items() for word in words}


def meaning_differences(old: Sequence[Token], new: Sequence[Token]) -> tuple[str, ...]:
    """The kinds of words that carry meaning in which two texts differ: "negation", "modality", … "name"."""
    ours, theirs = _carried(old), _carried(new)
    return tuple(kind for kind in (*conventions("meaning"), "name") if ours.get(kind) != theirs.get(kind))


def _carried(found: Sequence[Token]) -> dict[str, list[str]]:
    """The words of each kind, sorted."""
    carried: dict[str, list[str]] = {}
    for token in found:
        kind = _meaning().get(token.value) if token.kind == "word" else token.kind
        if kind is not None and (token.kind == "word" or kind == "name"):
            carried.setdefault(kind, []).append(token.value)
    return {kind: sorted(words) for kind, words in carried.items()}
