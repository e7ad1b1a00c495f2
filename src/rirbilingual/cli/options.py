"""Options that several commands share: paths, memories, terms, templates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

PATH = click.Path(path_type=Path)

memories = click.option(
    "-m",
    "--memory",
    "memory",
    multiple=True,
    metavar="MEMORY",
    help="A translation memory; may be given again.",
)
terms = click.option(
    "-t", "--terms", type=PATH, metavar="TERMS", help="Your termbase (TBX or CSV), before the program's."
)
templates = click.option("--templates", type=PATH, metavar="DIR", help="Your own page templates, by name.")
source = click.option(
    "--source", type=PATH, metavar="REPORT", help="The English report, where it is not where the PO says."
)


def now() -> str:
    """The time of an approval or publication: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
