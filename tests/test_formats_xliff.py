"""XLIFF files: the same content as the PO file, back whole, marks and citations protected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from lxml import etree

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml
from rirbilingual.formats.working import read_working
from rirbilingual.formats.xliff_codes import Code, runs
from rirbilingual.formats.xliff_write import xliff_bytes
from rirbilingual.model import Approval, Catalog, Context, Match, MatchKind, Origin, State, Unit
from rirbilingual.review import Returned, merge, stamped
from rirbilingual.text.normalise import digest, unit_id

VERSIONS: tuple[Literal["2.1", "1.2"], ...] = ("2.1", "1.2")
ENGLISH = 'The mayor said "the wells are dry" (US 2021-03, 67), and left.'
FRENCH = "Le maire affirme que [traduction] « les puits sont à sec » (É.-U. 2021-03, 67) et part."


def unit(source: str, target: str = "", state: State = State.TRANSLATED, **fields: object) -> Unit:
    made = Unit(unit_id(source), source, target, state if target else State.INITIAL, where="VLM202404.E:1 ¶1")
    return replace(made, **fields)  # type: ignore[arg-type]


def catalog() -> Catalog:
    signed = Approval("Ada", "2024-05-01T09:00:00Z", digest("One.", "Un."))
    match = Match(
        Unit("m", "The mayor left.", "Le maire part.", origin=Origin("VLM202301.E", "1.2", "2023-01-09")),
        MatchKind.FUZZY,
        77,
        "Le maire part.",
        memory="m.sqlite",
    )
    units = (
        unit("One.", "Un.", State.FINAL, approvals=(signed,), comments=("mine", "Q(author): who?")),
        unit(ENGLISH, FRENCH, match=match, notes=("span: 1 of 1",)),
        unit("A & <b>, two  spaces", "A & <b>", State.REVIEWED),
        unit("Nothing yet (AP 2023-01-02)."),
        unit("Wells are deep."),
    )
    sources = ["", *(u.source for u in units), ""]
    placed = tuple(replace(u, context=Context(sources[i], sources[i + 2])) for i, u in enumerate(units))
    return stamped(
        Catalog(
            "VLM202404.E", "VLM202404", "2024-04-18", "Wells & pumps", placed, "VLM202404.E.txt", "ab" * 32
        )
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_catalog_written_and_read_back_is_the_same(tmp_path: Path, version: Literal["2.1", "1.2"]) -> None:
    path = tmp_path / "a.xlf"
    path.write_bytes(xliff_bytes(catalog(), version=version))
    assert read_working(path) == catalog()


def test_marks_and_citations_are_codes_with_one_number_in_both_languages() -> None:
    source, target = runs(catalog().units[1])
    codes = [run for run in source if isinstance(run, Code)]
    assert [code.type for code in codes] == ["opening", "closing", "citation"]
    assert codes[-1].french == "(É.-U. 2021-03, 67)"
    assert [run.id for run in target if isinstance(run, Code)] == [1, 2, 3]
    assert "".join(run.text if isinstance(run, Code) else str(run) for run in target) == FRENCH


@pytest.mark.parametrize("version", VERSIONS)
def test_a_code_copied_from_the_english_comes_back_in_french(
    tmp_path: Path, version: Literal["2.1", "1.2"]
) -> None:
    root = parse_xml(xliff_bytes(catalog(), version=version), "a.xlf")
    source = root.findall(".//{*}trans-unit/{*}source" if version == "1.2" else ".//{*}segment/{*}source")[1]
    target = root.findall(".//{*}trans-unit/{*}target" if version == "1.2" else ".//{*}segment/{*}target")[1]
    theirs, ours = source.findall(".//{*}ph")[-1], target.findall(".//{*}ph")[-1]
    for name in list(ours.attrib):
        del ours.attrib[name]
    for name, value in theirs.attrib.items():
        ours.set(name, value)
    ours.text = theirs.text
    path = tmp_path / "a.xlf"
    path.write_bytes(etree.tostring(root))
    assert read_working(path).units[1].target == FRENCH


@pytest.mark.parametrize("version", VERSIONS)
def test_a_code_copied_where_there_is_no_french_yet_comes_back_in_french(
    tmp_path: Path, version: Literal["2.1", "1.2"]
) -> None:
    said = unit('Sources call it [translation] "dry" (AP 2023-01-02).')
    text = xliff_bytes(replace(catalog(), units=(said,)), version=version).decode()
    path = tmp_path / "a.xlf"
    path.write_text(text)
    assert read_working(path).units == (said,)
    root = parse_xml(text.encode(), "a.xlf")
    source = root.find(".//{*}source")
    assert source is not None
    words = "".join(etree.tostring(child, encoding="unicode") for child in source)
    kept = f"<source>Des sources parlent de {words}</source>".replace("source>", "target>")
    head, _, rest = text.rpartition("<target" if version == "1.2" else "</segment>")
    rest = rest.partition("</target>")[2] if version == "1.2" else f"</segment>{rest}"
    path.write_text(head + kept + rest)
    wanted = "Des sources parlent de [traduction] «\u00a0dry\u00a0» (AP 2023-01-02)."
    assert read_working(path).units[0].target == wanted


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_editor_confirms_is_reviewed_and_merges_into_the_working_file(
    tmp_path: Path, version: Literal["2.1", "1.2"]
) -> None:
    text = xliff_bytes(catalog(), version=version).decode()
    old, new = {
        "1.2": ('state="needs-review-translation"', 'state="translated"'),
        "2.1": ('state="translated"', 'state="reviewed"'),
    }[version]
    path = tmp_path / "a.xlf"
    path.write_text(text.replace(old, new).replace("et part.", "puis part."))
    merged, report = merge([Returned("a.po", catalog()), Returned("a.xlf", read_working(path))])
    assert (merged.units[1].target, merged.units[1].state) == (
        FRENCH.replace("et part", "puis part"),
        State.REVIEWED,
    )
    assert [merged.units[i] for i in (0, 2, 3, 4)] == [catalog().units[i] for i in (0, 2, 3, 4)]
    assert merged.units[1].match == catalog().units[1].match
    assert not report.conflicts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<xliff version='1.2'>", ":1: malformed XML"),
        ("<html/>", ":1: not XLIFF"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><xliff>&a;</xliff>", "declares entities"),
        (
            "<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2' version='1.2'/>",
            "not an XLIFF of this program",
        ),
    ],
)
def test_damage_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(text)
    with pytest.raises(RirError) as refused:
        read_working(path)
    assert message in str(refused.value)


def test_a_unit_twice_is_refused(tmp_path: Path) -> None:
    whole = catalog()
    path = tmp_path / "a.xlf"
    path.write_bytes(xliff_bytes(replace(whole, units=(*whole.units, whole.units[0]))))
    with pytest.raises(RirError, match="a second time"):
        read_working(path)
