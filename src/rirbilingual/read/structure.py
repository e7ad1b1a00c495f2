"""A text to a Report: which chunk is the number, the date, the title, a heading, a quotation, an entry."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from rirbilingual.errors import RirError
from rirbilingual.model import (
    Block,
    BlockKind,
    Cell,
    CodeKind,
    Finding,
    InlineCode,
    Place,
    Reference,
    Report,
    Severity,
)
from rirbilingual.read.lines import chunks
from rirbilingual.read.parts import Joined
from rirbilingual.text.citations import citations
from rirbilingual.text.codes import clipped
from rirbilingual.text.dates import WRITTEN, iso
from rirbilingual.text.language import language
from rirbilingual.text.markers import is_marker
from rirbilingual.text.normalise import seen
from rirbilingual.text.references import is_reference, keyed, reference
from rirbilingual.text.tables import PlacedCell, tabbed

NUMBER = re.compile(r"([A-Z]{3}\d{5,6})\.(EF|FE|E|F)", re.IGNORECASE)
_DATE = re.compile(rf"{WRITTEN}|\d{{4}}-\d{{2}}-\d{{2}}")
_AUTHOR = re.compile(r"(?:Research Directorate|Direction des recherches),", re.IGNORECASE)
_HEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?[ \u00a0\t]+(?=\S)")
NOTES = re.compile(r"Notes?(?:\(s\))?", re.IGNORECASE)
REFERENCES = re.compile(r"References|Références|Reference list|Liste des références", re.IGNORECASE)
ADDITIONAL = re.compile(r"Additional Sources Consulted|Autres sources consultées", re.IGNORECASE)
# What pages say below a report.
_AFTER = re.compile(
    r"(?:Date modified|Date de modification|Report a problem|Signaler un problème|Top of page|Haut de page)\b"
)
_NOTE = re.compile(r"\[(\d{1,3})\]\s")
_SOURCES = re.compile(r"[^:]{1,60}:\s")  # Internet sites, including: …
_LIST = re.compile(r"[-•*–][ \u00a0\t]+\S")
_TERMINAL = tuple('.!?:;)]"”»')
_TELLING = 1_000  # paragraphs that tell the language of all
_LOOKS = (CodeKind.EM, CodeKind.STRONG)
_MAX_NUMBER_LINE = 60  # code points: "Response to Information Request: ABC202401.E"
_BEFORE_TITLE = 3  # paragraphs, links say, that a page may have between the date and the title, besides lists
_MAX_HEADING = 200  # code points; the longest heading seen has 98


@dataclass(slots=True)
class _Reading:
    """The state of one pass over the chunks."""

    name: str
    opens: Mapping[int, str]  # by a chunk's index, the part that its line heads
    blocks: list[Block] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    section: str = ""
    part: str = "body"  # body, notes, references, additional
    paragraph: int = 0
    number: tuple[int, ...] = ()  # of the last numbered heading

    def out_of_step(self, heading: Block, place: Place) -> None:
        """Say where a numbered heading does not follow the one before it: 1, 1.1, 1.2, 2 …"""
        if not heading.number:
            return
        number = tuple(map(int, heading.number.split(".")))
        before, self.number = self.number, number
        follows = (*before, 1), *((*before[:depth], before[depth] + 1) for depth in range(len(before)))
        if number not in follows:
            said = ".".join(map(str, before)) or "nothing"
            self.recovered(f"section {heading.number} follows {said}", place)

    def recovered(self, what: str, place: Place) -> None:
        self.findings.append(Finding("read.recovered", Severity.INFO, what, place=place))


def report(text: str, name: str) -> Report:
    """The report in a text that has no markup.

    Raises RirError where its number, date, title or reference list is missing.
    """
    return marked_report(Joined(text, {}, (), tuple(tabbed(text))), name)


def marked_report(document: Joined, name: str) -> Report:
    """The report in a document's text; its markup tells more of it. Raises RirError as `report` does."""
    text = document.text
    parts, gaps, offsets = chunks(
        text, [(p.start, p.end) for p in document.cells if "\n" not in text[p.start : p.end]]
    )
    marked = [document.hints.get(at) for at in offsets]
    newlines = [found.start() for found in re.finditer("\n", text)]
    places = [Place(name, bisect_right(newlines, at - 1) + 1, at) for at in offsets]
    shown = [
        "" if hint is BlockKind.FURNITURE else seen(part) for part, hint in zip(parts, marked, strict=True)
    ]
    number_at, date_at, title_at = _front(shown, name)
    title_at = _titled(shown, marked, title_at)
    cells = _cells(document.cells, offsets, offsets[title_at])
    below = range(title_at + 1, len(parts))
    opens = _opens(parts, shown, marked, [n for n in below if n not in cells])
    if "references" not in opens.values():
        raise RirError(
            "the reference list has no heading", str(places[-1]), 'add a line "References" above it'
        )
    reading = _Reading(name, opens)
    number = NUMBER.search(parts[number_at])
    assert number is not None
    if number[0] != shown[number_at]:
        reading.recovered("its number stands among other words", places[number_at])
    for index, part in enumerate(parts):
        block = (
            _front_block(index, part, number_at, date_at, title_at)
            if index <= title_at
            else _body_block(reading, index, parts, marked[index], places[index], cells.get(index))
        )
        reading.blocks.append(replace(block, place=places[index]))
    blocks = tuple(_coded(reading.blocks, document.codes))
    entries = (
        found
        for at, block in enumerate(blocks)
        if block.kind is BlockKind.REFERENCE and (found := reference(block.text, at))
    )
    references = keyed(entries, document.text)
    running = (block.text for block in blocks if block.kind in _RUNNING)
    spoken = language(" ".join(islice(running, _TELLING))) or "en"
    return Report(
        number[0].upper(),
        number[1].upper(),
        spoken,
        iso(shown[date_at]),
        parts[title_at],
        blocks,
        tuple(gaps),
        references,
        (*reading.findings, *_unread(blocks, references)),
        name,
    )


