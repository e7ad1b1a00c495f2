"""Rows of a memory, and layers that are there, to one layer: in memory, or as spools that go into a file.

The work is done run by run and length by length, so that a million rows need little more space than their
vocabulary. A run is some rows sorted by the number of their tokens: new ones, or those of a layer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rirbilingual import collector
from rirbilingual.match.forked import Forked, cores, may_fork
from rirbilingual.match.layer import TYPES, Layer, token_hash
from rirbilingual.match.near import FARTHEST, LOWEST, SIGNATURE_BITS, Row, standing
from rirbilingual.match.score import shortest
from rirbilingual.match.spool import Spool
from rirbilingual.match.tokens import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SURROGATES = range(0xD800, 0xE000)  # no token id is one, so that ids decode as UTF-32
MOST_WORDS = 0x10FFFF - len(SURROGATES)  # in a layer's vocabulary at most; 0x10FFFF is for unknown ones
RUN_ROWS = 20_000
SHARED_ROWS = 5_000  # of a run, from which on other processes find the tokens of some
_POSTINGS_AT_ONCE = 2_000_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplier: sequences are brought together by a hash


def layer(rows: Iterable[Row]) -> Layer:
    """The index of the rows, in memory."""
    builder = Builder()
    builder.add(rows)
    return held(builder.spools())


def held(spools: dict[str, Spool]) -> Layer:
    """The layer of these arrays, in memory."""
    return Layer({name: bytearray(spool.whole()) for name, spool in spools.items()})


class _Run(Protocol):
    """Rows sorted by length. `of(length)`: their tokens (provisional ids, a line a row), ids and standings."""

    longest: int

    def of(self, length: int) -> tuple[Array, Array, Array] | None: ...


class Builder:
    """Collects runs; `spools` gives the layer's arrays. `folder`: for temporary files. `cores`: that it may use, None
    for all."""

    def __init__(self, folder: Path | None = None, *, cores: int | None = None) -> None:
        self.folder, self.cores = folder, cores
        self.rows = 0
        self._vocabulary: dict[str, int] = {}
        self._counts = np.zeros(1024, np.int64)
        self._runs: list[_Run] = []
        self._tokens, self._ids, self._standings = (
            Spool("<u4", folder),
            Spool("<i8", folder),
            Spool("<i8", folder),
        )

    def add(self, rows: Iterable[Row], progress: Callable[[int], None] | None = None) -> None:
        """Add rows; those without any token are not indexed."""
        rows = iter(rows)
        with collector.seldom():
            while run := list(islice(rows, RUN_ROWS)):
                self._add_run(run)
                if progress:
                    progress(len(run))

    def _add_run(self, run: Sequence[Row]) -> None:
        known = self._vocabulary
        sequences = [
            [known.setdefault(t, len(known)) for t in found] for found in _tokens_of(run, self.cores)
        ]
        lengths = np.fromiter(map(len, sequences), np.int64, len(run))
        order = np.argsort(lengths, kind="stable")
        flat = np.fromiter((t for i in order.tolist() for t in sequences[i]), np.uint32, int(lengths.sum()))
        self._count(flat)
        self._runs.append(_NewRows(self, lengths[order]))
        self._tokens.append(flat)
        self._ids.append(np.fromiter((run[i].id for i in order.tolist()), np.int64, len(run)))
        self._standings.append(
            np.fromiter((standing(run[i].state, run[i].date) for i in order.tolist()), np.int64, len(run))
        )
        self.rows += len(run)

    def add_layer(self, layer: Layer, dead: Collection[int] = ()) -> None:
        """Add the rows of a layer but the dead ones, without reading their texts again."""
        known = self._vocabulary
        provisional = np.fromiter(
            (known.setdefault(word, len(known)) for word in layer.vocabulary()), np.uint32, len(layer.hashes)
        )
        by_id = np.zeros(int(layer.hash_ids.max()) + 1 if len(layer.hash_ids) else 0, np.uint32)
        by_id[layer.hash_ids] = provisional
        for start in range(0, len(layer.entry_tokens), 2**20):
            self._count(by_id[layer.entry_tokens[start : start + 2**20]])
        self._runs.append(_LayerRows(layer, by_id, np.array(sorted(dead), np.int64)))
        self.rows += len(layer.rows) - len(dead)

    def _count(self, flat: Array) -> None:
        if len(self._vocabulary) > len(self._counts):
            self._counts = np.concatenate(
                (self._counts, np.zeros(len(self._vocabulary) + len(self._counts), np.int64))
            )
        counts = np.bincount(flat)
        self._counts[: len(counts)] += counts

    @property
    def full(self) -> bool:
        """Whether the vocabulary may not grow much further: a layer's ids are characters."""
        return len(self._vocabulary) > MOST_WORDS // 2

    def spools(self) -> dict[str, Spool]:
        """The layer's arrays by name."""
        out = {name: Spool(dtype, self.folder) for name, dtype in TYPES.items()}
        final = _final_ids(self._counts[: len(self._vocabulary)])
        top = int(final.max()) if len(final) else 0
        pairs = _Pairs(self.folder, top)
        longest = max((run.longest for run in self._runs), default=0)
        length_starts = np.zeros(longest + 2, np.uint32)
        entries = rows = 0
        for length in range(1, longest + 1):
            length_starts[length] = entries
            parts = [part for run in self._runs if (part := run.of(length)) is not None]
            if not parts:
                continue
            matrix, members, standings, starts = _entries(
                final[np.concatenate([part[0] for part in parts])],
                np.concatenate([part[1] for part in parts]),
                np.concatenate([part[2] for part in parts]),
            )
            out["entry_tokens"].append(matrix.ravel())
            out["signatures"].append(_signatures(matrix).ravel())
            pairs.add(matrix, entries)
            out["row_starts"].append(starts + rows)
            out["rows"].append(members)
            out["standings"].append(standings)
            entries += len(matrix)
            rows += len(members)
        length_starts[longest + 1] = entries
        out["length_starts"].append(length_starts)
        out["row_starts"].append(np.array([rows]))
        pairs.invert(out)
        _put_vocabulary(list(self._vocabulary), final, out)
        return out


