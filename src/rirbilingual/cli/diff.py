"""diff: what changed between two versions of a published pair."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.output import as_json, print_json


@click.command("diff")
@click.argument("old", type=options.PATH, metavar="PAIR")
@click.argument("new", type=options.PATH, metavar="PAIR")
@as_json
def command(old: Path, new: Path, *, json_: bool) -> int:
    """Say what changed from one version of a published PAIR to another, in both languages: for a correction notice.

    A PAIR is the folder of a pair in a site, or an earlier version of it in the site's history.

    \b
    Example:
      rirbilingual diff site/.history/MEX201603/1 site/MEX201603
    """
    from rirbilingual.publish.difference import differences

    found = differences(old, new)
    if json_:
        print_json(
            {
                "changes": [
                    {
                        "where": (change.new or change.old).where,  # type: ignore[union-attr]
                        "old": _object(change.old),
                        "new": _object(change.new),
                    }
                    for change in found
                ]
            }
        )
        return 0
    for change in found:
        old_unit, new_unit = change.old, change.new
        held = new_unit or old_unit
        assert held is not None
        click.secho(held.where, bold=True)
        for language in ("english", "french"):
            before = getattr(old_unit, language) if old_unit else ""
            after = getattr(new_unit, language) if new_unit else ""
            if before != after:
                for mark, text, colour in (("-", before, "red"), ("+", after, "green")):
                    if text:
                        click.secho(f"  {mark} {text}", fg=colour)
    click.echo(f"{number(len(found), 'unit')} changed" if found else "the same words in both languages")
    return 0


def _object(version: object) -> dict[str, str] | None:
    if version is None:
        return None
    return {name: getattr(version, name) for name in ("english", "french")}
