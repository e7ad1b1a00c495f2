"""draft: a report's French, as far as memory and rules can make it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.many import Many, absolute_memories
from rirbilingual.cli.many import options as many_options
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.progress import counting
from rirbilingual.config import Settings
from rirbilingual.model import Finding, Leverage

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
@click.option("--xliff", is_flag=True, help="Write KEY.EF.xlf too, XLIFF 2.1 for other editors.")
@click.option(
    "--assemble",
    is_flag=True,
    help="Put clauses of the memory together for units without a match. Off unless asked for: it reads all of the memory, and few units have clauses that fit.",
)
@click.option(
    "--machine",
    metavar="NAME",
    help="A machine translation for what is left: apertium, ctranslate2:FOLDER, command:PROGRAM, or an address.",
)
@click.option(
    "--explain", metavar="UNIT", help="Say where the French of this unit comes from; nothing is written."
)
@click.option(
    "--resume", is_flag=True, help="Leave reports alone that an earlier draft of the same text is there for."
)
@many_options
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, reports: tuple[Path, ...], memory: tuple[str, ...], terms: Path | None,
    output: Path | None, xliff: bool, assemble: bool, machine: str | None, explain: str | None, resume: bool, jobs: int | None, scheduler: str, json_: bool,
) -> int:  # fmt: skip
    """Draft the French of a REPORT: DIR/KEY.EF.po for the translator, DIR/KEY.sources.toml for its decisions.

    Everything drafted is fuzzy until a person clears it. A PO that holds reviewed work is refused: use `update`.

    Of many reports, some are drafted at once, and a bad one stops no other: it is named at the end, and the exit
    code is 2. After an interruption, the same command with --resume goes on.

    \b
    Example:
      rirbilingual draft MEX201603.E.txt -m office.sqlite -o work
      rirbilingual draft archive/*.E.txt -m office.sqlite -o work --resume
    """
    tasks = []
    for report in reports:
        settings = invocation.settings(report)
        tasks.append(
            Task(
                report,
                memory or settings.memories,
                terms or settings.terms,
                output or settings.output,
                machine,
                settings,
                resume,
                shown=len(reports) == 1,
                assemble=assemble,
                xliff=xliff,
            )
        )
    if explain:
        for task in tasks:
            click.echo("\n".join(explained(task, explain)))
        return 0
    many = Many[Task]("drafted", jobs=jobs, scheduler=scheduler)
    for done in many.results(drafted, [task.anywhere() for task in tasks] if scheduler else tasks):
        if json_:
            print_json(leverage_object(done.leverage))
        else:
            _print(done)
    for failure in many.failures if json_ else ():
        print_json({"file": str(failure.task.report), "error": failure.error})
    return many.code


@dataclass(frozen=True)
class Task:
    """A report to draft, wherever: memories and termbases are named, not open. shown: with a count while it runs."""

    report: Path
    memories: tuple[str, ...]
    terms: Path | None
    output: Path | None
    machine: str | None
    settings: Settings
    resume: bool = False
    shown: bool = False
    assemble: bool = False
    xliff: bool = False

    def anywhere(self) -> Task:
        """The same for a worker that stands in another folder."""
        return replace(
            self,
            report=self.report.absolute(),
            memories=absolute_memories(self.memories),
            terms=self.terms.absolute() if self.terms else None,
            output=self.output.absolute() if self.output else None,
        )


@dataclass(frozen=True)
class Done:
    """What is said of a drafted report. notes: of its machine translation and its XLIFF."""

    po: Path
    sources: Path
    units: int
    filled: int
    kept: int
    choices: tuple[str, ...]
    findings: tuple[Finding, ...]
    leverage: Leverage
    notes: tuple[str, ...] = ()


def drafted(task: Task) -> Done:
    """Draft the report of a task, and say what came of it."""
    from rirbilingual import config, machines, pipeline

    config.choose(task.settings.file)  # a worker does not know what the command was told
    counted = counting(f"Matching {task.report.name}", every=20) if task.shown else nullcontext()
    with machines.opened(task.machine, task.settings) as asked, counted as step:
        made = pipeline.draft(
            task.report,
            memories=pipeline.memories(task.memories),
            terms=task.terms,
            output=task.output,
            assemble=task.assemble,
            machine=asked,
            resume=task.resume,
            progress=step,
        )
    notes = [machine_line(asked)] if asked else []
    if task.xliff:
        file = pipeline.exchange(made.po)
        notes.append(f"{file}: the same units for other editors; `review import` takes them back")
    if asked and asked.failure:
        notes.append(f"{asked.name}: {asked.failure}; its units are left empty")
    units = made.catalog.units
    return Done(
        made.po, made.sources, len(units), sum(bool(unit.target) for unit in units), made.kept, made.choices,
        made.findings, made.leverage, tuple(notes),
    )  # fmt: skip


def explained(task: Task, unit: str) -> tuple[str, ...]:
    """Where the French of a unit comes from, in lines."""
    from rirbilingual import machines, pipeline

    with machines.opened(task.machine, task.settings) as asked:
        return pipeline.explain(
            task.report, unit, memories=pipeline.memories(task.memories), terms=task.terms, output=task.output,
            assemble=task.assemble, machine=asked,
        )  # fmt: skip


def _print(done: Done) -> None:
    click.echo(f"{done.po}: {number(done.units, 'unit')}, {done.filled} drafted, all fuzzy")
    if done.kept:
        click.echo(f"  {number(done.kept, 'unit')} that a person had touched stayed as they were")
    click.echo(f"{done.sources}: {number(len(done.choices), 'decision')} to make, once for the report")
    for choice in done.choices:
        click.echo(f"  {choice}")
    print_leverage(done.leverage)
    for note in done.notes:
        click.echo(note)
    if done.findings:
        click.echo("In the English:")
        print_findings(done.findings)


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
