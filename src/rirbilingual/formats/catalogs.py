"""PO files to entries of a memory: the units that a person has reviewed, of ours and of other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes
from rirbilingual.formats.entry import LANGUAGES, Entry, base
from rirbilingual.formats.po import decoded, read_po
from rirbilingual.formats.po_syntax import messages
from rirbilingual.model import Origin, State, Unit

EXTENSIONS = (".po",)
_OURS = "x-rirbilingual"
_LARGEST = 512 * 1024 * 1024  # bytes


def read_entries(path: Path, *, refused: Callable[[RirError], None] | None = None) -> Iterator[Entry]:
    """The file's reviewed and final units; drafted (fuzzy) and empty ones are no memory and are passed over.

    Raises RirError with the line where the file is malformed, or is in another language than French.
    """
    text = decoded(read_bytes(path, _LARGEST), str(path))
    if _OURS in text.casefold():
        catalog = read_po(path)
        origin = Origin(catalog.number or path.name, "", catalog.date)
        found = [
            replace(unit, origin=origin if unit.origin == Origin() else unit.origin, match=None)
            for unit in catalog.units
        ]
        yield from (Entry(unit) for unit in found if unit.state >= State.REVIEWED and unit.target)
        return
    yield from _foreign(text, path)


def _foreign(text: str, path: Path) -> Iterator[Entry]:
    """The units of another program's PO; its headers say the language, if anything does."""
    for message in messages(text, str(path)):
        place = f"{path}:{message.line}"
        if not message.msgid and not message.msgctxt:
            headers = {
                name.strip().casefold(): value.strip()
                for name, _, value in (line.partition(":") for line in message.msgstr.splitlines())
            }
            language = headers.get("language", "")
            if language and base(language) != base(LANGUAGES[1]):
                raise RirError(f"in {language}, not in French", place, "give a French PO file")
            continue
        if message.obsolete or message.plural or "fuzzy" in message.flags or not message.msgstr.strip():
            continue
        unit = Unit(
            message.msgctxt or "",
            message.msgid,
            message.msgstr,
            State.REVIEWED,
            origin=Origin(path.name),
        )
        yield Entry(unit, line=message.line)
