"""Headings made of known words → their French, whole or not at all: "International Presence" → "Présence
internationale". The words are in `headings.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rirbilingual.draft.months import french_range
from rirbilingual.draft.places import conventions, elides, french_name, with_in, with_of
from rirbilingual.text.typeset import NBSP

_LINKS = re.compile(r" (of|by|in|against|for|to) ", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,11}")
_NAMED = re.compile(r"((?:[A-Z][\w'’-]+|of|the|and|for) )+\((?:[^()]{1,80}, )?([A-Z][A-Z0-9&-]{1,11})\)")


@dataclass(frozen=True, slots=True)
class _Noun:
    """French, its gender and number ("ms", "fp"), and the preposition before its complement."""

    french: str
    form: str
    preposition: str = "de"


def french_heading(english: str, acronyms: Mapping[str, str]) -> str | None:
    """The French of a heading without its number; None where a word or its gender is not known.

    acronyms: gender ("m", "f", "fp") of the report's acronyms.
    """
    french = _phrase_with_verb(english, acronyms)
    return french[:1].upper() + french[1:] if french else None


def _phrase_with_verb(english: str, acronyms: Mapping[str, str], *, definite: bool = False) -> str | None:
    """A phrase and, at its end, what its noun is to do: "ability of gangs to track individuals"."""
    verb = re.search(r" to (?P<verb>[\w ]+)$", english, re.IGNORECASE)
    infinitive = conventions("headings")["verbs"].get(verb["verb"].lower()) if verb is not None else None
    if verb is None or infinitive is None:
        return _phrase(english, acronyms, definite=definite)
    found = _phrase(english[: verb.start()], acronyms, definite=definite)
    return f"{found} {_of(infinitive)}" if found else None


def french_phrase(english: str, acronyms: Mapping[str, str]) -> str | None:
    """A heading's words within a sentence: "treatment of women in Haiti" → "le traitement réservé aux femmes en
    Haïti"; "in rural areas" too. None where a word or its gender is not known."""
    if english.startswith("in "):
        return _complement("in", english.removeprefix("in "), "de", acronyms)
    return _phrase_with_verb(english, acronyms, definite=True)


def french_title(english: str, acronyms: Mapping[str, str]) -> str | None:
    """A report's title of a state, headings and years: "Haiti: Violence, including extortion; sanctions
    (2021–May 2023)" → "Haïti : violence, y compris l'extorsion; sanctions (2021-mai 2023)"."""
    state, colon, words = english.partition(": ")
    country = french_name(state)
    span = french_range(words)
    if span is not None:
        words = words.removesuffix(span[0]).rstrip()
    if country is None or not colon or "(" in words:
        return None
    parts = []
    for part in words.split("; "):
        head, including, rest = part.partition(", including ")
        phrases = [_phrase_with_verb(head, acronyms), french_phrase(rest, acronyms) if including else ""]
        if None in phrases:
            return None
        parts.append(", y compris ".join(str(phrase) for phrase in phrases if phrase))
    return f"{country}{NBSP}: {'; '.join(parts)}{f' {span[1]}' if span else ''}"


def _phrase(english: str, acronyms: Mapping[str, str], *, definite: bool = False) -> str | None:
    """Nouns and their complements. The longest known group of words is taken, whatever links it holds. definite: the
    nouns with their articles."""
    for link in [None, *reversed(list(_LINKS.finditer(english)))]:
        heads = _listed(english[: link.start()] if link else english)
        if heads is None:
            continue
        french = _series([_definite(noun) if definite else noun.french for noun in heads])
        if link is None:
            return french
        complement = _complement(link[1].lower(), english[link.end() :], heads[-1].preposition, acronyms)
        if complement is not None:
            return f"{french} {complement}"
    return _all_linked(english, acronyms, definite=definite)


def _all_linked(english: str, acronyms: Mapping[str, str], *, definite: bool) -> str | None:
    """A noun with several complements: "violence against women in Iran"."""
    links = list(_LINKS.finditer(english))
    if len(links) < 2:
        return None
    before = _phrase(english[: links[-1].start()], acronyms, definite=definite)
    if before is None:
        return None
    complement = _complement(links[-1][1].lower(), english[links[-1].end() :], "de", acronyms)
    return f"{before} {complement}" if complement else None


