"""Work to its result, done by a forked process: it has all that this one has, without reading or copying anything.

Where a process cannot be forked safely (other threads, another system), or dies, whoever asked does the work itself.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


class Forked:
    """A process that does some work. The result is of plain values, as `marshal` writes them."""

    def __init__(self, work: Callable[[], Any]) -> None:
        import marshal

        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            self._child, self._reading = child, reading
            return
        code = 1
        try:
            os.close(reading)
            data = marshal.dumps(work())
            with os.fdopen(writing, "wb") as stream:
                stream.write(data)
            code = 0
        finally:
            os._exit(code)  # nothing of the parent's is closed or flushed a second time

    def result(self) -> Any:
        """What the work gave; None where the process died before."""
        import marshal

        with os.fdopen(self._reading, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(self._child, 0)
        return None if status else marshal.loads(data)
