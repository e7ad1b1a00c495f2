"""TBX termbases to terms, and back: TBX-Basic (martif) written, any dialect's core read, English and French."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.files import line_of, parse_xml, read_bytes, write_whole
from rirbilingual.formats.entry import base
from rirbilingual.model import Term

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

EXTENSIONS = (".tbx",)

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = "administrativeStatus"
# What TBX calls a term's status, without its "Term-admn-sts", to what we call it.
_STATUSES = {
    "preferred": "preferred",
    "standardized": "preferred",
    "legal": "preferred",
    "regulated": "preferred",
    "admitted": "admitted",
    "deprecated": "deprecated",
    "superseded": "deprecated",
    "obsolete": "deprecated",
    "proposed": "proposed",
}


def read_tbx(path: Path) -> tuple[Term, ...]:
    """A term for every English and French term of one entry, in the file's order. `note` is the French term's
    own ("m", "f", "epicene"). Raises RirError where the file is malformed, is no termbase, has a status that is
    not known, or entries and not one term."""
    root = parse_xml(read_bytes(path), str(path))
    if _name(root) not in ("martif", "tbx"):
        raise RirError(f"not a termbase: its root is <{_name(root)}>", str(path), "give a TBX file")
    entries = list(root.iter("{*}termEntry", "{*}conceptEntry"))
    terms = tuple(term for entry in entries for term in _terms(entry, path))
    if entries and not terms:
        raise RirError(
            "no entry has a term in English and in French",
            f"{path}:{line_of(entries[0])}",
            "give each an en and an fr <langSet> (<langSec>) with a <term>",
        )
    return terms


def _terms(entry: _Element, path: Path) -> Iterator[Term]:
    sides: dict[str, list[tuple[str, _Element]]] = {"en": [], "fr": []}
    for held in entry.iter("{*}langSet", "{*}langSec"):
        language = base(held.get(_LANG) or "")
        if language in sides:
            terms = ((_term(tig), tig) for tig in held.iter("{*}tig", "{*}ntig", "{*}termSec"))
            sides[language] += [(term, tig) for term, tig in terms if term]
    domain, _ = _typed(entry, "subjectField")
    described = [
        (term, _status(tig, path), str(_path("string(*[local-name()='note'])")(tig)))
        for term, tig in sides["fr"]
    ]
    for english, _ in sides["en"]:
        for french, status, note in described:
            yield Term(english, french, domain, status, note)


def _term(tig: _Element) -> str:
    return str(_path("normalize-space(.//*[local-name()='term'])")(tig))


def _status(tig: _Element, path: Path) -> str:
    said, line = _typed(tig, _STATUS)
    found = known_status(said)
    if not found:
        fix = f"write one of {', '.join(f'{known}Term-admn-sts' for known in _STATUSES)}"
        raise RirError(f'the status "{said}"', f"{path}:{line}", fix)
    return found


def known_status(said: str) -> str:
    """Our word for what TBX calls a term's status; "" for none of them."""
    name = said.removesuffix("-admn-sts").removesuffix("Term") or "preferred"
    return _STATUSES.get(name, "")


def _typed(element: _Element, kind: str) -> tuple[str, int]:
    """What the first element within, of this `type` or, as modules of TBX 3 have it, of this name, says, and its
    line; ("", 0) for none."""
    found: Any = _path("(.//*[@type=$kind or local-name()=$kind])[1]")(element, kind=kind)
    return ((found[0].text or "").strip(), line_of(found[0])) if found else ("", 0)


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
