"""score: what drafts were worth, once they have been reviewed."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.errors import RirError


@click.command("score")
@click.argument("draft", type=options.PATH)
@click.argument("reference", type=options.PATH)
@click.option("--plot", type=options.PATH, metavar="FILE.svg", help="Of two folders: draw the series too.")
@as_json
def command(draft: Path, reference: Path, *, plot: Path | None, json_: bool) -> None:
    """Score a DRAFT against its reviewed REFERENCE: BLEU, chrF++ and TER with their signatures, by match band.

    Of two folders, files of one name are compared: a line for each report, in the order of dates.

    \b
    Example:
      rirbilingual score draft/MEX201603.EF.po MEX201603.EF.po
      rirbilingual score drafts reviewed --plot series.svg
    """
    if draft.is_dir() and reference.is_dir():
        _many(draft, reference, plot=plot, json_=json_)
    elif plot is not None:
        raise RirError("a plot is of many reports", "--plot", "name two folders")
    else:
        _one(draft, reference, json_=json_)


def _one(draft: Path, reference: Path, *, json_: bool) -> None:
    from rirbilingual.formats.po import read_po
    from rirbilingual.score import paired, scores

    found = scores(paired(read_po(draft).units, read_po(reference).units))
    if json_:
        bands = [
            {
                "band": one.band, "units": one.units, "words": one.words,
                "metrics": [{"name": m.name, "value": m.value, "signature": m.signature} for m in one.metrics],
                "words_changed": one.effort.words_changed, "unchanged": one.effort.unchanged,
            }
            for one in found
        ]  # fmt: skip
        print_json({"bands": bands})
        return
    for one in found:
        figures = ", ".join(f"{metric.name} {metric.value:.1f}" for metric in one.metrics)
        effort = f"{one.effort.words_changed:.1f} words changed for 100, {one.effort.unchanged} unchanged"
        click.echo(
            f"{one.band:<11}{number(one.units, 'unit')}, {number(one.words, 'word')}: {figures or 'no French'}; {effort}"
        )
    for metric in found[0].metrics if found else ():
        click.echo(f"{metric.name}: {metric.signature}")


def _many(drafts: Path, references: Path, *, plot: Path | None, json_: bool) -> None:
    from rirbilingual.files import refuse_to_overwrite, write_whole
    from rirbilingual.formats.po import read_po
    from rirbilingual.score import series

    names = sorted(path.name for path in drafts.glob("*.po") if (references / path.name).is_file())
    if not names:
        raise RirError(f"no PO of one name in it and in {references}", str(drafts), "keep the drafts' names")
    refuse_to_overwrite([plot], [folder / name for folder in (drafts, references) for name in names])
    found = []
    for name in names:
        before, after = read_po(drafts / name), read_po(references / name)
        if one := series.point(before.key, before.date, before.units, after.units):
            found.append(one)
    found.sort(key=lambda one: (one.date, one.key))
    if plot is not None:
        write_whole(plot, series.plot(found))
    if json_:
        reports = [
            {
                "key": one.key, "date": one.date, "words": one.score.words, "given": one.given,
                "metrics": [{"name": m.name, "value": m.value, "signature": m.signature} for m in one.score.metrics],
                "words_changed": one.score.effort.words_changed,
            }
            for one in found
        ]  # fmt: skip
        print_json({"reports": reports})
        return
    click.echo(
        f"{'report':<14}{'date':<12}{'words':>8}{'given':>8}{'BLEU':>8}{'chrF++':>8}{'TER':>8}{'changed':>9}"
    )
    for one in found:
        figures = "".join(f"{metric.value:>8.1f}" for metric in one.score.metrics)
        click.echo(
            f"{one.key:<14}{one.date:<12}{one.score.words:>8,}{one.given:>7.0f}%{figures}"
            f"{one.score.effort.words_changed:>8.1f}%"
        )
    for metric in found[0].score.metrics if found else ():
        click.echo(f"{metric.name}: {metric.signature}")
    if plot is not None:
        click.echo(f"{plot}: open it in a browser")
