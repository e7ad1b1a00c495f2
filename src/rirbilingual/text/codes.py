"""Inline codes (italics, raised letters, links) beside a text: cut with it, written as tags, read back.

The text itself never holds a tag: what measures, matches or segments it need not know that there are codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from rirbilingual.model import CodeKind, InlineCode, Unit
from rirbilingual.text.normalise import digest

Codes = tuple[InlineCode, ...]
Links = Mapping[str, str]
"""A link's tag ("a1") → where it leads."""

_ORDER = {kind: number for number, kind in enumerate(CodeKind)}
_SCHEMES = frozenset({"http", "https", "mailto"})
_LONGEST_LINK = 2_000  # code points; longer ones carry data, not an address
_TAG = re.compile(rf"<(/?)({'|'.join(k.value for k in CodeKind if k is not CodeKind.LINK)}|a[1-9]\d{{0,3}})>")
_ESCAPED = re.compile(r"&(?=(?:amp;)*lt;)")
_ONE_ESCAPE = re.compile(r"&lt;|&amp;(?:amp;)*lt;")


def safe_link(address: str) -> str:
    """The address where a page may lead to it (http, https, mailto), else ""."""
    address = address.strip()
    if not address or len(address) > _LONGEST_LINK or not address.isprintable() or " " in address:
        return ""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in _SCHEMES else ""


def ordered(codes: Iterable[InlineCode]) -> Codes:
    """The codes by where they begin, the longer first; like ones that touch are one, empty ones are none."""
    merged: dict[tuple[CodeKind, str], list[InlineCode]] = {}
    for code in sorted(codes, key=lambda code: (code.start, -code.end)):
        if code.start >= code.end:
            continue
        like = merged.setdefault((code.kind, code.href), [])
        if like and like[-1].end >= code.start:
            like[-1] = replace(like[-1], end=max(like[-1].end, code.end))
        else:
            like.append(code)
    found = (code for like in merged.values() for code in like)
    return tuple(sorted(found, key=lambda code: (code.start, -code.end, _ORDER[code.kind], code.href)))


def trimmed(text: str, codes: Iterable[InlineCode]) -> Codes:
    """The codes without the white space at their ends."""
    out = []
    for code in codes:
        inside = text[code.start : code.end]
        start = code.start + len(inside) - len(inside.lstrip())
        out.append(replace(code, start=start, end=max(start, code.start + len(inside.rstrip()))))
    return ordered(out)


def clipped(codes: Sequence[InlineCode], start: int, end: int) -> Codes:
    """What of the codes lies in start–end, with offsets from start."""
    return ordered(
        replace(code, start=max(code.start, start) - start, end=min(code.end, end) - start)
        for code in codes
        if code.start < end and code.end > start
    )


def moved(codes: Iterable[InlineCode], by: int) -> Codes:
    """The codes further on in a longer text."""
    return tuple(replace(code, start=code.start + by, end=code.end + by) for code in codes)


def edited(codes: Iterable[InlineCode], start: int, end: int, length: int) -> Codes:
    """The codes after the text's start–end has become `length` code points. A code that ends within the stretch
    is cut before it."""

    by = length - (end - start)

    def begins(place: int) -> int:  # what is put in right before a code is not in it
        return place + by if place >= end else place if place <= start else start + length

    def ends(place: int) -> int:
        return place if place <= start else place + by if place >= end else start

    return ordered(replace(code, start=begins(code.start), end=ends(code.end)) for code in codes)


def crossing(codes: Sequence[InlineCode]) -> InlineCode | None:
    """The first code that begins within another and ends outside it, or a link within a link."""
    for number, code in enumerate(codes):
        for later in codes[number + 1 :]:
            inside = code.start <= later.start < code.end
            links = code.kind is later.kind is CodeKind.LINK
            if inside and (later.end > code.end or links):
                return later
    return None


# --------------------------------------------------------------------------- as tags


def links_of(codes: Iterable[InlineCode]) -> dict[str, str]:
    """The tags of the links, each address numbered where it first stands: {"a1": "https://…"}."""
    addresses = dict.fromkeys(code.href for code in codes if code.kind is CodeKind.LINK)
    return {f"a{number}": address for number, address in enumerate(addresses, 1)}


