"""Texts to matches: a store and the index over it, one memory or several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.memory import ledger, rows
from rirbilingual.memory.connection import PATIENCE
from rirbilingual.memory.sqlite import SqliteMemory
from rirbilingual.memory.store import Added, Store
from rirbilingual.model import Context, LedgerQuotation, Match, MatchKind, Term, Unit
from rirbilingual.text.normalise import normalised

if TYPE_CHECKING:
    from rirbilingual.match.index import Index
    from rirbilingual.match.near import Near, Query
    from rirbilingual.memory.figures import Summary
    from rirbilingual.memory.upkeep import Recalled
    from rirbilingual.memory.words import Words

THRESHOLD = 70  # percent: below it a translator gains nothing from seeing a match
POSTGRES = ("postgresql://", "postgres://")
_OPTIONS = ("penalty", "read-only", "patience")  # of ours, after a path or an address
LIMIT = 5  # matches for a segment

Progress = Callable[[int], None] | None


@dataclass(eq=False)
class Memory:
    """Units that can be matched.

    penalty: points by which its matches rank, and do not show, below their score. read_only: nothing is ever
    written to it.
    """

    name: str
    _store: Store[Any] | None
    penalty: int = 0
    _index: Index | None = field(default=None, repr=False)
    _words: Words | None = field(default=None, repr=False)
    _path: Path | None = None  # of a file that is made when something is put into it
    _patience: float = PATIENCE
    _counted: tuple[tuple[int, str, int, int], int] = ((0, "", 0, 0), 0)

    @classmethod
    def open(
        cls, url: str | Path, *, create: bool | None = None, read_only: bool = False, penalty: int = 0,
        patience: float = PATIENCE,
    ) -> Memory:  # fmt: skip
        """The memory at a path or a `postgresql://` address. Raises RirError where it is no memory, or the
        server does not answer.

        create: what to do where there is none: make one, refuse, or, by default, make one as soon as something
        is put into it; until then, asking it anything raises RirError.

        What the path cannot say may follow it: `office.sqlite?penalty=5&read-only&patience=60`. patience: seconds
        to wait for another writer.
        """
        place, options = _options(str(url))
        read_only |= "read-only" in options
        points = _points(options.get("penalty", penalty), str(url))
        patience = _seconds(options.get("patience", patience), str(url))
        if place.startswith(POSTGRES):
            from rirbilingual.memory.postgres import PostgresMemory

            database = PostgresMemory.open(place, create=bool(create), read_only=read_only, patience=patience)
            return cls(database.name, database, points)
        path = Path(place)
        if create is None and not read_only and not path.exists():
            return cls(path.name, None, points, _path=path, _patience=patience)
        store = SqliteMemory.open(path, create=bool(create), read_only=read_only, patience=patience)
        return cls(path.name, store, points)

    @classmethod
    def to_fill(cls, url: str) -> Memory:
        """The memory that something may be put into: a file is made only then, a server's at once."""
        return cls.open(url, create=url.startswith(POSTGRES) or None)

    @classmethod
    def of(cls, units: Iterable[Unit], name: str) -> Memory:
        """A memory of these units, in the program only."""
        store = SqliteMemory.in_memory()
        store.add(Entry(unit) for unit in units)
        store.read_only = True
        return cls(name, store)

    @property
    def store(self) -> Store[Any]:
        """Where the units are. Raises RirError where there is nothing yet."""
        if self._store is None:
            assert self._path is not None
            self._store = SqliteMemory.open(self._path, patience=self._patience)
        return self._store

    @property
    def is_there(self) -> bool:
        """Whether it can be asked anything: where it was not, it is made when something is put into it."""
        return self._store is not None

    def _writable(self) -> Store[Any]:
        """The store, made where there is none."""
        if self._store is None:
            assert self._path is not None
            self._store = SqliteMemory.open(self._path, create=True, patience=self._patience)
        return self._store

    @property
    def read_only(self) -> bool:
        return self._store is not None and self._store.read_only

    def close(self) -> None:
        """Let go of the files. Nothing else can be asked of it afterwards."""
        self._index = None
        if self._words is not None:
            self._words.close()
        if self._store is not None:
            self._store.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ what it holds

    def add(self, units: Iterable[Unit]) -> Added:
        """Add units, all or none; those that are there already stay as they are, or gain a state or approval.
        Those without a source or target are passed over."""
        return self.add_entries(Entry(unit) for unit in units)

    def add_entries(self, entries: Iterable[Entry]) -> Added:
        """As `add`, with the languages and attributes that a file gave them."""
        return self._writable().add(entries, index=lambda: self.index)

    def units(self) -> Iterator[Unit]:
        """Every unit that is not superseded, in the order they came."""
        return (entry.unit for entry in self.store.entries())

    @property
    def languages(self) -> tuple[str, str]:
        """Its source's and its target's, BCP 47."""
        return self.store.languages

    def count(self) -> int:
        """How many units there are. All are counted once; after that only new ones, unless some were replaced."""
        now, (before, units) = self.store.at(), self._counted
        if now[3] != before[3] or (before[0] and self.store.token(before[0]) != before[1]):
            before, units = (0, "", 0, 0), 0
        if now != before:
            units += self.store.count(before[2])
            self._counted = now, units
        return units

    def summary(self) -> Summary:
        """The memory's figures."""
        from rirbilingual.memory import figures

        return figures.summary(self.store)

    def quotations(self, reference: str | None = None) -> tuple[LedgerQuotation, ...]:
        """The ledger's quotations of a source (of all, for None), the newest first."""
        return ledger.quotations(self.store, reference)

    def add_quotations(self, quotations: Iterable[LedgerQuotation]) -> int:
        """Put quotations into the ledger, all or none; gives how many were new."""
        return ledger.add_quotations(self._writable(), quotations)

    def terms(self) -> tuple[Term, ...]:
        """The memory's termbase."""
        return ledger.terms(self.store)

    def add_terms(self, terms: Iterable[Term]) -> int:
        """Put terms into the termbase, all or none; gives how many were new or changed."""
        return ledger.add_terms(self._writable(), terms)

    # ------------------------------------------------------------------ matches

    def match(
        self, text: str, *, limit: int = LIMIT, threshold: int = THRESHOLD, context: Context | None = None
    ) -> tuple[Match, ...]:
        """The best matches, best first: by kind, similarity, state, date and age, so that the order is always
        the same. Units that say the same in the same words come once."""
        return self.match_many([text], contexts=[context], limit=limit, threshold=threshold)[0]

    def match_many(
        self,
        texts: Sequence[str],
        *,
        contexts: Sequence[Context | None] | None = None,
        limit: int = LIMIT,
        threshold: int = THRESHOLD,
        progress: Progress = None,
    ) -> list[tuple[Match, ...]]:
        """The matches of each text, in order, sought on all cores. progress: called with 1 for each."""
        from rirbilingual.match.batch import nearest
        from rirbilingual.match.near import Query
        from rirbilingual.match.tokens import tokens

        _refuse_odd(limit, threshold)
        with self.store.snapshot():  # one moment for all that is asked, and one look for other writers
            exact = [self._exact(text, contexts[n] if contexts else None) for n, text in enumerate(texts)]
            out = [_distinct(found)[:limit] for found in exact]
            open_ones = [n for n, found in enumerate(out) if len(found) < limit and threshold < 100]
            queries = [
                Query(tokens(texts[n]), limit - len(out[n]), {number for number, _ in exact[n]})
                for n in open_ones
            ]
            if queries:
                near = nearest(self.index, queries, threshold=threshold)
                units = self.store.units({row.row for found in near for row in found})
                for n, query, found in zip(open_ones, queries, near, strict=True):
                    out[n] += self._fuzzy(query, found, units, threshold, {_words(m) for m in out[n]})
        if progress:
            progress(len(texts))
        return [tuple(found) for found in out]

    def search(self, text: str, *, limit: int = 20, progress: Progress = None) -> tuple[Match, ...]:
        """Matches of the text, then units that hold its words, or forms of them, on either side. progress: told
        of units whose words are read for the first time."""
        from rirbilingual.memory import concordance

        found = list(self.match(text, limit=limit))
        seen = {_words(match) for match in found}
        if len(found) < limit:
            for unit in concordance.holding(self.store, self.words, text, limit=limit, progress=progress):
                if (unit.source, unit.target) not in seen:
                    seen.add((unit.source, unit.target))
                    found.append(self._matched(unit, MatchKind.FUZZY, self._score(text, unit.source)))
        return tuple(found[:limit])

    def search_expression(
        self, *, source: str | None = None, target: str | None = None, limit: int = 20
    ) -> tuple[Match, ...]:
        """Units whose source and target the regular expressions find something in; their score is 0."""
        from rirbilingual.memory import concordance

        _refuse_odd(limit)
        found = concordance.matching(self.store, source=source, target=target, limit=limit)
        return tuple(self._matched(unit, MatchKind.FUZZY, 0) for unit in found)

    # ------------------------------------------------------------------ upkeep

    def recall(self, name: str, *, reason: str = "", when: str = "") -> list[Recalled]:
        """Take back the units of this id, or of this English text: kept, never offered again. Gives each with
        the reports in which it was approved."""
        from rirbilingual.memory import upkeep

        return upkeep.recall(self.store, name, reason=reason, when=when)

    def backup(self, path: Path) -> int:
        """Copy the memory to a new file, whole or not at all; gives its bytes."""
        from rirbilingual.memory import upkeep

        if not isinstance(self.store, SqliteMemory):
            raise RirError("a database, not a file", self.store.name, "use pg_dump, or memory export")
        return upkeep.backup(self.store, path)

    def problems(self, *, progress: Progress = None) -> list[str]:
        """What is wrong with the memory's file; nothing for a good one. A damaged index is removed and built again."""
        from rirbilingual.memory import upkeep

        found = list(upkeep.problems(self.store, progress=progress))
        if damage := self.index.check():
            self.index.drop()
            found += [f"its index was damaged ({line}); it is built again" for line in damage]
        if damage := self.words.check():
            self.words.drop()
            found += [f"its index of words was damaged ({line}); it is built again" for line in damage]
        return found

    # ------------------------------------------------------------------ inside

    @property
    def index(self) -> Index:
        """The index of the memory's sources; nothing of it is read before it is asked."""
        if self._index is None:
            from rirbilingual.match.index import Index

            self._index = Index(self.store, _index_folder(self.store))
        return self._index

    @property
    def words(self) -> Words:
        """The index of the memory's words, for concordance; nothing of it is read before it is asked."""
        if self._words is None:
            from rirbilingual.memory.words import Words

            self._words = Words(self.store, _index_folder(self.store))
        return self._words

    def _exact(self, text: str, context: Context | None) -> list[tuple[int, Match]]:
        """The units of the same normalised source, with their numbers: the same neighbours first, then state,
        date and age."""
        from rirbilingual.match.near import standing

        neighbours = rows.neighbours(context) if context else 0
        ranked = []
        for number, theirs, unit in self.store.exact(text):
            same = bool(neighbours) and theirs == neighbours
            kind = MatchKind.CONTEXT if same else MatchKind.EXACT
            order = (kind, -standing(int(unit.state), rows.date(unit)), number)
            ranked.append((order, self._matched(unit, kind, 100)))
        ranked.sort(key=lambda pair: pair[0])
        return [(order[2], match) for order, match in ranked]

    def _fuzzy(
        self,
        query: Query,
        near: list[Near],
        units: dict[int, Unit],
        threshold: int,
        seen: set[tuple[str, str]],
    ) -> list[Match]:
        """The units of the nearest rows, each wording once: as many more rows are asked for as that takes."""
        from rirbilingual.match.batch import nearest

        wanted = query.limit
        while True:
            matches = [(row.row, self._near(row, units[row.row])) for row in near]
            found = _distinct(matches, seen)
            if len(found) >= query.limit or len(near) < wanted:
                return found[: query.limit]
            wanted *= 4
            near = nearest(self.index, [query._replace(limit=wanted)], threshold=threshold)[0]
            units = self.store.units(row.row for row in near)

    def _near(self, row: Near, unit: Unit) -> Match:
        from rirbilingual.match.score import score

        return self._matched(unit, MatchKind.FUZZY, score(row.distance, row.longer))

    def _matched(self, unit: Unit, kind: MatchKind, score: int) -> Match:
        return Match(unit, kind, score, unit.target, (), self.name, self.penalty)

    def _score(self, text: str, source: str) -> int:
        from rapidfuzz.distance import Levenshtein

        from rirbilingual.match.score import PERFECT, score
        from rirbilingual.match.tokens import tokens

        if normalised(text) == normalised(source):
            return PERFECT
        first, second = tokens(text), tokens(source)
        return score(Levenshtein.distance(first, second), max(len(first), len(second)))


