"""The built-in sample as a published pair: what the tests of pages and of publishing start from."""

from dataclasses import replace
from pathlib import Path

import rirbilingual
from rirbilingual import pipeline
from rirbilingual.model import Approval, Pair, State
from rirbilingual.pairs import pair
from rirbilingual.render import html
from rirbilingual.text.normalise import digest

SAMPLES = Path(rirbilingual.__file__).parent / "sample"
WHEN = "2024-04-20T10:00:00Z"


def sample() -> Pair:
    """The sample with every unit approved."""
    work = pipeline.working(SAMPLES / "VLM202404.EF.po")
    units = [
        replace(u, state=State.FINAL, approvals=(Approval("A. Tremblay", WHEN, digest(u.source, u.target)),))
        for u in work.catalog.units
    ]
    return pair(work.report, work.segments, units, work.sources)


def pages(made: Pair) -> dict[str, bytes]:
    return {
        "en.html": html.page(made, "en"),
        "fr.html": html.page(made, "fr"),
        "en-fr.html": html.side_by_side(made),
    }
