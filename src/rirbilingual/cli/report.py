"""report: the alignment report, English and French side by side."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.progress import counting
from rirbilingual.errors import RirError
from rirbilingual.files import refuse_to_overwrite, write_whole


@click.command("report")
@click.argument("po", type=options.PATH, required=False)
@click.option(
    "-o", "--output", type=options.PATH, required=True, metavar="FILE.html", help="The report to write."
)
@click.option(
    "--archive",
    "folder",
    type=options.PATH,
    metavar="DIR",
    help="Every working file under DIR: FILE.html is the index, each report stands beside it.",
)
@options.source
@options.memories
@options.terms
@options.templates
@click.pass_obj
def command(
    invocation: Invocation, /, po: Path | None, *, output: Path, folder: Path | None, source: Path | None,
    memory: tuple[str, ...], terms: Path | None, templates: Path | None,
) -> None:  # fmt: skip
    """Write the alignment report of a PO: one HTML file, for any browser, without a network.

    \b
    Example:
      rirbilingual report MEX201603.EF.po -o MEX201603.html
      rirbilingual report --archive work -o reports/index.html
    """
    from rirbilingual import archives, pipeline
    from rirbilingual.translation_memory import file_of

    if (po is None) == (folder is None):
        raise RirError(
            "name one PO, or a folder with --archive", "report", "see `rirbilingual report --help`"
        )
    settings = invocation.settings(po or folder)
    known, look = terms or settings.terms, templates or settings.templates
    names = memory or settings.memories
    elsewhere = pipeline.memories(names)
    others = [known, *map(file_of, names)]
    if folder is not None:
        refuse_to_overwrite([output], others)
        with counting(f"Reports of {folder}") as step:
            made = archives.archive(
                folder, output, terms=known, memories=elsewhere, checks=settings.check,
                signatures=settings.signatures, templates=look, progress=step,
            )  # fmt: skip
        click.echo(f"{output}: {number(len(made), 'report')}, open it in a browser")
        return
    assert po is not None
    work = pipeline.working(po, source)
    refuse_to_overwrite([output], [*others, *work.files])
    page = pipeline.alignment_report(
        work, terms=known, memories=elsewhere, checks=settings.check,
        signatures=settings.signatures, templates=look,
    )  # fmt: skip
    write_whole(output, page)
    click.echo(f"{output}: open it in a browser")
