"""French texts to the words that hunspell does not know, names of the English aside: a finding a word."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity
from rirbilingual.text.normalise import folded

_DICTIONARIES = ("fr_CA", "fr_FR", "fr", "fr-classique", "fr-toutesvariantes")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_SECONDS = 60.0  # for a whole report

_ALTERED = re.compile(r"\[(\w{1,4})\]")
_SHORT = re.compile(
    r"\b(?:janv|févr|avr|juill|sept|oct|nov|déc|sect|paragr|art|chap|vol|env|ex|al)\.", re.IGNORECASE
)


def _find(subject: Subject) -> Iterator[Found]:
    dictionary = _dictionary()
    if not dictionary:
        return
    known = {word for p in subject.passages for word in _WORD.findall(folded(p.english.text))}
    known |= {word for term in subject.terms for word in _WORD.findall(folded(term.french))}
    known |= {word for row in subject.sources for word in _WORD.findall(folded(f"{row.label} {row.french}"))}
    units: dict[str, list[str]] = {}
    for _, unit in spoken(subject):
        for word in _WORD.findall(_words_only(unit.target)):
            if len(word) > 2 and not word.isupper() and folded(word) not in known:
                units.setdefault(word, []).append(unit.id)
    for word in _unknown(tuple(units), dictionary):
        yield Found(f"“{word}” is in no dictionary", tuple(dict.fromkeys(units[word])))


def _words_only(text: str) -> str:
    """The text without elisions and abbreviations; « enlev[er] » is one word."""
    text = _ALTERED.sub(r"\1", text.replace("’", "'").replace("aujourd'hui", " "))
    return _ELIDED.sub(" ", _SHORT.sub(" ", text))


@cache
def _dictionary() -> str:
    """The name of a French dictionary that hunspell finds, or ""."""
    if shutil.which("hunspell") is None:
        return ""
    listed = subprocess.run(["hunspell", "-D"], input="", capture_output=True, text=True, timeout=_SECONDS)
    found = {line.strip().rsplit("/", 1)[-1] for line in (listed.stderr + listed.stdout).splitlines()}
    return next((name for name in _DICTIONARIES if name in found), "")


def _unknown(words: Sequence[str], dictionary: str) -> list[str]:
    """The words that the dictionary has not, in order."""
    done = subprocess.run(
        ["hunspell", "-d", dictionary, "-l", "-i", "utf-8"],
        input="\n".join(words), capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS,
    )  # fmt: skip
    unknown = set(done.stdout.split())
    return [word for word in words if word in unknown]


def _missing() -> str:
    return (
        "" if _dictionary() else "hunspell with a French dictionary (hunspell, hunspell-fr) is not installed"
    )


PLUGIN = Check(
    id="spelling",
    severity=Severity.INFO,
    why="Words that no dictionary has, once each with all their units. Names that stand in the English are "
    "known. It needs hunspell and a French dictionary, and says so once where it has none.",
    find=_find,
    good=(Example("The port of Alcorza is closed.", "Le port d'Alcorza est fermé aujourd'hui."),),
    bad=(Example("The port is closed.", "Le port est frmé."),),
    without=_missing,
)
