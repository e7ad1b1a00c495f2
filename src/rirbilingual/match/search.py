"""A query's tokens and one layer of the index to the nearest rows, exactly as a scan of all would find them: in numpy.

A layer covers some rows of a memory. Its entries are their token sequences, sorted by length. A query meets
four filters, each of which provably drops no row that reaches the threshold:

1. length: max(m, n) − min(m, n) ≤ d, so only a range of entries is looked at;
2. rarest tokens: to reach the threshold, two bags of m and n tokens must share o = ⌈threshold × max(m, n)⌉.
   In one global order, rare tokens first, let the first one that they share stand at i in the one and at j in
   the other: then no more than m − i and n − j can be shared, so i ≤ m − o and j ≤ n − o (Chaudhuri et al.
   2006; with positions, Xiao et al. 2008). The postings of the query's rarest tokens hold every candidate;
3. signature: 128 bits, each token toggling one. The population count of the XOR of two signatures is at most
   their bags' symmetric difference s, and 2d ≥ s + |m − n|;
4. tokens in common: d ≥ max(m, n) − the tokens that the bags share;
5. the bit-parallel distance itself, with an integer cut-off, best bound first, until the bound falls below
   the limit-th best found.

`kernel.c` does the same, with the same answers.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from rirbilingual.match.near import FARTHEST, LOWEST, SIGNATURE_BITS, UNKNOWN, Near
from rirbilingual.match.score import allowed, longest, loss, shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rirbilingual.match.layer import Layer

    Array = NDArray[Any]

MANY = 100  # candidates beyond which their common tokens are counted before their distance is measured
_NO_TOKEN = 0x10FFFF  # the character that stands for a token no entry has


def nearest(
    layer: Layer, ids: Sequence[int], *, threshold: int, limit: int, skip: Collection[int] = frozenset()
) -> list[Near]:
    """The `limit` best rows whose tokens reach `threshold`, best first. ids: the query's tokens."""
    if not ids or limit < 1:
        return []
    m = len(ids)
    first, last = shortest(m, threshold), min(longest(m, threshold), len(layer.length_starts) - 2)
    if first > last or layer.length_starts[first] == layer.length_starts[last + 1]:
        return []
    known = sorted((i for i in ids if i != UNKNOWN), reverse=True)
    entries, lengths = (
        _candidates(layer, known, m, first, last, threshold)
        if threshold >= LOWEST
        else _range(layer, first, last)
    )
    return _ranked(layer, ids, known, entries, lengths, threshold, limit, skip) if len(entries) else []


def _range(layer: Layer, first: int, last: int) -> tuple[Array, Array]:
    """Every entry of these lengths, with its length."""
    starts = layer.length_starts[first : last + 2].astype(np.int64)
    entries = np.arange(starts[0], starts[-1], dtype=np.uint32)
    return entries, np.repeat(np.arange(first, last + 1), starts[1:] - starts[:-1])


