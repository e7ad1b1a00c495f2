"""A page's bytes to the texts of its units, read as any reader of HTML would."""

from __future__ import annotations

from typing import Any

from lxml import etree

_UNITS = etree.XPath("//*[@data-unit != '']")
_LANGUAGE = etree.XPath("string((ancestor-or-self::*/@lang)[last()])")  # of the nearest that states one


def unit_texts(page: bytes) -> dict[tuple[str, str], str]:
    """(language, unit id) → the unit's text on the page, in the page's order.

    The text inside each element that has data-unit, with the language that the element stands in (a title
    inside it may be in another). Raises UnicodeDecodeError for what is no UTF-8.
    """
    text = page.decode("utf-8").replace("\r", "&#13;")  # a parser would make line feeds of them
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode(), parser)
    found: dict[tuple[str, str], list[str]] = {}
    if root is None:
        return {}
    units: Any = _UNITS(root)
    for element in units:
        name = (str(_LANGUAGE(element)), str(element.get("data-unit")))
        found.setdefault(name, []).extend(map(str, element.itertext()))
    return {key: "".join(parts) for key, parts in found.items()}
