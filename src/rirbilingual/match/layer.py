"""A query's tokens and one layer of the index to the nearest rows, exactly as a scan of all would find them.

A layer covers some rows of a memory. Its entries are their token sequences, sorted by length. A query meets
four filters, each of which provably drops no row that reaches the threshold:

1. length: max(m, n) − min(m, n) ≤ d, so only a range of entries is looked at;
2. rarest tokens: to reach the threshold, two bags of m and n tokens must share o = ⌈threshold × max(m, n)⌉.
   In one global order, rare tokens first, let the first one that they share stand at i in the one and at j in
   the other: then no more than m − i and n − j can be shared, so i ≤ m − o and j ≤ n − o (Chaudhuri et al.
   2006; with positions, Xiao et al. 2008). The postings of the query's rarest tokens hold every candidate;
3. signature: 128 bits, each token toggling one. The population count of the XOR of two signatures is at most
   their bags' symmetric difference s, and 2d ≥ s + |m − n|;
4. the bit-parallel distance itself, with an integer cut-off, best bound first, until the bound falls below
   the limit-th best found.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from rirbilingual.match.score import allowed, longest, loss, shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LOWEST = 60  # percent: the postings serve thresholds from here on; lower ones look at the whole range
SIGNATURE_BITS = 128
UNKNOWN = -1
FARTHEST = 255  # positions beyond are written as this
_NO_TOKEN = 0x10FFFF  # the character that stands for a token no entry has


class Near(NamedTuple):
    """A row near the query, sorting best first: by loss, then standing (`build.standing`, negated), then age.

    Its distance is `distance` of `longer` tokens."""

    loss: float
    minus_standing: int
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
    length_starts: by length, the first entry of at least that length; one more at the end.
    entry_tokens: the entries' token ids, one after the other.   signatures: two 64-bit words an entry.
    posting_starts, postings: by token id, the entries that have it among their rarest, ascending.
    positions: by posting, where the token stands among the entry's, the rarest first (`FARTHEST` at most).
    row_starts, rows, standings: each entry's rows, the best standing first, then the lowest number.
    """

    hashes: Array
    hash_ids: Array
    word_starts: Array
    words: Array
    length_starts: Array
    entry_tokens: Array
    signatures: Array
    posting_starts: Array
    postings: Array
    positions: Array
    row_starts: Array
    rows: Array
    standings: Array

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {}

    @cached_property
    def token_starts(self) -> Array:
        """By length, where in `entry_tokens` the entries of that length begin; one more at the end."""
        counts = np.diff(self.length_starts.astype(np.int64))
        return np.concatenate(([0], np.cumsum(counts * np.arange(len(counts)))))

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

    def vocabulary(self) -> list[str]:
        """The tokens in the order of `hash_ids`."""
        blob, starts = self.words.tobytes(), self.word_starts.tolist()
        return [blob[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(starts)]

    def nearest(
        self, query: Sequence[str], *, threshold: int, limit: int, skip: Collection[int] = frozenset()
    ) -> list[Near]:
        """The `limit` best rows whose tokens reach `threshold`, best first; rows in `skip` are not there."""
        m = len(query)
        first, last = shortest(m, threshold), min(longest(m, threshold), len(self.length_starts) - 2)
        if not m or limit < 1 or first > last or self.length_starts[first] == self.length_starts[last + 1]:
            return []
        ids = [self.token_id(token) for token in query]
        known = sorted((i for i in ids if i != UNKNOWN), reverse=True)
        entries, lengths = (
            self._candidates(known, m, first, last, threshold)
            if threshold >= LOWEST
            else self._range(first, last)
        )
        if not len(entries):
            return []
        return self._ranked(ids, known, entries, lengths, threshold, limit, skip)

    def _range(self, first: int, last: int) -> tuple[Array, Array]:
        """Every entry of these lengths, with its length."""
        starts = self.length_starts[first : last + 2].astype(np.int64)
        entries = np.arange(starts[0], starts[-1], dtype=np.uint32)
        return entries, np.repeat(np.arange(first, last + 1), starts[1:] - starts[:-1])

    def _candidates(
        self, known: Sequence[int], m: int, first: int, last: int, threshold: int
    ) -> tuple[Array, Array]:
        """The entries of these lengths that share a rare token with the query, with their lengths; one that
        shares several may come several times."""
        lengths = np.arange(first, last + 1)
        starts = self.length_starts[first : last + 2]
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
            begin, end = int(self.posting_starts[token]), int(self.posting_starts[token + 1])
            cuts = self.postings[begin:end].searchsorted(starts[: upto + 1])
            low, high = begin + int(cuts[0]), begin + int(cuts[-1])
            if low == high:
                continue
            counts = np.diff(cuts)
            kept = np.flatnonzero(self.positions[low:high] <= np.repeat(farthest[:upto], counts))
            found.append(self.postings[low:high][kept])
            their_lengths.append(np.repeat(lengths[:upto], counts)[kept])
        if not found:
            return np.empty(0, np.uint32), np.empty(0, np.int64)
        return np.concatenate(found), np.concatenate(their_lengths)

    def _ranked(
        self,
        ids: list[int],
        known: list[int],
        entries: Array,
        lengths: Array,
        threshold: int,
        limit: int,
        skip: Collection[int],
    ) -> list[Near]:
        m = len(ids)
        differing = np.bitwise_count(self.signatures[entries] ^ _signature(known))
        bounds = (
            differing[:, 0].astype(np.int64) + differing[:, 1] + (m - len(known)) + abs(lengths - m) + 1
        ) // 2
        longer = np.maximum(lengths, m)
        kept = np.flatnonzero(100 * bounds <= (100 - threshold) * longer)
        losses = bounds[kept] / longer[kept]
        order = kept[np.argsort(losses, kind="stable")]
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
            distance = Levenshtein.distance(text, self._text(entry, length), score_cutoff=cutoff)
            if distance <= cutoff:
                self._keep(best, entry, distance, longest_of_both, limit, skip)
        return best

    def _text(self, entry: int, length: int) -> str:
        start = int(self.token_starts[length]) + (entry - int(self.length_starts[length])) * length
        return str(self.entry_tokens[start : start + length].tobytes(), "utf-32-le")

    def _keep(
        self, best: list[Near], entry: int, distance: int, longer: int, limit: int, skip: Collection[int]
    ) -> None:
        """Put the entry's best rows in their places among the best, which stay `limit` at most."""
        kept, lost = 0, loss(distance, longer)
        start, end = int(self.row_starts[entry]), int(self.row_starts[entry + 1])
        for place in range(start, end):
            row = int(self.rows[place])
            if row in skip:
                continue
            insort(best, Near(lost, -int(self.standings[place]), row, distance, longer))
            kept += 1
            if kept == limit:
                break
        del best[limit:]


def _signature(known: list[int]) -> Array:
    """The query's signature: a bit for each token, toggled."""
    bits = 0
    for token in known:
        bits ^= 1 << (token % SIGNATURE_BITS)
    return np.array((bits & 0xFFFFFFFFFFFFFFFF, bits >> 64), np.uint64)
