"""Word files and PDF of a pair: read back by other programs, they say what the units say."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from published import sample
from rirbilingual import publication
from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind, Language, Pair
from rirbilingual.render import html
from rirbilingual.render.docx import docx
from rirbilingual.render.pdf import pdf

LANGUAGES: tuple[Language, Language] = ("en", "fr")


@pytest.fixture(scope="module")
def made() -> Pair:
    return sample()


def texts(pair: Pair, language: Language) -> set[str]:
    """What each passage says, but the heading over the notes, which become footnotes."""
    out = set()
    for passage, following in zip(pair.passages, (*pair.passages[1:], None), strict=True):
        if passage.units and not (
            passage.block.kind is BlockKind.HEADING and following and following.block.kind is BlockKind.NOTE
        ):
            words = (u.source if language == "en" else u.target for u in passage.units)
            out.add("".join(text + tail for text, tail in zip(words, passage.tails, strict=True)))
    return out


def footnotes(data: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml"))
    return [
        "".join(str(t.text) for t in note.iter(qn("w:t"))) for note in root if note.get(qn("w:type")) is None
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_file_read_back_says_what_the_units_say(made: Pair, language: Language) -> None:
    data = docx(made, language)
    paragraphs = [p.text for p in Document(io.BytesIO(data)).paragraphs][1:]
    assert {*paragraphs, *footnotes(data)} == texts(made, language)
    assert len(paragraphs) + len(footnotes(data)) == len(texts(made, language))


def test_a_note_is_a_real_footnote_called_by_its_own_mark(made: Pair) -> None:
    data = docx(made, "fr")
    (note,) = footnotes(data)
    assert note.startswith("[1]")
    (call,) = Document(io.BytesIO(data)).element.iter(qn("w:footnoteReference"))
    assert call.get(qn("w:customMarkFollows")) == "1"
    assert "".join(str(t.text) for t in call.getparent().iter(qn("w:t"))) == "[1]"


def test_a_word_file_has_styles_links_and_its_language(made: Pair) -> None:
    document = Document(io.BytesIO(docx(made, "fr")))
    styles = {p.style.name for p in document.paragraphs if p.style}
    assert {"Title", "Heading 1", "Quote", "Reference", "Normal"} <= styles
    assert document.core_properties.language == "fr-CA"
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"fr-CA"}
    names = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    leads = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))}
    assert leads and leads <= names
    assert {
        lang.get(qn("w:val")) for lang in document.element.iter(qn("w:lang"))
    }  # titles in other languages


def test_what_no_word_file_can_hold_is_refused_and_markup_is_text(made: Pair) -> None:
    at = next(i for i, p in enumerate(made.passages) if p.block.kind is BlockKind.PARAGRAPH and p.units)

    def with_target(text: str) -> Pair:
        passage = made.passages[at]
        units = (replace(passage.units[0], target=text), *passage.units[1:])
        return replace(
            made, passages=(*made.passages[:at], replace(passage, units=units), *made.passages[at + 1 :])
        )

    with pytest.raises(RirError, match="no Word file can hold"):
        docx(with_target("un\ufffe"), "fr")
    hostile = "<w:t>&amp; <script>alert(1)</script> {{ 1 }}"
    paragraphs = Document(io.BytesIO(docx(with_target(hostile), "fr"))).paragraphs
    assert any(p.text.startswith(hostile) for p in paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_tagged_and_has_its_language_and_title(made: Pair, language: Language) -> None:
    reader = PdfReader(io.BytesIO(pdf(html.page(made, language))))
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert reader.metadata and html.facts(made, language).title in str(reader.metadata.title)
    xmp = root["/Metadata"].get_data()
    assert b"pdfuaid" in xmp
    shown = "".join("".join(page.extract_text() for page in reader.pages).split())
    words = [u.source if language == "en" else u.target for u in made.units]
    missing = [text for text in words if "".join(text.split())[:30] not in shown]
    assert len(missing) <= len(words) // 20, missing  # but for units that a page's end cuts


def test_publish_writes_both_languages_of_each(made: Pair) -> None:
    content = publication.files_of(made, formats=("docx", "pdf"), templates=None)
    named = {name for name in content if name.endswith((".docx", ".pdf"))}
    assert named == {f"vlm202404.{lang}.{kind}" for lang in LANGUAGES for kind in ("docx", "pdf")}
