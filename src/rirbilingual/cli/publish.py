"""publish: both languages or neither."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual import __version__
from rirbilingual.cli import options
from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import findings_object, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError


@click.command("publish")
@click.argument("files", type=options.PATH, nargs=-1, metavar="PO...")
@click.option("--site", type=options.PATH, metavar="DIR", help="The folder that pairs are published in.")
@click.option("--dry-run", is_flag=True, help="Say what stands against it; write nothing.")
@click.option(
    "--replace", "replace_pair", is_flag=True, help="Replace a published pair, both languages at once."
)
@click.option("--withdraw", metavar="KEY", help="Take this pair off the site, both languages at once.")
@options.source
@options.terms
@options.templates
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, files: tuple[Path, ...], site: Path | None, dry_run: bool, replace_pair: bool,
    withdraw: str | None, source: Path | None, terms: Path | None, templates: Path | None, json_: bool,
) -> int:  # fmt: skip
    """Publish each PO as an English and a French page, with both side by side: all at once, or nothing.

    Refused, with the reasons and exit code 1, unless every unit is final and no error stands.

    \b
    Example:
      rirbilingual publish MEX201603.EF.po --site site
    """
    from rirbilingual import pipeline

    settings = invocation.settings(files[0] if files else None)
    folder = site or settings.site
    if folder is None:
        raise RirError("no site", "--site", "name the folder that pairs are published in")
    if withdraw:
        kept = pipeline.withdraw(
            withdraw, site=folder, when=options.now(), templates=templates or settings.templates
        )
        click.echo(f"{withdraw} withdrawn; its history keeps it in {kept}")
        return 0
    if not files:
        raise RirError("nothing to publish", "publish", "name a PO")
    refused = False
    for po in files:
        done = pipeline.publish(
            po, site=folder, when=options.now(), version=__version__, source=source, dry_run=dry_run,
            replace_pair=replace_pair, terms=terms or settings.terms,
            checks=settings.check, signatures=settings.signatures, templates=templates or settings.templates,
        )  # fmt: skip
        refused = refused or bool(done.blocks)
        if json_:
            print_json(
                {
                    "key": done.key,
                    "folder": str(done.folder) if done.folder else None,
                    **findings_object(done.blocks),
                }
            )
        elif done.blocks:
            click.echo(f"{done.key}: not published, for these reasons:")
            print_findings(
                done.blocks, where={u.id: u.where for u in pipeline.working(po, source).catalog.units}
            )
        elif done.folder is None:
            click.echo(f"{done.key}: nothing stands against publishing it")
        else:
            click.echo(
                f"{done.key}: {'replaced' if done.replaced else 'published'} in {done.folder}, both languages"
            )
    return REFUSED if refused else 0
