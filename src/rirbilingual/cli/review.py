"""review: a working file handed out and brought together."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import review_objects as objects
from rirbilingual.cli.findings import number
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError

PO = click.Path(path_type=Path)


@click.group("review")
def command() -> None:
    """Share a working file among translators, and join what they did.

    \b
    Example:
      rirbilingual review split MEX201603.EF.po --words 1500
      rirbilingual review merge MEX201603.EF.1.po MEX201603.EF.2.po -o MEX201603.EF.po
    """


@command.command("split")
@click.argument("po", type=PO)
@click.option(
    "--words",
    type=click.IntRange(min=1),
    default=1500,
    show_default=True,
    help="English words a part, about.",
)
@click.option("-o", "--output", type=PO, metavar="DIR", help="Where the parts go; by default beside the PO.")
def split_command(po: Path, *, words: int, output: Path | None) -> None:
    """Cut a PO into parts at section borders, KEY.EF.1.po and so on.

    \b
    Example:
      rirbilingual review split MEX201603.EF.po --words 1500
    """
    from rirbilingual.formats.po import read_po, write_po
    from rirbilingual.review import split
    from rirbilingual.review.split import word_count

    parts = split(read_po(po), words=words)
    paths = [(output or po.parent) / f"{po.stem}.{n}{po.suffix}" for n in range(1, len(parts) + 1)]
    for path in paths:
        _refuse_existing(path)
    for part, path in zip(parts, paths, strict=True):
        write_po(part, path)
        click.echo(f"{path}: {number(len(part.units), 'unit')}, {number(word_count(part.units), 'word')}")


@command.command("merge")
@click.argument("files", type=PO, nargs=-1, required=True, metavar="PO PO...")
@click.option("-o", "--output", type=PO, required=True, metavar="FILE", help="The joined PO.")
@as_json
def merge_command(files: tuple[Path, ...], *, output: Path, json_: bool) -> None:
    """Join copies or parts of one PO; where two people differ, both texts are kept and listed.

    \b
    Example:
      rirbilingual review merge anne.po marc.po -o MEX201603.EF.po
    """
    if output not in files:
        _refuse_existing(output)
    _joined(files, output, json_=json_)


@command.command("import")
@click.argument("po", type=PO)
@click.argument("files", type=PO, nargs=-1, required=True, metavar="RETURNED...")
@as_json
def import_command(po: Path, *, files: tuple[Path, ...], json_: bool) -> None:
    """Take what came back from an editor, PO or XLIFF, into the working PO, in place.

    What two people changed keeps both texts, the second one in a query; nothing is chosen silently.

    \b
    Example:
      rirbilingual review import MEX201603.EF.po MEX201603.xlf
    """
    _joined((po, *files), po, json_=json_)


def _joined(files: tuple[Path, ...], output: Path, *, json_: bool) -> None:
    """Join the files into `output`, and say what was done. Raises RirError for an output that is no PO."""
    from rirbilingual.formats.po import write_po
    from rirbilingual.formats.working import read_working
    from rirbilingual.review import Returned, merge

    if output.suffix.lower() != ".po":
        fix = "name a PO; `review export` makes XLIFF of it"
        raise RirError("what is joined is written as a PO", str(output), fix)
    catalog, merged = merge([Returned(str(path), read_working(path)) for path in files])
    write_po(catalog, output)
    if json_:
        print_json(objects.merged_object(merged, len(catalog.units)))
        return
    taken = f"{len(merged.taken)} with other French than in {files[0]}"
    click.echo(f"{output}: {number(len(catalog.units), 'unit')} of {number(len(files), 'file')}, {taken}")
    for conflict in merged.conflicts:
        (kept, ours), (other, theirs) = conflict.kept, conflict.other
        click.echo(
            f"{conflict.where} {conflict.unit}: two texts; the second is in a query\n  {kept}: {ours}\n  {other}: {theirs}"
        )
    if merged.by_source:
        click.echo(f"{number(len(merged.by_source), 'unit')} without an id, found by the English")
    for name, source in merged.unknown:
        click.echo(f"{name}: belongs nowhere, kept as obsolete: {source}")
    for gone in merged.revoked:
        click.echo(f"{gone.where} {gone.unit}: approval of {gone.approval.reviewer} revoked, {gone.reason}")


@command.command("export")
@click.argument("po", type=PO)
@click.option(
    "--to",
    "form",
    type=click.Choice(["xliff", "xliff12", "po", "tmx"]),
    required=True,
    help="XLIFF 2.1, XLIFF 1.2, PO, or a TMX of the draft's matches.",
)
@click.option("-o", "--output", type=PO, required=True, metavar="FILE", help="The file to write.")
def export_command(po: Path, *, form: str, output: Path) -> None:
    """Write a PO in the format that another editor reads; `review import` takes it back.

    \b
    Example:
      rirbilingual review export MEX201603.EF.po --to xliff12 -o MEX201603.xlf
    """
    from rirbilingual.files import write_whole
    from rirbilingual.formats.po import po_bytes
    from rirbilingual.formats.tmx import write_tmx
    from rirbilingual.formats.working import read_working
    from rirbilingual.formats.xliff_write import xliff_bytes
    from rirbilingual.review import match_units

    _refuse_existing(output)
    catalog = read_working(po)
    if form == "tmx":
        write_tmx(match_units(catalog), output)
    elif form == "po":
        write_whole(output, po_bytes(catalog))
    else:
        write_whole(output, xliff_bytes(catalog, version="2.1" if form == "xliff" else "1.2"))
    click.echo(f"{output}: {number(len(catalog.units), 'unit')}")


@command.command("propagate")
@click.argument("po", type=PO)
@click.option("--dry-run", is_flag=True, help="List the changes; write nothing.")
@as_json
@click.pass_obj
def propagate_command(invocation: Invocation, po: Path, *, dry_run: bool, json_: bool) -> None:
    """Carry a person's corrections to their identical occurrences. A unit that a person touched never changes.

    \b
    Example:
      rirbilingual review propagate MEX201603.EF.po --dry-run
    """
    from rirbilingual import pipeline
    from rirbilingual.formats.po import read_po, write_po
    from rirbilingual.review import propagate

    catalog, done = propagate(read_po(po), terms=pipeline.termbase(invocation.settings(po).terms))
    if done.changes and not dry_run:
        write_po(catalog, po)
    if json_:
        print_json(objects.propagated_object(done, written=bool(done.changes) and not dry_run))
        return
    for change in done.changes:
        click.echo(f"{change.where}: {change.old} → {change.new}")
    for kind, english, french in done.undecided:
        click.echo(f"undecided {kind.value}: {english}: {' | '.join(french)}")
    click.echo(f"{po}: {number(len(done.changes), 'change')}{', not written' if dry_run else ''}")


@command.command("queries")
@click.argument("po", type=PO)
@as_json
@click.pass_obj
def queries_command(invocation: Invocation, po: Path, *, json_: bool) -> None:
    """List the questions in the units' comments (`Q(author): …`, `A: …`), and the defects of the English.

    \b
    Example:
      rirbilingual review queries MEX201603.EF.po
    """
    from rirbilingual import pipeline
    from rirbilingual.review import queries

    work = pipeline.working(po)
    defects = pipeline.source_findings(work.report, checks=invocation.settings(po).check)
    found = queries(work.catalog, defects)
    if json_:
        print_json(objects.queries_object(found))
        return
    for query in found:
        click.echo(
            f"{f'{query.where} {query.unit}'.strip()}: Q({query.to}): {query.text}{' A: ' + query.answer if query.answer else ''}"
        )


@command.command("status")
@click.argument("po", type=PO)
@as_json
@click.pass_obj
def status_command(invocation: Invocation, po: Path, *, json_: bool) -> None:
    """Say how far a PO is: words by state and by person, and what blocks publication.

    \b
    Example:
      rirbilingual review status MEX201603.EF.po
    """
    from rirbilingual import pipeline
    from rirbilingual.review import status

    work = pipeline.working(po)
    settings = invocation.settings(po)
    found = pipeline.findings(work, terms=settings.terms, checks=settings.check)
    now = status(work.catalog, found, signatures=settings.signatures)
    if json_:
        print_json(objects.status_object(now))
        return
    click.echo(f"{po}: {number(now.units, 'unit')}, {number(now.words, 'word')}")
    for state, units, words in now.by_state:
        if units:
            click.echo(f"  {state.name.lower():<11}{number(units, 'unit')}, {number(words, 'word')}")
    for name, words in now.by_person:
        click.echo(f"  signed by {name}: {number(words, 'word')}")
    for block in now.blocks:
        click.echo(f"blocks publication: {block.reason} ({number(len(block.units), 'unit')})")


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RirError("exists already", str(path), "move it away, or choose another place with -o")