def _candidates(
    layer: Layer, known: Sequence[int], m: int, first: int, last: int, threshold: int
) -> tuple[Array, Array]:
    """The entries of these lengths that share a rare token with the query, with their lengths; one that
    shares several may come several times."""
    lengths = np.arange(first, last + 1)
    starts = layer.length_starts[first : last + 2]
    overlaps = -(-threshold * np.maximum(lengths, m) // 100)
    farthest = np.minimum(lengths - overlaps, FARTHEST).astype(np.uint8)
    found, their_lengths = [], []
    unknown, previous = m - len(known), UNKNOWN
    for number, token in enumerate(known):
        position = unknown + number
        if position > m - shortest(m, threshold):
            break
        if token == previous:
            continue  # only a token's first occurrence is listed
        previous = token
        # No entry so long that it would need more than the query still has from here on.
        upto = min((m - position) * 100 // threshold, last) - first + 1
        begin, end = int(layer.posting_starts[token]), int(layer.posting_starts[token + 1])
        cuts = layer.postings[begin:end].searchsorted(starts[: upto + 1])
        low, high = begin + int(cuts[0]), begin + int(cuts[-1])
        if low == high:
            continue
        counts = np.diff(cuts)
        kept = np.flatnonzero(layer.positions[low:high] <= np.repeat(farthest[:upto], counts))
        found.append(layer.postings[low:high].take(kept))
        their_lengths.append(np.repeat(lengths[:upto], counts).take(kept))
    if not found:
        return np.empty(0, np.uint32), np.empty(0, np.int64)
    return np.concatenate(found), np.concatenate(their_lengths)


def _ranked(
    layer: Layer,
    ids: Sequence[int],
    known: Sequence[int],
    entries: Array,
    lengths: Array,
    threshold: int,
    limit: int,
    skip: Collection[int],
) -> list[Near]:
    m, first = len(ids), int(lengths.min())
    theirs = layer.signatures.take(entries, axis=0)  # an index in brackets takes five times as long
    differing = np.bitwise_count(theirs ^ _signature(known))
    differing = differing[:, 0] + differing[:, 1]
    # The bound is half of `differing` and what the lengths add, rounded up. Most entries are over what is allowed,
    # so they are told by a table of lengths, and only those that are left are reckoned with.
    by_length = np.arange(first, int(lengths.max()) + 1)
    added = m - len(known) + abs(by_length - m) + 1
    over = 2 * ((100 - threshold) * np.maximum(by_length, m) // 100 + 1) - added
    kept = np.flatnonzero(differing < over.clip(0, 255).astype(np.uint8).take(lengths - first))
    if len(kept) > MANY:
        kept = kept[np.unique(entries[kept], return_index=True)[1]]
    entries, lengths, differing = entries[kept], lengths[kept], differing[kept]
    bounds, longer = (differing + added[lengths - first]) // 2, np.maximum(lengths, m)
    if len(kept) > MANY:
        bounds = np.maximum(bounds, longer - _shared(layer, known, entries, lengths))
    order = np.argsort(bounds / longer, kind="stable")
    order = order[100 * bounds[order] <= (100 - threshold) * longer[order]]
    text = "".join(map(chr, (i if i != UNKNOWN else _NO_TOKEN for i in ids)))
    best: list[Near] = []
    seen: set[int] = set()
    for entry, length, least in zip(
        entries[order].tolist(), lengths[order].tolist(), bounds[order].tolist(), strict=True
    ):
        longest_of_both = max(length, m)
        cutoff = allowed(longest_of_both, threshold)
        if len(best) == limit:
            worst = best[-1]
            if loss(least, longest_of_both) > worst.loss:
                break
            cutoff = min(cutoff, worst.distance * longest_of_both // worst.longer)
        if entry in seen:
            continue
        seen.add(entry)
        distance = Levenshtein.distance(text, _text(layer, entry, length), score_cutoff=cutoff)
        if distance <= cutoff:
            _keep(layer, best, entry, distance, longest_of_both, limit, skip)
    return best


def _shared(layer: Layer, known: Sequence[int], entries: Array, lengths: Array) -> Array:
    """By entry, how many of its tokens are the query's: at least as many as the bags share."""
    ours = np.zeros(len(layer.posting_starts), np.uint8)
    ours[list(known)] = 1
    ends = np.cumsum(lengths)
    starts = layer.token_starts[lengths] + (entries - layer.length_starts[lengths].astype(np.int64)) * lengths
    flat = layer.entry_tokens.take(np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1]))
    return np.add.reduceat(ours.take(flat), ends - lengths, dtype=np.int64)


def _text(layer: Layer, entry: int, length: int) -> str:
    start = int(layer.token_starts[length]) + (entry - int(layer.length_starts[length])) * length
    return str(layer.entry_tokens[start : start + length].tobytes(), "utf-32-le")


def _keep(
    layer: Layer, best: list[Near], entry: int, distance: int, longer: int, limit: int, skip: Collection[int]
) -> None:
    """Put the entry's best rows in their places among the best, which stay `limit` at most."""
    kept, lost = 0, loss(distance, longer)
    start, end = int(layer.row_starts[entry]), int(layer.row_starts[entry + 1])
    for place in range(start, end):
        row = int(layer.rows[place])
        if row in skip:
            continue
        insort(best, Near(lost, -int(layer.standings[place]), row, distance, longer))
        kept += 1
        if kept == limit:
            break
    del best[limit:]


def _signature(known: Sequence[int]) -> Array:
    """The query's signature: a bit for each token, toggled."""
    bits = 0
    for token in known:
        bits ^= 1 << (token % SIGNATURE_BITS)
    return np.array((bits & 0xFFFFFFFFFFFFFFFF, bits >> 64), np.uint64)
