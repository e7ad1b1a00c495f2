"""Word files, PDF and EPUB of a pair: read back by other programs, they say what the units say."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from published import WHEN, approved, pages, sample
from rirbilingual import publication
from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind, CodeKind, InlineCode, Language, Pair, Unit
from rirbilingual.pairs import pair as paired
from rirbilingual.publish import pair as publishing
from rirbilingual.publish.documents import unsaid
from rirbilingual.read import read
from rirbilingual.render import html
from rirbilingual.render.docx import docx
from rirbilingual.render.epub import epub
from rirbilingual.render.pdf import pdf
from rirbilingual.segment import segments

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


def test_a_word_file_does_not_say_when_it_was_made(made: Pair) -> None:
    data = docx(made, "fr")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert docx(made, "fr") == data


def test_a_note_is_a_real_footnote_called_by_its_own_mark(made: Pair) -> None:
    data = docx(made, "fr")
    (note,) = footnotes(data)
    assert note.startswith("[1]")
    (call,) = Document(io.BytesIO(data)).element.iter(qn("w:footnoteReference"))
    assert call.get(qn("w:customMarkFollows")) == "1"
    assert "".join(str(t.text) for t in call.getparent().iter(qn("w:t"))) == "[1]"


def with_notes(folder: Path, overview: str, *notes: str) -> Pair:
    """A small report with these notes, in the same words in both languages."""
    path = folder / "ABC202401.E.txt"
    parts = (
        "31 January 2024", "ABC202401.E", "Abc: The title (2024)", "1. Overview", overview,
        "Notes", *notes, "References", 'Punch. 2 January 2024. "Title." [Accessed 3 Jan. 2024]',
    )  # fmt: skip
    path.write_text("\n\n".join(parts), encoding="utf-8")
    report = read(path)
    held = segments(report)
    return paired(report, held, approved(Unit(s.id, s.text, s.text) for s in held))


def test_a_note_that_only_a_note_calls_is_a_paragraph(tmp_path: Path) -> None:
    made = with_notes(
        tmp_path, "It calls a note [1] there.", "[1] The first, see note [2].", "[2] The second."
    )
    data = docx(made, "en")
    assert footnotes(data) == ["[1] The first, see note [2]."]
    said = [p.text for p in Document(io.BytesIO(data)).paragraphs]
    assert [text for text in said if text in ("Notes", "[2] The second.")] == ["Notes", "[2] The second."]
    assert unsaid("abc202401.en.docx", data, made) == ()


def test_notes_that_are_called_out_of_order_are_read_back_with_their_numbers(tmp_path: Path) -> None:
    notes = ("[1] One note.", "[2] Two note.", "[3] Three.")
    made = with_notes(tmp_path, "It calls [2] a note [3] and another [1] there, and again [2].", *notes)
    path = tmp_path / "abc202401.en.docx"
    path.write_bytes(docx(made, "en"))
    found = {u.text for u in segments(read(path)) if u.text.startswith("[")}
    assert found == {*notes}


def test_a_citation_in_a_footnote_leads_to_its_reference(tmp_path: Path) -> None:
    made = with_notes(tmp_path, "It calls a note [1] there.", "[1] As said (Punch 2 Jan. 2024).")
    data = docx(made, "en")
    notes = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml"))
    (leads,) = notes.iterfind(f".//{qn('w:hyperlink')}")
    assert "".join(map(str, leads.itertext())) == "Punch 2 Jan. 2024"
    (entry,) = (p for p in Document(io.BytesIO(data)).paragraphs if p.text.startswith("Punch"))
    assert [b.get(qn("w:name")) for b in entry._p.iter(qn("w:bookmarkStart"))] == [leads.get(qn("w:anchor"))]


def test_a_raised_call_is_raised_in_a_word_file(made: Pair) -> None:
    calling = next(u for u in made.units if u.kind is not BlockKind.NOTE and "[1]" in u.source)
    at = calling.source.find("[1]")
    raised = replace(calling, source_codes=(InlineCode(at, at + 3, CodeKind.SUP),))
    passages = tuple(
        replace(p, units=tuple(raised if u is calling else u for u in p.units)) for p in made.passages
    )
    document = Document(io.BytesIO(docx(replace(made, passages=passages), "en")))
    (run,) = (r for p in document.paragraphs for r in p.runs if r.text == "[1]")
    assert run.font.superscript and run._r.find(qn("w:footnoteReference")) is not None


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
def test_pages_word_and_text_read_as_a_report_have_the_lines_of_the_units(
    made: Pair, tmp_path: Path, language: Language
) -> None:
    content = publication.files_of(made, formats=("txt", "docx"), templates=None)
    texts = [unit.source if language == "en" else unit.target for unit in made.units]
    lines = Counter(line for text in texts for line in text.split("\n"))
    assert language == "en" or len(texts) < lines.total()  # a marker's own line, above a block quotation
    for name in (f"{language}.html", f"vlm202404.{language}.docx", f"vlm202404.{language}.txt"):
        (tmp_path / name).write_bytes(content[name])
        assert Counter(s.text for s in segments(read(tmp_path / name))) == lines, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_pdf_is_broken(made: Pair, language: Language) -> None:
    texts = [unit.source if language == "en" else unit.target for unit in made.units]
    words = {word for text in texts for word in text.split()}
    reader = PdfReader(io.BytesIO(pdf(html.page(made, language))))
    lines = [
        line.split() for page in reader.pages for line in page.extract_text().splitlines() if line.strip()
    ]
    ends = [(line[-1], following[0]) for line, following in pairwise(lines)]
    assert len(ends) > 150
    assert [(one, other) for one, other in ends if one + other in words and not one.endswith("-")] == []


def test_an_address_longer_than_a_line_of_a_pdf_goes_on_below(made: Pair) -> None:
    at = next(i for i, p in enumerate(made.passages) if p.block.kind is BlockKind.PARAGRAPH)
    first, *others = made.passages[at].units
    unit = replace(first, target="Voir https://example.org/" + "registre" * 20 + ".")
    passages = list(made.passages)
    passages[at] = replace(passages[at], units=(unit, *others))
    reader = PdfReader(io.BytesIO(pdf(html.page(replace(made, passages=tuple(passages)), "fr"))))
    lines = [
        line
        for page in reader.pages
        for line in page.extract_text().splitlines()
        if "registreregistre" in line
    ]
    assert len(lines) > 1 and max(map(len, lines)) < 120


def test_the_glyphs_of_a_pdf_are_written_in_stretches_and_say_what_they_said(made: Pair) -> None:
    from weasyprint import HTML

    page = html.page(made, "fr")
    ours = PdfReader(io.BytesIO(pdf(page))).pages
    plain = PdfReader(io.BytesIO(HTML(string=page.decode()).write_pdf(pdf_variant="pdf/ua-1"))).pages
    assert [one.extract_text() for one in ours] == [one.extract_text() for one in plain]
    strings, one_by_one = (
        sum(one.get_contents().get_data().count(b">") for one in pages)  # type: ignore[union-attr,misc]
        for pages in (ours, plain)
    )
    assert strings * 2 < one_by_one


def test_a_character_that_no_font_has_is_refused_by_name(tmp_path: Path) -> None:
    made = with_notes(tmp_path, "Officially first \ue000\ue001 said.", "[1] A note.")
    with pytest.raises(RirError, match=r"^abc202401\.en\.pdf: no font .* has \ue000 \(U\+E000\), \ue001 "):
        publication.files_of(made, formats=("pdf",), templates=None)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_passes_a_public_check_of_tags_language_and_title(
    made: Pair, tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "pair.pdf"
    path.write_bytes(pdf(html.page(made, language)))
    done = subprocess.run([sys.executable, "-m", "pdfua", "check", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_epub_passes_epubcheck(made: Pair, tmp_path: Path, language: Language) -> None:
    java, checker = shutil.which("java"), shutil.which("epubcheck")
    if (java is None or checker is None) and not os.environ.get("CI"):
        pytest.skip("epubcheck or java is not installed")
    path = tmp_path / "pair.epub"
    path.write_bytes(epub(hostile(made), language))
    # Debian's command is the archive itself, which not every system runs.
    command = [str(java), "-jar"] if Path(str(checker)).resolve().suffix == ".jar" else []
    done = subprocess.run(
        [*command, str(Path(str(checker)).resolve()), "-w", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def hostile(made: Pair) -> Pair:
    """The sample with a title and a paragraph that would break out of markup."""
    bad = "</title><script>alert(1)</script>]]> \" ' &amp; {{ 7 * 7 }} \u202eabc\u202c ../../x\nend"
    passages = tuple(
        replace(p, units=(replace(p.units[0], source=f"{bad} {n}", target=f"{bad} fr {n}"), *p.units[1:]))
        if p.units and p.block.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING)
        else p
        for n, p in enumerate(made.passages)
    )
    return replace(made, passages=passages)


def test_an_epub_has_notes_languages_contents_and_the_same_bytes_each_time(made: Pair) -> None:
    data = epub(made, "fr", modified="2024-04-20")
    assert epub(made, "fr", modified="2024-04-20") == data
    archive = zipfile.ZipFile(io.BytesIO(data))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    report = etree.fromstring(archive.read("EPUB/report.xhtml"))
    ops, named = "{http://www.idpf.org/2007/ops}type", {e.get("id") for e in report.iter()}
    (note,) = [e for e in report.iter() if e.get(ops) == "footnote"]
    (call,) = [e for e in report.iter() if e.get(ops) == "noteref"]
    assert call.get("href") == f"#{note.get('id')}"
    assert report.get("lang") == "fr"
    assert {e.get("lang") for e in report.iter()} - {None, "fr"}  # titles in other languages
    nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
    hrefs = [str(e.get("href")).partition("#")[2] for e in nav.iter("{*}a")]
    assert len(hrefs) > 3 and {href for href in hrefs if href} <= named
    package = archive.read("EPUB/package.opf").decode()
    assert "2024-04-20T00:00:00Z" in package and "schema:accessibilityFeature" in package


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_are_read_back_and_compared_with_the_units(made: Pair, language: Language) -> None:
    for pair in (made, hostile(made)):
        content = publication.files_of(pair, formats=("docx", "epub", "pdf"), templates=None)
        other = replace(
            pair,
            passages=tuple(
                replace(p, units=tuple(replace(u, source=f"{u.source} not", target=f"{u.target} pas") for u in p.units))
                for p in pair.passages
            ),
        )  # fmt: skip
        for kind in ("docx", "epub", "pdf"):
            name = f"vlm202404.{language}.{kind}"
            assert unsaid(name, content[name], pair) == (), name
            assert len(unsaid(name, content[name], other)) >= sum(1 for _ in pair.units) // 2, name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_editors_line_end_is_a_space_in_pages_and_documents(made: Pair, tmp_path: Path, end: str) -> None:
    at = next(
        n for n, p in enumerate(made.passages) if p.block.kind is BlockKind.PARAGRAPH and len(p.units) > 1
    )
    old = made.passages[at]
    wrapped = [
        replace(u, source=u.source.replace(" ", end, 1), target=u.target.replace(" ", end, 1))
        for u in old.units
    ]
    new = replace(old, units=tuple(wrapped), tails=(*[end] * (len(wrapped) - 1), ""))
    pair = replace(made, passages=(*made.passages[:at], new, *made.passages[at + 1 :]))
    content = publication.files_of(pair, formats=("html", "docx", "epub"), templates=None)
    publishing.publish(pair, content, site=tmp_path, when=WHEN, version="0")
    for language in LANGUAGES:
        paragraphs = Document(io.BytesIO(content[f"vlm202404.{language}.docx"])).paragraphs
        assert old.said(language) in [p.text for p in paragraphs]
        name = f"{language}.html"
        assert content[name].count(b"<br>") == pages(made)[name].count(b"<br>")


def test_a_document_that_says_something_else_is_not_published(made: Pair, tmp_path: Path) -> None:
    content = pages(made)
    for kind, data in (
        ("docx", docx(made, "en")),
        ("epub", epub(made, "en")),
        ("docx", b"PK"),
        ("epub", b""),
    ):
        with pytest.raises(RirError):
            wrong = {**content, f"vlm202404.fr.{kind}": data}  # the English under the French name
            publishing.publish(made, wrong, site=tmp_path, when=WHEN, version="0")
    assert not (tmp_path / made.report.key).exists()


def test_publish_writes_both_languages_of_each(made: Pair) -> None:
    content = publication.files_of(made, formats=("docx", "pdf"), templates=None)
    named = {name for name in content if name.endswith((".docx", ".pdf"))}
    assert named == {f"vlm202404.{lang}.{kind}" for lang in LANGUAGES for kind in ("docx", "pdf")}
