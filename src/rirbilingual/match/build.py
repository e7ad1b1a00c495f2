"""Rows of a memory to a layer of the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from rirbilingual.match.layer import LOWEST, SIGNATURE_BITS, Layer, token_hash
from rirbilingual.match.score import shortest
from rirbilingual.match.tokens import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SURROGATES = range(0xD800, 0xE000)  # no token id is one, so that ids decode as UTF-32
MOST_TOKENS = 0x10FFFF - len(SURROGATES) - 1  # a layer's vocabulary at most; 0x10FFFF is for unknown ones


class Row(NamedTuple):
    """What the index needs of a memory's unit. A better state, then a later date, then a lower id rank first."""

    id: int
    source: str
    state: int = 0
    date: str = ""


def layer(rows: Iterable[Row]) -> Layer:
    """The index of the rows, in memory."""
    kept = sorted(rows, key=lambda row: row.date, reverse=True)
    kept.sort(key=lambda row: -row.state)  # stable: by state, then date, then the order given
    vocabulary: dict[str, int] = {}
    sequences = [
        np.fromiter((vocabulary.setdefault(t, len(vocabulary)) for t in tokens(row.source)), np.uint32)
        for row in kept
    ]
    ids = np.fromiter((row.id for row in kept), np.int64, len(kept))
    return assembled(list(vocabulary), sequences, ids)


def assembled(words: Sequence[str], sequences: Sequence[Array], rows: Array) -> Layer:
    """A layer from the vocabulary, each row's provisional token ids, and the rows' ids, both by rank."""
    flat = np.concatenate([*sequences, np.empty(0, np.uint32)]).astype(np.uint32)
    lengths = np.fromiter(map(len, sequences), np.int64, len(sequences))
    starts = np.concatenate(([0], np.cumsum(lengths)))
    final = _final_ids(np.bincount(flat, minlength=len(words)))
    flat = final[flat]
    top = int(final.max()) if len(final) else 0
    longest = int(lengths.max()) if len(lengths) else 0

    length_starts = np.zeros(longest + 2, np.uint32)
    entry_tokens, entry_lengths, signatures = [], [], []
    posting_tokens, posting_entries = [], []
    row_counts, row_ranks = [], []
    entries = 0
    by_length = np.argsort(lengths, kind="stable")
    bounds = np.searchsorted(lengths[by_length], np.arange(longest + 2))
    for length in range(longest + 1):
        length_starts[length] = entries
        ranks = by_length[bounds[length] : bounds[length + 1]]
        if not len(ranks) or not length:
            continue
        matrix = flat[starts[ranks][:, None] + np.arange(length)]
        unique, members, counts = _distinct(matrix, ranks)
        entry_tokens.append(unique.ravel())
        entry_lengths.append(np.full(len(unique), length, np.uint64))
        signatures.append(_signatures(unique))
        first, second = _rare_pairs(unique, entries)
        posting_tokens.append(first)
        posting_entries.append(second)
        row_counts.append(counts)
        row_ranks.append(members)
        entries += len(unique)
    length_starts[longest + 1] = entries

    posting_starts, postings = _inverted(_joined(posting_tokens), _joined(posting_entries), top)
    hashes, hash_ids, word_starts, blob = _vocabulary(words, final)
    return Layer(
        hashes=hashes,
        hash_ids=hash_ids,
        word_starts=word_starts,
        words=blob,
        length_starts=length_starts,
        entry_starts=np.concatenate(([0], np.cumsum(_joined(entry_lengths)))).astype(np.uint64),
        entry_tokens=_joined(entry_tokens),
        signatures=np.concatenate([*signatures, np.empty((0, 2), np.uint64)]),
        posting_starts=posting_starts,
        postings=postings,
        row_starts=np.concatenate(([0], np.cumsum(_joined(row_counts)))).astype(np.uint32),
        row_ranks=_joined(row_ranks),
        rows=rows,
    )


def _joined(parts: list[Array]) -> Array:
    return np.concatenate([*parts, np.empty(0, np.uint32)]).astype(np.uint32)


def _final_ids(counts: Array) -> Array:
    """By provisional id, the final one: frequent tokens first, the surrogates skipped."""
    final = np.empty(len(counts), np.uint32)
    numbers = np.arange(len(counts), dtype=np.uint32)
    final[np.argsort(-counts, kind="stable")] = np.where(
        numbers < SURROGATES.start, numbers, numbers + np.uint32(len(SURROGATES))
    )
    return final


def _distinct(matrix: Array, ranks: Array) -> tuple[Array, Array, Array]:
    """Distinct rows of a matrix, the ranks of each one's members in ascending order, and how many there are."""
    order = np.lexsort(matrix.T[::-1]) if matrix.shape[1] < 2 else _byte_order(matrix)
    ordered = matrix[order]
    new = np.concatenate(([True], (ordered[1:] != ordered[:-1]).any(axis=1)))
    first = np.flatnonzero(new)
    counts = np.diff(np.concatenate((first, [len(order)])))
    return ordered[first], ranks[order], counts


def _byte_order(matrix: Array) -> Array:
    """A stable order of the rows by their bytes: any total order will do to bring equal rows together."""
    rows = np.ascontiguousarray(matrix).view(f"V{matrix.dtype.itemsize * matrix.shape[1]}").ravel()
    return np.argsort(rows, kind="stable")


def _signatures(matrix: Array) -> Array:
    bits = matrix % SIGNATURE_BITS
    one = np.uint64(1) << (bits % 64).astype(np.uint64)
    low = np.bitwise_xor.reduce(np.where(bits < 64, one, np.uint64(0)), axis=1)
    high = np.bitwise_xor.reduce(np.where(bits >= 64, one, np.uint64(0)), axis=1)
    return np.stack((low, high), axis=1)


def _rare_pairs(matrix: Array, first_entry: int) -> tuple[Array, Array]:
    """(token, entry) for the rarest tokens of each entry: as many as the lowest threshold needs."""
    count, length = matrix.shape
    prefix = length - shortest(length, LOWEST) + 1
    rare = np.sort(matrix, axis=1)[:, ::-1][:, :prefix]
    new = np.ones(rare.shape, bool)
    new[:, 1:] = rare[:, 1:] != rare[:, :-1]  # a token that occurs twice is listed once
    entries = np.broadcast_to(
        np.arange(first_entry, first_entry + count, dtype=np.uint32)[:, None], rare.shape
    )
    return rare[new], entries[new]


def _inverted(posting_tokens: Array, posting_entries: Array, top: int) -> tuple[Array, Array]:
    keys = (posting_tokens.astype(np.uint64) << np.uint64(32)) | posting_entries
    keys.sort()
    starts = np.zeros(top + 2, np.uint32)
    starts[1:] = np.cumsum(np.bincount(posting_tokens, minlength=top + 1))
    return starts, (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _vocabulary(words: Sequence[str], final: Array) -> tuple[Array, Array, Array, Array]:
    hashes = np.fromiter(map(token_hash, words), np.uint64, len(words))
    order = np.argsort(hashes, kind="stable")
    encoded = [words[i].encode("utf-8", "surrogatepass") for i in order]
    starts = np.concatenate(([0], np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))))
    blob = np.frombuffer(b"".join(encoded), np.uint8)
    return hashes[order], final[order], starts.astype(np.uint32), blob
