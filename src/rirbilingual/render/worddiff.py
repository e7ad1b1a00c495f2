"""Two texts to their word differences: what was taken out and what was put in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 2_000  # tokens; beyond it, comparing takes longer than reading


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the comparison. kind: "same", "old" or "new"."""

    kind: str
    text: str


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """Law: the "same" and "old" stretches joined are `old`; the "same" and "new" ones are `new`."""
    if old == new:
        return (Difference("same", old),) if old else ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _LONGEST:
        return tuple(Difference(kind, text) for kind, text in (("old", old), ("new", new)) if text)
    out: list[Difference] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(Difference("same", "".join(before[i:j])))
            continue
        out += [Difference("old", "".join(before[i:j]))] if j > i else []
        out += [Difference("new", "".join(after[k:m]))] if m > k else []
    return tuple(out)
