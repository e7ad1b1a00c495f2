"""A query's tokens and one layer of the index to the nearest rows, exactly as a scan of all would find them.

A layer covers the rows that were there when it was built. Its entries are the distinct token sequences,
sorted by length. A query meets four filters, each of which provably drops no row that reaches the threshold:

1. length: max(m, n) − min(m, n) ≤ d, so only a range of entries is looked at;
2. rarest tokens: two bags that share at least o elements have one in common among the first m − o + 1 of the
   one and n − o + 1 of the other, in one global order (Chaudhuri et al. 2006): the postings of the query's
   rarest tokens hold every candidate;
3. signature: 128 bits, each token toggling one. The population count of the XOR of two signatures is at most
   their bags' symmetric difference s, and 2d ≥ s + |m − n|;
4. the bit-parallel distance itself, with an integer cut-off, best bound first, until the bound falls below
   the limit-th best found.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from rirbilingual.match.score import allowed, grade, longest, shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LOWEST = 60  # percent: the prefix postings serve thresholds from here on; lower ones look at the whole range
SIGNATURE_BITS = 128
UNKNOWN = -1


class Near(NamedTuple):
    """A row near the query, sorting best first. minus_grade: see `score.grade`, negated. rank: among the
    layer's rows, best status and latest date first."""

    minus_grade: int
    rank: int
    row: int
    distance: int
    longer: int