def acronym_genders(text: str) -> dict[str, str]:
    """The gender of each acronym that the text explains: "New Generation Cartel (CJNG)" → m, by "cartel"."""
    genders: dict[str, str] = {}
    heads: dict[str, str] = conventions("headings")["heads"]
    for found in _NAMED.finditer(text):
        name = re.split(r" of | for ", found[0][: found[0].index("(")])[0]
        words = [word.lower() for word in re.findall(r"[A-Za-z]+", name)]
        head = next((word for word in reversed(words) if word in heads), None)
        if head is not None:
            genders.setdefault(found[2], heads[head])
    return genders


def _listed(words: str) -> list[_Noun] | None:
    """The nouns of "A and B" or "A, B and C"."""
    whole = _known(words)
    if whole is not None:
        return [whole]
    found = [_known(part) for part in re.split(r",? and |, ", words)]
    return [noun for noun in found if noun] if len(found) > 1 and all(found) else None


def _known(words: str) -> _Noun | None:
    """A noun of the table, or an adjective and such a noun."""
    plain = re.sub(r"^the ", "", words.strip().lower())
    row = _nouns().get(plain)
    if row is not None:
        return row
    first, _, rest = plain.partition(" ")
    forms = conventions("headings")["adjectives"].get(first)
    noun = _nouns().get(rest)
    if forms is None or noun is None:
        return None
    adjective = forms[("ms", "fs", "mp", "fp").index(noun.form)]
    return _Noun(f"{noun.french} {adjective}", noun.form, noun.preposition)


@cache
def _nouns() -> dict[str, _Noun]:
    return {english: _Noun(*row) for english, row in conventions("headings")["nouns"].items()}


def _complement(link: str, words: str, preposition: str, acronyms: Mapping[str, str]) -> str | None:
    state = french_name(words)
    if link == "in":
        places: dict[str, str] = conventions("headings")["places"]
        return with_in(state) if state else places.get(words.lower())
    if link == "of" and state:
        return with_of(state) if preposition == "de" else None
    acronym = words.removeprefix("the ")
    if _ACRONYM.fullmatch(acronym):
        form = acronyms.get(acronym)
        nouns = [_Noun(acronym, form if len(form) > 1 else f"{form}s")] if form else None
    else:
        nouns = _listed(words)
    if nouns is None:
        return None
    definite = words.lower().startswith("the ")
    if link == "to" and preposition != "à":
        return None
    linked = {"of": preposition, "to": "à", "by": "par", "against": "contre", "for": "pour"}[link]
    return _series([_linked(linked, noun, definite=definite) for noun in nouns])


def _series(words: Sequence[str]) -> str:
    """ "A", "A et B", "A, B et C"."""
    return " et ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _definite(noun: _Noun) -> str:
    """A noun with its article: "les femmes", "l'extorsion"."""
    if noun.form.endswith("p"):
        return f"les {noun.french}"
    if elides(noun.french) and not noun.french.isupper():
        return f"l'{noun.french}"
    return f"{'le' if noun.form[0] == 'm' else 'la'} {noun.french}"


def _linked(preposition: str, noun: _Noun, *, definite: bool) -> str:
    """A preposition and a noun: "des femmes", "du CJNG", "de violence", "par la police"."""
    plural, acronym = noun.form.endswith("p"), noun.french.isupper()
    vowel = elides(noun.french) and not acronym
    if preposition == "de":
        if plural:
            return f"des {noun.french}"
        if not definite:
            return _of(noun.french)
        if vowel:
            return f"de l'{noun.french}"
        return f"{'du' if noun.form[0] == 'm' else 'de la'} {noun.french}"
    if preposition == "à":
        if plural:
            return f"aux {noun.french}"
        if vowel:
            return f"à l'{noun.french}"
        return f"{'au' if noun.form[0] == 'm' else 'à la'} {noun.french}"
    return f"{preposition} {_definite(noun)}"


def _of(french: str) -> str:
    return f"d'{french}" if elides(french) else f"de {french}"
