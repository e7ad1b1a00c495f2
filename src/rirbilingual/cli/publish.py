"""publish: both languages or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from rirbilingual import __version__, config
from rirbilingual.cli import options
from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import findings_object, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.many import Many
from rirbilingual.cli.many import options as many_options
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.config import BothFurniture, Settings
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
    "--formats",
    metavar="LIST",
    help="Besides the pages, of: txt, tmx, json (these unless said), docx, pdf, epub.",
)
@click.option("--address", metavar="URL", help="The site's public address, for its feeds and its map.")
@click.option(
    "--resume", is_flag=True, help="Leave pairs alone that are published from just these files; do the rest."
)
@options.source
@options.terms
@options.templates
@many_options
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, *, files: tuple[Path, ...], site: Path | None, dry_run: bool, replace_pair: bool,
    withdraw: str | None, formats: str | None, address: str | None, resume: bool, source: Path | None,
    terms: Path | None, templates: Path | None, jobs: int | None, scheduler: str, json_: bool,
) -> int:  # fmt: skip
    """Publish each PO as an English and a French page, with both side by side: all at once, or nothing.

    Refused, with the reasons and exit code 1, unless every unit is final and no error stands.

    Of many POs, some are published at once, each pair whole; one that cannot be read stops no other: it is named
    at the end, and the exit code is 2. After an interruption, the same command with --resume goes on.

    \b
    Example:
      rirbilingual publish MEX201603.EF.po --site site
      rirbilingual publish work/*.po --site site --resume
    """
    from rirbilingual import pipeline, publication

    if address and not config.is_address(address):
        raise RirError(f'not a public address: "{address}"', "--address", f"give {config.ADDRESS}")

    def near(report: Path | None) -> Settings:
        """The settings for a report, an option of the command before each."""
        found = invocation.settings(report)
        wanted = (
            found.formats if formats is None else tuple(filter(None, formats.replace(" ", "").split(",")))
        )
        publication.refuse_formats(wanted or (), str(found.file) if formats is None else "--formats")
        if (site or found.site) is None:
            raise RirError("no site", "--site", "name the folder that pairs are published in")
        return replace(
            found, site=site or found.site, terms=terms or found.terms, templates=templates or found.templates,
            address=found.address if address is None else address, formats=wanted,
        )  # fmt: skip

    if withdraw:
        beside = {
            "a PO": files,
            "--replace": replace_pair,
            "--resume": resume,
            "--formats": formats,
            "--source": source,
        }
        for name in (name for name, given in beside.items() if given):
            raise click.UsageError(f"--withdraw takes a pair off its site; {name} has no place beside it")
        settings = near(None)
        kept = pipeline.withdraw(
            withdraw, site=_site(settings), when=options.now(), templates=settings.templates,
            address=settings.address, furniture=settings.furniture, dry_run=dry_run,
        )  # fmt: skip
        _say_withdrawn(withdraw, kept, dry_run=dry_run, json_=json_)
        return 0
    if not files:
        raise RirError("nothing to publish", "publish", "name a PO")
    if source and len(files) > 1:
        raise click.UsageError("--source is the report of one PO")
    _refuse_twins(files)
    tasks = [
        Task(po, near(po), source, dry_run=dry_run, replace_pair=replace_pair, resume=resume) for po in files
    ]
    sites = _sites(tasks)
    for settings in sites.values():
        publication.try_indexes(**_indexes(settings))
    refused = False
    standing: set[Path] = set()
    many = Many[Task]("dealt with", jobs=jobs, scheduler=scheduler)
    try:
        for done in many.results(published, [task.anywhere() for task in tasks] if scheduler else tasks):
            refused = refused or bool(done.outcome.blocks)
            standing |= {done.outcome.folder.parent.resolve()} if done.outcome.folder else set()
            _say(done, json_=json_)
    finally:
        for folder in standing:  # what was published before an interruption is in no index yet
            publication.follow(_site(sites[folder]), **_indexes(sites[folder]))
    for failure in many.failures if json_ else ():
        print_json({"file": str(failure.task.po), "error": failure.error})
    return many.code or (REFUSED if refused else 0)


@dataclass(frozen=True)
class Task:
    """A PO to publish, wherever. settings: those nearest to it, the command's options before them."""

    po: Path
    settings: Settings
    source: Path | None = None
    dry_run: bool = False
    replace_pair: bool = False
    resume: bool = False

    def anywhere(self) -> Task:
        """The same for a worker that stands in another folder."""
        held = self.settings
        return replace(
            self,
            po=self.po.absolute(),
            source=self.source.absolute() if self.source else None,
            settings=replace(
                held,
                site=_site(held).absolute(),
                terms=held.terms.absolute() if held.terms else None,
                templates=held.templates.absolute() if held.templates else None,
            ),
        )


@dataclass(frozen=True)
class Done:
    """What became of a PO's pair. where: unit's id → its readable place, of what stands against it."""

    outcome: Outcome
    where: Mapping[str, str]


def published(task: Task) -> Done:
    """Publish the pair of a task; the site's indexes follow when all are done. Publishers take turns with a site,
    so that several processes, or a cluster's workers on one file system, may do this at once."""
    from rirbilingual import pipeline, publication

    config.choose(task.settings.file)  # a worker does not know what the command was told
    held = task.settings
    outcome = pipeline.publish(
        task.po, site=_site(held), when=options.now(), version=__version__, source=task.source,
        dry_run=task.dry_run, replace_pair=task.replace_pair, resume=task.resume, terms=held.terms,
        checks=held.check, signatures=held.signatures,
        formats=publication.DEFAULT_FORMATS if held.formats is None else held.formats,
        indexes=False, **_indexes(held),
    )  # fmt: skip
    units = pipeline.working(task.po, task.source).catalog.units if outcome.blocks else ()
    return Done(outcome, {unit.id: unit.where for unit in units})


class _Indexes(TypedDict):
    """What the indexes of a site are made with."""

    templates: Path | None
    address: str
    furniture: BothFurniture


def _indexes(settings: Settings) -> _Indexes:
    return {
        "templates": settings.templates,
        "address": settings.address.rstrip("/"),
        "furniture": settings.furniture,
    }


def _site(settings: Settings) -> Path:
    assert settings.site is not None
    return settings.site


def _sites(tasks: Sequence[Task]) -> dict[Path, Settings]:
    """The sites that the tasks publish to, with the settings of each. Raises RirError for two settings by which one
    site's indexes would be made otherwise."""
    found: dict[Path, Task] = {}
    for task in tasks:
        site = _site(task.settings)
        first = found.setdefault(site.resolve(), task)
        if _indexes(first.settings) != _indexes(task.settings):
            raise RirError(
                f"its settings have other templates, address or furniture for the site {site} than {first.po}'s",
                str(task.po),
                "make them the same, or name one file with --config",
            )
    return {site: task.settings for site, task in found.items()}


def _refuse_twins(files: Sequence[Path]) -> None:
    """Raise RirError for two working files of one report: which of them would be published is nobody's to guess."""
    seen: dict[str, Path] = {}
    for po in files:
        key = po.name.split(".")[0]
        if key in seen:
            raise RirError(f"{key} is also in {seen[key]}", str(po), "give one working file of a report")
        seen[key] = po


def _say_withdrawn(key: str, kept: Path | None, *, dry_run: bool, json_: bool) -> None:
    if json_:
        print_json({"key": key, "withdrawn": not dry_run, "kept": str(kept) if kept else None})
    elif dry_run:
        click.echo(f"{key}: nothing stands against withdrawing it")
    elif kept:
        click.echo(f"{key} withdrawn; its history keeps it in {kept}")
    else:
        click.echo(f"{key} withdrawn; it had been removed by hand, and its history does not have it")


def _say(published: Done, *, json_: bool) -> None:
    done = published.outcome
    found = (*done.blocks, *done.notices)
    if json_:
        folder = str(done.folder) if done.folder else None
        print_json({"key": done.key, "folder": folder, **findings_object(found)})
        return
    if done.blocks:
        click.echo(f"{done.key}: not published, for these reasons:")
    elif done.folder is None:
        click.echo(f"{done.key}: nothing stands against publishing it")
    elif done.unchanged:
        click.echo(f"{done.key}: unchanged in {done.folder}")
    else:
        click.echo(
            f"{done.key}: {'replaced' if done.replaced else 'published'} in {done.folder}, both languages"
        )
    if found:
        print_findings(found, where=published.where)
