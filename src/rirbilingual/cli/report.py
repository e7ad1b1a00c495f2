"""report: the alignment report, English and French side by side."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.group import Invocation
from rirbilingual.files import write_whole


@click.command("report")
@click.argument("po", type=options.PATH)
@click.option(
    "-o", "--output", type=options.PATH, required=True, metavar="FILE.html", help="The report to write."
)
@options.source
@options.terms
@options.templates
@click.pass_obj
def command(
    invocation: Invocation, po: Path, *, output: Path, source: Path | None, terms: Path | None,
    templates: Path | None,
) -> None:  # fmt: skip
    """Write the alignment report of a PO: one HTML file, for any browser, without a network.

    \b
    Example:
      rirbilingual report MEX201603.EF.po -o MEX201603.html
    """
    from rirbilingual import pipeline

    settings = invocation.settings(po)
    work = pipeline.working(po, source)
    write_whole(
        output,
        pipeline.alignment_report(
            work, terms=terms or settings.terms, templates=templates or settings.templates
        ),
    )
    click.echo(f"{output}: open it in a browser")
