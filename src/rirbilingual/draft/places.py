"""English names of states to their French: the name, its article, and the forms after de, à and en."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

Article = Literal["none", "m", "f", "pl"]

_VOWELS = tuple("aàâeéèêiîoôuûyhAÀÂEÉÈÊIÎOÔUÛYH")
_NO_STATES = ("ZZ", "XA", "XB", "QO", "EZ")  # unknown regions, test locales
_ASPIRATED = ("Honduras", "Hongrie", "Haut", "Yémen")  # no elision before these


@cache
def conventions(name: str) -> dict[str, Any]:
    """The tables of `draft/NAME.toml`."""
    text = resources.files("rirbilingual.draft").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    english, french = Locale("en", "CA").territories, Locale("fr", "CA").territories
    names: dict[str, str] = {}
    for code in english:
        if len(str(code)) == 2 and code in french and code not in _NO_STATES:
            names[str(english[code]).replace("’", "'")] = str(french[code]).replace("’", "'")
    names.update(conventions("places")["names"])
    return names


def french_name(english: str) -> str | None:
    """ "Mexico" → "Mexique"; None for what is no state or region of the tables."""
    names = _names()
    plain = english.replace("’", "'")
    bare = plain.removeprefix("the ").removeprefix("The ")
    return names.get(plain) or names.get(bare) or names.get(f"the {bare}")


def french_label(english: str) -> str | None:
    """ "US" → "É.-U.", "Germany" → "Allemagne"; None for a label that names no state."""
    label: str | None = conventions("places")["labels"].get(english)
    return label or french_name(english)


def french_city(english: str) -> str | None:
    """ "Geneva" → "Genève"; None for a city that keeps its name, or is not known."""
    name: str | None = conventions("places")["cities"].get(english)
    return name


def states() -> tuple[str, ...]:
    """The English names, the longest first."""
    return tuple(sorted(_names(), key=len, reverse=True))


def article(french: str) -> Article:
    """Which article a French name of a state takes."""
    tables = conventions("places")["articles"]
    if french in tables["none"]:
        return "none"
    if french in tables["plural"]:
        return "pl"
    if french in tables["feminine"]:
        return "f"
    if french in tables["masculine"]:
        return "m"
    first = french.split()[0].split("-")[0]
    return "f" if first.endswith("e") else "m"


def elides(word: str) -> bool:
    """Whether de, le and la lose their vowel before `word`."""
    return word.startswith(_VOWELS) and not word.startswith(_ASPIRATED)


def with_the(french: str) -> str:
    """ "le Mexique", "l'Iran", "les États-Unis", "Cuba"."""
    kind = article(french)
    if kind == "none":
        return french
    if kind == "pl":
        return f"les {french}"
    if elides(french):
        return f"l'{french}"
    return f"{'la' if kind == 'f' else 'le'} {french}"


def with_of(french: str) -> str:
    """ "du Mexique", "de l'Iran" is "d'Iran", "des États-Unis", "de Cuba"."""
    kind = article(french)
    if kind == "pl":
        return f"des {french}"
    if elides(french):
        return f"d'{french}" if kind in ("f", "none") else f"de l'{french}"
    if kind == "m":
        return f"du {french}"
    return f"de {french}"


def with_in(french: str) -> str:
    """ "au Mexique", "en Iran", "aux États-Unis", "à Cuba"."""
    kind = article(french)
    if french in conventions("places")["articles"]["none_en"]:
        return f"en {french}"
    if kind == "none":
        return f"à {french}"
    if kind == "pl":
        return f"aux {french}"
    if kind == "f" or elides(french):
        return f"en {french}"
    return f"au {french}"
