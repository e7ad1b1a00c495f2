"""French texts to the markers in them that still speak English, or not the words agreed on."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Marker, Severity

# English label → French label. An official version in another's words is a person's business.
_FRENCH = {
    "translation": "traduction",
    "un english version": "version française des Nations Unies",
    "united nations english version": "version française des Nations Unies",
    "un french version": "version française des Nations Unies",
    "english version": "version française",
    "official english version": "version française officielle",
    "official translation": "traduction officielle",
    "trad.": "traduction",
    "traduit": "traduction",
}


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body or passage.kind is BlockKind.MARKER:
            for marker in passage.french.markers:
                french = _french(marker)
                if french is not None:
                    ids, start, end = passage.place(marker.start, marker.end)
                    yield Found(f"the marker should read [{french}]", ids, start, end, f"[{french}]")


def _french(marker: Marker) -> str | None:
    label = " ".join(marker.label.split())
    if label.lower() == "traduction":
        return None if label == "traduction" else "traduction"
    return _FRENCH.get(label.lower())


PLUGIN = Check(
    id="marker.wording",
    severity=Severity.ERROR,
    why="Markers are standing words: [translation] is [traduction], [UN English version] is [version "
    "française des Nations Unies].",
    find=_find,
    good=(
        Example(
            'The radio calls it [translation] "a fee" (Voz de Tesar 2024-02-02).',
            "La radio parle de [traduction] «~frais~» (Voz de Tesar 2024-02-02).",
        ),
        Example(
            'The Committee notes [UN English version] "with concern" the delays (UN 2021-06, para. 3).',
            "Le Comité note [version française des Nations Unies] «~avec préoccupation~» les retards "
            "(Nations Unies 2021-06, paragr. 3).",
        ),
    ),
    bad=(
        Example(
            'The radio calls it [translation] "a fee" (Voz de Tesar 2024-02-02).',
            "La radio parle de [translation] «~frais~» (Voz de Tesar 2024-02-02).",
            fixed="La radio parle de [traduction] «~frais~» (Voz de Tesar 2024-02-02).",
        ),
        Example(
            'The Committee notes [UN English version] "with concern" the delays (UN 2021-06, para. 3).',
            "Le Comité note [UN English version] «~avec préoccupation~» les retards "
            "(Nations Unies 2021-06, paragr. 3).",
            fixed="Le Comité note [version française des Nations Unies] «~avec préoccupation~» les retards "
            "(Nations Unies 2021-06, paragr. 3).",
        ),
    ),
    safe=True,
)
