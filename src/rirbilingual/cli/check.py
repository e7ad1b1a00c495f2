"""check: what a person should look at, in a working file or in an English report."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual import __version__
from rirbilingual.cli import options
from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import errors, findings_object, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError
from rirbilingual.model import Finding


@click.command("check")
@click.argument("files", type=options.PATH, nargs=-1, metavar="PO...")
@click.option("--source", type=options.PATH, metavar="REPORT", help="Check this English report alone.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes to each PO first, and say which.")
@click.option("--sarif", is_flag=True, help="Print SARIF 2.1.0, for code hosts and editors.")
@options.memories
@options.terms
@as_json
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    files: tuple[Path, ...],
    source: Path | None,
    fix: bool,
    sarif: bool,
    memory: tuple[str, ...],
    terms: Path | None,
    json_: bool,
) -> int:
    """Check the French of each PO against its English, quotation by quotation and citation by citation.

    PO, XLIFF and TMX files of other programs are checked too, as far as their units alone allow.
    Exits with 1 when there are errors.

    \b
    Example:
      rirbilingual check MEX201603.EF.po
      rirbilingual check --source MEX201603.E.txt
    """
    from rirbilingual import pipeline

    if not files and source is None:
        raise RirError("nothing to check", "check", "name a PO, or a report with --source")
    found: list[tuple[str, Finding]] = []
    where: dict[str, str] = {}
    if source is not None:
        report, _ = pipeline.segment(source)
        asked = invocation.settings(source).check
        found += [(str(source), finding) for finding in pipeline.source_findings(report, checks=asked)]
    for file in files:
        settings = invocation.settings(file)
        known, asked = terms or settings.terms, settings.check
        elsewhere = pipeline.memories(memory or settings.memories)
        for cured in pipeline.fix(file, terms=known, checks=asked) if fix else ():
            click.echo(f"fixed {cured.units[0]}: {cured.message} ({cured.check})", err=json_ or sarif)
        units, findings = pipeline.file_findings(file, terms=known, memories=elsewhere, checks=asked)
        found += [(str(file), finding) for finding in findings]
        where |= {unit.id: unit.where for unit in units if unit.where}
    listed = [finding for _, finding in found]
    if sarif:
        from rirbilingual.formats.sarif import sarif_bytes

        click.echo(sarif_bytes(found, version=__version__).decode(), nl=False)
    elif json_:
        print_json(findings_object(listed))
    else:
        print_findings(listed, where=where)
    return REFUSED if errors(listed) else 0
