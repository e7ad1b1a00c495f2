"""The group `rirbilingual`: its own options, and commands that are imported when they are asked for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from rirbilingual import __version__, config

# In the order of a report's way; a module of each name stands beside this one.
COMMANDS = (
    "segment", "draft", "update", "check", "report", "approve", "review", "publish", "verify", "diff", "align", "memory", "terms", "leverage", "score", "demo",
)  # fmt: skip

log = logging.getLogger("rirbilingual")


@dataclass(frozen=True)
class Invocation:
    """The group's own options, for every command. config_file: an explicit rirbilingual.toml."""

    config_file: Path | None = None

    def settings(self, near: Path | None = None) -> config.Settings:
        """The settings for a report: of the nearest rirbilingual.toml to it (a file or a folder). Raises RirError as
        `config.load`, and for the id of a check that there is not."""
        start = near.parent if near and not near.is_dir() else near
        settings = config.load(start, self.config_file)
        if named := [*settings.check.silenced, *(name for name, _ in settings.check.severities)]:
            from rirbilingual.check import refuse_unknown  # imports every check

            refuse_unknown(named, str(settings.file))
        log.info("settings: %s", settings.file or "none found, the defaults")
        return settings


class Commands(click.Group):
    """Commands by name; each module of a command has it under the name `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"rirbilingual.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings, instead of the rirbilingual.toml nearest to the report.",
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Say on standard error which settings are used, and which indexes of memories are made again.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def rirbilingual(context: click.Context, /, *, config_file: Path | None, verbose: bool) -> None:
    """Publish reports in English and French, both or neither.

    \b
    See the whole way on a built-in sample:
      rirbilingual demo

    \b
    Draft a report with your memory, translate, check, publish:
      rirbilingual draft MEX201603.E.txt -m office.sqlite
      rirbilingual check MEX201603.EF.po
      rirbilingual publish MEX201603.EF.po --site site
    """
    if verbose:
        logging.basicConfig(format="%(message)s")
        log.setLevel(logging.INFO)
    config.choose(config_file)
    context.obj = Invocation(config_file)
