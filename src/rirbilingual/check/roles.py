"""A termbase's roles and a label to its French for a man and for a woman."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rirbilingual.model import Gender, Term
from rirbilingual.text.normalise import folded

_DOMAIN = "role"


class Roles:
    """The roles of a termbase: the masculine, then the feminine, or one form for both."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._forms: dict[str, list[str]] = {}
        for term in terms:
            if term.domain == _DOMAIN and term.status != "deprecated":
                self._forms.setdefault(folded(term.english), []).append(term.french)

    def said(self, label: str) -> str:
        """The role that a label begins with, as English texts say it: "assistant professor"; "" for none.

        Longest first: "law professor" is no "professor" of law.
        """
        words = folded(label).split()
        for length in range(len(words), 0, -1):
            role = " ".join(words[:length])
            if role in self._forms and (length == len(words) or words[length] in ("of", "in", "at")):
                return role
        return ""

    def form(self, role: str, gender: Gender) -> str:
        """The role's French for a man or a woman, "" where the termbase has no form of its own for them."""
        forms = self._forms.get(role, [])
        if len(forms) != 2 or gender not in (Gender.M, Gender.F):
            return ""
        return forms[0] if gender is Gender.M else forms[1]

    def other_gender(self, french: str, said: str) -> bool:
        """Whether two French labels name one role, the one of a man and the other of a woman."""
        return any(
            rest is not None and rest == _after(theirs, said)
            for forms in self._forms.values()
            if len(forms) == 2
            for ours, theirs in (forms, reversed(forms))
            for rest in (_after(ours, french),)
        )


def _after(role: str, label: str) -> str | None:
    """What follows the role in the label, None where the label does not begin with it."""
    found = re.match(rf"{re.escape(folded(role))}(?![\w-])", folded(label))
    return folded(label)[found.end() :].strip() if found else None
