"""The values that the rooms exchange, and nothing else.

Every value is frozen; a changed one is made with `dataclasses.replace`. Offsets are code points into the
text that the value names, half-open. Where a thing was found is no part of what it is (`compare=False`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Literal

Language = Literal["en", "fr"]

# --------------------------------------------------------------------------- reports


class BlockKind(StrEnum):
    """What a block of a report is. Values stand in JSON and in PO comments."""

    FURNITURE = "furniture"  # of the page, before the report begins; never translated
    NUMBER = "number"  # MEX201603.E
    DATE = "date"
    TITLE = "title"
    AUTHOR = "author"  # Research Directorate, Immigration and Refugee Board of Canada
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"  # a list entry of the body
    MARKER = "marker"  # a line [translation] alone, before a block quotation
    BLOCK_QUOTATION = "block-quotation"
    NOTE = "note"
    REFERENCE = "reference"
    SOURCES = "sources"  # a list of additional sources: label and entries
    VERBATIM = "verbatim"  # unknown material: kept, with a finding


# The kinds whose segments become units; the others are derived or kept as they are.
TRANSLATED = frozenset(BlockKind) - {
    BlockKind.FURNITURE,
    BlockKind.NUMBER,
    BlockKind.DATE,
    BlockKind.VERBATIM,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file: line and column count from 1, offset from 0."""

    file: str
    line: int
    offset: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class CodeKind(StrEnum):
    """What an inline code says of its stretch of text. Values stand in JSON and, but for links, as tags in PO."""

    EM = "em"  # italics
    STRONG = "strong"  # bold
    SUP = "sup"
    SUB = "sub"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Markup beside a text: start and end, never empty. href: where a link leads, else "".

    Codes stand in the order of their starts, the longer first; two of one kind (and href) never touch.
    """

    start: int
    end: int
    kind: CodeKind
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table. table: counts the report's tables, from 1. row, column: from 1; the row of
    a table's caption is 0. rows, columns: how many the cell spans.

    header: "column" where the cell names its column, "row" where it names its row, else "". A cell of several
    paragraphs is several blocks; an empty cell is none.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: Literal["", "column", "row"] = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a report with one role. `text` has no white space at its ends.

    section: "2.1" within section 2.1, "" before the first heading; a heading is in the section it opens.
    number: a heading's "2.1", a note's "1"; else "".
    paragraph: counts the blocks of the section that are no heading, from 1; 0 for headings.
    cell: the cell of a table that it stands in, None outside of tables.
    """

    kind: BlockKind
    text: str
    section: str = ""
    number: str = ""
    paragraph: int = 0
    place: Place | None = field(default=None, compare=False)
    codes: tuple[InlineCode, ...] = ()
    cell: Cell | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        """A readable place within the report: "2.1 ¶3", "note 1", "References ¶4"."""
        if self.kind is BlockKind.NOTE:
            return f"note {self.number}"
        if not self.paragraph:
            return self.section or self.kind.value
        return f"{self.section} ¶{self.paragraph}".lstrip()


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list.

    key: unique in its report: label and date, "InSight Crime 2023-05-31".
    label: as citations name it ("AP", "US", "Felbab-Brown", "Assistant Professor of criminology").
    date: "2023-05-31", "2021-10", "n.d.", "2022a".
    text: the entry as it stands. block: its index in the report's blocks.
    oral: an interview or correspondence with the Research Directorate.
    """

    key: str
    label: str
    date: str
    title: str
    text: str
    block: int
    names: tuple[str, ...] = ()  # every form a citation may use, the label among them
    oral: bool = False


@dataclass(frozen=True)
class Report:
    """A report read: its blocks, and the gaps between them (one more gap than blocks).

    Law: `text` is the file's text, character for character.
    number: "MEX201603.E", with its suffix. key: "MEX201603". date: ISO. language: read from the text.
    """

    number: str
    key: str
    language: Language
    date: str
    title: str
    blocks: tuple[Block, ...]
    gaps: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    findings: tuple[Finding, ...] = ()  # what the reader recovered from, or could not place
    file: str = field(default="", compare=False)

    @cached_property
    def text(self) -> str:
        parts = [self.gaps[0]]
        for block, gap in zip(self.blocks, self.gaps[1:], strict=True):
            parts += [block.text, gap]
        return "".join(parts)


# --------------------------------------------------------------------------- spans


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted text with its marks. level 1 is the outermost; `opens`/`closes` are false where the quotation
    goes on beyond the text looked at (it was cut between two segments)."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    level: int = 1
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Marker:
    """`[translation]`, `[traduction]`, or an official version's. label: what stands in the brackets."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One source of a citation: "Justice in Mexico 2021-10, 48".

    label: as written, "" in a narrative citation such as `(2023-08-14)`.
    date: as written ("n.d.", "[2022a]" without its brackets). pages: what follows the date, as written.
    reference: the key of its entry, None where none is found.
    start, end: of this source within the text.
    """

    label: str
    date: str
    pages: str
    start: int
    end: int
    reference: str | None = None
    prefix: str = ""  # "see also", as written


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation with its parentheses."""

    start: int
    end: int
    sources: tuple[CitedSource, ...]


