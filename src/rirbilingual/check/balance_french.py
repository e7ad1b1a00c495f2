"""French passages to the guillemets, quotation marks and brackets in them that stand alone."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.balance import unbalanced
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

_MARKS = "«“(["


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if not passage.is_translated or any(unbalanced(passage.english.text, marks='(["“')):
            continue
        for offset, mark in unbalanced(passage.french.text, marks=_MARKS):
            ids, start, end = passage.place(offset, offset + 1)
            yield Found(f"{mark} stands alone", ids, start, end)


PLUGIN = Check(
    id="balance",
    severity=Severity.ERROR,
    why="A guillemet or a bracket that stands alone leaves open whose words follow. Units of a paragraph are "
    "taken together: a quotation may run over several.",
    find=_find,
    good=(
        Example(
            'He said that "they left.\nThey never came back" (CSI 2023-11, 4).',
            "Il a dit ceci~: [traduction] «~ils sont partis.\nIls ne sont jamais revenus~» (CSI 2023-11, 4).",
        ),
    ),
    bad=(
        Example('It is "closed" (CSI 2023-11, 4).', "Il est [traduction] «~fermé (CSI 2023-11, 4)."),
        Example("It is closed (CSI 2023-11, 4).", "Il est fermé (CSI 2023-11, 4."),
    ),
)
