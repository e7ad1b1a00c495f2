"""leverage: what the memory and the rules gave for one or many drafts, by band, in units, words and effort."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError


@click.command("leverage")
@click.argument("files", type=options.PATH, nargs=-1, required=True, metavar="PO...")
@click.option("--csv", "csv_", is_flag=True, help="Print CSV, for a spreadsheet.")
@as_json
@click.pass_obj
def command(invocation: Invocation, /, *, files: tuple[Path, ...], csv_: bool, json_: bool) -> None:
    """Analyse the leverage of each PO as it was drafted: units, words and weighted words by band.

    Files count in the order given: a sentence that stood in an earlier file is a repetition. Weights are set
    by `weights` in rirbilingual.toml.

    \b
    Example:
      rirbilingual leverage MEX201603.EF.po MEX201604.EF.po --csv
    """
    from rirbilingual.formats.working import read_working
    from rirbilingual.match.analysis import analysis, analysis_csv

    if csv_ and json_:
        raise RirError("--csv and --json exclude each other", "leverage", "give one")
    weights = invocation.settings(files[0]).weights
    rows = analysis([(path.name, read_working(path).units) for path in files], weights)
    if csv_:
        click.echo(analysis_csv(rows), nl=False)
    elif json_:
        bands = [
            {
                "file": row.file, "band": row.band, "units": row.units, "words": row.words, "weight": row.weight,
                "weighted": row.weighted,
            }
            for row in rows
        ]  # fmt: skip
        print_json({"bands": bands})
    else:
        for name, group in groupby(rows, key=lambda row: row.file):
            held = list(group)
            words, weighted = sum(row.words for row in held), sum(row.weighted for row in held)
            click.echo(
                f"{name}: {sum(row.units for row in held):,} units, {words:,} words, {weighted:,.0f} weighted"
            )
            click.echo(f"  {'band':<30}{'units':>8}{'words':>10}{'weighted':>12}")
            for row in held:
                if row.units:
                    click.echo(f"  {row.band:<30}{row.units:>8,}{row.words:>10,}{row.weighted:>12,.1f}")
