"""A passage as a page shows it to stretches of text, for formats that have no markup of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from rirbilingual.render.passages import Shown

_LINE_END = re.compile(r"\r\n|\r|\n")
_LOOKS = frozenset({"em", "strong", "sup", "sub"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text with one look. lang: where it is not in the page's language, else "". to: the anchor that it
    leads to, else ""."""

    text: str
    lang: str = ""
    cited: bool = False  # a title within a reference
    to: str = ""
    kind: str = ""  # of a link: "citation" or "note"
    looks: frozenset[str] = frozenset()  # "em", "strong", "sup", "sub"
    href: str = ""  # where it leads outside the file


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Stretch] = [Stretch("")]
        self.found: list[Stretch] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":  # is never closed
            self.said("\n")
            return
        named, outer = dict(attrs), self.open[-1]
        href = named.get("href") or ""
        outside = bool(href) and not href.startswith("#")
        if outside:
            self.open.append(replace(outer, href=href))
            return
        self.open.append(
            Stretch(
                "",
                named.get("lang") or outer.lang,
                outer.cited or tag == "cite",
                href.removeprefix("#") or outer.to,
                (named.get("class") or "") if href else outer.kind,
                outer.looks | {tag} if tag in _LOOKS else outer.looks,
                outer.href,
            )
        )

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.said(_LINE_END.sub(" ", data))

    def said(self, data: str) -> None:
        found = replace(self.open[-1], text=data)
        # What a page's style alone sets apart (a date, a marker) is no stretch of its own.
        if self.found and replace(self.found[-1], text=data) == found:
            found = replace(found, text=self.found.pop().text + data)
        self.found.append(found)


def stretches(passage: Shown) -> Iterator[Stretch]:
    """The passage's stretches in order. Law: their texts, joined, are the passage's text, an editor's line
    ends as spaces."""
    for piece in passage.pieces:
        reader = _Reader()
        reader.feed(str(piece.text))
        reader.close()
        yield from reader.found
        if piece.tail:
            yield Stretch(_LINE_END.sub(" ", piece.tail))
