"""Laws of inline codes: written as tags and read back, they and their text are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rirbilingual.model import CodeKind, InlineCode
from rirbilingual.text.codes import Codes, clipped, edited, links_of, ordered, tagged, trimmed, untagged

ATOMS = [
    "a",
    " ",
    "\n",
    "<em>",
    "</em>",
    "<a1>",
    "</a1>",
    "<a2>",
    "&lt;",
    "&amp;",
    "amp;",
    "lt;",
    "<",
    "&",
    "é",
]
TEXTS = st.lists(st.sampled_from(ATOMS), max_size=8).map("".join)
LINKS = ["https://example.org/1", "https://example.org/2"]


@st.composite
def coded(draw: st.DrawFn) -> tuple[str, Codes]:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    codes = []
    for kind in draw(st.lists(st.sampled_from(list(CodeKind)), max_size=4)):
        start, end = sorted((draw(places), draw(places)))
        codes.append(
            InlineCode(start, end, kind, draw(st.sampled_from(LINKS)) if kind is CodeKind.LINK else "")
        )
    return text, ordered(codes)


@given(coded())
def test_tags_read_back_are_the_text_and_its_codes(made: tuple[str, Codes]) -> None:
    text, codes = made
    links = links_of(codes)
    assert untagged(tagged(text, codes, links), links) == (text, codes)


@given(TEXTS)
def test_whatever_a_translator_types_is_kept(raw: str) -> None:
    links = {"a1": LINKS[0]}
    text, codes = untagged(raw, links)
    assert untagged(tagged(text, codes, links), links) == (text, codes)


@given(coded(), st.data())
def test_codes_cut_with_their_text_are_all_there(made: tuple[str, Codes], data: st.DataObject) -> None:
    text, codes = made
    at = data.draw(st.integers(0, len(text)))
    for code in codes:
        parts = [c for a, b in ((0, at), (at, len(text))) for c in clipped([code], a, b)]
        assert sum(c.end - c.start for c in parts) == code.end - code.start
    assert all(0 <= c.start < c.end <= at for c in clipped(codes, 0, at))


@given(coded(), st.data(), TEXTS)
def test_codes_stay_within_an_edited_text(made: tuple[str, Codes], data: st.DataObject, new: str) -> None:
    text, codes = made
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    whole = text[:start] + new + text[end:]
    after = edited(codes, start, end, len(new))
    assert all(0 <= c.start < c.end <= len(whole) for c in after)
    for code in codes:
        if code.end <= start or code.start >= end:  # what the edit did not touch is around the same words
            (kept,) = edited([code], start, end, len(new))
            assert whole[kept.start : kept.end] == text[code.start : code.end]


@given(coded())
def test_trimmed_codes_begin_and_end_in_words(made: tuple[str, Codes]) -> None:
    text, codes = made
    for code in trimmed(text, codes):
        inside = text[code.start : code.end]
        assert inside == inside.strip() and inside
