"""Quotations that no citation governs, and that carry no marker: nobody can tell what they need."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    if subject.report is None and not any(p.english.citations for p in subject.passages):
        return  # of another kind of text, in which nothing is cited
    for stretch in stretches(subject):
        if stretch.ask == "nobody" and stretch.translated and not stretch.french_markers:
            quotation = stretch.translated[0]
            ids, start, end = stretch.passage.place(quotation.start, quotation.end)
            yield Found("no citation governs this quotation: does it need [traduction]?", ids, start, end)


PLUGIN = Check(
    id="marker.ungoverned",
    severity=Severity.WARNING,
    why="A quotation takes its marker by its source's language. Where no citation follows it, the program "
    "does not guess.",
    find=_find,
    good=(
        Example(
            'The port is "closed" (CSI 2023-11, 4).', "Le port est [traduction] «~fermé~» (CSI 2023-11, 4)."
        ),
        Example('One crew was "warned."', "Un équipage a été [traduction] «~averti~»."),
    ),
    bad=(Example('One crew was "warned."', "Un équipage a été «~averti~»."),),
)
