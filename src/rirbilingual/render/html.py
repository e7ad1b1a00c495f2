"""A pair to its web pages: English, French, and both side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

import jinja2

from rirbilingual.model import Language, Pair, Passage
from rirbilingual.render import environment as env
from rirbilingual.render.counterparts import counterparts
from rirbilingual.render.downloads import downloads
from rirbilingual.render.marks import Marks, both, marks, prefixed
from rirbilingual.render.markup import Mark, written
from rirbilingual.render.order import in_order
from rirbilingual.render.passages import (
    Shown,
    body,
    report_date,
    report_number,
    report_title,
    shown,
    title,
)
from rirbilingual.render.runs import Run, runs
from rirbilingual.render.unit_spans import unit_spans
from rirbilingual.render.words import other, words

# The pair's files; the pages lead to each other by these names.
FILES: dict[Language, str] = {"en": "en.html", "fr": "fr.html"}
SIDE_BY_SIDE = "en-fr.html"
NOTHING: Mapping[str, int] = MappingProxyType({})
_ANSWERS = 1000  # kinds of answers and their numbers in a unit: no unit has as many


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its report in one language. href: the page's address, whole where the site's is known.
    file: its name, by which the pair's pages lead to each other wherever they stand."""

    lang: Language
    number: str
    date: str
    iso: str
    title: str
    href: str
    file: str


@dataclass(frozen=True, slots=True)
class Row:
    """A passage, or a table, in both languages. anchor: the passage's; the cells of a table have their own."""

    anchor: str
    kind: str
    english: Run
    french: Run


def page(
    pair: Pair,
    language: Language,
    *,
    templates: jinja2.Environment | None = None,
    base: str = "",
    modified: str = "",
    found: Marks | None = None,
    sizes: Mapping[str, int] = NOTHING,
) -> bytes:
    """The report's page in `language`: page.html.

    base: the site's address, "" where it is not known; modified: ISO date, the report's where it is "". found: the
    page's marks, where they are known already. sizes: of the pair's other files, by name.
    """
    templates = templates or env.environment()
    found = found or marks(pair, language)
    passages = in_order(pair, language)
    showing = [shown(passage, pair, language, found) for passage in body(passages)]
    style, script = env.inlined(templates, "base.css", "page.css"), env.inlined(templates, "page.js")
    values = {
        "w": words(language),
        "other": words(other(language)),
        "facts": facts(pair, language, base),
        "counterpart": facts(pair, other(language), base),
        "both": SIDE_BY_SIDE,
        "downloads": downloads(sizes, language),
        "index": f"../index.{language}.html",
        "modified": modified or pair.report.date,
        "headings": [passage for passage in showing if passage.kind == "heading"],
        "title": shown(title(pair), pair, language, found),
        "runs": runs(showing),
        "style": style,
        "script": script,
        "policy": env.policy(style=style, script=script),
    }
    return env.rendered(templates, "page.html", values)


def side_by_side(
    pair: Pair,
    *,
    templates: jinja2.Environment | None = None,
    base: str = "",
    modified: str = "",
    found: Mapping[Language, Marks] | None = None,
    sizes: Mapping[str, int] = NOTHING,
) -> bytes:
    """Both languages on one page, passage beside passage, in the English order: side_by_side.html."""
    templates = templates or env.environment()
    style = env.inlined(templates, "base.css", "side_by_side.css")
    script = env.inlined(templates, "side_by_side.js")
    found = found or both(pair)
    english, french = found["en"], prefixed(found["fr"], "fr-")
    values = {
        "w": words("en"),
        "other": words("fr"),
        "facts": facts(pair, "en", base),
        "counterpart": facts(pair, "fr", base),
        "downloads": {language: downloads(sizes, language) for language in FILES},
        "modified": modified or pair.report.date,
        "title": next(_rows([title(pair)], pair, english, french)),
        "rows": list(_rows(body(pair.passages), pair, english, french)),
        "style": style,
        "script": script,
        "policy": env.policy(style=style, script=script),
    }
    return env.rendered(templates, "side_by_side.html", values)


def facts(pair: Pair, language: Language, base: str = "") -> Facts:
    """Number, date and title in that language, and the address of its page."""
    return Facts(
        lang=language,
        number=report_number(pair, language),
        date=report_date(pair.report.date, language),
        iso=pair.report.date,
        title=report_title(pair, language),
        href=_address(base, pair, FILES[language]),
        file=FILES[language],
    )


def _address(base: str, pair: Pair, name: str) -> str:
    return f"{base.rstrip('/')}/{pair.report.key}/{name}" if base else name


def _rows(passages: Iterable[Passage], pair: Pair, english: Marks, french: Marks) -> Iterator[Row]:
    """Each passage, and each table whole, beside its other language."""
    for table, group in groupby(passages, key=lambda p: p.block.cell.table if p.block.cell else 0):
        beside = [_both(passage, pair, english, french) for passage in group]
        for sides in [beside] if table else [[one] for one in beside]:
            (left,), (right,) = runs(one for one, _ in sides), runs(one for _, one in sides)
            first = left.passages[0]
            yield Row("", "table", left, right) if table else Row(first.anchor, first.kind, left, right)


def _both(passage: Passage, pair: Pair, english: Marks, french: Marks) -> tuple[Shown, Shown]:
    answers = {unit.id: held for unit, held in zip(passage.units, lit(passage), strict=True)}
    return (
        shown(passage, pair, "en", english, lambda unit: answers[unit.id][0]),
        shown(passage, pair, "fr", french, lambda unit: answers[unit.id][1]),
    )


def lit(passage: Passage) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """For each unit, marks over its source and its target: what answers what carries one number."""
    for english, french in zip(unit_spans(passage, "en"), unit_spans(passage, "fr"), strict=True):
        source: list[Mark] = []
        target: list[Mark] = []
        for number, pairing in enumerate(counterparts(english, french), 1):
            if pairing.source is not None and pairing.target is not None:
                attributes = _answering(pairing.kind, number)
                source.append(Mark(*pairing.source, "span", attributes))
                target.append(Mark(*pairing.target, "span", attributes))
        yield source, target


@lru_cache(_ANSWERS)
def _answering(kind: str, number: int) -> str:
    return written(class_=f"c {kind}", data_c=str(number))
