"""A paragraph to its sentences: house SRX rules first, then LanguageTool's; never inside a citation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rirbilingual.model import Citation, Language
from rirbilingual.segment.breaks import Breaks
from rirbilingual.segment.srx import read_srx
from rirbilingual.text.citations import citations, next_sentence

HOUSE_RULES = Path(__file__).with_name("house.srx")
_CALL = re.compile(r"\s?\[\d{1,3}\](?=\s|$)")


def sentences(
    text: str, language: Language, rules: Path | None = None, *, cited: Sequence[Citation] | None = None
) -> list[tuple[int, int, int]]:
    """Start, end and next start of each sentence; the stretch from end to next start is white space.
    rules: the user's own SRX, which decides first. Raises RirError where that is none. cited: the text's
    citations, where they are known already.

    A citation stays with the sentence that it follows, also after a closing quotation mark.
    """
    cited = citations(text) if cited is None else cited
    begins = [citation.start for citation in cited]
    starts = {0, *_after_citations(text, cited)}
    for at in _breaks(text, language, rules):
        before = bisect_right(begins, at)
        if not before or cited[before - 1].end <= at:
            starts.add(at)
    ordered = sorted(at for at in starts if at < len(text) or not text)
    ends = [*ordered[1:], len(text)]
    return [(a, a + len(text[a:b].rstrip()), b) for a, b in zip(ordered, ends, strict=True)]


def _after_citations(text: str, cited: Sequence[Citation]) -> Iterator[int]:
    """Where a sentence begins behind a citation that closes one, and behind the notes' calls after it."""
    for citation in cited:
        end = citation.end
        while call := _CALL.match(text, end):
            end = call.end()
        if found := next_sentence(text, replace(citation, end=end)):
            yield found.end()


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
    files = [read_srx(HOUSE_RULES, tried=False), read_srx(general_rules(), tried=False)]
    if own is not None:
        files.insert(0, read_srx(own))
    return Breaks(rule for file in files for rule in file.of(f"{language}_two"))


def general_rules() -> Path:
    """LanguageTool's rules, in the file that choppa-srx brings; its engine, slow to import, is not."""
    spec = find_spec("choppa")
    assert spec is not None and spec.submodule_search_locations is not None, "choppa-srx is a dependency"
    return Path(spec.submodule_search_locations[0], "data", "srx", "languagetool_segment.srx")
