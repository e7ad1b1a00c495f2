"""A paragraph to its sentences: house SRX rules first, then LanguageTool's; never inside a citation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml, read_bytes
from rirbilingual.model import Citation, Language
from rirbilingual.text.citations import citations

_ENDED = re.compile(r"[.!?…][\"”'’»\s\u00a0]*$")
_BEGINS = re.compile(
    r"\s+(?=[\"“«'‘\s\u00a0]*(?:\[(?:\w\]|translation\]|traduction\])|\[?[^\W\d_a-zà-öø-ÿ]))"
)
_SRX = "{http://www.lisa.org/srx20}"
_MOST_RULES = 4 * 1024 * 1024  # bytes; LanguageTool's own file, for forty languages, has under 1 MB
HOUSE_RULES = Path(__file__).with_name("house.srx")


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
    from choppa import SrxTextIterator

    out, at = [], 0
    for part in SrxTextIterator(_rules(rules), f"{language}_two", text):
        at += len(part)
        # Some rules break before the white space: it belongs to the sentence before it.
        while at < len(text) and text[at].isspace():
            at += 1
        out.append(at)
    return sorted(set(out[:-1])) if out else []


@cache
def _rules(own: Path | None) -> Any:
    """LanguageTool's rules, the house's before them, the user's first: SRX cascades, and the first rule that fits
    decides."""
    from choppa import DEFAULT_SRX_RULESET, SrxDocument

    general = SrxDocument(ruleset=DEFAULT_SRX_RULESET)
    for path in (HOUSE_RULES, own):
        if path is not None:
            general.language_map_list[:0] = _document(path).language_map_list
    return general


def _document(path: Path) -> Any:
    """An SRX 2.0 file, every expression of it tried. Raises RirError with the place of what is wrong."""
    import regex
    from choppa import SrxDocument

    root = parse_xml(read_bytes(path, _MOST_RULES), str(path))
    if root.tag != f"{_SRX}srx" or root.get("version") != "2.0":
        raise RirError("not an SRX 2.0 file", str(path), 'begin it with <srx version="2.0" xmlns=…>')
    for pattern in root.iter(f"{_SRX}beforebreak", f"{_SRX}afterbreak"):
        try:
            regex.compile(pattern.text or "")
        except regex.error as error:
            place = f"{path}:{pattern.sourceline}"
            raise RirError(f"not a regular expression ({error})", place, "correct it there") from None
    if not any(rule.tag == f"{_SRX}languagemap" for rule in root.iter()):
        raise RirError("rules for no language", str(path), "add a <languagemap> for en and fr")
    return SrxDocument(ruleset=path)
