"""XLIFF 1.2 and 2.x to entries of a memory: the reviewed units of ours, the translated ones of another program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.files import line_of, parse_xml, read_bytes
from rirbilingual.formats.entry import LANGUAGES, Entry, base, refuse
from rirbilingual.formats.xliff_read import MAX_XLIFF_BYTES, read_xliff
from rirbilingual.formats.xliff_write import OURS
from rirbilingual.model import Origin, State, Unit

if TYPE_CHECKING:
    from lxml.etree import _Element

EXTENSIONS = (".xlf", ".xliff")
# What 1.2 and 2.x call a target that nobody stands for yet.
_UNDONE = {"new", "needs-translation", "initial", "needs-adaptation", "needs-l10n"}
_FINAL = {"final", "signed-off"}
_HEADER = "x-gettext-domain-header"  # what converters from PO make of its header: no text


def read_entries(path: Path, *, refused: Callable[[RirError], None] | None = None) -> Iterator[Entry]:
    """The file's units that have a target. Raises RirError with the line where it is malformed, is not XLIFF, or
    is not from English to French; with `refused`, bad units are handed there and the rest is read."""
    root = parse_xml(read_bytes(path, MAX_XLIFF_BYTES), str(path))
    if not str(root.tag).endswith("}xliff"):
        raise RirError("XML, but not XLIFF", str(path), "give an XLIFF file")
    if any(OURS in (note.get("from"), note.get("category")) for note in root.iter("{*}note")):
        catalog = read_xliff(path)
        origin = Origin(catalog.number, "", catalog.date)
        yield from (
            Entry(replace(unit, origin=origin if unit.origin == Origin() else unit.origin, match=None))
            for unit in catalog.units
            if unit.state >= State.REVIEWED and unit.target
        )
        return
    for element, languages in _elements(root, path, refused):
        try:
            entry = _entry(element, languages, path)
        except RirError as error:
            refuse(error, refused)
            continue
        if entry is not None:
            yield entry


def _elements(
    root: _Element, path: Path, refused: Callable[[RirError], None] | None
) -> Iterator[tuple[_Element, tuple[str, str]]]:
    """The units of each <file> that is in our languages, with these; another <file> is refused whole."""
    for file in root.iter("{*}file"):
        source = root.get("srcLang") or file.get("source-language") or ""
        target = root.get("trgLang") or file.get("target-language") or ""
        if base(source) in ("", base(LANGUAGES[0])) and base(target) in ("", base(LANGUAGES[1])):
            yield from ((element, (source, target)) for element in file.iter("{*}trans-unit", "{*}segment"))
            continue
        fix = f"give a file from {LANGUAGES[0]} to {LANGUAGES[1]}"
        refuse(RirError(f"from {source} to {target}", f"{path}:{line_of(file)}", fix), refused)


def _entry(element: _Element, languages: tuple[str, str], path: Path) -> Entry | None:
    source, target = element.find("{*}source"), element.find("{*}target")
    place = f"{path}:{line_of(element)}"
    if source is None:
        raise RirError("a unit without a source", place, "add it, or remove the unit")
    owner = element.getparent() if str(element.tag).endswith("}segment") else element
    if element.get("restype") == _HEADER or (owner is not None and owner.get("translate") == "no"):
        return None
    english, french = _text(source), _text(target) if target is not None else ""
    if not english.strip() or not french.strip():
        return None
    said = str((target.get("state") if target is not None else "") or element.get("state") or "")
    if said in _UNDONE:
        return None
    final = said in _FINAL or element.get("approved") == "yes"
    name = (owner.get("id") if owner is not None else "") or ""
    state = State.FINAL if final else State.REVIEWED if said == "reviewed" else State.TRANSLATED
    unit = Unit(name, english, french, state, origin=Origin(path.name))
    return Entry(unit, languages, line=line_of(element))


def _text(element: _Element) -> str:
    """The words: codes of the other program are left out, marked text is kept."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in ("g", "pc", "mrk"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
