"""Quotations that stand twice, in the report or the memory, to those whose French differs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.joined import Side
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity
from rirbilingual.text.normalise import normalised

_FEWEST = 3  # words: shorter quotations bend with the sentence around them


def _find(subject: Subject) -> Iterator[Found]:
    said: dict[str, dict[str, str]] = {}
    ids: dict[str, list[str]] = {}
    for english, french in subject.memory:
        for key, words, shown in _quoted(Side(english, (0,)), Side(french, (0,))):
            said.setdefault(key, {}).setdefault(words, shown)
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            for unit in passage.units:
                for key, words, shown in _quoted(Side(unit.source, (0,)), Side(unit.target, (0,))):
                    said.setdefault(key, {}).setdefault(words, shown)
                    ids.setdefault(key, []).append(unit.id)
    for key, units in ids.items():
        if len(said[key]) > 1:
            ways = " / ".join(f"« {shown} »" for shown in said[key].values())
            yield Found(f"the same quotation in different French: {ways}", tuple(dict.fromkeys(units)))


def _quoted(english: Side, french: Side) -> Iterator[tuple[str, str, str]]:
    """Each quotation that is sure of its counterpart: its English words, its French words, as shown."""
    if len(english.outermost) == len(french.outermost):
        for one, other in zip(english.outermost, french.outermost, strict=True):
            key = _words(english.text[one.inner_start : one.inner_end])
            shown = french.text[other.inner_start : other.inner_end].strip("\u00a0 ")
            if len(key.split()) >= _FEWEST and one.opens and one.closes:
                yield key, _words(shown), shown


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalised(text)))


PLUGIN = Check(
    id="quotation.inconsistent",
    severity=Severity.WARNING,
    why="One statement of one source has one French wording: two would look like two statements.",
    find=_find,
    good=(
        Example(
            'It has "lookouts at every gate" (Port Monitor 2024-01-22).',
            "Il a des [traduction] «~guetteurs à chaque porte~» (Port Monitor 2024-01-22).",
            memory=(
                (
                    'The group has "lookouts at every gate" (Port Monitor 2024-01-22).',
                    "Le groupe a des [traduction] «\u00a0guetteurs à chaque porte\u00a0» (Port "
                    "Monitor 2024-01-22).",
                ),
            ),
        ),
    ),
    bad=(
        Example(
            'It has "lookouts at every gate" (Port Monitor 2024-01-22).\n\n'
            'There are "lookouts at every gate" (Port Monitor 2024-01-22).',
            "Il a des [traduction] «~guetteurs à chaque porte~» (Port Monitor 2024-01-22).\n\n"
            "Il y a des [traduction] «~sentinelles à toutes les barrières~» (Port Monitor 2024-01-22).",
        ),
    ),
)
