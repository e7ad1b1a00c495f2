"""A drafted unit → where each word of its French came from, in lines that a translator can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from rirbilingual.model import Edit, Unit

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_TYPOGRAPHY = "typography"


def explained(unit: Unit) -> tuple[str, ...]:
    """One line a stretch of the target: its words, a tab, their origin (rule, memory or repair). Repairs that only
    took words away come last."""
    if not unit.target:
        return ("(no French: no rule and no match reaches this unit)", *unit.notes)
    if unit.rule or unit.match is None:
        return (f"{unit.target}\trule {unit.rule or 'none'}",)
    match = unit.match
    memory = " ".join(part for part in (match.memory, str(match.unit.origin)) if part) or "memory"
    origins = _origins(match.unit.target, unit.target, match.edits, memory)
    return (
        *(f"{words}\t{origin}" for words, origin in _stretches(unit.target, origins)),
        *(f"(nothing)\t{_said(edit)}" for edit in match.edits if not edit.new.strip()),
        *(note for note in unit.notes if note.startswith("clause: ")),
    )


def _origins(old: str, new: str, edits: Sequence[Edit], memory: str) -> list[str]:
    """The origin of each character of the new French."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    origins: list[str] = []
    for tag, _, _, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        origins += [memory if tag == "equal" else _TYPOGRAPHY] * sum(map(len, after[start:end]))
    repaired = [False] * len(new)
    for edit in edits:
        at = _place(edit.new, new, origins, repaired)
        if at is not None:
            origins[slice(*at)] = [_said(edit)] * (at[1] - at[0])
            repaired[slice(*at)] = [True] * (at[1] - at[0])
    return origins


def _place(words: str, text: str, origins: Sequence[str], repaired: Sequence[bool]) -> tuple[int, int] | None:
    """Where a repair's words stand: of the places that no other repair has taken, the first that the memory's French
    had not."""
    if not words.strip():
        return None
    spaced = r"\s*".join(re.escape(part) for part in words.split())  # typography may have set other spaces
    free = [m.span() for m in re.finditer(spaced, text) if not any(repaired[m.start() : m.end()])]
    changed = [(start, end) for start, end in free if _TYPOGRAPHY in origins[start:end]]
    return next(iter(changed or free), None)


def _stretches(text: str, origins: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words of one origin, and it. A mark alone goes with what stands before it."""
    found: list[tuple[str, str]] = []
    at = 0
    for origin, characters in groupby(origins):
        size = sum(1 for _ in characters)
        words, at = text[at : at + size], at + size
        alone = not any(letter.isalnum() for letter in words)
        if found and (alone or found[-1][1] == origin):
            found[-1] = (found[-1][0] + words, found[-1][1])
        else:
            found.append((words, origin))
    for words, origin in found:
        yield words.strip(), origin


def _said(edit: Edit) -> str:
    return f"{edit.rule}: {edit.old.strip() or '(nothing)'} → {edit.new.strip() or '(nothing)'}"
