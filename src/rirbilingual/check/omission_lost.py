"""Units to the omissions from a quotation that the French does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

_OMISSION = re.compile(r"\[ ?(?:\. ?\. ?\.|…) ?\]|…|(?<!\.)\.\.\.(?!\.)|\. \. \.")


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if not (passage.is_body and passage.is_translated):
            continue
        units = passage.lacking(_OMISSION, _OMISSION)
        if units:
            yield Found("an omission of the English (…) is not shown in French: […]", units)


_ENGLISH = 'It writes that "the port … is closed" (CSI 2023-11, 4).'

PLUGIN = Check(
    id="omission.lost",
    severity=Severity.WARNING,
    why="Where words of the source were left out, the French says so too: […]. Without it a quotation passes "
    "for whole.",
    find=_find,
    good=(Example(_ENGLISH, "Elle écrit que [traduction] «~le port […] est fermé~» (CSI 2023-11, 4)."),),
    bad=(Example(_ENGLISH, "Elle écrit que [traduction] «~le port est fermé~» (CSI 2023-11, 4)."),),
)
