"""Units to the stretches of their English that have no French: a clause that was overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from rirbilingual.check.anchors import gaps, unanswered
from rirbilingual.check.placed import shortened
from rirbilingual.check.proportion import length, measured, proportion
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

# What opens a clause in either language.
_ENGLISH = re.compile(
    r"\b(?:who|whom|whose|which|where|while|because|since|but|although|though|when|whereas|that)\b",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\b(?:qui|qu(?:e\b|['’])|dont|où|lequel|laquelle|lesquel\w+|tandis|parce|puisque|mais|si\b|lorsqu\w*|quand|même\b|"
    r"alors|selon|bien\b|car\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Limit:
    """What a stretch must lack. characters: of French, at least. left: the share that is there, at most.
    unit: how much of what it lacks the whole unit must lack too: else the words stand elsewhere in it."""

    characters: int
    left: float
    unit: float


# Measured on invented reports and on a real one with French made by hand.
_PLAIN = _Limit(28, 0.58, 0.5)
# Where the English opens more clauses than the French, or has a number or an acronym that the French has not, less
# is enough.
_WITH_CLAUSE = _Limit(20, 0.8, 0.3)
# A standing sentence that French builds the other way round: what it is about is compared, without its frame.
_FRAME_EN = re.compile(
    r"^(Information on .+?) could not be found among the sources consulted(?: by the Research Directorate)?(.*)$"
)
_FRAME_FR = re.compile(
    r"^Parmi les sources qu[^,]*,(.*?) la Direction des recherches n['’]a (?:trouvé aucune|pas trouvé d)\W?(information.+)$"
)


def _find(subject: Subject) -> Iterator[Found]:
    usual = proportion(subject)
    if not usual.is_learnt:
        return
    for unit in measured(subject):
        if abs(usual.off(unit)) > usual.width:
            continue  # length.ratio says so
        lost = _lost(unit.source, unit.target, exp(usual.centre))
        if lost:
            yield Found(f"nothing in French for “{shortened(lost)}”?", (unit.id,))


def _lost(english: str, french: str, ratio: float) -> str:
    """The English of the stretch that lacks its French, "" for none."""
    english, french = _unframed(english, french)
    lacking = length(english) * ratio - length(french)
    fewer = len(_ENGLISH.findall(english)) > len(_FRENCH.findall(french))
    lone = unanswered(english, french)
    stretches = [(english[a:b], french[c:d]) for (a, b), (c, d) in gaps(english, french)]
    moved = max(
        length(there) - length(here) * ratio for here, there in stretches
    )  # to where most is to spare
    for here, there in stretches:
        expected = length(here) * ratio
        short = expected - length(there)
        clause = fewer and len(_ENGLISH.findall(here)) > len(_FRENCH.findall(there))
        clause = clause or any(word in here for word in lone)
        for limit in (_PLAIN, _WITH_CLAUSE) if clause else (_PLAIN,):
            enough = short - moved >= limit.characters and lacking >= limit.unit * short
            if enough and length(there) <= limit.left * expected:
                return here.strip(" ,;.")
    return ""


def _unframed(english: str, french: str) -> tuple[str, str]:
    frames = _FRAME_EN.match(english), _FRAME_FR.match(french)
    if not (frames[0] and frames[1]):
        return english, french
    return frames[0][1], frames[1][2]


# A memory large enough to have its own proportion.
_MEMORY = tuple(
    (
        f"The newspaper of the port writes that {n} boats left the harbour in the first week of spring.",
        f"Le journal du port écrit que {n} bateaux ont quitté le havre dans la première semaine du printemps.",
    )
    for n in range(20, 52)
)
_ENGLISH_CLAUSE = (
    "The mayor of Tolvera, who was elected in a vote that the council had postponed twice, "
    "said that 14 crews signed the agreement and that the harbour office would keep their names in a closed "
    "register (CSI 2023-11, 4)."
)


PLUGIN = Check(
    id="clause.lost",
    severity=Severity.WARNING,
    why="A clause that was overlooked leaves a good sentence behind. Between two points that answer each other "
    "(a citation, a number, a name) the French is much shorter than this report and its memory let expect, and "
    "the sentence is too.",
    needs="pair",
    find=_find,
    good=(
        Example(
            _ENGLISH_CLAUSE,
            "Le maire de Tolvera, élu lors d'un vote que le conseil avait reporté deux fois, a dit que 14 équipages "
            "ont signé l'entente et que le bureau du havre conserverait leurs noms dans un registre fermé "
            "(CSI 2023-11, 4).",
            memory=_MEMORY,
        ),
        Example(
            "The man whom the newspaper of the port interviewed stated that he [translation] "
            '"learned where the boats were" from the crews (CSI 2023-11, 4).',
            "L'homme interrogé par le journal du port affirme avoir [traduction] «~appris où se trouvaient tous les "
            "bateaux~» par les équipages (CSI 2023-11, 4).",
            memory=_MEMORY,
        ),
    ),
    bad=(
        Example(
            _ENGLISH_CLAUSE,
            "Le maire de Tolvera a dit que 14 équipages ont signé l'entente et que le bureau du havre conserverait "
            "leurs noms dans un registre fermé (CSI 2023-11, 4).",
            memory=_MEMORY,
        ),
    ),
)
