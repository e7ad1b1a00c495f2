"""The same report in every format: the same blocks."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from published import pages, sample
from rirbilingual.errors import RirError
from rirbilingual.model import TRANSLATED, BlockKind, CodeKind, Report
from rirbilingual.read import read
from rirbilingual.render.html import page as our_page

SAMPLE = Path(__file__).parent.parent / "src" / "rirbilingual" / "sample"
NAMES = ("VLM202404.E.txt", "VLM202301.E.txt", "VLM202301.EF.txt")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blocks(report: Report, *, furniture: bool = False) -> list[tuple[str, str, str, str]]:
    return [
        (block.kind.value, block.section, block.number, block.text)
        for block in report.blocks
        if furniture or block.kind is not BlockKind.FURNITURE
    ]


def page(report: Report) -> str:
    """The report as an office's page may have it, menus before and after."""
    out = []
    for block in report.blocks:
        text = html.escape(block.text).replace("\n", " <!-- wrapped -->\n")
        if block.kind is BlockKind.FURNITURE:
            continue
        if block.kind is BlockKind.HEADING:
            out.append(f"<h2>{text}</h2>")
        elif block.kind is BlockKind.TITLE:
            out.append(f"<h1>{text}</h1>")
        elif block.kind is BlockKind.BLOCK_QUOTATION:
            out.append(f"<blockquote><div><p>{text}</p></div></blockquote>")
        elif block.kind in (BlockKind.REFERENCE, BlockKind.NOTE):
            first, _, rest = text.partition(" ")
            out.append(f"<li><em>{first}</em> {rest}</li>")
        else:
            out.append(f"<p>{text}</p>")
    body = "\n".join(out)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Menu</title><style>p {{}}</style></head>
