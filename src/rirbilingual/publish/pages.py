"""A page's bytes to the texts of its units, read as any reader of HTML would."""

from __future__ import annotations

from typing import Any

from lxml import etree

from rirbilingual.files import parse_xml

# "//*" would look at each text as well, in twice the time.
_UNITS = etree.XPath("/descendant::*[@data-unit != '']")


def unit_texts(page: bytes) -> dict[tuple[str, str], str]:
    """(language, unit id) → the unit's text on the page, in the page's order.

    The text inside each element that has data-unit, with the language that the element stands in (a title
    inside it may be in another). Raises UnicodeDecodeError for what is no UTF-8.
    """
    text = page.decode("utf-8").replace("\r", "&#13;")  # a parser would make line feeds of them
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode(), parser)
    return {} if root is None else _texts(root)


def document_texts(document: bytes) -> dict[tuple[str, str], str]:
    """As `unit_texts`, of a document of XHTML. Raises RirError where it is malformed."""
    return _texts(parse_xml(document, "XHTML"))


def _texts(root: etree._Element) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    languages: dict[etree._Element | None, str] = {None: ""}
    units: Any = _UNITS(root)
    for line in root.iter("{*}br"):
        line.tail = f"\n{line.tail or ''}"
    for element in units:
        name = (_language(element, languages), str(element.get("data-unit")))
        text = etree.tostring(element, encoding="unicode", method="text", with_tail=False)
        found[name] = found.get(name, "") + text
    return found


def _language(element: etree._Element, known: dict[etree._Element | None, str]) -> str:
    """The language that the element, or the nearest around it, states; "" where none does."""
    stated = element.get("lang")
    if stated is not None:
        return str(stated)
    around = element.getparent()
    if around not in known:
        known[around] = _language(around, known)  # type: ignore[arg-type]
    return known[around]
