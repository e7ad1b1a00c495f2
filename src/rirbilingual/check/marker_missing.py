"""Citation spans to those whose first translated quotation has no `[traduction]` before it."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import Stretch, stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, SourceRow

_WANTED = {
    "english": "the source is in English",
    "other": "the source is in neither language",
    "unknown": "the English marks it as translated",
}


def _find(subject: Subject) -> Iterator[Found]:
    for stretch in stretches(subject):
        if subject.report is None and stretch.ask == "unknown":
            continue  # its own French, perhaps: only a table of sources could tell
        if stretch.ask in _WANTED and stretch.translated:
            first = stretch.translated[0]
            if not any(marker.end <= first.start for marker in stretch.french_markers):
                yield _missing(stretch, first.start, first.inner_start)


def _missing(stretch: Stretch, start: int, end: int) -> Found:
    text = stretch.passage.french.text
    ids, begin, finish = stretch.passage.place(start, end)
    elided = text[:start].rstrip("\u00a0 ").endswith(("'", "’"))
    opening = text[start:end]
    fix = None if elided or not opening.strip() else f"[traduction] {opening}"
    message = f"[traduction] is missing before the first quotation of its citation: {_WANTED[stretch.ask]}"
    return Found(message, ids, begin, finish, fix)


_TWO = (
    'The port is "closed" (CSI 2023-11, 4), while the group "taxes" the ferries and "warns" the crews '
    "(Port Monitor 2024-01-22)."
)

_DESCRIBED = (
    'Coast Watch, a firm of former "business people" with "100 ships" (Coast Watch n.d.), reports that the '
    'group "controls" the port (Coast Watch 2024-01-22).'
)

PLUGIN = Check(
    id="marker.missing",
    severity=Severity.ERROR,
    why="A quotation whose words are not the source's own is marked [traduction], once before the first "
    "opening guillemet of its citation span; in the next span it is needed again. The English marks only "
    "what was not in English, so most French markers have no English counterpart.",
    find=_find,
    good=(
        Example(
            _TWO,
            "Le port est [traduction] «~fermé~» (CSI 2023-11, 4), tandis que le groupe [traduction] «~impose "
            "des taxes~» aux traversiers et «~avertit~» les équipages (Port Monitor 2024-01-22).",
        ),
        Example(
            _DESCRIBED,
            "Coast Watch, une société de [traduction] «~gens d'affaires~» dotée de «~100 navires~» (Coast "
            "Watch s.d.), signale que le groupe [traduction] «~contrôle~» le port (Coast Watch 2024-01-22).",
        ),
        Example(
            "Its leader is known as \"'El Notario'\" (Voz de Tesar 2023-06-30).",
            "Son chef est connu sous le nom d'«~El Notario~» (Voz de Tesar 2023-06-30).",
        ),
        Example(
            'The baker was [translation] "beaten" (Le Large 2023-10-26).\n\n'
            'Le Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]',
            "Le boulanger a été «~roué de coups~» (Le Large 2023-10-26).\n\n"
            "Le Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]",
            kinds=(BlockKind.PARAGRAPH, BlockKind.REFERENCE),
            sources=(
                SourceRow(
                    "Le Large 2023-10-26", "Le Large", "Le Large",
                    language="fr", originals=(("beaten", "roué de coups"),),
                ),
            ),
        ),
    ),
    bad=(
        Example(
            _TWO,
            "Le port est [traduction] «~fermé~» (CSI 2023-11, 4), tandis que le groupe «~impose des taxes~» "
            "aux traversiers et «~avertit~» les équipages (Port Monitor 2024-01-22).",
            fixed="Le port est [traduction] «~fermé~» (CSI 2023-11, 4), tandis que le groupe [traduction] "
            "«~impose des taxes~» aux traversiers et «~avertit~» les équipages (Port Monitor 2024-01-22).",
        ),
        Example(
            _DESCRIBED,
            "Coast Watch, une société de [traduction] «~gens d'affaires~» dotée de «~100 navires~» (Coast "
            "Watch s.d.), signale que le groupe «~contrôle~» le port (Coast Watch 2024-01-22).",
        ),
        Example(
            'The weekly reports that the mayor was [translation] "alone" (El Cronista 2023-11-02).',
            "L'hebdomadaire signale que le maire était «~seul~» (El Cronista 2023-11-02).",
            fixed="L'hebdomadaire signale que le maire était [traduction] «~seul~» (El Cronista 2023-11-02).",
        ),
    ),
    safe=True,
)  # fmt: skip
