"""Drafts and their reviewed texts to the effort of editing: words and characters that a person changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """unchanged: units that were kept to the letter. word_edits, character_edits: insertions, deletions and
    replacements (Levenshtein). words, characters: of the reviewed texts."""

    units: int
    unchanged: int
    word_edits: int
    words: int
    character_edits: int
    characters: int

    @property
    def words_changed(self) -> float:
        """Word edits for a hundred reviewed words; 0 where there are none."""
        return round(100 * self.word_edits / self.words, 2) if self.words else 0.0

    @property
    def characters_changed(self) -> float:
        """Character edits for a hundred reviewed characters; 0 where there are none."""
        return round(100 * self.character_edits / self.characters, 2) if self.characters else 0.0


def effort(drafts: Sequence[str], finals: Sequence[str]) -> Effort:
    """The effort from each draft to its reviewed text, added up."""
    from rapidfuzz.distance import Levenshtein

    unchanged = word_edits = words = character_edits = characters = 0
    for draft, final in zip(drafts, finals, strict=True):
        unchanged += draft == final
        word_edits += Levenshtein.distance(draft.split(), final.split())
        words += len(final.split())
        character_edits += Levenshtein.distance(draft, final)
        characters += len(final)
    return Effort(len(drafts), unchanged, word_edits, words, character_edits, characters)