def _cells(placed: Sequence[PlacedCell], offsets: Sequence[int], title: int) -> dict[int, Cell]:
    """By a chunk's index, the cell that it stands in. Above and in the title there is no table."""
    above = {one.cell.table for one in placed if one.start <= title}
    found = {}
    for one in placed:
        if one.cell.table not in above:
            for index in range(bisect_left(offsets, one.start), bisect_left(offsets, one.end)):
                found[index] = one.cell
    return found


def _opens(
    parts: Sequence[str], shown: Sequence[str], marked: Sequence[BlockKind | None], lines: Sequence[int]
) -> dict[int, str]:
    """By a chunk's index, the part of the report that its line heads. lines: those that may head one.

    An entry follows it; where none follows any of that name, it is the last that is in no list: a list of contents
    names it before.
    """
    found: dict[int, str] = {}
    for name, pattern, fits in (
        ("notes", NOTES, _NOTE.match),
        ("references", REFERENCES, is_reference),
        ("additional", ADDITIONAL, _SOURCES.match),
    ):
        named = [at for at in lines if pattern.fullmatch(shown[at].rstrip(":"))]
        headed = [at for at in named if at + 1 < len(parts) and fits(parts[at + 1])]
        others = [at for at in named if marked[at] is not BlockKind.LIST] if name != "notes" else []
        found |= dict.fromkeys(headed or others[-1:], name)
    return found


def _coded(blocks: Sequence[Block], codes: Sequence[InlineCode]) -> Iterator[Block]:
    """The blocks with their codes. What is bold or italic as a whole heading or title is that by its role."""
    waiting = list(reversed(codes))
    going_on: list[InlineCode] = []
    for block in blocks:
        start = block.place.offset if block.place else 0
        end = start + len(block.text)
        while waiting and waiting[-1].start < end:
            going_on.append(waiting.pop())
        held = [code for code in going_on if code.end > start]
        going_on = [code for code in held if code.end > end]
        if held and block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            held = [c for c in held if c.kind not in _LOOKS or c.start > start or c.end < end]
        yield replace(block, codes=clipped(held, start, end)) if held else block


def _titled(parts: Sequence[str], marked: Sequence[BlockKind | None], at: int) -> int:
    """Where the title stands: at `at`, or in a heading soon after it, with links, say, or a list of them between."""
    others = 0
    for later in range(at, len(parts)):
        if _HEADING.match(parts[later]) or _AUTHOR.match(parts[later]) or others == _BEFORE_TITLE:
            return at
        if marked[later] is BlockKind.HEADING:
            return later
        others += marked[later] is not BlockKind.LIST
    return at


_RUNNING = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION, BlockKind.NOTE)


def _front(parts: list[str], name: str) -> tuple[int, int, int]:
    number_at = next((i for i, part in enumerate(parts) if NUMBER.fullmatch(part)), None)
    if number_at is None:
        number_at = next(
            (i for i, part in enumerate(parts) if len(part) <= _MAX_NUMBER_LINE and NUMBER.search(part)), None
        )
    if number_at is None:
        raise RirError(
            "no report number",
            f"{name}:1",
            "put it on a line of its own above the title, such as ABC202401.E",
        )
    line = f"{name}, near {parts[number_at]}"
    near = sorted(
        range(max(0, number_at - 3), min(len(parts), number_at + 4)), key=lambda i: abs(i - number_at)
    )
    date_at = next((i for i in near if _DATE.fullmatch(parts[i]) and len(iso(parts[i])) == 10), None)
    if date_at is None:
        raise RirError(
            "no date", line, "put it on a line of its own beside the number, such as 31 August 2023"
        )
    title_at = max(number_at, date_at) + 1
    if title_at >= len(parts) or _AUTHOR.match(parts[title_at]) or _HEADING.match(parts[title_at]):
        raise RirError("no title", line, "put it on a line of its own below the number and the date")
    return number_at, date_at, title_at


