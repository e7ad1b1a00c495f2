"""update: a changed English report taken into its PO."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.review_objects import updated_object


@click.command("update")
@click.argument("po", type=options.PATH)
@click.argument("report", type=options.PATH)
@options.memories
@options.terms
@as_json
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    po: Path,
    report: Path,
    *,
    memory: tuple[str, ...],
    terms: Path | None,
    json_: bool,
) -> None:
    """Take a changed English REPORT into its PO, in place. Every reviewed word is kept.

    \b
    Example:
      rirbilingual update MEX201603.EF.po MEX201603.E.txt
    """
    from rirbilingual import pipeline
    from rirbilingual.review import shortened

    settings = invocation.settings(report)
    done = pipeline.update(
        po, report, memories=pipeline.memories(memory or settings.memories), terms=terms or settings.terms
    )
    if json_:
        print_json(updated_object(done))
        return
    click.echo(f"{po}: {number(done.kept, 'unit')} untouched, {number(len(done.changes), 'change')}")
    for change in done.changes:
        said = f": {shortened(change.difference)}" if change.difference else ""
        click.echo(f"{change.where} {' '.join(change.new or change.old)}: {change.kind.value}{said}")
    for gone in done.revoked:
        click.echo(f"{gone.where} {gone.unit}: approval of {gone.approval.reviewer} revoked, {gone.reason}")
