"""What review did, to the objects that scripts get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from rirbilingual.memory.store import Added
from rirbilingual.review import Approved, Merged, Propagated, Query, Revoked, Status, Updated


def _revoked(gone: Iterable[Revoked]) -> list[dict[str, str]]:
    return [
        {"unit": one.unit, "where": one.where, "reviewer": one.approval.reviewer, "reason": one.reason}
        for one in gone
    ]


def approved_object(done: Approved, added: Added | None) -> dict[str, object]:
    return {
        "final": list(done.final),
        "signed": list(done.signed),
        "left": [asdict(one) for one in done.left],
        "revoked": _revoked(done.revoked),
        "learnt": added.new if added else 0,
    }


def updated_object(done: Updated) -> dict[str, object]:
    changes = [
        {
            "kind": one.kind.value, "old": list(one.old), "new": list(one.new), "where": one.where,
            "difference": one.difference,
        }
        for one in done.changes
    ]  # fmt: skip
    return {"kept": done.kept, "changes": changes, "revoked": _revoked(done.revoked)}


def merged_object(done: Merged, units: int) -> dict[str, object]:
    def said(one: tuple[str, str]) -> dict[str, str]:
        return {"file": one[0], "text": one[1]}

    return {
        "units": units,
        "taken": [{"unit": unit, "file": name} for unit, name in done.taken],
        "conflicts": [
            {"unit": one.unit, "where": one.where, "kept": said(one.kept), "other": said(one.other)}
            for one in done.conflicts
        ],
        "by_source": list(done.by_source),
        "unknown": [{"file": name, "source": source} for name, source in done.unknown],
        "revoked": _revoked(done.revoked),
    }


def propagated_object(done: Propagated, *, written: bool) -> dict[str, object]:
    return {
        "written": written,
        "changes": [{**asdict(one), "kind": one.kind.value} for one in done.changes],
        "undecided": [
            {"kind": kind.value, "english": english, "french": list(french)}
            for kind, english, french in done.undecided
        ],
    }


def queries_object(found: Iterable[Query]) -> dict[str, object]:
    return {"queries": [{**asdict(one), "open": one.open} for one in found]}


def status_object(now: Status) -> dict[str, object]:
    return {
        "units": now.units,
        "words": now.words,
        "states": [
            {"state": state.name.lower(), "units": units, "words": words}
            for state, units, words in now.by_state
        ],
        "people": [{"name": name, "words": words} for name, words in now.by_person],
        "open_queries": now.open_queries,
        "blocks": [{"reason": block.reason, "units": list(block.units)} for block in now.blocks],
    }
