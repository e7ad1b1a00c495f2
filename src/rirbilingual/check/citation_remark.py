"""Passages to the remarks beside their citations that the French has lost: brackets in original, see also."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

# « souligné dans l'original »; « elle a souligné que » is no remark.
_STRESS = r"\b(?:italiques?|gras|(?:non |c'est nous qui )?soulign\w+ (?:dans|par|ajouté)|nous qui soulignons|mis en évidence)\b"
# English remark, what answers it in French, and how it is usually said.
_REMARKS = tuple(
    (re.compile(english, re.IGNORECASE), re.compile(french, re.IGNORECASE), usual)
    for english, french, usual in (
        (r"\bbrackets in (?:the )?original\b", r"\bcrochets\b", "crochets dans l'original"),
        (
            r"\b(?:emphasis|italics) in (?:the )?original\b",
            _STRESS,
            "en italique dans l'original",
        ),
        (
            r"\b(?:emphasis|italics) added\b",
            _STRESS,
            "non souligné dans l'original",
        ),
        (
            r"\b(?:footnotes?|references?|citations?|notes?) omitted\b",
            r"\b(?:omis\w*|supprim\w+|sans les)\b",
            "notes de bas de page omises",
        ),
        (r"\bcited in\b", r"\b(?:cité|rapporté)\w* (?:dans|par)\b", "cité dans"),
        (r"\(see also\b|; see also\b", r"\bvoir (?:aussi|également)\b", "voir aussi"),
    )
)


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if not (passage.is_body and passage.is_translated):
            continue
        for english, french, usual in _REMARKS:
            units = passage.lacking(english, french)
            if units:
                remark = next(english.finditer(passage.english.text))[0].strip("(; ")
                yield Found(f"“{remark}” is missing in French: {usual}", units)


_ENGLISH = "It names [the daughter] (CSI 2023-11, 4, brackets in original)."

PLUGIN = Check(
    id="citation.remark",
    severity=Severity.WARNING,
    why="“Brackets in original”, “emphasis added”, “see also” tell a reader whose the brackets are and what "
    "the source is for. They are part of the citation.",
    find=_find,
    good=(Example(_ENGLISH, "Elle nomme [la fille] (CSI 2023-11, 4, crochets dans l'original)."),),
    bad=(Example(_ENGLISH, "Elle nomme [la fille] (CSI 2023-11, 4)."),),
)
