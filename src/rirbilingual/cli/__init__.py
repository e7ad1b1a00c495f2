"""The command's arguments in, an exit code out: thin over the pipeline. All printing is done here."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script `rirbilingual`."""
    from rirbilingual.cli.errors import exit_code
    from rirbilingual.cli.group import rirbilingual

    sys.exit(exit_code(rirbilingual, sys.argv[1:]))
