"""Reference entries to those whose title lost, changed or translated its words in French."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import normalised

_WORD = re.compile(r"[^\W_]+")


def _find(subject: Subject) -> Iterator[Found]:
    titles = {}
    if subject.report is not None:
        titles = {r.text: r.title for r in subject.report.references if not r.oral}
    for passage in subject.passages:
        if passage.kind is not BlockKind.REFERENCE or not passage.is_translated:
            continue
        side = passage.english
        wanted = [side.text[q.inner_start : q.inner_end] for q in side.outermost]
        if not wanted and titles.get(side.text):
            wanted = [titles[side.text]]
        french = _words(passage.french.text)
        for title in wanted:
            if _words(title) not in french:
                yield Found(f"the title “{title.rstrip('.,')}” is not in the French entry", passage.ids)


def _words(text: str) -> str:
    found = " ".join(_WORD.findall(normalised(text)))
    return f" {found} "


PLUGIN = Check(
    id="reference.title",
    severity=Severity.ERROR,
    why="A title is how the source is found: it keeps its words and its language, and takes no marker. Its "
    "marks are French ones.",
    find=_find,
    good=(
        Example(
            "Voz de Tesar. 2023-06-30. \"¿Quién es 'El Notario'?\" [Accessed 2024-02-22]",
            "Voz de Tesar. 2023-06-30. «~¿Quién es “El Notario”?~». [Date de consultation~: 2024-02-22]",
            (BlockKind.REFERENCE,),
        ),
    ),
    bad=(
        Example(
            'Port Monitor. 2023-08-14. "Eighty-Five Officers, One Country." [Accessed 2024-02-20]',
            "Port Monitor. 2023-08-14. «~Quatre-vingt-cinq agents, un pays~». [Date de "
            "consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
        ),
    ),
)
