"""A French target and what its quotations need → the target with French marks, markers and original words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rirbilingual.draft.markers import Directive, Wanted
from rirbilingual.draft.places import conventions
from rirbilingual.model import Edit, Quotation
from rirbilingual.text.markers import markers
from rirbilingual.text.normalise import normalised
from rirbilingual.text.quotations import quotations
from rirbilingual.text.typeset import guillemets

_ELIDED = re.compile(r"(?<!\w)(?P<word>[dlDL]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Ss])['’]$")
_COMMA_INSIDE = re.compile(r",([ \u00a0]*»)$")  # an old memory's, as English has it
_FULL = {"qu": "que ", "lorsqu": "lorsque ", "puisqu": "puisque ", "jusqu": "jusque ", "s": "si "}


@dataclass(frozen=True, slots=True)
class Marked:
    """A target with its markers; what was changed; what a person must look at."""

    target: str
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()


def french_marks(text: str) -> str:
    """Quotations with English marks → guillemets, “ ” within; a final comma or period moves outside."""
    parts: list[str] = []
    at = 0
    for outer in _outermost(text):
        parts.append(text[at : outer.start])
        at = outer.end
        if text[outer.start] == "«" or not (outer.opens and outer.closes):
            parts.append(_COMMA_INSIDE.sub(r"\1,", text[outer.start : outer.end]))
            continue
        words, mark = _inner(text, outer), ""
        if words.endswith((",", ".")) and not words.endswith(("..", "…")):
            words, mark = words[:-1], words[-1]
        if text[at : at + 1] == mark:
            mark = ""
        parts.append(guillemets(words) + mark)
    parts.append(text[at:])
    return "".join(parts)


def _outermost(text: str) -> list[Quotation]:
    return [q for q in quotations(text) if q.level == 1]


def _inner(text: str, outer: Quotation) -> str:
    parts: list[str] = []
    at = outer.inner_start
    for inner in quotations(text):
        if inner.level == 2 and outer.inner_start <= inner.start < outer.inner_end:
            parts += [text[at : inner.start], "“", text[inner.inner_start : inner.inner_end], "”"]
            at = inner.end
    parts.append(text[at : outer.inner_end])
    return "".join(parts)


def marked(target: str, directives: Sequence[Directive]) -> Marked:
    """`target` with each quotation as its directive asks; directives are those of the English, in order."""
    text = french_marks(target)
    found = _outermost(text)
    if not found and not directives:
        return Marked(text)
    if len(found) != len(directives):
        return _uncounted(text, found, directives)
    edits: list[Edit] = []
    notes: list[str] = []
    for quotation, directive in zip(reversed(found), reversed(directives), strict=True):
        text, edit, note = _one(text, quotation, directive)
        edits += edit
        notes += note
    return Marked(text, tuple(reversed(edits)), tuple(reversed(notes)))


def _uncounted(text: str, found: Sequence[Quotation], directives: Sequence[Directive]) -> Marked:
    """The numbers of quotations differ: a marker before each one where all need the same, else a note."""
    note = f"quotations: {len(directives)} in the English, {len(found)} in the French"
    wants = {(d.wanted, d.label) for d in directives}
    if len(wants) != 1 or not found:
        return Marked(text, (), (f"{note}; markers are not placed",))
    directive = directives[0]
    if directive.wanted is not Wanted.MARKER:
        return Marked(text, (), (f"{note}; look at each",))
    edits: list[Edit] = []
    some_first = any(d.first for d in directives)
    for at, quotation in reversed(list(enumerate(found))):
        several = sum(d.first for d in directives) > 1
        text, edit, _ = _one(
            text,
            quotation,
            Directive(Wanted.MARKER, directive.label, first=some_first and (at == 0 or several)),
        )
        edits += edit
    return Marked(text, tuple(reversed(edits)), (note,))


def _one(text: str, quotation: Quotation, directive: Directive) -> tuple[str, list[Edit], list[str]]:
    before, rest = text[: quotation.start], text[quotation.start :]
    if directive.wanted is Wanted.MARKER and directive.approved:
        words = text[quotation.inner_start : quotation.inner_end].strip()
        if normalised(words) != normalised(directive.approved):
            rest = guillemets(directive.approved) + text[quotation.end :]
            text, edits, notes = _placed(before + rest, before, rest, quotation, directive)
            return text, [Edit("ledger", words, directive.approved), *edits], notes
    return _placed(text, before, rest, quotation, directive)


def _placed(
    text: str, before: str, rest: str, quotation: Quotation, directive: Directive
) -> tuple[str, list[Edit], list[str]]:
    standing = _marker_before(before)
    if directive.wanted is Wanted.QUESTION:
        words = text[quotation.inner_start : quotation.inner_end].strip()
        return text, [], [f"question: which marker does « {words} » take? Its citation span does not say"]
    if directive.wanted is Wanted.MARKER:
        marker = f"[{directive.label}]"
        if standing is None:
            if not directive.first:
                return text, [], []
            before, rest = _recast(before, rest, marker)
            return before + rest, [Edit("marker", "", marker)], []
        old = before[standing:].rstrip()
        if old == marker:
            return text, [], []
        return before[:standing] + f"{marker} " + rest, [Edit("marker", old, marker)], []
    edits: list[Edit] = []
    if standing is not None:
        edits.append(Edit("marker", before[standing:].rstrip(), ""))
        before = before[:standing]
    if directive.wanted is Wanted.NAME:
        return before + rest, edits, []
    old = text[quotation.inner_start : quotation.inner_end].strip()
    if not directive.original:
        return before + rest, edits, [f"blocked: a French source; its own words for « {old} » are needed"]
    if directive.original != old:
        edits.append(Edit("original", old, directive.original))
    after = text[quotation.end :]
    return before + guillemets(directive.original) + after, edits, []


def _marker_before(before: str) -> int | None:
    """Where the marker that ends `before` starts; None where none does."""
    stem = before.rstrip()
    found = [m for m in markers(stem) if m.end == len(stem)]
    if found:
        return found[0].start
    labels = [conventions("quotations")["markers"]["french"], *conventions("quotations")["official"].values()]
    return next((len(stem) - len(label) - 2 for label in labels if stem.endswith(f"[{label}]")), None)


def _recast(before: str, rest: str, marker: str) -> tuple[str, str]:
    """The marker placed before a quotation, an elided word before it recast: « [d']informateurs »."""
    elided = _ELIDED.search(before)
    if elided is None:
        gap = "" if not before or before[-1].isspace() or before[-1] in "([" else " "
        return f"{before}{gap}{marker} ", rest
    word = elided["word"]
    stem = before[: elided.start()]
    if word.lower() in _FULL:
        full = _FULL[word.lower()]
        full = full[:1].upper() + full[1:] if word[0].isupper() else full
        return f"{stem}{full}{marker} ", rest
    opening = re.match(r"«\s*", rest)
    at = opening.end() if opening else 0
    return f"{stem}{marker} ", f"{rest[:at]}[{word}']{rest[at:]}"


def block_period(target: str, *, citation_follows: bool) -> str:
    """A block quotation's French: its citation before the final period: « … (2022-05-29). »

    citation_follows: the citation is the next unit, so this one gives its period up.
    """
    if citation_follows:
        stem = target.rstrip()
        return stem[:-1] if stem.endswith(".") and not stem.endswith("..") else target
    found = re.search(r"(?P<period>\.?)\s*(?P<citation>\([^()]*\))\s*$", target)
    if found is None:
        return target
    stem = target[: found.start()].rstrip()
    return f"{stem} {found['citation']}." if stem else f"{found['citation']}."
