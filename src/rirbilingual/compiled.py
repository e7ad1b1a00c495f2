"""Compiled kernels, which do some of a room's work more quickly: a room's `kernel.c`, called by ctypes.

One is made when the project is installed on a machine with a C compiler. Without it the room gives the same answers
in Python, more slowly; RIRBILINGUAL_KERNEL=off in the environment asks for that. While a kernel works, other threads do.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from zlib import crc32

SWITCH = "RIRBILINGUAL_KERNEL"
NO_MEMORY = -2  # what every kernel gives where there is none


@cache
def kernel(room: Path) -> ctypes.CDLL | None:
    """The kernel of the room in that folder; None where there is none, or it is not wanted, or was made of another
    source or for other machines."""
    if os.environ.get(SWITCH) == "off" or sys.byteorder != "little":
        return None
    try:
        library = ctypes.CDLL(str(room / "_kernel.so"))
        library.rir_kernel_source.restype = ctypes.c_uint32
        if library.rir_kernel_source() != crc32((room / "kernel.c").read_bytes()):
            return None
    except (OSError, AttributeError):
        return None
    return library
