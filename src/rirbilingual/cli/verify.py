"""verify: what is wrong with a site."""

from __future__ import annotations

from pathlib import Path

import click

from rirbilingual.cli.errors import REFUSED
from rirbilingual.cli.findings import errors, findings_object, print_findings
from rirbilingual.cli.output import as_json, print_json


@click.command("verify")
@click.argument("site", type=click.Path(path_type=Path))
@as_json
def command(site: Path, *, json_: bool) -> int:
    """Say what in a SITE was changed, is missing, or is out of step with its counterpart.

    Exits with 1 when something is wrong.

    \b
    Example:
      rirbilingual verify site
    """
    from rirbilingual.publish.verify import verify

    found = verify(site)
    if json_:
        print_json(findings_object(found))
    elif found:
        print_findings(found)
    else:
        click.echo(f"{site}: everything is as it was published")
    return REFUSED if errors(found) else 0
