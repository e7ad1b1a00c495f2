"""French texts to quotations outside which English marks still stand."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity
from rirbilingual.text.typeset import NBSP


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        text = passage.french.text
        for quotation in passage.french.outermost:
            mark = text[quotation.start : quotation.start + 1]
            if mark in "\"“”‘'" and quotation.opens and quotation.closes:
                ids, start, end = passage.place(quotation.start, quotation.end)
                inner = text[quotation.inner_start : quotation.inner_end].strip()
                alone = len(ids) == 1 and not any(m in inner for m in '"“”«»')
                outside = ""
                if inner.endswith(",") or (inner.endswith(".") and not inner.endswith("...")):
                    inner, outside = inner[:-1], inner[-1]
                fix = f"«{NBSP}{inner}{NBSP}»{outside}" if alone else None
                yield Found("French quotes with guillemets", ids, start, end, fix)


PLUGIN = Check(
    id="quotation.marks",
    severity=Severity.ERROR,
    why="The first level is « » with no-break spaces inside, the second “ ”; what English puts inside the "
    "marks (a comma, a period) stands outside them in French.",
    find=_find,
    good=(
        Example(
            "It speaks of a \"fee 'like any other'\" (CSI 2023-11, 23).",
            "Il parle de [traduction] «~frais “comme les autres”~» (CSI 2023-11, 23).",
        ),
    ),
    bad=(
        Example(
            'It speaks of a "fee" (CSI 2023-11, 23).',
            'Il parle de [traduction] "frais" (CSI 2023-11, 23).',
            fixed="Il parle de [traduction] «~frais~» (CSI 2023-11, 23).",
        ),
        Example(
            'It speaks of a "fee" (CSI 2023-11, 23).',
            "Il parle de [traduction] “frais” (CSI 2023-11, 23).",
            fixed="Il parle de [traduction] «~frais~» (CSI 2023-11, 23).",
        ),
    ),
    safe=True,
)
