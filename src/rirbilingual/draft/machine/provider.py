"""What a machine translation provider is: its id, and texts in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


class MachineFailed(Exception):
    """A provider gave no translation; its text says why, for the person who drafts."""


@dataclass(frozen=True, slots=True)
class Provider:
    """translate(texts, argument, timeout) gives one French text for each English one, in order.

    argument: what follows the id in `[draft] machine`; timeout in seconds. Raises MachineFailed, and nothing
    else. Texts have no line ends; "[1]", "[2]" in them stand for what must not change.
    """

    id: str
    translate: Callable[[Sequence[str], str, float], Sequence[str]]
