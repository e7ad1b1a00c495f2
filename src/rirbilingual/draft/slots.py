"""The words of a formula's slot → their French with articles, whole or not at all: "gangs in Mexico, including extortion,
between 2021 and May 2023" → "les gangs au Mexique, y compris l'extorsion, entre 2021 et mai 2023"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rirbilingual.draft.headings import french_phrase
from rirbilingual.draft.months import french_dates
from rirbilingual.draft.places import french_name, with_the
from rirbilingual.draft.topics import french_subjects

_WHEN = r"(?:[A-Z][a-z]+ )?(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"(?P<comma>,?) (?:between (?P<between>{_WHEN}) and (?P<and>{_WHEN})|from (?P<from>{_WHEN}) to (?P<to>{_WHEN})"
    rf"|since (?P<since>{_WHEN})|in (?P<in>{_WHEN}))$"
)
_VOWELS = "AEIOUHY"  # before which an acronym's article may elide: only those who say it know


def french_words(english: str, acronyms: Mapping[str, str]) -> str | None:
    """acronyms: gender ("m", "f", "fp") of the report's acronyms."""
    period = _PERIOD.search(english)
    head, including, rest = english[: period.start() if period else None].partition(", including ")
    subject, part = _subject(head, acronyms), _subject(rest, acronyms) if including else ""
    ending = _french_period(period) if period else ""
    if subject is None or part is None or ending is None:
        return None
    return subject + (f", y compris {part}" if part else "") + ending


def _subject(english: str, acronyms: Mapping[str, str]) -> str | None:
    state = french_name(english)
    if state:
        return with_the(state)
    return french_subjects(english) or french_phrase(english, acronyms) or _acronym(english, acronyms)


def _acronym(english: str, acronyms: Mapping[str, str]) -> str | None:
    letters = english.removeprefix("the ")
    form = acronyms.get(letters)
    if form is None or letters == english:
        return None
    if form.endswith("p"):
        return f"les {letters}"
    return None if letters[0] in _VOWELS else f"{'la' if form[0] == 'f' else 'le'} {letters}"


def _french_period(found: re.Match[str]) -> str | None:
    english = [when for when in found.groups()[1:] if when]
    dates = [french_dates(when) for when in english]
    if any(when == date and not when.isdigit() for when, date in zip(english, dates, strict=True)):
        return None
    first, last = dates[0], dates[-1]
    if found["between"]:
        french = f"entre {first} et {last}"
    elif found["from"]:
        of = "d'" if first[0] in "ao" else "de "
        french = f"{of}{first} à {last}"
    else:
        french = f"{'depuis' if found['since'] else 'en'} {first}"
    return f"{found['comma']} {french}"
