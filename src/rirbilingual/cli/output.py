"""Values to what is printed: JSON for scripts, lines for people."""

from __future__ import annotations

import json

import click

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON (see docs/json.md).")


def print_json(value: object) -> None:
    """One JSON object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))