def match_many(
    memories: Sequence[Memory],
    texts: Sequence[str],
    *,
    contexts: Sequence[Context] | None = None,
    limit: int = LIMIT,
    threshold: int = THRESHOLD,
    progress: Progress = None,
) -> list[tuple[Match, ...]]:
    """The best matches of each text from several memories, a memory's penalty taken off its scores to rank
    them; of equal ones, the earlier memory's goes first."""
    per_memory = [
        memory.match_many(
            texts,
            contexts=contexts,
            limit=limit,
            threshold=threshold,
            progress=progress if not number else None,
        )
        for number, memory in enumerate(memories)
    ]
    out = []
    for found in zip(*per_memory, strict=True):
        ranked = [
            (m.kind, memory.penalty - m.score, m)
            for memory, part in zip(memories, found, strict=True)
            for m in part
        ]
        ranked.sort(key=lambda triple: triple[:2])
        matches: dict[tuple[str, str], Match] = {}
        for _, _, match in ranked:
            matches.setdefault(_words(match), match)
        out.append(tuple(matches.values())[:limit])
    return out or [() for _ in texts]


def contexts_of(texts: Sequence[str]) -> list[Context]:
    """The neighbours of each text in a report."""
    padded = ["", *texts, ""]
    return [Context(padded[i], padded[i + 2]) for i in range(len(texts))]


