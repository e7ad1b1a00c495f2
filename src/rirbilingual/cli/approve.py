"""approve: a person answers for units, and the memory learns them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rirbilingual.cli import options
from rirbilingual.cli.findings import number
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.cli.review_objects import approved_object
from rirbilingual.errors import RirError

if TYPE_CHECKING:
    from rirbilingual.review import Left

_SHOWN = 5  # units left for one reason


@click.command("approve")
@click.argument("po", type=options.PATH)
@click.option("--reviewer", metavar="NAME", help="Who answers for the words.")
@click.option(
    "-m", "--memory", metavar="MEMORY", help="The memory that learns them; made if it is not there."
)
@click.option("--unit", "units", multiple=True, metavar="UNIT", help="Only this unit; may be given again.")
@click.option("--rule-made", is_flag=True, help="The units made wholly by rule, with no finding, as a batch.")
@click.option("--all", "all_", is_flag=True, help="Drafted units as well: you have read them elsewhere.")
@click.option(
    "--as",
    "role",
    type=click.Choice(["translator", "reviser"]),
    help="In which role you sign, where two people must (`signatures = 2` in rirbilingual.toml).",
)
@options.terms
@as_json
@click.pass_obj
def command(
    invocation: Invocation, /, po: Path, *, reviewer: str | None, memory: str | None, units: tuple[str, ...],
    rule_made: bool, all_: bool, role: str | None, terms: Path | None, json_: bool,
) -> None:  # fmt: skip
    """Make the reviewed units of a PO final: those that a person has cleared and that have no error.

    \b
    Example:
      rirbilingual approve MEX201603.EF.po --reviewer "A. Tremblay" -m office.sqlite
    """
    from rirbilingual import pipeline
    from rirbilingual.review import Scope, signer
    from rirbilingual.translation_memory import Memory

    settings = invocation.settings(po)
    name = signer(reviewer or settings.reviewer)
    if rule_made and all_:
        raise RirError("--rule-made and --all exclude each other", "approve", "give one")
    if settings.signatures == 2 and not role:
        raise RirError("two signatures are asked", "approve", "say `--as translator` or `--as reviser`")
    scope = Scope.RULE_MADE if rule_made else Scope.ALL if all_ else Scope.CLEARED
    learns = Memory.to_fill(memory) if memory else None
    approved, added = pipeline.approve(
        po, reviewer=name, when=options.now(), scope=scope, only=units or None, memory=learns,
        terms=terms or settings.terms,
        role=role or "", checks=settings.check, memories=pipeline.memories(settings.memories),
    )  # fmt: skip
    if json_:
        print_json(approved_object(approved, added))
        return
    click.echo(f"{po}: {number(len(approved.final), 'unit')} now final, by {name}")
    if approved.signed:
        click.echo(f"{number(len(approved.signed), 'unit')} signed, the other signature is still missing")
    _print_left(approved.left)
    for gone in approved.revoked:
        click.echo(f"{gone.where} {gone.unit}: approval of {gone.approval.reviewer} revoked, {gone.reason}")
    if any(left.unit == gone.unit for left in approved.left for gone in approved.revoked):
        click.echo("approve again to answer for these words as they stand now")
    if added:
        click.echo(
            f"{memory}: {added.new} learnt, {added.same} known already, {added.conflicting} with other French"
        )


def _print_left(left: Sequence[Left]) -> None:
    """The units that stay as they were, by reason, the commonest first."""
    reasons: dict[str, list[str]] = {}
    for unit in left:
        reasons.setdefault(unit.reason, []).append(f"{unit.where} {unit.unit}".strip())
    for reason, units in sorted(reasons.items(), key=lambda found: -len(found[1])):
        click.echo(f"{number(len(units), 'unit')} left, {reason}")
        for name in units[:_SHOWN]:
            click.echo(f"  {name}")
        if len(units) > _SHOWN:
            click.echo(f"  … and {len(units) - _SHOWN} more")
