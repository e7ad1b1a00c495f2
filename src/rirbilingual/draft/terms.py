"""A termbase as the drafter asks it: the French of a name or word, the terms of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rirbilingual.model import Term
from rirbilingual.text.normalise import normalised

# A foreign body's name, a title of a document, a common noun stay as they are in a reference entry.
_PROSE_ONLY = frozenset(
    {"state-body", "genre", "document", "law", "country-conditions", "role", "discipline"}
)


_NO_HEADING = frozenset({"role", "label"})
_WORD = re.compile(r"[\w'’-]+")


def _is_written(term: str, english: str) -> bool:
    """Whether words may stand for a term, by their capitals."""
    if term.isupper():
        return english.isupper()
    return not (term[:1].isupper() and " " in term and english.islower())


class Termbase:
    """Terms by English. The first preferred French wins; one that is neither preferred nor admitted is never given."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_english: dict[str, list[Term]] = {}
        for term in terms:
            if term.status in ("preferred", "admitted"):
                self._by_english.setdefault(normalised(term.english), []).append(term)
        for found in self._by_english.values():
            found.sort(key=lambda term: term.status != "preferred")
        self._longest: dict[str, int] = {}  # words of the longest term that begins with a word
        for english in self._by_english:
            words = _WORD.findall(english)
            if words:
                self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def entries(self, english: str) -> Sequence[Term]:
        """The entries of a word or name; an acronym is one in capitals only ("WHO" is not "who"), a name has the
        capitals of a name ("Attorney General" is not "a former attorney general")."""
        found = self._by_english.get(normalised(english), ())
        return [term for term in found if _is_written(term.english, english)]

    def french(self, english: str) -> str | None:
        """The preferred French of a word or name."""
        found = self.entries(english)
        return found[0].french if found else None

    def name(self, english: str) -> str | None:
        """The French of a name where references and lists of sources may use it."""
        return next((t.french for t in self.entries(english) if t.domain not in _PROSE_ONLY), None)

    def heading(self, english: str) -> str | None:
        """The French of a heading that is one term; none of a person's role, which has a gender."""
        french = next((t.french for t in self.entries(english) if t.domain not in _NO_HEADING), None)
        return french[:1].upper() + french[1:] if french else None

    def in_text(self, text: str) -> tuple[Term, ...]:
        """The terms found in `text`, in order, the longest at each place; one French each."""
        words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        terms: list[Term] = []
        at = 0
        while at < len(words):
            longest = self._longest.get(normalised(text[words[at][0] : words[at][1]]), 0)
            for size in range(min(longest, len(words) - at), 0, -1):
                entries = self.entries(text[words[at][0] : words[at + size - 1][1]])
                if entries:
                    if entries[0] not in terms:
                        terms.append(entries[0])
                    at += size
                    break
            else:
                at += 1
        return tuple(terms)
