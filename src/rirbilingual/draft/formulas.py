"""Units that are standing formulas → their French: `formulas.toml`, a list that a linguist can extend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from rirbilingual.draft.months import french_dates, pattern
from rirbilingual.draft.places import conventions, french_name, states, with_in, with_of, with_the

_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*\.?|\[\d+\])\s+")
_SLOT = re.compile(r"\{(?P<name>[a-z]+\d?)(?::(?P<form>in|of|the))?\}")
_DAY = re.compile(r"\d{1,2}\D|\d{4}-\d{2}-\d{2}|[A-Z][a-z]+ \d{1,2},")
OPEN = "[…]"  # in the place of words that are left to a person
_RIR = r"[A-Z]{3}\d{6}(?:\.[EF]{1,2})?"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula found: its id and French; `open` are the words of slots that nothing could translate, « […] » in
    `french`."""

    id: str
    french: str
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Pattern:
    """A wording; its expression is compiled when a text begins and ends as it does: most never are."""

    id: str
    wording: str
    french: str

    @cached_property
    def english(self) -> re.Pattern[str]:
        return _compiled(self.wording)

    @cached_property
    def ends(self) -> tuple[str, str]:
        """What stands before its first slot and after its last, folded."""
        literals = _SLOT.sub("\0", self.wording).split("\0")
        return _folded(literals[0]), _folded(literals[-1])


def formula(text: str, words: Callable[[str], str | None] = lambda _: None) -> Formula | None:
    """The formula that `text` is, whole; a heading's number and a note's call stay before it.

    words: gives the French of a {text} slot, None where it is not wholly known.
    """
    number = _NUMBERED.match(text)
    lead = number[0] if number else ""
    stem = text[len(lead) :]
    folded = _folded(stem)
    for candidate in _patterns():
        first, last = candidate.ends
        if not (folded.startswith(first) and folded.endswith(last)):
            continue
        found = candidate.english.fullmatch(stem)
        if found is None:
            continue
        still_open: list[str] = []

        def slot(part: re.Match[str], found: re.Match[str] = found, out: list[str] = still_open) -> str:
            english = found[part["name"]]
            french = _slot(part["name"].rstrip("0123456789"), part["form"] or "", english, words)
            if french is None:
                out.append(english)
                return OPEN
            return french

        french = _SLOT.sub(slot, candidate.french)
        return Formula(candidate.id, lead + french, tuple(still_open))
    return None


def _slot(kind: str, form: str, english: str, words: Callable[[str], str | None]) -> str | None:
    if kind in ("date", "month"):
        french = french_dates(english)
        return f"{'le' if _DAY.match(english) else 'en'} {french}" if form == "in" else french
    if kind == "rir":
        return english.partition(".")[0]
    if kind == "number":
        return english.replace(",", "\u00a0")
    if kind == "state":
        name = french_name(english)
        forms: Mapping[str, Callable[[str], str]] = {"in": with_in, "of": with_of, "the": with_the}
        return name if name is None or not form else forms[form](name)
    return words(english)


@cache
def _patterns() -> tuple[_Pattern, ...]:
    found: list[_Pattern] = []
    for row in conventions("formulas")["formula"]:
        wordings = [row["english"]] if isinstance(row["english"], str) else row["english"]
        found += [_Pattern(row["id"], wording, row["french"]) for wording in wordings]
    return tuple(sorted(found, key=lambda p: "{" in p.french))  # those without slots first


def _compiled(english: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    for slot in _SLOT.finditer(english):
        parts.append(_literal(english[at : slot.start()]))
        parts.append(f"(?P<{slot['name']}>{_slot_pattern(slot['name'].rstrip('0123456789'))})")
        at = slot.end()
    parts.append(_literal(english[at:]))
    return re.compile("".join(parts), re.IGNORECASE)


def _slot_pattern(kind: str) -> str:
    if kind in ("date", "month"):
        return r"\d{4}-\d{2}(?:-\d{2})?|" + re.sub(r"\?P<\w+>", "?:", pattern().pattern)
    if kind == "rir":
        return _RIR
    if kind == "number":
        return r"\d[\d,]*"
    if kind == "state":
        return "(?:the )?(?:" + "|".join(re.escape(name) for name in states()) + ")"
    return ".+?"


def _folded(text: str) -> str:
    """Without what `_literal` does not tell apart."""
    return re.sub(r"\s+", " ", text).lower().replace("’", "'").replace("“", '"').replace("”", '"')


def _literal(text: str) -> str:
    escaped = re.escape(text)
    return escaped.replace("'", "['’]").replace('"', '["“”]').replace(r"\ ", r"\s+").replace(" ", r"\s+")
