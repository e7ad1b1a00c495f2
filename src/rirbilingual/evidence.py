"""Units and the user's memories to what the checks compare them with: approved units elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from rirbilingual.model import Unit
from rirbilingual.translation_memory import Memory, match_many

_FOR_PROPORTION = 2000  # units of a memory, from which its proportion of lengths is learnt
_ENOUGH = 5  # other translations of one sentence


def evidence(units: Iterable[Unit], memories: Sequence[Memory], *, key: str = "") -> tuple[Unit, ...]:
    """The memories' units with the same English, their ledgers of quotations, and a sample of each.

    key: of the report that is checked, "MEX201603"; what the memories have of it is an earlier version of it, and
    no evidence against this one.
    """
    if not memories:
        return ()
    sources = list(dict.fromkeys(unit.source for unit in units))
    same = [
        match.unit
        for found in match_many(memories, sources, limit=_ENOUGH, threshold=100)
        for match in found
        if match.score == 100
    ]
    quoted = [
        Unit("", f'"{quotation.english}"', f"«\u00a0{quotation.french}\u00a0»")
        for memory in memories
        for quotation in memory.quotations()
        if not _is_of(quotation.report, key)
    ]
    sample = [unit for memory in memories for unit in islice(memory.units(), _FOR_PROPORTION)]
    found = dict.fromkeys((*same, *quoted, *sample))
    return tuple(unit for unit in found if not _is_of(unit.origin.report, key))


def _is_of(report: str, key: str) -> bool:
    """Whether the report is the key's, in either language: "MEX201603", "MEX201603.E", "MEX201603.EF"."""
    return bool(key) and report.partition(".")[0] == key
