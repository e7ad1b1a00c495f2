"""A PO working file to a Catalog, and back, as gettext's own programs and its editors expect it.

UTF-8; `msgctxt` the unit's id; `#:` its place; `#.` what the program says of it; `#|` its match's source;
`# ` the translator's own. Everything drafted is fuzzy until a person clears it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, write_whole
from rirbilingual.formats import po_codes, po_header, unit_notes
from rirbilingual.formats.po_syntax import Message, messages, po_text
from rirbilingual.model import Approval, Catalog, Context, Origin, State, Unit
from rirbilingual.text.codes import Texts
from rirbilingual.text.normalise import unit_id

EXTENSIONS = (".po",)
MAX_PO_BYTES = 512 * 1024 * 1024  # 100,000 units with their notes are under 150 MB
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_po(path: Path) -> Catalog:
    """The working file's catalog. Raises RirError with the line where it is malformed or is not one of ours.

    Units whose `msgctxt` was stripped get their id back from their source and its occurrence, and say so.
    """
    return identified(complete(read_returned(path), str(path)))


def read_returned(path: Path) -> Catalog:
    """A file as it came back from an editor: like `read_po`, but a unit whose msgctxt was stripped has the id
    "", and the file may hold a part of the units only."""
    return catalog_of(decoded(read_bytes(path, MAX_PO_BYTES), str(path)), str(path))


def is_working_file(path: Path) -> bool:
    """Whether there is a PO of this name that names the report it was drafted from."""
    is_po = path.suffix.lower() in EXTENSIONS and path.is_file()
    return is_po and f'"{po_header.REPORT}: '.encode() in read_bytes(path, MAX_PO_BYTES)


def decoded(data: bytes, name: str) -> str:
    """The bytes of a PO file as text. Raises RirError for any charset but UTF-8."""
    if not data.strip():
        raise RirError("an empty file", name, "give the working file that `draft` wrote")
    if data.startswith(_UTF16):
        raise RirError("UTF-16, and a PO file is UTF-8", name, "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RirError(
            "not UTF-8", f"{name}:{line}", "save it as UTF-8, or convert it: msgconv -t UTF-8"
        ) from None


def catalog_of(text: str, name: str) -> Catalog:
    """PO text to its catalog. Raises RirError with the line."""
    header: Message | None = None
    found: list[_Read] = []
    obsolete: list[_Read] = []
    lines: dict[tuple[str, str], int] = {}
    for message in messages(text, name):
        place = f"{name}:{message.line}"
        if not message.msgid and not message.msgctxt:
            if header is not None:
                raise RirError("a second header", place, "remove one of the two")
            header = message
            po_header.refuse_charset(message, place)
            continue
        if message.plural:
            raise RirError(
                "an entry with plural forms, which no report has", place, "give a file of this program"
            )
        if message.msgctxt:
            _refuse_duplicate(message, lines, name)
        (obsolete if message.obsolete else found).append(_read(message))
    if header is None:
        raise RirError("no PO header", f"{name}:1", "give the working file that `draft` wrote")
    units = tuple(_unit(read, context) for read, context in zip(found, _contexts(found), strict=True))
    return po_header.headed(header, units, tuple(_unit(read, Context()) for read in obsolete), name)


def unit_lines(path: Path) -> dict[str, int]:
    """The line that each unit of a working file begins at, by its id."""
    name = str(path)
    text = decoded(read_bytes(path, MAX_PO_BYTES), name)
    return {m.msgctxt: m.line for m in messages(text, name) if m.msgctxt and not m.obsolete}


def _refuse_duplicate(message: Message, lines: dict[tuple[str, str], int], name: str) -> None:
    key = ("#~" if message.obsolete else "", message.msgctxt or "")
    if key in lines:
        raise RirError(
            f"the unit {message.msgctxt} a second time (first at line {lines[key]})",
            f"{name}:{message.line}",
            "keep one of the two, or join them with msguniq",
        )
    lines[key] = message.line


class _Read(NamedTuple):
    """A message with its texts and its notes."""

    message: Message
    texts: Texts
    notes: list[str]


def _read(message: Message) -> _Read:
    target = message.msgstr
    if not message.msgid.endswith("\n"):
        target = target.strip("\n")
    notes = unit_notes.joined(message.extracted)
    texts = po_codes.untagged_texts(message.msgctxt or "", message.msgid, target, notes)
    return _Read(message, texts, notes)


def _contexts(found: Sequence[_Read]) -> Iterator[Context]:
    """Each unit's neighbours' sources."""
    sources = ["", *(read.texts.source for read in found), ""]
    return map(Context, sources, sources[2:])


def _unit(read: _Read, context: Context) -> Unit:
    message, texts, notes = read
    noted = unit_notes.noted(notes, texts.source if message.previous is None else message.previous)
    return Unit(
        message.msgctxt or "",
        state=_state(texts, noted.approvals, fuzzy="fuzzy" in message.flags),
        where=message.places,
        context=context,
        comments=message.translator,
        **texts._asdict(),
        **noted._asdict(),
    )


def _state(texts: Texts, approvals: Iterable[Approval], *, fuzzy: bool) -> State:
    if not texts.target:
        return State.INITIAL
    if fuzzy:
        return State.TRANSLATED
    return State.FINAL if unit_notes.final(unit_notes.standing(approvals, texts)) else State.REVIEWED


def complete(catalog: Catalog, name: str) -> Catalog:
    """The catalog itself. Raises RirError where it holds fewer units than its header says."""
    wanted = po_header.unit_count(catalog)
    held = len(catalog.units) + len(catalog.obsolete)
    if held < wanted:
        raise RirError(
            f"holds {held} of its {wanted} units: the file is cut short, or a part of another",
            name,
            "take it from a backup, or join it to the whole with `review merge`",
        )
    return replace(catalog, headers=po_header.without_count(catalog.headers))


def identified(catalog: Catalog) -> Catalog:
    """The catalog, each unit without an id identified by its source and which occurrence of it this is."""
    if all(unit.id for unit in catalog.units):
        return catalog
    seen: dict[str, int] = {}
    units = []
    for unit in catalog.units:
        seen[unit.source] = seen.get(unit.source, 0) + 1
        units.append(unit if unit.id else replace(unit, id=unit_id(unit.source, seen[unit.source])))
    return replace(catalog, units=tuple(units))


def write_po(catalog: Catalog, path: Path) -> None:
    """Write the catalog's working file, whole or not at all."""
    write_whole(path, po_bytes(catalog))


