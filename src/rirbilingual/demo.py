"""The built-in sample, the whole way: an earlier pair becomes memory, the report is drafted, and the French
that a translator has reviewed is checked, approved and published."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from rirbilingual import pipeline, review
from rirbilingual.errors import RirError
from rirbilingual.exchange import import_file
from rirbilingual.files import write_whole
from rirbilingual.memory.store import Added
from rirbilingual.model import Finding
from rirbilingual.translation_memory import Memory

KEY = "VLM202404"
EARLIER = "VLM202301"
REVIEWER = "Demo Reviewer"
_MARK = ".rirbilingual-demo"  # stands in a folder that a demo made, so that only such a one is replaced


@dataclass(frozen=True)
class Demo:
    """What a demo did, and where."""

    memory: Path
    imported: Added
    report: Path
    drafted: pipeline.Drafted
    po: Path
    findings: tuple[Finding, ...]
    approved: review.Approved
    published: pipeline.Outcome
    worth_seeing: tuple[tuple[Path, str], ...]


def run(folder: Path, *, when: str, version: str, replace: bool = False) -> Demo:
    """Go the whole way in `folder`, which must be new, or an earlier demo's with `replace`."""
    _emptied(folder, replace=replace)
    write_whole(
        folder / _MARK, b"This folder was made by `rirbilingual demo`, and `--replace` may remove it.\n"
    )
    for name in (f"{KEY}.E.txt", f"{KEY}.EF.po", f"{KEY}.sources.toml", f"{EARLIER}.tmx"):
        write_whole(folder / name, (resources.files("rirbilingual") / "sample" / name).read_bytes())
    memory = folder / "memory.sqlite"
    imported = import_file(folder / f"{EARLIER}.tmx", str(memory))
    report = folder / f"{KEY}.E.txt"
    drafted = pipeline.draft(report, memories=[Memory.open(memory)], output=folder / "draft")
    po = folder / f"{KEY}.EF.po"
    found = pipeline.findings(pipeline.working(po))
    approved, _ = pipeline.approve(po, reviewer=REVIEWER, when=when, memory=Memory.open(memory))
    page = folder / "report.html"
    write_whole(page, pipeline.alignment_report(pipeline.working(po)))
    published = pipeline.publish(po, site=folder / "site", when=when, version=version)
    if published.folder is None:
        raise RirError("the sample was not published", published.blocks[0].message, "report this as a defect")
    seen = (
        (drafted.po, "the draft, for Poedit, Virtaal or OmegaT"),
        (po, "the French, reviewed and approved"),
        (page, "the alignment report, for the editor"),
        (published.folder / "en-fr.html", "the pair side by side"),
        (folder / "site" / "index.en.html", "the site's index"),
    )
    return Demo(memory, imported, report, drafted, po, found, approved, published, seen)


def _emptied(folder: Path, *, replace: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file()):
        raise RirError("exists already, and is no demo's folder", str(folder), "name a new folder with -o")
    if any(folder.iterdir()):
        if not replace:
            raise RirError(
                "holds an earlier demo", str(folder), "add --replace, or name a new folder with -o"
            )
        shutil.rmtree(folder)
