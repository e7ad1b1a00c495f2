"""Termbases of files and memories: what drafts and checks are given, filled, searched, and suggested by a memory.

The program's own termbase is always on, after the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import shipped
from rirbilingual.formats.tbx import read_tbx
from rirbilingual.formats.termbases import read_terms, write_terms
from rirbilingual.model import Term
from rirbilingual.text.normalise import folded
from rirbilingual.translation_memory import Memory

EXAMINED = 60_000  # units of a memory that suggestions are drawn from, taken evenly


def termbase(path: Path | None, memories: Sequence[Memory] = ()) -> tuple[Term, ...]:
    """The terms of a file, then of the memories, then the program's; what is only proposed is left out.

    A term that an earlier termbase has, in the same domain, comes from there alone.
    """
    kept: list[Term] = []
    held: set[tuple[str, str]] = set()
    for terms in (read_terms(path) if path else (), *(memory.terms() for memory in memories), _ours()):
        fresh = [t for t in terms if t.status != "proposed" and (t.english, t.domain) not in held]
        held |= {(term.english, term.domain) for term in fresh}
        kept += fresh
    return tuple(kept)


@cache
def _ours() -> tuple[Term, ...]:
    return tuple(read_tbx(shipped("memories") / "terms.tbx"))


def import_terms(files: Sequence[Path], memory: str) -> tuple[int, int, int]:
    """Put the terms of the files into a memory, which is made where there is none: all files or none.

    Gives how many were new or changed, how many were there already, and how many are only proposed and were
    left out.
    """
    read = [term for file in files for term in read_terms(file)]
    decided = list(dict.fromkeys(term for term in read if term.status != "proposed"))
    with Memory.open(memory, create=True) as opened:
        new = opened.add_terms(decided)
    return new, len(decided) - new, len(read) - len(decided)


def export_terms(file: Path, memory: str) -> int:
    """Write a memory's terms to TBX or CSV; gives how many."""
    with Memory.open(memory) as opened:
        terms = opened.terms()
    write_terms(terms, file)
    return len(terms)


def found_terms(text: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that hold the words of `text` in either language, those that are it first."""
    wanted = folded(text)
    hits = [t for t in terms if wanted in folded(t.english) or wanted in folded(t.french)]
    return tuple(sorted(hits, key=lambda t: (wanted not in (folded(t.english), folded(t.french)), t.english)))


def suggested_terms(
    memory: str, *, limit: int, terms: Path | None = None, progress: Callable[[int], None] | None = None
) -> tuple[Term, ...]:
    """Terms that a memory suggests and no termbase holds, for a person to decide."""
    from rirbilingual.draft.extract import suggestions

    with Memory.open(memory) as opened:
        pairs = [(unit.source, unit.target) for unit in opened.units()]
        known = termbase(terms, (opened,))
    pairs = pairs[:: -(-len(pairs) // EXAMINED)] if pairs else []
    found = suggestions(pairs, known=known, limit=limit, progress=progress)
    return tuple(suggestion.term for suggestion in found)


def write_suggestions(terms: Sequence[Term], file: Path) -> None:
    """Write suggestions as CSV, where a person sets their status."""
    if file.suffix.lower() != ".csv":
        raise RirError("suggestions are written as CSV", str(file), "end the name in .csv")
    write_terms(terms, file)
