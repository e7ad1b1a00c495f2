"""A report's key to the name of its country in a language: MEX201603 to Mexico, Mexique."""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.model import Language


def country(key: str, language: Language) -> str:
    """The country's name, the code itself where it names none, "" where the key begins with none."""
    found = re.match(r"[A-Z]{3}(?=\d)", key)
    return _names(language).get(found[0], found[0]) if found else ""


@cache
def _names(language: Language) -> dict[str, str]:
    """ISO 3166 alpha-3 code → name, from CLDR."""
    from babel import Locale
    from babel.core import get_global

    named = Locale(language).territories
    return {
        code: named[territories[0]]
        for code, territories in get_global("territory_aliases").items()
        if re.fullmatch(r"[A-Z]{3}", code) and len(territories) == 1 and territories[0] in named
    }
