"""XLIFF 1.2 or 2.x, as an editor gave it back, to a Catalog. Only a state that says so is reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.files import line_of, parse_xml, read_bytes
from rirbilingual.formats import po_codes, unit_notes
from rirbilingual.formats.xliff_write import OURS
from rirbilingual.model import Catalog, CodeKind, Context, InlineCode, State, Unit
from rirbilingual.text.codes import Texts, clipped, ordered

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_XLIFF_BYTES = 512 * 1024 * 1024
_REVIEWED = ("translated", "signed-off", "final")  # in 1.2: what a person's confirmation leaves


def read_xliff(path: Path) -> Catalog:
    """An XLIFF that we wrote, as an editor gave it back.

    Raises RirError with the line where it is malformed, not XLIFF, of another program, or has a unit twice.
    """
    name = str(path)
    root = parse_xml(read_bytes(path, MAX_XLIFF_BYTES), name)
    version = {"2": "2.1", "1": "1.2"}.get(root.get("version", "")[:1], "")
    if not str(root.tag).endswith("}xliff") or not version:
        raise RirError(
            "not XLIFF 1.2 or 2.x", f"{name}:{root.sourceline}", "give a file that `review export` wrote"
        )
    file = root.find("{*}file")
    number = file.get("original", "") if file is not None else ""
    fields: dict[str, str] = {}
    if file is not None:
        for note in file.iterfind("{*}notes/{*}note" if version == "2.1" else "{*}header/{*}note"):
            key, _, value = (note.text or "").partition(": ")
            fields[key] = value
    units: list[Unit] = []
    lines: dict[str, int] = {}
    for element in root.iter("{*}unit", "{*}trans-unit"):
        unit = _unit(element, version)
        line = line_of(element)
        if unit.id in lines:
            fix = "keep one of the two"
            raise RirError(
                f"the unit {unit.id} a second time (first at line {lines[unit.id]})", f"{name}:{line}", fix
            )
        lines[unit.id] = line
        units.append(unit)
    if not number or not units:
        raise RirError(
            "not an XLIFF of this program: no report or no units", name, "give a file of `review export`"
        )
    sources = ["", *(unit.source for unit in units), ""]
    return Catalog(
        number,
        number.partition(".")[0],
        fields.get("date", ""),
        fields.get("title", ""),
        tuple(replace(u, context=Context(sources[i], sources[i + 2])) for i, u in enumerate(units)),
        fields.get("report_file", ""),
        fields.get("report_digest", ""),
    )


def unit_lines(path: Path) -> dict[str, int]:
    """The line that each unit of an XLIFF begins at, by its id."""
    root = parse_xml(read_bytes(path, MAX_XLIFF_BYTES), str(path))
    return {str(unit.get("id")): line_of(unit) for unit in root.iter("{*}trans-unit", "{*}unit")}


def _unit(element: _Element, version: str) -> Unit:
    stored = {data.get("id", ""): data.text or "" for data in element.iterfind("{*}originalData/{*}data")}
    parts: Iterable[_Element] = [element] if version == "1.2" else element.iterfind("{*}segment")
    states = []
    source, target = _Text(stored, french=False), _Text(stored, french=True)
    for part in parts:
        english, french = part.find("{*}source"), part.find("{*}target")
        words = _text(english, stored)
        source.add(english)
        states.append(_state(part, french, version))
        unwritten = french is not None and french.get("state") == "new" and _text(french, stored) == words
        if not unwritten:  # else the English, there to be written over
            target.add(french)
    notes: list[str] = []
    comments: list[str] = []
    where = ""
    for note in element.iterfind("{*}note" if version == "1.2" else "{*}notes/{*}note"):
        text = note.text or ""
        if (note.get("from") or note.get("category")) != OURS:
            comments += text.split("\n")
        elif text.startswith("place: "):
            where = text.removeprefix("place: ")
        else:
            notes.append(text)
    found = element.find("{*}alt-trans/{*}source" if version == "1.2" else "{*}matches/{*}match/{*}source")
    previous = found.text if found is not None else None
    lead = len(target.text) - len(target.text.lstrip("\n"))
    french_words = target.text.strip("\n")
    notes = unit_notes.joined(notes)
    known = po_codes.links_said(notes) or {}
    texts = Texts(
        source.text,
        french_words,
        ordered(source.codes(known)),
        clipped(ordered(target.codes(known)), lead, lead + len(french_words)),
    )
    noted = unit_notes.noted(notes, texts.source if previous is None else previous)
    state = min(states, default=State.INITIAL) if french_words else State.INITIAL
    if state >= State.REVIEWED:
        standing = unit_notes.standing(noted.approvals, texts)
        state = State.FINAL if unit_notes.final(standing) else State.REVIEWED
    return Unit(
        element.get("id", ""), state=state, where=where, comments=tuple(comments),
        **texts._asdict(), **noted._asdict(),
    )  # fmt: skip


def _state(part: _Element, target: _Element | None, version: str) -> State:
    """What the editor says: reviewed where it says so, else drafted."""
    if version == "1.2":
        said = target.get("state", "") if target is not None else ""
        reviewed = said in _REVIEWED or (not said and part.get("approved") == "yes")
    else:
        reviewed = part.get("state") in ("reviewed", "final")
    return State.REVIEWED if reviewed else State.TRANSLATED


def _text(element: _Element | None, stored: dict[str, str]) -> str:
    """The element's words, protected codes as they stand in it."""
    text = _Text(stored, french=False)
    text.add(element)
    return text.text


class _Text:
    """A text as its elements give it: each protected code is the words that it stands for, each inline code a
    stretch (from, to, its tag)."""

    def __init__(self, stored: dict[str, str], *, french: bool) -> None:
        self.stored, self.french = stored, french
        self.text = ""
        self.found: list[tuple[int, int, str]] = []

    def add(self, element: _Element | None) -> None:
        if element is None:
            return
        self.text += element.text or ""
        for child in element:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            start = len(self.text)
            if name == "ph":
                words = child.get("equiv") or child.get("equiv-text")
                own = self.stored.get(child.get("dataRef", ""), "") or child.text or ""
                self.text += (words if self.french and words is not None else own) or own
            elif name:
                self.add(child)
            if name in ("pc", "g"):
                self.found.append((start, len(self.text), child.get("id", "").partition("-")[0]))
            self.text += child.tail or ""

    def codes(self, links: dict[str, str]) -> Iterator[InlineCode]:
        """The inline codes. A link that the notes do not name has its tag as its href."""
        for start, end, tag in self.found:
            if tag in set(CodeKind) - {CodeKind.LINK}:
                yield InlineCode(start, end, CodeKind(tag))
            elif re.fullmatch(r"a[1-9]\d*", tag):
                yield InlineCode(start, end, CodeKind.LINK, links.get(tag, tag))
