"""KEY.sources.toml to the decisions made once for each reference, and back.

Writing keeps what a person has put into the file: comments, order, and rows that the report no longer has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, write_whole
from rirbilingual.model import Gender, SourceRow

if TYPE_CHECKING:
    from tomlkit.items import AoT, Table

EXTENSIONS = (".toml",)

_HEADER = """\
Decisions for {number}, made once for each reference. Correct a row, then draft again:
units that nobody has touched follow it.

  label     as the English citations name the source (leave it)
  french    as the French citations name it
  gender    of a person quoted or interviewed: "f" or "m"; "unknown" asks for neutral wording
  language  of the source: "en", "fr", "es" …; asked only where the English says [translation]
  guess     how the language was guessed; delete the line once it is right

An oral source that a list describes has a row too, its key the description; where `french` is empty, the
program does not know its words.

A source in French is quoted in its own words. Give them under its row, a table for each quotation:

  [[source.original]]
  english = "the quotation as the English report has it"
  french = "the source's own French words"
"""
_BLANK_LINES = re.compile(r"\n{3,}(?=\[\[)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FIELDS = ("key", "label", "french", "gender", "language", "guess", "original")


def read_sources(path: Path, *, unused: bool = False) -> tuple[SourceRow, ...]:
    """The file's rows in order. Raises RirError with the line where it is not TOML or a row is not one.

    unused: also the rows that the report had once, so that a source that comes back finds what was decided.
    """
    text = _decoded(read_bytes(path), str(path))
    document = _parsed(text, str(path))
    for name in document:
        if name not in ("source", "unused"):
            raise RirError(f"an unknown table, {name}", str(path), "use [[source]]")
    found: dict[str, SourceRow] = {}
    for row, place in _placed(document, "source", text, path):
        made = _row(row, place)
        if made.key in found:
            fix = "keep one of the two rows"
            raise RirError(
                f"the key {made.key!r} again, as in row {[*found].index(made.key) + 1}", place, fix
            )
        found[made.key] = made
    once = [_row(row, place) for row, place in _placed(document, "unused", text, path)]
    if unused:
        for made in once:
            found.setdefault(made.key, made)
    return tuple(found.values())


def _placed(
    document: Mapping[str, Any], name: str, text: str, path: Path
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The tables of a name, each with its place."""
    rows = document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RirError(f"`{name}` is no list of tables", str(path), f"write each row under [[{name}]]")
    opens = re.compile(rf"^\s*\[\[\s*{name}\s*\]\]")
    starts = [number for number, line in enumerate(text.split("\n"), 1) if opens.match(line)]
    for number, row in enumerate(rows, 1):
        yield row, f"{path}:{starts[number - 1]}" if len(starts) == len(rows) else f"{path} (row {number})"


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RirError("not UTF-8", f"{name}:{line}", "save it as UTF-8") from None


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        place = f"{name}:{line[1] if line else len(text.splitlines())}"
        fix = "correct that line: text stands in double quotes, each name once in a row"
        raise RirError(f"not TOML: {what[:1].lower()}{what[1:]}", place, fix) from None


def _row(row: Mapping[str, Any], place: str) -> SourceRow:
    for name in row:
        if name not in _FIELDS:
            raise RirError(f"an unknown field, {name}", place, f"use one of {', '.join(_FIELDS)}")
    texts = {name: row.get(name, "") for name in _FIELDS if name != "original"}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise RirError(f"{name} is no text", place, f'write {name} = "…"')
    if not texts["key"].strip():
        raise RirError("a row without its key", place, 'write key = "label and date", as the report has it')
    gender = texts["gender"]
    if gender and gender not in {value.value for value in Gender}:
        raise RirError(f"gender is {gender!r}", place, 'write "f", "m" or "unknown"')
    if texts["language"] and not _LANGUAGE.fullmatch(texts["language"]):
        raise RirError(f"language is {texts['language']!r}", place, 'write a code such as "en", "fr" or "es"')
    return SourceRow(
        key=texts["key"],
        label=texts["label"],
        french=texts["french"],
        gender=Gender(gender) if gender else None,
        language=texts["language"],
        guess=texts["guess"],
        originals=_originals(row.get("original", []), place),
    )


