"""Files of units and terms to values, and back: one module a format, found by the file's extension."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.model import Unit

# Modules of this folder that read units; each states its EXTENSIONS and has `read_entries`.
_UNIT_FORMATS = ("tmx", "tsv", "csv_units", "catalogs", "xliff_entries")
# Modules that read terms.
_TERM_FORMATS = ("tbx",)

Refuse = Callable[[RirError], None]


def read_entries(path: Path, *, refused: Refuse | None = None) -> Iterator[Entry]:
    """The file's units with their languages and attributes, by the format of its extension.

    What cannot be read raises RirError; with `refused` it is handed there, and reading goes on.
    """
    entries: Iterator[Entry] = _format(path, _UNIT_FORMATS, "units").read_entries(path, refused=refused)
    return entries


def read_units(path: Path) -> Iterator[Unit]:
    """The file's units, by the format of its extension."""
    return (entry.unit for entry in read_entries(path))


def unit_extensions() -> tuple[str, ...]:
    """The extensions that `read_units` knows."""
    return _extensions(_UNIT_FORMATS)


def term_format(path: Path) -> Any:
    """The module that reads and writes terms in the format of the path's extension."""
    return _format(path, _TERM_FORMATS, "terms")


def _format(path: Path, names: tuple[str, ...], what: str) -> Any:
    for name in names:
        module = import_module(f"rirbilingual.formats.{name}")
        if path.suffix.lower() in module.EXTENSIONS:
            return module
    known = ", ".join(_extensions(names))
    raise RirError(
        f'no format for {what} has the extension "{path.suffix}"', str(path), f"use one of {known}"
    )


def _extensions(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        extension for name in names for extension in import_module(f"rirbilingual.formats.{name}").EXTENSIONS
    )
