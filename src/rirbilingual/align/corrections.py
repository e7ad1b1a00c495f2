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
from rirbilingual.files import decode, read_bytes, write_whole
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
    """The decisions in a file; an empty one has none. Raises RirError where it is not such a file."""
    data = read_bytes(path)
    try:
        table = tomllib.loads(decode(data, str(path))[0] if data.strip() else "")
    except tomllib.TOMLDecodeError as error:
        raise RirError(f"not TOML: {error}", str(path), "correct it, or remove the file") from None
    rows = table.pop("bead", [])
    if table or not isinstance(rows, list):
        said = f'it has "{next(iter(table))}"' if table else "its bead is no list"
        raise RirError(said, str(path), "begin each decision with a line [[bead]]")
    return tuple(_decided(row, f"{path}, bead {number}") for number, row in enumerate(rows, 1))


def _decided(row: object, place: str) -> Decided:
    """A decision as the file has it, in full: what is misspelled would be kept to in a way that nobody meant."""
    if not isinstance(row, dict):
        raise RirError("no table", place, "begin each decision with a line [[bead]]")
    for name in ("source", "target"):
        held = row.get(name)
        if not isinstance(held, list) or not all(isinstance(text, str) and text.strip() for text in held):
            raise RirError(
                f"{name} is no list of sentences", place, f'write {name} = ["…"], or {name} = [] for none'
            )
    if not row["source"] and not row["target"]:
        raise RirError("it has no sentence", place, "give those that belong together, or remove it")
    if not isinstance(right := row.get("right", True), bool):
        raise RirError("right is neither true nor false", place, "write one of them, without quotation marks")
    if unknown := next((name for name in row if name not in ("source", "target", "right")), ""):
        raise RirError(f'"{unknown}" is unknown there', place, "a bead has source, target and right")
    return Decided(tuple(row["source"]), tuple(row["target"]), right)


def write_corrections(decided: Iterable[Decided], path: Path) -> None:
    """Keep these decisions in the file, whole or not at all; what a person wrote there stays, comments too. One on
    sentences that were decided before takes the place of that. Raises RirError where the file is none of this kind.
    """
    import tomlkit
    from tomlkit.items import AoT

    text, held = _TOP, False
    if path.exists():
        text, held = decode(read_bytes(path), str(path))[0], bool(read_corrections(path))
    document = tomlkit.parse(text)
    rows = document["bead"] if held else tomlkit.aot()
    for bead in decided:
        same = [
            row for row in rows if (tuple(row["source"]), tuple(row["target"])) == (bead.source, bead.target)
        ]
        if not same:
            row = tomlkit.table() if isinstance(rows, AoT) else tomlkit.inline_table()
            row.update({"source": list(bead.source), "target": list(bead.target)})
            rows.append(row)
            same = [rows[-1]]
        for row in same:
            if not bead.right or "right" in row:
                row["right"] = bead.right
    if not held:
        document["bead"] = rows
    write_whole(path, tomlkit.dumps(document).encode())


def corrected(
    bitext: Bitext, source: Sequence[str], target: Sequence[str], decided: Sequence[Decided]
) -> tuple[Bitext, tuple[Decided, ...]]:
    """The bitext with what was decided, and the decisions whose sentences are no longer in the texts.

    A decided bead is sure; what it takes from others leaves them with the rest, which nobody vouches for. Where the
    same sentences stand together several times, they are decided everywhere.
    """
    if not decided:
        return bitext, ()
    beads, lost = list(bitext.beads), []
    ours, theirs = [normalised(text) for text in source], [normalised(text) for text in target]
    for decision in decided:
        at, to = _places(ours, decision.source), _places(theirs, decision.target)
        if not at or not to:
            lost.append(decision)
            continue
        lengths = len(decision.source), len(decision.target)
        so = {n for n, held in enumerate(beads) if _is(held, at, to, lengths)}
        if so:
            for n in so:
                beads[n] = replace(beads[n], confidence=1.0 if decision.right else 0.0)
        elif decision.right:
            i, j = _nearest(beads, at, to, lengths)
            bead = Bead((i, i + lengths[0]), (j, j + lengths[1]), 1.0)
            beads = [bead, *(rest for held in beads for rest in _without(held, bead))]
    return Bitext(tuple(sorted(beads, key=lambda bead: (bead.source, bead.target)))), tuple(lost)


def _places(texts: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where those sentences stand together; 0 for none."""
    words = [normalised(text) for text in wanted]
    if not words:
        return [0]
    return [
        n for n, text in enumerate(texts) if text == words[0] and list(texts[n : n + len(words)]) == words
    ]


def _is(bead: Bead, at: Sequence[int], to: Sequence[int], lengths: tuple[int, int]) -> bool:
    """Whether the bead holds just these sentences, of both sides."""
    (i, k), (j, m) = bead.source, bead.target
    return 0 < k - i == lengths[0] and 0 < m - j == lengths[1] and i in at and j in to


def _nearest(
    beads: Sequence[Bead], at: Sequence[int], to: Sequence[int], lengths: tuple[int, int]
) -> tuple[int, int]:
    """The two places that are nearest to each other as the beads have it; a side without sentences has its place
    beside the other's."""
    if not lengths[0]:
        j = to[0]
        return next((held.source[0] for held in beads if held.target[0] <= j < held.target[1]), 0), j
    expected = {i: held.target[0] for held in beads for i in range(*held.source)}
    if not lengths[1]:
        return at[0], expected.get(at[0], 0)
    return min(((i, j) for i in at for j in to), key=lambda place: abs(expected.get(place[0], 0) - place[1]))


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