def _words(match: Match) -> tuple[str, str]:
    return match.unit.source, match.unit.target


def _distinct(numbered: Iterable[tuple[int, Match]], seen: Iterable[tuple[str, str]] = ()) -> list[Match]:
    """The matches, each wording once, none that was seen."""
    first: dict[tuple[str, str], Match] = {}
    for _, match in numbered:
        first.setdefault(_words(match), match)
    for words in seen:
        first.pop(words, None)
    return list(first.values())


def _refuse_odd(limit: int, threshold: int = THRESHOLD) -> None:
    if not isinstance(threshold, int) or not 1 <= threshold <= 100:
        raise RirError(
            "a threshold is a whole number from 1 to 100", f"threshold={threshold}", "give percent"
        )
    if limit < 1:
        raise RirError("a limit is 1 or more", f"limit={limit}", "say how many matches you want")


def file_of(url: str) -> Path | None:
    """The file that a memory's path names, None for an address. Raises RirError for an option that is none."""
    place, _ = _options(url)
    return None if place.startswith(POSTGRES) else Path(place)


def _options(url: str) -> tuple[str, dict[str, str]]:
    """A path or address without our options, and these: what stands after its question mark, unless a file has
    that very name. An address keeps the options that are the database's own."""
    place, mark, query = url.rpartition("?")
    if not mark or Path(url).exists():
        return url, {}
    from urllib.parse import parse_qsl, urlencode

    options = dict(parse_qsl(query, keep_blank_values=True))
    others = {name: value for name, value in options.items() if name not in _OPTIONS}
    if others and not place.startswith(POSTGRES):
        raise RirError(f'no option "{min(others)}"', url, "use penalty=POINTS, patience=SECONDS or read-only")
    return (f"{place}?{urlencode(others)}" if others else place), options


def _seconds(text: str | float, url: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 86_400:
        raise RirError("patience is seconds, a day at most", url, "give a number, such as patience=60")
    return seconds


def _points(text: str | int, url: str) -> int:
    try:
        points = int(text)
    except ValueError:
        points = -1
    if not 0 <= points <= 100:
        raise RirError("a penalty is a whole number from 0 to 100", url, "give points, such as penalty=5")
    return points


def _index_folder(store: Store[Any]) -> Path | None:
    """Where a memory's index is kept: beside it, or in the user's cache where that may not be, or is no file."""
    if not store.lasting:
        return None
    if store.path is not None:
        beside = store.path.with_name(f"{store.path.name}.index")
        if beside.is_dir() or os.access(store.path.parent, os.W_OK):
            return beside
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "rirbilingual" / store.identity
