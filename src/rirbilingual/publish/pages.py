"""A page's bytes to the texts of its units, read as a browser reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from rirbilingual.files import parse_xml

# The time that a parser of HTML takes grows with the square of the elements that stand open. Browsers show 512.
_DEEPEST = 5_000
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|t[rdh]|tbody|thead|tfoot)\b)"
    r"([a-z][^\s/>]*)",
    re.IGNORECASE,
)

_UNITS = etree.XPath("/descendant::*[@data-unit != '']")
_LANGUAGE = etree.XPath("string(ancestor-or-self::*[@lang][1]/@lang)")

Said = tuple[str, str, str]
"""A language, a unit's id, and what one element says of it."""


def unit_texts(page: bytes) -> dict[tuple[str, str], str]:
    """(language, unit id) → the unit's text on the page, in the page's order.

    The text inside each element that has data-unit, with the language that the element stands in (a title
    inside it may be in another). A page whose elements stand in each other thousands deep says nothing. Raises
    UnicodeDecodeError for what is no UTF-8.
    """
    text = page.decode("utf-8").replace("\r", "&#13;")  # a parser would make line feeds of them
    if text.count("<") > _DEEPEST and _is_too_deep(text):
        return {}
    return _joined(_of_html(LexborHTMLParser(text)))


def _is_too_deep(text: str) -> bool:
    """Whether that many elements stand open at once, as far as their tags tell."""
    waiting: Counter[str] = Counter()
    depth = 0
    for closes, name in _TAG.findall(text):
        step = 1 if not closes else -1 if waiting[name] else 0
        waiting[name] += step
        depth += step
        if depth > _DEEPEST:
            return True
    return False


def document_texts(document: bytes) -> dict[tuple[str, str], str]:
    """As `unit_texts`, of a document of XHTML. Raises RirError where it is malformed."""
    return _joined(_of_xml(parse_xml(document, "XHTML")))


def _joined(said: Iterable[Said]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for language, unit, text in said:
        found[language, unit] = found.get((language, unit), "") + text
    return found


def _of_html(page: LexborHTMLParser) -> Iterator[Said]:
    for line in page.css("br"):
        line.replace_with("\n")
    languages: dict[int, str] = {}
    for element in page.css("[data-unit]"):
        attributes = element.attributes
        if unit := attributes["data-unit"]:
            stated = attributes.get("lang")
            language = _language(element.parent, languages) if stated is None else stated
            yield language, unit, element.text()


def _language(element: LexborNode | None, known: dict[int, str]) -> str:
    """The language that the element, or the nearest around it, states; "" where none does. known: of elements that
    were asked after, by their place in memory."""
    passed: list[int] = []
    language: str | None = None
    while element is not None and language is None:
        place = element.mem_id
        language = known.get(place)
        if language is None:
            passed.append(place)
            language = element.attributes.get("lang")
            element = element.parent
    known |= dict.fromkeys(passed, language or "")
    return language or ""


def _of_xml(root: etree._Element) -> Iterator[Said]:
    for line in root.iter("{*}br"):
        line.tail = f"\n{line.tail or ''}"
    elements: Any = _UNITS(root)
    for element in elements:
        text = etree.tostring(element, encoding="unicode", method="text", with_tail=False)
        yield str(_LANGUAGE(element)), str(element.get("data-unit")), text
