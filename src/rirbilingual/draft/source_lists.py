"""Labels and entries of lists of additional sources to French: names stay, states and roles are localised."""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.draft.places import conventions, french_label, french_name
from rirbilingual.draft.references import Terms, no_terms
from rirbilingual.draft.topics import french_description
from rirbilingual.model import Gender

_STATE = re.compile(r"^(?P<state>[^–—]+?) (?P<dash>[–—]) (?P<rest>.+)$")


def french_source(text: str, *, term: Terms = no_terms, gender: Gender = Gender.UNKNOWN) -> str | None:
    """A label or one entry in French; None for a description that the tables do not know whole. gender: of the
    person whom it describes."""
    label = _labels().get(text.strip().lower())
    if label is not None:
        return label
    stem, end = _without_period(text)
    if is_description(text):
        description = french_description(stem, term=term, gender=gender)
        return None if description is None else description + end
    found = _STATE.match(stem)
    if found is not None:
        state = french_label(found["state"]) or found["state"]
        rest = ", ".join(term(part) or part for part in found["rest"].split(", "))
        return f"{state} {found['dash']} {rest}{end}"
    return (term(stem) or french_name(stem) or stem) + end


def is_description(text: str) -> bool:
    """Whether an entry describes a person, "sociologist", "analyst at a university in Alta", and is no name
    ("eNCA")."""
    stem, _ = _without_period(text)
    return stem[:1].islower() and (" " in stem or stem.islower())


def description_key(text: str) -> str:
    """The key of a described person in the table of decisions: the description as the list has it."""
    return _without_period(text)[0]


def _without_period(text: str) -> tuple[str, str]:
    """An entry and the period that ends the list, "" where it is an abbreviation's."""
    stem = text.strip()
    if stem.endswith(".") and not re.search(r"\b[A-Z]\.$", stem):
        return stem.removesuffix("."), "."
    return stem, ""


@cache
def _labels() -> dict[str, str]:
    return {english.lower(): french for english, french in conventions("source_lists")["labels"].items()}
