"""Entries into a memory's open transaction: what is new, what is there already, what contradicts or replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(slots=True)
class _There:
    """What a memory has of a unit, as far as one that comes must know it. number: 0 until it is inserted."""

    number: int
    pair: int
    state: int
    date: str
    approvals: str | None
    report: str
    superseded_by: int | None = None


class Addition:
    """One addition and its counts; see `store.Added`.

    A part of the entries costs one statement to read what is there of their sources, and one to insert what is
    new: whatever else is to be decided is decided here.
    """

    def __init__(
        self,
        connection: Connection,
        insert: Callable[[Sequence[tuple[Any, ...]]], None],
        index: Callable[[], Indexing] | None = None,
    ) -> None:
        self._connection, self._insert_rows, self._index = connection, insert, index
        self._waiting: list[tuple[Any, ...]] = []  # rows to insert, and what is known of each
        self._known_waiting: list[_There] = []
        self.handed: Handed | None = None
        self.change = 0  # the last one that those rows show
        self.new = self.same = self.conflicting = self.changed = self.superseded = 0

    def take(self, part: Sequence[Entry]) -> None:
        """Add some entries, in order."""
        values = [rows.row(entry) for entry in part]
        there = self._there({row[0] for row in values})
        for entry, row in zip(part, values, strict=True):
            self._take(entry.unit, row, there.setdefault(row[0], []))
        self._insert()

    def _there(self, keys: set[int]) -> dict[int, list[_There]]:
        """What the memory has of the sources of these keys."""
        found: dict[int, list[_There]] = {}
        marks = ",".join("?" * len(keys))
        query = (
            "SELECT key, id, pair, state, date, approvals, report, superseded_by"
            f" FROM unit WHERE key IN ({marks})"
        )
        for key, *held in self._connection.execute(query, list(keys)):
            found.setdefault(key, []).append(_There(*held))
        return found

    def _take(self, unit: Unit, row: tuple[Any, ...], there: list[_There]) -> None:
        pair = row[1]
        conflicting = recalled = False
        for held in there:
            if held.pair == pair:
                self.same += 1
                self._recode(held, unit, row)
                self.changed += self._strengthen(held, unit)
                return
            if rows.wording(held.pair) == rows.wording(pair):
                recalled |= held.superseded_by == rows.RECALLED
            else:
                conflicting |= held.superseded_by is None
        if recalled:  # also beside other neighbours, or none, as an old file has them
            self.same += 1
            return
        new = _There(0, pair, row[5], row[6], row[18], row[12])
        there.append(new)
        self._waiting.append(row)
        self._known_waiting.append(new)
        self.new += 1
        self.conflicting += conflicting
        if conflicting and unit.approvals and unit.id and unit.origin.report:
            self._insert()
            self.superseded += self._supersede(new, row[0], unit, there)

    def _insert(self) -> None:
        """Insert the rows that wait, and hand them to whoever indexes them; where that begins, with all that came
        before."""
        values = self._waiting
        if not values:
            return
        self._insert_rows(values)
        first = self._last() - len(values) + 1  # one after the other: nobody else is writing
        for number, held in enumerate(self._known_waiting, first):
            held.number = number
        if self.handed is not None:
            self.handed.add((n, row[3], row[5], row[6]) for n, row in enumerate(values, first))
        elif self._index is not None and self.new >= MANY:
            (self.change,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
            self.handed = self._index().ahead()
        self._waiting, self._known_waiting = [], []

    def _last(self) -> int:
        """The number of the unit that came last: nobody else is writing."""
        return int(self._connection.execute("SELECT max(id) FROM unit").fetchone()[0])

    def _recode(self, held: _There, unit: Unit, row: tuple[Any, ...]) -> None:
        """Give a unit that is there the inline codes of the same one that came again and is no worse."""
        if unit.state >= held.state and (unit.source_codes or unit.target_codes):
            self._insert()
            self._connection.execute("UPDATE unit SET attributes = ? WHERE id = ?", (row[-1], held.number))

    def _strengthen(self, held: _There, unit: Unit) -> bool:
        """Give a unit that is there the better state and the approvals of the same one that came again."""
        if unit.origin.report and unit.origin.report != held.report:
            self._insert()
            self._connection.execute(
                "INSERT INTO use (unit, report) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (held.number, unit.origin.report),
            )
        if unit.state <= held.state and not unit.approvals:
            return False
        approvals = rows.approvals_of(held.approvals)
        merged = (*approvals, *(a for a in unit.approvals if a not in approvals))
        if unit.state <= held.state and merged == approvals:
            return False
        self._insert()
        held.state = max(int(unit.state), held.state)
        held.date = max(rows.date(unit), held.date)
        held.approvals = rows.packed_approvals(merged)
        self._connection.execute(
            "UPDATE unit SET state = ?, date = ?, approvals = ? WHERE id = ?",
            (held.state, held.date, held.approvals, held.number),
        )
        self._connection.execute("INSERT INTO change (unit) VALUES (?)", (held.number,))
        return True

    def _supersede(self, new: _There, key: int, unit: Unit, there: Sequence[_There]) -> int:
        """Let an approval replace the older wording of the same unit of the same report, or the other way round."""
        olds = self._connection.execute(
            f"SELECT id, date FROM unit WHERE key = ? AND uid = ? AND report = ? AND id <> ? AND {_LIVE}",
            (key, unit.id, unit.origin.report, new.number),
        ).fetchall()
        held = {one.number: one for one in there}
        for old, date in olds:
            loser, winner = (old, new.number) if date <= rows.date(unit) else (new.number, old)
            held[loser].superseded_by = winner
            self._connection.execute("UPDATE unit SET superseded_by = ? WHERE id = ?", (winner, loser))
            self._connection.execute("INSERT INTO change (unit) VALUES (?)", (loser,))
        return len(olds)