def _front_block(index: int, part: str, number_at: int, date_at: int, title_at: int) -> Block:
    kinds = {number_at: BlockKind.NUMBER, date_at: BlockKind.DATE, title_at: BlockKind.TITLE}
    return Block(kinds.get(index, BlockKind.FURNITURE), part)


def _body_block(
    reading: _Reading,
    index: int,
    parts: list[str],
    hint: BlockKind | None,
    place: Place,
    cell: Cell | None,
) -> Block:
    part, previous = parts[index], reading.blocks[-1]
    if hint is BlockKind.FURNITURE or (reading.part in ("references", "additional") and _AFTER.match(part)):
        return Block(BlockKind.FURNITURE, part)
    if previous.kind is BlockKind.TITLE and _AUTHOR.match(seen(part)):
        return Block(BlockKind.AUTHOR, part)
    following = parts[index + 1] if index + 1 < len(parts) else ""
    cell = cell if reading.part == "body" else None  # a table of entries is their list
    heading = None if cell else _heading(reading, index, part, following, hint)
    if heading is not None:
        reading.out_of_step(heading, place)
        reading.section, reading.paragraph = heading.section, 0
        return heading
    kind, number = _cell_kind(part, previous, hint, cell) if cell else _kind(reading, part, previous, hint)
    reading.paragraph += 1
    return Block(kind, part, reading.section, number, reading.paragraph, cell=cell)


def _heading(
    reading: _Reading, index: int, part: str, following: str, hint: BlockKind | None
) -> Block | None:
    shown = seen(part)
    if index in reading.opens:
        reading.part = reading.opens[index]
        return Block(BlockKind.HEADING, part, shown.rstrip(":"))
    after_marker = hint is None and reading.blocks[-1].kind is BlockKind.MARKER
    if after_marker or hint in (BlockKind.BLOCK_QUOTATION, BlockKind.LIST):
        return None
    if reading.part != "body" or len(shown) > _MAX_HEADING or "\n" in shown:
        return None
    numbered = _HEADING.match(shown)
    if numbered and not shown.endswith((".", ";", ",")) and shown[numbered.end()].isupper():
        return Block(BlockKind.HEADING, part, numbered[1], numbered[1])
    if hint is BlockKind.HEADING:
        return Block(BlockKind.HEADING, part, part)
    if hint is not None:
        return None
    plain = shown[:1].isupper() and not shown.endswith((*_TERMINAL, ",")) and len(shown.split()) <= 12
    if plain and following and len(following) > len(part) and following[0].isupper() and not citations(part):
        return Block(BlockKind.HEADING, part, part)
    return None


def _kind(reading: _Reading, part: str, previous: Block, hint: BlockKind | None) -> tuple[BlockKind, str]:
    if reading.part == "references":
        return (BlockKind.REFERENCE if is_reference(part) else BlockKind.VERBATIM), ""
    if reading.part == "additional":
        return BlockKind.SOURCES, ""
    if reading.part == "notes":
        call = _NOTE.match(part)
        return (BlockKind.NOTE, call[1]) if call else (BlockKind.VERBATIM, "")
    if is_marker(part):
        return BlockKind.MARKER, ""
    if previous.kind is BlockKind.MARKER or hint is BlockKind.BLOCK_QUOTATION:
        return BlockKind.BLOCK_QUOTATION, ""
    if previous.kind is BlockKind.PARAGRAPH and not previous.cell and _leads_in(previous.text, part):
        return BlockKind.BLOCK_QUOTATION, ""
    if _LIST.match(part) or hint is BlockKind.LIST:
        return BlockKind.LIST, ""
    return BlockKind.PARAGRAPH, ""


def _cell_kind(part: str, previous: Block, hint: BlockKind | None, cell: Cell) -> tuple[BlockKind, str]:
    """What stands in a cell is a paragraph, unless its markup or a marker line in the same cell says more."""
    if is_marker(part):
        return BlockKind.MARKER, ""
    if previous.kind is BlockKind.MARKER and previous.cell == cell:
        return BlockKind.BLOCK_QUOTATION, ""
    return hint if hint in (BlockKind.BLOCK_QUOTATION, BlockKind.LIST) else BlockKind.PARAGRAPH, ""


def _leads_in(before: str, part: str) -> bool:
    """Whether a paragraph introduces a block quotation: it ends in no period; after a colon, the block must
    carry its citation at its end (English) or before its final period (French)."""
    cited = citations(part)
    closing = bool(cited) and len(part) - cited[-1].end <= 2
    if before.endswith(":"):
        return closing
    return not before.endswith(_TERMINAL) and not _LIST.match(part)


def _unread(blocks: tuple[Block, ...], references: tuple[Reference, ...]) -> list[Finding]:
    found = [
        Finding(
            "read.verbatim",
            Severity.WARNING,
            "not recognised, kept as it stands: " + block.text[:60],
            place=block.place,
        )
        for block in blocks
        if block.kind is BlockKind.VERBATIM
    ]
    if not references:
        found.append(
            Finding("read.no-entry", Severity.WARNING, "the reference list holds no entry that can be read")
        )
    return found
