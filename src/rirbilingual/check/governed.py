"""A pair's passages to what each citation governs in both languages: its quotations, markers, language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from rirbilingual.check.joined import Joined, Side
from rirbilingual.check.rule import Subject
from rirbilingual.model import BlockKind, CitedSource, Marker, Quotation, Reference
from rirbilingual.text.citations import date_value
from rirbilingual.text.normalise import folded, normalised
from rirbilingual.text.quotations import block_quotations, quotations
from rirbilingual.text.references import key_of
from rirbilingual.text.remembered import remembered

Ask = Literal["english", "french", "other", "official", "unknown", "mixed", "nobody"]
"""What a stretch's source is: "unknown" where a person has to say, "nobody" where no citation governs."""


Whole = tuple[tuple[int, int], int | None, bool]
"""A governed stretch, its governor, and whether it is the apposition of a citation that only describes an outlet:
such a one stands inside the stretch of the citation after it."""


@dataclass(frozen=True)
class Stretch:
    """What one citation governs. Offsets are into the passage's joined texts.

    french: None where the French citation that answers was not found: then nothing is said of it.
    apart: what stands inside the stretch in French and belongs to another citation: an outlet's description.
    """

    passage: Joined
    english: tuple[int, int]
    french: tuple[int, int] | None
    keys: tuple[str, ...]  # of the entries that the citation names
    marked: bool
    ask: Ask
    sources: tuple[CitedSource, ...] = ()  # as the English citation names them
    apart: tuple[tuple[int, int], ...] = ()
    leads: bool = False  # to a block quotation, or to nothing: no citation of the passage governs it

    @cached_property
    def english_quotations(self) -> tuple[Quotation, ...]:
        return tuple(q for q in self.passage.english.outermost if _within(q, self.english))

    @cached_property
    def french_quotations(self) -> tuple[Quotation, ...]:
        if self.french is None:
            return ()
        return tuple(q for q in self.passage.french.outermost if self._is_ours(q))

    @cached_property
    def french_markers(self) -> tuple[Marker, ...]:
        if self.french is None:
            return ()
        return tuple(m for m in self.passage.french.markers if self._is_ours(m))

    def _is_ours(self, span: Quotation | Marker) -> bool:
        return (
            self.french is not None
            and _within(span, self.french)
            and not any(_within(span, part) for part in self.apart)
        )

    @cached_property
    def translated(self) -> tuple[Quotation, ...]:
        """The French quotations that are a translation: not the names that are kept in both languages."""
        kept = _kept(self.passage.english.text)
        text = self.passage.french.text
        return tuple(
            q for q in self.french_quotations if _words(text[q.inner_start : q.inner_end]) not in kept
        )


# With no table of sources, a translated source of such a name may be French: then no marker is due.
_NAMED_IN_FRENCH = re.compile(
    r"(?:Le|La|Les|L['’]|Agence|Radio-Canada|France|Jeune|RFI\b|TV5)(?:\b|$)(?! \w+[oa]s?\b)"
)


def _within(span: Quotation | Marker, stretch: tuple[int, int]) -> bool:
    return stretch[0] <= span.start < stretch[1]


@remembered
def _kept(text: str) -> frozenset[str]:
    """Quoted names and nicknames: quoted words with a capital letter that are no sentence."""
    inner = [text[q.inner_start : q.inner_end] for q in quotations(text)]
    return frozenset(_words(words) for words in inner if any(c.isupper() for c in words))


def quoted_names(side: Side) -> Iterator[tuple[int, str]]:
    """Names quoted inside a quotation that holds nothing else: "'El Notario'"."""
    for outer in side.outermost:
        inner = [q for q in side.quotations if q.level == 2 and outer.start <= q.start and q.end <= outer.end]
        if len(inner) == 1:
            name = side.text[inner[0].inner_start : inner[0].inner_end].strip(" ,.;")
            around = side.text[outer.inner_start : inner[0].start] + side.text[inner[0].end : outer.inner_end]
            capital = all(word[0].isupper() for word in name.split()[:1])
            if name and capital and len(name.split()) <= 4 and not any(c.isalnum() for c in around):
                yield inner[0].inner_start, name


