"""score: what a draft was worth, once it has been reviewed."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number


@click.command("score")
@click.argument("draft", type=options.PATH)
@click.argument("reference", type=options.PATH)
def command(draft: Path, reference: Path) -> None:
    """Score a DRAFT against its reviewed REFERENCE: BLEU, chrF++ and TER with their signatures, by match band.

    \b
    Example:
      rirbilingual score draft/MEX201603.EF.po MEX201603.EF.po
    """
    from rirbilingual.formats.po import read_po
    from rirbilingual.score import paired, scores

    pairs = paired(read_po(draft).units, read_po(reference).units)
    found = scores(pairs)
    for one in found:
        figures = ", ".join(f"{metric.name} {metric.value:.1f}" for metric in one.metrics)
        click.echo(
            f"{one.band:<11}{number(one.units, 'unit')}, {number(one.words, 'word')}: {figures or 'no French'}"
        )
    for metric in found[0].metrics if found else ():
        click.echo(f"{metric.name}: {metric.signature}")
