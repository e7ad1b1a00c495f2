"""A memory's store to nearest rows: layers in files beside it, and the rows they do not have yet.

The index is a disposable cache. `index.json` says of which history of the store it was made, and which layers
it has; every layer is a file that is never changed. Rows that came later are the tail: indexed in memory until
there are enough for a layer of their own. A layer that has grown to a quarter of the one before it is merged
with it. Whatever is missing, damaged, of another version or of another history is built again from the store.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zlib import crc32

from rirbilingual.errors import RirError
from rirbilingual.files import locked, write_whole
from rirbilingual.match.layer import Layer
from rirbilingual.match.near import Damaged, Near, Query, Row, told
from rirbilingual.match.stored import VERSION, fingerprint, read_layer, write_layer

if TYPE_CHECKING:
    from rirbilingual.match.ahead import Ahead

TAIL = 512  # rows at most that are indexed anew by each process
MERGE_RATIO = 4  # a layer that has more than this part of the one before it is merged with it
MOST_DEAD = 8  # a layer of which more than one row in so many is dead is written anew
_MANIFEST = "index.json"

Progress = Callable[[int], None] | None


class At(NamedTuple):
    """A moment in a store's history: its last revision with that one's token, its last unit, its last change."""

    revision: int
    token: str
    unit: int
    change: int


NEVER = At(0, "", 0, 0)


class Source(Protocol):
    """What the index asks of a store. Rows are of units that are not superseded."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Inside, all answers are of one moment."""

    def at(self) -> tuple[int, str, int, int]: ...
    def token(self, revision: int) -> str | None: ...
    def rows(self, after: int) -> Iterator[tuple[int, str, int, str]]: ...
    def rows_of(self, ids: Collection[int]) -> Iterator[tuple[int, str, int, str]]: ...
    def changed(self, after: int) -> list[tuple[int, int]]:
        """(number of the change, unit) of units whose state changed or that were superseded."""


@dataclass(eq=False)
class _Sealed:
    """A layer in a file. change: the last one that it knows of. dead: its rows that are not as they were."""

    name: str
    rows: int
    change: int
    print: list[int]
    layer: Layer
    dead: set[int] = field(default_factory=set)


