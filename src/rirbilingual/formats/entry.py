"""A unit as a file of a memory holds it: with its languages, its attributes, and the line it stood on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rirbilingual.errors import RirError
from rirbilingual.model import Unit

LANGUAGES = ("en-CA", "fr-CA")  # where a file does not say


@dataclass(frozen=True, slots=True)
class Entry:
    """languages: BCP 47 of source and target, "" where the file does not say.

    attributes: what the format holds besides, by name, which may come again; a writer of the same format gives it
    back.
    """

    unit: Unit
    languages: tuple[str, str] = ("", "")
    attributes: tuple[tuple[str, str], ...] = ()
    line: int = field(default=0, compare=False)


def refuse(error: RirError, refused: Callable[[RirError], None] | None) -> None:
    """Raise what is wrong with a part of a file; with `refused` it is handed there, and reading goes on."""
    if refused is None:
        raise error
    refused(error)


def base(language: str) -> str:
    """The language without its region, in lower case: "en" of "en-CA" and "EN_US"."""
    return language.replace("_", "-").split("-")[0].lower()
