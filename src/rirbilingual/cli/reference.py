"""The commands' help texts to docs/cli.md: `python -m rirbilingual.cli.reference`, on standard output."""

from __future__ import annotations

from collections.abc import Iterator

import click

from rirbilingual.cli.group import rirbilingual

_TOP = """\
# Commands

Made from the help texts by `make docs`. Exit codes: 0 done; 1 `check` found errors, `publish` refused or \
`verify` found something wrong; 2 bad input or usage, and nothing was touched.
"""


def reference() -> str:
    """The page: every command's help, in the order of a report's way."""
    parts = [
        _TOP,
        *(f"## {path}\n\n```text\n{text}\n```\n" for path, text in _helps(rirbilingual, "rirbilingual")),
    ]
    return "\n".join(parts)


def _helps(
    command: click.Command, path: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    settings = {**command.context_settings, "terminal_width": 90}
    context = click.Context(command, info_name=path.rsplit(" ")[-1], parent=parent, **settings)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from _helps(inner, f"{path} {name}", context)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
