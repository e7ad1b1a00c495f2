"""Descriptions of oral sources to French: role, place of work, subjects. Whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.places import conventions, french_name, with_in, with_of
from rirbilingual.draft.roles import french_role
from rirbilingual.model import Gender

Terms = Callable[[str], str | None]


def french_description(text: str, *, term: Terms, gender: Gender = Gender.UNKNOWN) -> str | None:
    """ "analyst in Mexico whose work focuses on gangs" → "analyste au Mexique dont le travail porte sur les
    gangs"; None where any word is not known."""
    works = _works().search(text)
    head = text[: works.start()].rstrip(", ") if works else text
    person = _person(head, term, gender)
    if person is None or works is None:
        return person
    subjects = french_subjects(text[works.end() :].strip())
    if subjects is None:
        return None
    return f"{person} {conventions('topics')['works'][works[0]]} {subjects}"


def french_subjects(text: str) -> str | None:
    """ "gangs and extortion in Mexico" → "les gangs et l'extorsion au Mexique", with articles; None where any word
    is not known."""
    subjects, tail = text, ""
    where = re.search(r",? (?P<how>including in|in) (?P<state>[^,;]+)$", subjects)
    if where is not None:
        state = french_name(where["state"])
        if state is None:
            return None
        tail = f", y compris {with_in(state)}" if where["how"] != "in" else f" {with_in(state)}"
        subjects = subjects[: where.start()]
    listed = _listed(subjects)
    return None if listed is None else listed + tail


def _person(head: str, term: Terms, gender: Gender) -> str | None:
    role = french_role(head, gender, term)
    if role is not None:
        return role
    for english, french in conventions("topics")["places"].items():
        found = _place(english).search(head)
        if found is None:
            continue
        role = french_role(head[: found.start()], gender, term)
        state = french_name(found["state"]) if "state" in found.groupdict() else ""
        if role is None or state is None:
            continue
        place = french.replace("{state:of}", with_of(state) if state else "")
        return f"{role} {place.replace('{state:in}', with_in(state) if state else '')}"
    return _at_institution(head, term, gender)


def _at_institution(head: str, term: Terms, gender: Gender) -> str | None:
    """ "researcher at the University of Oxford" → "chercheuse ou chercheur à l'Université d'Oxford", where the
    termbase has the institution."""
    label, at, name = head.partition(" at ")
    role = french_role(label, gender, term)
    french = term(name.removeprefix("the ")) if at else None
    if role is None or french is None or not french.startswith("Université "):
        return None
    return f"{role} à l'{french}"


def _listed(subjects: str) -> str | None:
    known: dict[str, str] = {
        english.lower(): french for english, french in conventions("topics")["topics"].items()
    }
    whole = known.get(subjects.lower().removeprefix("the "))
    if whole is not None:
        return whole
    parts = re.split(r", and |, | and ", subjects)
    french = [known.get(part.lower().removeprefix("the ")) for part in parts]
    if not all(french):
        return None
    words = [str(part) for part in french]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}"


@cache
def _works() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in conventions("topics")["works"]))


@cache
def _place(english: str) -> re.Pattern[str]:
    before, slot, _ = english.partition("{state}")
    return re.compile(f" {re.escape(before)}" + (r"(?P<state>[^,]+)$" if slot else "$"))