def _words(text: str) -> str:
    return normalised(text).strip(" \"'.,;:“”‘’«»")


@lru_cache(1)  # a dozen checks ask for those of one subject
def stretches(subject: Subject) -> tuple[Stretch, ...]:
    """Every stretch of the body with a quotation in either language, or a marker that only the French has, in
    reading order; passages that are not wholly translated are left out."""
    return tuple(_quoting(subject))


def _quoting(subject: Subject) -> Iterator[Stretch]:
    for n, passage in enumerate(subject.passages):
        if passage.is_body and passage.kind is not BlockKind.BLOCK_QUOTATION and passage.is_translated:
            for stretch in _stretches(subject, n):
                only = stretch.french_markers and not stretch.marked
                if stretch.english_quotations or stretch.french_quotations or only:
                    yield stretch


def _stretches(subject: Subject, n: int) -> Iterator[Stretch]:
    passage = subject.passages[n]
    english, french = passage.english, passage.french
    answers = passage.answers
    ends = {n: french.citations[m].end for n, m in answers.items()}
    governors = [span.governor for span in english.citation_spans if span.governor is not None]
    wholes = _wholes(english)
    described = _described(passage, wholes, answers)
    evidential = {governor for _, governor, nested in wholes if governor is not None and not nested}
    bounds = sorted({0, len(french.text), *(ends[n] for n in evidential if n in ends)})
    before = {end: start for start, end in pairwise(bounds)}
    last = max((ends[n] for n in governors if n in ends), default=0)
    whole = all(n in ends for n in governors)
    for quotes, governor, nested in wholes:
        if governor is None:
            sources = _sources_after(subject, n)
            reach = (last, len(french.text)) if whole else None
        else:
            sources = english.citations[governor].sources
            end = ends.get(governor)
            reach = (before[end], end) if whole and not nested and end in before else described.get(governor)
        labels = [m.label for m in english.markers if quotes[0] <= m.start < quotes[1]]
        keys = entries(subject, sources, english.text[: quotes[1]])
        ask = _ask(subject, sources, keys, labels)
        apart = () if nested else tuple(described.values())
        leads = governor is None
        yield Stretch(passage, quotes, reach, keys, bool(labels), ask, tuple(sources), apart, leads)


def _described(
    passage: Joined, wholes: Sequence[Whole], answers: Mapping[int, int]
) -> dict[int, tuple[int, int]]:
    """The French stretches of the citations that only describe an outlet, by the English citation: where both
    languages read them as such, with as many quotations."""
    found: dict[int, tuple[int, int]] = {}
    if not any(nested for _, _, nested in wholes):
        return found
    theirs = {governor: reach for reach, governor, nested in _wholes(passage.french) if nested}
    for reach, governor, nested in wholes:
        answer = theirs.get(answers.get(governor, -1)) if nested and governor is not None else None
        if governor is not None and answer is not None:
            ours = sum(_within(q, reach) for q in passage.english.outermost)
            if ours == sum(_within(q, answer) for q in passage.french.outermost):
                found[governor] = answer
    return found


def _wholes(side: Side) -> list[Whole]:
    """Each governed stretch whole."""
    reach: dict[int | None, tuple[int, int]] = {}
    for span in side.citation_spans:
        start = reach.get(span.governor, (span.start, 0))[0]
        reach[span.governor] = (start, span.end)
    found = []
    for governor, (start, end) in reach.items():
        nested = any(a < start and end < b for other, (a, b) in reach.items() if other != governor)
        found.append(((start, end), governor, nested))
    return found


@lru_cache(1)
def block_stretches(subject: Subject) -> tuple[tuple[Stretch, bool | None], ...]:
    """Every paragraph of a block quotation that is wholly translated, and whether a marker line stands before it in
    French: a passage of its own, or a line at the beginning of its first unit. None where the quotation goes on and
    has no other such line: the one before its first paragraph counts, as does the citation of its last."""
    return tuple(_blocks(subject))


