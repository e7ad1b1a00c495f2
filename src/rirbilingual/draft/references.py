"""An entry of the reference list to its French: apparatus by rule, titles in French marks with their own words.

What is no apparatus (a title, a person's name, an institution without an attested French name) stays, letter
for letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.months import french_dates
from rirbilingual.draft.places import conventions, french_label, french_name
from rirbilingual.draft.roles import capitalised_like, french_role
from rirbilingual.model import Gender
from rirbilingual.text.quotations import quotations
from rirbilingual.text.references import surnames
from rirbilingual.text.typeset import NBSP, guillemets

Terms = Callable[[str], str | None]

_DATE = re.compile(
    r"(?<=\. )\[?(?:\d{4}(?:-\d{2}){0,2}[a-z]?|N\.d\.[a-z]?|(?:\d{1,2} )?[A-Z][a-z]+\.? \d{4})\]?"
)
_NO_DATE = re.compile(r"\bN\.d\.")
_ACRONYM = re.compile(r"^(?P<name>.+?) \((?P<short>[^()]+)\)$")


def no_terms(_: str) -> str | None:
    """A termbase without entries."""
    return None


def french_entry(
    text: str, *, term: Terms = no_terms, gender: Gender = Gender.UNKNOWN, several: bool = False
) -> str:
    """The French of a whole reference entry; `gender` is that of a person interviewed. several: the report cites
    several authors by it."""
    date = _DATE.search(text)
    if date is None:
        return _body(text, term)
    author = text[: date.start()]
    said = french_author(author, term=term, gender=gender, several=several)
    return said + _date(date[0]) + _body(text[date.end() :], term)


def french_author(
    author: str, *, term: Terms = no_terms, gender: Gender = Gender.UNKNOWN, several: bool = False
) -> str:
    """The author element: states, roles and attested institutions in French, other names as they are."""
    stem = author.rstrip(". ")
    tail = author[len(stem) :]
    whole = _name(stem, term)
    if whole is not None:
        return whole + tail
    parts = stem.split(", ")
    role = french_role(parts[0], gender, term)
    if role is not None:
        return ", ".join([capitalised_like(role, stem), *(_name(p, term) or p for p in parts[1:])]) + tail
    if several and surnames(stem):
        return stem.replace(" and ", " et ") + tail
    return ", ".join(_name(part, term) or _both(part, term) for part in parts) + tail


def _both(names: str, term: Terms) -> str:
    """Two institutions, "United Kingdom (UK) and United States (US)", in French where both have a French name."""
    french = [_name(name, term) for name in names.split(" and ")]
    return " et ".join(name for name in french if name) if len(french) > 1 and all(french) else names


def _name(name: str, term: Terms) -> str | None:
    """ "United States (US)" → "États-Unis (É.-U.)"; None where nothing attests a French name."""
    attested = term(name)
    if attested is not None:
        return attested
    acronym = _ACRONYM.match(name)
    if acronym is None:
        return french_name(name)
    french = term(acronym["name"]) or french_name(acronym["name"])
    if french is None:
        return None
    short = french_label(acronym["short"]) or term(acronym["short"]) or acronym["short"]
    return french if french == short else f"{french} ({short})"


def _date(date: str) -> str:
    return french_dates(_NO_DATE.sub("S.d.", date))


def _body(text: str, term: Terms) -> str:
    """What follows the date: titles in quotation marks are re-marked, the rest goes element by element."""
    parts: list[str] = []
    at = 0
    for quotation in quotations(text):
        if quotation.level != 1 or quotation.start < at:
            continue
        parts.append(_elements(text[at : quotation.start], term))
        parts.append(french_title(text[quotation.start : quotation.end]))
        at = quotation.end
    parts.append(_elements(text[at:], term))
    return "".join(parts)


def french_title(text: str) -> str:
    """A quotation with its marks → the same words in guillemets; the period moves outside."""
    quoted = quotations(text)
    outer = quoted[0]
    inner: list[str] = []
    at = outer.inner_start
    for quotation in quoted[1:]:
        if quotation.level != 2:
            continue
        inner.append(text[at : quotation.start])
        inner.append("“" + text[quotation.inner_start : quotation.inner_end] + "”")
        at = quotation.end
    inner.append(text[at : outer.inner_end])
    words = "".join(inner)
    mark = ""
    if words.endswith((".", ",")) and not words.endswith(("..", "…")):
        words, mark = words[:-1], words[-1]
    return guillemets(words) + mark


def _elements(text: str, term: Terms) -> str:
    text = re.sub(r"\[([^\[\]]+)\]", lambda found: _within(found, "brackets"), text)
    text = re.sub(r"\(([^()]+)\)", lambda found: _within(found, "parentheses"), text)
    pieces = re.split(r"(?<=\.)(\s+)", text)
    return "".join(_element(piece, term) for piece in pieces)


def _element(piece: str, term: Terms) -> str:
    stem = piece.strip()
    name = stem.removesuffix(".")
    french = _apparatus().get(name.lower()) or (_institutions(name, term) if name else None)
    return piece if french is None else piece.replace(name, french, 1)


def _institutions(name: str, term: Terms) -> str | None:
    parts = name.split(", ")
    french = [_name(part, term) if term(part) or _ACRONYM.match(part) else None for part in parts]
    if not any(french):
        return None
    return ", ".join(new or old for new, old in zip(french, parts, strict=True))


@cache
def _apparatus() -> dict[str, str]:
    return {english.lower(): french for english, french in conventions("references")["elements"].items()}


def _within(found: re.Match[str], table: str) -> str:
    """What stands in brackets or parentheses, in French where the table knows its words."""
    inner = found[1]
    opening, closing = found[0][0], found[0][-1]
    for english, french in conventions("references")[table].items():
        before, slot, after = english.partition("{x}")
        if not slot and inner == english:
            return f"{opening}{french}{closing}"
        if slot and inner.startswith(before) and inner.endswith(after):
            kept = french_dates(inner[len(before) : len(inner) - len(after)])
            written = str(french).replace(" : ", f"{NBSP}: ").replace("{x}", kept)
            return f"{opening}{written}{closing}"
    return found[0]
