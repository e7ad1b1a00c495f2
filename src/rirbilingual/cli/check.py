"""check: what a person should look at, in a working file or in an English report."""

from __future__ import annotations

from pathlib import Path

import click

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
@options.terms
@as_json
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    *,
    files: tuple[Path, ...],
    source: Path | None,
    terms: Path | None,
    json_: bool,
) -> int:
    """Check the French of each PO against its English, quotation by quotation and citation by citation.

    Exits with 1 when there are errors.

    \b
    Example:
      rirbilingual check MEX201603.EF.po
      rirbilingual check --source MEX201603.E.txt
    """
    from rirbilingual import pipeline

    if not files and source is None:
        raise RirError("nothing to check", "check", "name a PO, or a report with --source")
    found: list[Finding] = []
    where: dict[str, str] = {}
    if source is not None:
        report, _ = pipeline.segment(source)
        found += pipeline.source_findings(report)
    for po in files:
        work = pipeline.working(po)
        found += pipeline.findings(work, terms=terms or invocation.settings(po).terms)
        where |= {unit.id: unit.where for unit in work.catalog.units}
    if json_:
        print_json(findings_object(found))
    else:
        print_findings(found, where=where)
    return REFUSED if errors(found) else 0
