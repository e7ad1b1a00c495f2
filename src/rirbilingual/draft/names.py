"""A name that became another → its replacement in the French, with de, à, en and the article as it asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from rirbilingual.draft.places import article, conventions, elides, french_name, with_in, with_of, with_the
from rirbilingual.model import Edit

Swaps = list[tuple[int, int, Edit]]

_BEFORE = re.compile(
    r"(?<!\w)(?P<word>[Aa]ux?|[EeÀà]n?|[Dd]e la|[Dd]e l'|[Dd]es|[Dd]u|[Dd]e|[Dd]'"
    r"|[Ll]es|[Ll]e|[Ll]a|[Ll]'|[Qq]ue|[Qq]u')(?P<gap>\s?)$"
)

# A foreign name's h and y are sounded: "de Hartwell", "de Yarmouth".
_ELIDING = tuple("aàâeéèêiîoôuûAÀÂEÉÈÊIÎOÔUÛ")


def replaced_name(
    old: str, new: str, count: int, target: str, term: Callable[[str], str | None]
) -> Swaps | None:
    """Swaps of every occurrence of the old name; None where one is not certain."""
    state_old, state_new = french_name(old), french_name(new)
    if state_old and state_new:
        return _swaps(state_old, state_new, count, target, states=True)
    french_old, french_new = term(old) or old, term(new)
    kept = french_old == old and not any(word.lower() in _generic() for word in new.split())
    if french_new is None and kept:  # a name that French keeps became another such
        french_new = new
    if state_new and french_old == old:
        return _swaps(old, state_new, count, target, states=True) if article(state_new) == "none" else None
    return _swaps(french_old, french_new, count, target, states=False) if french_new else None


@cache
def _generic() -> frozenset[str]:
    return frozenset(conventions("names")["generic"])


def _swaps(old: str, new: str, count: int, target: str, *, states: bool) -> Swaps | None:
    pattern = re.compile(rf"(?<![\w-]){re.escape(old).replace(chr(39), '[’' + chr(39) + ']')}(?![\w-])")
    here = list(pattern.finditer(target))
    if len(here) != count:
        return None
    swaps: Swaps = []
    for found in here:
        lead = target[: found.start()].replace("’", "'")
        before = _BEFORE.search(lead)
        start = before.start() if before else found.start()
        word = before["word"] if before else ""
        replacement = _state(word, old, new) if states else _name(word, new)
        if replacement is None:
            return None
        if word[:1].isupper():
            replacement = replacement[:1].upper() + replacement[1:]
        swaps.append((start, found.end(), Edit("repair.name", target[start : found.end()], replacement)))
    return swaps


def _state(word: str, old: str, new: str) -> str | None:
    """The new state after the preposition or article that stood before the old one."""
    lower = word.lower()
    if not word:
        return new if article(old) == article(new) or article(new) == "none" else None
    if lower in ("au", "aux", "en", "à"):
        return with_in(new)
    if lower in ("de la", "de l'"):
        return _of_the(new)
    if lower in ("du", "des", "de", "d'"):
        return with_of(new)
    if lower in ("que", "qu'"):
        return ("qu'" if elides(new) else "que ") + new
    return with_the(new) if article(old) == article(new) else None


def _of_the(new: str) -> str:
    the = with_the(new)
    if the.startswith("le "):
        return "du " + new
    if the.startswith("les "):
        return "des " + new
    return f"de {the}"


def _name(word: str, new: str) -> str | None:
    """A name without known gender: only de, à and que can stand before it."""
    lower = word.lower()
    if new.startswith("Le ") and lower in ("de", "d'", "à"):
        return f"{'au' if lower == 'à' else 'du'} {new.removeprefix('Le ')}"
    elided = new.startswith(_ELIDING) and not new.split()[0].isupper()
    if not word:
        return new
    if lower in ("de", "d'"):
        return f"d'{new}" if elided else f"de {new}"
    if lower in ("que", "qu'"):
        return f"qu'{new}" if elided else f"que {new}"
    if lower == "à":
        return f"à {new}"
    return None
