"""One command over many files: each outcome in the order given, failures as lines, a summary at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, cast

import click

from rirbilingual.cli.errors import UNUSABLE
from rirbilingual.cli.progress import progress
from rirbilingual.executor import in_order, outcomes

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


class Many:
    """Outcomes of one function over many tasks. verb: "drafted". code: the exit code once all have come, 0, or 2
    where some task failed; its files are as they were."""

    def __init__(self, verb: str, *, jobs: int | None = None, scheduler: str = "") -> None:
        self._verb, self._jobs, self._scheduler = verb, jobs, scheduler
        self.code = 0

    def results(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R]:
        """The results, in the order of the tasks. A failure is one line on standard error, and stops no other;
        that of a task which stands alone is raised: there are no others to think of."""
        if len(tasks) == 1 and not self._scheduler:
            yield function(tasks[0])
            return
        done = failed = 0
        with progress(self._verb.capitalize(), len(tasks)) as step:
            for outcome in in_order(outcomes(function, tasks, jobs=self._jobs, scheduler=self._scheduler)):
                step(1)
                done += 1
                if outcome.error:
                    failed += 1
                    click.echo(f"rirbilingual: {outcome.error}", err=True)
                else:
                    yield cast(R, outcome.result)
        if failed:
            self.code = UNUSABLE
            click.echo(f"{done - failed} of {done} {self._verb}; {failed} not: see the lines above", err=True)
