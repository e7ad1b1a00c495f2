"""CSV termbases to terms, and back: a header, then a term a line, for spreadsheets.

Columns: english, french, domain, status, note; the last three may be missing. Forms of a term stand in its
cells with a bar between them ("cartel|cartels"; a bar of a form is "\\|"): as many on both sides are pairs, else
each English form has every French one, the first preferred.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import decode, read_bytes, write_whole
from rirbilingual.model import Term

EXTENSIONS = (".csv",)
COLUMNS = ("english", "french", "domain", "status", "note")
_BETWEEN = re.compile(r"(?<!\\)\|")  # the bar between two forms
_SPACE = re.compile(r"[ \t\r\n]+")  # one space, as in TBX
STATUSES = ("preferred", "admitted", "deprecated", "proposed")  # "proposed": a person has not decided


def read_csv(path: Path) -> tuple[Term, ...]:
    """The file's terms in order. Raises RirError with the line where it is no termbase."""
    text, _ = decode(read_bytes(path), str(path))
    text = text.removeprefix("\ufeff")
    head = text.splitlines()[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader)]
        _refuse_other_columns(names, str(path))
        terms: list[Term] = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                terms += _terms(names, cells, f"{path}:{reader.line_num}")
        return tuple(terms)
    except csv.Error as error:
        raise RirError(
            f"not CSV: {error}", f"{path}:{reader.line_num}", "mend the quotation marks of that line"
        ) from None


def _refuse_other_columns(names: list[str], place: str) -> None:
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing:
        raise RirError(f"no column {missing[0]}", f"{place}:1", f"begin with the line {','.join(COLUMNS)}")
    other = [name for name in names if name not in COLUMNS]
    if other:
        raise RirError(f"an unknown column, {other[0]}", f"{place}:1", f"use {', '.join(COLUMNS)}")


def _terms(names: list[str], cells: list[str], place: str) -> Iterator[Term]:
    if len(cells) != len(names):
        fix = "put a cell that holds a comma in double quotes"
        raise RirError(f"{len(cells)} cells, and {len(names)} columns", place, fix)
    row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
    status = row.get("status", "").casefold() or "preferred"
    if status not in STATUSES:
        raise RirError(f'the status "{row["status"]}"', place, f"write one of {', '.join(STATUSES)}")
    english, french = _forms(row["english"]), _forms(row["french"])
    if not english or not french:
        raise RirError("a term without its English or French", place, "fill in the cell, or delete the line")
    domain, note = row.get("domain", ""), row.get("note", "")
    if len(english) == len(french):
        yield from (Term(e, f, domain, status, note) for e, f in zip(english, french, strict=True))
        return
    for form in english:
        yield Term(form, french[0], domain, status, note)
        other = "admitted" if status == "preferred" else status
        yield from (Term(form, more, domain, other, note) for more in french[1:])


def _forms(cell: str) -> list[str]:
    forms = (_SPACE.sub(" ", form).strip().replace(r"\|", "|") for form in _BETWEEN.split(cell))
    return [form for form in forms if form]


def write_csv(terms: Iterable[Term], path: Path) -> None:
    """Write the terms, a line each, whole or not at all. UTF-8 with a mark, so that spreadsheets read it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for term in terms:
        english, french = (form.replace("|", r"\|") for form in (term.english, term.french))
        writer.writerow([_inert(cell) for cell in (english, french, term.domain, term.status, term.note)])
    write_whole(path, stream.getvalue().encode("utf-8-sig"))


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, as text."""
    return f" {cell}" if cell[:1] in tuple("=+@\t\r") else cell
