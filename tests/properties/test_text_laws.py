"""What holds for any text: spans lie inside it, measuring changes nothing, a second pass changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from rirbilingual.errors import RirError
from rirbilingual.files import decode
from rirbilingual.model import Quotation
from rirbilingual.read import read_string
from rirbilingual.read.lines import chunks
from rirbilingual.segment import segments
from rirbilingual.segment.entries import entries
from rirbilingual.segment.sentences import sentences
from rirbilingual.text.markers import citation_spans
from rirbilingual.text.normalise import normalised
from rirbilingual.text.spans import clipped, spans
from rirbilingual.text.typeset import typeset

PIECES = st.sampled_from(
    ['"', "'", "“", "”", "«", "»", "’", "(", ")", "[", "]", "(AP 2023-06-23)", "(2023-08-14)", "[translation]",
     "n.d.", "U.S.", "The", "police", "3,000", "42 percent", ".", "?", ";", ":", " ", "\u00a0", "\n", "\r\n", "31 August 2023",
     "References", "1. Overview", "MEX201603.E", "Note", "[1]", "é"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=60).map(" ".join),
)


@given(TEXTS)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = spans(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)
    for q in found:
        if isinstance(q, Quotation):
            assert q.start < q.inner_start <= q.inner_end < q.end


@given(TEXTS)
def test_citation_spans_tile_the_paragraph(text: str) -> None:
    found = citation_spans(text)
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])][: len(found)]
    assert (found[-1].end if found else 0) == len(text)


@given(TEXTS)
def test_sentences_and_entries_tile_the_text(text: str) -> None:
    for parts in (sentences(text, "en"), sentences(text, "fr"), entries(text)):
        assert "".join(text[a:end] + text[end:b] for a, end, b in parts) == text


@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_cut_spans_lie_in_the_cut(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    for span in spans(text):
        cut = clipped(span, start, end)
        assert cut is None or 0 <= cut.start <= cut.end <= end - start


@given(TEXTS)
def test_typesetting_and_folding_again_changes_nothing(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)
    assert normalised(normalised(text)) == normalised(text)


@given(TEXTS)
def test_chunks_and_gaps_are_the_text(text: str) -> None:
    parts, gaps, offsets = chunks(text)
    joined = gaps[0] + "".join(part + gap for part, gap in zip(parts, gaps[1:], strict=True))
    assert joined == text
    assert all(part == part.strip() and part for part in parts)
    assert all(text.startswith(part, at) for part, at in zip(parts, offsets, strict=True))


FRONT = "31 August 2023\n\nABC202301.E\n\nA Land: A matter of interest (2021–August 2023)\n\n"


@given(TEXTS, TEXTS)
def test_a_report_keeps_its_text_and_its_segments_tile_its_blocks(body: str, entry: str) -> None:
    text = f"{FRONT}{body}\n\nReferences\n\n{entry}"
    try:
        report = read_string(text)
    except RirError:
        return
    assert report.text == text
    found = segments(report)
    for index, block in enumerate(report.blocks):
        own = [s for s in found if s.block == index]
        assert not own or "".join(s.text + s.tail for s in own) == block.text
    assert len({s.id for s in found}) == len(found)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_one_clear_line(data: bytes) -> None:
    try:
        text, _ = decode(data, "x.txt")
        read_string(text, "x.txt")
    except RirError as error:
        assert str(error).startswith("x.txt") and "\n" not in str(error)
