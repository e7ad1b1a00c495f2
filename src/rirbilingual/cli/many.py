"""One command over many files: each outcome in the order given, failures as lines, a summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import click

from rirbilingual.cli.errors import UNUSABLE
from rirbilingual.cli.progress import progress

T = TypeVar("T")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])


def options(command: F) -> F:
    """--jobs and --scheduler."""
    for option in (
        click.option(
            "--scheduler",
            default="",
            metavar="URL",
            help="Share the work out over a Dask cluster, tcp://…, whose workers see the same files.",
        ),
        click.option(
            "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Reports at once; else one a core."
        ),
    ):
        command = option(command)
    return command


def absolute_memories(urls: Sequence[str]) -> tuple[str, ...]:
    """The same memories for a worker that stands in another folder."""
    return tuple(url if "://" in url else str(Path(url).absolute()) for url in urls)


@dataclass(frozen=True)
class Failure(Generic[T]):
    """A task of which nothing came, and why, in one line."""

    task: T
    error: str


class Many(Generic[T]):
    """Outcomes of one function over many tasks. verb: "drafted". failures: those of which nothing came. code: the
    exit code once all have come, 0, or 2 where some task failed; its files are as they were."""

    def __init__(self, verb: str, *, jobs: int | None = None, scheduler: str = "") -> None:
        self._verb, self._jobs, self._scheduler = verb, jobs, scheduler
        self.failures: list[Failure[T]] = []

    @property
    def code(self) -> int:
        return UNUSABLE if self.failures else 0

    def results(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """The results, in the order of the tasks. A failure stops no other: all are said at the end, in a line
        each; that of a task which stands alone is raised: there are no others to think of."""
        if len(tasks) == 1 and not self._scheduler:
            yield function(tasks[0])
            return
        from rirbilingual.executor import in_order, outcomes  # a report alone needs no processes
        from rirbilingual.text.remembered import forgetting

        done = 0
        try:
            with progress(self._verb.capitalize(), len(tasks)) as step:
                for outcome in in_order(
                    outcomes(partial(forgetting, function), tasks, jobs=self._jobs, scheduler=self._scheduler)
                ):
                    step(1)
                    done += 1
                    if outcome.error:
                        self.failures.append(Failure(outcome.task, outcome.error))
                    else:
                        yield cast(R, outcome.result)
        finally:  # after an interruption too
            self._say(done)

    def _say(self, done: int) -> None:
        if self.failures:
            failed = len(self.failures)
            click.echo(f"{done - failed} of {done} {self._verb}; {failed} not:", err=True)
            for failure in self.failures:
                click.echo(f"rirbilingual: {failure.error}", err=True)
