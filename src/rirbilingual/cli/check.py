"""check: what a person should look at, in a working file or in an English report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from rirbilingual import __version__
from rirbilingual.cli import options
from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import counted, errors, findings_object, number, place_of, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.many import Failure, Many, absolute_memories
from rirbilingual.cli.many import options as many_options
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.config import Settings
from rirbilingual.errors import RirError
from rirbilingual.model import Finding


@click.command("check")
@click.argument("files", type=options.PATH, nargs=-1, metavar="PO...")
@click.option("--source", type=options.PATH, metavar="REPORT", help="Check this English report alone.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes to each PO first, and say which.")
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0, for code hosts and editors.")
@options.memories
@options.terms
@many_options
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, files: tuple[Path, ...], source: Path | None, fix: bool, sarif: bool,
    memory: tuple[str, ...], terms: Path | None, jobs: int | None, scheduler: str, json_: bool,
) -> int:  # fmt: skip
    """Check the French of each PO against its English, quotation by quotation and citation by citation.

    PO, XLIFF and TMX files of other programs are checked too, as far as their units alone allow. Exits with 1
    when there are errors.

    Of many files, some are checked at once, and one that cannot be read stops no other: it is named at the end,
    and the exit code is 2.

    \b
    Example:
      rirbilingual check MEX201603.EF.po
      rirbilingual check work/*.po --jobs 4 --json
      rirbilingual check --source MEX201603.E.txt
    """
    if not files and source is None:
        raise RirError("nothing to check", "check", "name a PO, or a report with --source")
    if json_ and sarif:
        raise RirError("--json and --sarif exclude each other", "check", "give one")
    tasks = [Task(source, invocation.settings(source), is_report=True)] if source is not None else []
    for file in dict.fromkeys(files):
        settings = invocation.settings(file)
        memories, termbase = memory or settings.memories, terms or settings.terms
        tasks.append(Task(file, settings, memories, termbase, fix=fix, with_lines=sarif))
    lines: dict[tuple[str, str], int] = {}
    from rirbilingual.check import checks, idle

    found: list[tuple[str, Finding]] = []
    many = Many[Task]("checked", jobs=jobs, scheduler=scheduler)
    for done in many.results(checked, [task.anywhere() for task in tasks] if scheduler else tasks):
        lines |= {(done.file, unit): line for unit, line in done.lines.items()}
        found += [(done.file, finding) for finding in done.findings]
        for cured in done.cured:
            place = place_of(cured, done.where)
            click.echo(f"fixed {place}: {cured.message} ({cured.check})", err=json_ or sarif)
        if fix and not done.cured and not json_ and not sarif:
            click.echo(f"{done.file}: nothing that is safe to fix")
        if not json_ and not sarif:
            if len(tasks) > 1:
                click.secho(done.file, bold=True)
            print_findings(done.findings, where=done.where)
    silenced = {name for task in tasks for name in task.settings.check.silenced}
    for check, lack in idle(silenced) if any(not task.is_report for task in tasks) else ():
        click.echo(f"{check} is not checked: {lack}", err=True)
    listed = [finding for _, finding in found]
    if sarif:
        from rirbilingual.formats.sarif import sarif_bytes

        reasons = {check.id: check.why for check in checks()}
        log = sarif_bytes(found, version=__version__, reasons=reasons, lines=lines)
        click.echo(log.decode(), nl=False)
    elif json_:
        print_json(_object(found, many.failures))
    elif len(tasks) > 1:
        click.echo(f"{number(len(tasks) - len(many.failures), 'file')} checked: {counted(listed)}")
    return many.code or (REFUSED if errors(listed) else 0)


@dataclass(frozen=True)
class Task:
    """A file to check, wherever: memories and termbases are named, not open. is_report: the English alone.
    with_lines: with the line of each unit."""

    file: Path
    settings: Settings
    memories: tuple[str, ...] = ()
    terms: Path | None = None
    fix: bool = False
    is_report: bool = False
    with_lines: bool = False

    def anywhere(self) -> Task:
        """The same for a worker that stands in another folder."""
        return replace(
            self,
            file=self.file.absolute(),
            memories=absolute_memories(self.memories),
            terms=self.terms.absolute() if self.terms else None,
        )


@dataclass(frozen=True)
class Done:
    """What was found in a file. cured: what `--fix` mended first. where: unit's id → its readable place; lines: → its
    line in the file."""

    file: str
    findings: tuple[Finding, ...]
    cured: tuple[Finding, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def checked(task: Task) -> Done:
    """Check the file of a task, after the safe fixes where they are asked for."""
    from rirbilingual import config, pipeline

    config.choose(task.settings.file)  # a worker does not know what the command was told
    checks = task.settings.check
    if task.is_report:
        report, _ = pipeline.segment(task.file)
        return Done(str(task.file), pipeline.source_findings(report, checks=checks))
    cured = pipeline.fix(task.file, terms=task.terms, checks=checks) if task.fix else ()
    units, findings = pipeline.file_findings(
        task.file, terms=task.terms, memories=pipeline.memories(task.memories), checks=checks
    )
    named = {name for finding in (*findings, *cured) for name in finding.units}
    where = {unit.id: unit.where for unit in units if unit.where and unit.id in named}
    lines = pipeline.unit_lines(task.file, units) if task.with_lines else {}
    return Done(str(task.file), findings, cured, where, lines)


def _object(found: Sequence[tuple[str, Finding]], failures: Sequence[Failure[Task]]) -> dict[str, object]:
    """What was found as scripts get it: each finding with its file, and the files that could not be checked."""
    return {
        **findings_object([finding for _, finding in found], files=[file for file, _ in found]),
        "failed": [{"file": str(failure.task.file), "error": failure.error} for failure in failures],
    }
