"""terms: what a word or name is called in French, kept in a memory."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.progress import counting
from rirbilingual.model import Term

MEMORY = click.option(
    "-m", "--memory", required=True, metavar="MEMORY", help="The memory: a path, such as office.sqlite."
)


@click.group("terms")
def command() -> None:
    """Fill a termbase, look into it, and let a memory suggest terms. Files are TBX or CSV.

    A CSV begins with the line english,french,domain,status,note.

    \b
    Example:
      rirbilingual terms import office.csv -m office.sqlite
      rirbilingual terms search -m office.sqlite "drug trafficking"
    """


@command.command("import")
@click.argument("files", type=options.PATH, nargs=-1, required=True, metavar="FILE...")
@MEMORY
@as_json
def import_command(files: tuple[Path, ...], *, memory: str, json_: bool) -> None:
    """Import the terms of TBX or CSV files, all or nothing. Importing again adds nothing.

    Terms of the status "proposed" are left out: a person decides them first.

    \b
    Example:
      rirbilingual terms import office.csv -m office.sqlite
    """
    from rirbilingual import termbase

    new, same, proposed = termbase.import_terms(files, memory)
    if json_:
        print_json({"new": new, "same": same, "proposed": proposed})
        return
    click.echo(f"{memory}: {number(new, 'term')} new or changed, {same} there already")
    if proposed:
        click.echo(f"  {number(proposed, 'proposal')} left out: set the status of those that are right")


@command.command("export")
@click.argument("file", type=options.PATH)
@MEMORY
def export_command(file: Path, *, memory: str) -> None:
    """Export a memory's terms to TBX or CSV, by the FILE's ending.

    \b
    Example:
      rirbilingual terms export office.csv -m office.sqlite
    """
    from rirbilingual import termbase

    click.echo(f"{file}: {number(termbase.export_terms(file, memory), 'term')}")


@command.command("search")
@click.argument("text")
@options.memories
@options.terms
@as_json
def search_command(text: str, *, memory: tuple[str, ...], terms: Path | None, json_: bool) -> None:
    """Search the termbases for TEXT, in either language: yours, the memories', the program's.

    \b
    Example:
      rirbilingual terms search "assistant professor"
    """
    from rirbilingual import pipeline, termbase

    held = termbase.termbase(terms, pipeline.memories(memory))
    found = termbase.found_terms(text, held)
    if json_:
        print_json({"terms": [term_object(term) for term in found]})
        return
    for term in found:
        click.echo(line(term))
    click.echo(f"{number(len(found), 'term')} found")


@command.command("extract")
@MEMORY
@options.terms
@click.option(
    "-o", "--output", type=options.PATH, metavar="FILE.csv", help="Where they go; else they are shown."
)
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 5000), help="Terms at most.")
@as_json
def extract_command(*, memory: str, terms: Path | None, output: Path | None, limit: int, json_: bool) -> None:
    """Let a memory suggest terms that no termbase has, the surest first.

    Set the status of those that are right to "preferred", and import the file.

    \b
    Example:
      rirbilingual terms extract -m office.sqlite -o suggested.csv
    """
    from rirbilingual import termbase
    from rirbilingual.files import refuse_to_overwrite
    from rirbilingual.translation_memory import file_of

    refuse_to_overwrite([output], [terms, file_of(memory)])
    with counting("Counting words") as step:
        found = termbase.suggested_terms(memory, limit=limit, terms=terms, progress=step)
    if output:
        termbase.write_suggestions(found, output)
    if json_:
        print_json({"terms": [term_object(term) for term in found]})
    elif output:
        click.echo(
            f"{output}: {number(len(found), 'term')} suggested; set the status of those that are right"
        )
    else:
        for term in found:
            click.echo(line(term))


def term_object(term: Term) -> dict[str, str]:
    """A term as scripts get it."""
    return {
        "english": term.english,
        "french": term.french,
        "domain": term.domain,
        "status": term.status,
        "note": term.note,
    }


def line(term: Term) -> str:
    """A term as people read it."""
    said = ", ".join(word for word in (term.domain, term.status, term.note) if word and word != "preferred")
    return f"{term.english} → {term.french}" + (f"  ({said})" if said else "")
