"""review: a working file handed out and brought together."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli.findings import number
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
@click.option("--words", default=1500, show_default=True, help="English words a part, about.")
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
def merge_command(files: tuple[Path, ...], *, output: Path) -> None:
    """Join copies or parts of one PO; where two people differ, both texts are kept and listed.

    \b
    Example:
      rirbilingual review merge anne.po marc.po -o MEX201603.EF.po
    """
    from rirbilingual.formats.po import read_returned, write_po
    from rirbilingual.review import Returned, merge

    if output not in files:
        _refuse_existing(output)
    catalog, merged = merge([Returned(str(path), read_returned(path)) for path in files])
    write_po(catalog, output)
    click.echo(
        f"{output}: {number(len(catalog.units), 'unit')}, {len(merged.taken)} taken from the other files"
    )
    for conflict in merged.conflicts:
        (kept, ours), (other, theirs) = conflict.kept, conflict.other
        click.echo(
            f"{conflict.where}: two texts; the second is in a query\n  {kept}: {ours}\n  {other}: {theirs}"
        )
    if merged.by_source:
        click.echo(f"{number(len(merged.by_source), 'unit')} without an id, found by the English")
    for name, source in merged.unknown:
        click.echo(f"{name}: belongs nowhere, kept as obsolete: {source}")
    for gone in merged.revoked:
        click.echo(f"{gone.where}: approval of {gone.approval.reviewer} revoked, {gone.reason}")


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise RirError("exists already", str(path), "move it away, or choose another place with -o")
