"""PO, XLIFF and TMX files of other programs to units: the texts, and nothing that only our files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import line_of, parse_xml, read_bytes, reading
from rirbilingual.formats.entry import base
from rirbilingual.formats.tmx import read_entries
from rirbilingual.formats.tmx_stream import units
from rirbilingual.model import BlockKind, State, Unit
from rirbilingual.text.normalise import unit_id

_OURS = (b"x-rirbilingual", b'category="rirbilingual"', b'from="rirbilingual"')  # in lower case
_XLIFF = (".xlf", ".xliff")
_ENTRY = re.compile(
    r"\[Accessed (?:\d{4}-\d\d-\d\d|[\w., ]{6,20})\]\s*$|\. (?:Telephone interview|Interview|Correspondence) with the "
    r"Research Directorate\.\s*$"
)
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.? [A-Z](?:[^.;:?!\n]|(?<=U\.S)\.){0,120}")


def is_foreign(path: Path) -> bool:
    """Whether the file was not made by this program: a TMX, or a PO or XLIFF without our headers."""
    if path.suffix.lower() == ".tmx":
        return True
    data = read_bytes(path).lower()
    return not any(mark in data for mark in _OURS)


def read_foreign(path: Path) -> tuple[Unit, ...]:
    """The file's units in order. Raises RirError where it is malformed or in no format that is known here."""
    if path.suffix.lower() == ".tmx":
        return tuple(_tmx(path))
    seen: dict[str, int] = {}
    found = []
    for source, target, place, reviewed in _po(path) if path.suffix.lower() == ".po" else _xliff(path):
        seen[source] = seen.get(source, 0) + 1
        state = State.INITIAL if not target else State.REVIEWED if reviewed else State.TRANSLATED
        found.append(Unit(unit_id(source, seen[source]), source, target, state, _kind(source), place))
    return tuple(found)


def foreign_lines(path: Path, checked: Iterable[Unit]) -> dict[str, int]:
    """The line of each unit of a file that `read_foreign` gave, by its id."""
    places = ((unit.id, unit.where.removeprefix(f"{path.name}:")) for unit in checked)
    return {name: int(line) for name, line in places if line.isdecimal()}


def _kind(source: str) -> BlockKind:
    """What a unit is, as far as its English alone tells: an entry of a reference list, a numbered heading."""
    if _ENTRY.search(source):
        return BlockKind.REFERENCE
    return BlockKind.HEADING if _HEADING.fullmatch(source) else BlockKind.PARAGRAPH


def _tmx(path: Path) -> Iterator[Unit]:
    """The file's units, each with an id of its own and its line."""
    seen: dict[str, int] = {}
    ids: set[str] = set()
    for entry in read_entries(path, languages=(_source_language(path), "fr")):
        unit = entry.unit
        seen[unit.source] = seen.get(unit.source, 0) + 1
        own = unit.id if unit.id and unit.id not in ids else unit_id(unit.source, seen[unit.source])
        ids.add(own)
        kind = _kind(unit.source) if unit.kind is BlockKind.PARAGRAPH else unit.kind
        yield replace(unit, id=own, kind=kind, where=unit.where or f"{path.name}:{entry.line}")


def _source_language(path: Path) -> str:
    """English where the first unit has it; else whatever stands beside its French, which counts as English."""
    with reading(path) as stream:
        first = next(units(stream, str(path)), None)
    languages = [base(variant.language) for variant in first.variants] if first else []
    others = [language for language in languages if language != "fr"]
    return others[0] if others and "en" not in others else "en"


def _po(path: Path) -> Iterator[tuple[str, str, str, bool]]:
    import polib

    try:
        entries = polib.pofile(read_bytes(path).decode("utf-8-sig"), check_for_duplicates=False)
    except UnicodeDecodeError:
        raise RirError("not UTF-8", str(path), "convert it: msgconv -t UTF-8") from None
    except (OSError, ValueError) as error:
        raise RirError(f"not a PO file: {error}", str(path), "run msgfmt -c on it") from None
    for entry in entries:
        if not entry.obsolete:
            yield entry.msgid, entry.msgstr, f"{path.name}:{entry.linenum}", not entry.fuzzy


def _xliff(path: Path) -> Iterator[tuple[str, str, str, bool]]:
    if path.suffix.lower() not in _XLIFF:
        raise RirError(f'no format for "{path.suffix}"', str(path), "give a PO, XLIFF or TMX file")
    root = parse_xml(read_bytes(path), str(path))
    for unit in root.iter("{*}trans-unit", "{*}segment"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source is not None:
            text = "".join(str(part) for part in source.itertext())
            french = "".join(str(part) for part in target.itertext()) if target is not None else ""
            yield text, french, f"{path.name}:{line_of(unit)}", unit.get("approved") != "no"
