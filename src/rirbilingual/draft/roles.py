"""Role labels of people to their French, by gender: "Assistant Professor" → "professeure adjointe"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.places import conventions, elides
from rirbilingual.model import Gender

_LONGEST = 6  # words of a role
_SPLIT = re.compile(r"^(?P<head>.+?)(?: (?:of|in) (?P<field>.+))?$")


@cache
def _heads() -> dict[str, tuple[str, str]]:
    heads = conventions("roles")["heads"]
    return {english.lower(): (forms[0], forms[-1]) for english, forms in heads.items()}


def french_heads() -> tuple[str, ...]:
    """The first words of roles in French, in both genders: "professeur", "ancienne"."""
    forms = [*_heads().values(), *(tuple(words) for words in conventions("roles")["before"].values())]
    return tuple(sorted({form.split()[0] for pair in forms for form in pair}))


def is_role(label: str) -> bool:
    """Whether a label names a person by a role, not an organization or a family name."""
    return french_role(label, Gender.M) is not None


def leading_role(text: str) -> str | None:
    """The role that a description begins with, "assistant professor" of "assistant professor at a university"; None
    where it begins with none."""
    words = text.split()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        role = " ".join(words[:size])
        if is_role(role):
            return role
    return None


def has_gender(role: str) -> bool:
    """Whether a role's French is not the same for a woman and a man."""
    return french_role(role, Gender.M) != french_role(role, Gender.F)


def french_role(label: str, gender: Gender, term: Callable[[str], str | None] = lambda _: None) -> str | None:
    """The French of a role label, lower case; None where the tables (and `term`) do not know its words.

    An unknown gender gives both forms, "professeure adjointe ou professeur adjoint de criminologie", "chargée ou
    chargé de cours": right for either, and too heavy to be overlooked.
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
    return both_forms(feminine, masculine) + field


def both_forms(feminine: str, masculine: str) -> str:
    """Both forms of a role, the words that they end with once: "chargée ou chargé de cours"."""
    ours, theirs = feminine.split(), masculine.split()
    shared = 0
    while shared < min(len(ours), len(theirs)) - 1 and ours[-1 - shared] == theirs[-1 - shared]:
        shared += 1
    first, tail = ours[: len(ours) - shared], ours[len(ours) - shared :]
    return " ".join([*first, "ou", *theirs[: len(theirs) - shared], *tail])


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
