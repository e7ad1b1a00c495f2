"""A reference entry → a guess of its source's language, and what it rests on. A person corrects it."""

from __future__ import annotations

import re
from typing import Any

from rirbilingual.draft.places import conventions
from rirbilingual.model import Reference

_LETTERS = {"es": "ñ¿¡áíóú", "fr": "èêàçùâîôœ", "pt": "ãõ", "de": "äöüß", "tr": "ğşı"}
_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ko", "\uac00", "\ud7af"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
)


def guessed_language(reference: Reference) -> tuple[str, str]:
    """BCP 47 and the reasons in words; ("", reason) where nothing tells."""
    tables: dict[str, Any] = conventions("languages")
    title = f"{reference.title} "
    for language, first, last in _SCRIPTS:
        if any(first <= letter <= last for letter in title):
            return language, "guessed from the script of the title"
    scores: dict[str, list[str]] = {}
    words = re.findall(r"[^\W\d_]+", title.lower())
    for language, frequent in tables.items():
        if language == "names":
            continue
        scores[language] = [word for word in words if word in frequent]
        scores[language] += [letter for letter in title.lower() if letter in _LETTERS.get(language, "")]
    names = re.findall(r"[^\W\d_]+", reference.text.partition(". ")[0].lower())
    for language, known in tables["names"].items():
        scores[language] += [word for word in names if word in known]
    ranked = sorted(
        ((len(found), language) for language, found in scores.items() if language != "en"), reverse=True
    )
    best, language = ranked[0]
    if best == 0 or ranked[1][0] == best:
        return "", "not known: nothing in the entry tells its language"
    signs = ", ".join(dict.fromkeys(scores[language]))
    return language, f"guessed from {signs}"
