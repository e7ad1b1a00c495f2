"""Two files to an aligned pair, with its units, its doubts and its quotations: what `align` offers for one pair.

A file without a report's number is aligned line by line, so that any two plain texts can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rirbilingual import config
from rirbilingual.align import segments as aligned_segments
from rirbilingual.align.corrections import Decided, corrected, read_corrections, write_corrections
from rirbilingual.align.encoders import encoder
from rirbilingual.align.quoted import quoted
from rirbilingual.errors import RirError
from rirbilingual.files import read_text
from rirbilingual.model import (
    Bead,
    Bitext,
    Block,
    BlockKind,
    Context,
    Finding,
    LedgerQuotation,
    Origin,
    Place,
    Report,
    Segment,
    Severity,
    State,
    Term,
    Unit,
)
from rirbilingual.pairs import pair as paired
from rirbilingual.read import read
from rirbilingual.segment import segments as segments_of
from rirbilingual.text.language import language
from rirbilingual.text.normalise import unit_id

SURE = 0.95  # confidence from which a bead may go into a memory
FEW = 0.2  # share of sure beads below which two texts hardly belong together
_NUMBER = re.compile(r"^\s*([A-Z]{3}\d{5,6})(?:\.(?:EF|FE|E|F))?\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Aligned:
    """An aligned pair. lost: decisions of a person whose sentences are no longer in the texts."""

    source: Report
    target: Report
    ours: tuple[Segment, ...]
    theirs: tuple[Segment, ...]
    bitext: Bitext
    sure: float = SURE
    lost: tuple[Decided, ...] = ()

    @cached_property
    def texts(self) -> tuple[Bead, ...]:
        """The beads with text on both sides."""
        return tuple(bead for bead in self.bitext.beads if _is_text(bead))

    @property
    def kept(self) -> tuple[Bead, ...]:
        """The beads that are sure enough for a memory."""
        return tuple(bead for bead in self.texts if bead.confidence >= self.sure)

    def words(self, bead: Bead) -> tuple[str, str]:
        """A bead's two texts."""
        return _joined(self.ours, bead.source), _joined(self.theirs, bead.target)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """A final unit for each sure bead, with where it comes from."""
        out, seen = [], dict[str, int]()
        texts = [self.words(bead) for bead in self.bitext.beads]
        for n, bead in enumerate(self.bitext.beads):
            if not _is_text(bead) or bead.confidence < self.sure:
                continue
            source, target = texts[n]
            seen[source] = seen.get(source, 0) + 1
            first = self.ours[bead.source[0]]
            around = Context(texts[n - 1][0] if n else "", texts[n + 1][0] if n + 1 < len(texts) else "")
            out.append(
                Unit(
                    unit_id(source, seen[source]), source, target, State.FINAL, first.kind,
                    f"{self.source.number}:{first.where}", around,
                    Origin(self.source.number, first.section, self.source.date),
                )
            )  # fmt: skip
        return tuple(out)

    @cached_property
    def quotations(self) -> tuple[LedgerQuotation, ...]:
        """The quotations of sure beads whose source is known."""
        return quoted(self.ours, self.theirs, self.bitext, sure=self.sure, report=self.source.number)

    @cached_property
    def doubts(self) -> tuple[Finding, ...]:
        """What a person should look at: weak beads, text that stands alone, and whether this is a pair at all."""
        found = [_doubt("align.pair", message, Severity.ERROR) for message in self._strange()]
        for number, bead in enumerate(self.bitext.beads, 1):
            source, target = self.words(bead)
            held = (self.ours[bead.source[0]].id,) if bead.source[0] < bead.source[1] else ()
            if not _is_text(bead):
                side, text = ("French", target) if target else ("English", source)
                found.append(
                    _doubt("align.alone", f"bead {number}: in the {side} only: {text[:80]}", units=held)
                )
            elif bead.confidence < self.sure:
                said = f"bead {number}: {bead.confidence:.0%} sure that these belong together"
                found.append(_doubt("align.weak", said, units=held))
        return tuple(found)

    def _strange(self) -> list[str]:
        if not self.ours or not self.theirs:
            return ["one side is empty: nothing to align"]
        ours, theirs = (language(" ".join(s.text for s in side)) for side in (self.ours, self.theirs))
        if ours and ours == theirs:
            name = {"en": "English", "fr": "French"}[ours]
            return [f"both sides are in {name}: they translate nothing"]
        if len(self.kept) < FEW * min(len(self.ours), len(self.theirs)):
            return [
                f"{len(self.kept)} of {len(self.texts)} beads are sure: these two texts hardly belong together, "
                "or one of them is in disorder"
            ]
        return []

    def _verdict(self) -> str:
        """What the alignment report says first."""
        if self._strange():
            return "Hardly a pair"
        said = f"{len(self.kept)} of {len(self.texts)} beads are sure enough for a memory"
        left = len(self.doubts)
        return (
            f"{said}; {left} {'place wants' if left == 1 else 'places want'} a person's eye" if left else said
        )

    def report(self, templates: Path | None = None) -> bytes:
        """The alignment report: every unit beside its French, doubtful beads as findings."""
        from rirbilingual.match.leverage import leverage
        from rirbilingual.render import alignment, environment

        french = {
            self.ours[n].id: (self.words(bead)[1] if n == bead.source[0] else "", bead)
            for bead in self.texts
            for n in range(*bead.source)
        }
        units = []
        for segment in self.ours:
            target, bead = french.get(segment.id, ("", None))
            state = (
                State.FINAL
                if bead and bead.confidence >= self.sure
                else State.TRANSLATED
                if bead
                else State.INITIAL
            )
            notes = (f"alignment: {bead.confidence:.0%} sure",) if bead else ()
            units.append(
                Unit(
                    segment.id,
                    segment.text,
                    target,
                    state,
                    segment.kind,
                    f"{self.source.number}:{segment.where}",
                    notes=notes,
                )
            )
        return alignment.alignment_report(
            paired(self.source, self.ours, units),
            self.doubts,
            leverage(self.source.key, units),
            blocks=[finding for finding in self.doubts if finding.severity is Severity.ERROR],
            verdict=self._verdict(),
            templates=environment.environment(templates),
        )


