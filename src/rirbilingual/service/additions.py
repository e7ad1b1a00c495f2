"""A request to add units, and who asks, to the units that the memory takes."""

from __future__ import annotations

from typing import Any

from rirbilingual.model import Approval, Context, Origin, State, Unit
from rirbilingual.service.tokens import Holder, Role
from rirbilingual.text.normalise import digest, unit_id


def units_of(rows: list[dict[str, Any]], holder: Holder, when: str) -> list[Unit]:
    """An approver's units are final, with the approval; a translator's are reviewed, and rank behind final ones."""
    approves = holder.role >= Role.APPROVER
    return [
        Unit(
            unit_id(row["source"]),
            row["source"],
            row["target"],
            State.FINAL if approves else State.REVIEWED,
            context=Context(row.get("previous", ""), row.get("next", "")),
            origin=Origin(row.get("report", ""), row.get("section", ""), row.get("date", "")),
            approvals=(Approval(holder.name, when, digest(row["source"], row["target"])),)
            if approves
            else (),
        )
        for row in rows
    ]
