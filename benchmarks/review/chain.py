"""A report of some 140 units through the command, a process a step, to the processor seconds of each step."""

from __future__ import annotations

import compileall
import json
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from rirbilingual import pipeline
from rirbilingual.formats.po import read_po, write_po
from rirbilingual.model import State

SAMPLE = Path(pipeline.__file__).parent / "sample"
_LONG = 300  # characters: such paragraphs are told a second time
_EDITOR = (
    "import pathlib, sys; p = pathlib.Path(sys.argv[1]); "
    "p.write_text(p.read_text('utf-8').replace('needs-review-translation', 'translated'), 'utf-8')"
)


def chain(folder: Path) -> tuple[int, dict[str, float]]:
    """Draft the report in the folder, then take it out to an editor and back, update and approve it: how many
    units, and the processor seconds of each step, its start included."""
    compileall.compile_dir(SAMPLE.parent, quiet=1)  # as an installed program has it
    english = folder / "VLM202404.E.txt"
    english.write_text(_longer((SAMPLE / english.name).read_text(encoding="utf-8")), encoding="utf-8")
    po = pipeline.draft(english).po
    shutil.copy(SAMPLE / "VLM202404.sources.toml", folder)
    catalog = read_po(po)
    drafted = tuple(
        replace(u, target=u.target or f"Fr {u.source}", state=State.TRANSLATED) for u in catalog.units
    )
    write_po(replace(catalog, units=drafted), po)
    xliff = folder / "a.xlf"
    seconds = {"export": _run("review", "export", po, "--to", "xliff12", "-o", xliff)}
    seconds["edit"] = _ran(sys.executable, "-c", _EDITOR, xliff)
    seconds["import"] = _run("review", "import", po, xliff)
    assert all(unit.state is State.REVIEWED for unit in read_po(po).units)
    text = english.read_text(encoding="utf-8")
    english.write_text(text.replace("Moreover, ", "Furthermore, ", 1), encoding="utf-8")
    seconds["update"] = _run("update", po, english)
    assert sum(unit.state < State.REVIEWED for unit in read_po(po).units) == 1
    seconds["approve"] = _run("approve", po, "--reviewer", "A. Tremblay", "-m", folder / "m.sqlite")
    assert any(unit.state is State.FINAL for unit in read_po(po).units)
    return len(catalog.units), seconds


def _longer(text: str) -> str:
    """The sample with its long paragraphs told twice, the second time in other words at their head."""
    told = []
    for paragraph in text.split("\n\n"):
        told.append(paragraph)
        if len(paragraph) > _LONG and "\n" not in paragraph and "[Accessed" not in paragraph:
            told.append(f"Moreover, {paragraph[:1].lower()}{paragraph[1:]}")
    return "\n\n".join(told)


def _run(*arguments: object) -> float:
    return _ran(sys.executable, "-m", "rirbilingual", *arguments)


def _ran(*arguments: object) -> float:
    before = _children()
    subprocess.run(list(map(str, arguments)), check=True, stdout=subprocess.DEVNULL)
    return _children() - before


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(chain(Path(name))))
