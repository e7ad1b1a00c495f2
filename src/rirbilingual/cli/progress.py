"""How far long work has come: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A function to call with the number of steps just done, of `total`."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


@contextmanager
def counting(label: str, *, every: int = 1000) -> Iterator[Callable[[int], None]]:
    """As `progress`, where nobody knows how many steps there are: the count so far, shown every so many."""
    shown = sys.stderr.isatty()
    done = 0

    def step(steps: int) -> None:
        nonlocal done
        done += steps
        if shown and done % every < steps:
            click.echo(f"\r{label}: {done:,}", nl=False, err=True)

    yield step
    if shown and done >= every:
        click.echo(err=True)
