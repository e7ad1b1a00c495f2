"""French texts to the markers that stand after an elision: `d'[traduction]`."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body:
            text = passage.french.text
            for marker in passage.french.markers:
                if text[: marker.start].rstrip(" \u00a0").endswith(("'", "’")):
                    ids, start, end = passage.place(marker.start, marker.end)
                    yield Found("a marker after an elision: recast the sentence", ids, start, end)


PLUGIN = Check(
    id="marker.elision",
    severity=Severity.WARNING,
    why="The marker is read aloud and parted from its quotation by assistive software: « d'[traduction] » "
    "leaves an elision before nothing. Another turn of phrase is easy to find.",
    find=_find,
    good=(
        Example(
            'He speaks of an "army of clerks" (CSI 2023-11, 9).',
            "Il décrit une [traduction] «~armée de commis~» (CSI 2023-11, 9).",
        ),
    ),
    bad=(
        Example(
            'He speaks of an "army of clerks" (CSI 2023-11, 9).',
            "Il parle d'[traduction] «~une armée de commis~» (CSI 2023-11, 9).",
        ),
    ),
)