<body><header><p>Site</p></header><nav><ul><li>1. Menu</li></ul></nav><main><div>{body}</div></main>
<div><p>Date modified: 2024-01-01</p></div><footer>Contact</footer><script>var a = "<p>no</p>"</script></body></html>"""


def word(report: Report) -> bytes:
    """The report as Word has it: notes are footnotes, their calls references to them."""
    styles = {BlockKind.HEADING: "Titre2", BlockKind.BLOCK_QUOTATION: "Cit"}
    notes = [block for block in report.blocks if block.kind is BlockKind.NOTE]
    paragraphs = []
    for block in report.blocks:
        if block.kind is BlockKind.NOTE or block.text in ("Note", "Notes"):
            continue
        style = styles.get(block.kind, "Normal")
        runs = "".join(
            f'<w:r><w:footnoteReference w:id="{int(part[1:-1]) + 1}"/></w:r>' if part in calls(notes)
            else f'<w:r><w:t xml:space="preserve">{html.escape(part)}</w:t></w:r>'
            for part in pieces(block.text, calls(notes))
        )  # fmt: skip
        paragraphs.append(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>'
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>{runs}</w:p>"
        )
    held = "".join(
        f'<w:footnote w:id="{int(note.number) + 1}"><w:p><w:r><w:t xml:space="preserve">'
        f"{html.escape(note.text.partition(' ')[2])}</w:t></w:r></w:p></w:footnote>"
        for note in notes
    )
    named = "".join(
        f'<w:style w:styleId="{ident}"><w:name w:val="{name}"/></w:style>'
        for ident, name in (("Titre2", "heading 2"), ("Cit", "Quote"), ("Normal", "Normal"))
    )
    return archive(
        {
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(paragraphs)}</w:body></w:document>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{held}</w:footnotes>',
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{named}</w:styles>',
        }
    )


def calls(notes: Sequence[object]) -> list[str]:
    return [f"[{n}]" for n in range(1, len(notes) + 1)]


def pieces(text: str, wanted: list[str]) -> list[str]:
    """The text cut at the calls, the space before each with its call."""
    for call in wanted:
        text = text.replace(f" {call}", f"\x00{call}\x00")
    return [part for part in text.split("\x00") if part]


def archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


def markdown(report: Report) -> str:
    out = []
    for block in report.blocks:
        text = (
            block.text.replace("\\", "\\\\")
            .replace("*", "\\*")
            .replace("_", "\\_")
            .replace("[", "\\[")
            .replace("`", "\\`")
        )
        if block.kind is BlockKind.HEADING:
            out.append(f"## {text}")
        elif block.kind is BlockKind.BLOCK_QUOTATION:
            out.append(f"> {text}")
        elif block.kind is not BlockKind.FURNITURE:
            out.append(text.replace("&", "&amp;").replace("<", "&lt;"))
    return "\n\n".join(out)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["html", "docx", "md"])
def test_each_format_gives_the_blocks_of_the_text(name: str, form: str, tmp_path: Path) -> None:
    report = read(SAMPLE / name)
    made = {
        "html": lambda: page(report).encode(),
        "docx": lambda: word(report),
        "md": lambda: markdown(report).encode(),
    }
    path = tmp_path / f"report.{form}"
    path.write_bytes(made[form]())
    again = read(path)
    assert blocks(again) == blocks(report)
    assert (again.number, again.date, again.title, again.language) == (
        report.number, report.date, report.title, report.language
    )  # fmt: skip
    assert [r.key for r in again.references] == [r.key for r in report.references]
    parts = [again.gaps[0]]
    for block, gap in zip(again.blocks, again.gaps[1:], strict=True):
        parts += [block.text, gap]
    assert "".join(parts) == again.text


def test_the_pages_that_we_publish_are_read_back(tmp_path: Path) -> None:
    made = sample()
    shown = pages(made)
    for language in ("en", "fr"):
        (tmp_path / f"{language}.html").write_bytes(shown[f"{language}.html"])
    english, french = read(tmp_path / "en.html"), read(tmp_path / "fr.html")
    assert blocks(english)[2:] == blocks(made.report)[2:]  # after number and date, which stand in one line
    assert (english.number, english.date) == (made.report.number, made.report.date)
    assert (french.language, french.date) == ("fr", made.report.date)
    kinds = TRANSLATED - {BlockKind.MARKER}  # the French has one above words that are English in the English
    assert [b.kind for b in french.blocks if b.kind in kinds] == [
        b.kind for b in english.blocks if b.kind in kinds
    ]


def test_a_page_with_links_to_its_other_formats_keeps_its_title(tmp_path: Path) -> None:
    made = sample()
    sizes = {f"vlm202404.en.{ending}": 1000 for ending in ("pdf", "docx", "epub", "txt")}
    data = our_page(made, "en", sizes={**sizes, "vlm202404.tmx": 1, "vlm202404.json": 1})
    (tmp_path / "en.html").write_bytes(data)
    again = read(tmp_path / "en.html")
    assert again.title == made.report.title
    assert blocks(again)[2:] == blocks(made.report)[2:]  # after number and date


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")],
)
def test_the_encoding_of_a_text_is_found_and_said(encoding: str, said: str, tmp_path: Path) -> None:
    text = (SAMPLE / "VLM202301.EF.txt").read_text(encoding="utf-8")
    text = text.encode("cp1252", "ignore").decode("cp1252").replace("\n", "\r\n")
    path = tmp_path / "r.txt"
    path.write_bytes(text.encode(encoding))
    found = read(path)
    assert found.text == text
    assert [f.message for f in found.findings if f.check == "read.encoding"] == (
        [f"read as {said}: not UTF-8"] if said else []
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_page_is_read_in_the_encoding_that_it_says(encoding: str, tmp_path: Path) -> None:
    report = read(SAMPLE / "VLM202301.EF.txt")
    shown = page(report).replace('charset="utf-8"', f'charset="{encoding}"')
    path = tmp_path / "r.html"
    path.write_bytes(shown.encode("cp1252" if "8859" in encoding else encoding, "xmlcharrefreplace"))
    assert blocks(read(path)) == blocks(report)


def test_a_list_entry_above_the_entries_is_their_heading(tmp_path: Path) -> None:
    made = read(SAMPLE / "VLM202404.E.txt")
    path = tmp_path / "r.html"
    path.write_text(
        page(made).replace("<h2>References</h2>", "<ul><li>References</li></ul>"), encoding="utf-8"
    )
    assert "<li>References</li>" in path.read_text(encoding="utf-8")
    assert [r.text for r in read(path).references] == [r.text for r in made.references]


def test_a_title_of_two_lines_is_one(tmp_path: Path) -> None:
    made = read(SAMPLE / "VLM202404.E.txt")
    title = html.escape(made.title)
    path = tmp_path / "r.html"
    path.write_text(page(made).replace(title, title.replace(" ", "<br>", 1), 1), encoding="utf-8")
    assert "<br>" in path.read_text(encoding="utf-8") and read(path).title == made.title


def test_what_is_slightly_wrong_is_read_and_said(tmp_path: Path) -> None:
    text = (SAMPLE / "VLM202404.E.txt").read_text(encoding="utf-8")
    text = text.replace("VLM202404.E", "Response to Information Request: VLM202404.E", 1)
    text = text.replace("\n3. ", "\n4) ", 1).replace("\nReferences\n", "\nReferences:\n")
    path = tmp_path / "r.txt"
    path.write_text(text, encoding="utf-8")
    found = read(path)
    said = [f.message for f in found.findings if f.check == "read.recovered"]
    assert found.number == "VLM202404.E" and "its number stands among other words" in said
    assert any("section 4 follows" in line for line in said) and found.text == text
    assert len(found.references) == len(read(SAMPLE / "VLM202404.E.txt").references)


CONTENTS = "1. Overview", "1.1 Kinds of Tolls", "References", "Additional Sources Consulted"
BODY = """# Velmora: Tolls (2024)

