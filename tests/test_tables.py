"""Tables: read from every format, in both languages' pages and documents, and read back the same."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from rirbilingual import pipeline, publication
from rirbilingual.model import Approval, Block, BlockKind, Cell, Pair, Report, State, Unit
from rirbilingual.pairs import pair
from rirbilingual.publish import pair as publishing
from rirbilingual.read import read, read_string
from rirbilingual.text.normalise import digest

CASES = sorted((Path(__file__).parent / "cases" / "read" / "tables").glob("*.html"))
WHEN = "2024-04-20T10:00:00Z"
HEAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body><main>
<p>VLM202405.E</p><p>5 May 2024</p><h1>Velmora: Complaints and what became of them (2022–2024)</h1>
<p>Research Directorate, Immigration and Refugee Board of Canada</p><h2>1. Overview</h2>
<p>The Office receives complaints of all kinds, and it says so.</p>
"""
FOOT = """<h2>2. Other Matters</h2><p>There is no more to say of it.</p>
<h2>Note</h2><p>[1] The Office gives no reason.</p><h2>References</h2>
<p>Office of Complaints (Office). 2024-01-05. <em>Yearly Count</em>. [Accessed 2024-04-02]</p></main></body></html>
"""


def page(fragment: str) -> bytes:
    return (HEAD + fragment + FOOT).encode()


def told(block: Block) -> str:
    """A block as the case files have it: "1 2,3 1x2 row paragraph | text"."""
    cell = block.cell
    parts = []
    if cell:
        parts = [str(cell.table), f"{cell.row},{cell.column}"]
        parts += [f"{cell.rows}x{cell.columns}"] if (cell.rows, cell.columns) != (1, 1) else []
        parts += [cell.header] if cell.header else []
    return f"{' '.join([*parts, block.kind.value])} | {block.text}"


def between(report: Report) -> list[Block]:
    """What stands between the frame's first paragraph and its second section."""
    first = next(i for i, b in enumerate(report.blocks) if b.text.endswith("it says so."))
    last = next(i for i, b in enumerate(report.blocks) if b.text.startswith("2. Other"))
    return list(report.blocks[first + 1 : last])


def read_page(fragment: str, folder: Path) -> Report:
    (folder / "report.html").write_bytes(page(fragment))
    return read(folder / "report.html")


def test_there_are_cases() -> None:
    assert len(CASES) > 8


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_page_is_read_with_its_tables(case: Path, tmp_path: Path) -> None:
    found = between(read_page(case.read_text(), tmp_path))
    assert [told(block) for block in found] == case.with_suffix(".txt").read_text().splitlines()


def test_a_column_may_be_called_what_a_list_of_the_report_is(tmp_path: Path) -> None:
    named = (
        "<table><thead><tr><th>Office</th><th>References</th></tr></thead>"
        "<tr><td>Alcorza</td><td>old ones</td></tr></table><p>Those of last year:</p>"
        "<table><tr><td>Office</td><td>Notes</td></tr><tr><td>Nordaz</td><td>none</td></tr></table>"
    )
    report = read_page(named, tmp_path)
    assert [told(block) for block in between(report)] == [
        "1 1,1 column paragraph | Office",
        "1 1,2 column paragraph | References",
        "1 2,1 paragraph | Alcorza",
        "1 2,2 paragraph | old ones",
        "paragraph | Those of last year:",
        "2 1,1 column paragraph | Office",
        "2 1,2 column paragraph | Notes",
        "2 2,1 paragraph | Nordaz",
        "2 2,2 paragraph | none",
    ]
    assert [r.label for r in report.references] == ["Office"]


def test_a_table_that_lays_out_the_reference_list_is_none(tmp_path: Path) -> None:
    entry = "Harbour Watch. 2024-02-05. Yearly Count. [Accessed 2024-04-02]"
    laid_out = f'<table><tr><th colspan="2">References</th></tr><tr><td>{entry}</td><td>1</td></tr></table>'
    report = read_page(laid_out, tmp_path)
    assert not [block for block in report.blocks if block.cell]
    assert [r.label for r in report.references] == ["Harbour Watch", "Office"]


# --------------------------------------------------------------------------- other formats