class PlaceableType(StrEnum):
    NUMBER = "number"  # with a percentage or money sign
    DATE = "date"
    NOTE = "note"  # a call, [1]
    BRACKET = "bracket"  # an altered letter or an insertion: "[t]hose", "[the CJNG]"
    URL = "url"
    RIR = "rir"  # a report's number


@dataclass(frozen=True, slots=True)
class Placeable:
    """A stretch that is compared by value. value: language-free ("3000", "42%", "2023-08-31")."""

    type: PlaceableType
    start: int
    end: int
    value: str


Span = Quotation | Marker | Citation | Placeable


@dataclass(frozen=True, slots=True)
class CitationSpan:
    """A stretch of a paragraph governed by one citation (offsets into the paragraph's text).

    governor: index into the paragraph's citations, None where nothing governs the stretch.
    quotations: indices of the level-1 quotations in it. marked: the stretch holds a marker.
    """

    start: int
    end: int
    governor: int | None
    quotations: tuple[int, ...]
    marked: bool


# --------------------------------------------------------------------------- segments and units


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or entry: what becomes a unit.

    Law: the `text` and `tail` of a block's segments, joined, are the block's text. `tail` is white space
    (or the separator of a list of sources). block: index into the report's blocks. start: offset of `text`
    in the block's text. Offsets of `spans` are within `text`.
    """

    id: str
    block: int
    start: int
    text: str
    tail: str
    kind: BlockKind
    section: str
    where: str
    spans: tuple[Span, ...] = ()
    codes: tuple[InlineCode, ...] = ()


class State(IntEnum):
    """XLIFF 2's states, in order: no merge lowers one."""

    INITIAL = 0
    TRANSLATED = 1
    REVIEWED = 2
    FINAL = 3


class MatchKind(IntEnum):
    """Kinds of match in ranked order, the best first: the order of the enum is the ranking."""

    CONTEXT = 0  # exact, with the same neighbours
    EXACT = 1
    REPAIRED = 2
    FUZZY = 3
    ASSEMBLED = 4
    MACHINE = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair of a target. rule: the id of the convention that made it."""

    rule: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a memory's unit comes from. report: "MEX201602.E" or a file's name; date: ISO or ""."""

    report: str = ""
    section: str = ""
    date: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.report, self.section) if part)


@dataclass(frozen=True, slots=True)
class Context:
    """The sources of the neighbouring units, "" at the ends."""

    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answered for a unit, when (ISO 8601, UTC), and for which words: `digest` of source and target.

    role: "translator" or "reviser" where two signatures are wanted, else "". batch: given for the whole
    table of units made by rule, not for this unit by itself.
    """

    reviewer: str
    when: str
    digest: str
    role: str = ""
    batch: bool = False

    @property
    def person(self) -> str:
        """The reviewer's name as persons are told apart: "Ann" and "ann " are one."""
        return " ".join(self.reviewer.split()).casefold()


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of a memory that resembles a segment. score: 0–100, 100 only where normalised texts are equal.

    target: the unit's target after `edits`. penalty: points by which its memory ranks it below its score.
    """

    unit: Unit
    kind: MatchKind
    score: int
    target: str
    edits: tuple[Edit, ...] = ()
    memory: str = ""  # the name of the memory it was found in
    penalty: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A source and its target. A memory is a set of final units.

    rule: the id of the rule that made the target, "" for one from a match or a person.
    notes: what the program says of it (`#.`); comments: the translator's own (`# `).
    source_codes, target_codes: the markup of either text; an approval answers for it too.
    """

    id: str
    source: str
    target: str = ""
    state: State = State.INITIAL
    kind: BlockKind = BlockKind.PARAGRAPH
    where: str = ""  # "MEX201603.E:2.1 ¶3"
    context: Context = Context()
    origin: Origin = Origin()
    match: Match | None = None
    rule: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    source_codes: tuple[InlineCode, ...] = ()
    target_codes: tuple[InlineCode, ...] = ()

    def said(self, language: Language) -> str:
        """Its text in that language."""
        return self.source if language == "en" else self.target


