"""A title to the language that it is in, and a reference entry to a guess of its source's, with what that rests on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from rirbilingual.model import Reference
from rirbilingual.text.remembered import remembered

_LETTERS = {"es": "ñ¿¡áíóú", "fr": "èêàçùâîôœ", "pt": "ãõ", "de": "äöüß", "tr": "ğşı"}
_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ko", "\uac00", "\ud7af"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
)
_OTHER_SCRIPT = re.compile(f"[{''.join(f'{first}-{last}' for _, first, last in _SCRIPTS)}]")

_FEWEST = 2  # signs that make a title foreign: one alone may be a name's


@remembered
def title_language(title: str) -> str:
    """BCP 47 of a title as it stands: "en" where nothing tells otherwise, "" where two languages are as likely."""
    script = _script(title)
    if script:
        return script
    counted = {language: len(found) for language, found in _signs(title).items()}
    english = counted.pop("en")
    best = max(counted.values())
    if best < _FEWEST or best <= english:
        return "en"
    likely = [language for language, count in counted.items() if count == best]
    return likely[0] if len(likely) == 1 else ""


def guessed_language(reference: Reference) -> tuple[str, str]:
    """The language of a source that is not in English: BCP 47 and the reasons in words; ("", reason) where nothing
    tells. A person corrects it."""
    script = _script(reference.title)
    if script:
        return script, "guessed from the script of the title"
    scores = _signs(reference.title)
    author = reference.text.partition(". ")[0].lower().removesuffix(" et al")  # Latin, not French
    names = re.findall(r"[^\W\d_]+", author)
    for language, known in _tables()[1].items():
        scores[language] += [word for word in names if word in known]
    ranked = sorted(
        ((len(found), language) for language, found in scores.items() if language != "en"), reverse=True
    )
    best, language = ranked[0]
    if best == 0 or ranked[1][0] == best:
        return "", "not known: nothing in the entry tells its language"
    signs = ", ".join(dict.fromkeys(scores[language]))
    return language, f"guessed from {signs}"


def _script(title: str) -> str:
    """The language of the first script of another kind that the title has letters of, or ""."""
    if not _OTHER_SCRIPT.search(title):
        return ""
    return next((lang for lang, a, z in _SCRIPTS if any(a <= letter <= z for letter in title)), "")


def _signs(title: str) -> dict[str, list[str]]:
    """Each language's frequent words and own letters that the title has."""
    words = re.findall(r"[^\W\d_]+", title.lower())
    letters = [letter for letter in title.lower() if not letter.isascii()]
    return {
        language: [word for word in words if word in frequent]
        + [letter for letter in letters if letter in _LETTERS.get(language, "")]
        for language, frequent in _tables()[0].items()
    }


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """By language: its frequent words, and words of sources' names."""
    text = resources.files("rirbilingual.text").joinpath("languages.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    names = {language: frozenset(words) for language, words in tables.pop("names").items()}
    return {language: frozenset(words) for language, words in tables.items()}, names
