"""Italics, raised letters and links: read from each format, kept beside the text, never in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rirbilingual.draft.codes import placed
from rirbilingual.formats.po import read_po
from rirbilingual.formats.po_codes import tagged_texts
from rirbilingual.formats.tmx import read_tmx
from rirbilingual.model import BlockKind, CodeKind, InlineCode, Report, State, Unit
from rirbilingual.read import read, read_string
from rirbilingual.render.marks import code_marks
from rirbilingual.render.markup import Mark, marked_up
from rirbilingual.segment import segments
from rirbilingual.text.codes import links_of, safe_link, tagged, untagged
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


# --------------------------------------------------------------------------- the whole way

FRENCH = {
    "Velmora: Wells and the people who keep them": "Velmora : les puits et ceux qui les gardent",
    "The Port Monitor counts 3,000 wells, some of which hold 40 m3 of water.":
        "Le Port Monitor compte 3 000 puits, dont certains contiennent 40 m3 d'eau.",
    "Wells are common.": "Les puits sont communs.",
    "Rain is rare.": "La pluie est rare.",
    "A keeper is called a pozero , and H2O is dear.": "Un gardien est appelé pozero, et H2O est cher.",
    "See the list of all wells, a page that is no page, a page of this site, some data and the keepers' office.":
        "Voir la liste de tous les puits, une page qui n'en est pas une, une page de ce site, des données et "
        "le bureau des gardiens.",
    "A literal <em> stays, and so does nothing.": "Un <em> littéral reste, et rien non plus.",
    "One link around": "Un lien autour",
    "two paragraphs of a page": "deux paragraphes d'une page",
}  # fmt: skip
DRAFTED = [
    "Le <em>Port Monitor</em> compte <strong>3 000</strong> puits, dont certains contiennent 40 m<sup>3</sup> d'eau.",
    "<em>Les puits sont communs.</em>",
    "Un gardien est appelé <em>pozero</em>, et H<sub>2</sub>O est cher.",
    "<a1>Un lien autour</a1>",
    "<em>Port Monitor</em>. 2024-05-31. Ana Ruiz. « Counting Wells ». [Date de consultation : 2024-06-27]",
]
PLACED = (
    "Voir <a1>la liste de <em>tous</em> les puits</a1>, une page qui n'en est pas une, une page de ce site, des "
    "données et <a2>le bureau des gardiens</a2>."
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with italics and links, drafted with a memory of plain text."""
    folder = tmp_path_factory.mktemp("codes")
    shutil.copy(CASES / "wells.html", folder)
    (folder / "m.tsv").write_text("".join(f"{e}\t{f}\n" for e, f in FRENCH.items()), "utf-8")
    assert run("memory", "import", "m.tsv", "-m", "m.sqlite", cwd=folder).returncode == 0
    assert run("draft", "wells.html", "-m", "m.sqlite", cwd=folder).returncode == 0
    return folder


def test_a_draft_has_the_codes_that_it_is_sure_of(desk: Path) -> None:
    catalog = read_po(desk / "VLM202407.EF.po")
    written = [tagged_texts(unit)[1].replace("\u00a0", " ") for unit in catalog.units]
    assert [line for line in DRAFTED if line not in written] == []
    (open_one,) = [u for u in catalog.units if u.source_codes and len(u.source_codes) != len(u.target_codes)]
    assert open_one.source.startswith("See the list") and not open_one.target_codes
    found = json.loads(run("check", "VLM202407.EF.po", "--json", cwd=desk).stdout)["findings"]
    (missing,) = [finding for finding in found if finding["check"].startswith("code.")]
    assert (missing["check"], missing["unit"]) == ("code.markup", open_one.id)
    assert "around “all”" in missing["message"]


