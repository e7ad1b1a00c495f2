"""A drafted or remembered French in, its citations out: those of an older style too, "(professeur 5 mai 2021)".

A label in lower case before a date in words is mostly none ("(avant le 5 mai 2021)"); a person's role is one.
"""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.draft.roles import french_heads
from rirbilingual.model import Citation
from rirbilingual.text.citations import citations


def french_citations(text: str) -> tuple[Citation, ...]:
    """The citations of a French text, in order. A role's label is given with a capital."""
    return citations(_roles().sub(lambda found: found[1] + found[2].upper(), text) if "(" in text else text)


@cache
def _roles() -> re.Pattern[str]:
    """What stands before a role in a citation, and the role's first letter."""
    heads = "|".join(re.escape(head[1:]) for head in french_heads())
    letters = "".join(sorted({head[0] for head in french_heads()}))
    return re.compile(rf"([(;][ \u00a0]?(?:voir (?:aussi )?)?)([{letters}])(?=(?:{heads})[ \u00a0])")
