"""align: published pairs become a memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rirbilingual.cli import options
from rirbilingual.cli.errors import UNUSABLE
from rirbilingual.cli.findings import number
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.many import options as many_options
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.progress import progress
from rirbilingual.errors import RirError

if TYPE_CHECKING:
    from rirbilingual.aligned import Aligned
    from rirbilingual.config import Settings
    from rirbilingual.model import LedgerQuotation, Term, Unit


LINE = 100  # letters of a bead that are shown


class _PairFirst(click.Group):
    """A group whose `pair` need not be named: `align EN FR` is `align pair EN FR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["pair", *args]
        return super().parse_args(ctx, args)


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every way of aligning: what is written, and how sure it must be."""
    for option in reversed(
        (
            click.option("--tmx", type=options.PATH, metavar="FILE", help="Write the sure units as TMX 1.4b."),
            click.option("--tsv", type=options.PATH, metavar="FILE", help="Write them as source, tab, target."),
            click.option("--po", type=options.PATH, metavar="FILE", help="Write them as PO."),
            click.option("-m", "--memory", metavar="MEMORY", help="Put them into this memory, made where there is none."),
            click.option(
                "--sure", type=click.FloatRange(0, 1), default=0.95, show_default=True,
                help="Confidence from which a unit is written.",
            ),
            options.terms,
            as_json,
        )
    ):  # fmt: skip
        function = option(function)
    return function


_vectors = click.option(
    "--vectors",
    metavar="MODEL",
    help="Weigh sentence vectors too: `use` (pip install 'rirbilingual[vectors]') or a model's folder; slower.",
)


@click.group("align", cls=_PairFirst, invoke_without_command=False)
def command() -> None:
    """Align a report with its translation, and take what is sure into a memory.

    EN and FR are reports in any format that can be read, or plain texts of one sentence a line. Beads that are
    not sure go to no memory: `--report` shows them, and `align accept` keeps what a person says of them.

    \b
    Example:
      rirbilingual align MEX201603.E.txt MEX201603.EF.txt -m office.sqlite --report MEX201603.html
      rirbilingual align --archive published -m office.sqlite
    """


@command.command("pair")
@click.argument("en", type=options.PATH, required=False)
@click.argument("fr", type=options.PATH, required=False)
@click.option("--archive", type=options.PATH, metavar="DIR", help="Align every pair in a folder instead.")
@click.option(
    "--report", type=options.PATH, metavar="FILE", help="Write the alignment report, one HTML file."
)
@click.option(
    "-o",
    "--output",
    type=options.PATH,
    metavar="DIR",
    help="Of an archive: where results are kept; else DIR/aligned.",
)
@_vectors
@many_options
@_shared
@click.pass_obj
def pair_command(
    invocation: Invocation, /, *, en: Path | None, fr: Path | None, archive: Path | None, report: Path | None,
    output: Path | None, jobs: int | None, scheduler: str, tmx: Path | None, tsv: Path | None, po: Path | None,
    memory: str | None, sure: float, terms: Path | None, vectors: str | None, json_: bool,
) -> int:  # fmt: skip
    """Align EN with FR, or with --archive every pair in a folder. `align EN FR` means this command.

    An archive's files are paired by the report's number, whatever their names; the language is read from the
    text. A run that was stopped goes on where it was. A pair that cannot be read stops no other: it is named, and
    the exit code is 2.

    \b
    Example:
      rirbilingual align MEX201603.E.txt MEX201603.EF.txt --tmx MEX201603.tmx
      rirbilingual align --archive published -m office.sqlite
    """
    kept = Kept(tmx, tsv, po, memory)
    kept.refuse_to_overwrite([en, fr, terms], report)
    settings = invocation.settings(archive or en)
    known = _terms(terms, memory, settings)
    model = _model(vectors or settings.vectors)
    if archive:
        if en or fr or report:
            raise click.UsageError("--archive takes no EN, FR or --report")
        into = output or archive / "aligned"
        if scheduler:  # its workers stand in other folders
            archive, into = archive.absolute(), into.absolute()
        return _archive(
            archive,
            into,
            kept,
            sure=sure,
            terms=known,
            jobs=jobs,
            scheduler=scheduler,
            vectors=model,
            json_=json_,
        )
    if not en or not fr:
        raise click.UsageError("give EN and FR, or --archive DIR")
    from rirbilingual.bitexts import align_files

    aligned = align_files(en, fr, sure=sure, terms=known, vectors=model)
    kept.write(aligned.units, aligned.quotations)
    if report:
        from rirbilingual.files import write_whole

        write_whole(report, aligned.report(settings.templates))
    if json_:
        print_json({"beads": [bead_object(bead) for bead in aligned.bitext.beads]})
    else:
        _print(aligned, kept, report)
    return 0


@command.command("accept")
@click.argument("en", type=options.PATH)
@click.argument("fr", type=options.PATH)
@click.argument("beads", nargs=-1, required=True, metavar="BEAD...")
@click.option("--reject", is_flag=True, help="Say that these beads are wrong.")
@click.option("-m", "--memory", metavar="MEMORY", help="Put the pair's sure units into this memory too.")
@_vectors
@options.terms
@click.pass_obj
def accept_command(
    invocation: Invocation, /, *, en: Path, fr: Path, beads: tuple[str, ...], reject: bool, memory: str | None,
    vectors: str | None, terms: Path | None,
) -> None:  # fmt: skip
    """Keep what a person says of beads: right, or wrong with --reject.

    BEAD is a number that `align` showed, or 12-13 to merge what these hold into one bead (with --reject, each of
    them). Decisions stand in a file beside FR, NAME.beads.toml, and every later run keeps to them; split or shift sentences there.

    \b
    Example:
      rirbilingual align accept MEX201603.E.txt MEX201603.EF.txt 42 57-58
    """
    from rirbilingual.bitexts import accept, align_files, corrections_of

    settings = invocation.settings(en)
    known, model = _terms(terms, memory, settings), _model(vectors or settings.vectors)
    aligned = align_files(en, fr, terms=known, vectors=model)
    ranges = [_range(text) for text in beads]
    if reject:
        ranges = [(bead, bead) for first, last in ranges for bead in range(first, last + 1)]
    accepted = accept(aligned, ranges, fr, right=not reject)
    for source, target in accepted:
        click.echo(f"{'wrong' if reject else 'right'}: {source}\n       {target}")
    click.echo(f"{corrections_of(fr)}: {number(len(accepted), 'bead')} decided")
    if memory:
        again = align_files(en, fr, terms=known, vectors=model)
        kept = Kept(None, None, None, memory)
        kept.write(again.units, again.quotations)
        for line in kept.said:
            click.echo(line)


def _model(name: str) -> str:
    """The name, once its model is there: before any text is read."""
    if not name:
        return ""
    from rirbilingual.align.encoders import PACKAGED, encoder

    if name != PACKAGED:  # workers may stand in other folders
        name = str(Path(name).absolute())
    encoder(name)
    return name


def _range(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?", text)
    if not found or int(found[1]) > int(found[2] or found[1]):
        raise RirError(f'no bead "{text}"', "", "give a number, or two with a hyphen between")
    return int(found[1]), int(found[2] or found[1])


def _terms(terms: Path | None, memory: str | None, settings: Settings) -> tuple[Term, ...]:
    """The termbase, with the terms of the memory that is written to and of those that drafts read."""
    from rirbilingual.termbase import termbase
    from rirbilingual.translation_memory import Memory

    held = [Memory.open(name, create=False) for name in settings.memories]
    if memory and memory not in settings.memories:
        filled = Memory.to_fill(memory)
        held[:0] = [filled] if filled.is_there else []
    return termbase(terms or settings.terms, held)


class Kept:
    """Where the sure units go: files, a memory, or nowhere."""

    def __init__(self, tmx: Path | None, tsv: Path | None, po: Path | None, memory: str | None) -> None:
        self._tmx, self._tsv, self._po, self._memory = tmx, tsv, po, memory
        self.said: list[str] = []

    def refuse_to_overwrite(self, inputs: Sequence[Path | None], report: Path | None) -> None:
        """Raises RirError where an output, or the report, is an input or another output, or a report's working file."""
        from rirbilingual.files import refuse_to_overwrite
        from rirbilingual.formats.po import is_working_file
        from rirbilingual.translation_memory import file_of

        outputs = [path for path in (self._tmx, self._tsv, self._po, report) if path]
        tables = [path.with_name(f"{path.name.partition('.')[0]}.sources.toml") for path in inputs if path]
        refuse_to_overwrite(outputs, [*inputs, *tables, file_of(self._memory) if self._memory else None])
        for path in filter(is_working_file, outputs):
            raise RirError(
                "the working file of a report, with its translators' work", str(path), "name another file"
            )

    @property
    def wanted(self) -> bool:
        return any((self._tmx, self._tsv, self._po, self._memory))

    def write(self, units: Sequence[Unit], quotations: Iterable[LedgerQuotation]) -> None:
        from rirbilingual.formats.po import write_po
        from rirbilingual.formats.tmx import write_tmx
        from rirbilingual.formats.tsv import write_tsv
        from rirbilingual.model import Catalog
        from rirbilingual.translation_memory import Memory

        if self._tmx:
            write_tmx(units, self._tmx)
        if self._tsv:
            write_tsv(units, self._tsv)
        if self._po:
            number_ = units[0].origin.report if units else self._po.stem
            date = units[0].origin.date if units else ""
            distinct = _distinct(units)
            write_po(Catalog(number_, number_.split(".")[0], date, number_, distinct), self._po)
        for file in filter(None, (self._tmx, self._tsv)):
            self.said.append(f"{file}: {number(len(units), 'unit')}")
        if self._po:
            self.said.append(f"{self._po}: {number(len(distinct), 'unit')}")
        if self._memory:
            with Memory.open(self._memory, create=True) as memory:
                added = memory.add(units)
                quoted = memory.add_quotations(quotations)
            self.said.append(
                f"{self._memory}: {added.new} new, {added.same} there already, {added.conflicting} with other French; "
                f"{number(quoted, 'new quotation')}"
            )


def _distinct(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units of several reports, one for each id: a PO holds an id once."""
    return tuple({unit.id: unit for unit in units}.values())


def bead_object(bead: Any) -> dict[str, object]:
    """A bead as scripts get it."""
    return {"source": list(bead.source), "target": list(bead.target), "confidence": bead.confidence}


def _print(aligned: Aligned, kept: Kept, report: Path | None) -> None:
    click.echo(
        f"{aligned.source.number}, {aligned.target.number}: {number(len(aligned.bitext.beads), 'bead')}, "
        f"{len(aligned.kept)} sure"
    )
    strange = any(finding.check == "align.pair" for finding in aligned.of_pair)
    for finding in aligned.of_pair:
        click.echo(f"  {finding.message}", err=strange)
    for _, bead, finding in () if strange else aligned.doubtful:  # the beads of what is no pair say nothing
        click.echo(f"  {_short(finding.message)}")
        source, target = aligned.words(bead)
        for text in (source, target) if source else ():  # what only the French has is in the message
            if text:
                click.echo(f"    {_short(text)}")
    for lost in aligned.lost:
        click.echo(f"  decided, but no longer in the texts: {' '.join(lost.source)[:80]}")
    for line in (*kept.said, *([f"{report}: open it in a browser"] if report else [])):
        click.echo(line)


def _short(text: str) -> str:
    """A line of the terminal, so that a bead can be told by its beginning."""
    text = " ".join(text.split())
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


def _archive(
    folder: Path, output: Path, kept: Kept, *, sure: float, terms: Sequence[Term], jobs: int | None,
    scheduler: str, vectors: str, json_: bool,
) -> int:  # fmt: skip
    from rirbilingual.archive import align_archive, found, result

    held = found(folder)
    done = []
    with progress(f"Aligning {folder.name}", len(held.pairs)) as step:
        for one in align_archive(
            held.pairs,
            output,
            terms=terms,
            sure=sure,
            jobs=jobs,
            scheduler=scheduler,
            vectors=vectors,
        ):
            done.append(one)
            step(1)
    done.sort(key=lambda one: one.key)
    if kept.wanted:
        results = [result(output, one.key) for one in done if not one.error]
        kept.write(
            [unit for units, _ in results for unit in units], [q for _, quoted in results for q in quoted]
        )
    for one in done:
        row = {"key": one.key, "beads": one.beads, "units": one.units, "doubts": one.doubts, "strange": one.strange,
               "again": one.again, "error": one.error}  # fmt: skip
        if json_:
            print_json(row)
        elif one.error:
            click.echo(f"{one.key}: not aligned: {one.error}")
        else:
            said = f"; {one.strange}" if one.strange else ""
            click.echo(f"{one.key}: {number(one.units, 'unit')}, {one.doubts} doubtful{said}")
    for path, why in held.unpaired:
        if json_:
            print_json({"file": str(path), "unpaired": why})
        else:
            click.echo(f"{path}: not aligned: {why}")
    if not json_:
        aligned = sum(not one.error for one in done)
        click.echo(
            f"{number(aligned, 'pair')} aligned, {sum(one.again for one in done)} of them in an earlier run; results in {output}"
        )
        for line in kept.said:
            click.echo(line)
    return UNUSABLE if any(one.error for one in done) else 0
