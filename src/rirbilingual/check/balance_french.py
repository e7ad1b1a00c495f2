"""French passages to the guillemets, quotation marks and brackets in them that stand alone."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.balance import unbalanced
from rirbilingual.check.enumerated import unclosed
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
        for offset in unclosed(passage.english.text, passage.french.text):
            ids, start, end = passage.place(offset, offset + 1)
            yield Found("a parenthesis is missing beside the letter or number of a clause", ids, start, end)


PLUGIN = Check(
    id="balance",
    severity=Severity.ERROR,
    why="A guillemet or a bracket that stands alone leaves open whose words follow. Units of a paragraph are "
    "taken together: a quotation may run over several. The letter of a clause keeps its parenthesis: a).",
    find=_find,
    good=(
        Example(
            'He said that "they left.\nThey never came back" (CSI 2023-11, 4).',
            "Il a dit ceci~: [traduction] «~ils sont partis.\nIls ne sont jamais revenus~» (CSI 2023-11, 4).",
        ),
        Example("It is so (Kenya 2001, Sec. 4(1)(a)).", "Il en est ainsi (Kenya 2001, sect. 4(1)a))."),
    ),
    bad=(
        Example('It is "closed" (CSI 2023-11, 4).', "Il est [traduction] «~fermé (CSI 2023-11, 4)."),
        Example("See paragraph 20(2)(a) of the code.", "Voir l'alinéa 20(2)a du code."),
        Example("It is closed (CSI 2023-11, 4).", "Il est fermé (CSI 2023-11, 4."),
    ),
)
