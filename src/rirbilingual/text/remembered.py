"""What is found in a text is remembered while its report is worked on: several rooms look into each of its texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

Find = TypeVar("Find", bound=Callable[..., Any])
T = TypeVar("T")
R = TypeVar("R")

_TEXTS = 20_000  # more than the longest report has, in both languages
_forgetting: list[Callable[[], None]] = []


def remembered(find: Find) -> Find:
    """`find`, which remembers what it found in the last texts, until `forget`."""
    found = lru_cache(_TEXTS)(find)
    _forgetting.append(found.cache_clear)
    return cast(Find, found)


def forget() -> None:
    """Forget all texts."""
    for clear in _forgetting:
        clear()


def forgetting(function: Callable[[T], R], task: T) -> R:
    """What `function` makes of a task of many. Its texts are forgotten then: the next report has others, and what
    fills less of the machine's memory is read sooner."""
    try:
        return function(task)
    finally:
        forget()
