"""publish: both languages or neither."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rirbilingual import __version__
from rirbilingual.cli import options
from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import findings_object, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError

if TYPE_CHECKING:
    from rirbilingual.pipeline import Outcome


@click.command("publish")
@click.argument("files", type=options.PATH, nargs=-1, metavar="PO...")
@click.option("--site", type=options.PATH, metavar="DIR", help="The folder that pairs are published in.")
@click.option("--dry-run", is_flag=True, help="Say what stands against it; write nothing.")
@click.option(
    "--replace", "replace_pair", is_flag=True, help="Replace a published pair, both languages at once."
)
@click.option("--withdraw", metavar="KEY", help="Take this pair off the site, both languages at once.")
@click.option(
    "--formats", metavar="LIST", help="Besides the pages, of: txt, tmx, json (these unless said), docx, pdf."
)
@click.option("--address", metavar="URL", help="The site's public address, for its feeds and its map.")
@options.source
@options.terms
@options.templates
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, files: tuple[Path, ...], site: Path | None, dry_run: bool, replace_pair: bool,
    withdraw: str | None, formats: str | None, address: str | None, source: Path | None, terms: Path | None, templates: Path | None, json_: bool,
) -> int:  # fmt: skip
    """Publish each PO as an English and a French page, with both side by side: all at once, or nothing.

    Refused, with the reasons and exit code 1, unless every unit is final and no error stands.

    \b
    Example:
      rirbilingual publish MEX201603.EF.po --site site
    """
    from rirbilingual import pipeline, publication

    settings = invocation.settings(files[0] if files else None)
    folder = site or settings.site
    if folder is None:
        raise RirError("no site", "--site", "name the folder that pairs are published in")
    used = templates or settings.templates
    public = settings.address if address is None else address
    if withdraw:
        kept = pipeline.withdraw(withdraw, site=folder, when=options.now(), templates=used, address=public)
        click.echo(f"{withdraw} withdrawn; its history keeps it in {kept}")
        return 0
    if not files:
        raise RirError("nothing to publish", "publish", "name a PO")
    wanted = settings.formats if formats is None else tuple(filter(None, formats.replace(" ", "").split(",")))
    publish = partial(
        pipeline.publish, site=folder, version=__version__, source=source, dry_run=dry_run,
        replace_pair=replace_pair, terms=terms or settings.terms, templates=used,
        checks=settings.check, signatures=settings.signatures,
        formats=publication.DEFAULT_FORMATS if wanted is None else wanted, address=public, indexes=False,
    )  # fmt: skip
    refused = changed = False
    try:
        for po in files:
            done = publish(po, when=options.now())
            refused = refused or bool(done.blocks)
            changed = changed or (done.folder is not None and not done.unchanged)
            _say(done, po, source, json_=json_)
    finally:
        if changed:
            publication.follow(folder, templates=used, address=public)
    return REFUSED if refused else 0


def _say(done: Outcome, po: Path, source: Path | None, *, json_: bool) -> None:
    from rirbilingual import pipeline

    if json_:
        folder = str(done.folder) if done.folder else None
        print_json({"key": done.key, "folder": folder, **findings_object(done.blocks)})
    elif done.blocks:
        click.echo(f"{done.key}: not published, for these reasons:")
        print_findings(done.blocks, where={u.id: u.where for u in pipeline.working(po, source).catalog.units})
    elif done.folder is None:
        click.echo(f"{done.key}: nothing stands against publishing it")
    elif done.unchanged:
        click.echo(f"{done.key}: unchanged in {done.folder}")
    else:
        click.echo(
            f"{done.key}: {'replaced' if done.replaced else 'published'} in {done.folder}, both languages"
        )
