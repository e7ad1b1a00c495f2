"""A report's key to the folder's name that its pair may have in a site."""

from __future__ import annotations

import re

from rirbilingual.errors import RirError

# Letters, digits and inner hyphens or underscores: nothing that a file system, a shell or an address reads.
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")
_TAKEN = frozenset({"assets", "index", "con", "prn", "aux", "nul"})


def is_key(name: str) -> bool:
    """Whether a pair's folder may have this name."""
    return _KEY.fullmatch(name) is not None and name.lower() not in _TAKEN


def valid_key(key: str) -> str:
    """The key itself. Raises RirError for one that cannot name a folder of the site."""
    if not is_key(key):
        shown = ascii(key[:40])
        raise RirError(
            f"{shown} is no report's key", "", "use letters, digits and hyphens only, such as MEX201603"
        )
    return key
