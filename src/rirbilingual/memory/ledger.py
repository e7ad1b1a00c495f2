"""The quotation ledger and the termbase of a memory: values in, values out, in the memory's own file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rirbilingual.formats.tbx import known_status
from rirbilingual.memory.store import Store
from rirbilingual.model import LedgerQuotation, Term


def quotations(store: Store[Any], reference: str | None = None) -> tuple[LedgerQuotation, ...]:
    """The quotations of a source (of all, for None), the newest first: the first of several is the one to use."""
    where, values = ("", ()) if reference is None else ("WHERE reference = ?", (reference,))
    query = f"SELECT reference, english, french, language, report FROM quotation {where} ORDER BY id DESC"
    return tuple(LedgerQuotation(*row) for row in store.connection.execute(query, values))


def add_quotations(store: Store[Any], found: Iterable[LedgerQuotation]) -> int:
    """Add quotations, all or none; gives how many were new. One whose words are there already stays."""
    with store.writing() as connection:
        return sum(
            connection.execute(
                "INSERT INTO quotation (reference, english, french, language, report)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (q.reference, q.english, q.french, q.language, q.report),
            ).rowcount
            for q in found
        )


def terms(store: Store[Any]) -> tuple[Term, ...]:
    """The termbase, in the order it came. A status that was once taken over as its TBX had it is ours; one that is
    not known bars the term."""
    query = "SELECT english, french, domain, status, note FROM term ORDER BY id"
    return tuple(
        Term(english, french, domain, known_status(status) or "deprecated", note)
        for english, french, domain, status, note in store.connection.execute(query)
    )


def add_terms(store: Store[Any], found: Iterable[Term]) -> int:
    """Add terms, all or none; gives how many were new or said something else before. Of one that comes twice, the
    last counts."""
    last = {(t.english, t.french, t.domain): t for t in found}
    with store.writing() as connection:
        return sum(
            connection.execute(
                "INSERT INTO term (english, french, domain, status, note) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (english, french, domain) DO UPDATE SET status = excluded.status,"
                " note = excluded.note WHERE (term.status, term.note) <> (excluded.status, excluded.note)",
                (t.english, t.french, t.domain, t.status, t.note),
            ).rowcount
            for t in last.values()
        )
