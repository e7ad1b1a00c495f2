"""What else there is, each made from the memory's sources and asked the same: a query to row numbers, best first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from rirbilingual.match.score import allowed, longest, loss, score, shortest
from rirbilingual.match.tokens import tokens
from rirbilingual.text.normalise import normalised

CANDIDATES = 200  # that an index of words hands to the reranker
RAREST = 8  # words of the query that it is asked for


class Scan:
    """rapidfuzz over words: every source whose length allows the threshold. It is the brute force as well."""

    name = "rapidfuzz word-level scan with a length window"

    def __init__(self, sources: Sequence[str]) -> None:
        self._ids: dict[str, int] = {}
        words = [self._text(source, grow=True) for source in sources]
        self._lengths = np.array([len(text) for text in words])
        self._order = np.argsort(self._lengths, kind="stable")
        self._sorted = [words[row] for row in self._order]
        self._starts = np.searchsorted(self._lengths[self._order], np.arange(self._lengths.max() + 2))
        self._equal: dict[str, list[int]] = {}
        for row, source in enumerate(sources):
            self._equal.setdefault(normalised(source), []).append(row)

    def _text(self, source: str, *, grow: bool = False) -> str:
        """The tokens as one character each, above those that mean something to UTF-16."""
        out = []
        for token in tokens(source):
            number = self._ids.get(token)
            if number is None:
                number = len(self._ids)
                if grow:
                    self._ids[token] = number
                else:
                    number = 0x10FFFF - 0x10000
            out.append(chr(0x10000 + number))
        return "".join(out)

    def near(self, query: str, threshold: int) -> list[tuple[float, int, int]]:
        """(loss, row, score) of all that reach the threshold, best first; a loss of −1 is equality."""
        text = self._text(query)
        m, last = len(text), len(self._starts) - 2
        low = int(self._starts[min(shortest(m, threshold), last)])
        high = int(self._starts[min(longest(m, threshold), last) + 1])
        cutoff = allowed(longest(m, threshold), threshold)
        found = cdist([text], self._sorted[low:high], scorer=Levenshtein.distance, score_cutoff=cutoff)[0]
        rows = self._order[low:high]
        longer = np.maximum(self._lengths[rows], m)
        kept = np.flatnonzero(100 * found.astype(np.int64) <= (100 - threshold) * longer)
        equal = set(self._equal.get(normalised(query), ()))
        out = [(-1.0, row, 100) for row in sorted(equal)]
        for place in kept.tolist():
            row, distance, length = int(rows[place]), int(found[place]), int(longer[place])
            if row not in equal and score(distance, length) >= threshold:
                out.append((loss(distance, length), row, score(distance, length)))
        return sorted(out)

    def ask(self, query: str, threshold: int, limit: int) -> list[int]:
        return [row for _, row, _ in self.near(query, threshold)[:limit]]


class Fts5:
    """SQLite's full-text search for the rarest words, its best candidates ranked anew by our score."""

    name = "SQLite FTS5 rarest words + rerank"

    def __init__(self, sources: Sequence[str]) -> None:
        self._sources = sources
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5 (source, content='', tokenize='unicode61')"
        )
        self._connection.executemany(
            "INSERT INTO t (rowid, source) VALUES (?, ?)", ((n + 1, s) for n, s in enumerate(sources))
        )
        self._counts = Counter(word for source in sources for word in set(source.casefold().split()))

    def ask(self, query: str, threshold: int, limit: int) -> list[int]:
        words = {"".join(c for c in word if c.isalnum()) for word in query.casefold().split()} - {""}
        rarest = sorted(words, key=lambda word: (self._counts[word], word))[:RAREST]
        asked = " OR ".join(f'"{word}"' for word in rarest)
        if not asked:
            return []
        rows = self._connection.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (asked, CANDIDATES)
        )
        return reranked(query, [row - 1 for (row,) in rows], self._sources, threshold, limit)


class Tantivy:
    """A Rust full-text library: its best candidates for all words of the query, ranked anew by our score."""

    name = "tantivy + rerank"

    def __init__(self, sources: Sequence[str]) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("source", stored=False)
        builder.add_unsigned_field("row", stored=True)
        self._sources, self._tantivy = sources, tantivy
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(256 * 1024 * 1024, 1)
        for row, source in enumerate(sources):
            document = tantivy.Document()
            document.add_text("source", source)
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, query: str, threshold: int, limit: int) -> list[int]:
        words = "".join(c if c.isalnum() else " " for c in query).lower()
        if not words.split():
            return []
        found = self._searcher.search(self._index.parse_query(words, ["source"]), CANDIDATES)
        rows = [int(self._searcher.doc(address)["row"][0]) for _, address in found.hits]
        return reranked(query, rows, self._sources, threshold, limit)


def reranked(
    query: str, rows: Sequence[int], sources: Sequence[str], threshold: int, limit: int
) -> list[int]:
    """Rows in the order of our score, those that reach the threshold."""
    words, form = tokens(query), normalised(query)
    found = []
    for row in rows:
        theirs = tokens(sources[row])
        longer = max(len(words), len(theirs))
        distance = Levenshtein.distance(words, theirs)
        equal = normalised(sources[row]) == form
        if equal or score(distance, longer) >= threshold:
            found.append((-1.0 if equal else loss(distance, longer), row))
    return [row for _, row in sorted(found)[:limit]]


class Toolkit:
    """translate-toolkit's matcher, its limit on length raised; it compares by characters."""

    name = "translate-toolkit match.matcher, max_length raised"

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        from translate.search import match
        from translate.storage import base

        class Store:
            units = []  # noqa: RUF012 - what the matcher asks of a store

            def isempty(self) -> bool:
                return not self.units

        # Its heap compares candidates of equal scores, and without this raises TypeError.
        base.TranslationUnit.__lt__ = lambda *_: False

        store: Any = Store()
        for source, target in pairs:
            unit = base.TranslationUnit(source)
            unit.target = target
            store.units.append(unit)
        self._matcher = match.matcher([store], max_candidates=5, min_similarity=70, max_length=10**6)

    def ask(self, query: str, threshold: int, limit: int) -> list[int]:
        self._matcher.matches(query)
        return []
