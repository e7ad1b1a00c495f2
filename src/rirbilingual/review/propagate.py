"""A catalog to one in which a person's corrections have reached their identical occurrences.

Sources are the units that a person has reviewed, targets those that nobody has touched; these stay fuzzy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from rirbilingual.model import Catalog, State, Term, Unit
from rirbilingual.review.drafts import drafted_words, stamped_unit, untouched
from rirbilingual.text.codes import edited

_LONGEST_TERM = 6  # words: a longer replacement is a rewording, not a term


class Carried(StrEnum):
    UNIT = "unit"
    QUOTATION = "quotation"
    LABEL = "label"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Propagation:
    """One change. agreement: articles and endings around it may have to follow."""

    unit: str
    where: str
    kind: Carried
    old: str
    new: str
    origin: str  # the id of the unit that a person corrected
    agreement: bool = False


@dataclass(frozen=True, slots=True)
class Propagated:
    """What was carried, and what was not since reviewed units differ: (kind, English, their French texts)."""

    changes: tuple[Propagation, ...]
    undecided: tuple[tuple[Carried, str, tuple[str, ...]], ...]


# For one kind: English → the French that people gave it → the unit where it first stands.
_Decisions = dict[str, dict[str, str]]
Pairs = Callable[[Unit], Iterator[tuple[str, int, int]]]


def propagate(catalog: Catalog, *, terms: Iterable[Term] = ()) -> tuple[Catalog, Propagated]:
    """The catalog with every correction carried, and the list. A touched unit never changes."""
    reviewed = [unit for unit in catalog.units if unit.state >= State.REVIEWED]
    decided: dict[Carried, _Decisions] = {
        Carried.UNIT: _decisions((unit.source, unit.target, unit.id) for unit in reviewed),
        Carried.QUOTATION: _from_spans(reviewed, _quotations),
        Carried.LABEL: _from_spans(reviewed, _labels),
    }
    replacements = list(_replacements(reviewed, tuple(terms)))
    by_id = {unit.id: unit for unit in reviewed}
    units = []
    changes: list[Propagation] = []
    for unit in catalog.units:
        if untouched(unit) and (unit.target or unit.source in decided[Carried.UNIT]):
            made, found = _corrected(unit, decided, replacements, by_id)
            changes += found
            unit = stamped_unit(made) if found else unit
        units.append(unit)
    undecided = tuple(
        (kind, english, tuple(texts))
        for kind, decisions in decided.items()
        for english, texts in decisions.items()
        if len(texts) > 1
    )
    return replace(catalog, units=tuple(units)), Propagated(tuple(changes), undecided)


def _decisions(found: Iterable[tuple[str, str, str]]) -> _Decisions:
    decided: _Decisions = defaultdict(dict)
    for english, french, origin in found:
        decided[english].setdefault(french, origin)
    return decided


def _from_spans(units: Iterable[Unit], pairs: Pairs) -> _Decisions:
    return _decisions(
        (english, unit.target[start:end], unit.id) for unit in units for english, start, end in pairs(unit)
    )


def _corrected(
    unit: Unit,
    decided: dict[Carried, _Decisions],
    replacements: list[tuple[str, str, str, str]],
    by_id: Mapping[str, Unit],
) -> tuple[Unit, list[Propagation]]:
    whole = decided[Carried.UNIT].get(unit.source, {})
    if len(whole) == 1:
        ((target, origin),) = whole.items()
        if target == unit.target:
            return unit, []
        change = Propagation(unit.id, unit.where, Carried.UNIT, unit.target, target, origin)
        note = f"changed: taken over from {origin}"
        same = by_id[origin].source_codes == unit.source_codes
        codes = by_id[origin].target_codes if same else ()
        notes = (*unit.notes, note)
        made = replace(unit, target=target, target_codes=codes, state=State.TRANSLATED, notes=notes)
        return made, [change]
    changes: list[Propagation] = []
    for kind, pairs in ((Carried.QUOTATION, _quotations), (Carried.LABEL, _labels)):
        for english, start, end in sorted(pairs(unit), key=lambda pair: -pair[1]):
            texts = decided[kind].get(english, {})
            old = unit.target[start:end]
            if len(texts) == 1 and old not in texts:
                ((new, origin),) = texts.items()
                unit = _replaced(unit, start, end, new)
                changes.append(
                    Propagation(unit.id, unit.where, kind, old, new, origin, agreement=kind is Carried.LABEL)
                )
    for english, old, new, origin in replacements:
        if english in unit.source.casefold() and unit.target.count(old) == 1:
            start = unit.target.index(old)
            unit = _replaced(unit, start, start + len(old), new)
            changes.append(Propagation(unit.id, unit.where, Carried.TERM, old, new, origin, agreement=True))
    told = tuple(f"changed: {c.kind.value} {c.old} → {c.new}, from {c.origin}" for c in changes)
    agree = ("check: agreement around what was replaced",) if any(c.agreement for c in changes) else ()
    return replace(unit, notes=(*unit.notes, *told, *agree)), changes


def _replaced(unit: Unit, start: int, end: int, new: str) -> Unit:
    """The unit with other words in start–end of its target."""
    target = unit.target[:start] + new + unit.target[end:]
    return replace(unit, target=target, target_codes=edited(unit.target_codes, start, end, len(new)))


def _quotations(unit: Unit) -> Iterator[tuple[str, int, int]]:
    """Each outer quotation of the English, with where its counterpart stands in the French."""
    from rirbilingual.text.quotations import quotations

    english = [
        found for found in quotations(unit.source) if found.level == 1 and found.opens and found.closes
    ]
    french = [found for found in quotations(unit.target) if found.level == 1 and found.opens and found.closes]
    if len(english) == len(french):
        for one, other in zip(english, french, strict=True):
            yield unit.source[one.inner_start : one.inner_end], other.inner_start, other.inner_end


def _labels(unit: Unit) -> Iterator[tuple[str, int, int]]:
    """Each label cited in the English, with where its counterpart stands in the French."""
    from rirbilingual.text.citations import citations

    english = [source for citation in citations(unit.source) for source in citation.sources]
    french = [source for citation in citations(unit.target) for source in citation.sources]
    if len(english) == len(french):
        for one, other in zip(english, french, strict=True):
            start = unit.target.find(other.label, other.start, other.end) if other.label else -1
            if one.label and start >= 0:
                yield one.label, start, start + len(other.label)


def _replacements(units: Iterable[Unit], terms: tuple[Term, ...]) -> Iterator[tuple[str, str, str, str]]:
    """(English term, old French, new French, unit): where a person replaced one run of words in a unit that
    holds a term, and the draft is known."""
    for unit in units:
        if unit.match is None or not drafted_words(unit, unit.match.target):
            continue
        old, new = unit.match.target.split(" "), unit.target.split(" ")
        opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        changed = [code for code in opcodes if code[0] != "equal"]
        if len(changed) != 1 or changed[0][0] != "replace":
            continue
        _, a, b, c, d = changed[0]
        if max(b - a, d - c) > _LONGEST_TERM:
            continue
        for term in terms:
            went, came = " ".join(old[a:b]), " ".join(new[c:d])
            known = went.casefold() in term.french.casefold() or term.french.casefold() in went.casefold()
            if known and term.english.casefold() in unit.source.casefold():
                yield term.english.casefold(), went, came, unit.id
