"""Termbases by the file's ending: TBX and CSV to terms, and back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.formats import tbx, term_csv
from rirbilingual.model import Term


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of a TBX or CSV file; proposals that nobody has decided are among them."""
    if path.suffix.lower() in term_csv.EXTENSIONS:
        return term_csv.read_csv(path)
    return tbx.read_tbx(path)


def write_terms(terms: Iterable[Term], path: Path) -> None:
    """Write the terms as TBX or CSV."""
    if path.suffix.lower() in term_csv.EXTENSIONS:
        term_csv.write_csv(terms, path)
    elif path.suffix.lower() in tbx.EXTENSIONS:
        tbx.write_tbx(terms, path)
    else:
        raise RirError(f'no termbase ends in "{path.suffix}"', str(path), "end the name in .tbx or .csv")
