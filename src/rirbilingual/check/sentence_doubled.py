"""French texts to the sentences, or runs of words, that were pasted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity
from rirbilingual.text.normalise import normalised

_WORD = re.compile(r"\S+")
_FEWEST = 4  # words: shorter runs are said twice on purpose


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        twice = _repeated(unit.target)
        if twice and not _repeated(unit.source):
            start, end = twice
            yield Found("these words stand twice", (unit.id,), start, end)


def _repeated(text: str) -> tuple[int, int] | None:
    """The second of two equal runs of words that follow each other at once; the longest such run."""
    found = list(_WORD.finditer(text))
    words = [normalised(match[0]).strip(".,;:") for match in found]
    where: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        where.setdefault(word, []).append(n)
    for places in where.values():
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                length = second - first
                if length >= _FEWEST and words[first:second] == words[second : second + length]:
                    return found[second].start(), found[second + length - 1].end()
    return None


PLUGIN = Check(
    id="sentence.doubled",
    severity=Severity.WARNING,
    why="What was pasted twice reads well, and makes no short sentence too long for its proportion.",
    find=_find,
    good=(
        Example(
            "They left the port and they left the town.", "Ils ont quitté le port et ils ont quitté la ville."
        ),
    ),
    bad=(Example("They left the port.", "Ils ont quitté le port. Ils ont quitté le port."),),
)
