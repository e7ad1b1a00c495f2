"""TBX termbases to terms, and back: the TBX-Basic dialect (martif), English and French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml, read_bytes, write_whole
from rirbilingual.formats.entry import base
from rirbilingual.model import Term

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

EXTENSIONS = (".tbx",)

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = "administrativeStatus"


def read_tbx(path: Path) -> tuple[Term, ...]:
    """A term for every English and French term of one entry, in the file's order. `note` is the French term's
    own ("m", "f", "epicene"). Raises RirError where the file is malformed or is no termbase."""
    root = parse_xml(read_bytes(path), str(path))
    if _name(root) not in ("martif", "tbx"):
        raise RirError(f"not a termbase: its root is <{_name(root)}>", str(path), "give a TBX file")
    return tuple(term for entry in root.iter("{*}termEntry", "{*}conceptEntry") for term in _terms(entry))


def _terms(entry: _Element) -> Iterator[Term]:
    sides: dict[str, list[tuple[str, _Element]]] = {"en": [], "fr": []}
    for held in entry.iter("{*}langSet", "{*}langSec"):
        language = base(held.get(_LANG) or "")
        if language in sides:
            terms = ((_term(tig), tig) for tig in held.iter("{*}tig", "{*}termSec"))
            sides[language] += [(term, tig) for term, tig in terms if term]
    domain = _typed(entry, "descrip", "subjectField")
    described = [
        (
            term,
            _typed(tig, "termNote", _STATUS).split("Term-")[0] or "preferred",
            str(_path("string(*[local-name()='note'])")(tig)),
        )
        for term, tig in sides["fr"]
    ]
    for english, _ in sides["en"]:
        for french, status, note in described:
            yield Term(english, french, domain, status, note)


def _term(tig: _Element) -> str:
    return " ".join(str(_path("string(.//*[local-name()='term'])")(tig)).split())


def _typed(element: _Element, tag: str, kind: str) -> str:
    path = _path("string(*[local-name()=$tag and @type=$kind])")
    return str(path(element, tag=tag, kind=kind)).strip()


@cache
def _path(expression: str) -> XPath:
    from lxml import etree

    return etree.XPath(expression)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def write_tbx(terms: Iterable[Term], path: Path) -> None:
    """Write the terms, one entry an English term and domain, whole or not at all."""
    from lxml import etree

    root = etree.Element("martif", {"type": "TBX-Basic", _LANG: "en-CA"})
    etree.SubElement(etree.SubElement(root, "martifHeader"), "fileDesc")
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    entries: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        entries.setdefault((term.english, term.domain), []).append(term)
    for number, ((english, domain), held) in enumerate(entries.items(), 1):
        entry = etree.SubElement(body, "termEntry", {"id": f"t{number}"})
        if domain:
            etree.SubElement(entry, "descrip", {"type": "subjectField"}).text = domain
        tig = etree.SubElement(etree.SubElement(entry, "langSet", {_LANG: "en-CA"}), "tig")
        etree.SubElement(tig, "term").text = english
        side = etree.SubElement(entry, "langSet", {_LANG: "fr-CA"})
        for term in held:
            tig = etree.SubElement(side, "tig")
            etree.SubElement(tig, "term").text = term.french
            etree.SubElement(tig, "termNote", {"type": _STATUS}).text = f"{term.status}Term-admn-sts"
            if term.note:
                etree.SubElement(tig, "note").text = term.note
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    write_whole(path, data)