VLM202406.E

2 June 2024

## Velmora: Tolls (2024)

%s

## 1. Overview

Every bridge has a toll.

### 1.1 Kinds of Tolls

Some are paid in salt.

## References

Bridge Watch. 2024-01-22. "Who Pays?" [Accessed 2024-02-20]

## Additional Sources Consulted

Oral sources: a ferryman.
"""


@pytest.mark.parametrize("form", ["list", "lines"])
def test_a_list_of_contents_is_no_heading_and_ends_no_report(form: str, tmp_path: Path) -> None:
    listed = "\n".join(f"- {line}" for line in CONTENTS)
    path = tmp_path / ("r.md" if form == "list" else "r.txt")
    text = BODY % (listed if form == "list" else "\n\n".join(CONTENTS[2:]))
    path.write_text(text if form == "list" else text.replace("#", ""), encoding="utf-8")
    found = read(path)
    headings = [b.text for b in found.blocks if b.kind is BlockKind.HEADING]
    assert headings[-4:] == list(CONTENTS) and (form == "lines" or len(headings) == 4)
    assert not [b for b in found.blocks if b.kind is BlockKind.VERBATIM]
    assert [r.label for r in found.references] == ["Bridge Watch"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.md", "> 12\\. Tolls shall be\n>\n> (a) paid."),
        ("r.md", "[translation]\n\n> 12\\. Tolls shall be:"),
        ("r.md", "- 12\\. Tolls of salt"),
        ("r.txt", "The law says:\n\n[translation]\n\n12. Tolls shall be paid"),
    ],
)
def test_a_numbered_line_of_a_quotation_or_a_list_is_no_heading(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(BODY % text if name.endswith("md") else (BODY % text).replace("#", ""), encoding="utf-8")
    found = read(path)
    assert [b.text for b in found.blocks if b.kind is BlockKind.HEADING] == list(CONTENTS)
    assert not [f for f in found.findings if f.check == "read.recovered"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"not a zip", "not a Word document"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 40, "a damaged archive"),
        ("a.docx", archive({"a.txt": "a"}), "not a Word document"),
        ("a.docx", archive({"word/document.xml": "<a>"}), "document.xml"),
        ("a.docx", archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entit"),
        ("a.docx", archive({"word/document.xml": " " * (65 * 1024 * 1024)}), "unpacks to more than"),
        ("a.docx", archive({f"../{n}": "" for n in range(5001)}), "an archive of 5,001 files"),
        ("a.html", b"", "a page without text"),
        ("a.html", b"<html><script>x</script></html>", "a page without text"),
        ("a.html", b'<meta charset="no-such">text', "not no-such"),
        ("a.html", b"<p>text</p>", "no report number"),
        ("a.html", b"<div>" * 10_000 + b"text" + b"</div>" * 10_000 + b"more", "nested too deep"),
        ("a.md", b"# text", "no report number"),
        ("a.txt", archive({"word/document.xml": "<a/>"}), "a ZIP archive"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_report_is_one_line(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RirError) as refused:
        read(path)
    assert said in str(refused.value) and str(refused.value).startswith(str(path))


def test_a_page_of_a_thousand_elements_in_each_other_is_read_whole(tmp_path: Path) -> None:
    shown = page(read(SAMPLE / NAMES[0])).replace(
        "<h2>References", f"{'<div>' * 1000}Deep.{'</div>' * 1000}<h2>References"
    )
    (tmp_path / "a.html").write_text(shown)
    assert "Deep." in [block.text for block in read(tmp_path / "a.html").blocks]
    assert len(read(tmp_path / "a.html").references) == len(read(SAMPLE / NAMES[0]).references)


ENTRY = 'Port Monitor. 2024-01-22. "Wells." [Accessed 2024-02-20]'


def paragraph(text: str, properties: str = "") -> str:
    """A w:p of one run, or of the runs given."""
    runs = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def styled(ident: str) -> str:
    return f'<w:pStyle w:val="{ident}"/>'


def written(body: str, folder: Path, ending: str, **others: str) -> Path:
    """A short report with this body. others: of Word, the further parts of the archive by their names."""
    front, back = ("VLM202405.E", "15 May 2024"), ("References", ENTRY)
    path = folder / f"report.{ending}"
    if ending == "html":
        shown = "".join(f"<p>{line}</p>" for line in front) + "<h1>Velmora: Wells</h1><h2>1. Overview</h2>"
        path.write_text(
            f'<meta charset="utf-8"><body><main>{shown}{body}<h2>References</h2><p>{ENTRY}</p></main>',
            "utf-8",
        )
    elif ending == "md":
        path.write_text(
            "\n\n".join([*front, "# Velmora: Wells", "## 1. Overview", body, "## References", ENTRY]), "utf-8"
        )
    else:
        lines = [*map(paragraph, (*front, "Velmora: Wells", "1. Overview")), body, *map(paragraph, back)]
        parts = {"document": f"<w:body>{''.join(lines)}</w:body>", "styles": STYLES, **others}
        path.write_bytes(
            archive(
                {
                    f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{inside}</w:{name}>"
                    for name, inside in parts.items()
                }
            )
        )
    return path


NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", W),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    )
)
STYLES = "".join(
    f'<w:style w:styleId="{ident}"><w:name w:val="{name}"/>{more}</w:style>'
    for ident, name, more in (
        ("Titre2", "heading 2", ""),
        ("Cit", "Quote", ""),
        ("Puces", "List Bullet", ""),
        ("Cache", "Caché", "<w:rPr><w:vanish/></w:rPr>"),
        ("Plus", "Plus caché", '<w:basedOn w:val="Cache"/>'),
        ("Rubrique", "Rubrique", '<w:basedOn w:val="Titre2"/>'),
        ("Extrait", "Extrait", '<w:basedOn w:val="Cit"/>'),
    )
)


def body(path: Path) -> list[tuple[str, str]]:
    """The kinds and texts of the blocks between the first heading and the references."""
    told = [(block.kind.value, block.text) for block in read(path).blocks]
    return told[told.index(("heading", "1. Overview")) + 1 : told.index(("heading", "References"))]


def test_a_line_after_a_break_stays_what_its_paragraph_is(tmp_path: Path) -> None:
    kept = [
        ("block-quotation", "Everyone has the right to water."),
        ("block-quotation", "Wells belong to the state (Port Monitor 2024-01-22)"),
        ("list", "open wells"),
        ("list", "closed wells"),
    ]
    quoted, listed = (f"{first[1]}<br>{second[1]}" for first, second in (kept[:2], kept[2:]))
    page = f"<blockquote><p>{quoted}</p></blockquote><ul><li>{listed}</li></ul>"
    assert body(written(page, tmp_path, "html")) == kept
    runs = (f"<w:r><w:t>{t.replace('<br>', '</w:t><w:br/><w:t>')}</w:t></w:r>" for t in (quoted, listed))
    word = "".join(paragraph(run, styled(style)) for run, style in zip(runs, ("Cit", "Puces"), strict=True))
    assert body(written(word, tmp_path, "docx")) == kept


def test_each_line_of_a_footer_is_furniture(tmp_path: Path) -> None:
    path = written("<p>Wells are deep.</p>", tmp_path, "html")
    with path.open("a", encoding="utf-8") as file:
        file.write("<footer><p>Board<br>344 Slater Street<br>Ottawa</p></footer>")
    assert [b.text for b in read(path).blocks if b.kind is BlockKind.FURNITURE] == [
        "Board", "344 Slater Street", "Ottawa"
    ]  # fmt: skip


def test_a_footnote_of_two_lines_is_one_note(tmp_path: Path) -> None:
    called = paragraph('<w:r><w:t>Wells are deep.</w:t><w:footnoteReference w:id="2"/></w:r>')
    note = f'<w:footnote w:id="2">{paragraph("<w:r><w:t>Some.</w:t><w:br/><w:t>Others.</w:t></w:r>")}</w:footnote>'
    assert body(written(called, tmp_path, "docx", footnotes=note))[-1] == ("note", "[1] Some. Others.")


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('A box of its own stands here.')}</w:txbxContent>"
    ways = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    new = "<mc:Choice Requires='w16se'/><mc:Fallback><w:t> deep</w:t></mc:Fallback>"
    runs = "".join(
        f"<w:r><w:t>{text}</w:t><mc:AlternateContent>{held}</mc:AlternateContent></w:r>"
        for text, held in (("Wells are", new), (" here.", ways))
    )
    assert body(written(paragraph(runs), tmp_path, "docx")) == [
        ("paragraph", "Wells are deep here."),
        ("paragraph", "A box of its own stands here."),
    ]


def test_footnotes_and_endnotes_of_word_are_notes_in_the_order_of_their_calls(tmp_path: Path) -> None:
    end, foot = (f'<w:{kind}Reference w:id="2"/>' for kind in ("endnote", "footnote"))
    called = paragraph(f"<w:r><w:t>Wells</w:t>{end}<w:t> and tanks</w:t>{foot}<w:t> leak.</w:t></w:r>")
    ends = f'<w:endnote w:id="2">{paragraph("Open wells.")}</w:endnote>'
    feet = f'<w:footnote w:id="2">{paragraph("Steel tanks.")}</w:footnote>'
    assert body(written(called, tmp_path, "docx", footnotes=feet, endnotes=ends)) == [
        ("paragraph", "Wells [1] and tanks [2] leak."),
        ("heading", "Notes"),
        ("note", "[1] Open wells."),
        ("note", "[2] Steel tanks."),
    ]
    with pytest.raises(RirError, match="calls endnotes that it does not have"):
        read(written(called, tmp_path, "docx", footnotes=feet))


def test_symbols_and_equations_of_word_are_read(tmp_path: Path) -> None:
    runs = (
        '<w:r><w:t>Sixty</w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:sym w:font="Arial" w:char="2013"/></w:r>'
        "<m:oMath><m:sSup><m:sSupPr><m:ctrlPr/></m:sSupPr><m:e><m:r><m:t>x</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath><!-- a comment --><w:r><w:t> there.</w:t></w:r>"
    )
    path = written(paragraph(runs), tmp_path, "docx")
    assert body(path) == [("paragraph", "Sixty°–x2 there.")]
    assert [(c.kind, c.start, c.end) for b in read(path).blocks for c in b.codes] == [(CodeKind.SUP, 8, 9)]


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "Wingdings F0FC"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", "an equation"),
    ],
)
def test_what_would_be_lost_of_word_is_refused(run: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RirError, match=said):
        read(written(paragraph(run), tmp_path, "docx"))


def test_a_page_break_of_word_cuts_no_paragraph(tmp_path: Path) -> None:
    runs = '<w:r><w:t>Wells are</w:t><w:br w:type="page"/><w:t>deep.</w:t></w:r>'
    assert body(written(paragraph(runs), tmp_path, "docx")) == [("paragraph", "Wells are deep.")]


def test_a_style_of_word_is_what_it_is_based_on(tmp_path: Path) -> None:
    asked, quoted = "Who owns the wells, and who drinks from them?", "Everyone has the right to water."
    lines = paragraph(asked, styled("Rubrique")) + paragraph(quoted, styled("Extrait"))
    assert body(written(lines, tmp_path, "docx")) == [("heading", asked), ("block-quotation", quoted)]


def test_a_paragraph_that_was_taken_off_its_list_is_none(tmp_path: Path) -> None:
    lines = "".join(paragraph(f"In list {n}.", f'<w:numPr><w:numId w:val="{n}"/></w:numPr>') for n in (1, 0))
    assert body(written(lines, tmp_path, "docx")) == [("list", "In list 1."), ("paragraph", "In list 0.")]


@pytest.mark.parametrize("own", ["", '<w:vanish w:val="off"/>'])
def test_words_that_word_hides_by_a_style_are_left_out(own: str, tmp_path: Path) -> None:
    runs = f'<w:r><w:rPr><w:rStyle w:val="Plus"/>{own}</w:rPr><w:t>Clear </w:t></w:r><w:r><w:t>wells.</w:t></w:r>'
    gone = paragraph("Top of the form", styled("Plus"))
    kept = "Clear wells." if own else "wells."
    assert body(written(paragraph(runs) + gone, tmp_path, "docx")) == [("paragraph", kept)]


def test_the_parts_of_a_word_file_may_have_other_names(tmp_path: Path) -> None:
    line = paragraph("Everyone has the right to water.", styled("Cit"))
    path = written(line, tmp_path, "docx")
    with zipfile.ZipFile(path) as usual:
        main, styles = (usual.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
    relations = (
        f'<Relationships><Relationship Type="http://a/{kind}" Target="{target}"/></Relationships>'
        for kind, target in (("officeDocument", "word/document2.xml"), ("styles", "/looks/styles3.xml"))
    )
    files = ("_rels/.rels", "word/_rels/document2.xml.rels", "word/document2.xml", "looks/styles3.xml")
    path.write_bytes(archive(dict(zip(files, (*relations, main, styles), strict=True))))
    assert body(path) == [("block-quotation", "Everyone has the right to water.")]


@pytest.mark.parametrize(
    "style", ["display:none;mso-hide:all", "color: red; Display : None", "visibility:hidden"]
)
def test_words_that_a_page_hides_by_their_look_are_left_out(style: str, tmp_path: Path) -> None:
    page = f"<p>Wells <span style='{style}'>and tanks </span>are <i style='display:inline'>deep</i>.</p>"
    assert body(written(page, tmp_path, "html")) == [("paragraph", "Wells are deep.")]


def test_a_page_quotes_with_the_marks_that_a_browser_shows(tmp_path: Path) -> None:
    page = "<p>They are <q>very <q>deep</q></q>.</p><p lang='fr-CA'>Le mot est <q>puits</q>.</p>"
    assert body(written(page, tmp_path, "html")) == [
        ("paragraph", "They are “very ‘deep’”."),
        ("paragraph", "Le mot est «\u00a0puits\u00a0»."),
    ]


def test_a_legend_is_a_paragraph(tmp_path: Path) -> None:
    page = "<fieldset><legend>Wells are deep.</legend>Tanks are not.</fieldset>"
    assert body(written(page, tmp_path, "html")) == [
        ("paragraph", "Wells are deep."),
        ("paragraph", "Tanks are not."),
    ]


def test_lists_and_numbers_of_a_page_that_word_saved_are_read(tmp_path: Path) -> None:
    label = "<span style='mso-list:Ignore'>{}<span style='font:7.0pt'>&nbsp;&nbsp; </span></span>{}".format
    page = (
        f"<h2 style='mso-list:l0 level2 lfo1'>{label('1.1', 'Wells')}</h2>"
        f"<p style='text-indent:-18pt;mso-list:l1 level1 lfo2'>{label('·', 'open wells;')}</p>"
        f"<p style='mso-list:l2 level1 lfo3'>{label('2.', 'closed wells.')}</p>"
    )
    assert body(written(page, tmp_path, "html")) == [
        ("heading", "1.1 Wells"),
        ("list", "open wells;"),
        ("list", "closed wells."),
    ]


def called(call: str, *, number: int = 1) -> str:
    """A Canada.ca call of a note."""
    return f'<sup><a class="fn-lnk" href="#fn{number}"><span class="wb-inv">{call} </span>{number}</a></sup>'


TWO_NOTES = [
    ("paragraph", "Wells [1] and tanks [2] leak."),
    ("heading", "Notes"),
    ("note", "[1] Open wells."),
    ("note", "[2] Steel tanks."),
]


@pytest.mark.parametrize("element", ["aside", "div"])
@pytest.mark.parametrize("title", ["Notes", "Footnotes"])
@pytest.mark.parametrize("is_last", [False, True])
def test_the_notes_of_a_canada_ca_page_are_notes(
    element: str, title: str, is_last: bool, tmp_path: Path
) -> None:
    kept = "".join(
        f'<dt>Footnote {n}</dt><dd id="fn{n}"><p>{text}</p><p class="fn-rtn"><a href="#fn{n}-rf">{n}</a></p></dd>'
        for n, text in ((1, "Open<br>wells."), (2, "Steel tanks."))
    )
    notes = f'<{element} class="wb-fnote" role="note"><h2>{title}</h2><dl>{kept}</dl></{element}>'
    page = f"<p>Wells{called('Footnote')} and tanks{called('Footnote', number=2)} leak.</p>"
    path = written(page if is_last else page + notes, tmp_path, "html")
    if is_last:
        path.write_text(path.read_text("utf-8") + notes, "utf-8")
    assert body(path) == TWO_NOTES
    assert read(path).blocks[-1].text == ENTRY


def test_the_notes_of_a_page_that_word_saved_are_notes(tmp_path: Path) -> None:
    call = '<a style="mso-footnote-id:ftn{0}" href="#_ftn{0}"> [{0}]</a>'.format
    kept = "".join(
        f"<div style='mso-element:footnote' id=ftn{n}><p><a href='#_ftnref{n}'>[{n}]</a> {text}</p></div>"
        for n, text in ((1, "Open wells."), (2, "Steel tanks."))
    )
    path = written(f"<p>Wells{call(1)} and tanks{call(2)} leak.</p>", tmp_path, "html")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"<div style='mso-element:footnote-list'><hr>{kept}</div>")
    assert body(path) == TWO_NOTES


def test_notes_that_a_browser_numbers_are_notes(tmp_path: Path) -> None:
    call = '<a href="#n{0}" role="doc-noteref"><sup>{0}</sup></a>'.format
    back = '<a href="#r{0}" role="doc-backlink">\u21a9\ufe0e</a>'.format
    kept = "".join(
        f'<li id="n{n}"><p>{text} {back(n)}</p></li>' for n, text in ((1, "Open wells."), (2, "Steel tanks."))
    )
    page = f"<p>Wells{call(1)} and tanks{call(2)} leak.</p>"
    notes = f'<section role="doc-endnotes"><ol>{kept}</ol></section>'
    assert body(written(page + notes, tmp_path, "html")) == TWO_NOTES


def test_a_note_of_two_paragraphs_is_one(tmp_path: Path) -> None:
    kept = "<dt>Footnote 1</dt><dd><p>Open wells,</p><p>and <em>closed</em> ones.</p></dd>"
    page = f"<p>Wells{called('Footnote')} leak.</p><div class='wb-fnote'><h2>Notes</h2><dl>{kept}</dl></div>"
    path = written(page + "<p>This Response is not conclusive.</p>", tmp_path, "html")
    assert body(path) == [
        ("paragraph", "Wells [1] leak."),
        ("paragraph", "This Response is not conclusive."),
        ("heading", "Note"),
        ("note", "[1] Open wells, and closed ones."),
    ]
    assert [c.start for b in read(path).blocks for c in b.codes] == [20]


def test_an_aside_without_numbers_stays_in_its_place(tmp_path: Path) -> None:
    page = '<aside role="note"><p>Prices are in dollars.</p></aside><p>Wells are deep.</p><aside>Menu</aside>'
    assert body(written(page, tmp_path, "html")) == [
        ("paragraph", "Prices are in dollars."),
        ("paragraph", "Wells are deep."),
        ("furniture", "Menu"),
    ]


def test_html_in_markdown_is_read_as_html(tmp_path: Path) -> None:
    text = """Wells are *deep*.<br>Tanks <!-- are they? --> are not; H<sub>2</sub>O is.

