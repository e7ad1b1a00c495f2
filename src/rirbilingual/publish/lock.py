"""A site to the one publisher that may change it; another waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError

NAME = ".lock"


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Hold the site, made where it is missing, until the block ends; the system lets go of it with the process.

    Raises RirError for a site that cannot be written.
    """
    with ExitStack() as held:
        try:
            site.mkdir(parents=True, exist_ok=True)
            held.enter_context(files.locked(site / NAME))
        except (FileExistsError, NotADirectoryError):
            raise RirError("a file, not a folder", str(site), "name a folder for the site") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RirError(
                f"cannot be written ({reason})", str(site), "change its permissions, or the folder"
            ) from None
        yield
