"""Working files through the programs that translators use: what was edited comes back, nothing else changes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import SHARED
from rirbilingual import pipeline
from rirbilingual.files import parse_xml
from rirbilingual.formats.po import read_po
from rirbilingual.formats.tmx import write_tmx
from rirbilingual.formats.working import read_working
from rirbilingual.formats.xliff_codes import Around, Code, runs
from rirbilingual.formats.xliff_write import xliff_bytes
from rirbilingual.model import Catalog, State, Unit
from rirbilingual.review import Returned, merge

MINE = "De ma main : "
SAMPLE = Path(__file__).parents[1] / "src" / "rirbilingual" / "sample" / "VLM202404.E.txt"
REAL = SHARED / "seeds" / "MEX201603.E.txt"
CODED = Path(__file__).parent / "cases" / "codes" / "wells.html"


@pytest.fixture(params=["sample", "real"])
def po(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The fresh draft of a report: some units have French, some have none yet."""
    report = {"sample": SAMPLE, "real": REAL}[request.param]
    if not report.is_file():
        pytest.skip(f"no shared data: {report} is missing (set RIRBILINGUAL_SHARED)")
    shutil.copy(report, tmp_path)
    return pipeline.draft(tmp_path / report.name).po


def came_back(po: Path, returned: Path) -> Catalog:
    """The working file after `review import`, which must find nothing that it does not know."""
    merged, told = merge([Returned(po.name, read_po(po)), Returned(returned.name, read_working(returned))])
    assert not told.conflicts
    assert not told.unknown
    assert not told.revoked
    return merged


def written(unit: Unit, state: State = State.REVIEWED) -> Unit:
    """The unit as a translator leaves it who writes French where there was none."""
    return unit if unit.target else replace(unit, target=MINE + unit.source, state=state)


# --------------------------------------------------------------------------- translate-toolkit, and Virtaal


def test_the_toolkit_takes_po_to_xliff_and_back(po: Path) -> None:
    from translate.convert import po2xliff, xliff2po

    xlf, back = po.with_name("a.xlf"), po.with_name("b.po")
    po2xliff.main([str(po), str(xlf), "--progress=none"])
    xliff2po.main([str(xlf), str(back), "--progress=none"])
    assert came_back(po, back).units == read_po(po).units