<!-- ask the source again -->

<div>A <b>raw</b> paragraph.</div>

<table><tr><th>Town</th><th>Wells</th></tr><tr><td>Alcorza</td><td>120</td></tr></table>

| Town | Tanks |
|---|---|
| Nordaz | ![40](many.png) |

```
first line
second line
```"""
    path = written(text, tmp_path, "md")
    cells = ["Town", "Wells", "Alcorza", "120", "Town", "Tanks", "Nordaz", "40"]
    assert [shown for _, shown in body(path)] == [
        "Wells are deep.", "Tanks are not; H2O is.", "A raw paragraph.", *cells, "first line", "second line",
    ]  # fmt: skip
    blocks = read(path).blocks
    assert [block.cell.table for block in blocks if block.cell] == [1] * 4 + [2] * 4
    assert [code.kind for block in blocks for code in block.codes] == [
        CodeKind.EM, CodeKind.SUB, CodeKind.STRONG
    ]  # fmt: skip


@given(data=st.binary(max_size=2000), form=st.sampled_from(["txt", "html", "docx", "md"]), head=st.booleans())
@settings(max_examples=300)
def test_any_bytes_are_a_report_or_one_clear_line(
    data: bytes, form: str, head: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any.{form}"
    starts = {"html": b"<p>ABC202301.E</p><p>1 May 2023</p>", "docx": b"PK\x03\x04"}.get(
        form, b"ABC202301.E\n\n1 May 2023\n\n"
    )
    path.write_bytes(starts + data if head else data)
    try:
        assert isinstance(read(path), Report)
    except RirError as refused:
        assert "\n" not in str(refused)
