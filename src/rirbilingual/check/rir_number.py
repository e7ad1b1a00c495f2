"""Passages to the numbers of other reports that are lost, altered, or carry a suffix in French."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity

# What no word character may stand before is said behind the letters: they are looked for soonest.
_NUMBER = re.compile(r"(?P<key>[A-Z]{3}(?<!\w...)\d{5,6})(?P<suffix>\.[EF]{1,2})?(?!\w)")


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is BlockKind.TITLE or not passage.is_translated:
            continue
        english = sorted(match["key"] for match in _NUMBER.finditer(passage.english.text))
        matches = list(_NUMBER.finditer(passage.french.text))
        french = sorted(match["key"] for match in matches)
        if english != french:
            said = ", ".join(english) or "none", ", ".join(french) or "none"
            message = f"other reports: {said[0]} in English, {said[1]} in French"
            yield Found(message, passage.ids)
        for match in matches:
            if match["suffix"]:
                ids, start, end = passage.place(match.start(), match.end())
                yield Found("another report is named without its suffix", ids, start, end, match["key"])


PLUGIN = Check(
    id="rir.number",
    severity=Severity.ERROR,
    why="Another report is named by its number without the suffix, which says a language.",
    find=_find,
    good=(
        Example(
            "For the years before, see Response to Information Request VLM202301 of May 2023.",
            "Pour les années précédentes, veuillez consulter la réponse à la demande d'information VLM202301 "
            "publiée en mai 2023.",
        ),
    ),
    bad=(
        Example(
            "For the years before, see Response to Information Request VLM202301 of May 2023.",
            "Pour les années précédentes, veuillez consulter la réponse à la demande "
            "d'information VLM202301.EF "
            "publiée en mai 2023.",
            fixed="Pour les années précédentes, veuillez consulter la réponse à la demande d'information "
            "VLM202301 publiée en mai 2023.",
        ),
        Example(
            "For the years before, see Response to Information Request VLM202301 of May 2023.",
            "Pour les années précédentes, veuillez consulter la réponse à la demande d'information VLM202310 "
            "publiée en mai 2023.",
        ),
    ),
    safe=True,
)
