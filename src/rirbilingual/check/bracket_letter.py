"""French texts to the letters in brackets that are English word-building: « [t]ax[ed] »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

_ALTERED = re.compile(r"\w*\[[^\W\d_]{1,3}\]\w+|\w+\[[^\W\d_]{1,4}\]\w*")


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            english = {match[0].lower() for match in _ALTERED.finditer(passage.english.text)}
            for match in _ALTERED.finditer(passage.french.text):
                if match[0].lower() in english:
                    ids, start, end = passage.place(match.start(), match.end())
                    yield Found(f"“{match[0]}” is the English word with its brackets", ids, start, end)


PLUGIN = Check(
    id="bracket.letter",
    severity=Severity.WARNING,
    why="English alters letters to fit its own sentence ([t]hose, kidnapp[ed]); they normally vanish in "
    "French, which alters its own.",
    find=_find,
    good=(
        Example(
            'The group "kidnapp[ed]" three of them (CSI 2023-11, 4).',
            "Le groupe en a [traduction] «~enlev[é]~» trois (CSI 2023-11, 4).",
        ),
    ),
    bad=(
        Example(
            'The group "kidnapp[ed]" three of them (CSI 2023-11, 4).',
            "Le groupe en a [traduction] «~kidnapp[ed]~» trois (CSI 2023-11, 4).",
        ),
    ),
)
