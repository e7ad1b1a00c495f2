"""Reference entries to those whose dates of publication or consultation differ in French."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity

# What no word character may stand before is said behind the first sign: that is looked for soonest.
_DATE = re.compile(r"\d(?<!\w.)\d{3}(?:-\d{2}){0,2}[a-z]?\b|[NnSs](?<!\w.)\.d\.[a-z]?(?=[\s.,\]]|$)")


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is BlockKind.REFERENCE and passage.is_translated:
            english, french = _dates(passage.english.text), _dates(passage.french.text)
            if english != french:
                lost, added = Counter(english) - Counter(french), Counter(french) - Counter(english)
                message = "; ".join(
                    part
                    for part in (
                        f"missing: {', '.join(lost)}" if lost else "",
                        f"not in the English: {', '.join(added)}" if added else "",
                    )
                    if part
                )
                yield Found(f"dates of the entry: {message}", passage.ids)


def _dates(text: str) -> list[str]:
    """In any order: "n.d." for "s.d." too."""
    return sorted(date if date[0].isdigit() else f"n{date[1:]}" for date in _DATE.findall(text))


PLUGIN = Check(
    id="reference.date",
    severity=Severity.ERROR,
    why="An entry is found from its citations by label and date.",
    find=_find,
    good=(
        Example(
            'Port Monitor. N.d. "About." [Accessed 2024-02-20]',
            "Port Monitor. S.d. «~About~». [Date de consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
        ),
    ),
    bad=(
        Example(
            'Port Monitor. 2023-08-14. "One Country." [Accessed 2024-02-20]',
            "Port Monitor. 2023-08-15. «~One Country~». [Date de consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
        ),
    ),
)
