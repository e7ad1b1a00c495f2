"""Labels of cited sources to whether an English and a French one name the same source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from rirbilingual.check.roles import Roles
from rirbilingual.check.rule import Subject
from rirbilingual.text.normalise import folded

# Federal usage where it is not the country's usual name.
_STANDING = {
    "US": "É.-U.",
    "UN": "Nations Unies",
    "UK": "R.-U.",
    "EU": "UE",
    "United States": "États-Unis",
    "United Nations": "Nations Unies",
    "United Kingdom": "Royaume-Uni",
    "European Union": "Union européenne",
}


class Labels:
    """What a subject's table of sources, termbase and report say of labels."""

    def __init__(self, subject: Subject) -> None:
        self._french: dict[str, set[str]] = {}
        for english, french in _STANDING.items():
            self._french.setdefault(_plain(english), set()).add(_plain(french))
        for term in subject.terms:
            if term.status != "deprecated":
                self._french.setdefault(_plain(term.english), set()).add(_plain(term.french))
        self._roles = Roles(subject.terms)
        self._written = {_plain(row.label): row.french for row in subject.sources if row.label and row.french}
        self._decided = {label: _plain(french) for label, french in self._written.items()}
        self._named = {_plain(label) for label in _labels(subject)}

    def decided(self, english: str) -> str:
        """The French of a label as the table of sources writes it, "" where it says nothing."""
        return self._written.get(_plain(english), "")

    def agree(self, english: str, french: str) -> bool:
        """Whether they can name one source. A label that nothing is known of agrees with any French that
        is no other source's label."""
        one, other = _plain(english), _plain(french)
        if one == other or not one or not other:
            # A narrative citation may name its source, and one that does may become narrative.
            return True
        if one in self._decided:
            decided = self._decided[one]
            # A person of the other gender is the person still; `gender.wrong` says what is wrong.
            return other in (decided, *self._french.get(one, ())) or self._roles.other_gender(decided, other)
        if other in self._french.get(one, ()) or other == _country(one):
            return True
        if one in self._french or _country(one):
            return False
        return _is_role(english) and _is_role(french) and other not in self._named


def _labels(subject: Subject) -> Iterator[str]:
    for passage in subject.passages:
        for citation in passage.english.citations:
            yield from (source.label for source in citation.sources)


def _is_role(label: str) -> bool:
    """A role has a word in lower case: "Assistant Professor of criminology", "avocat"; so have titles of
    bodies that are translated."""
    return any(word[:1].islower() for word in label.split()) or (len(label.split()) == 1 and len(label) > 5)


@lru_cache(5_000)
def _plain(label: str) -> str:
    return folded(label).strip(" ,;").removeprefix("the ").replace(" & ", " and ")


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    english, french = Locale("en").territories, Locale("fr", "CA").territories
    return {_plain(name): _plain(french[code]) for code, name in english.items() if code in french}


@lru_cache(5_000)
def is_country(name: str) -> bool:
    """Whether the word is the English name of a country, or of a region that CLDR knows."""
    return _plain(name) in _countries()


def _country(label: str) -> str:
    return _countries().get(label, "")
