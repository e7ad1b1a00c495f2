"""A unit's French from a memory and the table of decisions → what to say of the people whose gender it chose.

The memory's French speaks of an earlier report's person: "Le professeur" may be another's "La professeure".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rirbilingual.draft.cited import french_citations
from rirbilingual.draft.roles import both_forms, french_role, has_gender
from rirbilingual.model import Gender, SourceRow
from rirbilingual.text.normalise import folded


def gender_notes(source: str, target: str, rows: Sequence[SourceRow]) -> list[str]:
    """A line a role that the French gives a gender which nobody has decided, or another than the table's.

    Citations follow the table, and have both forms where it does not know: those are no choice.
    """
    by_role: dict[str, list[SourceRow]] = {}
    for row in sorted(
        rows, key=lambda row: row.key == row.label
    ):  # whom the report cites, then whom a list describes
        role = _head(row.label)
        if row.gender is not None and _speaks_of(source, role) and has_gender(role):
            by_role.setdefault(role, []).append(row)
    notes: list[str] = []
    for role, described in by_role.items():
        people = [row for row in described if row.key != row.label] or described
        genders = {row.gender for row in people}
        found = _form(role, target)
        if found is None or genders == {found[0]}:
            continue
        keys = ", ".join(row.key for row in people if row.gender is not found[0])
        if Gender.UNKNOWN in genders:
            notes.append(f"gender: « {found[1]} » is the memory's; nobody has said whether {keys} is f or m")
        elif len(genders) == 1:
            notes.append(
                f"gender: « {found[1]} » is the memory's; the table of sources has another for {keys}"
            )
    return notes


def _head(label: str) -> str:
    """The role without what it is of: "Assistant Professor of criminology", "professor at a university"."""
    return folded(re.split(r" (?:of|in|at|with|for|whose|who) |, ", label, maxsplit=1)[0])


def _speaks_of(source: str, role: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(role)}(?![\w-])", folded(source)) is not None


def _form(role: str, target: str) -> tuple[Gender, str] | None:
    """The gender that the French gives the role, and the words; None where it gives both or none."""
    masculine, feminine = french_role(role, Gender.M) or "", french_role(role, Gender.F) or ""
    said = target
    for citation in reversed(french_citations(target)):
        said = said[: citation.start] + said[citation.end :]
    said = said.replace(both_forms(feminine, masculine), "")
    for gender, form in ((Gender.F, feminine), (Gender.M, masculine)):
        found = re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", said, re.IGNORECASE)
        if found:
            return gender, found[0]
    return None
