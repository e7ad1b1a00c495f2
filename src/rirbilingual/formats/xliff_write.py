"""A Catalog to XLIFF 2.1 or 1.2, for the editors that want it: the PO file's content, less obsolete units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from rirbilingual.formats import unit_notes
from rirbilingual.formats.xliff_codes import Around, Code, Runs, runs
from rirbilingual.model import Catalog, CodeKind, State, Unit

if TYPE_CHECKING:
    from lxml.etree import _Element

Version = Literal["2.1", "1.2"]
_NAMESPACES = {"2.1": "urn:oasis:names:tc:xliff:document:2.0", "1.2": "urn:oasis:names:tc:xliff:document:1.2"}
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STATES_12 = {
    State.INITIAL: "new",
    State.TRANSLATED: "needs-review-translation",
    State.REVIEWED: "translated",
    State.FINAL: "final",
}
OURS = "rirbilingual"
# What either version calls an inline code: (1.2's ctype, 2.1's type, 2.1's subType).
_LOOKS = {
    CodeKind.EM: ("italic", "fmt", "xlf:i"),
    CodeKind.STRONG: ("bold", "fmt", "xlf:b"),
    CodeKind.SUP: ("x-sup", "fmt", "rir:sup"),
    CodeKind.SUB: ("x-sub", "fmt", "rir:sub"),
    CodeKind.LINK: ("link", "link", ""),
}
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FIELDS = ("date", "title", "report_file", "report_digest")


def xliff_bytes(catalog: Catalog, *, version: Version = "2.1") -> bytes:
    """The catalog as an XLIFF document, quotations' marks, markers and citations as protected codes."""
    from lxml import etree

    names: dict[str | None, str] = {None: _NAMESPACES[version]}
    if version == "2.1":
        names["mtc"] = _MATCHES
    root = etree.Element(_tag(version, "xliff"), nsmap=names, version=version)  # type: ignore[arg-type]  # None is the default namespace
    if version == "2.1":
        root.set("srcLang", "en")
        root.set("trgLang", "fr")
        file = etree.SubElement(root, _tag(version, "file"), id="f1", original=catalog.number)
        parent = file
        holder = etree.SubElement(file, _tag(version, "notes"))
    else:
        file = etree.SubElement(root, _tag(version, "file"), original=catalog.number, datatype="plaintext")
        file.set("source-language", "en")
        file.set("target-language", "fr")
        holder = etree.SubElement(file, _tag(version, "header"))
        parent = etree.SubElement(file, _tag(version, "body"))
    for name in _FIELDS:
        if value := getattr(catalog, name):
            _note(holder, version, f"{name}: {value}", OURS)
    if version == "2.1" and not len(holder):
        parent.remove(holder)
    for unit in catalog.units:
        (_unit_21 if version == "2.1" else _unit_12)(parent, unit)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _tag(version: str, name: str) -> str:
    return f"{{{_NAMESPACES[version]}}}{name}"


def _note(parent: _Element, version: str, text: str, origin: str) -> None:
    from lxml import etree

    note = etree.SubElement(parent, _tag(version, "note"))
    note.set("from" if version == "1.2" else "category", origin)
    note.text = _legal(text)


def _notes(parent: _Element, version: str, unit: Unit) -> None:
    for line in (f"place: {unit.where}", *unit_notes.notes(unit)):
        _note(parent, version, line, OURS)
    for comment in unit.comments:
        _note(parent, version, comment, "translator")


def _unit_12(parent: _Element, unit: Unit) -> None:
    from lxml import etree

    element = etree.SubElement(parent, _tag("1.2", "trans-unit"), id=unit.id)
    element.set(_SPACE, "preserve")
    if unit.state >= State.REVIEWED:
        element.set("approved", "yes")
    source, target = runs(unit)
    _filled(etree.SubElement(element, _tag("1.2", "source")), source, "1.2")
    # Editors of 1.2 (OmegaT) translate what stands in the target: where there is no French, the English does.
    french = etree.SubElement(element, _tag("1.2", "target"), state=_STATES_12[unit.state])
    _filled(french, target if unit.target else source, "1.2")
    _notes(element, "1.2", unit)
    if unit.match is not None:
        quality = str(unit.match.score)
        found = etree.SubElement(element, _tag("1.2", "alt-trans"))
        found.set("match-quality", quality)
        found.set("origin", str(unit.match.unit.origin) or unit.match.memory or "memory")
        etree.SubElement(found, _tag("1.2", "source")).text = _legal(unit.match.unit.source)
        etree.SubElement(found, _tag("1.2", "target")).text = _legal(unit.match.target)


