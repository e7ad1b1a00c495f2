"""Two files to an aligned pair, and a person's decisions on it to their file.

A file without a report's number is aligned line by line, so that any two plain texts can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rirbilingual import config
from rirbilingual.align import segments as aligned_segments
from rirbilingual.align.corrections import Decided, corrected, read_corrections, write_corrections
from rirbilingual.align.encoders import encoder
from rirbilingual.aligned import SURE, Aligned, is_long, is_text, length, spoken
from rirbilingual.errors import RirError
from rirbilingual.files import read_text
from rirbilingual.model import (
    Bead,
    Block,
    BlockKind,
    Place,
    Report,
    Segment,
    Term,
)
from rirbilingual.read import MARKED, read
from rirbilingual.segment import segments as segments_of
from rirbilingual.text.language import language
from rirbilingual.text.normalise import unit_id

_UNITS = (".po", ".pot", ".xlf", ".xliff", ".tmx", ".tsv", ".csv")  # whose texts stand in pairs already
_LINE_END = re.compile("\r\n|\n|\r")
_NUMBER = re.compile(r"^\s*([A-Z]{3}\d{5,6})(?:\.(?:EF|FE|E|F))?\s*$", re.MULTILINE)


def align_files(
    source: Path,
    target: Path,
    *,
    terms: Sequence[Term] = (),
    sure: float = SURE,
    corrections: Path | None = None,
    vectors: str = "",
) -> Aligned:
    """Two files, aligned; the first is the English one. Decisions of a person are kept to. vectors: `use` or
    the folder of a model of sentences, for more evidence."""
    (ours, our_segments), (theirs, their_segments) = opened(source), opened(target)
    if ours.key != theirs.key and _is_report(ours) and _is_report(theirs):
        raise RirError(
            f"{ours.key}, and {target} is {theirs.key}", str(source), "give the two languages of one report"
        )
    languages = spoken(our_segments), spoken(their_segments)
    if languages == ("fr", "en"):
        raise RirError(
            "it is in French, and the second text in English", str(source), "give the English first"
        )
    if languages == (None, "en") and is_long(our_segments):
        raise RirError("it is in English, and the first text is not", str(target), "give the English first")
    words = [(term.english, term.french) for term in terms]
    encode = encoder(vectors) if vectors else None
    found = aligned_segments(our_segments, their_segments, terms=words, vectors=encode)
    file = corrections or corrections_of(target)
    decided = read_corrections(file) if file.exists() else ()
    texts = [[segment.text for segment in held] for held in (our_segments, their_segments)]
    found, lost = corrected(found, texts[0], texts[1], decided)
    return Aligned(ours, theirs, our_segments, their_segments, found, sure, decided, lost)


def corrections_of(target: Path) -> Path:
    """Where a pair's decided beads are kept: beside the French."""
    return target.with_name(f"{target.stem}.beads.toml")


def opened(path: Path) -> tuple[Report, tuple[Segment, ...]]:
    """A report and its segments; a text without a report's number is taken line by line."""
    if path.suffix.lower() in _UNITS and path.exists():
        fix = f"import it into a memory: rirbilingual memory import {path.name} -m MEMORY"
        raise RirError("it holds units, whose texts stand in pairs already", str(path), fix)
    if path.suffix.lower() not in MARKED:
        text = read_text(path)
        if not report_number(text):
            return _lines(text, path)
    report = read(path)
    return report, segments_of(report, config.load(path.parent).segment)


def report_number(text: str) -> str:
    """The key of the report whose number stands on a line of the text; "" where none does."""
    number = _NUMBER.search(text)
    return number[1] if number else ""


def _is_report(report: Report) -> bool:
    return bool(report.date)


def _lines(text: str, path: Path) -> tuple[Report, tuple[Segment, ...]]:
    """A plain text: a paragraph a line, and a segment a paragraph."""
    blocks: list[Block] = []
    gaps: list[str] = []
    segments: list[Segment] = []
    at = 0
    seen: dict[str, int] = {}
    for number, line in enumerate(_LINE_END.split(text), 1):
        words = line.strip()
        if words:
            start = text.index(words, at)
            gaps.append(text[at:start])
            at = start + len(words)
            seen[words] = seen.get(words, 0) + 1
            block = Block(
                BlockKind.PARAGRAPH, words, paragraph=len(blocks) + 1, place=Place(str(path), number, start)
            )
            segments.append(
                Segment(
                    unit_id(words, seen[words]), len(blocks), 0, words, "", block.kind, "", f"line {number}"
                )
            )
            blocks.append(block)
    gaps.append(text[at:])
    report = Report(
        path.stem,
        path.stem,
        language(text) or "en",
        "",
        path.name,
        tuple(blocks),
        tuple(gaps),
        file=str(path),
    )
    return report, tuple(segments)


def accept(
    aligned: Aligned, ranges: Sequence[tuple[int, int]], target: Path, *, right: bool
) -> tuple[tuple[str, str], ...]:
    """Keep a person's decision on beads, by their numbers from 1; a range is merged into one. Gives their texts.

    Raises RirError for a number that there is not, and for beads that do not stand together.
    """
    file = corrections_of(target)
    decided, texts = [], []
    for first, last in ranges:
        if last > len(aligned.bitext.beads):
            raise RirError(f"no bead {last}", str(target), f"give a number up to {len(aligned.bitext.beads)}")
        held = aligned.bitext.beads[first - 1 : last]
        bead = Bead(_over([bead.source for bead in held]), _over([bead.target for bead in held]), 1.0)
        if not is_text(bead) or any(length(whole) != sum(map(length, parts)) for whole, parts in (
            (bead.source, [bead.source for bead in held]), (bead.target, [bead.target for bead in held])
        )):  # fmt: skip
            what = f"bead {first} has text on one side only"
            fix = "merge it with the bead that it belongs to, such as 12-13"
            if first != last:
                what = f"beads {first} to {last} do not follow each other in both texts"
                fix = f"write into {file.name} which sentences belong together"
            raise RirError(what, str(target), fix)
        decided.append(
            Decided(
                tuple(s.text for s in aligned.ours[slice(*bead.source)]),
                tuple(s.text for s in aligned.theirs[slice(*bead.target)]),
                right,
            )
        )
        texts.append(aligned.words(bead))
    write_corrections(decided, file)
    return tuple(texts)


def _over(ranges: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The range that holds all of those that are not empty."""
    held = [one for one in ranges if one[0] < one[1]]
    return (min(a for a, _ in held), max(b for _, b in held)) if held else (0, 0)
