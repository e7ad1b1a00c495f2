"""Passages to the insertions in brackets that have no counterpart in French."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.joined import Side
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import PlaceableType, Severity

# A whole word or more in brackets, standing by itself: an insertion. "[t]hose" and "tak[en]" are altered
# letters, "[…]" is an omission, "[2022a]" and "[1]" are no words.
_ALONE = re.compile(r"(?<!\w)\[(?P<words>[^\]\[]*[^\W\d_]{2}[^\]\[]*|I|[Aà])\](?!\w)")
_NOT_INSERTED = re.compile(
    r"trad(uction|uit|\.)|translation|version|sic|accessed|date de consultation", re.IGNORECASE
)


# Words that a language puts in for its grammar: they neither need an answer nor are one.
_GRAMMAR = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "that",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "be",
        "been",
        "it",
        "its",
        "their",
        "his",
        "her",
        "he",
        "she",
        "they",
        "them",
        "who",
        "which",
        "as",
        "from",
        "will",
        "would",
        "à",
        "de",
        "du",
        "des",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "et",
        "ou",
        "en",
        "au",
        "aux",
        "que",
        "qui",
        "qu",
        "d",
        "par",
        "pour",
        "dans",
        "sur",
        "est",
        "sont",
        "était",
        "étaient",
        "a",
        "ont",
        "avait",
        "avaient",
        "il",
        "elle",
        "ils",
        "elles",
        "se",
        "s",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "ce",
        "cette",
        "ces",
        "y",
        "n",
        "ne",
        "dont",
        "lui",
    ]
)


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            english, french = _insertions(passage.english), _insertions(passage.french)
            spare = max(len(french) - len(english), 0)  # French may have moved one from a unit to the next
            for n, unit in enumerate(passage.units):
                ours = [words for at, words in english if passage.english.index_at(at) == n]
                theirs = [words for at, words in french if passage.french.index_at(at) == n]
                near = sum(abs(passage.french.index_at(at) - n) == 1 for at, _ in french)
                if len(theirs) < len(ours) and not (near and spare):
                    yield Found(_said(ours, len(theirs)), (unit.id,))


def _said(english: list[str], french: int) -> str:
    if len(english) == 1:
        return f"the insertion [{english[0]}] has no counterpart in French"
    words = ", ".join(f"[{words}]" for words in english)
    return f"{len(english)} insertions in English ({words}), {french} in French"


def _insertions(side: Side) -> list[tuple[int, str]]:
    """Offset and words of each insertion that says something."""
    cited = [(c.start, c.end) for c in side.citations]
    noted = [(p.start, p.end) for p in side.placeables(PlaceableType.NOTE, PlaceableType.DATE)]
    found = []
    for match in _ALONE.finditer(side.text):
        at = match.start()
        other = any(start <= at < end for start, end in (*cited, *noted))
        empty = set(re.findall(r"[^\W\d_]+", match["words"].lower())) <= _GRAMMAR
        if not other and not empty and not _NOT_INSERTED.search(match["words"]):
            found.append((at, match["words"]))
    return found


_ENGLISH = 'He wrote that "[the militia] does not forget" (El Cronista 2023-11-02).'

PLUGIN = Check(
    id="bracket.insertion",
    severity=Severity.WARNING,
    why="What a writer put into a quotation stays in brackets in French, or it would pass for the source's "
    "own words. Altered letters are another matter: French has its own.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "Il a écrit que [traduction] «~[la milice] n'oublie pas~» (El Cronista 2023-11-02).",
        ),
        Example(
            'It adds that "[t]hose who leave" were "warn[ed]" (CSI 2023-11, 4).',
            "La même source ajoute que [traduction] «~ceux qui partent~» ont été «~avertis~» "
            "(CSI 2023-11, 4).",
        ),
    ),
    bad=(
        Example(_ENGLISH, "Il a écrit que [traduction] «~la milice n'oublie pas~» (El Cronista 2023-11-02)."),
        Example(
            'He wrote that "[the militia] does not forget" and "is waiting" (El Cronista 2023-11-02).',
            "Il a écrit que [traduction] «~la milice n'oublie pas~» [et] «~attend~» "
            "(El Cronista 2023-11-02).",
        ),
    ),
)
