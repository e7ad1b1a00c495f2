"""Two reports' segments and their beads to what is kept of them: units, quotations, doubts, the alignment report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rirbilingual.align.corrections import Decided
from rirbilingual.align.quoted import quoted
from rirbilingual.model import (
    Bead,
    Bitext,
    BlockKind,
    Context,
    Finding,
    InlineCode,
    Language,
    LedgerQuotation,
    Origin,
    Report,
    Segment,
    Severity,
    State,
    Unit,
)
from rirbilingual.pairs import pair as paired
from rirbilingual.text.codes import moved, ordered
from rirbilingual.text.language import language
from rirbilingual.text.normalise import unit_id

SURE = 0.95  # confidence from which a bead may go into a memory
FEW = 0.2  # share of sure beads below which two texts hardly belong together
MANY = 0.2  # share of a side's sentences without counterpart from which that is said of the pair
MANY_AT_LEAST = 5  # sentences; a list of three lines is soon lacking a fifth of them
ENOUGH = 200  # words of a side from which its language should be told


@dataclass(frozen=True)
class Aligned:
    """An aligned pair. decided: decisions of a person; lost: those whose sentences are no longer in the texts."""

    source: Report
    target: Report
    ours: tuple[Segment, ...]
    theirs: tuple[Segment, ...]
    bitext: Bitext
    sure: float = SURE
    decided: tuple[Decided, ...] = ()
    lost: tuple[Decided, ...] = ()

    @cached_property
    def texts(self) -> tuple[Bead, ...]:
        """The beads with text on both sides."""
        return tuple(bead for bead in self.bitext.beads if is_text(bead))

    @cached_property
    def kept(self) -> tuple[Bead, ...]:
        """The beads that are sure enough for a memory; what a person said to be wrong never is."""
        return tuple(bead for bead in self.texts if bead.confidence >= self.sure and bead.confidence > 0)

    def words(self, bead: Bead) -> tuple[str, str]:
        """A bead's two texts."""
        return _joined(self.ours, bead.source), _joined(self.theirs, bead.target)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """A final unit for each sure bead, with where it comes from."""
        out, seen = [], dict[str, int]()
        texts = [self._entries(bead) for bead in self.bitext.beads]
        kept = set(self.kept)
        for n, bead in enumerate(self.bitext.beads):
            if bead not in kept:
                continue
            source, target = texts[n]
            seen[source] = seen.get(source, 0) + 1
            first = self.ours[bead.source[0]]
            codes = _codes(self.ours, bead.source), _codes(self.theirs, bead.target)
            if Counter(code.kind for code in codes[0]) != Counter(code.kind for code in codes[1]):
                codes = (), ()  # one of the files keeps less of its markup than the other
            around = Context(texts[n - 1][0] if n else "", texts[n + 1][0] if n + 1 < len(texts) else "")
            out.append(
                Unit(
                    unit_id(source, seen[source]), source, target, State.FINAL, first.kind,
                    f"{self.source.number}:{first.where}", around,
                    Origin(self.source.number, first.section, self.source.date),
                    source_codes=codes[0], target_codes=codes[1],
                )
            )  # fmt: skip
        return tuple(out)

    def _entries(self, bead: Bead) -> tuple[str, str]:
        """A bead's two texts, without the period that ends a list of sources where only one is its last entry."""
        source, target = self.words(bead)
        listed = _kind(self.ours, bead.source) is BlockKind.SOURCES
        if listed and source.endswith(".") != target.endswith("."):
            return source.removesuffix("."), target.removesuffix(".")
        return source, target

    @cached_property
    def quotations(self) -> tuple[LedgerQuotation, ...]:
        """The quotations of sure beads whose source is known."""
        return quoted(self.ours, self.theirs, self.bitext, sure=self.sure, report=self.source.number)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What a person should look at: the pair as a whole, weak beads, and text that stands alone."""
        return (*self.of_pair, *(finding for _, _, finding in self.doubtful))

    @cached_property
    def of_pair(self) -> tuple[Finding, ...]:
        """What is to be said of the pair as a whole: whether it is one, its languages, what has no counterpart."""
        strange = self._strange()
        found = [_doubt("align.pair", strange, Severity.ERROR)] if strange else []
        found += [_doubt("align.language", said) for said in self._untold()]
        alone = "" if strange else self._without_counterpart()
        return (*found, *([_doubt("align.parts", alone)] if alone else []))

    @cached_property
    def doubtful(self) -> tuple[tuple[int, Bead, Finding], ...]:
        """Weak beads and those that stand alone, by number from 1, but for what a person has decided. A marker on a
        line of its own that only one language has is no doubt: it says whose words follow."""
        settled = {(one.source, one.target) for one in self.decided}
        found = []
        for number, bead in enumerate(self.bitext.beads, 1):
            if self._sentences(bead) in settled:
                continue
            _, target = self.words(bead)
            if not is_text(bead):
                kind = _kind(self.theirs, bead.target) if target else _kind(self.ours, bead.source)
                if kind is not BlockKind.MARKER:
                    said = f"bead {number}: in the " + (
                        f"French only: {target}" if target else "English only"
                    )
                    found.append((number, bead, _doubt("align.alone", said, units=self._place(bead))))
            elif bead.confidence < self.sure:
                said = f"bead {number}: {bead.confidence:.0%} sure that these belong together"
                found.append((number, bead, _doubt("align.weak", said, units=self._place(bead))))
        return tuple(found)

    def _sentences(self, bead: Bead) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """A bead's sentences, as decisions have them."""
        return (
            tuple(segment.text for segment in self.ours[slice(*bead.source)]),
            tuple(segment.text for segment in self.theirs[slice(*bead.target)]),
        )

    def _place(self, bead: Bead) -> tuple[str, ...]:
        """The unit that a bead is shown at: its first, or the one before what only the French has."""
        at = bead.source[0] if bead.source[0] < bead.source[1] else max(0, bead.source[0] - 1)
        return (self.ours[at].id,) if at < len(self.ours) else ()

    @cached_property
    def languages(self) -> tuple[Language | None, Language | None]:
        """Of the two sides, as their words tell them."""
        return spoken(self.ours), spoken(self.theirs)

    def _strange(self) -> str:
        if not self.ours or not self.theirs:
            return "one side is empty: nothing to align"
        ours, theirs = self.languages
        if ours and ours == theirs:
            name = {"en": "English", "fr": "French"}[ours]
            return f"both sides are in {name}: they translate nothing"
        if len(self.kept) < FEW * min(len(self.ours), len(self.theirs)):
            return (
                f"{len(self.kept)} of {len(self.texts)} beads are sure: these two texts hardly belong together, "
                "or one of them is in disorder"
            )
        return ""

    def _untold(self) -> list[str]:
        return [
            f"{report.number}: its language cannot be told; it is taken for {name}"
            for report, held, told, name in zip(
                (self.source, self.target), (self.ours, self.theirs), self.languages, ("English", "French"), strict=True
            )
            if told is None and is_long(held)
        ]  # fmt: skip

    def _without_counterpart(self) -> str:
        alone = [bead for bead in self.bitext.beads if not is_text(bead)]
        ours = sum(length(b.source) for b in alone if _kind(self.ours, b.source) is not BlockKind.MARKER)
        theirs = sum(length(b.target) for b in alone if _kind(self.theirs, b.target) is not BlockKind.MARKER)
        if max(ours / len(self.ours), theirs / len(self.theirs)) < MANY or max(ours, theirs) < MANY_AT_LEAST:
            return ""
        return (
            f"{ours} of {len(self.ours)} English and {theirs} of {len(self.theirs)} French sentences have no "
            "counterpart: parts are missing, abridged or in another order, or these are two reports"
        )

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

        held = {n: bead for bead in self.texts for n in range(*bead.source)}
        kept = set(self.kept)
        settled = {(one.source, one.target): one.right for one in self.decided}
        units = []
        for n, segment in enumerate(self.ours):
            bead = held.get(n)
            state, notes = State.INITIAL, []
            if bead:
                right = settled.get(self._sentences(bead))
                state = State.FINAL if bead in kept else State.TRANSLATED
                said = {
                    None: f"{bead.confidence:.0%} sure",
                    True: "a person said that these belong together",
                    False: "a person said that these do not belong together",
                }
                notes.append(f"alignment: {said[right]}")
                if n > bead.source[0]:
                    notes.append("alignment: its French stands with the sentence before")
            units.append(
                Unit(
                    segment.id,
                    segment.text,
                    self.words(bead)[1] if bead and n == bead.source[0] else "",
                    state,
                    segment.kind,
                    f"{self.source.number}:{segment.where}",
                    notes=tuple(notes),
                )
            )
        return alignment.alignment_report(
            paired(self.source, self.ours, units),
            self.doubts,
            leverage(self.source.key, units),
            blocks=[finding for finding in self.doubts if finding.severity is Severity.ERROR],
            published=alignment.Published(self._verdict(), self.target),
            templates=environment.environment(templates),
        )


