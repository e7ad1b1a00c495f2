"""What is published to the indexes of a site: one page a language, and the door to both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import jinja2

from rirbilingual.model import Language
from rirbilingual.render import environment as env
from rirbilingual.render.html import FILES, SIDE_BY_SIDE
from rirbilingual.render.passages import report_date
from rirbilingual.render.words import other, words

LANGUAGES: tuple[Language, Language] = ("en", "fr")


class Titled(Protocol):
    """What an index says of a pair; numbers and titles are English, French."""

    @property
    def key(self) -> str: ...
    @property
    def numbers(self) -> tuple[str, str]: ...
    @property
    def titles(self) -> tuple[str, str]: ...
    @property
    def date(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair in the index of one language."""

    number: str
    title: str
    date: str
    iso: str
    href: str
    other_href: str
    both: str


def indexes(titled: Iterable[Titled], *, templates: jinja2.Environment | None = None) -> Mapping[str, bytes]:
    """index.en.html, index.fr.html and index.html, the pairs in the order given."""
    templates = templates or env.environment()
    style = env.inlined(templates, "base.css", "index.css")
    pairs = tuple(titled)
    pages = {f"index.{language}.html": _index(pairs, language, style, templates) for language in LANGUAGES}
    values = {
        "w": words("en"),
        "other": words("fr"),
        "style": style,
        "policy": env.policy(style=style, script=""),
    }
    return {**pages, "index.html": env.rendered(templates, "door.html", values)}


def _index(pairs: tuple[Titled, ...], language: Language, style: str, templates: jinja2.Environment) -> bytes:
    side = LANGUAGES.index(language)
    counterpart = other(language)
    listed = [
        Listed(
            titled.numbers[side],
            titled.titles[side],
            report_date(titled.date, language),
            titled.date,
            f"{titled.key}/{FILES[language]}",
            f"{titled.key}/{FILES[counterpart]}",
            f"{titled.key}/{SIDE_BY_SIDE}",
        )
        for titled in pairs
    ]
    spoken = words(language)
    count = spoken["found_one"] if len(listed) == 1 else spoken["found_many"].format(len(listed))
    values = {
        "w": spoken,
        "other": words(counterpart),
        "lang": language,
        "counterpart": counterpart,
        "listed": listed,
        "count": count if listed else spoken["none_published"],
        "style": style,
        "policy": env.policy(style=style, script=""),
    }
    return env.rendered(templates, "index.html", values)
