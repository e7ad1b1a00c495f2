"""Persons whose gender nobody has said to one finding each, where the French has to choose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Gender, Severity, SourceRow
from rirbilingual.text.normalise import folded

# A French label with one of these has the same form for both.
_EPICENE = re.compile(
    r"\b(?:\w+iste|\w+logue|membre|responsable|spécialiste|journaliste|analyste|cadre|bénévole|interprète|"
    r"porte-parole|collègue|juriste|ministre|maire|notaire|secrétaire|guide|source|personne|témoin)\b",
    re.IGNORECASE,
)


def _find(subject: Subject) -> Iterator[Found]:
    for row in subject.sources:
        if row.gender is Gender.UNKNOWN:
            units = tuple(_units(subject, row))
            if units:
                yield Found(f"{row.key}: is this person f or m? Say it in the table of sources", units)


def _units(subject: Subject, row: SourceRow) -> Iterator[str]:
    """The units whose French has to know: those that name the person's role, unless its French is the same
    for both."""
    if _EPICENE.match(row.french):
        return
    label = folded(row.label)
    cited = re.compile(rf"[(;] ?{re.escape(label)} (?=\d|n\.d\.)")
    mention = _mention(label, {folded(other.label) for other in subject.sources} - {label})
    for passage in subject.passages:
        for unit in passage.units:
            said = folded(unit.source)
            if cited.search(said) or said.rstrip(" .") == label or mention.search(said):
                yield unit.id


def _mention(label: str, others: Collection[str]) -> re.Pattern[str]:
    """What speaks of the person in a sentence: the role, with the person's field or none. What another label says
    more fully is of the other person: "the Lawyer of Tolvera", where there is one beside "the Lawyer"."""
    role, _, field = label.partition(" of ")
    words = rf"\b(?:the|an?) {re.escape(role)}\b"
    fields = [other.removeprefix(f"{role} of ") for other in others if other.startswith(f"{role} of ")]
    theirs = "|".join(re.escape(other) for other in fields) or "(?!)"
    if field and role in others:
        return re.compile(rf"{words} of {re.escape(field)}\b")
    return re.compile(rf"{words}(?! of (?:{theirs})\b)")


_ENGLISH = "The lawyer wrote that they rarely call back (Lawyer 2024-03-14)."
_FRENCH = "L'avocat a écrit qu'ils rappellent rarement (avocat 2024-03-14)."

PLUGIN = Check(
    id="choice.gender",
    severity=Severity.WARNING,
    why="English does not say whether a lawyer is a woman, French does. It is decided once, in the table of "
    "sources, and never guessed from another report.",
    needs="pair",
    find=_find,
    good=(
        Example(_ENGLISH, _FRENCH, sources=(SourceRow("Lawyer 2024-03-14", "Lawyer", "avocat", Gender.M),)),
        Example(
            "The journalist wrote it (Journalist 2024-03-14).",
            "Le ou la journaliste l'a écrit (journaliste 2024-03-14).",
            sources=(SourceRow("Journalist 2024-03-14", "Journalist", "journaliste", Gender.UNKNOWN),),
        ),
    ),
    bad=(
        Example(
            "The Lawyer of Tolvera wrote it (Lawyer of Tolvera 2024-03-15).\nThe Lawyer agreed (Lawyer 2024-03-14).",
            "L'avocat de Tolvera l'a écrit (avocat de Tolvera 2024-03-15).\nL'avocat est du même avis (avocat 2024-03-14).",
            sources=(
                SourceRow("Lawyer 2024-03-14", "Lawyer", "avocat", Gender.UNKNOWN),
                SourceRow("Lawyer of Tolvera 2024-03-15", "Lawyer of Tolvera", "avocat de Tolvera", Gender.M),
            ),
        ),
        Example(
            _ENGLISH, _FRENCH, sources=(SourceRow("Lawyer 2024-03-14", "Lawyer", "avocat", Gender.UNKNOWN),)
        ),
    ),
)