def shape(report: Report) -> list[str]:
    return [told(block) for block in report.blocks if block.kind is not BlockKind.FURNITURE]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_text_of_a_page_is_the_same_report(case: Path, tmp_path: Path) -> None:
    report = read_page(case.read_text(), tmp_path)
    again = read_string(report.text)
    if case.stem in ("several", "quoted", "layout", "nested"):  # what plain text cannot say
        assert again.text == report.text
    else:
        assert [(b.kind, b.text, b.section, b.number) for b in again.blocks] == [
            (b.kind, b.text, b.section, b.number) for b in report.blocks
        ]


def test_a_table_in_plain_text_is_lines_with_tabs() -> None:
    rows = "Province\t2022\t\nAlcorza\t1,200\tgrew\n\tnone\tfell\n"
    head = "VLM202405.E\n\n5 May 2024\n\nVelmora: Complaints (2022)\n\n1. Overview\n\nThe count:\n"
    found = read_string(f"{head}{rows}\nAfter it.\n\nReferences\n\nOffice. 2024-01-05. Count.\n")
    assert [told(b) for b in found.blocks if b.cell] == [
        "1 1,1 paragraph | Province",
        "1 1,2 paragraph | 2022",
        "1 2,1 paragraph | Alcorza",
        "1 2,2 paragraph | 1,200",
        "1 2,3 paragraph | grew",
        "1 3,2 paragraph | none",
        "1 3,3 paragraph | fell",
    ]
    assert found.text == f"{head}{rows}\nAfter it.\n\nReferences\n\nOffice. 2024-01-05. Count.\n"


def test_tabs_after_the_numbers_of_headings_and_lists_make_no_table() -> None:
    head = "VLM202405.E\t5 May 2024\nVLM202405.E\n\n5 May 2024\n\nVelmora: Complaints\n\n"
    body = "1.\tOverview\n1.1\tWhat is counted\n\nText.\n\n-\tone entry\n-\tanother entry\n\n"
    found = read_string(f"{head}{body}References\n\nOffice. 2024-01-05. Count.\n")
    assert not [block for block in found.blocks if block.cell]


def test_a_table_in_markdown_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "VLM202405.E\n\n5 May 2024\n\n# Velmora: Complaints\n\n## 1. Overview\n\nThe count is this.\n\n"
        "| Province | *2022* |\n|---|---|\n| Alcorza | 1,200 |\n| Nordaz | |\n\n## References\n\n"
        "Office. 2024-01-05. Count.\n"
    )
    found = [block for block in read(path).blocks if block.cell]
    assert [told(block) for block in found] == [
        "1 1,1 column paragraph | Province",
        "1 1,2 column paragraph | 2022",
        "1 2,1 paragraph | Alcorza",
        "1 2,2 paragraph | 1,200",
        "1 3,1 paragraph | Nordaz",
    ]
    assert found[1].codes


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def cell(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{more}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def word(body: str, path: Path) -> Path:
    paragraphs = ["VLM202405.E", "5 May 2024", "Velmora: Complaints", "1. Overview", "The count is this."]
    written = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    last = "".join(
        f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("References", "Office. 2024-01-05. Count.")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body>{written}{body}{last}</w:body></w:document>',
        )
    return path


WIDE, TALL = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'


def test_a_table_in_word_is_read_with_merged_cells_headings_and_caption(tmp_path: Path) -> None:
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Group')}{cell('Incidents', WIDE)}</w:tr>"
        f"<w:tr>{cell('Guardians', TALL)}{cell('4')}{cell('5')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('', '')}{cell('6')}</w:tr>"
    )
    caption = '<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t>Incidents by group</w:t></w:r></w:p>'
    look = '<w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>'
    found = read(word(f"{caption}<w:tbl>{look}{rows}</w:tbl>", tmp_path / "report.docx"))
    assert [told(block) for block in found.blocks if block.cell] == [
        "1 0,1 paragraph | Incidents by group",
        "1 1,1 column paragraph | Group",
        "1 1,2 1x2 column paragraph | Incidents",
        "1 2,1 2x1 row paragraph | Guardians",
        "1 2,2 paragraph | 4",
        "1 2,3 paragraph | 5",
        "1 3,3 paragraph | 6",
    ]


