"""Units to the terms in them that are not rendered as the termbase says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, Term
from rirbilingual.text.normalise import folded

# Domains whose terms are advice: a sentence may well say it in another way. Labels are citations' business.
_ADVICE = frozenset(
    {"law", "country-conditions", "genre", "role", "discipline", "document", "state-body", "label"}
)


def _find(subject: Subject) -> Iterator[Found]:
    wanted = _Termbase(subject.terms)
    for passage in subject.passages:
        for unit in passage.units:
            if unit.target.strip():
                french = folded(unit.target)
                for english, preferred, deprecated in wanted.in_text(_said_by_us(passage.kind, unit.source)):
                    bad = next((term for term in deprecated if _said(term, french)), None)
                    if preferred and not any(_said(term, french) for term in preferred):
                        instead = f", not “{bad}”" if bad else ""
                        yield Found(f"“{english}” is “{preferred[0]}”{instead}", (unit.id,))


def _said_by_us(kind: BlockKind, english: str) -> str:
    """The text without what stays English: of an entry, all but how a person was heard."""
    if kind is not BlockKind.REFERENCE:
        return english
    return " ".join(part for part in english.split(". ") if part.endswith("with the Research Directorate."))


class _Termbase:
    """A termbase by its English terms, the longest first."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._french: dict[str, tuple[list[str], list[str]]] = {}
        for term in terms:
            if term.domain not in _ADVICE and term.english.strip():
                preferred, deprecated = self._french.setdefault(term.english, ([], []))
                (deprecated if term.status == "deprecated" else preferred).append(term.french)
        longest = sorted(self._french, key=len, reverse=True)
        self._pattern = re.compile(
            "|".join(rf"(?<![\w-]){_any_case(term)}(?:['’]s)?(?![\w-])" for term in longest) or r"(?!)"
        )

    def in_text(self, text: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Each term that the text holds: as the termbase writes it, preferred French, deprecated French."""
        for match in self._pattern.finditer(text):
            said = re.sub(r"['’]s$", "", match[0])
            english = said if said in self._french else next(
                (term for term in self._french if term.lower() == said.lower()), said
            )  # fmt: skip
            yield english, *self._french.get(english, ([], []))


def _any_case(term: str) -> str:
    """Acronyms and names as they are written; other words in any case."""
    return re.escape(term) if term != term.lower() else f"(?i:{re.escape(term)})"


def _said(term: str, french: str) -> bool:
    """Whether the folded text holds the term, its words in any number or gender."""
    return bool(_forms(term).search(french))


@lru_cache(5_000)
def _forms(term: str) -> re.Pattern[str]:
    words = re.findall(r"\w+|[^\w\s]", folded(term))
    stems = [
        re.escape(word[: max(len(word) - 2, 3)] if len(word) > 3 else word) + r"\w*"
        if word.isalpha()
        else re.escape(word)
        for word in words
    ]
    return re.compile(r"(?<!\w)" + r"[\s\-']*".join(stems))


_TERMS = (
    Term("International Organization for Migration", "Organisation internationale pour les migrations", "un"),
    Term("IOM", "OIM", "un"),
    Term("gang", "groupe criminel", "country-conditions"),
)

PLUGIN = Check(
    id="term.wrong",
    severity=Severity.WARNING,
    why="The names of institutions have one official French form. Terms of the domains law, "
    "country-conditions, genre, role, discipline and document are advice and not insisted on.",
    find=_find,
    good=(
        Example(
            "A survey by the International Organization for Migration (IOM) names the gang.",
            "Une enquête de l'Organisation internationale pour les migrations (OIM) nomme la bande.",
            terms=_TERMS,
        ),
    ),
    bad=(
        Example(
            "A survey by the International Organization for Migration names the gang.",
            "Une enquête de l'Organisation mondiale de la migration nomme la bande.",
            terms=_TERMS,
        ),
        Example("The IOM says so.", "L'IOM l'affirme.", terms=_TERMS),
    ),
)
