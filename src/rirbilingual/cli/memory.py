"""memory: what an office has translated, kept and searched."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.progress import counting
from rirbilingual.cli.serve import grant, serve, token

MEMORY = click.option(
    "-m", "--memory", required=True, metavar="MEMORY", help="The memory: a path, such as office.sqlite."
)


@click.group("memory")
def command() -> None:
    """Fill a translation memory, look into it, and take it elsewhere.

    \b
    Example:
      rirbilingual memory import archive.tmx -m office.sqlite
      rirbilingual memory search -m office.sqlite "state protection"
    """


@command.command("import")
@click.argument("files", type=options.PATH, nargs=-1, required=True, metavar="FILE...")
@MEMORY
@as_json
def import_command(files: tuple[Path, ...], *, memory: str, json_: bool) -> None:
    """Import TMX, TSV or reviewed PO files, each all or nothing. Importing again adds nothing.

    A memory that is not there is made.

    \b
    Example:
      rirbilingual memory import archive.tmx -m office.sqlite
    """
    from rirbilingual import pipeline

    for file in files:
        with counting(f"Importing {file.name}") as step:
            added = pipeline.import_file(file, memory, progress=step)
        if json_:
            print_json(
                {"file": str(file), "new": added.new, "same": added.same, "conflicting": added.conflicting}
            )
        else:
            click.echo(
                f"{file}: {added.new} new, {added.same} there already, {added.conflicting} with other French"
            )


@command.command("export")
@click.argument("file", type=options.PATH)
@MEMORY
def export_command(file: Path, *, memory: str) -> None:
    """Export a memory to TMX or TSV, by the FILE's ending.

    \b
    Example:
      rirbilingual memory export office.tmx -m office.sqlite
    """
    from rirbilingual import pipeline

    click.echo(f"{file}: {number(pipeline.export_file(file, memory), 'unit')}")


@command.command("search")
@click.argument("text")
@MEMORY
@click.option("--limit", default=20, show_default=True, help="Units shown at most.")
@as_json
def search_command(text: str, *, memory: str, limit: int, json_: bool) -> None:
    """Search a memory for TEXT: units that resemble it, then those that hold its words on either side.

    \b
    Example:
      rirbilingual memory search -m office.sqlite "protection de l'État"
    """
    from rirbilingual.formats.match_json import match_objects
    from rirbilingual.translation_memory import Memory

    found = Memory.open(memory).search(text, limit=limit)
    if json_:
        print_json({"matches": match_objects(found)})
        return
    for m in found:
        click.secho(f"{m.kind.name} {m.score}%  {m.unit.origin}", dim=True)
        click.echo(f"{m.unit.source}\n{m.target}\n")
    click.echo(f"{number(len(found), 'unit')} found")


@command.command("info")
@MEMORY
@as_json
def info_command(*, memory: str, json_: bool) -> None:
    """Say how large a memory is, and where its units come from.

    \b
    Example:
      rirbilingual memory info -m office.sqlite
    """
    from rirbilingual.translation_memory import Memory

    summary = Memory.open(memory).summary()
    if json_:
        print_json(
            {
                "units": summary.units, "sources": summary.sources, "conflicting": summary.conflicting,
                "superseded": summary.superseded, "bytes": summary.bytes, "languages": list(summary.languages),
                "origins": dict(summary.origins),
            }
        )  # fmt: skip
        return
    click.echo(
        f"{memory}: {number(summary.units, 'unit')}, {summary.languages[0]} → {summary.languages[1]}, {summary.bytes:,} bytes"
    )
    click.echo(
        f"{number(summary.sources, 'source')}, {summary.conflicting} of them with more than one French"
    )
    for report, count in summary.origins:
        click.echo(f"  {report or '(no origin)'}: {count}")


command.add_command(grant)
command.add_command(serve)
command.add_command(token)