def test_a_table_in_a_table_of_word_is_the_inner_one(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cell('Beside.')}{cell('Under.', '', inner)}</w:tr><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    found = read(word(outer, tmp_path / "report.docx"))
    assert [block.text for block in found.blocks if block.cell] == ["a", "b", "1", "2"]
    assert {"Beside.", "Under.", "x", "y"} <= {block.text for block in found.blocks}


# --------------------------------------------------------------------------- published


def french(unit: Unit) -> Unit:
    target = re.sub(r"\bOverview\b", "Aperçu", unit.source) if unit.kind is BlockKind.HEADING else unit.source
    approval = Approval("A. Tremblay", WHEN, digest(unit.source, target))
    return replace(
        unit, target=target, target_codes=unit.source_codes, state=State.FINAL, approvals=(approval,)
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A pair of all the cases, its French the English words."""
    path = tmp_path_factory.mktemp("tables") / "VLM202405.E.html"
    path.write_bytes(page("".join(case.read_text() for case in CASES)))
    report, segments = pipeline.segment(path)
    units = [
        french(Unit(id=s.id, source=s.text, kind=s.kind, where=s.where, source_codes=s.codes))
        for s in segments
    ]
    return pair(report, segments, units)


def cells(report: Report) -> list[tuple[Cell | None, str]]:
    return [(block.cell, block.text) for block in report.blocks if block.cell]


def test_pages_documents_and_texts_are_published_with_tables_and_read_back(
    made: Pair, tmp_path: Path
) -> None:
    formats = ("html", "txt", "docx", "epub", "pdf", "json", "tmx")
    content = publication.files_of(made, formats=formats, templates=None)
    done = publishing.publish(made, content, site=tmp_path / "site", when=WHEN, version="1")
    assert len(cells(made.report)) > 40
    for name in ("en.html", "fr.html", "vlm202405.en.docx", "vlm202405.fr.docx"):
        again = read(done.folder / name)
        assert cells(again) == cells(made.report), name
    for language in ("en", "fr"):
        lines = (done.folder / f"vlm202405.{language}.txt").read_text().splitlines()
        assert "Province\t2022\t2023" in lines and "Nordaz\t\tNot counted [1]" in lines
        epub = zipfile.ZipFile(io.BytesIO((done.folder / f"vlm202405.{language}.epub").read_bytes()))
        assert epub.read("EPUB/report.xhtml").count(b"<table>") == 8


@pytest.mark.parametrize("name", ["en.html", "fr.html", "en-fr.html"])
def test_a_page_shows_real_tables(made: Pair, name: str) -> None:
    tree: Any = lxml_html.fromstring(publication.files_of(made, formats=("html",), templates=None)[name])
    both = 2 if name == "en-fr.html" else 1
    assert len(tree.xpath("//main//table")) == 8 * both
    assert len(tree.xpath("//table/caption")) == both
    for label in tree.xpath("//div[@class='table']/@aria-label"):
        assert re.fullmatch(r"Table(au)? \d", label)
    assert len(tree.xpath("//th[@scope='col']")) > 10 and len(tree.xpath("//th[@scope='row']")) > 3
    assert not tree.xpath("//th[not(@scope)]")
    assert tree.xpath("//td[@rowspan='2' and contains(., 'Guardians')]") and tree.xpath("//td[@colspan='2']")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_columns_stay_in_line_in_every_row(made: Pair) -> None:
    """Each row of a table covers as many columns, those that hang from above among them."""
    tree: Any = lxml_html.fromstring(publication.files_of(made, formats=("html",), templates=None)["en.html"])
    for table in tree.xpath("//main//table"):
        widths = set()
        for group in table.xpath("thead|tbody"):
            hanging: list[int] = []
            for row in group.xpath("tr"):
                here = sum(int(c.get("colspan", "1")) for c in row) + len([h for h in hanging if h > 0])
                widths.add(here)
                hanging = [h - 1 for h in hanging if h > 1] + [
                    int(c.get("rowspan", "1")) - 1
                    for c in row
                    for _ in range(int(c.get("colspan", "1")))
                    if int(c.get("rowspan", "1")) > 1
                ]
        assert len(widths) == 1
