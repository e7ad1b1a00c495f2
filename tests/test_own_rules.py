"""Sentence rules of the user's own: they decide first, and are refused where they are wrong."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from published import WHEN
from rirbilingual import demo, pipeline
from rirbilingual.errors import RirError
from rirbilingual.formats.po import read_po, write_po
from rirbilingual.segment.sentences import sentences

COMMAND = str(Path(sys.executable).parent / "rirbilingual")
TEXT = "The file of Min. Orders is closed. It was kept."
RULES = """<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="yes"/>
<body><languagerules><languagerule languagerulename="Own">
<rule break="no"><beforebreak>\\bMin\\.\\s</beforebreak><afterbreak>{after}</afterbreak></rule>
</languagerule></languagerules>
<maprules>{maps}</maprules></body></srx>
"""
MAPS = '<languagemap languagepattern="(EN|en).*" languagerulename="Own"/>'


def rules(folder: Path, *, after: str = "Orders", maps: str = MAPS) -> Path:
    path = folder / "own.srx"
    path.write_text(RULES.format(after=after, maps=maps), encoding="utf-8")
    return path


def count(path: Path | None) -> int:
    return len(sentences(TEXT, "en", path))


def test_own_rules_decide_before_the_houses(tmp_path: Path) -> None:
    assert (count(None), count(rules(tmp_path))) == (3, 2)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda folder: rules(folder, after="(("), "own.srx:5: not a regular expression"),
        (lambda folder: rules(folder, maps=""), "rules for no language"),
        (
            lambda folder: rules(folder, maps=MAPS.replace("Own", "Other")),
            "own.srx:7: no rules named “Other”",
        ),
        (
            lambda folder: rules(folder, maps=MAPS.replace("(EN", "((EN")),
            "own.srx:7: not a regular expression",
        ),
        (
            lambda folder: edited(folder, 'break="no"', 'break="never"'),
            'own.srx:5: break="never"; write yes or no',
        ),
        (
            lambda folder: edited(folder, ' languagerulename="Own">\n', ">\n"),
            "own.srx:4: no languagerulename",
        ),
        (
            lambda folder: edited(folder, r"\bMin\.\s", "", after=""),
            "own.srx:5: a rule without an expression",
        ),
        (lambda folder: wrote(folder, "<srx/>"), "not an SRX 2.0 file"),
        (lambda folder: wrote(folder, "no rules"), "own.srx:1"),
        (lambda folder: folder / "none.srx", "no such file"),
    ],
)
def test_rules_that_are_wrong_are_refused_with_the_place(made, said: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RirError, match=said):
        count(made(tmp_path))


def edited(folder: Path, old: str, new: str, *, after: str = "Orders") -> Path:
    path = rules(folder, after=after)
    text = path.read_text(encoding="utf-8")
    assert old in text
    return wrote(folder, text.replace(old, new))


def wrote(folder: Path, text: str) -> Path:
    path = folder / "own.srx"
    path.write_text(text)
    return path


def test_the_settings_name_them(tmp_path: Path) -> None:
    report = (
        "ABC202301.E\n\n1 May 2023\n\nA Land: The file\n\n1. Overview\n\n" + TEXT
        + '\n\nReferences\n\nThe Ledger. 2023-01-02. "A Port." [Accessed 2023-02-03]\n'
    )  # fmt: skip
    (tmp_path / "r.txt").write_text(report)
    before = subprocess.run(
        [COMMAND, "segment", "r.txt", "--json"], cwd=tmp_path, capture_output=True, text=True
    )
    rules(tmp_path)
    (tmp_path / "rirbilingual.toml").write_text('[segment]\nrules = "own.srx"\n')
    after = subprocess.run(
        [COMMAND, "segment", "r.txt", "--json"], cwd=tmp_path, capture_output=True, text=True
    )
    assert len(before.stdout.splitlines()) == len(after.stdout.splitlines()) + 1


@pytest.mark.parametrize("reports", ["", "reports"])
def test_a_pair_is_published_anew_by_other_rules(tmp_path: Path, reports: str) -> None:
    demo.run(tmp_path, when=WHEN, version="0")
    po, folder = tmp_path / "VLM202404.EF.po", tmp_path / reports
    folder.mkdir(exist_ok=True)
    report = (tmp_path / "VLM202404.E.txt").rename(folder / "VLM202404.E.txt")
    write_po(replace(read_po(po), report_file=str(report.relative_to(tmp_path))), po)
    again = partial(pipeline.publish, po, site=tmp_path / "site", when=WHEN, version="0", replace_pair=True)
    again()
    assert again().unchanged
    own = rules(folder)
    (folder / "rirbilingual.toml").write_text(f'[segment]\nrules = "{own.name}"\n', encoding="utf-8")
    for after in ("Orders", "Order"):
        rules(folder, after=after)
        assert not again().unchanged
        assert again().unchanged