def nested(codes: Sequence[InlineCode]) -> list[InlineCode]:
    """The codes, outer before inner, one that crosses another cut in two where the other ends."""
    out: list[InlineCode] = []
    waiting = list(reversed(codes))
    open_ends: list[int] = []
    while waiting:
        code = waiting.pop()
        while open_ends and open_ends[-1] <= code.start:
            open_ends.pop()
        if open_ends and code.end > open_ends[-1]:
            cut = open_ends[-1]
            rest = replace(code, start=cut)
            place = next(
                (n for n, other in enumerate(waiting) if (other.start, -other.end) <= (cut, -code.end)),
                len(waiting),
            )
            waiting.insert(place, rest)
            code = replace(code, end=cut)
        out.append(code)
        open_ends.append(code.end)
    return out


def tagged(text: str, codes: Sequence[InlineCode], links: Links) -> str:
    """The text with its codes as tags: `the <em>Port Monitor</em>`, `<a1>here</a1>`.

    A `<` that would be taken for one of these tags is `&lt;`; then `&lt;` itself is `&amp;lt;`. Every other
    character stands as it is. Law: `untagged` gives back text and codes.
    """
    if not codes and not _TAG.search(text) and not _ESCAPED.search(text):
        return text
    names = {address: tag for tag, address in links.items()}
    bare = _written(text, codes, names, lambda part: part)
    if untagged(bare, links) == (text, tuple(codes)):
        return bare  # a tag without its other half may stand: that is what a translator wrote
    return _written(text, codes, names, _escape)


def _written(text: str, codes: Sequence[InlineCode], names: Links, escape: Callable[[str], str]) -> str:
    out: list[str] = []
    open_codes: list[InlineCode] = []
    last = 0

    def upto(place: int) -> None:
        nonlocal last
        out.append(escape(text[last:place]))
        last = place

    for code in nested(codes):
        while open_codes and open_codes[-1].end <= code.start:
            upto(open_codes[-1].end)
            out.append(f"</{_name(open_codes.pop(), names)}>")
        upto(code.start)
        out.append(f"<{_name(code, names)}>")
        open_codes.append(code)
    while open_codes:
        upto(open_codes[-1].end)
        out.append(f"</{_name(open_codes.pop(), names)}>")
    upto(len(text))
    return "".join(out)


def untagged(raw: str, links: Links) -> tuple[str, Codes]:
    """A text with tags to the text and its codes. A tag without its other half, or of a link that is not among
    `links`, is text: nothing is lost, and a check will find it."""
    tags = list(_TAG.finditer(raw))
    halves: dict[int, int] = {}  # number of an opening tag → of its closing one
    waiting: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        name = tag[2]
        if not tag[1]:
            if not name.startswith("a") or name in links:
                waiting.setdefault(name, []).append(number)
        elif waiting.get(name):
            halves[waiting[name].pop()] = number
    meant = {*halves, *halves.values()}
    parts: list[str] = []
    places: dict[int, int] = {}
    length = last = 0
    for number, tag in enumerate(tags):
        if number in meant:
            parts.append(_unescape(raw[last : tag.start()]))
            length += len(parts[-1])
            last = tag.end()
            places[number] = length
    parts.append(_unescape(raw[last:]))
    codes = [_code(tags[first][2], places[first], places[second], links) for first, second in halves.items()]
    return "".join(parts), ordered(codes)


def _code(name: str, start: int, end: int, links: Links) -> InlineCode:
    kind = CodeKind.LINK if name.startswith("a") else CodeKind(name)
    return InlineCode(start, end, kind, links.get(name, ""))


def _name(code: InlineCode, names: Mapping[str, str]) -> str:
    return names[code.href] if code.kind is CodeKind.LINK else code.kind.value


def _escape(text: str) -> str:
    return _TAG.sub(lambda tag: f"&lt;{tag[0][1:]}", _ESCAPED.sub("&amp;", text))


def _unescape(text: str) -> str:
    """`&lt;` is `<`, and `&amp;lt;` is `&lt;`: one escape less."""
    return _ONE_ESCAPE.sub(lambda found: "<" if found[0] == "&lt;" else f"&{found[0][5:]}", text)


# --------------------------------------------------------------------------- units


class Texts(NamedTuple):
    """A unit's two texts, and the codes of each."""

    source: str
    target: str
    source_codes: Codes = ()
    target_codes: Codes = ()


def unit_digest(unit: Unit | Texts) -> str:
    """What an approval of the unit answers for: its words, and its codes where it has any."""
    if not unit.source_codes and not unit.target_codes:
        return digest(unit.source, unit.target)
    said = (
        "".join(f"\x1e{code.start}\x1f{code.end}\x1f{code.kind.value}\x1f{code.href}" for code in codes)
        for codes in (unit.source_codes, unit.target_codes)
    )
    return digest(f"{unit.source}\x1d{next(said)}", f"{unit.target}\x1d{next(said)}")