def _tokens_of(run: Sequence[Row], most: int | None) -> list[tuple[str, ...]]:
    """The tokens of each row, found on `most` cores, None for all: half of a layer's work."""
    texts = [row.source for row in run]
    count = most or cores() if len(run) >= SHARED_ROWS and may_fork() else 1
    size = -(-len(run) // count) or 1
    parts = [texts[start : start + size] for start in range(0, len(texts), size)]
    children = [Forked(partial(_tokens, part)) for part in parts[1:]]
    done = _tokens(parts[0]) if parts else []
    for part, child in zip(parts[1:], children, strict=True):
        done += child.result() or _tokens(part)
    return done


def _tokens(texts: Sequence[str]) -> list[tuple[str, ...]]:
    return [tokens(text) for text in texts]


class _NewRows:
    """A run of rows just read: their numbers lie in the builder's spools."""

    def __init__(self, builder: Builder, lengths: Array) -> None:
        self.longest = int(lengths[-1]) if len(lengths) else 0
        self._first = np.searchsorted(lengths, np.arange(self.longest + 2))
        counts = np.diff(self._first)
        self._first_token = np.concatenate(([0], np.cumsum(counts * np.arange(self.longest + 1))))
        self._builder, self._row, self._token = builder, builder._ids.size, builder._tokens.size

    def of(self, length: int) -> tuple[Array, Array, Array] | None:
        if length > self.longest or self._first[length] == self._first[length + 1]:
            return None
        count = int(self._first[length + 1] - self._first[length])
        row, token = self._row + int(self._first[length]), self._token + int(self._first_token[length])
        matrix = self._builder._tokens.read(token, count * length).reshape(count, length)
        return matrix, self._builder._ids.read(row, count), self._builder._standings.read(row, count)


class _LayerRows:
    """A run of a layer's rows, but the dead ones."""

    def __init__(self, layer: Layer, provisional: Array, dead: Array) -> None:
        self.longest = len(layer.length_starts) - 2
        self._layer, self._provisional, self._dead = layer, provisional, dead

    def of(self, length: int) -> tuple[Array, Array, Array] | None:
        layer = self._layer
        if length > self.longest or layer.length_starts[length] == layer.length_starts[length + 1]:
            return None
        first, last = int(layer.length_starts[length]), int(layer.length_starts[length + 1])
        start = int(layer.token_starts[length])
        slab = layer.entry_tokens[start : start + (last - first) * length].reshape(-1, length)
        begin, end = int(layer.row_starts[first]), int(layer.row_starts[last])
        starts = layer.row_starts[first : last + 1].astype(np.int64)
        counts = starts[1:] - starts[:-1]
        ids = layer.rows[begin:end]
        alive = ~np.isin(ids, self._dead)
        if not alive.any():
            return None
        which = np.repeat(np.arange(last - first), counts)[alive]
        return self._provisional[slab[which]], ids[alive], layer.standings[begin:end][alive]


class _Pairs:
    """(token, entry, position) for the rarest tokens of each entry: as many as the lowest threshold needs."""

    def __init__(self, folder: Path | None, top: int) -> None:
        self._tokens, self._entries = Spool("<u4", folder), Spool("<u4", folder)
        self._positions = Spool("u1", folder)
        self._counts = np.zeros(top + 1, np.int64)

    def add(self, matrix: Array, first_entry: int) -> None:
        count, length = matrix.shape
        prefix = length - shortest(length, LOWEST) + 1
        rare = np.sort(matrix, axis=1)[:, ::-1][:, :prefix]
        new = np.ones(rare.shape, bool)
        new[:, 1:] = rare[:, 1:] != rare[:, :-1]  # a token that occurs twice is listed once
        numbers = np.arange(first_entry, first_entry + count, dtype=np.uint32)
        positions = np.minimum(np.arange(rare.shape[1]), FARTHEST).astype(np.uint8)
        listed = rare[new]
        self._tokens.append(listed)
        self._entries.append(np.broadcast_to(numbers[:, None], rare.shape)[new])
        self._positions.append(np.broadcast_to(positions, rare.shape)[new])
        counts = np.bincount(listed)
        self._counts[: len(counts)] += counts

    def invert(self, out: dict[str, Spool]) -> None:
        """The entries and positions by token, a range of tokens at a time."""
        starts = np.concatenate(([0], np.cumsum(self._counts)))
        out["posting_starts"].append(starts)
        at_once = max(_POSTINGS_AT_ONCE, int(starts[-1]) // 4)
        token = 0
        while token < len(self._counts):
            after = max(token + 1, int(np.searchsorted(starts, starts[token] + at_once, "right")) - 1)
            entries, positions = self._range(starts, token, after)
            out["postings"].append(entries)
            out["positions"].append(positions)
            token = after

    def _range(self, starts: Array, token: int, after: int) -> tuple[Array, Array]:
        size = int(starts[after] - starts[token])
        entries, positions = np.empty(size, np.uint32), np.empty(size, np.uint8)
        cursor = starts[token:after] - starts[token]
        for found, their_entries, their_positions in zip(
            self._tokens.blocks(), self._entries.blocks(), self._positions.blocks(), strict=True
        ):
            inside = np.flatnonzero((found >= token) & (found < after))
            ours = found[inside].astype(np.int64) - token
            order = np.argsort(ours, kind="stable")
            ours = ours[order]
            counts = np.bincount(ours, minlength=after - token)
            firsts = np.cumsum(counts) - counts
            places = (cursor - firsts)[ours] + np.arange(len(ours))
            entries[places] = their_entries[inside][order]
            positions[places] = their_positions[inside][order]
            cursor += counts
        return entries, positions


def _final_ids(counts: Array) -> Array:
    """By provisional id, the final one: frequent tokens first, the surrogates skipped."""
    final = np.empty(len(counts), np.uint32)
    numbers = np.arange(len(counts), dtype=np.uint32)
    final[np.argsort(-counts, kind="stable")] = np.where(
        numbers < SURROGATES.start, numbers, numbers + np.uint32(len(SURROGATES))
    )
    return final


def _entries(matrix: Array, ids: Array, standings: Array) -> tuple[Array, Array, Array, Array]:
    """Rows of one length to entries: the distinct sequences; the rows by entry, the best first, and their
    standings; where each entry's rows begin. (Two sequences whose hashes collide may each come twice.)"""
    code = np.zeros(len(matrix), np.uint64)
    for column in matrix.T:
        code = (code ^ column) * _MIX
        code ^= code >> np.uint64(29)
    order = np.lexsort((ids, -standings, code))
    matrix = matrix[order]
    new = np.concatenate(([True], (matrix[1:] != matrix[:-1]).any(axis=1)))
    first = np.flatnonzero(new)
    return matrix[first], ids[order], standings[order], first


def _signatures(matrix: Array) -> Array:
    bits = matrix % SIGNATURE_BITS
    one = np.uint64(1) << (bits % 64).astype(np.uint64)
    low = np.bitwise_xor.reduce(np.where(bits < 64, one, np.uint64(0)), axis=1)
    high = np.bitwise_xor.reduce(np.where(bits >= 64, one, np.uint64(0)), axis=1)
    return np.stack((low, high), axis=1)


def _put_vocabulary(words: Sequence[str], final: Array, out: dict[str, Spool]) -> None:
    hashes = np.fromiter(map(token_hash, words), np.uint64, len(words))
    order = np.argsort(hashes, kind="stable")
    encoded = [words[i].encode("utf-8", "surrogatepass") for i in order.tolist()]
    out["hashes"].append(hashes[order])
    out["hash_ids"].append(final[order])
    out["word_starts"].append(np.cumsum([0, *map(len, encoded)]))
    out["words"].append(np.frombuffer(b"".join(encoded), np.uint8))
