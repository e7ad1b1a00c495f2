"""Two folders to one moment: a new one takes the place of the old, and no reader sees neither or half."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE (Linux), RENAME_SWAP (macOS)
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(one: Path, two: Path) -> bool:
    """Exchange two folders by one rename. False, and nothing changed, where this system cannot."""
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(two)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(two))


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    if sys.platform == "win32":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        return lambda one, two: int(libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, two, _EXCHANGE))
    if hasattr(libc, "renamex_np"):
        return lambda one, two: int(libc.renamex_np(one, two, _EXCHANGE))
    return None
