"""demo: the whole way on the built-in sample."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual import __version__
from rirbilingual.cli import options
from rirbilingual.cli.draft import print_leverage
from rirbilingual.cli.findings import counted, number


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=options.PATH,
    default=Path("rirbilingual-demo"),
    show_default=True,
    metavar="DIR",
    help="A new folder.",
)
@click.option("--replace", is_flag=True, help="Replace the folder of an earlier demo.")
def command(*, output: Path, replace: bool) -> None:
    """Go the whole way on a built-in sample: memory, draft, check, report, approve, publish.

    \b
    Example:
      rirbilingual demo
    """
    from rirbilingual import demo

    done = demo.run(output, when=options.now(), version=__version__, replace=replace)
    key = done.drafted.catalog.key
    click.echo(f"1. An earlier pair is imported into {done.memory}: {number(done.imported.new, 'unit')}.")
    click.echo(f"2. The report {done.report} is drafted in {done.drafted.po.parent}:")
    print_leverage(done.drafted.leverage)
    click.echo(
        f"3. {done.po} is the French as a translator has reviewed it; checked: {counted(done.findings)}."
    )
    click.echo(f"4. {number(len(done.approved.final), 'unit')} approved, and learnt by the memory.")
    click.echo(f"5. {key} is published in both languages: {done.published.folder}")
    click.echo("\nLook at:")
    for path, what in done.worth_seeing:
        click.echo(f"  {path}  {what}")