# --------------------------------------------------------------------------- decisions made once


class Gender(StrEnum):
    F = "f"
    M = "m"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One reference in `KEY.sources.toml`: what a person decides once for it. Also an oral source that a list
    describes in words: key and label are its description.

    french: its French label; of a described source its French description, "" where it is not known. gender: only for a person quoted or interviewed, else None.
    language: BCP 47 of the source, "" unknown or not asked (the English carries no marker: English).
    guess: how the language was guessed, in words; "" once a person has confirmed or corrected it.
    originals: for a French source, English quotation → its own French words ("" until supplied).
    """

    key: str
    label: str
    french: str
    gender: Gender | None = None
    language: str = ""
    guess: str = ""
    originals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Catalog:
    """A report's working file (PO or XLIFF): its units and where they came from.

    number, date, title: of the report. report_file: path of the English file, relative to the catalog's
    folder where possible. report_digest: SHA-256 of the report's text.
    """

    number: str
    key: str
    date: str
    title: str
    units: tuple[Unit, ...]
    report_file: str = ""
    report_digest: str = ""
    obsolete: tuple[Unit, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()  # other headers, kept as they were


@dataclass(frozen=True, slots=True)
class Term:
    """A termbase entry. status: "preferred", "admitted" or "deprecated"."""

    english: str
    french: str
    domain: str = ""
    status: str = "preferred"
    note: str = ""


@dataclass(frozen=True, slots=True)
class LedgerQuotation:
    """A quotation as a memory's ledger has it, so that it gets the same French everywhere.

    reference: the key of the source quoted, "InSight Crime 2023-05-31". english, french: the words between the
    outermost marks. language: BCP 47 of the source, "" unknown. report: where it was approved.
    """

    reference: str
    english: str
    french: str
    language: str = ""
    report: str = ""


# --------------------------------------------------------------------------- pairs and beads


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments that translate each other: half-open ranges into the two lists, and a confidence 0–1."""

    source: tuple[int, int]
    target: tuple[int, int]
    confidence: float


@dataclass(frozen=True)
class Bitext:
    """Beads that tile both sides, in order."""

    beads: tuple[Bead, ...]


@dataclass(frozen=True)
class Passage:
    """A block in both languages: its units in order, and the white space after each (one tail a unit).

    A block that is not translated has no units. anchor: the same in both languages ("s2-1-p3", "ref-4").
    """

    block: Block
    units: tuple[Unit, ...]
    tails: tuple[str, ...]
    anchor: str

    def said(self, language: Language) -> str:
        """Its units' texts in that language, with what stands between them; "" for a block without units."""
        return self._english if language == "en" else self._french

    @cached_property  # a dozen places ask
    def _english(self) -> str:
        return "".join(u.source + tail for u, tail in zip(self.units, self.tails, strict=True))

    @cached_property
    def _french(self) -> str:
        return "".join(u.target + tail for u, tail in zip(self.units, self.tails, strict=True))


@dataclass(frozen=True)
class Pair:
    """A report in both languages: what pages and reports are made from.

    passages: in the English order; `sources` as decided in KEY.sources.toml.
    """

    report: Report
    passages: tuple[Passage, ...]
    sources: tuple[SourceRow, ...] = ()

    @property
    def units(self) -> Iterator[Unit]:
        return (unit for passage in self.passages for unit in passage.units)


# --------------------------------------------------------------------------- findings


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at. It never stops the program; an error stops publication.

    check: the check's id, "marker.missing". units: ids, the first is the main one.
    start, end: within the first unit's target (its source where the target is empty), None for the whole.
    fix: the text that replaces start–end; applying it cures the finding. None where there is no safe one.
    place: for findings on a report rather than a unit.
    """

    check: str
    severity: Severity
    message: str
    units: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    fix: str | None = None
    place: Place | None = field(default=None, compare=False)


# How French writes percentages, the usual style first.
PERCENT_STYLES = ("p. 100", "%", "pour cent")


# --------------------------------------------------------------------------- leverage


# Bands of a leverage analysis, in the order that reports show them; words, not units.
BANDS = (
    "context", "exact", "repaired", "repetition", "95-99", "85-94", "75-84",
    "formula", "assembled", "machine", "none",
)  # fmt: skip


@dataclass(frozen=True)
class Leverage:
    """What the memory and the rules gave for a report: words by band (every band present), summing to
    `words`."""

    key: str
    units: int
    words: int
    bands: tuple[tuple[str, int], ...]
