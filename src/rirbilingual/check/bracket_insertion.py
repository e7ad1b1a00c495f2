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


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            english, french = _insertions(passage.english), _insertions(passage.french)
            if len(french) < len(english):
                words = ", ".join(f"[{words}]" for _, words in english)
                unit = passage.units[passage.english.index_at(english[0][0])]
                yield Found(
                    f"{len(english)} insertions in English ({words}), {len(french)} in French"
                    if len(english) > 1
                    else f"the insertion {words} has no counterpart in French",
                    (unit.id,),
                )


def _insertions(side: Side) -> list[tuple[int, str]]:
    cited = [(c.start, c.end) for c in side.citations]
    noted = [(p.start, p.end) for p in side.placeables(PlaceableType.NOTE, PlaceableType.DATE)]
    found = []
    for match in _ALONE.finditer(side.text):
        at = match.start()
        other = any(start <= at < end for start, end in (*cited, *noted))
        if not other and not _NOT_INSERTED.search(match["words"]):
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
    ),
)
