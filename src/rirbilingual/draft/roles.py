"""Role labels of people to their French, by gender: "Assistant Professor" → "professeure adjointe"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.places import conventions, elides
from rirbilingual.model import Gender

_SPLIT = re.compile(r"^(?P<head>.+?)(?: (?:of|in) (?P<field>.+))?$")


@cache
def _heads() -> dict[str, tuple[str, str]]:
    heads = conventions("roles")["heads"]
    return {english.lower(): (forms[0], forms[-1]) for english, forms in heads.items()}


def is_role(label: str) -> bool:
    """Whether a label names a person by a role, not an organization or a family name."""
    return french_role(label, Gender.M) is not None


def french_role(label: str, gender: Gender, term: Callable[[str], str | None] = lambda _: None) -> str | None:
    """The French of a role label, lower case; None where the tables (and `term`) do not know its words.

    An unknown gender gives both forms, "professeure adjointe ou professeur adjoint de criminologie": right
    for either, and too heavy to be overlooked.
    """
    found = _SPLIT.match(" ".join(label.split()))
    if found is None:
        return None
    forms = _forms(found["head"].lower())
    if forms is None:
        return None
    field = ""
    if found["field"]:
        french = _field(found["field"], term)
        if french is None:
            return None
        field = f" {french}"
    masculine, feminine = forms
    if gender is Gender.M or masculine == feminine:
        return masculine + field
    if gender is Gender.F:
        return feminine + field
    return f"{feminine} ou {masculine}{field}"


def _forms(head: str) -> tuple[str, str] | None:
    if head in _heads():
        return _heads()[head]
    tables = conventions("roles")
    first, _, rest = head.partition(" ")
    if rest in _heads():
        masculine, feminine = _heads()[rest]
        if first in tables["before"]:
            words = tables["before"][first]
            return f"{words[0]} {masculine}", f"{words[-1]} {feminine}"
        if first in tables["after"]:
            words = tables["after"][first]
            return f"{masculine} {words[0]}", f"{feminine} {words[-1]}"
    return None


def _field(field: str, term: Callable[[str], str | None]) -> str | None:
    fields: dict[str, str] = conventions("roles")["fields"]
    known = {english.lower(): french for english, french in fields.items()}
    parts = []
    for part in field.split(" and "):
        french = known.get(part.lower())
        if french is None:
            word = term(part)
            if word is None:
                return None
            french = f"d'{word}" if elides(word) else f"de {word}"
        parts.append(french)
    return " et ".join(parts)


def capitalised_like(french: str, english: str) -> str:
    """`french` with its first letter raised where the English one's is."""
    return french[:1].upper() + french[1:] if english[:1].isupper() else french