def po_bytes(catalog: Catalog) -> bytes:
    """The catalog as a PO file. Law: read back, it is the same catalog."""
    return po_text(_messages(catalog)).encode()


def _messages(catalog: Catalog) -> Iterator[Message]:
    yield po_header.header(catalog)
    held = set()
    for unit in catalog.units:
        held.add(unit.id)
        yield _message(unit, obsolete=False)
    for unit in catalog.obsolete:
        if unit.id not in held:  # gettext takes a unit that is both for a duplicate
            yield _message(unit, obsolete=True)


def _message(unit: Unit, *, obsolete: bool) -> Message:
    drafted = unit.state < State.REVIEWED and bool(unit.target)
    previous = unit.match.unit.source if unit.match is not None else None
    source, target = po_codes.tagged_texts(unit)
    return Message(
        msgid=source,
        msgstr=target,
        msgctxt=unit.id,
        translator=tuple(line for comment in unit.comments for line in comment.split("\n")),
        extracted=tuple(unit_notes.notes(unit)),
        places=unit.where,
        flags=("fuzzy",) if drafted else (),
        previous=previous if previous != unit.source else None,
        obsolete=obsolete,
    )


def origin_of(unit: Unit, catalog: Catalog) -> Origin:
    """Where a memory that learns this unit says that it comes from."""
    place = unit.where.partition(":")[2] or unit.where
    return Origin(catalog.number, place.split(" ¶")[0], catalog.date)
