"""Entries into a memory's open transaction: what is new, what is there already, what contradicts or replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rirbilingual.formats.entry import Entry
from rirbilingual.memory import rows
from rirbilingual.model import Unit

if TYPE_CHECKING:
    from rirbilingual.memory.store import Connection

_LIVE = "superseded_by IS NULL"


MANY = 20_000  # new units from which on their index is made while the others still come

Columns = tuple[int, str, int, str]  # number, source, state, date


class Handed(Protocol):
    """Who indexes rows while others are still added."""

    def add(self, rows: Iterable[Columns], /) -> None: ...
    def stop(self) -> None: ...


class Indexing(Protocol):
    """What an addition asks of an index, where its units are many; see `match.index`."""

    def ahead(self) -> Handed | None: ...
    def adopt(self, handed: Any, at: tuple[int, str, int, int], /) -> None: ...


class Addition:
    """One addition and its counts; see `store.Added`."""

    def __init__(
        self,
        connection: Connection,
        insert: Callable[[Sequence[tuple[Any, ...]]], None],
        index: Callable[[], Indexing] | None = None,
    ) -> None:
        self._connection, self._insert_rows, self._index = connection, insert, index
        self.handed: Handed | None = None
        self.change = 0  # the last one that those rows show
        self.new = self.same = self.conflicting = self.changed = self.superseded = 0

    def take(self, part: Sequence[Entry]) -> None:
        """Add some entries, in order. Those whose source nobody has, mostly all, go in by one statement."""
        values = [rows.row(entry) for entry in part]
        marks = ",".join("?" * len(values))
        known = {
            key
            for (key,) in self._connection.execute(
                f"SELECT DISTINCT key FROM unit WHERE key IN ({marks})", [row[0] for row in values]
            )
        }
        strangers: list[tuple[Any, ...]] = []
        for entry, row in zip(part, values, strict=True):
            if row[0] not in known:
                known.add(row[0])
                strangers.append(row)
                continue
            self._insert(strangers)
            strangers = []
            self._take(entry, row)
        self._insert(strangers)

    def _insert(self, values: list[tuple[Any, ...]]) -> None:
        if values:
            self._insert_rows(values)
            self.new += len(values)
            self._hand_on(values)

    def _hand_on(self, values: list[tuple[Any, ...]]) -> None:
        """Give the new rows to whoever indexes them; where that begins, with all that came before."""
        if self.handed is not None:
            last = self._last()
            numbers = range(last - len(values) + 1, last + 1)  # one after the other: nobody else is writing
            self.handed.add((n, row[3], row[5], row[6]) for n, row in zip(numbers, values, strict=True))
        elif self._index is not None and self.new >= MANY:
            (self.change,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
            self.handed = self._index().ahead()

    def _take(self, entry: Entry, values: tuple[Any, ...]) -> None:
        """Add an entry whose source is there."""
        key, pair, unit = values[0], values[1], entry.unit
        there = self._connection.execute(
            "SELECT id, state, date, approvals, report FROM unit WHERE key = ? AND pair = ?", (key, pair)
        ).fetchone()
        if there:
            self.same += 1
            self.changed += self._strengthen(there, unit)
            return
        other = self._has_other(key, pair)
        self._insert([values])
        number = self._last()
        self.conflicting += other
        if other and unit.approvals and unit.id and unit.origin.report:
            self.superseded += self._supersede(number, key, unit)

    def _last(self) -> int:
        """The number of the unit that came last: nobody else is writing."""
        return int(self._connection.execute("SELECT max(id) FROM unit").fetchone()[0])

    def _has_other(self, key: int, pair: int) -> bool:
        """Whether the source has another target."""
        low, high = rows.wording(pair)
        found = self._connection.execute(
            f"SELECT EXISTS (SELECT 1 FROM unit WHERE key = ? AND pair < ? AND {_LIVE})"
            f" OR EXISTS (SELECT 1 FROM unit WHERE key = ? AND pair > ? AND {_LIVE})",
            (key, low, key, high),
        ).fetchone()
        return bool(found[0])

    def _strengthen(self, there: tuple[int, int, str, str | None, str], unit: Unit) -> bool:
        """Give a unit that is there the better state and the approvals of the same one that came again."""
        number, state, date, packed, report = there
        if unit.origin.report and unit.origin.report != report:
            self._connection.execute(
                "INSERT INTO use (unit, report) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (number, unit.origin.report),
            )
        if unit.state <= state and not unit.approvals:
            return False
        approvals = rows.approvals_of(packed)
        merged = (*approvals, *(a for a in unit.approvals if a not in approvals))
        if unit.state <= state and merged == approvals:
            return False
        self._connection.execute(
            "UPDATE unit SET state = ?, date = ?, approvals = ? WHERE id = ?",
            (max(int(unit.state), state), max(rows.date(unit), date), rows.packed_approvals(merged), number),
        )
        self._connection.execute("INSERT INTO change (unit) VALUES (?)", (number,))
        return True

    def _supersede(self, number: int, key: int, unit: Unit) -> int:
        """Let an approval replace the older wording of the same unit of the same report, or the other way round."""
        olds = self._connection.execute(
            f"SELECT id, date FROM unit WHERE key = ? AND uid = ? AND report = ? AND id <> ? AND {_LIVE}",
            (key, unit.id, unit.origin.report, number),
        ).fetchall()
        for old, date in olds:
            loser, winner = (old, number) if date <= rows.date(unit) else (number, old)
            self._connection.execute("UPDATE unit SET superseded_by = ? WHERE id = ?", (winner, loser))
            self._connection.execute("INSERT INTO change (unit) VALUES (?)", (loser,))
        return len(olds)
