"""English and French to the word of law that the French turns round: "illegal" and « légal »."""

from __future__ import annotations

import re


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


# In English, then in French: what denies, and what does not.
_OPPOSITES = tuple(
    tuple(_words(pattern) for pattern in row)
    for row in (
        (r"illegal\w*|unlawful\w*|illicit\w*", r"legal\w*|lawful\w*|licit\w*", r"illég\w*|illic\w*", r"léga\w*|licite\w*"),
        (
            r"unconstitutional\w*", r"constitutional\w*",
            r"inconstitutionn\w*|anticonstitutionn\w*", r"constitutionn\w*",
        ),
    )
)  # fmt: skip
# What may say the same in other words: « en violation des règles légales » for "illegal".
_OTHERWISE_EN = _words(
    r"not?\b|never\b|neither\b|nor\b|cannot\b|without\b|lack\w*|outside\b|beyond\b|against\b|contra\w+|viol\w+|breach\w*|"
    r"infring\w*|prohibit\w*|ban(?:s|ned)?\b|\w+n['’]t\b"
)
_OTHERWISE_FR = _words(
    r"ne\b|n['’]|pas\b|non\b|ni\b|aucun\w*|sans\b|hors\b|marge\b|dehors\b|contr\w+|viol\w+|enfrei\w*|enfrain\w*|infract\w*|"
    r"interdi\w*|prohib\w*|défend\w*|clandestin\w*|dérog\w*"
)
# What "legal" mostly is where the French speaks of something illegal besides.
_OF_LAW_FR = _words(r"juridi\w*|judiciaire\w*|justice\b|droits?\b|lois?\b")
# Standing terms that neither deny nor affirm.
_TERMS_FR = _words(
    r"(?:recours|action|exception|contrôle|question)s? en inconstitutionnalité|médecines? légales?"
)


def turned(english: str, french: str) -> tuple[str, re.Match[str]] | None:
    """The word of the English and the French one that says its opposite; None where there is none."""
    french = _TERMS_FR.sub(lambda term: " " * len(term[0]), french)
    for denies_en, affirms_en, denies_fr, affirms_fr in _OPPOSITES:
        no, yes = denies_en.search(english), affirms_en.search(english)
        non, oui = denies_fr.search(french), affirms_fr.search(french)
        if no and oui and not (yes or non or _OTHERWISE_FR.search(french)):
            return no[0], oui
        if yes and non and not (no or oui or _OTHERWISE_EN.search(english) or _OF_LAW_FR.search(french)):
            return yes[0], non
    return None
