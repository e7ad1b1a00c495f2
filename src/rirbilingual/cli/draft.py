"""draft: a report's French, as far as memory and rules can make it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.progress import counting
from rirbilingual.model import Leverage

if TYPE_CHECKING:
    from rirbilingual.draft.machine import Machine


@click.command("draft")
@click.argument("reports", type=options.PATH, nargs=-1, required=True, metavar="REPORT...")
@options.memories
@options.terms
@click.option(
    "-o",
    "--output",
    type=options.PATH,
    metavar="DIR",
    help="Where the working files go; else beside the report.",
)
@click.option(
    "--machine",
    metavar="NAME",
    help="A machine translation for what is left: apertium, ctranslate2:FOLDER, command:PROGRAM, or an address.",
)
@click.option(
    "--explain", metavar="UNIT", help="Say where the French of this unit comes from; nothing is written."
)
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, reports: tuple[Path, ...], memory: tuple[str, ...], terms: Path | None,
    output: Path | None, machine: str | None, explain: str | None, json_: bool,
) -> None:  # fmt: skip
    """Draft the French of a REPORT: DIR/KEY.EF.po for the translator, DIR/KEY.sources.toml for its decisions.

    Everything drafted is fuzzy until a person clears it. A PO that holds reviewed work is refused: use `update`.

    \b
    Example:
      rirbilingual draft MEX201603.E.txt -m office.sqlite -o work
    """
    from rirbilingual import machines, pipeline

    for report in reports:
        settings = invocation.settings(report)
        known = pipeline.memories(memory or settings.memories)
        if explain:
            click.echo(
                "\n".join(pipeline.explain(report, explain, memories=known, terms=terms or settings.terms))
            )
            continue
        with (
            machines.opened(machine, settings) as asked,
            counting(f"Matching {report.name}", every=20) as step,
        ):
            drafted = pipeline.draft(
                report,
                memories=known,
                terms=terms or settings.terms,
                output=output or settings.output,
                machine=asked,
                progress=step,
            )
        if asked and asked.failure:
            click.echo(f"{asked.name}: {asked.failure}; its units are left empty", err=True)
        if json_:
            print_json(leverage_object(drafted.leverage))
            continue
        filled = sum(bool(unit.target) for unit in drafted.catalog.units)
        click.echo(f"{drafted.po}: {number(len(drafted.catalog.units), 'unit')}, {filled} drafted, all fuzzy")
        if drafted.kept:
            click.echo(f"  {number(drafted.kept, 'unit')} that a person had touched stayed as they were")
        click.echo(
            f"{drafted.sources}: {number(len(drafted.choices), 'decision')} to make, once for the report"
        )
        for choice in drafted.choices:
            click.echo(f"  {choice}")
        print_leverage(drafted.leverage)
        if asked:
            click.echo(machine_line(asked))
        if drafted.findings:
            click.echo("In the English:")
            print_findings(drafted.findings)


def leverage_object(leverage: Leverage) -> dict[str, object]:
    """The leverage as scripts get it."""
    return {
        "key": leverage.key,
        "units": leverage.units,
        "words": leverage.words,
        "leverage": dict(leverage.bands),
    }


def machine_line(machine: Machine) -> str:
    """What a machine translation did, and what it cost."""
    cost = f", {machine.cost:.2f} at {machine.price:g} a million" if machine.price else ""
    return (
        f"{machine.name}: {number(machine.units, 'unit')}, {machine.sent:,} characters sent{cost}, "
        f"{machine.cached:,} from earlier drafts"
    )


def print_leverage(leverage: Leverage) -> None:
    """A line a band that has words, and the sum."""
    click.echo(f"Leverage, in words of {leverage.words:,}:")
    for band, words in leverage.bands:
        if words:
            click.echo(f"  {band:<11}{words:>7,}  {100 * words / leverage.words:5.1f}%")
