"""A memory to its figures: sizes, languages, origins, age, duplicates, contradictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rirbilingual.memory.store import Store

_LIVE = "FROM unit WHERE superseded_by IS NULL"


@dataclass(frozen=True, slots=True)
class Summary:
    """A memory's figures.

    conflicting: sources with several targets. duplicates: units that say what another one says (only their
    neighbours differ). unused: units that one report alone has. superseded: units kept, but no longer offered. origins: report → units. states: name of
    the state → units. oldest, newest: dates, "" where no unit has one.
    """

    units: int
    sources: int
    conflicting: int
    superseded: int
    bytes: int
    languages: tuple[str, str]
    origins: tuple[tuple[str, int], ...]
    duplicates: int = 0
    oldest: str = ""
    newest: str = ""
    states: tuple[tuple[int, int], ...] = ()
    terms: int = 0
    quotations: int = 0
    unused: int = 0


def summary(store: Store[Any]) -> Summary:
    """The memory's figures."""
    run = store.connection.execute

    def one(query: str) -> int:
        return int(run(query).fetchone()[0])

    oldest, newest = run(f"SELECT min(nullif(date, '')), max(date) {_LIVE}").fetchone()
    # A pair's high half is its target's: see `rows.pair_hash`.
    several = f"SELECT 1 {_LIVE} GROUP BY key HAVING count(DISTINCT pair >> 32) > 1"
    units = one(f"SELECT count(*) {_LIVE}")
    return Summary(
        units=units,
        sources=one(f"SELECT count(DISTINCT key) {_LIVE}"),
        conflicting=one(f"SELECT count(*) FROM ({several}) AS sources"),
        superseded=one("SELECT count(*) FROM unit WHERE superseded_by IS NOT NULL"),
        bytes=store.size(),
        languages=store.languages,
        origins=tuple(
            run(f"SELECT report, count(*) {_LIVE} GROUP BY report ORDER BY count(*) DESC, report").fetchall()
        ),
        duplicates=units
        - one(f"SELECT count(*) FROM (SELECT 1 {_LIVE} GROUP BY key, pair >> 32) AS wordings"),
        oldest=oldest or "",
        newest=newest or "",
        states=tuple(run(f"SELECT state, count(*) {_LIVE} GROUP BY state ORDER BY state DESC").fetchall()),
        terms=one("SELECT count(*) FROM term"),
        quotations=one("SELECT count(*) FROM quotation"),
        unused=one(f"SELECT count(*) {_LIVE} AND id NOT IN (SELECT unit FROM use)"),
    )
