"""What is published to the files of a site: an index and a feed a language, the door, the map for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import jinja2

from rirbilingual.model import Language
from rirbilingual.render import environment as env
from rirbilingual.render.countries import country
from rirbilingual.render.downloads import Download, downloads
from rirbilingual.render.html import FILES, SIDE_BY_SIDE
from rirbilingual.render.passages import report_date
from rirbilingual.render.words import other, words

FED = 50  # entries of a feed, the latest
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
    @property
    def published(self) -> str: ...
    @property
    def files(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair in the index of one language; other_title and other_href are its counterpart's."""

    key: str
    number: str
    title: str
    other_title: str
    country: str
    date: str
    iso: str
    published: str
    href: str
    other_href: str
    both: str
    downloads: tuple[Download, ...] = ()


def indexes(
    titled: Iterable[Titled], *, templates: jinja2.Environment | None = None, address: str = ""
) -> Mapping[str, bytes]:
    """index.en.html, index.fr.html, index.html, feed.en.xml, feed.fr.xml; the pairs in the order given.

    address: the site's public one; sitemap.xml, which wants whole addresses, is made where it is known.
    """
    templates = templates or env.environment()
    base = f"{address.rstrip('/')}/" if address else ""
    pairs = tuple(titled)
    style = env.inlined(templates, "base.css", "index.css")
    out: dict[str, bytes] = {}
    for language in LANGUAGES:
        listed = _listed(pairs, language)
        out[f"index.{language}.html"] = _index(listed, language, style, templates, base)
        out[f"feed.{language}.xml"] = _feed(listed, language, templates, base)
    values = {
        "w": words("en"),
        "other": words("fr"),
        "style": style,
        "policy": env.policy(style=style, script=""),
    }
    out["index.html"] = env.rendered(templates, "door.html", values)
    if base:
        listed = _listed(pairs, "en")
        out["sitemap.xml"] = env.rendered(templates, "sitemap.xml", {"base": base, "listed": listed})
    return out


def _listed(pairs: Sequence[Titled], language: Language) -> tuple[Listed, ...]:
    side, counterpart = LANGUAGES.index(language), other(language)
    return tuple(
        Listed(
            titled.key,
            titled.numbers[side],
            titled.titles[side],
            titled.titles[1 - side],
            country(titled.key, language),
            report_date(titled.date, language),
            titled.date,
            titled.published,
            f"{titled.key}/{FILES[language]}",
            f"{titled.key}/{FILES[counterpart]}",
            f"{titled.key}/{SIDE_BY_SIDE}",
            downloads(dict.fromkeys(titled.files, 0), language, both=False, base=f"{titled.key}/"),
        )
        for titled in pairs
    )


def _index(
    listed: Sequence[Listed], language: Language, style: str, templates: jinja2.Environment, base: str
) -> bytes:
    counterpart, spoken = other(language), words(language)
    count = spoken["found_one"] if len(listed) == 1 else spoken["found_many"].format(len(listed))
    script = env.inlined(templates, "index.js")
    values = {
        "w": spoken,
        "other": words(counterpart),
        "lang": language,
        "counterpart": counterpart,
        "base": base,
        "years": [(year, tuple(held)) for year, held in groupby(listed, key=lambda pair: pair.iso[:4])],
        "count": count if listed else spoken["none_published"],
        "modified": max((pair.published[:10] for pair in listed), default=""),
        "style": style,
        "script": script,
        "policy": env.policy(style=style, script=script),
    }
    return env.rendered(templates, "index.html", values)


def _feed(listed: Sequence[Listed], language: Language, templates: jinja2.Environment, base: str) -> bytes:
    latest = sorted(listed, key=lambda pair: (pair.published, pair.key), reverse=True)[:FED]
    values = {
        "w": words(language),
        "lang": language,
        "counterpart": other(language),
        "base": base,
        "listed": latest,
        "updated": latest[0].published if latest else "1970-01-01T00:00:00Z",
    }
    return env.rendered(templates, "feed.xml", values)
