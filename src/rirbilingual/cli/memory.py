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
_SHOWN = 20  # refused units that are named; the rest is counted


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
@click.option("--skip-errors", is_flag=True, help="Import what can be read, and list what cannot.")
@as_json
def import_command(files: tuple[Path, ...], *, memory: str, skip_errors: bool, json_: bool) -> None:
    """Import TMX, TSV, CSV, XLIFF or PO files, each all or nothing. Importing again adds nothing.

    A memory that is not there is made. After an interruption, run the command again.

    \b
    Example:
      rirbilingual memory import archive.tmx -m office.sqlite
    """
    from rirbilingual.exchange import import_file

    for file in files:
        with counting(f"Importing {file.name}") as step:
            added = import_file(file, memory, skip_errors=skip_errors, progress=step)
        for error in added.refused[:_SHOWN]:
            click.echo(f"refused: {error}", err=True)
        if len(added.refused) > _SHOWN:
            click.echo(f"refused: {len(added.refused) - _SHOWN} more", err=True)
        if json_:
            print_json(
                {
                    "file": str(file), "new": added.new, "same": added.same, "conflicting": added.conflicting,
                    "changed": added.changed, "superseded": added.superseded,
                    "refused": [{"place": error.place, "message": error.what} for error in added.refused],
                }
            )  # fmt: skip
            continue
        parts = [
            f"{added.new} new", f"{added.same} there already", f"{added.conflicting} with other French",
            f"{added.changed} with a better state" * bool(added.changed),
            f"{added.superseded} superseded" * bool(added.superseded),
            f"{len(added.refused)} refused" * bool(added.refused),
        ]  # fmt: skip
        click.echo(f"{file}: {', '.join(part for part in parts if part)}")


@command.command("export")
@click.argument("file", type=options.PATH)
@MEMORY
def export_command(file: Path, *, memory: str) -> None:
    """Export a memory to TMX or TSV, by the FILE's ending.

    \b
    Example:
      rirbilingual memory export office.tmx -m office.sqlite
    """
    from rirbilingual.exchange import export_file

    with counting(f"Exporting {file.name}") as step:
        count = export_file(file, memory, progress=step)
    click.echo(f"{file}: {number(count, 'unit')}")


@command.command("search")
@click.argument("text", required=False)
@MEMORY
@click.option("--source", metavar="REGEX", help="Units whose English this regular expression finds.")
@click.option("--target", metavar="REGEX", help="Units whose French this regular expression finds.")
@click.option("--limit", default=20, show_default=True, help="Units shown at most.")
@as_json
def search_command(
    text: str | None, *, memory: str, source: str | None, target: str | None, limit: int, json_: bool
) -> None:
    """Search a memory for TEXT: units that resemble it, then those that hold its words on either side.

    Accents and case do not count, and a word stands for its forms.

    \b
    Example:
      rirbilingual memory search -m office.sqlite "protection de l'État"
      rirbilingual memory search -m office.sqlite --source "police (force|service)s?"
    """
    from rirbilingual.formats.match_json import match_objects
    from rirbilingual.translation_memory import Memory

    expressions = source is not None or target is not None
    if expressions == (text is not None):
        raise click.UsageError("Give TEXT, or --source and --target, and not both.")
    with Memory.open(memory) as opened, counting("Reading words") as step:
        found = (
            opened.search_expression(source=source, target=target, limit=limit)
            if text is None
            else opened.search(text, limit=limit, progress=step)
        )
    if json_:
        print_json({"matches": match_objects(found)})
        return
    for m in found:
        score = "" if expressions else f"{m.kind.name} {m.score}%  "
        click.secho(f"{score}{m.unit.origin}", dim=True)
        click.echo(f"{m.unit.source}\n{m.target}\n")
    click.echo(f"{number(len(found), 'unit')} found")


