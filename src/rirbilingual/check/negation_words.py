"""A text to how many of its words deny: those that surely do, and those that may."""

from __future__ import annotations

import re
from functools import lru_cache

# What looks like a negation and is rendered without one: limits, numbers, fixed phrases.
_NONE_EN = re.compile(
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer than|sooner|greater|other) ?(?:than)?\b"
    r"|\bnot (?:exceeding|only|limited|necessarily limited|to exceed|yet)\b|\bwhether or not\b|\bor not\b|\bif not\b"
    r"|\bno\. ?\d|\bnot[- ]for[- ]profit\b|\bnon-?\w+|\bno one else\b|\bno doubt\b|\bno matter\b|\bnotwithstanding\b"
    r"|\bno longer\b|\bnot-?with\w+|\bnot in force\b|\bno means\b",
    re.IGNORECASE,
)
_SURE_EN = re.compile(
    r"\b(?:not|never|cannot|nobody|none|nothing|neither|nowhere)\b|n['’]t\b|\bno (?=[a-z])|\bno one\b",
    re.IGNORECASE,
)
_MAYBE_EN = re.compile(
    r"\b(?:not|never|cannot|nobody|none|nothing|neither|nor|nowhere|no|without|unless|except|lack\w*|fail\w*|"
    r"refus\w+|den(?:y|ies|ied)|absen\w+|hardly|rarely|barely|scarcely|seldom|few|little|unable|impossib\w+|"
    r"un[a-z]{4,}|in[a-z]{5,}|im[mp][a-z]{4,}|ir[r][a-z]{4,}|dis[a-z]{4,}|non-?\w+|despite|instead|before|until|"
    r"only|stop\w*|prevent\w*|avoid\w*|prohibit\w*|ban\w*|forbid\w*|exclu\w+|other than|rather|less|free|"
    r"cease\w*|ignor\w+|miss\w*|exempt\w*|notwithstanding|too|otherwise|any|ever|solely|but|more|than|mere\w*|"
    r"reject\w*|declin\w+|withh\w+|abstain\w*|apart|regardless|least|remain\w*|still|alone|longer|deceas\w+|"
    r"lapse\w*|omit\w*|omission|default|waive\w*|outside|beyond|negative|insufficien\w+|void|invalid\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_SURE_FR = re.compile(
    r"\b(?:ne|n['’])\s?(?:[^\s.;:()«»]+[\s,]+){0,6}?(?:pas|jamais|aucun|aucune|rien|nul|nulle|guère|personne)\b"
    r"|\b(?:aucun|aucune|nul|nulle)\s+(?:[^\s.;:()«»]+\s+){1,4}?(?:ne|n['’])",
    re.IGNORECASE,
)
_NONE_FR = re.compile(
    r"\b(?:à moins que|avant que|de peur que|de crainte que)\b[^.;]{0,60}?\b(?:ne\b|n['’])", re.IGNORECASE
)
_MAYBE_FR = re.compile(
    r"\b(?:ne|pas|jamais|aucun|aucune|aucuns|aucunes|rien|nul|nulle|guère|ni|non|sans|plus|personne|sauf|hormis|"
    r"dépourvu\w*|manqu\w+|défaut|absen\w+|échou\w+|échec|refus\w+|ni[eé]\w*|impossib\w+|incapa\w+|interdi\w+|"
    r"in[a-zéè]{5,}|im[mp][a-zéè]{4,}|ir[r][a-zé]{4,}|dés[a-zéè]{4,}|dis[a-zéè]{4,}|mé[cd]\w{4,}|peu|rarement|seul\w*|"
    r"seulement|empêch\w+|évit\w+|exclu\w*|exempt\w*|moins|exception|outre|autre\w*|hors|faute|lorsque|dispens\w+|"
    r"malgré|avant|cess\w+|soustra\w+|contraire|nonobstant|omis\w*|omet\w*|inopposab\w+|privé\w*|maximal\w*|plutôt|"
    r"réput\w*|renon\w+|irrecevab\w+|exonér\w+|malais\w*|illég\w+|illic\w+|vain|sinon|nulle part|libre\w*)\b|\bn['’]",
    re.IGNORECASE,
)


@lru_cache(20_000)
def denials(text: str, language: str) -> tuple[int, int]:
    """How many words surely deny, and how many may: (sure, at most)."""
    if language == "en":
        bare = _NONE_EN.sub(" ", text)
        return len(_SURE_EN.findall(bare)), len(_MAYBE_EN.findall(text))
    bare = _NONE_FR.sub(" ", text)
    return len(_SURE_FR.findall(bare)), len(_MAYBE_FR.findall(text))
