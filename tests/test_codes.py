"""Italics, raised letters and links: read from each format, kept beside the text, never in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rirbilingual.model import BlockKind, CodeKind, InlineCode, Report
from rirbilingual.read import read, read_string
from rirbilingual.segment import segments
from rirbilingual.text.codes import links_of, safe_link, tagged
from test_cli import run

CASES = Path(__file__).with_name("cases") / "codes"
FILES = sorted(path for path in CASES.iterdir() if path.suffix in (".html", ".md"))


def shown(report: Report) -> list[str]:
    """The report's units, a line each, their codes as a translator sees them."""
    return [tagged(s.text, s.codes, links_of(s.codes)) for s in segments(report)]


def test_there_are_cases() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_unit_has_its_codes(path: Path) -> None:
    expected = path.with_name(f"{path.name}.expected").read_text("utf-8").splitlines()
    assert shown(read(path)) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_codes_change_nothing_of_the_report_but_themselves(path: Path) -> None:
    with_codes = read(path)
    plain = read_string(with_codes.text, str(path))
    assert [block.text for block in plain.blocks] == [block.text for block in with_codes.blocks]
    assert [s.id for s in segments(plain)] == [s.id for s in segments(with_codes)]
    assert not any(block.codes for block in plain.blocks)
    assert all(
        0 <= c.start < c.end <= len(b.text)
        and not b.text[c.start].isspace()
        and not b.text[c.end - 1].isspace()
        for b in with_codes.blocks
        for c in b.codes
    )


def test_a_word_file_has_its_looks_and_links(tmp_path: Path) -> None:
    document = Document()
    for line in ("VLM202407.E", "3 July 2024", "Velmora: Wells"):
        document.add_paragraph(line)
    document.add_heading("1. Overview", 1)
    paragraph = document.add_paragraph("The ")
    paragraph.add_run("Port ").italic = True
    paragraph.add_run("Monitor").italic = True
    paragraph.add_run(" counts ").italic = False
    paragraph.add_run("3,000").bold = True
    paragraph.add_run(" wells of 40 m")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(" (", style="Emphasis")
    paragraph.add_run("pozos", style="Emphasis")
    paragraph.add_run("). See ")
    for address, words in (("https://example.org/wells", "the list"), ("javascript:x()", " or not")):
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = OxmlElement("w:r")
        run.text = words
        link.append(run)
        paragraph._p.append(link)
    paragraph.add_run(".")
    document.add_heading("References", 1)
    document.add_paragraph('Port Monitor. 2024-05-31. "Counting Wells." [Accessed 2024-06-27]')
    path = tmp_path / "wells.docx"
    document.save(str(path))
    report = read(path)
    (block,) = (block for block in report.blocks if block.kind is BlockKind.PARAGRAPH)
    assert tagged(block.text, block.codes, links_of(block.codes)) == (
        "The <em>Port Monitor</em> counts <strong>3,000</strong> wells of 40 m<sup>3</sup> <em>(pozos</em>). "
        "See <a1>the list</a1> or not."
    )
    assert [code.href for code in block.codes if code.kind is CodeKind.LINK] == ["https://example.org/wells"]


def test_segment_shows_codes_where_there_are_any() -> None:
    out = run("segment", CASES / "wells.html", "--json").stdout
    units = [json.loads(line) for line in out.splitlines()]
    coded = {unit["text"]: unit["codes"] for unit in units if "codes" in unit}
    assert coded["Wells are common."] == [{"type": "em", "start": 0, "end": 17}]
    assert coded["One link around"] == [
        {"type": "link", "start": 0, "end": 15, "href": "https://example.org/two"}
    ]
    assert len(coded) < len(units)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "/local", "#note", "", "java\nscript:x",
     "http://exa mple.org", "https://example.org/\u0000", "https://[", "https://e.org/" + "a" * 3000],
)  # fmt: skip
def test_no_page_may_lead_to_anything_but_an_address(address: str) -> None:
    assert safe_link(address) == ""


def test_a_code_within_its_like_is_one(tmp_path: Path) -> None:
    source = (CASES / "wells.html").read_text("utf-8")
    deep = "<em><strong>" * 50 + "deep water" + "</strong></em>" * 50
    path = tmp_path / "deep.html"
    path.write_text(source.replace("<em>Port Monitor</em>", deep), "utf-8")
    codes = [code for block in read(path).blocks for code in block.codes]
    assert InlineCode(4, 14, CodeKind.EM) in codes