def token_hash(token: str) -> int:
    """64 bits of a token, the same on every machine."""
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class Layer:
    """An immutable index of some rows: numpy arrays, in memory or mapped from a file.

    Token ids run from the most to the least frequent, skip the surrogates, and so stand for themselves as
    UTF-32: a slice of `entry_tokens` decodes to a string that rapidfuzz compares.

    hashes, hash_ids: the vocabulary's hashes, sorted, and their token ids.
    word_starts, words: by position in `hashes`, the token's UTF-8 (the hash is only a way to it).
    length_starts: by length, the first entry of at least that length.
    entry_starts, entry_tokens: each entry's token ids.   signatures: two 64-bit words an entry.
    posting_starts, postings: by token id, the entries that have it among their rarest.
    row_starts, row_ranks: each entry's rows by rank, ascending.   rows: by rank, the row's id.
    """

    hashes: Array
    hash_ids: Array
    word_starts: Array
    words: Array
    length_starts: Array
    entry_starts: Array
    entry_tokens: Array
    signatures: Array
    posting_starts: Array
    postings: Array
    row_starts: Array
    row_ranks: Array
    rows: Array

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {}

    def token_id(self, token: str) -> int:
        """The token's id, UNKNOWN where no entry has it."""
        cached = self._ids.get(token)
        if cached is not None:
            return cached
        value = token_hash(token)
        place = int(self.hashes.searchsorted(np.uint64(value)))
        found = UNKNOWN
        while place < len(self.hashes) and int(self.hashes[place]) == value:
            start, end = int(self.word_starts[place]), int(self.word_starts[place + 1])
            if self.words[start:end].tobytes() == token.encode("utf-8", "surrogatepass"):
                found = int(self.hash_ids[place])
                break
            place += 1
        if len(self._ids) < 100_000:
            self._ids[token] = found
        return found

    def nearest(
        self, query: Collection[str], *, threshold: int, limit: int, skip: Collection[int] = frozenset()
    ) -> list[Near]:
        """The `limit` best rows whose tokens reach `threshold`, best first; rows in `skip` are not there."""
        m = len(query)
        if not m or not len(self.rows) or limit < 1:
            return []
        low, high = self._range(m, threshold)
        if low >= high:
            return []
        ids = [self.token_id(token) for token in query]
        known = sorted((i for i in ids if i != UNKNOWN), reverse=True)
        entries = self._candidates(known, m, low, high, threshold)
        if entries is not None and not len(entries):
            return []
        return self._ranked(ids, known, entries, low, high, threshold, limit, skip)

    def _range(self, m: int, threshold: int) -> tuple[int, int]:
        """The entries whose length allows the threshold, as a half-open range."""
        last = len(self.length_starts) - 1
        low = self.length_starts[min(shortest(m, threshold), last)]
        high = self.length_starts[min(longest(m, threshold) + 1, last)]
        return int(low), int(high)

    def _candidates(self, known: list[int], m: int, low: int, high: int, threshold: int) -> Array | None:
        """The entries in the range that share a rare token with the query; None for all of the range."""
        if threshold < LOWEST:
            return None
        unknown = m - len(known)
        prefix = m - shortest(m, threshold) + 1 - unknown
        if prefix <= 0:
            return np.empty(0, np.uint32)
        found, total = [], 0
        for token in dict.fromkeys(known[:prefix]):
            start, end = int(self.posting_starts[token]), int(self.posting_starts[token + 1])
            postings = self.postings[start:end]
            first, last = postings.searchsorted(np.array((low, high), np.uint32))
            if first < last:
                found.append(postings[first:last])
                total += int(last - first)
        if 2 * total > high - low:
            return None  # one pass over the range is cheaper than gathering from it
        if not found:
            return np.empty(0, np.uint32)
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _ranked(
        self,
        ids: list[int],
        known: list[int],
        entries: Array | None,
        low: int,
        high: int,
        threshold: int,
        limit: int,
        skip: Collection[int],
    ) -> list[Near]:
        m = len(ids)
        if entries is None:
            signatures, starts = self.signatures[low:high], self.entry_starts[low : high + 1]
            lengths = np.diff(starts).astype(np.int64)
        else:
            signatures = self.signatures[entries]
            lengths = (self.entry_starts[entries + 1] - self.entry_starts[entries]).astype(np.int64)
        differing = np.bitwise_count(signatures ^ _signature(known)).sum(axis=1, dtype=np.int64)
        bounds = (differing + (m - len(known)) + np.abs(lengths - m) + 1) // 2
        longer = np.maximum(lengths, m)
        kept = np.flatnonzero(100 * bounds <= (100 - threshold) * longer)
        if not len(kept):
            return []
        bounds, longer = bounds[kept], longer[kept]
        grades = 2 * np.minimum(99, 100 * (longer - bounds) // longer) + (bounds == 0)
        order = np.argsort(-grades, kind="stable")
        numbers = (kept + low if entries is None else entries[kept])[order].tolist()
        text = "".join(map(chr, (i if i != UNKNOWN else 0x10FFFF for i in ids)))
        best: list[Near] = []
        seen: set[int] = set()
        for number, bound, length in zip(
            numbers, grades[order].tolist(), longer[order].tolist(), strict=True
        ):
            if len(best) == limit and bound < -best[-1].minus_grade:
                break
            if number in seen:  # by another of its rare tokens
                continue
            seen.add(number)
            floor = threshold if len(best) < limit else max(threshold, -best[-1].minus_grade // 2)
            cutoff = allowed(length, floor)
            distance = Levenshtein.distance(text, self._text(number), score_cutoff=cutoff)
            if distance <= cutoff:
                self._keep(best, number, distance, length, limit, skip)
        return best

    def _text(self, entry: int) -> str:
        start, end = self.entry_starts[entry], self.entry_starts[entry + 1]
        return str(self.entry_tokens[start:end].tobytes(), "utf-32-le")

    def _keep(
        self, best: list[Near], entry: int, distance: int, longer: int, limit: int, skip: Collection[int]
    ) -> None:
        """Put the entry's best rows in their places among the best, which stay `limit` at most."""
        minus_grade = -grade(distance, longer)
        kept = 0
        for rank in self.row_ranks[self.row_starts[entry] : self.row_starts[entry + 1]]:
            row = int(self.rows[rank])
            if row in skip:
                continue
            insort(best, Near(minus_grade, int(rank), row, distance, longer))
            kept += 1
            if kept == limit:
                break
        del best[limit:]


def _signature(known: list[int]) -> Array:
    """The query's signature: see `bit`."""
    bits = 0
    for token in known:
        bits ^= 1 << (token % SIGNATURE_BITS)
    return np.array((bits & 0xFFFFFFFFFFFFFFFF, bits >> 64), np.uint64)


def arrays(layer: Layer) -> Mapping[str, Array]:
    """The layer's arrays by name, in the order of its fields."""
    return {name: getattr(layer, name) for name in Layer.__dataclass_fields__}
