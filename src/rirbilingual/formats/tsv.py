"""TSV to units and back: UTF-8, source, tab, target, a line each; no header, no quoting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import reading, writing
from rirbilingual.formats.entry import Entry, refuse
from rirbilingual.model import Origin, State, Unit

EXTENSIONS = (".tsv", ".tab")
LONGEST_LINE = 4 * 1024 * 1024  # bytes; a unit is a sentence


def read_entries(path: Path, *, refused: Callable[[RirError], None] | None = None) -> Iterator[Entry]:
    """A final unit a line, blank lines passed over.

    Raises RirError with the line for one that is not two columns of UTF-8; with `refused`, the error is handed
    there and reading goes on.
    """
    with reading(path) as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            try:
                entry = _entry(line, number, path)
            except RirError as error:
                refuse(error, refused)
                continue
            if entry:
                yield entry


def _entry(line: bytes, number: int, path: Path) -> Entry | None:
    place = f"{path}:{number}"
    if len(line) > LONGEST_LINE:
        raise RirError("a line of more than 4 MiB", place, "give one unit a line")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise RirError("not UTF-8", place, "save the file as UTF-8") from None
    if "\0" in text:
        raise RirError("not text: it holds a zero byte", place, "give a TSV file")
    if not text.strip():
        return None
    columns = [column.strip() for column in text.split("\t")]
    if len(columns) != 2:
        count = "1 column" if len(columns) == 1 else f"{len(columns)} columns"
        raise RirError(f"{count}, not source, tab, target", place, "give two columns")
    if not all(columns):
        raise RirError("an empty source or target", place, "give both, or remove the line")
    unit = Unit("", columns[0], columns[1], State.FINAL, origin=Origin(path.name))
    return Entry(unit, line=number)


def read_tsv(path: Path) -> Iterator[Unit]:
    """The file's units, all final."""
    return (entry.unit for entry in read_entries(path))


def write_tsv(units: Iterable[Unit], path: Path) -> None:
    """A line a unit; tabs and line ends within a text become spaces, as the format cannot hold them."""
    with writing(path) as stream:
        for unit in units:
            line = "\t".join(" ".join(text.split("\t")) for text in (unit.source, unit.target))
            stream.write(" ".join(line.splitlines()).encode() + b"\n")
