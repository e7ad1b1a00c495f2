"""Headings that Word numbers by itself are read with the numbers that it shows."""

import zipfile
from pathlib import Path

import pytest

from rirbilingual import RirError
from rirbilingual.model import BlockKind
from rirbilingual.read import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Titre2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>
</w:numPr></w:pPr></w:style>
<w:style w:styleId="Sub"><w:name w:val="heading 2 office"/><w:basedOn w:val="Titre2"/></w:style>
</w:styles>"""


UNNUMBERED = '<w:numPr><w:numId w:val="0"/></w:numPr>'


def level(n: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(first: str = "decimal", more: str = "") -> str:
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{level(0, first, "%1.")}'
        f"{level(1, 'decimal', '%1.%2', more)}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )


def paragraph(text: str, style: str = "", own: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(folder: Path, *headings: str, numbers: str) -> Path:
    start = [
        paragraph("ABC202301.E"),
        paragraph("1 May 2023"),
        paragraph("Country: The wells of a valley (2021-2023)", "Titre1", UNNUMBERED),
    ]
    body = [part for heading in headings for part in (heading, paragraph("People drink from the wells."))]
    end = [paragraph("References"), paragraph('Post. 2023-01-02. "Wells." [Accessed 2023-01-03]')]
    path = folder / "report.docx"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr(
            "word/document.xml",
            f"<w:document {W}><w:body>{''.join([*start, *body, *end])}</w:body></w:document>",
        )
        zipped.writestr("word/styles.xml", STYLES)
        zipped.writestr("word/numbering.xml", numbers)
    return path


def numbered(path: Path) -> list[str]:
    report = read(path)
    assert not report.findings
    return [b.text for b in report.blocks if b.kind is BlockKind.HEADING][:-1]


def test_a_style_numbers_its_headings_level_by_level(tmp_path: Path) -> None:
    path = document(
        tmp_path, paragraph("Overview", "Titre1"), paragraph("Presence", "Titre2"), paragraph("Reach", "Sub"),
        paragraph("Protection", "Titre1"), paragraph("Police", "Titre2"), numbers=numbering(),
    )  # fmt: skip
    assert numbered(path) == ["1. Overview", "1.1 Presence", "1.2 Reach", "2. Protection", "2.1 Police"]


def test_sections_are_those_of_the_numbers(tmp_path: Path) -> None:
    path = document(
        tmp_path, paragraph("Overview", "Titre1"), paragraph("Presence", "Titre2"), numbers=numbering()
    )
    sections = [b.section for b in read(path).blocks if b.kind is BlockKind.PARAGRAPH]
    assert sections[:2] == ["1", "1.1"]


@pytest.mark.parametrize(
    ("first", "more", "wanted"),
    [
        ("upperRoman", "", ["I. Overview", "I.1 Presence"]),
        ("upperRoman", "<w:isLgl/>", ["I. Overview", "1.1 Presence"]),
        ("upperLetter", "", ["A. Overview", "A.1 Presence"]),
        ("decimalZero", "", ["01. Overview", "01.1 Presence"]),
        ("bullet", "<w:isLgl/>", ["Overview", "1.1 Presence"]),
    ],
)
def test_numbers_have_the_form_that_the_list_gives_them(
    first: str, more: str, wanted: list[str], tmp_path: Path
) -> None:
    path = document(
        tmp_path,
        paragraph("Overview", "Titre1"),
        paragraph("Presence", "Titre2"),
        numbers=numbering(first, more),
    )
    assert [b.text for b in read(path).blocks if b.kind is BlockKind.HEADING][:2] == wanted


def test_a_heading_may_leave_its_list_or_count_anew(tmp_path: Path) -> None:
    anew = UNNUMBERED.replace("0", "2")
    path = document(
        tmp_path,
        paragraph("Overview", "Titre1", UNNUMBERED),
        paragraph("Annex", "Titre1", anew),
        numbers=numbering(),
    )
    assert [b.text for b in read(path).blocks if b.kind is BlockKind.HEADING][:2] == ["Overview", "5. Annex"]


def test_a_form_that_is_not_read_is_refused(tmp_path: Path) -> None:
    path = document(tmp_path, paragraph("Overview", "Titre1"), numbers=numbering("chineseCounting"))
    with pytest.raises(RirError, match="chineseCounting"):
        read(path)


def test_figures_out_of_all_bounds_are_no_error(tmp_path: Path) -> None:
    wild = (
        numbering().replace('<w:start w:val="1"/>', f'<w:start w:val="{"9" * 5000}"/>').replace("7", "x" * 9)
    )
    path = document(tmp_path, paragraph("Overview", "Titre1"), numbers=wild)
    assert numbered(path) == ["1. Overview"]
