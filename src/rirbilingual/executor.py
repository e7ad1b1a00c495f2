"""Tasks to outcomes: one function over many tasks, in local processes or on a Dask cluster.

A task that fails stops no other: its outcome says why. A worker that dies (killed, out of memory) is replaced
and its tasks are done again, so a function must write whole files and give the same result twice.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import Any, Generic, Never, TypeVar

from rirbilingual import collector
from rirbilingual.errors import RirError

T = TypeVar("T")
R = TypeVar("R")

HANDED = 1000  # tasks that a cluster has at a time
# glibc asks the system for memory by so many bytes, and gives less back: pages that come anew with each large array
# take a tenth of an alignment. It is read when a process starts; other C libraries do not know it.
PAD = "MALLOC_TOP_PAD_", str(64 << 20)
DIED = "the worker died on it, twice (killed, or out of memory)"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T, R]):
    """What became of a task. at: its place among the tasks. error: one line, "" where there is a result."""

    at: int
    task: T
    result: R | None = None
    error: str = ""


def outcomes(
    function: Callable[[T], R], tasks: Sequence[T], *, jobs: int | None = None, scheduler: str = ""
) -> Iterator[Outcome[T, R]]:
    """The outcome of each task, as they come. `function` stands at a module's top level, or is a partial of one.

    jobs: local processes, by default one a core; one job or one task runs in this process.
    scheduler: the address of a Dask cluster whose workers see the same files, "tcp://…".
    """
    if scheduler:
        yield from _on_cluster(function, tasks, scheduler)
        return
    jobs = min(jobs or os.cpu_count() or 1, len(tasks))
    if jobs > 1:
        yield from _in_processes(function, tasks, jobs)
        return
    for at, task in enumerate(tasks):
        yield _outcome(at, task, _here(function, task))


def in_order(found: Iterable[Outcome[T, R]]) -> Iterator[Outcome[T, R]]:
    """The outcomes in the order of their tasks, each as soon as all before it have come."""
    early: dict[int, Outcome[T, R]] = {}
    wanted = 0
    for outcome in found:
        early[outcome.at] = outcome
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1


def _here(function: Callable[[T], R], task: T) -> Future[R]:
    future: Future[R] = Future()
    try:
        future.set_result(function(task))
    except (RirError, OSError) as error:
        future.set_exception(error)
    return future


def _outcome(at: int, task: T, future: Future[R]) -> Outcome[T, R]:
    error = future.exception()
    if error is None:
        return Outcome(at, task, future.result())
    return Outcome(at, task, error=_line(error))


def _line(error: BaseException) -> str:
    """What the error says, in one line; one that is no RirError is named by its type too."""
    said = " ".join(str(error).split())
    return said if isinstance(error, RirError) else f"{type(error).__name__}: {said}".removesuffix(": ")


# --------------------------------------------------------------------------- local processes


def _begin() -> None:
    """A worker does nothing but tasks; one whose command was killed would wait for them for ever: it ends with it."""
    collector.henceforth()
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait_for([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


class _Ended(SystemExit):
    """A worker was told to end during a task."""


def _end(*_: object) -> Never:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once: a second one would break the cleaning up
    raise _Ended


def _worked(function: Callable[[T], R], task: T) -> R:
    """The function's result, in a worker. One that is told to end during it lets the function clean up, and ends:
    the pool would take what was raised for the task's failure, and go on."""
    try:
        try:
            signal.signal(signal.SIGTERM, _end)
            return function(task)
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
    except _Ended:
        os._exit(128 + signal.SIGTERM)


@contextmanager
def _ended_early() -> Iterator[None]:
    """Workers end where the command does, or wants no more outcomes, in the middle: the pool would wait for them."""
    try:
        yield
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise


def _in_processes(function: Callable[[T], R], tasks: Sequence[T], jobs: int) -> Iterator[Outcome[T, R]]:
    """No more tasks are handed out than there are processes, so that a death has few suspects. They are tried
    again one at a time: the guilty one falls alone."""
    os.environ.setdefault(*PAD)
    waiting = list(reversed(range(len(tasks))))
    suspects: list[int] = []
    while waiting or suspects:
        alone = bool(suspects)
        queue, size = (suspects, 1) if alone else (waiting, jobs)
        with ProcessPoolExecutor(size, get_context("spawn"), _begin) as pool, _ended_early():
            running: dict[Future[R], int] = {}
            broken = False
            while (queue and not broken) or running:
                while queue and not broken and len(running) < size:
                    at = queue.pop()
                    try:
                        running[pool.submit(_worked, function, tasks[at])] = at
                    except BrokenProcessPool:
                        queue.append(at)
                        broken = True
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    at = running.pop(future)
                    if not isinstance(future.exception(), BrokenProcessPool):
                        yield _outcome(at, tasks[at], future)
                        continue
                    broken = True
                    if alone:
                        yield Outcome(at, tasks[at], error=DIED)
                    else:
                        suspects.append(at)


# --------------------------------------------------------------------------- a Dask cluster


def _on_cluster(function: Callable[[T], R], tasks: Sequence[T], scheduler: str) -> Iterator[Outcome[T, R]]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise RirError(
            "a cluster needs the program's extra `cluster`", scheduler, "pip install 'rirbilingual[cluster]'"
        ) from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise RirError(
            f"no Dask scheduler answers ({error})", scheduler, "start it, or mend the address"
        ) from None
    with client:
        # A key of its own for each task: Dask would else take equal tasks for one.
        futures = {}
        handed = iter(enumerate(tasks))

        def submit(at: int, task: T) -> Any:
            future = client.submit(function, task, key=f"rirbilingual-{os.getpid()}-{at}", pure=False)
            futures[future] = at
            return future

        # No more is handed out than keeps the workers busy: a scheduler that knows a million tasks is slow.
        arriving = as_completed([submit(*one) for one in islice(handed, HANDED)], loop=client.loop)
        for future in arriving:
            at = futures.pop(future)
            yield _outcome(at, tasks[at], future)
            future.release()
            for one in islice(handed, 1):
                arriving.add(submit(*one))