def _unit_21(parent: _Element, unit: Unit) -> None:
    from lxml import etree

    element = etree.SubElement(parent, _tag("2.1", "unit"), id=unit.id)
    element.set(_SPACE, "preserve")
    source, target = runs(unit)
    if unit.match is not None:
        found = etree.SubElement(
            etree.SubElement(element, f"{{{_MATCHES}}}matches"), f"{{{_MATCHES}}}match", ref="#m"
        )
        found.set("similarity", f"{unit.match.score}.0")
        found.set("origin", str(unit.match.unit.origin) or unit.match.memory or "memory")
        etree.SubElement(found, _tag("2.1", "source")).text = _legal(unit.match.unit.source)
        etree.SubElement(found, _tag("2.1", "target")).text = _legal(unit.match.target)
    _notes(etree.SubElement(element, _tag("2.1", "notes")), "2.1", unit)
    if codes := [("s", code) for code in _codes(source)] + [("t", code) for code in _codes(target)]:
        stored = etree.SubElement(element, _tag("2.1", "originalData"))
        for side, code in codes:
            etree.SubElement(stored, _tag("2.1", "data"), id=f"{side}{code.id}").text = _legal(code.text)
    segment = etree.SubElement(element, _tag("2.1", "segment"), id="s", state=unit.state.name.lower())
    english = etree.SubElement(segment, _tag("2.1", "source"))
    if unit.match is not None:
        english = etree.SubElement(english, _tag("2.1", "mrk"), id="m", type="mtc:match")
    _filled(english, source, "2.1", "s")
    if unit.target:
        _filled(etree.SubElement(segment, _tag("2.1", "target")), target, "2.1", "t")


def _codes(found: Runs) -> Iterator[Code]:
    for run in found:
        if isinstance(run, Code):
            yield run
        elif isinstance(run, Around):
            yield from _codes(run.runs)


def _around(parent: _Element, run: Around, version: str) -> _Element:
    """The element of an inline code."""
    from lxml import etree

    made = etree.SubElement(parent, _tag(version, "g" if version == "1.2" else "pc"), id=run.id)
    ctype, kind, look = _LOOKS[run.code.kind]
    if version == "1.2":
        made.set("ctype", ctype)
        return made
    made.set("type", kind)
    if look:
        made.set("subType", look)
    tag = run.id.partition("-")[0]
    made.set("dispStart", f"<{tag}>")
    made.set("dispEnd", f"</{tag}>")
    return made


def _filled(parent: _Element, found: Runs, version: str, side: str = "") -> None:
    """Put the runs into the element."""
    from lxml import etree

    last: _Element | None = None
    for run in found:
        if isinstance(run, str):
            if last is None:
                parent.text = (parent.text or "") + _legal(run)
            else:
                last.tail = (last.tail or "") + _legal(run)
            continue
        if isinstance(run, Around):
            last = _around(parent, run, version)
            _filled(last, run.runs, version, side)
            continue
        last = etree.SubElement(parent, _tag(version, "ph"), id=str(run.id))
        if version == "1.2":
            last.set("ctype", f"x-{run.type}")
            last.set("equiv-text", run.french)
            last.text = _legal(run.text)
        else:
            last.set("dataRef", f"{side}{run.id}")
            last.set("equiv", run.french)
            last.set("disp", run.text)
            last.set("type", "other")


def _legal(text: str) -> str:
    """The text with a space for what XML cannot hold."""
    return _ILLEGAL.sub(" ", text)
