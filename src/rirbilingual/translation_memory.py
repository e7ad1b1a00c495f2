"""Texts to matches: a store and the index over it, one memory or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.memory.concordance import holding
from rirbilingual.memory.sqlite import Added, SqliteMemory, Summary
from rirbilingual.model import Context, Match, MatchKind, Unit
from rirbilingual.text.normalise import normalised

if TYPE_CHECKING:
    from rirbilingual.match.layer import Layer

THRESHOLD = 70  # percent: below it a translator gains nothing from seeing a match
LIMIT = 5  # matches for a segment


@dataclass
class Memory:
    """Units that can be matched. `store` is None for a memory that lives in the program only."""

    name: str
    store: SqliteMemory | None = None
    _units: list[Unit] | None = None
    _layer: Layer | None = None
    _exact: dict[str, list[int]] | None = None

    @classmethod
    def open(cls, url: str | Path, *, create: bool = False) -> Memory:
        """The memory at a path. Raises RirError where there is none (unless `create`) or it is no memory."""
        if str(url).startswith(("postgresql://", "postgres://")):
            raise RirError("PostgreSQL memories are not available", str(url), "name a file")
        path = Path(url)
        return cls(path.name, SqliteMemory.open(path, create=create))

    @classmethod
    def of(cls, units: Iterable[Unit], name: str) -> Memory:
        """A memory of these units, in the program only."""
        return cls(name, _units=[unit for unit in units if unit.target])

    def add(self, units: Iterable[Unit]) -> Added:
        """Add units, all or none; those that are there already stay as they are."""
        return self.add_entries(Entry(unit) for unit in units)

    def add_entries(self, entries: Iterable[Entry]) -> Added:
        """As `add`, with the languages and attributes that a file gave them."""
        if self.store is None:
            raise RirError("this memory cannot be written", self.name, "name a memory of your own with -m")
        added = self.store.add(entry for entry in entries if entry.unit.source and entry.unit.target)
        self._units = self._layer = self._exact = None
        return added

    def units(self) -> Iterator[Unit]:
        """Every unit, in the order they came."""
        return iter(self._all())

    def summary(self) -> Summary:
        """The memory's figures."""
        if self.store is None:
            raise RirError("no file", self.name, "name a memory")
        return self.store.summary()

    def search(self, text: str, *, limit: int = 20) -> tuple[Match, ...]:
        """Matches of the text, then units that hold its words on either side."""
        found = list(self.match(text, limit=limit))
        seen = {(match.unit.source, match.unit.target) for match in found}
        for unit in holding(text, self._all()):
            if len(found) >= limit:
                break
            if (unit.source, unit.target) not in seen:
                seen.add((unit.source, unit.target))
                found.append(
                    Match(unit, MatchKind.FUZZY, self._score(text, unit.source), unit.target, (), self.name)
                )
        return tuple(found)

    def match(
        self, text: str, *, limit: int = LIMIT, threshold: int = THRESHOLD, context: Context | None = None
    ) -> tuple[Match, ...]:
        """The best matches, best first; ties go by state, date and age, so that the order is always the same."""
        exact = self._exact_matches(text, context)
        same = {id(match.unit) for match in exact}
        units = self._all()
        found = list(exact)
        for near in self._index().nearest(_tokens(text), threshold=threshold, limit=limit + len(exact)):
            unit = units[near.row]
            if id(unit) not in same and near_score(near.distance, near.longer) >= threshold:
                found.append(
                    Match(
                        unit,
                        MatchKind.FUZZY,
                        near_score(near.distance, near.longer),
                        unit.target,
                        (),
                        self.name,
                    )
                )
        return tuple(sorted(found, key=lambda m: (m.kind, -m.score))[:limit])

    def match_many(
        self,
        texts: Sequence[str],
        *,
        contexts: Sequence[Context] | None = None,
        limit: int = LIMIT,
        threshold: int = THRESHOLD,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Match, ...]]:
        """The matches of each text, in order. progress: called with 1 after each."""
        out = []
        for number, text in enumerate(texts):
            context = contexts[number] if contexts else None
            out.append(self.match(text, limit=limit, threshold=threshold, context=context))
            if progress:
                progress(1)
        return out

    # ------------------------------------------------------------------ inside

    def _all(self) -> list[Unit]:
        if self._units is None:
            assert self.store is not None
            self._units = [entry.unit for _, entry in self.store.entries()]
        return self._units

    def _index(self) -> Layer:
        if self._layer is None:
            from rirbilingual.match.build import Row, layer

            self._layer = layer(
                Row(number, unit.source, int(unit.state), unit.origin.date)
                for number, unit in enumerate(self._all())
            )
        return self._layer

    def _exact_matches(self, text: str, context: Context | None) -> list[Match]:
        if self._exact is None:
            self._exact = {}
            for number, unit in enumerate(self._all()):
                self._exact.setdefault(normalised(unit.source), []).append(number)
        found = []
        for number in self._exact.get(normalised(text), ()):
            unit = self._all()[number]
            kind = MatchKind.CONTEXT if context and _same_context(unit.context, context) else MatchKind.EXACT
            found.append(Match(unit, kind, 100, unit.target, (), self.name))
        found.sort(key=lambda m: (m.kind, -m.unit.state, _newest_first(m.unit.origin.date)))
        return found

    def _score(self, text: str, source: str) -> int:
        from rapidfuzz.distance import Levenshtein

        first, second = _tokens(text), _tokens(source)
        return near_score(Levenshtein.distance(first, second), max(len(first), len(second)))


def match_many(
    memories: Sequence[Memory],
    texts: Sequence[str],
    *,
    contexts: Sequence[Context] | None = None,
    limit: int = LIMIT,
    threshold: int = THRESHOLD,
    progress: Callable[[int], None] | None = None,
) -> list[tuple[Match, ...]]:
    """The best matches of each text from several memories; of equal ones, the earlier memory's goes first."""
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
        matches: dict[tuple[str, str], Match] = {}
        for match in sorted((m for part in found for m in part), key=lambda m: (m.kind, -m.score)):
            matches.setdefault((match.unit.source, match.unit.target), match)
        out.append(tuple(matches.values())[:limit])
    return out or [() for _ in texts]


def contexts_of(texts: Sequence[str]) -> list[Context]:
    """The neighbours of each text in a report."""
    padded = ["", *texts, ""]
    return [Context(padded[i], padded[i + 2]) for i in range(len(texts))]


def _tokens(text: str) -> tuple[str, ...]:
    from rirbilingual.match.tokens import tokens

    return tokens(text)


def near_score(distance: int, longer: int) -> int:
    """The score of unequal texts; see `match.score`."""
    from rirbilingual.match.score import score

    return score(distance, longer)


def _same_context(ours: Context, theirs: Context) -> bool:
    known = ours.previous or ours.next
    return bool(known) and (normalised(ours.previous), normalised(ours.next)) == (
        normalised(theirs.previous),
        normalised(theirs.next),
    )


def _newest_first(date: str) -> tuple[int, ...]:
    return tuple(-ord(c) for c in date)
