"""Work on a memory, done one after another in the one thread that owns it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rirbilingual.service.refusals import Refused
from rirbilingual.translation_memory import Memory

R = TypeVar("R")

PATIENCE = 5.0  # seconds that an addition waits for another program: look-ups wait behind it
MOST_WAITING = 512  # requests; at a millisecond each, half a second's work


class Desk:
    """A memory that many may ask at once. Open it before asking; close it at the end.

    A service has two: concordance reads what is new in a memory before it answers, and whoever asks for matches
    must not wait for it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="memory")
        self._memory: Memory | None = None
        self._waiting = 0
        self._closing = False

    async def open(self) -> None:
        """Raises RirError where there is no such memory."""
        self._memory = await self._run(lambda: Memory.open(self.url, create=False, patience=PATIENCE))

    async def ask(self, work: Callable[[Memory], R]) -> R:
        """What `work` gives. Raises Refused(503) where too much waits already."""
        memory = self._memory
        assert memory is not None, "open the desk first"
        if self._waiting >= MOST_WAITING:
            raise Refused(503, "too many requests wait; try again in a second", retry_after=1)
        return await self._run(lambda: work(memory))

    async def _run(self, work: Callable[[], R]) -> R:
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    def going(self, _: int) -> None:
        """To be called now and then by work that takes long. Raises Refused(503) where the service stops."""
        if self._closing:
            raise Refused(503, "the service stops", retry_after=10)

    def close(self) -> None:
        """Finish what was begun."""
        self._closing = True
        self._thread.shutdown()
