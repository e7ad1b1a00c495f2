"""The arrays of one layer of the index, and what is asked of them.

A layer covers some rows of a memory: in memory, or mapped from a file. `kernel.c` searches it where there is one,
else `search.py`. An array becomes numpy's when it is first asked for, so that a search by the kernel, and whoever
starts a program for it, need not wait for numpy.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rirbilingual.match import kernel
from rirbilingual.match.near import UNKNOWN, Damaged, Near, Query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

TYPES: dict[str, str] = {
    "hashes": "<u8", "hash_ids": "<u4", "word_starts": "<u4", "words": "u1", "length_starts": "<u4",
    "entry_tokens": "<u4", "signatures": "<u8", "posting_starts": "<u8", "postings": "<u4",
    "positions": "u1", "row_starts": "<u4", "rows": "<i8", "standings": "<i8",
}  # fmt: skip
_CACHED = 100_000  # tokens whose ids are remembered


def token_hash(token: str) -> int:
    """64 bits of a token, the same on every machine."""
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Layer:
    """An immutable index of some rows.

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

    def __init__(self, buffers: Mapping[str, memoryview | bytearray]) -> None:
        self.buffers = buffers
        self._ids: dict[str, int] = {}

    def __getattr__(self, name: str) -> Array:
        if name not in TYPES:
            raise AttributeError(name)
        import numpy as np

        found: Array = np.frombuffer(self.buffers[name], TYPES[name])
        found.flags.writeable = False
        if name == "signatures":
            found = found.reshape(-1, 2)
        setattr(self, name, found)
        return found

    def __len__(self) -> int:
        """The number of its rows."""
        return memoryview(self.buffers["rows"]).nbytes // 8

    @cached_property
    def token_starts(self) -> Array:
        """By length, where in `entry_tokens` the entries of that length begin; one more at the end."""
        import numpy as np

        counts = np.diff(self.length_starts.astype(np.int64))
        return np.concatenate(([0], np.cumsum(counts * np.arange(len(counts)))))

    @cached_property
    def compiled(self) -> kernel.Compiled | None:
        """The layer as the kernel has it, None where there is no kernel."""
        library = kernel.loaded()
        return kernel.Compiled(library, self.buffers) if library else None

    def nearest(
        self, query: Sequence[str], *, threshold: int, limit: int, skip: Collection[int] = frozenset()
    ) -> list[Near]:
        """The `limit` best rows whose tokens reach `threshold`, best first; rows in `skip` are not there."""
        return self.nearest_of_each([Query(tuple(query), limit, skip)], threshold=threshold)[0]

    def nearest_of_each(
        self, queries: Sequence[Query], *, threshold: int, dead: Collection[int] = frozenset()
    ) -> list[list[Near]]:
        """As `nearest`, for several queries; rows in `dead` are not there for any. Raises Damaged."""
        ids = [[self.token_id(token) for token in query.tokens] for query in queries]
        if self.compiled is not None:
            limits, skips = [query.limit for query in queries], [query.skip for query in queries]
            return self.compiled.nearest(ids, limits, skips, threshold=threshold, dead=dead)
        from rirbilingual.match import search

        try:
            return [
                search.nearest(
                    self, tokens, threshold=threshold, limit=query.limit, skip={*query.skip, *dead}
                )
                for tokens, query in zip(ids, queries, strict=True)
            ]
        except (IndexError, ValueError) as error:
            raise Damaged(f"a number in it points outside: {error}") from None

    def token_id(self, token: str) -> int:
        """The token's id, UNKNOWN where no entry has it."""
        cached = self._ids.get(token)
        if cached is not None:
            return cached
        hashes, ids, starts, words = self._vocabulary
        value = token_hash(token)
        place = bisect_left(hashes, value)
        found = UNKNOWN
        while place < len(hashes) and hashes[place] == value:
            if bytes(words[int(starts[place]) : int(starts[place + 1])]) == token.encode(
                "utf-8", "surrogatepass"
            ):
                found = int(ids[place])
                break
            place += 1
        if len(self._ids) < _CACHED:
            self._ids[token] = found
        return found

    @cached_property
    def _vocabulary(self) -> tuple[Any, Any, Any, Any]:
        """hashes, hash_ids, word_starts, words: views of the bytes, numpy's where bytes stand the other way round."""
        if sys.byteorder != "little":
            return self.hashes, self.hash_ids, self.word_starts, self.words
        hashes, ids, starts, words = (
            memoryview(self.buffers[name]) for name in ("hashes", "hash_ids", "word_starts", "words")
        )
        return hashes.cast("Q"), ids.cast("I"), starts.cast("I"), words

    def vocabulary(self) -> list[str]:
        """The tokens in the order of `hash_ids`."""
        blob, starts = self.words.tobytes(), self.word_starts.tolist()
        return [blob[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(starts)]
