"""Text in, `[translation]` markers out, and the citation spans that they and the quotations belong to."""

from __future__ import annotations

import re

from rirbilingual.model import Citation, CitationSpan, Marker, Quotation
from rirbilingual.text.citations import citations, date_key, next_sentence
from rirbilingual.text.quotations import quotations
from rirbilingual.text.remembered import remembered

ENGLISH_MARKER = "[translation]"
FRENCH_MARKER = "[traduction]"

_MARKER = re.compile(
    r"\[(translation|traduction|(?:official )?[A-Z][\w. ]{0,60} (?:English|French) (?:version|translation)"
    r"|(?:English|French) (?:version|translation)(?: [\w' ]{1,60})?"
    r"|(?:version|traduction) (?:anglaise|française)(?: [\w'’ -]{1,80})?|official (?:version|translation))\]",
    re.IGNORECASE,
)
_APPOSITION = re.compile(r",\s(?:an?|the|which|whose|une?|le|la|les|l'|dont|qui)\s")
_SENTENCE_END = re.compile(r"[.!?][\"”»]?\s")


@remembered
def markers(text: str) -> tuple[Marker, ...]:
    """Markers in order. label: what stands in the brackets, as written."""
    return tuple(Marker(found.start(), found.end(), found[1]) for found in _MARKER.finditer(text))


def is_marker(text: str) -> bool:
    """Whether the text is a marker and nothing else."""
    return bool(_MARKER.fullmatch(text.strip()))


@remembered
def citation_spans(text: str) -> tuple[CitationSpan, ...]:
    """The stretches of a paragraph, each with the citation that governs it; they tile the paragraph.

    A citation governs the text back to the previous evidential citation. One that only describes an outlet
    (inside a sentence, at the end of an apposition, with a later citation in that sentence) governs only its
    apposition; the text before it belongs to the next evidential citation.
    """
    cited = citations(text)
    quoted = [q for q in quotations(text) if q.level == 1]
    outer = tuple(quoted)
    marked = markers(text)
    out: list[CitationSpan] = []
    start = 0

    def add(begin: int, end: int, governor: int | None) -> None:
        if begin < end:
            inside = tuple(i for i, q in enumerate(outer) if begin <= q.start < end)
            out.append(
                CitationSpan(begin, end, governor, inside, any(begin <= m.start < end for m in marked))
            )

    pending: list[tuple[int, int, int]] = []
    for index, citation in enumerate(cited):
        apposition = _apposition(text, start, citation, cited[index + 1 :], outer)
        if apposition is not None:
            pending.append((apposition, citation.end, index))
            continue
        start = _evidential(add, start, citation.end, index, pending)
    _evidential(add, start, len(text), None, pending)
    return tuple(sorted(out, key=lambda span: span.start))


def _evidential(add, start: int, end: int, governor: int | None, pending: list[tuple[int, int, int]]) -> int:  # type: ignore[no-untyped-def]
    """Lay down the span that ends here, with the descriptive appositions cut out of it."""
    for begin, close, index in pending:
        add(start, begin, governor)
        add(begin, close, index)
        start = close
    pending.clear()
    add(start, end, governor)
    return end


def _apposition(
    text: str, start: int, citation: Citation, later: tuple[Citation, ...], quoted: tuple[Quotation, ...]
) -> int | None:
    """Where the apposition that this citation only describes begins, None for an evidential citation."""
    after = text[citation.end : citation.end + 1]
    if after in (".", "") or not later or next_sentence(text, citation):
        return None
    # Every later citation must stand in the same sentence, or this one is all the evidence there is.
    if _SENTENCE_END.search(text, citation.end, later[0].start):
        return None
    undated = all(date_key(source.date).startswith("n.d.") for source in citation.sources)
    if not undated and after != ",":
        return None
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, start, citation.start)), default=start)
    inside = [(q.start, q.end) for q in quoted]
    for found in _APPOSITION.finditer(text, begin, citation.start):
        at = found.start()
        if any(a <= at < b for a, b in inside) or not _follows_a_name(text, at):
            continue
        return at
    return citation.start if undated else None


def _follows_a_name(text: str, at: int) -> bool:
    word = re.search(r"(\S+)$", text[max(0, at - 60) : at])
    return bool(word and (word[1].lstrip("(\"'")[:1].isupper() or word[1][:1].isdigit()))