def _originals(tables: object, place: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(tables, list):
        raise RirError("`original` is no list of tables", place, "write each under [[source.original]]")
    found = []
    for table in tables:
        english, french = (
            (table.get("english"), table.get("french", "")) if isinstance(table, dict) else (0, 0)
        )
        if not isinstance(english, str) or not isinstance(french, str) or len(table) > 2:
            fix = 'write english = "…" and french = "…"'
            raise RirError("an original without its English and French words", place, fix)
        found.append((english, french))
    return tuple(found)


def write_sources(rows: Iterable[SourceRow], path: Path, *, number: str) -> None:
    """Write the rows. In a file that exists, only values that differ change; a person's comments stay.

    A row that is no longer among `rows` moves to [[unused]], with all that was decided for it, and from there
    back when it is again.
    """
    import tomlkit

    if path.exists():
        read_sources(path)  # a file that cannot be read must not be written over
        document = tomlkit.parse(_decoded(read_bytes(path), str(path)))
    else:
        document = tomlkit.document()
        for line in _HEADER.format(number=number).splitlines():
            document.add(tomlkit.comment(line) if line else tomlkit.comment(""))
        document.add(tomlkit.nl())
    wanted = {row.key: row for row in rows}
    used, unused = list(document.get("source", ())), list(document.get("unused", ()))
    held: dict[str, Table] = {}
    for table in (*used, *unused):  # of one key the row in use, else the one that was last in use
        held.setdefault(str(table["key"]), table)
    joined = [_set(held[key], wanted[key]) for key in held.keys() & wanted.keys()]
    if [str(table["key"]) for table in used] != list(wanted):
        joined.append(True)
        document["source"] = _joined(held.get(key) or _table(row) for key, row in wanted.items())
        left = [t for t in (*used, *unused) if t["key"] not in wanted or held[str(t["key"])] is not t]
        document.pop("unused", None)
        if left:
            document["unused"] = _joined(left)
    text = tomlkit.dumps(document)
    if any(joined):  # each table brings its own blank line to those that are put between them
        text = _BLANK_LINES.sub("\n\n", text).rstrip("\n") + "\n"
    write_whole(path, text.encode())


def _joined(tables: Iterable[Table]) -> AoT:
    import tomlkit

    joined = tomlkit.aot()
    for table in tables:
        joined.append(table)
    return joined


def _table(row: SourceRow) -> Table:
    import tomlkit

    table = tomlkit.table()
    _set(table, row)
    return table


def _set(table: Table, row: SourceRow) -> bool:
    """Make the table say what the row says, touching only what differs; gives whether its originals were."""

    values = {
        "key": row.key,
        "label": row.label,
        "french": row.french,
        "gender": row.gender.value if row.gender else None,
        "language": row.language or None,
        "guess": row.guess or None,
    }
    for name, value in values.items():
        if value is None:
            if table.get(name):
                del table[name]
        elif table.get(name) != value:
            table[name] = value
    originals = list(table.get("original", ()))
    if tuple((str(t["english"]), str(t.get("french", ""))) for t in originals) == row.originals:
        return False
    held = {str(t["english"]): t for t in originals}
    table.pop("original", None)
    if row.originals:
        table["original"] = _joined(
            _original(held.get(words), words, french) for words, french in row.originals
        )
    return True


def _original(table: Table | None, english: str, french: str) -> Table:
    """The table of a quotation, made where there is none."""
    import tomlkit

    if table is None:
        table = tomlkit.table()
        table["english"] = english
    if table.get("french") != french:
        table["french"] = french
    return table
