"""A paragraph to its sentences: house SRX rules first, then LanguageTool's; never inside a citation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rirbilingual.model import Citation, Language
from rirbilingual.segment.breaks import Breaks
from rirbilingual.segment.srx import read_srx
from rirbilingual.text.citations import citations

_ENDED = re.compile(r"[.!?…][\"”'’»\s\u00a0]*$")
_BEGINS = re.compile(
    r"\s+(?=[\"“«'‘\s\u00a0]*(?:\[(?:\w\]|translation\]|traduction\])|\[?[^\W\d_a-zà-öø-ÿ]))"
)
HOUSE_RULES = Path(__file__).with_name("house.srx")
GENERAL_RULES = Path(__file__).with_name("general.srx")  # LanguageTool's


def sentences(text: str, language: Language, rules: Path | None = None) -> list[tuple[int, int, int]]:
    """Start, end and next start of each sentence; the stretch from end to next start is white space.
    rules: the user's own SRX, which decides first. Raises RirError where that is none.

    A citation stays with the sentence that it follows, also after a closing quotation mark.
    """
    cited = citations(text)
    starts = {0, *(c.end + len(found[0]) for c in cited if (found := _after_citation(text, c)))}
    starts |= {at for at in _breaks(text, language, rules) if not any(c.start <= at < c.end for c in cited)}
    starts = {at for at in starts if at < len(text) or not text}
    ordered = sorted(starts)
    ends = [*ordered[1:], len(text)]
    return [(a, a + len(text[a:b].rstrip()), b) for a, b in zip(ordered, ends, strict=True)]


def _after_citation(text: str, citation: Citation) -> re.Match[str] | None:
    """The white space after a citation that closes its sentence: `… at night." (AP 2023-06-23) The …`."""
    if not _ENDED.search(text, 0, citation.start):
        return None
    return _BEGINS.match(text, citation.end)


def _breaks(text: str, language: Language, rules: Path | None) -> list[int]:
    out = []
    for at in _rules(language, rules).places(text):
        # Some rules break before the white space: it belongs to the sentence before it.
        while at < len(text) and text[at].isspace():
            at += 1
        out.append(at)
    return out


@cache
def _rules(language: Language, own: Path | None) -> Breaks:
    """The user's own rules, then the house's, then LanguageTool's: the first rule that fits decides."""
    files = [read_srx(HOUSE_RULES, tried=False), read_srx(GENERAL_RULES, tried=False)]
    if own is not None:
        files.insert(0, read_srx(own))
    return Breaks(rule for file in files for rule in file.of(f"{language}_two"))