@command.command("info")
@MEMORY
@as_json
def info_command(*, memory: str, json_: bool) -> None:
    """Say how large and how old a memory is, where its units come from, and where they contradict each other.

    \b
    Example:
      rirbilingual memory info -m office.sqlite
    """
    from rirbilingual.model import State
    from rirbilingual.translation_memory import Memory

    with Memory.open(memory) as opened:
        summary, index = opened.summary(), opened.index.size()
    states = {State(state).name.lower(): count for state, count in summary.states}
    if json_:
        print_json(
            {
                "units": summary.units, "sources": summary.sources, "conflicting": summary.conflicting,
                "duplicates": summary.duplicates, "superseded": summary.superseded, "bytes": summary.bytes,
                "index": index, "languages": list(summary.languages), "oldest": summary.oldest,
                "newest": summary.newest, "states": states, "terms": summary.terms,
                "quotations": summary.quotations, "origins": dict(summary.origins),
            }
        )  # fmt: skip
        return
    click.echo(
        f"{memory}: {number(summary.units, 'unit')}, {summary.languages[0]} → {summary.languages[1]},"
        f" {summary.bytes:,} bytes, index {index:,} bytes"
    )
    click.echo(
        f"{number(summary.sources, 'source')}, {summary.conflicting} of them with more than one French;"
        f" {number(summary.duplicates, 'duplicate')}, {summary.superseded} superseded"
    )
    if summary.newest:
        click.echo(f"from {summary.oldest[:10]} to {summary.newest[:10]}")
    click.echo(", ".join(f"{count} {state}" for state, count in states.items()) or "no units")
    click.echo(f"{number(summary.terms, 'term')}, {number(summary.quotations, 'quotation')} in the ledger")
    for report, count in summary.origins:
        click.echo(f"  {report or '(no origin)'}: {count}")


@command.command("recall")
@click.argument("unit")
@MEMORY
@click.option("--reason", default="", help="Why, for those who come after.")
@as_json
def recall_command(unit: str, *, memory: str, reason: str, json_: bool) -> None:
    """Take a UNIT back, by its id or its English: it is kept, and never offered again.

    Lists the reports in which it was approved.

    \b
    Example:
      rirbilingual memory recall -m office.sqlite 3f2a9c01b7de --reason "wrong court"
    """
    from rirbilingual.errors import RirError
    from rirbilingual.translation_memory import Memory

    with Memory.open(memory) as opened:
        found = opened.recall(unit, reason=reason, when=options.now())
    if not found:
        raise RirError(f"no unit {unit}", memory, "take an id from the PO, or give the English as it stands")
    if json_:
        recalled = [
            {"source": r.unit.source, "target": r.unit.target, "reports": list(r.reports)} for r in found
        ]
        print_json({"recalled": recalled})
        return
    for r in found:
        click.echo(f"{r.unit.source}\n{r.unit.target}")
        click.echo(f"  approved in: {', '.join(r.reports) or '(no report)'}\n")
    click.echo(f"{number(len(found), 'unit')} recalled")


@command.command("backup")
@click.argument("file", type=options.PATH)
@MEMORY
def backup_command(file: Path, *, memory: str) -> None:
    """Copy a memory to FILE, whole or not at all, also while it is in use; the copy is read back.

    \b
    Example:
      rirbilingual memory backup office-2026-03.sqlite -m office.sqlite
    """
    from rirbilingual.translation_memory import Memory

    with Memory.open(memory) as opened:
        click.echo(f"{file}: {opened.backup(file):,} bytes")


@command.command("check")
@MEMORY
@as_json
def check_command(*, memory: str, json_: bool) -> int:
    """Check a memory's file and index; say what is double, superseded, contradictory or used once only.

    Exits with 1 where something is damaged.

    \b
    Example:
      rirbilingual memory check -m office.sqlite
    """
    from rirbilingual.translation_memory import Memory

    with Memory.open(memory) as opened:
        with counting("Checking") as step:
            problems = opened.problems(progress=step)
        summary = opened.summary()
    if json_:
        print_json(
            {
                "problems": problems, "units": summary.units, "duplicates": summary.duplicates,
                "conflicting": summary.conflicting, "superseded": summary.superseded, "unused": summary.unused,
            }
        )  # fmt: skip
        return 1 if problems else 0
    for problem in problems:
        click.echo(f"{memory}: {problem}")
    click.echo(f"{memory}: {number(summary.units, 'unit')}; {'damaged' if problems else 'sound'}")
    click.echo(
        f"{summary.duplicates} double, {summary.superseded} superseded, {summary.conflicting} sources with more"
        f" than one French, {summary.unused} approved in one report only"
    )
    return 1 if problems else 0


command.add_command(grant)
command.add_command(serve)
command.add_command(token)