def _doubt(
    check: str, message: str, severity: Severity = Severity.WARNING, units: tuple[str, ...] = ()
) -> Finding:
    return Finding(check, severity, message, units)


def _is_text(bead: Bead) -> bool:
    return bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]


def _joined(segments: Sequence[Segment], held: tuple[int, int]) -> str:
    """The segments' texts with what parts them in their block."""
    parts = segments[slice(*held)]
    return "".join(part.text + (part.tail or " ") for part in parts[:-1]) + (parts[-1].text if parts else "")


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
    spoken = [language(" ".join(segment.text for segment in held)) for held in (our_segments, their_segments)]
    if spoken == ["fr", "en"]:
        raise RirError(
            "it is in French, and the second text in English", str(source), "give the English first"
        )
    words = [(term.english, term.french) for term in terms]
    encode = encoder(vectors) if vectors else None
    found = aligned_segments(our_segments, their_segments, terms=words, vectors=encode)
    file = corrections or corrections_of(target)
    lost: tuple[Decided, ...] = ()
    if file.exists():
        texts = [[segment.text for segment in held] for held in (our_segments, their_segments)]
        found, lost = corrected(found, texts[0], texts[1], read_corrections(file))
    return Aligned(ours, theirs, our_segments, their_segments, found, sure, lost)


def corrections_of(target: Path) -> Path:
    """Where a pair's decided beads are kept: beside the French."""
    return target.with_name(f"{target.stem}.beads.toml")


def opened(path: Path) -> tuple[Report, tuple[Segment, ...]]:
    """A report and its segments; a text without a report's number is taken line by line."""
    if path.suffix.lower() in (".txt", ""):
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
    for number, line in enumerate(text.splitlines(keepends=True), 1):
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
    decided = list(read_corrections(file)) if (file := corrections_of(target)).exists() else []
    texts = []
    for first, last in ranges:
        if last > len(aligned.bitext.beads):
            raise RirError(f"no bead {last}", str(target), f"give a number up to {len(aligned.bitext.beads)}")
        held = aligned.bitext.beads[first - 1 : last]
        bead = Bead(_over([bead.source for bead in held]), _over([bead.target for bead in held]), 1.0)
        if not _is_text(bead) or any(_length(whole) != sum(map(_length, parts)) for whole, parts in (
            (bead.source, [bead.source for bead in held]), (bead.target, [bead.target for bead in held])
        )):  # fmt: skip
            raise RirError(
                f"bead {first} has text on one side only" if first == last else f"beads {first} to {last} do not stand together",
                str(target), "merge it with the bead that it belongs to, such as 12-13, or write it into the file",
            )  # fmt: skip
        decision = Decided(
            tuple(s.text for s in aligned.ours[slice(*bead.source)]),
            tuple(s.text for s in aligned.theirs[slice(*bead.target)]),
            right,
        )
        decided = [one for one in decided if (one.source, one.target) != (decision.source, decision.target)]
        decided.append(decision)
        texts.append(aligned.words(bead))
    write_corrections(decided, file)
    return tuple(texts)


def _over(ranges: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The range that holds all of those that are not empty."""
    held = [one for one in ranges if one[0] < one[1]]
    return (min(a for a, _ in held), max(b for _, b in held)) if held else (0, 0)


def _length(held: tuple[int, int]) -> int:
    return held[1] - held[0]
