"""Block quotations to those whose French citation follows the final period instead of preceding it."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        side = passage.french
        if passage.kind is BlockKind.BLOCK_QUOTATION and side.citations:
            last = side.citations[-1]
            before = side.text[: last.start].rstrip()
            if side.text[last.end :].strip() or not before.endswith("."):
                continue
            index = side.index_at(len(before) - 1)
            ids, start, end = passage.place(len(before) - 1, last.end)
            cited = side.text[last.start : last.end]
            gap = side.text[len(before) : last.start]
            same = index == side.index_at(last.start)
            fix = f"{gap or ' '}{cited}." if same and not before.endswith("..") else None
            yield Found("in French the citation precedes the final period", ids, start, end, fix)


PLUGIN = Check(
    id="citation.block",
    severity=Severity.WARNING,
    why="A block quotation's citation follows its final period in English and precedes it in French.",
    find=_find,
    good=(
        Example(
            "It posts a list. They have paid by noon. (CSI 2023-11, 23)",
            "[traduction] Elle affiche une liste. Ils ont payé avant midi (CSI 2023-11, 23).",
            (BlockKind.BLOCK_QUOTATION,),
        ),
    ),
    bad=(
        Example(
            "It posts a list. They have paid by noon. (CSI 2023-11, 23)",
            "[traduction] Elle affiche une liste. Ils ont payé avant midi. (CSI 2023-11, 23)",
            (BlockKind.BLOCK_QUOTATION,),
            fixed="[traduction] Elle affiche une liste. Ils ont payé avant midi (CSI 2023-11, 23).",
        ),
    ),
    safe=True,
)
