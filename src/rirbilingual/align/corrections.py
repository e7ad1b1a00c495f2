"""Beads that a person has decided, in a small file: read, written, and laid over what was found.

A bead is known by its words, so that a change elsewhere in the reports leaves it as it was decided. What a person
merged, split or shifted is a bead with other sentences than the program found.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import read_text, write_whole
from rirbilingual.model import Bead, Bitext
from rirbilingual.text.normalise import normalised

_TOP = """\
# Beads that a person decided; `align` keeps to them. To merge, split or shift, write the sentences that belong
# together as they stand in the two texts; a bead that is wrong and has no better has right = false.
"""


@dataclass(frozen=True)
class Decided:
    """Sentences that belong together (`right`), or do not."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    right: bool = True


def read_corrections(path: Path) -> tuple[Decided, ...]:
    """The decisions in a file. Raises RirError where it is not such a file."""
    try:
        table = tomllib.loads(read_text(path))
        return tuple(
            Decided(tuple(row["source"]), tuple(row["target"]), bool(row.get("right", True)))
            for row in table.get("bead", [])
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise RirError(
            f"not a file of decided beads ({error})", str(path), "correct it, or remove it"
        ) from None


def write_corrections(decided: Iterable[Decided], path: Path) -> None:
    """Write the decisions, whole or not at all."""
    import tomlkit

    rows = tomlkit.aot()
    for bead in decided:
        row = tomlkit.table()
        row.update({"source": list(bead.source), "target": list(bead.target)})
        if not bead.right:
            row["right"] = False
        rows.append(row)
    document = tomlkit.document()
    document["bead"] = rows
    write_whole(path, (_TOP + "\n" + tomlkit.dumps(document)).encode())


def corrected(
    bitext: Bitext, source: Sequence[str], target: Sequence[str], decided: Sequence[Decided]
) -> tuple[Bitext, tuple[Decided, ...]]:
    """The bitext with what was decided, and the decisions whose sentences are no longer in the texts.

    A decided bead is sure; what it takes from others leaves them with the rest, which nobody vouches for.
    """
    beads, lost = list(bitext.beads), []
    ours, theirs = [normalised(text) for text in source], [normalised(text) for text in target]
    for decision in decided:
        i, j = _at(ours, decision.source), _at(theirs, decision.target)
        if i is None or j is None:
            lost.append(decision)
            continue
        if not decision.source:
            i = next((held.source[0] for held in beads if held.target[0] <= j < held.target[1]), i)
        if not decision.target:
            j = next((held.target[0] for held in beads if held.source[0] <= i < held.source[1]), j)
        bead = Bead(
            (i, i + len(decision.source)), (j, j + len(decision.target)), 1.0 if decision.right else 0.0
        )
        if decision.right:
            beads = [bead, *(rest for held in beads for rest in _without(held, bead))]
        else:
            beads = [
                replace(held, confidence=0.0)
                if (held.source, held.target) == (bead.source, bead.target) else held
                for held in beads
            ]  # fmt: skip
    return Bitext(tuple(sorted(beads, key=lambda bead: (bead.source, bead.target)))), tuple(lost)


def _at(texts: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where those sentences stand together; the first place of several, 0 for none."""
    words = [normalised(text) for text in wanted]
    if not words:
        return 0
    return next((n for n in range(len(texts)) if list(texts[n : n + len(words)]) == words), None)


def _without(held: Bead, taken: Bead) -> list[Bead]:
    """What is left of a bead: itself where nothing was taken, else its other sentences, each alone."""
    source = [n for n in range(*held.source) if not taken.source[0] <= n < taken.source[1]]
    target = [n for n in range(*held.target) if not taken.target[0] <= n < taken.target[1]]
    if len(source) == held.source[1] - held.source[0] and len(target) == held.target[1] - held.target[0]:
        return [held]
    at = held.source[0]
    return [
        *(Bead((n, n + 1), (held.target[0], held.target[0]), 0.0) for n in source),
        *(Bead((at, at), (n, n + 1), 0.0) for n in target),
    ]
