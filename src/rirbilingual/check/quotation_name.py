"""Quoted names and nicknames to those that the French changed or translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.governed import quoted_names
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity
from rirbilingual.text.normalise import normalised


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            french = re.sub(r"\W+", " ", normalised(passage.french.text))
            for start, name in quoted_names(passage.english):
                if re.sub(r"\W+", " ", normalised(name)).strip() not in french:
                    unit = passage.units[passage.english.index_at(start)]
                    yield Found(f'the quoted name "{name}" is not in the French', (unit.id,))


PLUGIN = Check(
    id="quotation.name",
    severity=Severity.WARNING,
    why="A name or nickname quoted inside a quotation is kept in its own language, with no marker.",
    find=_find,
    good=(
        Example(
            "He is known as \"'El Notario'\" (Voz de Tesar 2023-06-30).",
            "Il est connu sous le nom d'«~El Notario~» (Voz de Tesar 2023-06-30).",
        ),
    ),
    bad=(
        Example(
            "He is known as \"'El Notario'\" (Voz de Tesar 2023-06-30).",
            "Il est connu sous le nom de [traduction] «~Le Notaire~» (Voz de Tesar 2023-06-30).",
        ),
    ),
)
