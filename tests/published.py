"""The built-in sample as an approved pair, and under other numbers and names as many: what the tests of pages and
of publishing start from, and the benchmark of publishing."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import rirbilingual
from rirbilingual import pipeline
from rirbilingual.files import write_whole
from rirbilingual.formats.po import write_po
from rirbilingual.model import Approval, Pair, State, Unit
from rirbilingual.pairs import pair
from rirbilingual.render import html
from rirbilingual.text.codes import unit_digest

SAMPLES = Path(rirbilingual.__file__).parent / "sample"
KEY = "VLM202404"
WHEN = "2024-04-20T10:00:00Z"
# Names that stand in nearly all units of the sample, in both languages.
_NAMES = (
    "GDL",
    "CSI",
    "VCL",
    "Velmor",
    "Tesar",
    "Monitor",
    "Cronista",
    "Coastal Security",
    "Large",
    "Arenzo",
)


def approved(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units as a reviewer has approved them."""
    return tuple(
        replace(u, state=State.FINAL, approvals=(Approval("A. Tremblay", WHEN, unit_digest(u)),))
        for u in units
    )


@cache
def _working() -> pipeline.Working:
    return pipeline.working(SAMPLES / f"{KEY}.EF.po")


def sample() -> Pair:
    """The sample with every unit approved."""
    work = _working()
    return pair(work.report, work.segments, approved(work.catalog.units), work.sources)


def pages(made: Pair) -> dict[str, bytes]:
    return {
        "en.html": html.page(made, "en"),
        "fr.html": html.page(made, "fr"),
        "en-fr.html": html.side_by_side(made),
    }


def written(folder: Path, number: int) -> Path:
    """The PO of the approved sample as another report, VLM followed by `number`, with its report and its table
    beside it: its names are others, so that few of its texts are those of another such report."""
    key = f"VLM{number}"
    digits = str(number).translate(str.maketrans("0123456789", "abcdefghij"))

    def other(text: str) -> str:
        for name in (KEY, *_NAMES):
            text = text.replace(name, key if name == KEY else f"{name}{_as(name, digits)}")
        return text

    report = folder / f"{key}.E.txt"
    for name in (f"{KEY}.E.txt", f"{KEY}.sources.toml"):
        text = (SAMPLES / name).read_text(encoding="utf-8")
        write_whole(folder / name.replace(KEY, key), other(text).encode())
    work = _working()
    read, segments = pipeline.segment(report)
    before = {unit.id: unit for unit in work.catalog.units}
    units = approved(
        replace(before[old.id], id=new.id, source=new.text, target=other(before[old.id].target))
        for old, new in zip(work.segments, segments, strict=True)
        if old.id in before
    )
    po = folder / f"{key}.EF.po"
    catalog = replace(
        work.catalog, number=f"{key}.EF", key=key, title=read.title, units=units, report_file=report.name,
        report_digest=pipeline.text_digest(read),
    )  # fmt: skip
    write_po(catalog, po)
    return po


def _as(name: str, letters: str) -> str:
    return letters.upper() if name.isupper() else letters