class Index:
    """The index of a store. `folder`: where it is kept, None for in memory only."""

    def __init__(self, source: Source, folder: Path | None) -> None:
        self._source, self._folder = source, folder
        self._loaded = False
        self._covered = NEVER  # what the sealed layers hold
        self._seen: At | None = None  # what the layers and the tail hold
        self._sealed: list[_Sealed] = []
        self._tail: Layer | None = None

    def nearest(self, queries: Sequence[Query], *, threshold: int) -> list[list[Near]]:
        """The nearest rows of each query that reach the threshold, best first, of the rows that the last `refresh`
        knew: the store is not asked. Raises Damaged."""
        found: list[list[Near]] = [[] for _ in queries]
        for part, dead in self.layers():
            for near, more in zip(
                found, part.nearest_of_each(queries, threshold=threshold, dead=dead), strict=True
            ):
                near += more
        return [sorted(near)[: query.limit] for near, query in zip(found, queries, strict=True)]

    def layers(self) -> list[tuple[Layer, set[int]]]:
        """The layers with their dead rows, as the last `refresh` left them."""
        out = [(sealed.layer, sealed.dead) for sealed in self._sealed]
        return [*out, (self._tail, set())] if self._tail is not None else out

    def refresh(self, progress: Progress = None) -> None:
        """Take in what the store has learnt since; quick where that is nothing."""
        if self._source.at() == self._seen:
            return
        with self._source.snapshot():
            now = At(*self._source.at())
            if not self._loaded:
                self._load()
            if not self._continues():
                self._forget()
            changes = self._source.changed(self._oldest_change())
            if now.unit - self._covered.unit + sum(c > self._covered.change for c, _ in changes) > TAIL:
                self._seal(now, progress)
                changes = self._source.changed(self._oldest_change())
            for sealed in self._sealed:
                sealed.dead = {unit for change, unit in changes if change > sealed.change}
            rows = [Row(*row) for row in self._fresh()]
            self._tail = _layer(rows) if rows else None
            self._seen = now

    def ahead(self) -> Ahead | None:
        """A process that makes a layer while many rows are added, None where no index is kept on disk.

        To be called inside the addition's transaction: it has the rows so far, and is to be given all others.
        """
        if self._folder is None:
            return None
        self._load()
        if not self._continues():
            self._forget()
        from rirbilingual.match.ahead import Ahead

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            ahead = Ahead(self._folder / _fresh_name())
        except OSError as reason:
            told("index %s: %s", self._folder, reason)
            return None
        ahead.add(self._fresh())
        return ahead

    def adopt(self, ahead: Ahead, at: tuple[int, str, int, int]) -> None:
        """Take in the layer of rows that were handed on. at: the addition's revision, with the last change that
        the layer knows of."""
        if ahead.finish():
            self._try(lambda: self._take_in(ahead, At(*at)))

    def _take_in(self, ahead: Ahead, covered: At) -> None:
        assert self._folder is not None
        with locked(self._folder / "lock"):
            before = self._covered
            self._load()
            if not self._continues() or self._covered != before:
                ahead.path.unlink(missing_ok=True)  # another process was quicker
                return
            layer = read_layer(ahead.path, whole=False)
            new = _Sealed(ahead.path.name, ahead.rows, covered.change, fingerprint(ahead.path), layer)
            self._write_manifest(covered, [*self._sealed, new])
            self._covered, self._sealed = covered, [*self._sealed, new]

    def _oldest_change(self) -> int:
        return min((sealed.change for sealed in self._sealed), default=self._covered.change)

    def _continues(self) -> bool:
        """Whether the store's history is the one that the layers were made of."""
        covered = self._covered
        return covered == NEVER or self._source.token(covered.revision) == covered.token

    def _forget(self) -> None:
        self._covered, self._sealed = NEVER, []

    def _fresh(self) -> Iterator[tuple[int, str, int, str]]:
        """The rows that no layer has as they are now."""
        since = {unit for change, unit in self._source.changed(self._covered.change)}
        yield from self._source.rows_of({unit for unit in since if unit <= self._covered.unit})
        yield from self._source.rows(self._covered.unit)

    # ------------------------------------------------------------------ files

    def _load(self) -> None:
        """Open what is there; anything that is not as it was written counts as not there."""
        self._loaded = True
        if self._folder is None:
            return
        try:
            covered, listed = _manifest(self._folder)
            sealed, stale = [], False
            for name, rows, change, print_ in listed:
                same = fingerprint(self._folder / name) == print_
                found = read_layer(self._folder / name, whole=not same)
                stale |= not same
                sealed.append(_Sealed(name, rows, change, fingerprint(self._folder / name), found))
        except (Damaged, OSError) as reason:
            told("index %s: %s; it is built again", self._folder, reason)
            self._forget()
            return
        self._covered, self._sealed = covered, sealed
        if stale and self._continues():  # copied, say: good, and remembered as it is now
            self._try(lambda: self._write_manifest(covered, sealed))

    def check(self) -> list[str]:
        """What is wrong with the files, every byte compared with its checksum."""
        if self._folder is None or not (self._folder / _MANIFEST).exists():
            return []
        try:
            for name, *_ in _manifest(self._folder)[1]:
                read_layer(self._folder / name, whole=True)
        except (Damaged, OSError) as reason:
            return [str(reason)]
        return []

    def drop(self) -> None:
        """Remove the files; they are built again when they are needed."""
        self._forget()
        self._seen = self._tail = None
        if self._folder is not None and self._folder.is_dir():
            self._sweep(set())

    def size(self) -> int:
        """Bytes on disk."""
        if self._folder is None or not self._folder.is_dir():
            return 0
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def _seal(self, now: At, progress: Progress) -> None:
        """Put the fresh rows into a layer of their own, merged with those before it that are not much larger."""
        if self._folder is None:
            self._put(now, progress, None)
            return
        done = False

        def write() -> None:
            nonlocal done
            assert self._folder is not None
            self._folder.mkdir(parents=True, exist_ok=True)
            with locked(self._folder / "lock"):
                self._load()  # another process may have been quicker
                if not self._continues():
                    self._forget()
                if self._covered != now:
                    self._put(now, progress, self._folder)
            done = True

        self._try(write)
        if not done:
            self._folder = None  # nothing can be written there: as if the memory had no place for one
            self._put(now, progress, None)

    def _put(self, now: At, progress: Progress, folder: Path | None) -> None:
        fresh = now.unit - self._covered.unit
        kept, merged = list(self._sealed), []
        while kept and kept[-1].rows < max(MERGE_RATIO * fresh, MOST_DEAD * len(kept[-1].dead)):
            merged.append(kept.pop())
            fresh += merged[-1].rows
        from rirbilingual.match.build import Builder, held

        builder = Builder(folder)
        for old in merged:
            dead = {unit for change, unit in self._source.changed(old.change) if change > old.change}
            builder.add_layer(old.layer, dead)
        builder.add((Row(*row) for row in self._fresh()), progress)
        spools = builder.spools()
        name = _fresh_name()
        if folder is None:
            sealed = [*kept, _Sealed(name, builder.rows, now.change, [], held(spools))]
        else:
            write_layer(spools, folder / name)
            written = read_layer(folder / name, whole=False)
            sealed = [
                *kept,
                _Sealed(name, builder.rows, now.change, fingerprint(folder / name), written),
            ]
            self._write_manifest(now, sealed)
            self._sweep({layer.name for layer in sealed})
        self._covered, self._sealed = now, sealed

    def _write_manifest(self, covered: At, sealed: Iterable[_Sealed]) -> None:
        assert self._folder is not None
        layers = [[layer.name, layer.rows, layer.change, layer.print] for layer in sealed]
        body = json.dumps({"version": VERSION, "covered": list(covered), "layers": layers})
        write_whole(
            self._folder / _MANIFEST, json.dumps({"check": crc32(body.encode()), "index": body}).encode()
        )

    def _sweep(self, names: set[str]) -> None:
        """Remove what the manifest does not name: layers that were merged, what a killed process left."""
        assert self._folder is not None
        for path in self._folder.iterdir():
            if path.name not in names and (path.suffix in (".layer", ".tmp") or not names):
                path.unlink(missing_ok=True)

    def _try(self, write: Callable[[], None]) -> None:
        """Write to the cache; where that fails, the answers are the same without it."""
        try:
            write()
        except (OSError, RirError, Damaged) as reason:
            told("index %s: %s; kept in memory", self._folder, reason)


def _layer(rows: Iterable[Row]) -> Layer:
    from rirbilingual.match.build import layer

    return layer(rows)


def _fresh_name() -> str:
    return f"{os.urandom(8).hex()}.layer"


def _manifest(folder: Path) -> tuple[At, list[tuple[str, int, int, list[int]]]]:
    """What `index.json` says. Raises Damaged or OSError."""
    try:
        outer = json.loads((folder / _MANIFEST).read_bytes())
        body = outer["index"]
        if crc32(body.encode()) != outer["check"]:
            raise Damaged("index.json was changed")
        stated: dict[str, Any] = json.loads(body)
        if stated["version"] != VERSION:
            raise Damaged(f"of version {stated['version']}")
        return At(*stated["covered"]), [(n, r, c, p) for n, r, c, p in stated["layers"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"index.json: {error}") from None
