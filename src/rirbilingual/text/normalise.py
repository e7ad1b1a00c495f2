"""Texts to the forms they are looked up and identified by. Nothing made here is ever shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from rirbilingual.text.remembered import remembered

_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_SEEN = str.maketrans(_UNSEEN | dict.fromkeys("\u00a0\u202f", " "))

_FOLDS = (
    dict.fromkeys("’‘‛ʼ´`′", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
    | _UNSEEN
)

_FOLDED = re.compile(
    f"[{re.escape(''.join(_FOLDS))}]"
)  # a text has few: looking for them beats str.translate
_HIGH = re.compile(r"[^\x00-\u02ff]")  # no combining character comes before these
_LETTERS = re.compile(r"[^\W\d_]+")


def seen(text: str) -> str:
    """The text as a reader sees it: without characters of no width, no-break spaces as spaces."""
    return text if text.isascii() else text.translate(_SEEN).strip()


def normalised(text: str) -> str:
    """The look-up form: NFC, lower case; quotes, apostrophes, dashes and runs of white space folded.

    Two texts match exactly (score 100) when, and only when, their normalised forms are equal.
    """
    if text.isascii():  # most English is: nothing to compose, and one character to fold
        return " ".join(text.replace("`", "'").lower().split())
    text = _without_guillemets(unicodedata.normalize("NFC", text))
    return " ".join(_FOLDED.sub(lambda found: _FOLDS[found[0]], text).casefold().split())


def _without_guillemets(text: str) -> str:
    """Straight marks for them; their French spaces are typography, not words."""
    if "«" in text:
        before, *after = text.split("«")
        text = '"'.join((before, *(part.lstrip() for part in after)))
    if "»" in text:
        *before_each, last = text.split("»")
        text = '"'.join((*(part.rstrip() for part in before_each), last))
    return text


@remembered
def words(text: str) -> frozenset[str]:
    """Its runs of letters, in lower case: what a text that has none of some words need not be searched for."""
    return frozenset(_LETTERS.findall(text.lower()))


@lru_cache(maxsize=8192)  # terms and labels are looked for in one text after the other
def folded(text: str) -> str:
    """The collation and label form: `normalised`, without accents."""
    form = normalised(text)
    if form.isascii():
        return form
    return _HIGH.sub(_bare, unicodedata.normalize("NFD", form))


def _bare(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def unit_id(source: str, occurrence: int = 1) -> str:
    """A unit's stable id: from its words and which occurrence of them it is (from 1), never from a position."""
    words = " ".join((source if source.isascii() else unicodedata.normalize("NFC", source)).split())
    stem = hashlib.sha256(words.encode()).hexdigest()[:12]
    return stem if occurrence == 1 else f"{stem}.{occurrence}"


@remembered
def digest(source: str, target: str) -> str:
    """SHA-256 (hexadecimal) of a source and its target: what an approval answers for."""
    return hashlib.sha256(f"{source}\x1f{target}".encode()).hexdigest()
