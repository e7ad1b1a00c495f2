"""A report's blocks to those whose quotation marks do not balance, or mix kinds."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.balance import unbalanced
from rirbilingual.check.placed import OWN, place, shortened
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity
from rirbilingual.text.quotations import quotations


def _find(subject: Subject) -> Iterator[Found]:
    if subject.report is None:
        return
    for block in subject.report.blocks:
        if block.kind not in OWN:
            continue
        text = block.text
        alone = list(unbalanced(text, marks='"“«'))
        for offset, mark in alone:
            around = shortened(text[max(offset - 20, 0) : offset + 30])
            message = f"the quotation mark {mark} stands alone: {around}"
            yield Found(message, (), offset, offset + 1, None, place(block, offset))
        if alone:
            continue
        if '"' in text and any(mark in text for mark in "“”"):
            offset = min(text.index(mark) for mark in "“”" if mark in text)
            yield Found(
                "straight and curly quotation marks are mixed",
                (),
                offset,
                offset + 1,
                None,
                place(block, offset),
            )
        for quotation in quotations(text):
            if not (quotation.opens and quotation.closes):
                around = shortened(text[quotation.start : quotation.end])
                yield Found(
                    f"this quotation does not {'close' if quotation.opens else 'open'}: {around}",
                    (), quotation.start, quotation.end, None, place(block, quotation.start),
                )  # fmt: skip


PLUGIN = Check(
    id="source.quotes",
    severity=Severity.WARNING,
    why="A quotation mark that stands alone leaves open whose words follow, and every count after it wrong.",
    needs="source",
    find=_find,
    good=(Example('He said that "they don\'t pay" and that "\'El Notario\'" does.'),),
    bad=(
        Example("He said that \"they don't pay and left."),
        Example('He said that "they" pay “nothing” at all.'),
    ),
)