def _blocks(subject: Subject) -> Iterator[tuple[Stretch, bool | None]]:
    passages = subject.passages
    for n, (first, last) in _block_quotations(subject).items():
        passage = passages[n]
        if not passage.is_translated:
            continue
        line = passages[first - 1] if first and passages[first - 1].kind is BlockKind.MARKER else None
        sources = _closing_sources(passages[last])
        before = "".join(p.english.text + " " for p in passages[max(first - 2, 0) : last + 1])
        keys = entries(subject, sources, before)
        labels = [
            m.label for m in (*(line.english.markers if line else ()), *passages[first].english.markers[:1])
        ]
        ask = _ask(subject, sources, keys, labels)
        french = passage.french
        inside = any(not french.text[: m.start].strip() for m in french.markers)
        above = None if n > first else line is not None and bool(line.french.markers)
        english, reach = (0, len(passage.english.text)), (0, len(french.text))
        yield Stretch(passage, english, reach, keys, bool(labels), ask, sources), inside or above


@lru_cache(1)
def _block_quotations(subject: Subject) -> dict[int, tuple[int, int]]:
    return block_quotations(
        [bool(p.english.citations) if p.kind is BlockKind.BLOCK_QUOTATION else None for p in subject.passages]
    )


def _closing_sources(passage: Joined) -> tuple[CitedSource, ...]:
    cited = passage.english.citations
    return tuple(cited[-1].sources) if cited else ()


def _sources_after(subject: Subject, n: int) -> tuple[CitedSource, ...]:
    """Those of the block quotation that a lead-in leads to, its marker line passed over."""
    passages = subject.passages
    after = n + 1
    if after < len(passages) and passages[after].kind is BlockKind.MARKER:
        after += 1
    held = _block_quotations(subject).get(after)
    return _closing_sources(passages[held[1]]) if held else ()


def _ask(subject: Subject, sources: Sequence[CitedSource], keys: Sequence[str], labels: Sequence[str]) -> Ask:
    if any("version" in label.lower() for label in labels):
        return "official"
    if not sources:
        return "nobody"
    languages = {_language(subject, key) for key in keys}
    if labels:
        if subject.report is None:
            return "unknown" if any(_NAMED_IN_FRENCH.match(source.label) for source in sources) else "other"
        if len(languages) > 1 and "fr" in languages:
            return "mixed"
        if languages == {"fr"}:
            return "french"
        return "unknown" if "" in languages or not languages else "other"
    return "french" if languages == {"fr"} else "english"


def _language(subject: Subject, key: str) -> str:
    row = subject.rows.get(key)
    return row.language.partition("-")[0].lower() if row else ""


# --------------------------------------------------------------------------- which entry a citation names


def entries(subject: Subject, sources: Sequence[CitedSource], before: str) -> tuple[str, ...]:
    """Keys of the entries, or of the table's rows, that the English sources name. A citation that says no name is of the entry of its
    date; where several have it, of the one whose name was said last before."""
    if subject.report is None:
        return ()
    found = []
    for source in sources:
        key = source.reference or _entry(subject.report.references, source, before)
        if key is None and key_of(source) in subject.rows:  # decided, though no entry answers the citation
            key = key_of(source)
        if key is not None and key not in found:
            found.append(key)
    return tuple(found)


def _entry(references: Sequence[Reference], source: CitedSource, before: str) -> str | None:
    dated = [r for r in references if date_value(r.date) == date_value(source.date)]
    if source.label:
        label = folded(source.label)
        return next((r.key for r in dated if label in {folded(name) for name in (r.label, *r.names)}), None)
    if len(dated) == 1:
        return dated[0].key
    said = folded(before)
    last = {r.key: max(said.rfind(folded(name)) for name in (r.label, *r.names)) for r in dated}
    nearest = max(last, key=lambda key: last[key], default=None)
    return nearest if nearest is not None and last[nearest] >= 0 else None
