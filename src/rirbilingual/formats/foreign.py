"""PO, XLIFF and TMX files of other programs to units: the texts, and nothing that only our files say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml, read_bytes
from rirbilingual.formats.tmx import read_tmx
from rirbilingual.model import BlockKind, State, Unit
from rirbilingual.text.normalise import unit_id

_OURS = b"X-Rirbilingual"
_XLIFF = (".xlf", ".xliff")
_ENTRY = re.compile(
    r"\[Accessed (?:\d{4}-\d\d-\d\d|[\w., ]{6,20})\]\s*$|\. (?:Telephone interview|Interview|Correspondence) with the "
    r"Research Directorate\.\s*$"
)
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.? [A-Z](?:[^.;:?!\n]|(?<=U\.S)\.){0,120}")


def is_foreign(path: Path) -> bool:
    """Whether the file was not made by this program: a TMX, or a PO or XLIFF without our headers."""
    return path.suffix.lower() == ".tmx" or _OURS.lower() not in read_bytes(path).lower()


def read_foreign(path: Path) -> tuple[Unit, ...]:
    """The file's units in order. Raises RirError where it is malformed or in no format that is known here."""
    if path.suffix.lower() == ".tmx":
        return tuple(read_tmx(path))
    seen: dict[str, int] = {}
    units = []
    for source, target, place, reviewed in _po(path) if path.suffix.lower() == ".po" else _xliff(path):
        seen[source] = seen.get(source, 0) + 1
        state = State.INITIAL if not target else State.REVIEWED if reviewed else State.TRANSLATED
        units.append(Unit(unit_id(source, seen[source]), source, target, state, _kind(source), place))
    return tuple(units)


def _kind(source: str) -> BlockKind:
    """What a unit is, as far as its English alone tells: an entry of a reference list, a numbered heading."""
    if _ENTRY.search(source):
        return BlockKind.REFERENCE
    return BlockKind.HEADING if _HEADING.fullmatch(source) else BlockKind.PARAGRAPH


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
            yield text, french, f"{path.name}:{unit.sourceline}", unit.get("approved") != "no"