def test_from_the_page_to_the_published_pair(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    po = tmp_path / "VLM202407.EF.po"
    text = po.read_text("utf-8").replace("#, fuzzy\nmsgctxt", "msgctxt")
    bare = FRENCH[next(english for english in FRENCH if english.startswith("See "))]
    assert text.count(f'msgstr "{bare}"') == 1
    po.write_text(text.replace(f'msgstr "{bare}"', f'msgstr "{PLACED}"'), "utf-8")
    assert run("check", po, cwd=tmp_path).returncode == 0
    assert run("approve", po, "--reviewer", "Ada", "-m", "m.sqlite", cwd=tmp_path).returncode == 0
    done = run("publish", po, "--site", "site", "--formats", "html,docx,tmx,json,txt", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    units = read_po(po).units
    folder = tmp_path / "site" / "VLM202407"
    for language, side in (("en", 0), ("fr", 1)):
        expected = [(u.source, u.source_codes) if side == 0 else (u.target, u.target_codes) for u in units]
        for name in (f"{language}.html", f"vlm202407.{language}.docx"):
            back = [(s.text, s.codes) for s in segments(read(folder / name)) if s.kind is not BlockKind.TITLE]
            assert [pair for pair in back if pair[1]] == [pair for pair in expected if pair[1]], name
        assert "<" not in (folder / f"vlm202407.{language}.txt").read_text("utf-8").replace(
            "<em> stays", ""
        ).replace("<em> litt", "")
    for page in ("en.html", "fr.html", "en-fr.html"):
        shown = (folder / page).read_text("utf-8")
        assert 'href="https://example.org/wells?a=1&amp;b=2"' in shown and "javascript:" not in shown
    pair = json.loads((folder / "vlm202407.json").read_text("utf-8"))
    assert any(c["type"] == "sup" for unit in pair["units"] for c in unit.get("codes", {}).get("fr", ()))
    # What was approved comes back with its codes, the ones that a person placed as well.
    again = tmp_path / "again"
    assert run("draft", "wells.html", "-m", "m.sqlite", "-o", again, cwd=tmp_path).returncode == 0
    redrafted = [tagged_texts(unit)[1] for unit in read_po(again / "VLM202407.EF.po").units]
    assert PLACED in redrafted
    learnt = {unit.source: unit for unit in read_tmx(folder / "vlm202407.tmx")}
    assert all(learnt[u.source].target_codes == u.target_codes for u in units)


def test_an_edit_of_a_code_revokes_the_approval(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    po = tmp_path / "VLM202407.EF.po"
    po.write_text(po.read_text("utf-8").replace("#, fuzzy\nmsgctxt", "msgctxt"), "utf-8")
    run("approve", po, "--reviewer", "Ada", cwd=tmp_path)
    unit = next(u for u in read_po(po).units if u.source == "Wells are common.")
    assert unit.state is State.FINAL
    po.write_text(
        po.read_text("utf-8")
        .replace("<em>Les puits sont", "<em>Les puits</em> sont")
        .replace("communs.</em>", "communs."),
        "utf-8",
    )
    edited = next(u for u in read_po(po).units if u.id == unit.id)
    assert edited.target == unit.target and edited.state is State.REVIEWED


def test_update_opens_what_has_other_codes_and_nothing_else(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    po, page = tmp_path / "VLM202407.EF.po", tmp_path / "wells.html"
    po.write_text(po.read_text("utf-8").replace("#, fuzzy\nmsgctxt", "msgctxt"), "utf-8")
    page.write_text(
        page.read_text("utf-8").replace("<i>Wells are common. Rain", "Wells are common. <i>Rain"), "utf-8"
    )
    found = json.loads(run("check", po, "--json", cwd=tmp_path).stdout)["findings"]
    assert [f["severity"] for f in found if f["check"] == "source.codes"] == ["error"]
    assert run("update", po, page, cwd=tmp_path).returncode == 0
    fuzzy = [unit for unit in read_po(po).units if unit.state < State.REVIEWED]
    assert [(u.source, u.source_codes) for u in fuzzy] == [("Wells are common.", ())]
    assert fuzzy[0].target == FRENCH["Wells are common."]


def test_a_hostile_link_in_a_working_file_reaches_no_page() -> None:
    unit = Unit(
        "u", "See it.", "Le voir.", source_codes=(InlineCode(0, 3, CodeKind.LINK, "javascript:alert(1)"),)
    )
    marks = list(code_marks(unit.source_codes))
    assert str(marked_up(unit.source, marks)) == "See it."


def test_no_link_stands_in_another() -> None:
    codes = (
        InlineCode(0, 20, CodeKind.LINK, "https://example.org/1"),
        InlineCode(2, 4, CodeKind.LINK, "https://example.org/2"),
    )
    shown = str(
        marked_up(
            "See the list (AP 2024) now.", [*code_marks(codes, [(13, 22)]), Mark(13, 22, "a", ' href="#r"')]
        )
    )
    assert (
        shown
        == '<a href="https://example.org/1" class="out">See the list </a><a href="#r">(AP 2024)</a> now.'
    )


def placings() -> list[tuple[str, str]]:
    """English with its codes, and the French as drafted; `~` stands for a no-break space."""
    lines = (CASES.parent / "draft" / "codes.tsv").read_text("utf-8").replace("~", "\u00a0").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


@pytest.mark.parametrize(("english", "french"), placings())
def test_a_code_is_placed_where_it_is_plain_and_nowhere_else(english: str, french: str) -> None:
    links = {"a1": "https://example.org/1"}
    text, codes = untagged(english, links)
    words, expected = untagged(french, links)
    assert placed(text, codes, words, BlockKind.PARAGRAPH, lambda name: None) == expected
