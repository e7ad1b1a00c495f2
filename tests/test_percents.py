"""The house's style of percentages: one setting, which drafts and checks follow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rirbilingual.formats.po import read_po

COMMAND = str(Path(sys.executable).parent / "rirbilingual")
REPORT = """\
31 August 2023

ABC202301.E

A Land: The port

1. Overview

In 2023, 42 percent of the boats left (Ledger 2023-01-02).

References

Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]
"""
MEMORY = (
    "In 2021, 38 percent of the boats left (Ledger 2021-05-06).\t"
    "En 2021, 38 p. 100 des bateaux sont partis (Ledger 2021-05-06).\n"
)


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run([COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("style", "written", "other"),
    [
        ("p. 100", "42\u00a0p.\u00a0100", "42\u00a0%"),
        ("%", "42\u00a0%", "42\u00a0pour cent"),
        ("pour cent", "42\u00a0pour cent", "42\u00a0p.\u00a0100"),
    ],
)
def test_drafts_are_written_in_the_style_of_the_settings_and_checked_for_it(
    style: str, written: str, other: str, tmp_path: Path
) -> None:
    (tmp_path / "rirbilingual.toml").write_text(f'percent = "{style}"\n')
    (tmp_path / "ABC202301.E.txt").write_text(REPORT)
    (tmp_path / "m.tsv").write_text(MEMORY)
    run(tmp_path, "memory", "import", "m.tsv", "-m", "m.sqlite")
    run(tmp_path, "draft", "ABC202301.E.txt", "-m", "m.sqlite")
    po = tmp_path / "ABC202301.EF.po"
    french = f"En 2023, {written} des bateaux sont partis (Ledger 2023-01-02)."
    assert french in {unit.target for unit in read_po(po).units}
    assert "percent.style" not in run(tmp_path, "check", po.name)
    assert written in po.read_text(encoding="utf-8")
    po.write_text(po.read_text(encoding="utf-8").replace(written, other), encoding="utf-8")
    assert f"percentages are written {style} (percent.style)" in run(tmp_path, "check", po.name)
    assert "percent.style" in run(tmp_path, "check", "--fix", po.name)
    assert french in {unit.target for unit in read_po(po).units}
