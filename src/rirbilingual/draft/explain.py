"""A drafted unit → where each word of its French came from, in lines that a translator can read."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from rirbilingual.model import Unit

_WORD = re.compile(r"\s+|[^\s]+")


def explained(unit: Unit) -> tuple[str, ...]:
    """One line a stretch of the target: its words, a tab, their origin (rule, memory or repair)."""
    if not unit.target:
        return ("(no French: no rule and no match reaches this unit)", *unit.notes)
    if unit.rule or unit.match is None:
        return (f"{unit.target}\trule {unit.rule or 'none'}",)
    match = unit.match
    memory = " ".join(part for part in (match.memory, str(match.unit.origin)) if part) or "memory"
    old, new = _WORD.findall(match.unit.target), _WORD.findall(unit.target)
    lines: list[str] = []
    for tag, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words = "".join(new[start:end]).strip()
        if words:
            lines.append(f"{words}\t{memory if tag == 'equal' else _rule(words, unit)}")
    return (*lines, *(note for note in unit.notes if note.startswith("clause: ")))


def _rule(words: str, unit: Unit) -> str:
    edits = unit.match.edits if unit.match else ()
    for edit in edits:
        if edit.new and (edit.new in words or words in edit.new):
            return f"{edit.rule}: {edit.old or '(nothing)'} → {edit.new}"
    return "typography"