def test_what_pofilter_has_to_say_arrives_as_comments_and_no_word_changes(
    po: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from translate.filters import pofilter

    told = po.with_name("told.po")
    monkeypatch.setattr(sys, "argv", ["pofilter", str(po), str(told), "--progress=none"])
    pofilter.main()
    merged = came_back(po, told)
    assert tuple(replace(unit, comments=()) for unit in merged.units) == read_po(po).units
    said = [unit for unit in merged.units if unit.comments]
    assert any("(pofilter)" in unit.comments[0] for unit in said)


def test_the_store_that_virtaal_edits_gives_back_a_po(po: Path) -> None:
    """Virtaal has no store of its own: it opens, edits and saves a file by these calls of the toolkit."""
    from translate.storage import factory

    path = po.with_name("edited.po")
    shutil.copy(po, path)
    store = factory.getobject(str(path))
    for unit in store.units:
        if unit.istranslatable() and not unit.target:
            unit.target = MINE + unit.source
    store.save()
    assert came_back(po, path).units == tuple(map(written, read_po(po).units))


def test_the_store_that_virtaal_edits_gives_back_an_xliff_with_its_codes(po: Path) -> None:
    from translate.storage import factory
    from translate.storage.placeables import StringElem

    path = po.with_name("edited.xlf")
    path.write_bytes(xliff_bytes(read_po(po), version="1.2"))
    store = factory.getobject(str(path))
    for unit, before in zip(store.units, read_po(po).units, strict=True):
        if not before.target:  # the English stands there, to be written over
            unit.rich_target = [StringElem([MINE, *(element.copy() for element in unit.rich_source)])]
            unit.marktranslated()
    store.save()
    for before, after in zip(read_po(po).units, came_back(po, path).units, strict=True):
        assert after == _coded(before, state=after.state, leading=True)


# --------------------------------------------------------------------------- OmegaT

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>FR</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>
"""
TAG = re.compile(r"<[a-z]+\d+/>")
OmegaT = Callable[..., None]
the_longest = pytest.mark.parametrize("po", ["real" if REAL.is_file() else "sample"], indirect=True)


@pytest.fixture
def omegat(tmp_path: Path) -> OmegaT:
    """OmegaT without its window, on a new project in tmp_path / "project"."""
    program = shutil.which("omegat")
    if program is None:
        pytest.skip("OmegaT (package omegat) is not installed")
    project = tmp_path / "project"
    for folder in ("source", "target", "omegat", "tm/auto", "glossary", "dictionary", "home"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)

    def run(mode: str, *options: str) -> None:
        home = f"--config-dir={project / 'home'}"
        done = subprocess.run(
            [program, str(project), f"--mode=console-{mode}", *options, home],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def translated(project: Path, segments: dict[str, str]) -> None:
    """Put the translations where OmegaT keeps what a translator has typed."""
    units = [Unit(str(n), source, target) for n, (source, target) in enumerate(segments.items())]
    write_tmx(units, project / "omegat" / "project_save.tmx")


@the_longest
def test_omegat_translates_a_po_from_its_memory_and_changes_nothing_else(
    po: Path, omegat: OmegaT, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copy(po, project / "source" / "a.po")
    before = read_po(po)
    translated(project, {unit.source: MINE + unit.source for unit in before.units if not unit.target})
    omegat("translate")
    assert came_back(po, project / "target" / "a.po").units == tuple(map(written, before.units))


@the_longest
def test_omegat_translates_an_xliff_with_its_codes_and_changes_nothing_else(
    po: Path, omegat: OmegaT, tmp_path: Path
) -> None:
    project, shown = tmp_path / "project", tmp_path / "shown.tmx"
    before = read_po(po)
    (project / "source" / "a.xlf").write_bytes(xliff_bytes(before, version="1.2"))
    omegat("createpseudotranslatetmx", f"--pseudotranslatetmx={shown}", "--pseudotranslatetype=equal")
    empty = {_without_codes(unit) for unit in before.units if not unit.target}
    seen = [seg.text or "" for seg in parse_xml(shown.read_bytes(), "shown").iterfind(".//tuv[1]/seg")]
    wanted = [segment for segment in seen if TAG.sub("\0", segment).strip("\0 ") in empty]
    assert len(wanted) > len(empty) / 2
    translated(project, {segment: MINE + segment for segment in wanted})
    omegat("translate")
    after = came_back(po, project / "target" / "a.xlf")
    assert after.units == tuple(map(_coded, before.units))


def _without_codes(unit: Unit) -> str:
    """The unit's English as OmegaT shows it, less the codes at its ends, which it does not show."""
    return "".join(run if isinstance(run, str) else "\0" for run in runs(unit)[0]).strip("\0 ")


def _coded(unit: Unit, *, state: State = State.TRANSLATED, leading: bool = False) -> Unit:
    """The unit as a translator leaves it who writes around its codes, which come back in French; before the
    leading ones or after."""
    if unit.target:
        return unit
    first = 0
    found = runs(unit)[0]
    while not leading and isinstance(found[first], Code):
        first += 1
    words = [run.french if isinstance(run, Code) else run for run in found if not isinstance(run, Around)]
    return replace(unit, target="".join([*words[:first], MINE, *words[first:]]), state=state)


@pytest.mark.parametrize("to", ["po", "xlf"])
def test_omegat_keeps_italics_links_and_raised_letters_where_its_translator_keeps_their_tags(
    omegat: OmegaT, tmp_path: Path, to: str
) -> None:
    project, shown = tmp_path / "project", tmp_path / "shown.tmx"
    shutil.copy(CODED, tmp_path)
    po = pipeline.draft(tmp_path / CODED.name).po
    before = read_po(po)
    (project / "source" / f"a.{to}").write_bytes(
        po.read_bytes() if to == "po" else xliff_bytes(before, version="1.2")
    )
    omegat("createpseudotranslatetmx", f"--pseudotranslatetmx={shown}", "--pseudotranslatetype=equal")
    seen = [seg.text or "" for seg in parse_xml(shown.read_bytes(), "shown").iterfind(".//tuv[1]/seg")]
    translated(project, {segment: f"{segment} Vu." for segment in seen})
    omegat("translate")
    after = came_back(po, project / "target" / f"a.{to}")
    coded = [
        (a, b) for a, b in zip(before.units, after.units, strict=True) if a.source_codes and not a.target
    ]
    assert len(coded) > 2
    for unit, back in coded:
        assert back.target == f"{unit.source} Vu."
        # OmegaT hides a code at a segment's ends: what is typed last stands within it.
        words = len(unit.source)
        assert [replace(c, end=min(c.end, words)) for c in back.target_codes] == list(unit.source_codes)