def _doubt(
    check: str, message: str, severity: Severity = Severity.WARNING, units: tuple[str, ...] = ()
) -> Finding:
    return Finding(check, severity, message, units)


def is_text(bead: Bead) -> bool:
    return bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]


def _kind(segments: Sequence[Segment], held: tuple[int, int]) -> BlockKind | None:
    """The kind of a range's first segment, None where it is empty."""
    return segments[held[0]].kind if held[0] < held[1] else None


def spoken(segments: Sequence[Segment]) -> Language | None:
    return language(" ".join(segment.text for segment in segments))


def is_long(segments: Sequence[Segment]) -> bool:
    """Whether there are words enough that their language should be told."""
    return sum(segment.text.count(" ") + 1 for segment in segments) >= ENOUGH


def _codes(segments: Sequence[Segment], held: tuple[int, int]) -> tuple[InlineCode, ...]:
    """The codes of the segments' text as `_joined` has it."""
    found: list[InlineCode] = []
    at = 0
    for part in segments[slice(*held)]:
        found += moved(part.codes, at)
        at += len(part.text) + len(part.tail or " ")
    return ordered(found)


def _joined(segments: Sequence[Segment], held: tuple[int, int]) -> str:
    """The segments' texts with what parts them in their block."""
    parts = segments[slice(*held)]
    return "".join(part.text + (part.tail or " ") for part in parts[:-1]) + (parts[-1].text if parts else "")


def length(held: tuple[int, int]) -> int:
    return held[1] - held[0]
