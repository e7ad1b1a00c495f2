"""Laws of inline codes: written as tags and read back, they and their text are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from rirbilingual.formats.po import catalog_of, po_bytes
from rirbilingual.formats.po_codes import known_links
from rirbilingual.formats.tmx import read_tmx, write_tmx
from rirbilingual.formats.xliff_read import read_xliff
from rirbilingual.formats.xliff_write import xliff_bytes
from rirbilingual.model import Approval, Catalog, CodeKind, InlineCode, State, Unit
from rirbilingual.text.codes import (
    Codes,
    clipped,
    edited,
    links_of,
    moved,
    ordered,
    tagged,
    trimmed,
    unit_digest,
    untagged,
)
from rirbilingual.text.normalise import digest, unit_id

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


def catalog(made: tuple[str, Codes], french: tuple[str, Codes]) -> Catalog:
    """A working file of one unit, its texts begun and ended by words."""
    source, target = f"x{made[0]}y", f"é{french[0]}z"
    unit = Unit(
        unit_id(source), source, target, State.REVIEWED, where="VLM202404.E:1 ¶1",
        source_codes=moved(made[1], 1), target_codes=moved(french[1], 1),
    )  # fmt: skip
    approval = Approval("Ada", "2024-05-01T09:00:00Z", unit_digest(unit))
    final = replace(unit, approvals=(approval,), state=State.FINAL)
    return Catalog("VLM202404.E", "VLM202404", "2024-04-18", "Wells", (final,))


@given(coded(), coded())
def test_a_working_file_gives_the_codes_back(made: tuple[str, Codes], french: tuple[str, Codes]) -> None:
    held = catalog(made, french)
    (unit,) = held.units
    (again,) = catalog_of(po_bytes(held).decode(), "a.po").units
    assert again == unit and again.state is State.FINAL
    with TemporaryDirectory() as folder:
        for version in ("2.1", "1.2"):
            path = Path(folder) / "a.xlf"
            path.write_bytes(xliff_bytes(held, version=version))
            (again,) = read_xliff(path).units
            assert again == unit and again.state is State.FINAL
        write_tmx([unit], Path(folder) / "a.tmx")
        (learnt,) = read_tmx(Path(folder) / "a.tmx")
        assert (learnt.source_codes, learnt.target_codes) == (unit.source_codes, unit.target_codes)


@example(("a<a1></a1>", (InlineCode(0, 1, CodeKind.EM),)), ("", ()))
@example(("a<a1>", (InlineCode(0, 1, CodeKind.EM),)), ("<a1></a1>", ()))
@given(coded(), coded())
def test_an_editor_that_drops_the_notes_loses_no_code(
    made: tuple[str, Codes], french: tuple[str, Codes]
) -> None:
    held = catalog(made, french)
    ours = replace(held.units[0], approvals=(), state=State.TRANSLATED)
    if not ours.source_codes:  # nothing then tells the tags of the French from its words
        return
    lines = [line for line in po_bytes(replace(held, units=(ours,))).decode().split("\n") if line[:2] != "#."]
    (bare,) = catalog_of("\n".join(lines), "a.po").units
    again = known_links(bare, ours)
    known = {"", *(code.href for code in ours.source_codes)}
    if {code.href for code in ours.target_codes} <= known:
        assert (again.source, again.source_codes) == (ours.source, ours.source_codes)
        assert (again.target, again.target_codes) == (ours.target, ours.target_codes)


def test_a_unit_without_codes_is_written_as_ever() -> None:
    held = catalog(("<em>a</em> &lt; <a1>b</a1>", ()), ("<em>b</em> &amp;lt;", ()))
    written = po_bytes(held).decode()
    assert 'msgid "x<em>a</em> &lt; <a1>b</a1>y"' in written and 'msgstr "é<em>b</em> &amp;lt;z"' in written
    assert "codes:" not in written
    assert held.units[0].approvals[0].digest == digest(held.units[0].source, held.units[0].target)
