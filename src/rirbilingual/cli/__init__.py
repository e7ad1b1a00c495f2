"""The command's arguments in, an exit code out: thin over the pipeline. All printing is done here."""

from __future__ import annotations

import gc
import signal
import sys

# Objects between two searches for garbage, and searches between those for older garbage. The usual 700 costs a
# command an eighth of its time: what it reads it keeps, and little of it goes in circles.
_OBJECTS, _SEARCHES = 20_000, 20


def main() -> None:
    """The console script `rirbilingual`."""
    gc.set_threshold(_OBJECTS, _SEARCHES, _SEARCHES)
    from rirbilingual.cli.errors import exit_code, terminate
    from rirbilingual.cli.group import rirbilingual

    signal.signal(signal.SIGTERM, terminate)
    sys.exit(exit_code(rirbilingual, sys.argv[1:]))
